/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.h: private to cmd/check*.c: what was judged, and how it is told.
 */
#ifndef MUSTER_CMD_CHECK_H
#define MUSTER_CMD_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "../compare.h"
#include "../cmd.h"

/**
 * struct check - what "muster check" came to
 * @inventory: NULL: none to compare with
 * @watch: what judges where there is no inventory: the watch-list; may be NULL
 * @trouble: a finding of class inventory, or NULL
 * @other_board: the inventory was named on the command line and is for another
 * @settled: the daemon says that the board has settled, or there is no daemon
 * @min_severity: findings below it are neither told nor counted
 */
struct check {
	struct snapshot *snapshot;
	struct inventory *inventory, *watch;
	struct finding *trouble;
	struct verdict verdict;
	bool other_board, settled;
	enum severity min_severity;
};

/** check_counts() - number of findings of @severity and of any, trouble left out */
size_t check_count(const struct check *check, enum severity severity);
size_t check_count_all(const struct check *check);
bool check_shows(const struct check *check, const struct finding *finding);
/** check_status() - EXIT_PASS, EXIT_FINDINGS or EXIT_UNSURE */
int check_status(const struct check *check);
/** check_doubt() - Return: why it could not be told, or NULL. */
const char *check_doubt(const struct check *check, char *buffer, size_t size);

/** check_print_text() - the verdict, for a person, and as JSON: 0 or -errno */
int check_print_text(const struct check *check);
int check_print_json(const struct check *check);
/** check_print_nagios() - one line. Return: 0 OK, 1 warning, 2 critical, 3 unknown. */
int check_print_nagios(const struct check *check);

/** settled_wait() - Return: whether the daemon, if any, says settled within @seconds. */
bool settled_wait(unsigned int seconds);

#endif /* MUSTER_CMD_CHECK_H */
