// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot_read.c: a snapshot from JSON, which may come from anywhere.
 */
#include "snapshot.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../module/uapi/muster.h"
#include "capabilities_json.h"
#include "config_image.h"
#include "place.h"
#include "text.h"

#define DEVICES_MAX 1000000

static int fail(char **why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Return: -EINVAL, with a sentence if there is memory for it. */
static int fail(char **why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (why && vasprintf(why, format, arguments) < 0)
		*why = NULL;
	va_end(arguments);
	return -EINVAL;
}

/* Strings with a NUL inside are none: no output of ours has one. */
static const char *string_of(struct json_object *json)
{
	const char *text;

	if (!json_object_is_type(json, json_type_string))
		return NULL;
	text = json_object_get_string(json);
	return strlen(text) == (size_t)json_object_get_string_len(json) ? text : NULL;
}

static const char *string_at(struct json_object *object, const char *key)
{
	return string_of(json_object_object_get(object, key));
}

static uint64_t number_at(struct json_object *object, const char *key)
{
	struct json_object *json = json_object_object_get(object, key);

	if (!json_object_is_type(json, json_type_int))
		return 0;
	/* a negative number is beyond every bound */
	return json_object_get_int64(json) < 0 ? UINT64_MAX : json_object_get_uint64(json);
}

static bool is_hex(const char *text, size_t digits)
{
	return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

static int read_field(struct device *device, enum field field,
		      struct json_object *json, char **why)
{
	const struct field_info *info = &field_table[field];
	const char *text = string_of(json);

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
		if (text && (!info->hex_digits || is_hex(text, info->hex_digits)))
			return device_set(device, field, text);
		break;
	}
	return fail(why, "%s: \"%s\" is not what it should be", device->place, info->name);
}

static int read_bars(struct device *device, struct json_object *bars, char **why)
{
	size_t count, i;

	if (!bars)
		return 0;
	if (!json_object_is_type(bars, json_type_array))
		return fail(why, "%s: \"bars\" is not an array", device->place);
	count = json_object_array_length(bars);
	if (count > DEVICE_BARS)
		return fail(why, "%s: too many \"bars\"", device->place);
	for (i = 0; i < count; i++) {
		struct json_object *json = json_object_array_get_idx(bars, i);
		const char *type = string_at(json, "type");
		struct bar *bar = &device->bars[i];

		bar->index = number_at(json, "index");
		bar->size = number_at(json, "size");
		if (!type || bar->index >= DEVICE_BARS)
			return fail(why, "%s: \"bars\" holds no BAR", device->place);
		bar->flags = strcmp(type, "io") ? MUSTER_BAR_MEM : MUSTER_BAR_IO;
		if (number_at(json, "width") == 64)
			bar->flags |= MUSTER_BAR_64;
		if (json_object_get_boolean(json_object_object_get(json, "prefetchable")))
			bar->flags |= MUSTER_BAR_PREFETCH;
	}
	device->bar_count = count;
	device->bars_known = true;
	return 0;
}

static int nibble(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : c - 'a' + 10;
}

static int read_extent(struct device *device, struct json_object *json, char **why)
{
	const char *data = string_at(json, "data");
	uint64_t offset = number_at(json, "offset");
	uint8_t bytes[CONFIG_SPACE_MAX];
	size_t length, i;

	length = data ? strlen(data) / 2 : 0;
	if (!data || length > sizeof(bytes) || !is_hex(data, 2 * length) ||
	    offset > CONFIG_SPACE_MAX)
		return fail(why, "%s: \"config\" holds no bytes", device->place);
	for (i = 0; i < length; i++)
		bytes[i] = nibble(data[2 * i]) << 4 | nibble(data[2 * i + 1]);
	if (config_image_put(device->config, offset, bytes, length))
		return fail(why, "%s: \"config\" is beyond its space", device->place);
	return 0;
}

static int read_config(struct device *device, uint64_t size, struct json_object *json,
		       char **why)
{
	size_t i;
	int err = 0;

	if (!json)
		return 0;
	if (!json_object_is_type(json, json_type_array))
		return fail(why, "%s: \"config\" is not an array", device->place);
	device->config = config_image_new(size == 256 || size == CONFIG_SPACE_MAX ? size : 0);
	if (!device->config)
		return -ENOMEM;
	for (i = 0; i < json_object_array_length(json) && !err; i++)
		err = read_extent(device, json_object_array_get_idx(json, i), why);
	return err;
}

/* Whether "unknown" names what is no field. */
static bool is_unknown(struct json_object *json, const char *name)
{
	struct json_object *unknown = json_object_object_get(json, "unknown");
	size_t i, count = 0;

	if (json_object_is_type(unknown, json_type_array))
		count = json_object_array_length(unknown);
	for (i = 0; i < count; i++) {
		const char *text = string_of(json_object_array_get_idx(unknown, i));

		if (text && !strcmp(text, name))
			return true;
	}
	return false;
}

static void read_marks(struct device *device, struct json_object *json)
{
	const char *origin = string_at(json, "origin");
	const char *reading = string_at(json, "reading");
	int i;

	if (origin)
		device->origin = !strcmp(origin, "boot") ? ORIGIN_BOOT :
				 !strcmp(origin, "hot") ? ORIGIN_HOT : ORIGIN_UNKNOWN;
	for (i = READING_OK; reading && i <= READING_UNREADABLE; i++)
		if (!strcmp(reading, device_reading_name(i)))
			device->reading = i;
	device->link_agreed =
		json_object_get_boolean(json_object_object_get(json, "link_agreed"));
	device->number = number_at(json, "entry");
	device->last = number_at(json, "last_entry");
	device->since = number_at(json, "since_boot_ns");
}

/* Return: the kind, or 0. */
static enum device_kind kind_of(struct json_object *json)
{
	const char *name = string_at(json, "kind");
	int kind;

	for (kind = DEVICE_FUNCTION; name && kind <= DEVICE_CLIENT; kind++)
		if (!strcmp(name, device_kind_name(kind)))
			return kind;
	return 0;
}

/* BARs, capabilities, bytes; and what follows from the bytes, whoever wrote it. */
static int read_function(struct device *device, struct json_object *json, char **why)
{
	int err;

	err = read_bars(device, json_object_object_get(json, "bars"), why);
	if (!err && is_unknown(json, "bars"))
		device->bars_known = false;
	if (!err)
		err = capabilities_from_json(json, device);
	if (err == -EINVAL && (!why || !*why))
		return fail(why, "%s: \"capabilities\" holds no list of them", device->place);
	if (!err)
		err = read_config(device, number_at(json, "config_size"),
				  json_object_object_get(json, "config"), why);
	return err || !device->config ? err : device_decode(device);
}

static int read_device(struct json_object *json, struct device **out, char **why)
{
	enum device_kind kind = kind_of(json);
	const char *place = string_at(json, "place");
	struct device *device;
	int field, err = 0;

	/* escaping what is not clean would make it longer than a place can be */
	if (!kind || !place || !*place || strlen(place) > PLACE_MAX || !text_is_clean(place))
		return fail(why, "a device without a kind known here, or without a place");
	if (!place_valid(place))
		return fail(why, "\"%s\" is no place as muster writes them", place);
	device = device_new(kind, place);
	if (!device)
		return -ENOMEM;
	for (field = 0; field < FIELD_COUNT && !err; field++) {
		struct json_object *value;

		if (device_has(device, field) &&
		    json_object_object_get_ex(json, field_table[field].name, &value))
			err = read_field(device, field, value, why);
	}
	if (!err && kind == DEVICE_FUNCTION)
		err = read_function(device, json, why);
	if (err) {
		device_free(device);
		return err;
	}
	read_marks(device, json);
	*out = device;
	return 0;
}

static int read_board(struct board *board, struct json_object *json, char **why)
{
	const char *platform;
	int field, err = 0;

	if (!json_object_is_type(json, json_type_object))
		return fail(why, "\"board\" is not an object");
	for (field = 0; field < BOARD_FIELDS && !err; field++) {
		struct json_object *value;

		if (!json_object_object_get_ex(json, board_field_names[field], &value))
			continue;
		if (value && !string_of(value))
			return fail(why, "board: \"%s\" is not a string",
				    board_field_names[field]);
		err = board_set(board, field, string_of(value));
	}
	platform = string_at(json, "platform");
	board->virtual_machine = platform && !strcmp(platform, "vm");
	return err;
}

static int copy_text(char **out, struct json_object *json, const char *key)
{
	const char *text = string_at(json, key);

	*out = text ? strdup(text) : NULL;
	return text && !*out ? -ENOMEM : 0;
}

/* 2026-11-21T23:16:48.123456789Z; anything else is no time. */
static uint64_t parse_time(const char *text)
{
	unsigned int nanoseconds = 0;
	struct tm tm = { 0 };
	const char *rest;

	rest = text ? strptime(text, "%Y-%m-%dT%H:%M:%S", &tm) : NULL;
	if (!rest || (*rest == '.' && sscanf(rest, ".%9uZ", &nanoseconds) != 1))
		return 0;
	return timegm(&tm) * 1000000000ull + nanoseconds;
}

static void read_bytes(uint8_t *bytes, size_t size, const char *hex)
{
	size_t i;

	if (!hex || !is_hex(hex, 2 * size))
		return;
	for (i = 0; i < size; i++)
		bytes[i] = nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]);
}

static int read_host(struct snapshot *snapshot, struct json_object *json)
{
	struct json_object *ledger = json_object_object_get(json, "ledger");
	struct json_object *source = json_object_object_get(json, "source");
	int err;

	snapshot->time = parse_time(string_at(json, "time"));
	snapshot->incomplete =
		json_object_get_boolean(json_object_object_get(json, "incomplete"));
	if (json_object_is_type(source, json_type_object))
		snapshot->pci_only =
			json_object_get_boolean(json_object_object_get(source, "pci_only"));
	if (json_object_is_type(ledger, json_type_object)) {
		snapshot->has_ledger = true;
		snapshot->next = number_at(ledger, "next");
		read_bytes(snapshot->load_id, sizeof(snapshot->load_id),
			   string_at(ledger, "load_id"));
		read_bytes(snapshot->hash, sizeof(snapshot->hash),
			   string_at(ledger, "hash"));
	}
	err = copy_text(&snapshot->hostname, json, "hostname");
	if (!err)
		err = copy_text(&snapshot->boot_id, json, "boot_id");
	if (!err)
		err = copy_text(&snapshot->machine_id, json, "machine_id");
	return err ? err : copy_text(&snapshot->kernel, json, "kernel");
}

static int read_devices(struct snapshot *snapshot, struct json_object *array, char **why)
{
	size_t count, i;
	int err = 0;

	if (!json_object_is_type(array, json_type_array))
		return fail(why, "\"devices\" is not an array");
	count = json_object_array_length(array);
	if (count > DEVICES_MAX)
		return fail(why, "too many devices");
	for (i = 0; i < count && !err; i++) {
		struct device *device = NULL;

		err = read_device(json_object_array_get_idx(array, i), &device, why);
		if (!err)
			err = snapshot_add(snapshot, device);
	}
	return err;
}

int snapshot_from_json(struct json_object *json, struct snapshot **out, char **why)
{
	const char *schema = string_at(json, "schema");
	struct json_object *board = json_object_object_get(json, "board");
	struct snapshot *snapshot;
	int err;

	if (why)
		*why = NULL;
	if (!schema)
		return fail(why, "not a snapshot: no \"schema\"");
	if (strcmp(schema, SNAPSHOT_SCHEMA)) {
		fail(why, "schema \"%.64s\" is not %s", schema, SNAPSHOT_SCHEMA);
		return -EPROTONOSUPPORT;
	}
	snapshot = snapshot_new(SOURCE_SNAPSHOT);
	if (!snapshot)
		return -ENOMEM;
	err = board ? read_board(&snapshot->board, board, why) : 0;
	if (!err)
		err = read_host(snapshot, json);
	if (!err)
		err = read_devices(snapshot, json_object_object_get(json, "devices"), why);
	if (err) {
		snapshot_free(snapshot);
		return err;
	}
	snapshot_sort(snapshot);
	*out = snapshot;
	return 0;
}
