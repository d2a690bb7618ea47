// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_hints.c: one that has gone and one that has arrived of one model, where no
 * serial number says whether they are one part: it may have moved.
 */
#include "diff_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text_index.h"

/* Keys of the entries that can be hinted at, and of either side by key. */
struct hints {
	char **keys;	/* per entry; NULL: not to be hinted at */
	struct text_index *sides[DIFF_SIDES];
};

static const char *known(const struct device *device, enum field field)
{
	const char *text = device_get(device, field);

	return text ? text : "";
}

/* Its model, and the number of the function. */
static char *make_key(const struct device *device)
{
	const char *function = strrchr(device->place, '.');
	char *key;

	if (asprintf(&key, "%s:%s:%s:%s:%s:%s%s", known(device, FIELD_VENDOR),
		     known(device, FIELD_DEVICE), known(device, FIELD_SUBSYSTEM_VENDOR),
		     known(device, FIELD_SUBSYSTEM_DEVICE), known(device, FIELD_CLASS),
		     known(device, FIELD_REVISION), function ? function : "") < 0)
		return NULL;
	return key;
}

static const struct device *hinted(const struct diff_entry *entry)
{
	const struct device *device;

	if ((entry->what != DIFF_GONE && entry->what != DIFF_ARRIVED) || entry->hosted)
		return NULL;
	device = entry->devices[entry->what == DIFF_GONE ? DIFF_A : DIFF_B];
	return device->kind == DEVICE_FUNCTION && device_get(device, FIELD_VENDOR) ? device : NULL;
}

static int fill(struct hints *hints, const struct diff *diff)
{
	int err = 0;

	hints->keys = calloc(diff->count + 1, sizeof(*hints->keys));
	for (int k = DIFF_A; k < DIFF_SIDES; k++)
		hints->sides[k] = text_index_new(diff->count);
	if (!hints->keys || !hints->sides[DIFF_A] || !hints->sides[DIFF_B])
		return -ENOMEM;
	for (size_t i = 0; i < diff->count && !err; i++) {
		const struct device *device = hinted(&diff->entries[i]);

		if (!device)
			continue;
		hints->keys[i] = make_key(device);
		err = hints->keys[i] ? text_index_add(
			hints->sides[diff->entries[i].what == DIFF_GONE ? DIFF_A : DIFF_B],
			hints->keys[i], i) : -ENOMEM;
	}
	return err;
}

static size_t find_only(const struct text_index *index, const char *key)
{
	size_t found = text_index_first(index, key);

	return found == INDEX_END || text_index_next(index, found) != INDEX_END ? INDEX_END : found;
}

static void link_pair(struct diff *diff, size_t gone, size_t arrived)
{
	const struct device *a = diff->entries[gone].devices[DIFF_A];
	const struct device *b = diff->entries[arrived].devices[DIFF_B];

	/* with a serial each they are two parts */
	if (device_get(a, FIELD_SERIAL) && device_get(b, FIELD_SERIAL))
		return;
	diff->entries[gone].like = arrived;
	diff->entries[arrived].like = gone;
}

int hints_find(struct diff *diff)
{
	struct hints hints = { 0 };
	int err = fill(&hints, diff);

	for (size_t i = 0; i < diff->count && !err; i++) {
		size_t arrived;

		if (!hints.keys[i] || diff->entries[i].what != DIFF_GONE ||
		    find_only(hints.sides[DIFF_A], hints.keys[i]) != i)
			continue;
		arrived = find_only(hints.sides[DIFF_B], hints.keys[i]);
		if (arrived != INDEX_END)
			link_pair(diff, i, arrived);
	}
	for (size_t i = 0; i < diff->count && hints.keys; i++)
		free(hints.keys[i]);
	free(hints.keys);
	text_index_free(hints.sides[DIFF_A]);
	text_index_free(hints.sides[DIFF_B]);
	return err;
}
