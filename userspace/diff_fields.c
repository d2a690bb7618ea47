// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_fields.c: what differs between two devices that are one part at two times.
 */
#include "diff_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../module/uapi/muster.h"
#include "contents_name.h"
#include "device_shape.h"
#include "field_told.h"

/* What a field that differs weighs. */
enum weight {
	WEIGHS,		/* it is a difference */
	CONTEXT,	/* drivers, the kernel, firmware or the moment make it */
	SILENT,		/* what was done, not what is there */
};

static const unsigned char weights[FIELD_COUNT] = {
	[FIELD_ADDRESS] = CONTEXT,
	[FIELD_MODALIAS] = CONTEXT,
	[FIELD_NUMBER] = CONTEXT,
	[FIELD_TYPE] = CONTEXT,
	[FIELD_PROBED] = SILENT,
	[FIELD_FUNCTIONALITY] = CONTEXT,
	[FIELD_FIRMWARE_PATH] = CONTEXT,
	[FIELD_DRIVER] = CONTEXT,
	[FIELD_SLOT] = CONTEXT,
	[FIELD_IOMMU_GROUP] = CONTEXT,
	[FIELD_LINK_SPEED] = CONTEXT,
	[FIELD_ROOT_ID] = CONTEXT,
	[FIELD_ROOT_PATH] = CONTEXT,
	[FIELD_UNTRUSTED] = CONTEXT,
	[FIELD_EXTERNAL_FACING] = CONTEXT,
	[FIELD_REMOVABLE] = CONTEXT,
};

struct diff_change *changes_add(struct diff_changes *changes, const char *name,
				const char *a, const char *b)
{
	struct diff_change *items, *change;

	items = reallocarray(changes->items, changes->count + 1, sizeof(*items));
	if (!items)
		return NULL;
	changes->items = items;
	change = &items[changes->count];
	*change = (struct diff_change){ .name = name };
	change->values[DIFF_A] = a ? strdup(a) : NULL;
	change->values[DIFF_B] = b ? strdup(b) : NULL;
	changes->count++;
	return (a && !change->values[DIFF_A]) || (b && !change->values[DIFF_B]) ? NULL : change;
}

void changes_clear(struct diff_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		free(changes->items[i].values[DIFF_A]);
		free(changes->items[i].values[DIFF_B]);
		free(changes->items[i].part);
	}
	free(changes->items);
	*changes = (struct diff_changes){ 0 };
}

/*
 * A link has two ends, and the lower one tells of it. An empty slot's port has a
 * width that means nothing.
 */
static bool is_upper_end(const struct device *device)
{
	const char *type = device_get(device, FIELD_PORT_TYPE);
	const char *class = device_get(device, FIELD_CLASS);

	if (type)
		return !strcmp(type, "root port") || !strcmp(type, "downstream port") ||
		       !strcmp(type, "PCI to PCIe bridge");
	return class && !strncmp(class, "0604", 4);
}

static bool is_module(const struct device *device)
{
	return device_get(device, FIELD_SPD_CHECKSUMS);
}

static enum weight weigh(enum field field, const struct device *a, const struct device *b)
{
	if (field == FIELD_LINK_WIDTH && (is_upper_end(a) || is_upper_end(b)))
		return CONTEXT;
	/* the kernel makes up what adapters are called, and clients that it makes */
	if (field == FIELD_NAME && (a->kind == DEVICE_ADAPTER || is_module(a) || is_module(b)))
		return CONTEXT;
	return weights[field];
}

static bool differs(const struct device *a, const struct device *b, enum field field)
{
	const struct value *x = device_value(a, field), *y = device_value(b, field);

	if (x->state == VALUE_UNKNOWN || y->state == VALUE_UNKNOWN)
		return false;
	if (x->state != y->state)
		return true;
	return x->state == VALUE_KNOWN && strcmp(x->text, y->text) != 0;
}

static int compare_field(struct diff_changes *changes, const struct device *a,
			 const struct device *b, enum field field, bool context)
{
	struct diff_change *change = changes_add(changes, field_table[field].name,
						 device_get(a, field), device_get(b, field));

	if (!change)
		return -ENOMEM;
	change->context = context;
	if (field == FIELD_CONTENTS)
		return contents_explain(change, a, b);
	return device_shape_is(field) ? shape_explain(change, a, b, field) : 0;
}

/* What is erased, or written for the first time, is one difference. */
static int compare_groups(struct diff_changes *changes, const struct device *a,
			  const struct device *b, struct field_set *differ)
{
	int err = 0;

	for (enum field_group group = 0; group < GROUP_COUNT && !err; group++) {
		const struct group_info *info = &group_table[group];
		bool none = device_group_state(a, group) == VALUE_NONE;
		char x[256], y[256];

		if (!field_set_has(differ, info->first) ||
		    none == (device_group_state(b, group) == VALUE_NONE))
			continue;
		contents_name(a, x, sizeof(x));
		contents_name(b, y, sizeof(y));
		for (unsigned int i = 0; i < info->count; i++)
			field_set_drop(differ, info->first + i);
		if (!changes_add(changes, info->name, none ? NULL : x, none ? y : NULL))
			err = -ENOMEM;
	}
	return err;
}

static struct field_set find_differences(const struct device *a, const struct device *b)
{
	struct field_set differ = { 0 };

	for (enum field field = 0; field < FIELD_COUNT; field++)
		if (device_has(a, field) && differs(a, b, field))
			field_set_put(&differ, field);
	return differ;
}

/* Notes what the side of @mine does not know of what the other does. */
static bool note_blind(struct diff *diff, enum diff_side side, const struct device *mine,
		       const struct device *other, enum field field)
{
	if (!device_unknown_name(mine, field) ||
	    device_value(other, field)->state == VALUE_UNKNOWN)
		return false;
	diff->blind[side][field]++;
	return true;
}

static bool answers(const struct device *device)
{
	return device->reading != READING_GONE && device->reading != READING_UNREADABLE;
}

static int compare_reading(struct diff_changes *changes, const struct device *a,
			   const struct device *b)
{
	struct diff_change *change;

	if (a->reading == b->reading || a->reading == READING_NONE ||
	    b->reading == READING_NONE)
		return 0;
	change = changes_add(changes, "reading", device_reading_name(a->reading),
			     device_reading_name(b->reading));
	if (!change)
		return -ENOMEM;
	change->context = answers(a) == answers(b);
	return 0;
}

static const struct bar *find_bar(const struct device *device, unsigned int index)
{
	for (unsigned int i = 0; i < device->bar_count; i++)
		if (device->bars[i].index == index)
			return &device->bars[i];
	return NULL;
}

static char *bar_text(const struct bar *bar, char *buffer, size_t size)
{
	if (!bar)
		return NULL;
	snprintf(buffer, size, "%" PRIu64 " bytes of %s%s%s", bar->size,
		 bar->flags & MUSTER_BAR_IO ? "I/O ports" : "memory",
		 bar->flags & MUSTER_BAR_64 ? ", 64-bit" : "",
		 bar->flags & MUSTER_BAR_PREFETCH ? ", prefetchable" : "");
	return buffer;
}

/* Where the shapes are known they tell it. */
static int compare_bars(struct diff_changes *changes, const struct device *a,
			const struct device *b)
{
	static const char *const names[DEVICE_BARS] = {
		"bar 0", "bar 1", "bar 2", "bar 3", "bar 4", "bar 5", "rom",
	};

	if (!a->bars_known || !b->bars_known ||
	    (device_get(a, FIELD_SHAPE) && device_get(b, FIELD_SHAPE)))
		return 0;
	for (unsigned int i = 0; i < DEVICE_BARS; i++) {
		const struct bar *x = find_bar(a, i), *y = find_bar(b, i);
		char texts[DIFF_SIDES][64];

		if ((!x && !y) || (x && y && x->size == y->size && x->flags == y->flags))
			continue;
		if (!changes_add(changes, names[i],
				 bar_text(x, texts[DIFF_A], sizeof(texts[0])),
				 bar_text(y, texts[DIFF_B], sizeof(texts[0]))))
			return -ENOMEM;
	}
	return 0;
}

static void count_numbers(struct diff *diff, const struct device *a, const struct device *b)
{
	if (a->kind == DEVICE_FUNCTION && differs(a, b, FIELD_ADDRESS))
		diff->renumbered++;
	if (a->kind == DEVICE_ADAPTER && differs(a, b, FIELD_NUMBER))
		diff->renumbered_adapters++;
}

static bool is_number(enum field field)
{
	return field == FIELD_ADDRESS || field == FIELD_NUMBER || field == FIELD_IOMMU_GROUP ||
	       field == FIELD_ROOT_ID || field == FIELD_ROOT_PATH || field == FIELD_SLOT;
}

int fields_compare(struct diff *diff, const struct device *a, const struct device *b,
		   bool moved, struct diff_changes *changes)
{
	const struct field_set differ = find_differences(a, b);
	struct field_set left = differ;
	bool blind[DIFF_SIDES] = { false };
	int err = compare_groups(changes, a, b, &left);

	for (int field = 0; field < FIELD_COUNT && !err; field++) {
		enum weight weight = weigh(field, a, b);

		/* elsewhere it has another number of course */
		if (!device_has(a, field) || (moved && is_number(field)))
			continue;
		if (weight == WEIGHS) {
			blind[DIFF_A] |= note_blind(diff, DIFF_A, a, b, field);
			blind[DIFF_B] |= note_blind(diff, DIFF_B, b, a, field);
		}
		if (weight != SILENT && field_set_has(&left, field) &&
		    !field_told(field, &differ))
			err = compare_field(changes, a, b, field, weight == CONTEXT);
	}
	diff->blind_devices[DIFF_A] += blind[DIFF_A];
	diff->blind_devices[DIFF_B] += blind[DIFF_B];
	if (!moved)
		count_numbers(diff, a, b);
	if (!err)
		err = compare_reading(changes, a, b);
	return err ? err : compare_bars(changes, a, b);
}
