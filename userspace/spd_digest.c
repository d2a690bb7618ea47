// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd_digest.c: the texts of both digests of an SPD (muster-digests(7)).
 *
 * Each byte is in one of them, but checksums and what is the owner's.
 */
#include "spd.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spd_internal.h"

#define ROW 16	/* bytes in a line of the shape */

static int find_layout(const uint8_t *bytes, size_t length, const struct spd_layout **layout)
{
	int err = spd_recognize(bytes, length, layout);

	return err ? err : (*layout)->length ? 0 : -ENODATA;
}

int spd_identity_text(const uint8_t *bytes, size_t length, char **text)
{
	static const char *const names[SPD_ITEMS] = {
		"maker", "location", "date", "serial", "part", "revision", "specific",
	};
	const struct spd_layout *layout;
	int err = find_layout(bytes, length, &layout);
	char buffer[512];
	size_t used, at;
	int item;

	if (err)
		return err;
	used = snprintf(buffer, sizeof(buffer), SPD_IDENTITY "\ntype %02x\n", bytes[2]);
	for (item = 0; item < SPD_ITEMS; item++) {
		const struct spd_span *span = &layout->items[item];

		used += snprintf(buffer + used, sizeof(buffer) - used, "%s ", names[item]);
		for (at = span->offset; at < span->offset + span->length; at++)
			used += snprintf(buffer + used, sizeof(buffer) - used, "%02x", bytes[at]);
		used += snprintf(buffer + used, sizeof(buffer) - used, "\n");
	}
	*text = strdup(buffer);
	return *text ? 0 : -ENOMEM;
}

static bool contains(const struct spd_span *spans, size_t count, size_t offset)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (offset >= spans[i].offset && offset < (size_t)spans[i].offset + spans[i].length)
			return true;
	return false;
}

int spd_shape_text(const uint8_t *bytes, size_t length, char **text)
{
	const struct spd_layout *layout;
	int err = find_layout(bytes, length, &layout);
	size_t used, at;
	char *out;

	if (err)
		return err;
	out = malloc(sizeof(SPD_SHAPE) + 1 + (layout->user / ROW + 1) * (ROW * 2 + 6));
	if (!out)
		return -ENOMEM;
	used = sprintf(out, SPD_SHAPE "\n");
	for (at = 0; at < layout->user; at++) {
		if (at % ROW == 0)
			used += sprintf(out + used, "%03zx: ", at);
		if (contains(layout->items, SPD_ITEMS, at) || contains(layout->sums, 2, at))
			used += sprintf(out + used, "..");
		else
			used += sprintf(out + used, "%02x", bytes[at]);
		if (at % ROW == ROW - 1 || at + 1 == layout->user)
			used += sprintf(out + used, "\n");
	}
	*text = out;
	return 0;
}
