/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_index.h: which of N numbered items carry a text; constant time.
 */
#ifndef MUSTER_TEXT_INDEX_H
#define MUSTER_TEXT_INDEX_H

#include <stddef.h>

#define INDEX_END ((size_t)-1)

struct text_index;

/** text_index_new() - for items 0 to @count - 1. Return: NULL without memory. */
struct text_index *text_index_new(size_t count);
void text_index_free(struct text_index *index);

/**
 * text_index_add() - file @item, once at most, under @text, which is borrowed
 *
 * The last one added is found first: add in reverse to find in order.
 * Return: 0 or -ENOMEM.
 */
int text_index_add(struct text_index *index, const char *text, size_t item);

/** text_index_first() - Return: an item, or INDEX_END. */
size_t text_index_first(const struct text_index *index, const char *text);
/** text_index_next() - the item after @item under the same text, or INDEX_END */
size_t text_index_next(const struct text_index *index, size_t item);

#endif /* MUSTER_TEXT_INDEX_H */
