// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot_read_device.c: one device from JSON, which may come from anywhere.
 */
#include "snapshot_read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../module/uapi/muster.h"
#include "capabilities_json.h"
#include "config_image.h"
#include "contents.h"
#include "device.h"
#include "place.h"
#include "text.h"

int read_fail(char **why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (why && vasprintf(why, format, arguments) < 0)
		*why = NULL;
	va_end(arguments);
	return -EINVAL;
}

const char *read_string(struct json_object *json)
{
	const char *text;

	if (!json_object_is_type(json, json_type_string))
		return NULL;
	text = json_object_get_string(json);
	return strlen(text) == (size_t)json_object_get_string_len(json) ? text : NULL;
}

const char *read_string_at(struct json_object *object, const char *key)
{
	return read_string(json_object_object_get(object, key));
}

uint64_t read_number_at(struct json_object *object, const char *key)
{
	struct json_object *json = json_object_object_get(object, key);

	if (!json_object_is_type(json, json_type_int))
		return 0;
	return json_object_get_int64(json) < 0 ? UINT64_MAX : json_object_get_uint64(json);
}

static bool is_hex(const char *text, size_t digits)
{
	return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

static uint8_t nibble(char digit)
{
	return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

int read_hex(uint8_t *bytes, size_t size, const char *hex)
{
	if (!hex || !is_hex(hex, 2 * size))
		return -EINVAL;
	for (size_t i = 0; i < size; i++)
		bytes[i] = nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]);
	return 0;
}

static int read_field(struct device *device, enum field field,
		      struct json_object *json, char **why)
{
	const struct field_info *info = &field_table[field];
	const char *text = read_string(json);

	if (!json)
		return device_set(device, field, NULL);
	switch (info->type) {
	case FIELD_DECIMAL:
		if (json_object_is_type(json, json_type_int))
			return device_setf(device, field, "%" PRId64,
					   json_object_get_int64(json));
		break;
	case FIELD_BOOL:
		if (json_object_is_type(json, json_type_boolean))
			return device_set(device, field,
					  json_object_get_boolean(json) ? "true" : "false");
		break;
	case FIELD_TEXT:
		/* what a dump leaves out is no hex */
		if (text && (!info->hex_digits || is_hex(text, info->hex_digits) ||
			     !strncmp(text, "redacted-", 9)))
			return device_set(device, field, text);
		break;
	}
	return read_fail(why, "%s: \"%s\" is not what it should be", device->place, info->name);
}

static int read_bars(struct device *device, struct json_object *bars, char **why)
{
	size_t count, i;

	if (!bars)
		return 0;
	if (!json_object_is_type(bars, json_type_array))
		return read_fail(why, "%s: \"bars\" is not an array", device->place);
	count = json_object_array_length(bars);
	if (count > DEVICE_BARS)
		return read_fail(why, "%s: too many \"bars\"", device->place);
	for (i = 0; i < count; i++) {
		struct json_object *json = json_object_array_get_idx(bars, i);
		const char *type = read_string_at(json, "type");
		struct bar *bar = &device->bars[i];

		bar->index = read_number_at(json, "index");
		bar->size = read_number_at(json, "size");
		if (!type || bar->index >= DEVICE_BARS)
			return read_fail(why, "%s: \"bars\" holds no BAR", device->place);
		bar->flags = strcmp(type, "io") ? MUSTER_BAR_MEM : MUSTER_BAR_IO;
		if (read_number_at(json, "width") == 64)
			bar->flags |= MUSTER_BAR_64;
		if (json_object_get_boolean(json_object_object_get(json, "prefetchable")))
			bar->flags |= MUSTER_BAR_PREFETCH;
	}
	device->bar_count = count;
	device->bars_known = true;
	return 0;
}

/* An extent's bytes, to be freed; NULL with a sentence. */
static uint8_t *read_extent(const struct device *device, struct json_object *json,
			    const char *what, size_t *offset, size_t *length, char **why)
{
	const char *data = read_string_at(json, "data");
	uint64_t at = read_number_at(json, "offset");
	uint8_t *bytes;

	*length = data ? strlen(data) / 2 : 0;
	bytes = data && at <= CONTENTS_MAX && *length <= CONTENTS_MAX ?
		malloc(*length + 1) : NULL;
	if (!bytes || read_hex(bytes, *length, data)) {
		read_fail(why, "%s: \"%s\" holds no bytes", device->place, what);
		free(bytes);
		return NULL;
	}
	*offset = at;
	return bytes;
}

typedef int (*extent_user)(struct device *device, size_t offset, const void *bytes,
			   size_t length);

static int put_config(struct device *device, size_t offset, const void *bytes, size_t length)
{
	return config_image_put(device->config, offset, bytes, length);
}

static int put_contents(struct device *device, size_t offset, const void *bytes, size_t length)
{
	return contents_put(device->contents, offset, bytes, length);
}

static int read_extents(struct device *device, struct json_object *json, const char *what,
			extent_user use, char **why)
{
	if (!json_object_is_type(json, json_type_array))
		return read_fail(why, "%s: \"%s\" is not an array", device->place, what);
	for (size_t i = 0; i < json_object_array_length(json); i++) {
		size_t offset, length;
		uint8_t *bytes = read_extent(device, json_object_array_get_idx(json, i), what,
					     &offset, &length, why);
		int err = bytes ? use(device, offset, bytes, length) : -EINVAL;

		free(bytes);
		if (err == -ERANGE)
			return read_fail(why, "%s: \"%s\" is beyond its space",
					 device->place, what);
		if (err)
			return err;
	}
	return 0;
}

static int read_config(struct device *device, struct json_object *json, char **why)
{
	uint64_t size = read_number_at(json, "config_size");
	struct json_object *extents = json_object_object_get(json, "config");

	if (!extents)
		return 0;
	device->config = config_image_new(size == 256 || size == CONFIG_SPACE_MAX ? size : 0);
	if (!device->config)
		return -ENOMEM;
	return read_extents(device, extents, "config", put_config, why);
}

static int read_contents(struct device *device, struct json_object *json, char **why)
{
	uint64_t size = read_number_at(json, "contents_size");
	struct json_object *extents = json_object_object_get(json, "contents");

	if (!extents)
		return 0;
	device->contents = contents_new(size <= CONTENTS_MAX ? size : 0);
	if (!device->contents)
		return -ENOMEM;
	return read_extents(device, extents, "contents", put_contents, why);
}

/* Whether "unknown" names what is no field. */
static bool is_unknown(struct json_object *json, const char *name)
{
	struct json_object *unknown = json_object_object_get(json, "unknown");
	size_t i, count = 0;

	if (json_object_is_type(unknown, json_type_array))
		count = json_object_array_length(unknown);
	for (i = 0; i < count; i++) {
		const char *text = read_string(json_object_array_get_idx(unknown, i));

		if (text && !strcmp(text, name))
			return true;
	}
	return false;
}

static void read_marks(struct device *device, struct json_object *json)
{
	const char *origin = read_string_at(json, "origin");
	const char *announced = read_string_at(json, "announced");
	const char *reading = read_string_at(json, "reading");
	int i;

	if (announced && device->kind == DEVICE_CLIENT)
		device->announced = !strcmp(announced, "by host") ? ANNOUNCED_BY_HOST :
				    !strcmp(announced, "later") ? ANNOUNCED_LATER :
				    ANNOUNCED_UNKNOWN;

	if (origin)
		device->origin = !strcmp(origin, "boot") ? ORIGIN_BOOT :
				 !strcmp(origin, "hot") ? ORIGIN_HOT : ORIGIN_UNKNOWN;
	for (i = READING_OK; reading && i <= READING_UNREADABLE; i++)
		if (!strcmp(reading, device_reading_name(i)))
			device->reading = i;
	device->link_agreed =
		json_object_get_boolean(json_object_object_get(json, "link_agreed"));
	device->number = read_number_at(json, "entry");
	device->last = read_number_at(json, "last_entry");
	device->since = read_number_at(json, "since_boot_ns");
}

/* Return: the kind, or 0. */
static enum device_kind kind_of(struct json_object *json)
{
	const char *name = read_string_at(json, "kind");
	int kind;

	for (kind = DEVICE_FUNCTION; name && kind <= DEVICE_ANSWERING; kind++)
		if (!strcmp(name, device_kind_name(kind)))
			return kind;
	return 0;
}

/* BARs, capabilities, bytes. */
static int read_function(struct device *device, struct json_object *json, char **why)
{
	int err;

	err = read_bars(device, json_object_object_get(json, "bars"), why);
	if (!err && is_unknown(json, "bars"))
		device->bars_known = false;
	if (!err)
		err = capabilities_from_json(json, device);
	if (err == -EINVAL && (!why || !*why))
		return read_fail(why, "%s: \"capabilities\" holds no list of them", device->place);
	if (!err)
		err = read_config(device, json, why);
	return err;
}

static int read_own_fields(struct device *device, struct json_object *json, char **why)
{
	struct json_object *value;
	int err = 0;

	for (int field = 0; field < FIELD_OWN && !err; field++)
		if (device_has(device, field) &&
		    json_object_object_get_ex(json, field_table[field].key, &value))
			err = read_field(device, field, value, why);
	return err;
}

/* null: there is none of it. */
static int read_group(struct device *device, enum field_group group,
		      struct json_object *json, char **why)
{
	const struct group_info *info = &group_table[group];
	struct json_object *value;
	int err = 0;

	if (!json)
		device_set_group(device, group, VALUE_NONE);
	else if (!json_object_is_type(json, json_type_object))
		return read_fail(why, "%s: \"%s\" is not an object", device->place, info->name);
	for (unsigned int i = 0; json && i < info->count && !err; i++)
		if (json_object_object_get_ex(json, field_table[info->first + i].key, &value))
			err = read_field(device, info->first + i, value, why);
	return err;
}

static int read_fields(struct device *device, struct json_object *json, char **why)
{
	struct json_object *value;
	int err = read_own_fields(device, json, why);

	for (int group = 0; group < GROUP_COUNT && !err; group++)
		if (device_has(device, group_table[group].first) &&
		    json_object_object_get_ex(json, group_table[group].name, &value))
			err = read_group(device, group, value, why);
	return err;
}

int read_device(struct json_object *json, struct device **out, char **why)
{
	enum device_kind kind = kind_of(json);
	const char *place = read_string_at(json, "place");
	struct device *device;
	int err;

	/* escaping what is not clean would make it longer than a place can be */
	if (!kind || !place || !*place || strlen(place) > PLACE_MAX || !text_is_clean(place))
		return read_fail(why, "a device without a kind known here, or without a place");
	if (!place_valid(place))
		return read_fail(why, "\"%s\" is no place as muster writes them", place);
	device = device_new(kind, place);
	if (!device)
		return -ENOMEM;
	read_marks(device, json);
	err = read_fields(device, json, why);
	if (!err && kind == DEVICE_FUNCTION)
		err = read_function(device, json, why);
	if (!err)
		err = read_contents(device, json, why);
	/* what follows from the bytes, whoever wrote it */
	if (!err && (device->config || device->contents))
		err = device_decode(device);
	if (err) {
		device_free(device);
		return err;
	}
	*out = device;
	return 0;
}
