// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_pair.c: which device of one snapshot sits where one of the other does.
 */
#include "diff_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "root_table.h"
#include "serial.h"
#include "text_index.h"

/* What B calls its roots, and what A calls the same ones. */
struct roots {
	struct root_table *tables[DIFF_SIDES];
	struct text_index *by_name;	/* of B */
	struct text_index *claimed;	/* names of A that a root of B has by its id */
};

static void clear_roots(struct roots *roots)
{
	root_table_free(roots->tables[DIFF_A]);
	root_table_free(roots->tables[DIFF_B]);
	text_index_free(roots->by_name);
	text_index_free(roots->claimed);
}

static const char *name_by_id(const struct roots *roots, size_t index)
{
	const char *id;

	root_table_get(roots->tables[DIFF_B], index, &id);
	return id ? root_table_by_id(roots->tables[DIFF_A], id) : NULL;
}

static int fill_roots(struct roots *roots, const struct snapshot *a, const struct snapshot *b)
{
	size_t count;
	int err = 0;

	roots->tables[DIFF_A] = root_table_new(a);
	roots->tables[DIFF_B] = root_table_new(b);
	if (!roots->tables[DIFF_A] || !roots->tables[DIFF_B])
		return -ENOMEM;
	count = root_table_count(roots->tables[DIFF_B]);
	roots->by_name = text_index_new(count);
	roots->claimed = text_index_new(count);
	if (!roots->by_name || !roots->claimed)
		return -ENOMEM;
	for (size_t i = 0; i < count && !err; i++) {
		const char *id, *other = name_by_id(roots, i);

		err = text_index_add(roots->by_name,
				     root_table_get(roots->tables[DIFF_B], i, &id), i);
		if (!err && other)
			err = text_index_add(roots->claimed, other, i);
	}
	return err;
}

/*
 * What A calls the root of @place of B, at the same place in @buffer where it is
 * by number only, and that number is of another root of A.
 */
static const char *translate_root(const struct roots *roots, const char *place, size_t length,
				  char *buffer, size_t size)
{
	char name[PLACE_MAX + 1];
	const char *other;
	size_t index;

	snprintf(name, sizeof(name), "%.*s", (int)length, place);
	index = text_index_first(roots->by_name, name);
	other = index == INDEX_END ? NULL : name_by_id(roots, index);
	if (other || text_index_first(roots->claimed, name) == INDEX_END)
		return other;
	snprintf(buffer, size, "other:%s", name);
	return buffer;
}

static int by_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = place_compare(x->place, y->place);

	if (!order)
		order = (int)x->device->kind - (int)y->device->kind;
	for (int field = 0; field < FIELD_COUNT && !order; field++) {
		const char *one = device_get(x->device, field);
		const char *other = device_get(y->device, field);

		order = one && other ? strcmp(one, other) : !!one - !!other;
	}
	return order;
}

static int fill_side(struct side *side, const struct snapshot *snapshot,
		     const struct roots *roots)
{
	side->items = calloc(snapshot->count + 1, sizeof(*side->items));
	if (!side->items)
		return -ENOMEM;
	for (size_t i = 0; i < snapshot->count; i++) {
		struct item *item = &side->items[i];
		char buffer[PLACE_MAX + 8];
		const char *root = NULL;
		size_t length;

		*item = (struct item){ .device = snapshot->devices[i], .partner = NO_PARTNER };
		item->place = item->device->place;
		side->count = i + 1;
		length = strcspn(item->place, "/");
		if (roots)
			root = translate_root(roots, item->place, length, buffer,
					      sizeof(buffer));
		if (!root)
			continue;
		if (asprintf((char **)&item->place, "%s%s", root, item->place + length) < 0) {
			item->place = item->device->place;
			return -ENOMEM;
		}
		item->owned = true;
	}
	return 0;
}

static int index_side(struct side *side)
{
	int err = 0;

	qsort(side->items, side->count, sizeof(*side->items), by_place);
	side->by_place = text_index_new(side->count);
	if (!side->by_place)
		return -ENOMEM;
	for (size_t i = side->count; i > 0 && !err; i--)
		err = text_index_add(side->by_place, side->items[i - 1].place, i - 1);
	return err;
}

int pairing_begin(struct pairing *pairing, const struct snapshot *a, const struct snapshot *b)
{
	struct roots roots = { 0 };
	int err = fill_roots(&roots, a, b);

	if (!err)
		err = fill_side(&pairing->sides[DIFF_A], a, NULL);
	if (!err)
		err = fill_side(&pairing->sides[DIFF_B], b, &roots);
	for (int k = DIFF_A; k < DIFF_SIDES && !err; k++)
		err = index_side(&pairing->sides[k]);
	clear_roots(&roots);
	return err;
}

void pairing_end(struct pairing *pairing)
{
	for (int k = DIFF_A; k < DIFF_SIDES; k++) {
		struct side *side = &pairing->sides[k];

		for (size_t i = 0; i < side->count; i++)
			if (side->items[i].owned)
				free((char *)side->items[i].place);
		free(side->items);
		text_index_free(side->by_place);
	}
}

void pairing_join(struct pairing *pairing, size_t a, size_t b)
{
	pairing->sides[DIFF_A].items[a].partner = b;
	pairing->sides[DIFF_B].items[b].partner = a;
}

void pairing_part(struct pairing *pairing, size_t a)
{
	struct item *item = &pairing->sides[DIFF_A].items[a];

	pairing->sides[DIFF_B].items[item->partner].partner = NO_PARTNER;
	item->partner = NO_PARTNER;
}

struct item *pairing_at(const struct side *side, const char *place, size_t length)
{
	char name[PLACE_MAX + 16];
	size_t index;

	if (!length || length >= sizeof(name))
		return NULL;
	memcpy(name, place, length);
	name[length] = '\0';
	index = text_index_first(side->by_place, name);
	return index == INDEX_END ? NULL : &side->items[index];
}

struct item *pairing_parent(const struct side *side, const struct item *item)
{
	return pairing_at(side, item->place, place_parent(item->place));
}

static bool differ(const struct device *a, const struct device *b, enum field field)
{
	const char *x = device_get(a, field), *y = device_get(b, field);

	return x && y && strcmp(x, y) != 0;
}

/* Built the same, its names alone may have been rewritten: so it is for a rule, too. */
static bool is_other_module(const struct device *a, const struct device *b)
{
	return differ(a, b, FIELD_SPD_SHAPE) &&
	       (differ(a, b, FIELD_SPD_MAKER_ID) || differ(a, b, FIELD_SPD_PART));
}

bool pairing_same_part(const struct device *a, const struct device *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == DEVICE_CLIENT)
		return !is_other_module(a, b);
	return !differ(a, b, FIELD_VENDOR) && !differ(a, b, FIELD_DEVICE);
}

static bool agree_place(const struct item *a, const struct item *b)
{
	return pairing_same_part(a->device, b->device) && place_could_be(a->place, b->place);
}

static bool agree_exact(const struct item *a, const struct item *b)
{
	return pairing_same_part(a->device, b->device);
}

static bool is_exact(const struct item *item)
{
	return place_complete(item->place);
}

/* The exact place. */
static bool key_place(const struct item *item, char *buffer, size_t size)
{
	return is_exact(item) && snprintf(buffer, size, "%s", item->place) > 0;
}

static const char *last_step(const struct item *item)
{
	const char *slash = strrchr(item->place, '/');

	return slash ? slash + 1 : item->place;
}

static const char *known(const struct item *item, enum field field)
{
	const char *text = device_get(item->device, field);

	return text ? text : "";
}

/* A client that firmware names, whatever its address. */
static bool key_firmware(const struct item *item, char *buffer, size_t size)
{
	const char *path = device_get(item->device, FIELD_FIRMWARE_PATH);

	return path && snprintf(buffer, size, "%.*s %s", (int)place_parent(item->place),
				item->place, path) < (int)size;
}

/* What and where, as far as a place of which only the end is known says. */
static bool key_serial(const struct item *item, char *buffer, size_t size)
{
	const char *serial = serial_real(item->device);

	return serial &&
	       snprintf(buffer, size, "%s %s:%s %s", last_step(item),
			known(item, FIELD_VENDOR), known(item, FIELD_DEVICE), serial) > 0;
}

static bool key_address(const struct item *item, char *buffer, size_t size)
{
	const char *address = device_get(item->device, FIELD_ADDRESS);

	return address && snprintf(buffer, size, "%d %s:%s %s", item->device->kind,
				   known(item, FIELD_VENDOR), known(item, FIELD_DEVICE),
				   address) < (int)size;
}

static bool key_part(const struct item *item, char *buffer, size_t size)
{
	return snprintf(buffer, size, "%d %s:%s %s:%s %s", item->device->kind,
			known(item, FIELD_VENDOR), known(item, FIELD_DEVICE),
			known(item, FIELD_SUBSYSTEM_VENDOR),
			known(item, FIELD_SUBSYSTEM_DEVICE),
			item->device->kind == DEVICE_CLIENT ? known(item, FIELD_NAME) :
			last_step(item)) < (int)size;
}

static bool key_model(const struct item *item, char *buffer, size_t size)
{
	return snprintf(buffer, size, "%d %s:%s %s", item->device->kind,
			known(item, FIELD_VENDOR), known(item, FIELD_DEVICE),
			item->device->kind == DEVICE_CLIENT ? "" : last_step(item)) < (int)size;
}

int pairing_places(struct pairing *pairing)
{
	static const struct run_pass passes[] = {
		{ .key = key_place, .agree = agree_exact },
		/* from here on one of the two has a place that is not known in full */
		{ .key = key_firmware, .agree = agree_place },
		{ .key = key_serial, .agree = agree_place },
		{ .key = key_address, .agree = agree_place },
		{ .key = key_part, .agree = agree_place },
		{ .key = key_model, .agree = agree_place },
	};
	int err = 0;

	for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]) && !err; i++)
		err = runs_pair(pairing, &passes[i]);
	return err;
}
