// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_shape.c: by what two shapes differ, as far as it can be told: a register
 * where both sides have the bytes, or else a capability.
 */
#include "diff_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "contents.h"
#include "device_shape.h"
#include "digest.h"

/* The change tells of @part instead of two digests. */
static int retell(struct diff_change *change, const char *part, const char *a, const char *b)
{
	char *texts[] = { strdup(part), strdup(a), strdup(b) };

	if (!texts[0] || !texts[1] || !texts[2]) {
		free(texts[0]);
		free(texts[1]);
		free(texts[2]);
		return -ENOMEM;
	}
	free(change->values[DIFF_A]);
	free(change->values[DIFF_B]);
	change->part = texts[0];
	change->values[DIFF_A] = texts[1];
	change->values[DIFF_B] = texts[2];
	return 0;
}

static bool same_capability(const struct capability *a, const struct capability *b)
{
	return a->id == b->id && a->extended == b->extended && a->offset == b->offset &&
	       a->version == b->version;
}

/* "0010 at 160h, version 1" */
static void describe(const struct capabilities *list, size_t i, char *buffer, size_t size)
{
	const struct capability *capability = &list->items[i];

	if (i >= list->count)
		snprintf(buffer, size, "the end of the list");
	else
		snprintf(buffer, size, "%0*x at %02xh, version %u", capability->extended ? 4 : 2,
			 capability->id, capability->offset, capability->version);
}

/* Without the bytes: the first capability that is another, if one is. */
static int explain_list(struct diff_change *change, const struct capabilities *a,
			const struct capabilities *b)
{
	char part[64], texts[DIFF_SIDES][64];
	size_t i = 0;

	if (!a || !b)
		return 0;
	while (i < a->count && i < b->count && same_capability(&a->items[i], &b->items[i]))
		i++;
	if (i == a->count && i == b->count)
		return 0;
	snprintf(part, sizeof(part), "capability %zu of the list", i + 1);
	describe(a, i, texts[DIFF_A], sizeof(texts[0]));
	describe(b, i, texts[DIFF_B], sizeof(texts[0]));
	return retell(change, part, texts[DIFF_A], texts[DIFF_B]);
}

int shape_explain(struct diff_change *change, const struct device *a, const struct device *b,
		  enum field field)
{
	struct digest_difference difference;
	char *x = NULL, *y = NULL;
	int err;

	err = device_shape_text(a, field, &x);
	if (!err)
		err = device_shape_text(b, field, &y);
	if (err == -ENODATA)
		err = field != FIELD_SHAPE ? 0 : explain_list(change, a->capabilities, b->capabilities);
	else if (!err && digest_shape_difference(x, y, &difference) == 0)
		err = retell(change, difference.where, difference.expected, difference.seen);
	free(x);
	free(y);
	return err;
}

/* "ff", "not there", or "unknown" */
static const char *byte_text(const struct contents *contents, size_t offset, char text[16])
{
	uint8_t value;

	if (contents_u8(contents, offset, &value))
		snprintf(text, 16, "%02x", value);
	else
		snprintf(text, 16, contents->size && offset >= contents->size ? "not there" :
			 "unknown");
	return text;
}

int contents_explain(struct diff_change *change, const struct device *a,
		     const struct device *b)
{
	char part[64], texts[DIFF_SIDES][2][16];
	size_t length, count = 0, first = 0;

	if (!a->contents || !b->contents)
		return 0;
	length = a->contents->length > b->contents->length ? a->contents->length :
							     b->contents->length;
	for (size_t i = 0; i < length; i++) {
		if (!strcmp(byte_text(a->contents, i, texts[DIFF_A][1]),
			    byte_text(b->contents, i, texts[DIFF_B][1])))
			continue;
		if (!count++)
			first = i;
	}
	if (!count)
		return 0;
	snprintf(part, sizeof(part), "byte %zxh", first);
	if (count > 1)
		snprintf(part, sizeof(part), "byte %zxh (and %zu more)", first, count - 1);
	return retell(change, part, byte_text(a->contents, first, texts[DIFF_A][0]),
		      byte_text(b->contents, first, texts[DIFF_B][0]));
}
