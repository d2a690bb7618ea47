// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text_index.c: a hash table of chains; the table is json-c's, whose hash is
 * seeded at random, so that no device can choose its neighbours.
 */
#include "text_index.h"

#include <errno.h>
#include <json-c/linkhash.h>
#include <stdint.h>
#include <stdlib.h>

struct text_index {
	struct lh_table *heads;	/* text to first item, plus one */
	size_t *next;
};

struct text_index *text_index_new(size_t count)
{
	struct text_index *index = calloc(1, sizeof(*index));

	if (!index)
		return NULL;
	index->heads = lh_kchar_table_new(64, NULL);
	index->next = calloc(count + 1, sizeof(*index->next));
	if (index->heads && index->next)
		return index;
	text_index_free(index);
	return NULL;
}

void text_index_free(struct text_index *index)
{
	if (!index)
		return;
	if (index->heads)
		lh_table_free(index->heads);
	free(index->next);
	free(index);
}

int text_index_add(struct text_index *index, const char *text, size_t item)
{
	struct lh_entry *entry = lh_table_lookup_entry(index->heads, text);

	index->next[item] = entry ? (uintptr_t)lh_entry_v(entry) - 1 : INDEX_END;
	if (entry) {
		lh_entry_set_val(entry, (void *)(uintptr_t)(item + 1));
		return 0;
	}
	return lh_table_insert(index->heads, text, (void *)(uintptr_t)(item + 1)) ?
	       -ENOMEM : 0;
}

size_t text_index_first(const struct text_index *index, const char *text)
{
	struct lh_entry *entry = lh_table_lookup_entry(index->heads, text);

	return entry ? (uintptr_t)lh_entry_v(entry) - 1 : INDEX_END;
}

size_t text_index_next(const struct text_index *index, size_t item)
{
	return index->next[item];
}
