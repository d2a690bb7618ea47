// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents.c: the bytes of a memory, with a map of those that are known.
 */
#include "contents.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct contents *contents_new(size_t size)
{
	struct contents *contents = calloc(1, sizeof(*contents));

	if (contents)
		contents->size = size;
	return contents;
}

/** contents_free() - NULL is none. */
void contents_free(struct contents *contents)
{
	if (!contents)
		return;
	free(contents->bytes);
	free(contents->known);
	free(contents);
}

/** contents_copy() - Return: a copy; NULL where there is none or no memory. */
struct contents *contents_copy(const struct contents *contents)
{
	struct contents *copy = contents ? contents_new(contents->size) : NULL;

	if (!copy)
		return NULL;
	copy->length = contents->length;
	if (!copy->length)
		return copy;
	copy->bytes = malloc(copy->length);
	copy->known = malloc((copy->length + 7) / 8);
	if (!copy->bytes || !copy->known) {
		contents_free(copy);
		return NULL;
	}
	memcpy(copy->bytes, contents->bytes, copy->length);
	memcpy(copy->known, contents->known, (copy->length + 7) / 8);
	return copy;
}

/* Makes room for @length bytes, unknown. */
static int grow(struct contents *contents, size_t length)
{
	size_t had = (contents->length + 7) / 8, maps = (length + 7) / 8;
	uint8_t *bytes, *known;

	if (length <= contents->length)
		return 0;
	bytes = realloc(contents->bytes, length);
	if (!bytes)
		return -ENOMEM;
	contents->bytes = bytes;
	known = realloc(contents->known, maps);
	if (!known)
		return -ENOMEM;
	contents->known = known;
	memset(bytes + contents->length, 0, length - contents->length);
	memset(known + had, 0, maps - had);
	contents->length = length;
	return 0;
}

int contents_put(struct contents *contents, size_t offset, const void *bytes, size_t length)
{
	int err;

	if (offset > CONTENTS_MAX || length > CONTENTS_MAX - offset)
		return -ERANGE;
	if (!length)
		return 0;
	err = grow(contents, offset + length);
	if (err)
		return err;
	memcpy(contents->bytes + offset, bytes, length);
	for (size_t at = offset; at < offset + length; at++)
		contents->known[at / 8] |= 1u << at % 8;
	return 0;
}

bool contents_u8(const struct contents *contents, size_t offset, uint8_t *value)
{
	if (!contents || offset >= contents->length ||
	    !(contents->known[offset / 8] >> offset % 8 & 1))
		return false;
	*value = contents->bytes[offset];
	return true;
}

size_t contents_run(const struct contents *contents)
{
	size_t length = 0;
	uint8_t byte;

	while (contents_u8(contents, length, &byte))
		length++;
	return length;
}
