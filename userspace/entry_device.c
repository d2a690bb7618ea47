// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * entry_device.c: a device out of the module's attributes.
 *
 * What the module does not send of a device that it could look at is none;
 * what it could not look at is unknown.
 */
#include "entry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attributes.h"
#include "config_image.h"
#include "place.h"

/* Attributes that wait for the kind and the size to be known. */
struct nest {
	struct device *device;
	uint32_t kind, flags, reading, config_size, origin;
	const char *place;
	bool captured;	/* there is an extent, of an earlier reading perhaps */
};

static const struct { unsigned int type; enum field field; } text_fields[] = {
	{ MUSTER_A_DEVICE_ADDRESS, FIELD_ADDRESS },
	{ MUSTER_A_DEVICE_ROOT_ID, FIELD_ROOT_ID },
	{ MUSTER_A_DEVICE_ROOT_PATH, FIELD_ROOT_PATH },
	{ MUSTER_A_DEVICE_DRIVER, FIELD_DRIVER },
	{ MUSTER_A_DEVICE_SLOT, FIELD_SLOT },
	{ MUSTER_A_DEVICE_NAME, FIELD_NAME },
	{ MUSTER_A_DEVICE_MODALIAS, FIELD_MODALIAS },
	{ MUSTER_A_DEVICE_FIRMWARE_PATH, FIELD_FIRMWARE_PATH },
};

static const struct { unsigned int type; enum field field; } number_fields[] = {
	{ MUSTER_A_DEVICE_VENDOR, FIELD_VENDOR },
	{ MUSTER_A_DEVICE_DEVICE, FIELD_DEVICE },
	{ MUSTER_A_DEVICE_SUBSYSTEM_VENDOR, FIELD_SUBSYSTEM_VENDOR },
	{ MUSTER_A_DEVICE_SUBSYSTEM_DEVICE, FIELD_SUBSYSTEM_DEVICE },
	{ MUSTER_A_DEVICE_CLASS, FIELD_CLASS },
	{ MUSTER_A_DEVICE_REVISION, FIELD_REVISION },
	{ MUSTER_A_DEVICE_IOMMU_GROUP, FIELD_IOMMU_GROUP },
	{ MUSTER_A_DEVICE_ADAPTER_NUMBER, FIELD_NUMBER },
	{ MUSTER_A_DEVICE_FUNCTIONALITY, FIELD_FUNCTIONALITY },
};

/* Fields that the kernel knows or that are none, whatever the device answers. */
static const enum field none_fields[] = {
	FIELD_ROOT_ID, FIELD_ROOT_PATH, FIELD_SLOT, FIELD_IOMMU_GROUP,
	FIELD_NAME, FIELD_MODALIAS, FIELD_FIRMWARE_PATH,
};

static const struct { uint32_t flag; enum field field; } flag_fields[] = {
	{ MUSTER_DEVICE_VIRTUAL, FIELD_VIRTUAL },
	{ MUSTER_DEVICE_MULTIFUNCTION, FIELD_MULTIFUNCTION },
	{ MUSTER_DEVICE_UNTRUSTED, FIELD_UNTRUSTED },
	{ MUSTER_DEVICE_EXTERNAL_FACING, FIELD_EXTERNAL_FACING },
	{ MUSTER_DEVICE_REMOVABLE, FIELD_REMOVABLE },
	{ MUSTER_DEVICE_MUX_CHANNEL, FIELD_MUX_CHANNEL },
};

#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))

static int read_extent(struct device *device, struct attributes inside)
{
	struct attribute attribute, data = { 0 };
	uint32_t offset = UINT32_MAX;
	int more, err = 0;

	while (!err && (more = attribute_next(&inside, &attribute))) {
		if (more < 0)
			return more;
		if (attribute.type == MUSTER_A_EXTENT_OFFSET)
			err = attribute_u32(&attribute, &offset);
		else if (attribute.type == MUSTER_A_EXTENT_DATA)
			data = attribute;
	}
	/* only functions have a space */
	if (err || !device->config || !data.data || offset >= CONFIG_SPACE_MAX)
		return -EBADMSG;
	return config_image_put(device->config, offset, data.data, data.length) ?
	       -EBADMSG : 0;
}

static int read_bar(struct device *device, struct attributes inside)
{
	struct attribute attribute;
	uint32_t index = DEVICE_BARS;
	struct bar *bar;
	int more, err = 0;

	if (device->bar_count == DEVICE_BARS)
		return -EBADMSG;
	bar = &device->bars[device->bar_count];
	while (!err && (more = attribute_next(&inside, &attribute))) {
		if (more < 0)
			return more;
		if (attribute.type == MUSTER_A_BAR_INDEX)
			err = attribute_u32(&attribute, &index);
		else if (attribute.type == MUSTER_A_BAR_SIZE)
			err = attribute_u64(&attribute, &bar->size);
		else if (attribute.type == MUSTER_A_BAR_FLAGS)
			err = attribute_u32(&attribute, &bar->flags);
	}
	if (err || index >= DEVICE_BARS)
		return -EBADMSG;
	bar->index = index;
	device->bar_count++;
	return 0;
}

static int read_number(struct device *device, enum field field,
		       const struct attribute *attribute)
{
	unsigned int digits = field_table[field].hex_digits;
	uint32_t value;

	if (attribute_u32(attribute, &value))
		return -EBADMSG;
	if (!digits)
		return device_setf(device, field, "%u", value);
	if (digits < 8 && value >> 4 * digits)
		return -EBADMSG;
	return device_setf(device, field, "%0*x", (int)digits, value);
}

/* Attributes that are a field as they stand. Return: 1: not one of them. */
static int read_field(struct device *device, const struct attribute *attribute)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(text_fields); i++) {
		const char *text;

		if (text_fields[i].type != attribute->type)
			continue;
		text = attribute_text(attribute);
		return text ? device_set(device, text_fields[i].field, text) : -EBADMSG;
	}
	for (i = 0; i < ARRAY_SIZE(number_fields); i++)
		if (number_fields[i].type == attribute->type)
			return read_number(device, number_fields[i].field, attribute);
	return 1;
}

static int read_attribute(struct nest *nest, const struct attribute *attribute)
{
	struct device *device = nest->device;

	switch (attribute->type) {
	case MUSTER_A_DEVICE_NUMBER:
		return attribute_u64(attribute, &device->number);
	case MUSTER_A_DEVICE_LAST:
		return attribute_u64(attribute, &device->last);
	case MUSTER_A_DEVICE_SINCE:
		return attribute_u64(attribute, &device->since);
	case MUSTER_A_DEVICE_EXTENT:
		nest->captured = true;
		return read_extent(device, attribute_inside(attribute));
	case MUSTER_A_DEVICE_BAR:
		return read_bar(device, attribute_inside(attribute));
	}
	return read_field(device, attribute);
}

/* What the rest depends on, wherever in the nest it stands. */
static int read_first(struct nest *nest, struct attributes inside)
{
	struct attribute attribute;
	int more, err = 0;

	while (!err && (more = attribute_next(&inside, &attribute))) {
		if (more < 0)
			return more;
		switch (attribute.type) {
		case MUSTER_A_DEVICE_KIND:
			err = attribute_u32(&attribute, &nest->kind);
			break;
		case MUSTER_A_DEVICE_FLAGS:
			err = attribute_u32(&attribute, &nest->flags);
			break;
		case MUSTER_A_DEVICE_READING:
			err = attribute_u32(&attribute, &nest->reading);
			break;
		case MUSTER_A_DEVICE_CONFIG_SIZE:
			err = attribute_u32(&attribute, &nest->config_size);
			break;
		case MUSTER_A_DEVICE_ORIGIN:
			err = attribute_u32(&attribute, &nest->origin);
			break;
		case MUSTER_A_DEVICE_PLACE:
			nest->place = attribute_text(&attribute);
			if (!nest->place || strlen(nest->place) > PLACE_MAX)
				return -EBADMSG;
			break;
		}
	}
	return err;
}

static int read_rest(struct nest *nest, struct attributes inside)
{
	struct attribute attribute;
	int more, err = 0;

	while (err >= 0 && (more = attribute_next(&inside, &attribute))) {
		if (more < 0)
			return more;
		err = read_attribute(nest, &attribute);
	}
	return err < 0 ? err : 0;
}

/* Before the attributes are read: what they leave alone is none. */
static int set_defaults(struct nest *nest)
{
	struct device *device = nest->device;
	size_t i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(none_fields) && !err; i++)
		if (device_has(device, none_fields[i]))
			err = device_set(device, none_fields[i], NULL);
	for (i = 0; i < ARRAY_SIZE(flag_fields) && !err; i++)
		if (device_has(device, flag_fields[i].field))
			err = device_set(device, flag_fields[i].field,
					 nest->flags & flag_fields[i].flag ?
					 "true" : "false");
	if (!err && device_has(device, FIELD_DRIVER) &&
	    !(nest->flags & MUSTER_DEVICE_IN_FLUX))
		err = device_set(device, FIELD_DRIVER, NULL);
	return err;
}

static enum device_reading reading_of(uint32_t reading)
{
	switch (reading) {
	case MUSTER_READING_OK:
		return READING_OK;
	case MUSTER_READING_ASLEEP:
		return READING_ASLEEP;
	case MUSTER_READING_GONE:
		return READING_GONE;
	}
	return READING_UNREADABLE;
}

static int begin_device(struct nest *nest)
{
	static const enum device_kind kinds[] = {
		[MUSTER_KIND_FUNCTION] = DEVICE_FUNCTION,
		[MUSTER_KIND_ADAPTER] = DEVICE_ADAPTER,
		[MUSTER_KIND_CLIENT] = DEVICE_CLIENT,
	};

	if (!nest->kind || nest->kind >= ARRAY_SIZE(kinds) || !nest->place)
		return -EBADMSG;
	nest->device = device_new(kinds[nest->kind], nest->place);
	if (!nest->device)
		return -ENOMEM;
	if (nest->origin)
		nest->device->origin = nest->origin == MUSTER_EVENT_PRESENT ?
				       ORIGIN_BOOT : ORIGIN_HOT;
	if (nest->device->kind != DEVICE_FUNCTION)
		return set_defaults(nest);
	nest->device->reading = reading_of(nest->reading);
	nest->device->bars_known = true;	/* what the kernel made of them */
	nest->device->config = config_image_new(nest->config_size);
	if (!nest->device->config)
		return -ENOMEM;
	return set_defaults(nest);
}

int entry_device(const uint8_t *nest_bytes, size_t length, struct device **out)
{
	struct attributes inside = { nest_bytes, length };
	struct nest nest = { 0 };
	int err;

	err = read_first(&nest, inside);
	if (!err)
		err = begin_device(&nest);
	if (!err)
		err = read_rest(&nest, inside);
	if (!err && nest.device->reading != READING_OK && !nest.captured) {
		config_image_free(nest.device->config);
		nest.device->config = NULL;
	}
	if (!err)
		err = device_decode(nest.device);
	if (err) {
		device_free(nest.device);
		return err;
	}
	*out = nest.device;
	return 0;
}
