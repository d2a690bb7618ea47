/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_merge.h: one snapshot of what several files tell of one machine.
 */
#ifndef MUSTER_SOURCE_MERGE_H
#define MUSTER_SOURCE_MERGE_H

struct snapshot;

/**
 * source_merge() - take into @to what @from knows; devices are the same by address
 * @from: is emptied of what @to took; still to be freed
 * @why: out: a sentence on a contradiction, which names both files; to be freed
 *
 * What cannot change while a machine runs must agree: ids, class, revision, serial,
 * place, board. Of the rest, and of bytes that both have, @to keeps its own.
 * Return: 0, -EINVAL with @why, or -ENOMEM.
 */
int source_merge(struct snapshot *to, struct snapshot *from, char **why);

#endif /* MUSTER_SOURCE_MERGE_H */
