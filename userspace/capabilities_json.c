// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * capabilities_json.c: the capabilities of a device as JSON, and back.
 */
#include "capabilities_json.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "capability_fields.h"
#include "capability_registers.h"
#include "config_image.h"
#include "device.h"

#define LITERAL (JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT)

static const char *const ends[] = {
	[LIST_WHOLE] = "whole", [LIST_CUT] = "unknown", [LIST_BROKEN] = "broken",
};

static void add(struct json_object *object, const char *name, struct json_object *value)
{
	json_object_object_add_ex(object, name, value, LITERAL);
}

static struct json_object *field_json(const struct capability_field *field)
{
	switch (field->type) {
	case CAPABILITY_NUMBER:
		return json_object_new_uint64(field->number);
	case CAPABILITY_FLAG:
		return json_object_new_boolean(!!field->number);
	case CAPABILITY_WORDS:
		break;
	}
	return json_object_new_string(field->text);
}

static struct json_object *fields_json(const struct config_image *image,
				       const struct capability *capability,
				       unsigned int end)
{
	struct capability_field fields[CAPABILITY_FIELDS_MAX];
	size_t count = capability_fields(image, capability, end, fields), i;
	struct json_object *json = json_object_new_object();

	for (i = 0; i < count; i++)
		json_object_object_add(json, fields[i].name, field_json(&fields[i]));
	return json;
}

static struct json_object *capability_json(const struct capability *capability)
{
	struct json_object *json = json_object_new_object();
	const char *name = capability_name(capability);
	char text[8];

	snprintf(text, sizeof(text), "%0*x", capability->extended ? 4 : 2, capability->id);
	add(json, "id", json_object_new_string(text));
	add(json, "extended", json_object_new_boolean(capability->extended));
	snprintf(text, sizeof(text), "%02x", capability->offset);
	add(json, "offset", json_object_new_string(text));
	add(json, "version", capability->extended || capability->version ?
	    json_object_new_int(capability->version) : NULL);
	add(json, "name", name ? json_object_new_string(name) : NULL);
	return json;
}

void capabilities_to_json(struct json_object *json, const struct device *device,
			  bool fields)
{
	const struct capabilities *capabilities = device->capabilities;
	struct json_object *array = json_object_new_array_ext(capabilities->count + 1);
	struct capability_heads heads = { 0 };
	size_t i;

	capability_heads_mark(&heads, capabilities->items, capabilities->count);
	for (i = 0; i < capabilities->count; i++) {
		const struct capability *capability = &capabilities->items[i];
		struct json_object *item = capability_json(capability);

		if (fields && device->config)
			add(item, "fields", fields_json(device->config, capability,
				capability_end(&heads, device->config, capability)));
		json_object_array_add(array, item);
	}
	add(json, "capabilities", array);
	add(json, "capabilities_end",
	    json_object_new_string(ends[capabilities_end(capabilities)]));
}

/* A hex number below @limit, at @key. Return: -1: it is none. */
static long hex_at(struct json_object *json, const char *key, unsigned long limit)
{
	struct json_object *value = json_object_object_get(json, key);
	unsigned long number;
	const char *text;

	if (!json_object_is_type(value, json_type_string))
		return -1;
	text = json_object_get_string(value);
	if (!*text || strlen(text) > 4 || strspn(text, "0123456789abcdef") != strlen(text))
		return -1;
	number = strtoul(text, NULL, 16);
	return number < limit ? (long)number : -1;
}

/* The fixture of the first release has the offset as a number, and no "extended". */
static bool read_capability(struct json_object *json, struct capability *capability)
{
	struct json_object *value;
	long offset, id;

	if (!json_object_is_type(json, json_type_object))
		return false;
	id = hex_at(json, "id", 0x10000);
	offset = hex_at(json, "offset", CONFIG_SPACE_MAX);
	value = json_object_object_get(json, "offset");
	if (json_object_is_type(value, json_type_int))
		offset = json_object_get_int64(value);
	if (id < 0 || offset < 0x40 || offset >= CONFIG_SPACE_MAX || offset % 4)
		return false;
	capability->extended = offset >= 0x100;
	capability->id = id;
	capability->offset = offset;
	capability->version = json_object_get_int(json_object_object_get(json, "version")) & 0xf;
	return capability->extended || id <= 0xff;
}

static bool read_end(struct json_object *json, struct capabilities *capabilities)
{
	struct json_object *value = json_object_object_get(json, "capabilities_end");
	size_t i;

	for (i = 0; json_object_is_type(value, json_type_string) &&
	     i < sizeof(ends) / sizeof(*ends); i++) {
		if (strcmp(json_object_get_string(value), ends[i]))
			continue;
		capabilities->standard = i;
		capabilities->extended = i;
		return true;
	}
	return false;
}

int capabilities_from_json(struct json_object *json, struct device *device)
{
	struct json_object *array = json_object_object_get(json, "capabilities");
	struct capabilities *capabilities;
	size_t count, i;

	if (!array)
		return 0;
	if (!json_object_is_type(array, json_type_array))
		return -EINVAL;
	count = json_object_array_length(array);
	if (count > CAPABILITIES_MAX + EXTENDED_MAX)
		return -EINVAL;
	capabilities = calloc(1, sizeof(*capabilities) + count * sizeof(*capabilities->items));
	if (!capabilities)
		return -ENOMEM;
	free(device->capabilities);
	device->capabilities = capabilities;
	capabilities->count = count;
	for (i = 0; i < count; i++)
		if (!read_capability(json_object_array_get_idx(array, i),
				     &capabilities->items[i]))
			return -EINVAL;
	return read_end(json, capabilities) ? 0 : -EINVAL;
}
