// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_index.c: texts to numbers, in a table that grows; its hash is
 * seeded at random, so that no device can choose its neighbours.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void free_key(struct lh_entry *entry)
{
	free(lh_entry_k(entry));
}

struct lh_table *merge_index_new(void)
{
	return lh_kchar_table_new(64, free_key);
}

int merge_index_add(struct lh_table *index, const char *text, size_t number)
{
	char *key = strdup(text);

	if (key && lh_table_insert(index, key, (void *)(uintptr_t)(number + 1)) == 0)
		return 0;
	free(key);
	return -ENOMEM;
}

size_t merge_index_find(const struct lh_table *index, const char *text)
{
	struct lh_entry *entry = lh_table_lookup_entry((struct lh_table *)index, text);

	return entry ? (uintptr_t)lh_entry_v(entry) - 1 : NOBODY;
}

int merge_room(void **items, size_t count, size_t *room, size_t size)
{
	size_t more = *room ? 2 * *room : 16;
	void *new;

	if (count < *room)
		return 0;
	new = reallocarray(*items, more, size);
	if (!new)
		return -ENOMEM;
	*items = new;
	*room = more;
	return 0;
}
