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

#define FUNCTION (1u << DEVICE_FUNCTION)
#define ADAPTER (1u << DEVICE_ADAPTER)
#define CLIENT (1u << DEVICE_CLIENT)
#define ALL (FUNCTION | ADAPTER | CLIENT)

const struct field_info field_table[FIELD_COUNT] = {
	[FIELD_ADDRESS] = { "address", FIELD_TEXT, ALL, 0 },
	[FIELD_VENDOR] = { "vendor", FIELD_TEXT, FUNCTION, 4 },
	[FIELD_DEVICE] = { "device", FIELD_TEXT, FUNCTION, 4 },
	[FIELD_SUBSYSTEM_VENDOR] = { "subsystem_vendor", FIELD_TEXT, FUNCTION, 4 },
	[FIELD_SUBSYSTEM_DEVICE] = { "subsystem_device", FIELD_TEXT, FUNCTION, 4 },
	[FIELD_CLASS] = { "class", FIELD_TEXT, FUNCTION, 6 },
	[FIELD_REVISION] = { "revision", FIELD_TEXT, FUNCTION, 2 },
	[FIELD_SERIAL] = { "serial", FIELD_TEXT, FUNCTION, 0 },
	[FIELD_NAME] = { "name", FIELD_TEXT, ADAPTER | CLIENT, 0 },
	[FIELD_MODALIAS] = { "modalias", FIELD_TEXT, CLIENT, 0 },
	[FIELD_NUMBER] = { "number", FIELD_DECIMAL, ADAPTER, 0 },
	[FIELD_FUNCTIONALITY] = { "functionality", FIELD_TEXT, ADAPTER, 8 },
	[FIELD_FIRMWARE_PATH] = { "firmware_path", FIELD_TEXT, CLIENT, 0 },
	[FIELD_DRIVER] = { "driver", FIELD_TEXT, FUNCTION | CLIENT, 0 },
	[FIELD_SLOT] = { "slot", FIELD_TEXT, FUNCTION, 0 },
	[FIELD_IOMMU_GROUP] = { "iommu_group", FIELD_DECIMAL, FUNCTION, 0 },
	[FIELD_PORT_TYPE] = { "port_type", FIELD_TEXT, FUNCTION, 0 },
	[FIELD_MAX_LINK_SPEED] = { "max_link_speed", FIELD_TEXT, FUNCTION, 0 },
	[FIELD_MAX_LINK_WIDTH] = { "max_link_width", FIELD_DECIMAL, FUNCTION, 0 },
	[FIELD_LINK_SPEED] = { "link_speed", FIELD_TEXT, FUNCTION, 0 },
	[FIELD_LINK_WIDTH] = { "link_width", FIELD_DECIMAL, FUNCTION, 0 },
	[FIELD_ROOT_ID] = { "root_id", FIELD_TEXT, ALL, 0 },
	[FIELD_ROOT_PATH] = { "root_path", FIELD_TEXT, ALL, 0 },
	[FIELD_VIRTUAL] = { "virtual", FIELD_BOOL, FUNCTION, 0 },
	[FIELD_MULTIFUNCTION] = { "multifunction", FIELD_BOOL, FUNCTION, 0 },
	[FIELD_UNTRUSTED] = { "untrusted", FIELD_BOOL, FUNCTION, 0 },
	[FIELD_EXTERNAL_FACING] = { "external_facing", FIELD_BOOL, FUNCTION, 0 },
	[FIELD_REMOVABLE] = { "removable", FIELD_BOOL, FUNCTION, 0 },
	[FIELD_MUX_CHANNEL] = { "mux_channel", FIELD_BOOL, ADAPTER, 0 },
	[FIELD_IDENTITY] = { "identity", FIELD_TEXT, FUNCTION, 0 },
	[FIELD_SHAPE] = { "shape", FIELD_TEXT, FUNCTION, 0 },
};

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

/** device_copy() - Return: a copy that shares nothing, or NULL without memory. */
struct device *device_copy(const struct device *device)
{
	struct device *copy = device_new(device->kind, device->place);
	int field;

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
	copy->config = config_image_copy(device->config);
	copy->capabilities = capabilities_copy(device->capabilities);
	if ((device->config && !copy->config) ||
	    (device->capabilities && !copy->capabilities))
		goto nomem;
	for (field = 0; field < FIELD_COUNT; field++) {
		if (device->fields[field].state == VALUE_UNKNOWN)
			continue;
		if (device_set(copy, field, device->fields[field].text))
			goto nomem;
	}
	return copy;

nomem:
	device_free(copy);
	return NULL;
}

/** device_free() - free a device and all it owns; NULL is none. */
void device_free(struct device *device)
{
	int field;

	if (!device)
		return;
	for (field = 0; field < FIELD_COUNT; field++)
		free(device->fields[field].text);
	config_image_free(device->config);
	free(device->capabilities);
	free(device->place);
	free(device);
}

int device_set(struct device *device, enum field field, const char *text)
{
	char *copy = NULL;

	if (text) {
		copy = strdup(text);
		if (!copy)
			return -ENOMEM;
	}
	free(device->fields[field].text);
	device->fields[field].text = copy;
	device->fields[field].state = text ? VALUE_KNOWN : VALUE_NONE;
	return 0;
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
	if (length < 0)
		return -ENOMEM;
	free(device->fields[field].text);
	device->fields[field].text = text;
	device->fields[field].state = VALUE_KNOWN;
	return 0;
}

/** device_set_unknown() - the source could not tell @field. */
void device_set_unknown(struct device *device, enum field field)
{
	free(device->fields[field].text);
	device->fields[field].text = NULL;
	device->fields[field].state = VALUE_UNKNOWN;
}

const char *device_get(const struct device *device, enum field field)
{
	const struct value *value = &device->fields[field];

	return value->state == VALUE_KNOWN ? value->text : NULL;
}

bool device_has(const struct device *device, enum field field)
{
	return field_table[field].kinds & 1u << device->kind;
}

enum field field_find(const char *name)
{
	int field;

	for (field = 0; field < FIELD_COUNT; field++)
		if (!strcmp(field_table[field].name, name))
			break;
	return field;
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
