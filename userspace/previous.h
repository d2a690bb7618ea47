/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * previous.h: what differs since the previous boot: pure.
 */
#ifndef MUSTER_PREVIOUS_H
#define MUSTER_PREVIOUS_H

struct inventory;
struct names;
struct snapshot;
struct verdict;

#define PREVIOUS_RULE "previous boot"	/* the rule that its findings name */

/**
 * previous_compare() - judge a board by what it had in another boot
 * @before: then; @path: the file that it was read from, for the findings
 * @now: the same board, settled again
 * @own: the inventory in force: what it makes a finding of is left out; may be NULL
 * @names: pci.ids, or NULL
 * @verdict: out: findings of severity notice, to be cleared by verdict_clear()
 * Return: 0, -EINVAL where @before cannot be judged by, -ENOMEM.
 */
int previous_compare(const struct snapshot *before, const char *path,
		     const struct snapshot *now, const struct inventory *own,
		     struct names *names, struct verdict *verdict);

#endif /* MUSTER_PREVIOUS_H */
