/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine_set.h: which of many numbered machines; one bit for each.
 */
#ifndef MUSTER_MACHINE_SET_H
#define MUSTER_MACHINE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* { 0 } is empty. */
struct machine_set {
	uint64_t *words;
	size_t room;	/* words */
};

/** machine_set_clear() - free what it holds, not @set */
void machine_set_clear(struct machine_set *set);
/** machine_set_add() - Return: 0 or -ENOMEM. */
int machine_set_add(struct machine_set *set, size_t machine);
bool machine_set_has(const struct machine_set *set, size_t machine);
size_t machine_set_count(const struct machine_set *set);
/** machine_set_join() - @set gets what @other has. Return: 0 or -ENOMEM. */
int machine_set_join(struct machine_set *set, const struct machine_set *other);
/** machine_set_drop() - @set loses what @other has */
void machine_set_drop(struct machine_set *set, const struct machine_set *other);
/** machine_set_keep() - @set loses what @other has not */
void machine_set_keep(struct machine_set *set, const struct machine_set *other);

#endif /* MUSTER_MACHINE_SET_H */
