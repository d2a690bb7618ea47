// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vpd_resource.c: the resources of vital product data, and the keywords in them.
 */
#include "vpd_resource.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define LARGE		0x80	/* I.1: a tag of three bytes */
#define LARGE_HEAD	3
#define SMALL_END	0x0f	/* the name of the end tag */
#define KEYWORD_HEAD	3	/* I.2: two characters, the length */

static bool is_blank(const uint8_t *bytes, size_t length)
{
	size_t i;

	for (i = 1; i < length; i++)
		if (bytes[i] != bytes[0])
			return false;
	return !length || bytes[0] == 0x00 || bytes[0] == 0xff;
}

static int finish(size_t length, size_t size, size_t *at, struct vpd_resource *resource)
{
	bool whole = resource->start <= length && size <= length - resource->start;

	if (resource->start > length)
		resource->start = length;
	resource->end = whole ? resource->start + size : length;
	*at = resource->end;
	return whole ? 0 : -ENODATA;
}

int vpd_resource_next(const uint8_t *bytes, size_t length, size_t *at,
		      struct vpd_resource *resource)
{
	const uint8_t *head = bytes + *at;
	size_t left = length - *at, size = 0;

	/* 00 would be a small resource of no length, and is what was never written */
	if (is_blank(head, left < LARGE_HEAD ? left : LARGE_HEAD))
		return -ENOENT;
	if (!(head[0] & LARGE)) {
		resource->tag = head[0] >> 3 == SMALL_END ? VPD_TAG_END : VPD_TAG_OTHER;
		resource->start = *at + 1;
		return finish(length, head[0] & 7, at, resource);
	}
	resource->tag = head[0] & ~LARGE;
	if (resource->tag != VPD_TAG_NAME && resource->tag != VPD_TAG_READ_ONLY &&
	    resource->tag != VPD_TAG_WRITABLE)
		return -EBADMSG;
	resource->start = *at + LARGE_HEAD;
	if (left >= LARGE_HEAD)
		size = head[1] | head[2] << 8;
	return finish(length, size, at, resource);
}

int vpd_keyword_next(const uint8_t *bytes, const struct vpd_resource *resource, size_t *at,
		     struct vpd_keyword *keyword)
{
	const uint8_t *head = bytes + *at;
	size_t left = resource->end - *at;

	if (is_blank(head, left))
		return -ENOENT;
	if (left < KEYWORD_HEAD || !isalnum(head[0]) || !isalnum(head[1]) ||
	    head[2] > left - KEYWORD_HEAD)
		return -EBADMSG;
	*keyword = (struct vpd_keyword){
		.name = { head[0], head[1] }, .bytes = head + KEYWORD_HEAD, .length = head[2],
	};
	*at += KEYWORD_HEAD + keyword->length;
	return 0;
}
