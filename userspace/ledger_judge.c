// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ledger_judge.c: what proving a ledger came to, in a word and a sentence.
 */
#include "ledger_judge.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *const ledger_result_names[LEDGER_RESULTS] = {
	[LEDGER_WHOLE] = "whole",
	[LEDGER_DAMAGED] = "damaged",
	[LEDGER_TORN] = "torn",
	[LEDGER_UNSURE] = "unsure",
};

enum ledger_result ledger_judge(int err, const struct ledger_report *report, char **why)
{
	int length = 0;

	if (err == -EBADMSG)
		return LEDGER_DAMAGED;
	if (err)
		length = asprintf(why, "%s", err == -EPROTONOSUPPORT ?
				  "a version that this program does not know" : strerror(-err));
	else if (report->torn)
		length = asprintf(why, "cut short within the frame after entry %" PRIu64,
				  report->next - 1);
	else if (!report->entries)
		length = asprintf(why, "it holds no entry");
	else if (report->foreign)
		length = asprintf(why, "the chain holds, but the payloads are of the other byte order");
	else if (!report->bound)
		length = asprintf(why, "the chain holds, but entry 1 is not here, which names the load");
	if (length < 0)
		*why = NULL;
	if (!err && report->torn)
		return LEDGER_TORN;
	return err || !report->entries || !report->bound ? LEDGER_UNSURE : LEDGER_WHOLE;
}
