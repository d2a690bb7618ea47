// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_runs.c: pair the devices of both sides that have one key: both sides are
 * sorted by it and walked at once, so that neither comes first.
 */
#include "diff_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How far one of a key looks for one of the other side: many may share a key. */
#define WINDOW 32

struct keyed {
	char *key;
	size_t index;
};

struct keys {
	struct keyed *items;
	size_t count;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void clear_keys(struct keys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		free(keys->items[i].key);
	free(keys->items);
}

static bool is_open(const struct item *item)
{
	return item->partner == NO_PARTNER || item->loose;
}

static int fill_keys(struct keys *keys, const struct side *side, const struct run_pass *pass)
{
	keys->items = calloc(side->count + 1, sizeof(*keys->items));
	if (!keys->items)
		return -ENOMEM;
	for (size_t i = 0; i < side->count; i++) {
		char buffer[1024];

		if (!is_open(&side->items[i]) ||
		    !pass->key(&side->items[i], buffer, sizeof(buffer)))
			continue;
		keys->items[keys->count].key = strdup(buffer);
		if (!keys->items[keys->count].key)
			return -ENOMEM;
		keys->items[keys->count++].index = i;
	}
	qsort(keys->items, keys->count, sizeof(*keys->items), by_key);
	return 0;
}

/* Where the run of the key at @start ends. */
static size_t end_of(const struct keys *keys, size_t start)
{
	size_t end = start + 1;

	while (end < keys->count && !strcmp(keys->items[end].key, keys->items[start].key))
		end++;
	return end;
}

/* What was paired by place lets go: one of the two has moved. */
static void let_go(struct pairing *pairing, size_t a, size_t b)
{
	struct item *item = &pairing->sides[DIFF_A].items[a];
	struct item *other = &pairing->sides[DIFF_B].items[b];

	if (item->partner != NO_PARTNER)
		pairing_part(pairing, a);
	if (other->partner != NO_PARTNER)
		pairing_part(pairing, other->partner);
	item->loose = other->loose = false;
}

static void pair(struct pairing *pairing, const struct run_pass *pass, size_t a, size_t b)
{
	struct item *item = &pairing->sides[DIFF_A].items[a];
	struct item *other = &pairing->sides[DIFF_B].items[b];

	let_go(pairing, a, b);
	pairing_join(pairing, a, b);
	item->moved = other->moved = pass->moved;
}

/* Two runs of one key. */
static void pair_runs(struct pairing *pairing, const struct run_pass *pass,
		      const struct keyed *a, size_t count_a,
		      const struct keyed *b, size_t count_b)
{
	size_t first = 0;

	if (pass->even && count_a != count_b)
		return;
	for (size_t i = 0; i < count_a; i++) {
		const struct item *item = &pairing->sides[DIFF_A].items[a[i].index];

		while (first < count_b && !is_open(&pairing->sides[DIFF_B].items[b[first].index]))
			first++;
		for (size_t k = first; k < count_b && k < first + WINDOW; k++) {
			const struct item *other = &pairing->sides[DIFF_B].items[b[k].index];

			if (!is_open(other) || (pass->agree && !pass->agree(item, other)))
				continue;
			pair(pairing, pass, a[i].index, b[k].index);
			break;
		}
	}
}

int runs_pair(struct pairing *pairing, const struct run_pass *pass)
{
	struct keys keys[DIFF_SIDES] = { 0 };
	size_t a = 0, b = 0;
	int err = 0;

	for (int k = DIFF_A; k < DIFF_SIDES && !err; k++)
		err = fill_keys(&keys[k], &pairing->sides[k], pass);
	while (!err && a < keys[DIFF_A].count && b < keys[DIFF_B].count) {
		const struct keyed *x = &keys[DIFF_A].items[a], *y = &keys[DIFF_B].items[b];
		int order = strcmp(x->key, y->key);
		size_t end_a = order > 0 ? a : end_of(&keys[DIFF_A], a);
		size_t end_b = order < 0 ? b : end_of(&keys[DIFF_B], b);

		if (!order)
			pair_runs(pairing, pass, x, end_a - a, y, end_b - b);
		a = end_a;
		b = end_b;
	}
	clear_keys(&keys[DIFF_A]);
	clear_keys(&keys[DIFF_B]);
	return err;
}
