/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger_judge.h: what proving a ledger came to, in a word and a sentence.
 */
#ifndef MUSTER_LEDGER_JUDGE_H
#define MUSTER_LEDGER_JUDGE_H

#include "ledger_file.h"

enum ledger_result { LEDGER_WHOLE, LEDGER_DAMAGED, LEDGER_TORN, LEDGER_UNSURE };

#define LEDGER_RESULTS (LEDGER_UNSURE + 1)

extern const char *const ledger_result_names[LEDGER_RESULTS];

/**
 * ledger_judge() - what ledger_file_verify() or ledger_bytes_verify() came to
 * @err: what it returned
 * @why: in: its sentence or NULL; out: one, to be freed, or NULL: nothing to say
 */
enum ledger_result ledger_judge(int err, const struct ledger_report *report, char **why);

#endif /* MUSTER_LEDGER_JUDGE_H */
