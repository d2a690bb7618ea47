// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device.c: one device as a snapshot holds it: where it is and what it says.
 */
#include "device.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "config_image.h"
#include "contents.h"

struct device *device_new(enum device_kind kind, const char *place)
{
	struct device *device = calloc(1, sizeof(*device));

	if (!device)
		return NULL;
	device->kind = kind;
	device->place = strdup(place);
	if (!device->place) {
		free(device);
		return NULL;
	}
	return device;
}

static void clear_values(struct value *values, size_t count)
{
	for (size_t i = 0; values && i < count; i++)
		free(values[i].text);
}

static int copy_values(struct value *to, const struct value *from, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		to[i].state = from[i].state;
		to[i].text = from[i].text ? strdup(from[i].text) : NULL;
		if (from[i].text && !to[i].text)
			return -ENOMEM;
	}
	return 0;
}

static int copy_groups(struct device *to, const struct device *from)
{
	for (int i = 0; i < GROUP_COUNT; i++) {
		unsigned int count = group_table[i].count;

		to->groups[i].state = from->groups[i].state;
		if (!from->groups[i].values)
			continue;
		to->groups[i].values = calloc(count, sizeof(struct value));
		if (!to->groups[i].values ||
		    copy_values(to->groups[i].values, from->groups[i].values, count))
			return -ENOMEM;
	}
	return 0;
}

/** device_copy() - Return: a copy that shares nothing, or NULL without memory. */
struct device *device_copy(const struct device *device)
{
	struct device *copy = device_new(device->kind, device->place);

	if (!copy)
		return NULL;
	copy->reading = device->reading;
	copy->origin = device->origin;
	memcpy(copy->bars, device->bars, sizeof(copy->bars));
	copy->bar_count = device->bar_count;
	copy->bars_known = device->bars_known;
	copy->link_agreed = device->link_agreed;
	copy->number = device->number;
	copy->last = device->last;
	copy->since = device->since;
	copy->announced = device->announced;
	copy->probing = device->probing;
	copy->config = config_image_copy(device->config);
	copy->contents = contents_copy(device->contents);
	copy->capabilities = capabilities_copy(device->capabilities);
	if ((device->config && !copy->config) || (device->contents && !copy->contents) ||
	    (device->capabilities && !copy->capabilities) ||
	    copy_values(copy->fields, device->fields, FIELD_OWN) ||
	    copy_groups(copy, device)) {
		device_free(copy);
		return NULL;
	}
	return copy;
}

/** device_free() - free a device and all it owns; NULL is none. */
void device_free(struct device *device)
{
	if (!device)
		return;
	clear_values(device->fields, FIELD_OWN);
	for (int i = 0; i < GROUP_COUNT; i++) {
		clear_values(device->groups[i].values, group_table[i].count);
		free(device->groups[i].values);
	}
	config_image_free(device->config);
	contents_free(device->contents);
	free(device->capabilities);
	free(device->place);
	free(device);
}

/* Gives every field of the group a value of its own. */
static struct value *spread(struct value_group *group, const struct group_info *info)
{
	if (group->values)
		return group->values;
	group->values = calloc(info->count, sizeof(struct value));
	for (unsigned int i = 0; group->values && i < info->count; i++)
		group->values[i].state = group->state;
	return group->values;
}

/* Return: where the value of @field is kept, or NULL without memory. */
static struct value *slot(struct device *device, enum field field)
{
	enum field_group group = field_table[field].group;
	struct value *values;

	if (group == GROUP_COUNT)
		return &device->fields[field];
	values = spread(&device->groups[group], &group_table[group]);
	return values ? &values[field - group_table[group].first] : NULL;
}

/* Takes @text over, also on failure. */
static int put(struct device *device, enum field field, enum value_state state, char *text)
{
	struct value *value;

	if (device_value(device, field)->state == state && !text && state != VALUE_KNOWN)
		return 0;
	value = slot(device, field);
	if (!value) {
		free(text);
		return -ENOMEM;
	}
	free(value->text);
	value->text = text;
	value->state = state;
	return 0;
}

int device_set(struct device *device, enum field field, const char *text)
{
	char *copy;

	if (!text)
		return put(device, field, VALUE_NONE, NULL);
	copy = strdup(text);
	return copy ? put(device, field, VALUE_KNOWN, copy) : -ENOMEM;
}

/** device_setf() - device_set() with a format. Return: 0 or -ENOMEM. */
int device_setf(struct device *device, enum field field, const char *format, ...)
{
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	return length < 0 ? -ENOMEM : put(device, field, VALUE_KNOWN, text);
}

/** device_set_unknown() - the source could not tell @field. Return: 0 or -ENOMEM. */
int device_set_unknown(struct device *device, enum field field)
{
	return put(device, field, VALUE_UNKNOWN, NULL);
}

void device_set_group(struct device *device, enum field_group group, enum value_state state)
{
	struct value_group *values = &device->groups[group];

	clear_values(values->values, group_table[group].count);
	free(values->values);
	values->values = NULL;
	values->state = state;
}

const struct value *device_value(const struct device *device, enum field field)
{
	static const struct value unknown = { .state = VALUE_UNKNOWN };
	static const struct value none = { .state = VALUE_NONE };
	enum field_group group = field_table[field].group;
	const struct value_group *values;

	if (group == GROUP_COUNT)
		return &device->fields[field];
	values = &device->groups[group];
	if (values->values)
		return &values->values[field - group_table[group].first];
	return values->state == VALUE_NONE ? &none : &unknown;
}

enum value_state device_group_state(const struct device *device, enum field_group group)
{
	const struct group_info *info = &group_table[group];
	enum value_state state = device_value(device, info->first)->state;

	for (unsigned int i = 1; i < info->count; i++)
		if (device_value(device, info->first + i)->state != state)
			return VALUE_KNOWN;
	return state;
}

int device_fill(struct device *to, const struct device *from, enum field field)
{
	const struct value *value = device_value(from, field);

	if (value->state == VALUE_UNKNOWN ||
	    device_value(to, field)->state != VALUE_UNKNOWN)
		return 0;
	return device_set(to, field, value->text);
}

const char *device_unknown_name(const struct device *device, enum field field)
{
	enum field_group group = field_table[field].group;

	if (!device_has(device, field) || field == FIELD_ROM ||
	    device_value(device, field)->state != VALUE_UNKNOWN)
		return NULL;
	if (group == GROUP_COUNT || device_group_state(device, group) != VALUE_UNKNOWN)
		return field_table[field].name;
	return field == group_table[group].first ? group_table[group].name : NULL;
}

const char *device_get(const struct device *device, enum field field)
{
	const struct value *value = device_value(device, field);

	return value->state == VALUE_KNOWN ? value->text : NULL;
}

bool device_has(const struct device *device, enum field field)
{
	return field_table[field].kinds & 1u << device->kind;
}

/** device_bus() - Return: "pci" or "i2c". */
const char *device_bus(const struct device *device)
{
	return device->kind == DEVICE_FUNCTION ? "pci" : "i2c";
}

/** device_kind_name() - Return: the word that JSON uses. */
const char *device_kind_name(enum device_kind kind)
{
	switch (kind) {
	case DEVICE_FUNCTION:
		return "function";
	case DEVICE_ADAPTER:
		return "adapter";
	case DEVICE_CLIENT:
		return "client";
	case DEVICE_ANSWERING:
		return "answering";
	}
	return "unknown";
}

/** device_reading_name() - Return: the word that JSON uses. */
const char *device_reading_name(enum device_reading reading)
{
	switch (reading) {
	case READING_NONE:
		return "none";
	case READING_OK:
		return "ok";
	case READING_ASLEEP:
		return "asleep";
	case READING_GONE:
		return "gone";
	case READING_UNREADABLE:
		return "unreadable";
	}
	return "unknown";
}
