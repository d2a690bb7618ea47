// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_part.c: take in one device: who has which part at which place.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device_shape.h"
#include "inventory_generate.h"
#include "place.h"
#include "serial.h"

/* The first few say which card it is, the rest which of its kind. */
const enum field merge_fields[] = {
	FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR, FIELD_SUBSYSTEM_DEVICE,
	FIELD_NAME, FIELD_FIRMWARE_PATH,
	FIELD_SPD_TYPE, FIELD_SPD_MAKER_ID, FIELD_SPD_PART,
	FIELD_FRU_CHASSIS_PART, FIELD_FRU_BOARD_MAKER, FIELD_FRU_BOARD_PRODUCT,
	FIELD_FRU_BOARD_PART, FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME,
	FIELD_FRU_PRODUCT_PART,
	FIELD_CLASS, FIELD_REVISION,
	FIELD_SPD_SIZE_MIB, FIELD_SPD_CHECKSUMS, FIELD_SPD_SHAPE, FIELD_FRU_CHECKSUMS,
};
const size_t merge_field_count = sizeof(merge_fields) / sizeof(merge_fields[0]);
const size_t merge_card_fields = 16;

/* What the rules made from it, or the lines about it, need besides. */
static const enum field kept[] = {
	FIELD_ROOT_ID, FIELD_VIRTUAL, FIELD_MULTIFUNCTION, FIELD_PORT_TYPE, FIELD_DRIVER,
	FIELD_TYPE,
	FIELD_SPD_MAKER, FIELD_SPD_MODULE_TYPE,
};

static size_t field_length(const struct device *device, enum field field)
{
	const char *text = device_get(device, field);

	return device_has(device, field) ? 2 + (text ? strlen(text) : 0) : 0;
}

static char *put_field(char *at, const struct device *device, enum field field)
{
	static const char marks[] = { [VALUE_UNKNOWN] = '?', [VALUE_NONE] = '-', [VALUE_KNOWN] = '=' };
	const char *text = device_get(device, field);

	/* what a memory module is called differs from kernel to kernel */
	if (!device_has(device, field) || (field == FIELD_NAME && rule_knows_module(device)))
		return at;
	*at++ = marks[device_value(device, field)->state];
	if (text)
		at = stpcpy(at, text);
	*at++ = '\n';
	return at;
}

/* @place and the first @count of the fields; an adapter's name says nothing. */
static char *make_key(const struct device *device, const char *place, size_t count)
{
	size_t length = strlen(place) + 2;
	char *key, *at;

	if (device->kind == DEVICE_ADAPTER || device->kind == DEVICE_ANSWERING)
		count = 0;
	for (size_t i = 0; i < count; i++)
		length += field_length(device, merge_fields[i]);
	key = malloc(length);
	if (!key)
		return NULL;
	at = stpcpy(key, place);
	*at++ = '\n';
	for (size_t i = 0; i < count; i++)
		at = put_field(at, device, merge_fields[i]);
	*at = '\0';
	return key;
}

static int new_slot(struct merge *merge, const char *key, const char *place)
{
	int err = merge_room((void **)&merge->slots, merge->slot_count, &merge->slot_room,
			     sizeof(*merge->slots));
	struct slot *slot;

	if (err)
		return err;
	slot = &merge->slots[merge->slot_count];
	*slot = (struct slot){ .place = strdup(place), .first = NOBODY,
			       .partial = !place_complete(place) };
	err = slot->place ? merge_index_add(merge->slot_index, key, merge->slot_count) : -ENOMEM;
	if (err)
		free(slot->place);
	else
		merge->slot_count++;
	return err;
}

/* Of a place that only its end is known of, each card is a matter of its own. */
static int find_slot(struct merge *merge, const struct device *device, const char *place,
		     size_t *slot)
{
	char *key = make_key(device, place, place_complete(place) ? 0 : merge_card_fields);
	int err = key ? 0 : -ENOMEM;

	if (!err) {
		*slot = merge_index_find(merge->slot_index, key);
		if (*slot == NOBODY) {
			*slot = merge->slot_count;
			err = new_slot(merge, key, place);
		}
	}
	free(key);
	return err;
}

static int copy_field(struct device *to, const struct device *from, enum field field)
{
	if (!device_has(from, field) || device_value(from, field)->state == VALUE_UNKNOWN ||
	    (field == FIELD_NAME && rule_knows_module(from)))
		return 0;
	return device_set(to, field, device_get(from, field));
}

static struct device *copy_identity(const struct device *device, const char *place)
{
	struct device *copy = device_new(device->kind, place);
	int err = copy ? 0 : -ENOMEM;

	for (size_t i = 0; i < merge_field_count && !err; i++)
		err = copy_field(copy, device, merge_fields[i]);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]) && !err; i++)
		err = copy_field(copy, device, kept[i]);
	if (copy)
		copy->reading = READING_OK;
	if (!err)
		return copy;
	device_free(copy);
	return NULL;
}

static int new_part(struct merge *merge, const struct device *device, const char *place,
		    const char *key)
{
	int err = merge_room((void **)&merge->parts, merge->part_count, &merge->part_room,
			     sizeof(*merge->parts));
	struct part *part;
	size_t slot;

	if (!err)
		err = find_slot(merge, device, place, &slot);
	if (err)
		return err;
	part = &merge->parts[merge->part_count];
	*part = (struct part){ .device = copy_identity(device, place),
			       .next = merge->slots[slot].first };
	err = part->device ? merge_index_add(merge->part_index, key, merge->part_count) : -ENOMEM;
	if (err) {
		device_free(part->device);
		return err;
	}
	merge->slots[slot].first = merge->part_count++;
	return 0;
}

static int count_part(struct merge *merge, struct part *part, size_t machine)
{
	struct machine_set *levels;

	if (part->capture != merge->capture)
		part->seen = 0;
	part->capture = merge->capture;
	if (part->seen++ == part->level_count) {
		levels = reallocarray(part->levels, part->level_count + 1, sizeof(*levels));
		if (!levels)
			return -ENOMEM;
		part->levels = levels;
		levels[part->level_count++] = (struct machine_set){ 0 };
	}
	return machine_set_add(&part->levels[part->seen - 1], machine);
}

static int add_feature(struct features *features, unsigned int width, size_t shape,
		       size_t machine)
{
	struct feature *items;
	size_t i = 0;

	while (i < features->count && (features->items[i].width != width ||
				       features->items[i].shape != shape))
		i++;
	if (i == features->count) {
		items = reallocarray(features->items, i + 1, sizeof(*items));
		if (!items)
			return -ENOMEM;
		features->items = items;
		items[features->count++] = (struct feature){ .width = width, .shape = shape };
	}
	return machine_set_add(&features->items[i].machines, machine);
}

static int add_width(struct part *part, const struct device *device, size_t machine)
{
	const char *text = device_get(device, FIELD_LINK_WIDTH);
	unsigned long width = text ? strtoul(text, NULL, 10) : 0;

	/* Only what PCI Express has: a rule can ask for no other. */
	if (!width || width > 32 || ((width & (width - 1)) && width != 12))
		return 0;
	return add_feature(&part->widths, width, 0, machine);
}

/* The text is asked for once for each digest, and again until a source has the bytes. */
static int find_shape(struct merge *merge, const struct device *device, enum field field,
		      const char *digest, size_t *index)
{
	struct shape *shapes;
	int err = 0;

	*index = merge_index_find(merge->shape_index, digest);
	if (*index == NOBODY) {
		*index = merge->shape_count;
		shapes = reallocarray(merge->shapes, merge->shape_count + 1, sizeof(*shapes));
		if (!shapes)
			return -ENOMEM;
		merge->shapes = shapes;
		shapes[merge->shape_count] = (struct shape){ .text = NULL };
		strncpy(shapes[merge->shape_count].digest, digest, DIGEST_SIZE - 1);
		err = merge_index_add(merge->shape_index, digest, merge->shape_count++);
	}
	if (!err && !merge->shapes[*index].text)
		err = device_shape_text(device, field, &merge->shapes[*index].text);
	return err == -ENODATA ? 0 : err;
}

static int add_shape(struct merge *merge, struct part *part, const struct device *device,
		     size_t machine)
{
	const char *digest = device_get(device, FIELD_SHAPE);
	size_t shape;
	int err;

	if (!merge->options.strict || !digest || strlen(digest) != DIGEST_SIZE - 1)
		return 0;
	err = find_shape(merge, device, FIELD_SHAPE, digest, &shape);
	return err ? err : add_feature(&part->shapes, 0, shape, machine);
}

/* That of a module is one of the fields that tell parts apart; its text is kept here. */
static int keep_module_shape(struct merge *merge, const struct device *device)
{
	const char *digest = device_get(device, FIELD_SPD_SHAPE);
	size_t shape;

	if (!digest || strlen(digest) != DIGEST_SIZE - 1)
		return 0;
	return find_shape(merge, device, FIELD_SPD_SHAPE, digest, &shape);
}

static int add_serial(struct merge *merge, const struct device *device, size_t machine)
{
	const char *serial = serial_real(device);
	char key[SERIAL_KEY_SIZE];

	/* what a FRU memory is on may be shared by machines: a chassis, say */
	if (!serial || field_table[serial_field(device)].group == GROUP_FRU ||
	    !serial_key(device, key, sizeof(key)))
		return 0;
	return merge_serial(&merge->serials, key, serial, machine);
}

int merge_device(struct merge *merge, const struct device *device, const char *place,
		 size_t machine)
{
	char *key = make_key(device, place, merge_field_count);
	struct part *part;
	size_t index;
	int err;

	if (!key)
		return -ENOMEM;
	index = merge_index_find(merge->part_index, key);
	err = index == NOBODY ? new_part(merge, device, place, key) : 0;
	if (index == NOBODY)
		index = merge->part_count - 1;
	free(key);
	if (err)
		return err;
	part = &merge->parts[index];
	err = count_part(merge, part, machine);
	if (!err)
		err = add_width(part, device, machine);
	if (!err)
		err = add_shape(merge, part, device, machine);
	if (!err)
		err = keep_module_shape(merge, device);
	return err ? err : add_serial(merge, device, machine);
}

static void clear_features(struct features *features)
{
	for (size_t i = 0; i < features->count; i++)
		machine_set_clear(&features->items[i].machines);
	free(features->items);
}

void merge_part_clear(struct part *part)
{
	for (size_t i = 0; i < part->level_count; i++)
		machine_set_clear(&part->levels[i]);
	free(part->levels);
	clear_features(&part->widths);
	clear_features(&part->shapes);
	device_free(part->device);
}
