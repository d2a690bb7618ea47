// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_merge.c: one snapshot of what several files tell of one machine.
 */
#include "source_merge.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_image.h"
#include "place.h"
#include "snapshot.h"

#define STATUS 0x06	/* only bytes that were read have it, never words */

struct merge {
	struct snapshot *to, *from;
	struct device **by_address;	/* of @to, sorted */
	size_t count;
	char **why;
};

static int contradict(struct merge *merge, const char *what, const char *of,
		      const char *mine, const char *other)
{
	if (asprintf(merge->why, "%s says that the %s of %s is %s, and %s that it is %s: "
		     "are these two machines?", merge->to->source_path, what, of,
		     mine ? mine : "none", merge->from->source_path,
		     other ? other : "none") < 0)
		*merge->why = NULL;
	return -EINVAL;
}

/* Whether both are known and differ. */
static bool contradicts(const struct value *mine, const struct value *other)
{
	if (mine->state == VALUE_UNKNOWN || other->state == VALUE_UNKNOWN ||
	    (!mine->text && !other->text))
		return false;
	return !mine->text || !other->text || strcmp(mine->text, other->text);
}

static bool is_lasting(enum field field)
{
	switch (field) {
	case FIELD_VENDOR:
	case FIELD_DEVICE:
	case FIELD_SUBSYSTEM_VENDOR:
	case FIELD_SUBSYSTEM_DEVICE:
	case FIELD_CLASS:
	case FIELD_REVISION:
	case FIELD_SERIAL:
	case FIELD_MULTIFUNCTION:
	case FIELD_VIRTUAL:
	case FIELD_PORT_TYPE:
		return true;
	default:
		return false;
	}
}

static int merge_fields(struct merge *merge, struct device *to, struct device *from)
{
	enum field field;

	for (field = 0; field < FIELD_COUNT; field++) {
		const struct value *mine = device_value(to, field);
		const struct value *other = device_value(from, field);
		int err;

		if (contradicts(mine, other) && is_lasting(field))
			return contradict(merge, field_table[field].name,
					  device_get(to, FIELD_ADDRESS), mine->text,
					  other->text);
		err = device_fill(to, from, field);
		if (err)
			return err;
	}
	return 0;
}

/* A chain of bridges that one knows whole; one that only has its end must end alike. */
static int merge_places(struct merge *merge, struct device *to, struct device *from)
{
	const char *address = device_get(to, FIELD_ADDRESS);
	char *place;

	if (!strcmp(to->place, from->place))
		return 0;
	if (place_complete(to->place) && place_complete(from->place))
		return contradict(merge, "place", address, to->place, from->place);
	if (!place_complete(to->place) && place_complete(from->place)) {
		place = to->place;
		to->place = from->place;
		from->place = place;
	}
	return 0;
}

static bool was_read(const struct config_image *image)
{
	uint8_t byte;

	return config_image_u8(image, STATUS, &byte);
}

/* Bytes that were read come before those that words stand for. */
static void merge_bytes(struct device *to, struct device *from)
{
	struct config_image *image = to->config;
	unsigned int at;
	uint8_t byte, mine;

	if (!from->config)
		return;
	if (!image || (!was_read(image) && was_read(from->config))) {
		to->config = from->config;
		from->config = image;
		to->reading = from->reading;
	}
	if (!from->config)
		return;
	if (!to->config->size)
		to->config->size = from->config->size;
	for (at = 0; at < CONFIG_SPACE_MAX; at++)
		if (config_image_u8(from->config, at, &byte) &&
		    !config_image_u8(to->config, at, &mine))
			config_image_put(to->config, at, &byte, 1);
}

/* Decodes what the bytes have become; what only words told stays. */
static int decode(struct device *device)
{
	struct device *words = device_copy(device);
	enum field field;
	int err;

	if (!words)
		return -ENOMEM;
	err = device_decode_fields(device);
	for (field = 0; field < FIELD_COUNT && !err; field++)
		err = device_fill(device, words, field);
	device_free(words);
	return err ? err : device_decode_digests(device);
}

static int merge_device(struct merge *merge, struct device *to, struct device *from)
{
	int err;

	err = merge_fields(merge, to, from);
	if (!err)
		err = merge_places(merge, to, from);
	if (err)
		return err;
	if (!to->bars_known && from->bars_known) {
		memcpy(to->bars, from->bars, sizeof(to->bars));
		to->bar_count = from->bar_count;
		to->bars_known = true;
	}
	if (to->reading == READING_NONE)
		to->reading = from->reading;
	if (to->origin == ORIGIN_UNKNOWN)
		to->origin = from->origin;
	merge_bytes(to, from);
	return decode(to);
}

static const char *key_of(const struct device *device)
{
	const char *address = device_get(device, FIELD_ADDRESS);

	return address ? address : device->place;
}

static int compare_keys(const void *left, const void *right)
{
	const struct device *a = *(struct device *const *)left;
	const struct device *b = *(struct device *const *)right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(key_of(a), key_of(b));
}

static int merge_devices(struct merge *merge)
{
	struct snapshot *from = merge->from;
	size_t i;
	int err = 0;

	for (i = 0; i < from->count && !err; i++) {
		struct device **found = NULL;

		if (merge->count)
			found = bsearch(&from->devices[i], merge->by_address, merge->count,
					sizeof(*found), compare_keys);
		if (found) {
			err = merge_device(merge, *found, from->devices[i]);
			device_free(from->devices[i]);
		} else {
			err = snapshot_add(merge->to, from->devices[i]);
		}
	}
	memmove(from->devices, from->devices + i, (from->count - i) * sizeof(*from->devices));
	from->count -= i;
	return err;
}

static void take_text(char **to, char **from)
{
	if (*to)
		return;
	*to = *from;
	*from = NULL;
}

static int merge_host(struct merge *merge)
{
	struct snapshot *to = merge->to, *from = merge->from;
	int field;

	for (field = 0; field < BOARD_FIELDS; field++) {
		struct value *mine = &to->board.fields[field];
		struct value *other = &from->board.fields[field];

		if (contradicts(mine, other))
			return contradict(merge, board_field_names[field], "the board",
					  mine->text, other->text);
		if (mine->state != VALUE_UNKNOWN)
			continue;
		*mine = *other;
		*other = (struct value){ .state = VALUE_UNKNOWN };
	}
	to->board.virtual_machine |= from->board.virtual_machine;
	if (to->machine_id && from->machine_id && strcmp(to->machine_id, from->machine_id))
		return contradict(merge, "id", "the machine", to->machine_id,
				  from->machine_id);
	take_text(&to->hostname, &from->hostname);
	take_text(&to->machine_id, &from->machine_id);
	take_text(&to->boot_id, &from->boot_id);
	take_text(&to->kernel, &from->kernel);
	to->pci_only &= from->pci_only;
	to->part_only &= from->part_only;
	to->incomplete |= from->incomplete;
	return 0;
}

int source_merge(struct snapshot *to, struct snapshot *from, char **why)
{
	struct merge merge = { .to = to, .from = from, .count = to->count, .why = why };
	int err;

	err = merge_host(&merge);
	if (err)
		return err;
	merge.by_address = calloc(to->count + 1, sizeof(*merge.by_address));
	if (!merge.by_address)
		return -ENOMEM;
	if (to->count) {
		memcpy(merge.by_address, to->devices, to->count * sizeof(*to->devices));
		qsort(merge.by_address, to->count, sizeof(*to->devices), compare_keys);
	}
	err = merge_devices(&merge);
	free(merge.by_address);
	snapshot_sort(to);
	return err;
}
