// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine_set.c: which of many numbered machines; one bit for each.
 */
#include "machine_set.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BITS 64

void machine_set_clear(struct machine_set *set)
{
	free(set->words);
	*set = (struct machine_set){ 0 };
}

static int grow(struct machine_set *set, size_t words)
{
	size_t room = set->room ? set->room : 1;
	uint64_t *new;

	if (words <= set->room)
		return 0;
	while (room < words)
		room *= 2;
	new = reallocarray(set->words, room, sizeof(*new));
	if (!new)
		return -ENOMEM;
	memset(new + set->room, 0, (room - set->room) * sizeof(*new));
	set->words = new;
	set->room = room;
	return 0;
}

int machine_set_add(struct machine_set *set, size_t machine)
{
	int err = grow(set, machine / BITS + 1);

	if (!err)
		set->words[machine / BITS] |= UINT64_C(1) << machine % BITS;
	return err;
}

bool machine_set_has(const struct machine_set *set, size_t machine)
{
	return machine / BITS < set->room &&
	       (set->words[machine / BITS] & UINT64_C(1) << machine % BITS);
}

size_t machine_set_count(const struct machine_set *set)
{
	size_t count = 0;

	for (size_t i = 0; i < set->room; i++)
		count += __builtin_popcountll(set->words[i]);
	return count;
}

int machine_set_join(struct machine_set *set, const struct machine_set *other)
{
	int err = grow(set, other->room);

	for (size_t i = 0; i < other->room && !err; i++)
		set->words[i] |= other->words[i];
	return err;
}

void machine_set_drop(struct machine_set *set, const struct machine_set *other)
{
	for (size_t i = 0; i < set->room && i < other->room; i++)
		set->words[i] &= ~other->words[i];
}

void machine_set_keep(struct machine_set *set, const struct machine_set *other)
{
	for (size_t i = 0; i < set->room; i++)
		set->words[i] &= i < other->room ? other->words[i] : 0;
}
