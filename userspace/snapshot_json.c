// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot_json.c: a snapshot as JSON, schema muster-snapshot/1.
 */
#include "snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../module/uapi/muster.h"
#include "capabilities_json.h"
#include "config_image.h"
#include "contents.h"
#include "text.h"

#define LITERAL (JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT)

/* @name must live as long as the object: a literal, or of a table. */
static void add(struct json_object *object, const char *name, struct json_object *value)
{
	json_object_object_add_ex(object, name, value, LITERAL);
}

static struct json_object *hex_json(const uint8_t *bytes, size_t length)
{
	struct json_object *json;
	char *text = malloc(2 * length + 1);
	size_t i;

	if (!text)
		return NULL;
	for (i = 0; i < length; i++) {
		text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 0xf];
	}
	text[2 * length] = '\0';
	json = json_object_new_string(text);
	free(text);
	return json;
}

static struct json_object *field_json(const struct value *value, enum field_type type)
{
	if (value->state != VALUE_KNOWN)
		return NULL;
	switch (type) {
	case FIELD_DECIMAL:
		return json_object_new_int64(strtoll(value->text, NULL, 10));
	case FIELD_BOOL:
		return json_object_new_boolean(!strcmp(value->text, "true"));
	case FIELD_TEXT:
		break;
	}
	return text_json(value->text);
}

static struct json_object *bar_json(const struct bar *bar)
{
	struct json_object *json = json_object_new_object();
	bool memory = bar->flags & MUSTER_BAR_MEM;

	add(json, "index", json_object_new_int(bar->index));
	add(json, "size", json_object_new_uint64(bar->size));
	add(json, "type", json_object_new_string(memory ? "memory" : "io"));
	if (memory) {
		add(json, "width",
		    json_object_new_int(bar->flags & MUSTER_BAR_64 ? 64 : 32));
		add(json, "prefetchable",
		    json_object_new_boolean(!!(bar->flags & MUSTER_BAR_PREFETCH)));
	}
	return json;
}

/* The known bytes as extents. */
static struct json_object *extents_json(const uint8_t *bytes, const uint8_t *known, size_t size)
{
	struct json_object *array = json_object_new_array();
	size_t at = 0;

	while (at < size) {
		struct json_object *extent;
		size_t start = at;

		while (at < size && known[at / 8] >> at % 8 & 1)
			at++;
		if (at == start) {
			at++;
			continue;
		}
		extent = json_object_new_object();
		add(extent, "offset", json_object_new_int(start));
		add(extent, "data", hex_json(bytes + start, at - start));
		json_object_array_add(array, extent);
	}
	return array;
}

struct json_object *device_config_to_json(const struct device *device)
{
	const struct config_image *image = device->config;

	return image ? extents_json(image->bytes, image->known, CONFIG_SPACE_MAX) : NULL;
}

struct json_object *device_contents_to_json(const struct device *device)
{
	const struct contents *contents = device->contents;

	return contents ? extents_json(contents->bytes, contents->known, contents->length) : NULL;
}

static const char *origin_name(enum device_origin origin)
{
	return origin == ORIGIN_BOOT ? "boot" : "hot";
}

static void add_bars(struct json_object *json, const struct device *device,
		     struct json_object *unknown)
{
	struct json_object *bars;
	unsigned int i;

	if (!device->bars_known)
		json_object_array_add(unknown, json_object_new_string("bars"));
	if (!device->bars_known && !device->bar_count)
		return;
	bars = json_object_new_array();
	for (i = 0; i < device->bar_count; i++)
		json_object_array_add(bars, bar_json(&device->bars[i]));
	add(json, "bars", bars);
}

static void add_function(struct json_object *json, const struct device *device,
			 struct json_object *unknown, bool full)
{
	if (device->link_agreed)
		add(json, "link_agreed", json_object_new_boolean(true));
	add_bars(json, device, unknown);
	if (device->capabilities)
		capabilities_to_json(json, device, full);
	else
		json_object_array_add(unknown, json_object_new_string("capabilities"));
}

static void add_field(struct json_object *json, const struct device *device,
		      enum field field, struct json_object *unknown)
{
	const struct value *value = device_value(device, field);
	const char *name = device_unknown_name(device, field);

	if (name)
		json_object_array_add(unknown, json_object_new_string(name));
	else if (value->state != VALUE_UNKNOWN)
		add(json, field_table[field].key, field_json(value, field_table[field].type));
}

/* An object of its own; null where the device is known to have nothing of it. */
static void add_group(struct json_object *json, const struct device *device,
		      enum field_group group, struct json_object *unknown)
{
	const struct group_info *info = &group_table[group];
	enum value_state state = device_group_state(device, group);
	struct json_object *object = NULL;

	if (state == VALUE_KNOWN)
		object = json_object_new_object();
	for (unsigned int i = 0; state != VALUE_NONE && i < info->count; i++)
		add_field(object, device, info->first + i, unknown);
	if (state != VALUE_UNKNOWN)
		add(json, info->name, object);
}

static struct json_object *device_json(const struct device *device, bool full)
{
	struct json_object *json = json_object_new_object();
	struct json_object *unknown = json_object_new_array();
	int field, group;

	add(json, "bus", json_object_new_string(device_bus(device)));
	add(json, "kind", json_object_new_string(device_kind_name(device->kind)));
	add(json, "place", text_json(device->place));
	for (field = 0; field < FIELD_OWN; field++)
		if (device_has(device, field))
			add_field(json, device, field, unknown);
	for (group = 0; group < GROUP_COUNT; group++)
		if (device_has(device, group_table[group].first))
			add_group(json, device, group, unknown);
	if (device->reading != READING_NONE)
		add(json, "reading",
		    json_object_new_string(device_reading_name(device->reading)));
	if (device->kind == DEVICE_FUNCTION)
		add_function(json, device, unknown, full);
	if (device->announced != ANNOUNCED_UNKNOWN)
		add(json, "announced", json_object_new_string(
			device->announced == ANNOUNCED_BY_HOST ? "by host" : "later"));
	if (device->origin != ORIGIN_UNKNOWN)
		add(json, "origin", json_object_new_string(origin_name(device->origin)));
	if (device->number) {
		add(json, "entry", json_object_new_uint64(device->number));
		add(json, "last_entry", json_object_new_uint64(device->last));
		add(json, "since_boot_ns", json_object_new_uint64(device->since));
	}
	add(json, "unknown", unknown);
	return json;
}

/** device_to_json() - one element of "devices" */
struct json_object *device_to_json(const struct device *device)
{
	return device_json(device, false);
}

struct json_object *device_to_json_full(const struct device *device)
{
	struct json_object *json = device_json(device, true);

	if (device->config) {
		add(json, "config_size", json_object_new_int(device->config->size));
		add(json, "config", device_config_to_json(device));
	}
	if (device->contents) {
		if (device->contents->size)
			add(json, "contents_size",
			    json_object_new_uint64(device->contents->size));
		add(json, "contents", device_contents_to_json(device));
	}
	return json;
}

static struct json_object *board_json(const struct board *board)
{
	struct json_object *json = json_object_new_object();
	struct json_object *unknown = json_object_new_array();
	int field;

	for (field = 0; field < BOARD_FIELDS; field++) {
		const struct value *value = &board->fields[field];

		if (value->state == VALUE_UNKNOWN)
			json_object_array_add(unknown,
				json_object_new_string(board_field_names[field]));
		else
			add(json, board_field_names[field], text_json(value->text));
	}
	add(json, "platform",
	    json_object_new_string(board->virtual_machine ? "vm" : "hardware"));
	add(json, "unknown", unknown);
	return json;
}

static struct json_object *time_json(uint64_t nanoseconds)
{
	time_t seconds = nanoseconds / 1000000000;
	char text[64];
	struct tm tm;
	size_t length;

	if (!gmtime_r(&seconds, &tm))
		return NULL;
	length = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + length, sizeof(text) - length, ".%09uZ",
		 (unsigned int)(nanoseconds % 1000000000));
	return json_object_new_string(text);
}

static struct json_object *source_json(const struct snapshot *snapshot)
{
	struct json_object *json = json_object_new_object();

	add(json, "kind", json_object_new_string(source_kind_names[snapshot->source]));
	add(json, "path", text_json(snapshot->source_path));
	if (snapshot->pci_only)
		add(json, "pci_only", json_object_new_boolean(true));
	if (snapshot->part_only)
		add(json, "part_only", json_object_new_boolean(true));
	return json;
}

static struct json_object *ledger_json(const struct snapshot *snapshot)
{
	struct json_object *json = json_object_new_object();

	add(json, "load_id", hex_json(snapshot->load_id, sizeof(snapshot->load_id)));
	add(json, "next", json_object_new_uint64(snapshot->next));
	add(json, "hash", hex_json(snapshot->hash, sizeof(snapshot->hash)));
	return json;
}

static struct json_object *document(const struct snapshot *snapshot,
				    struct json_object *(*of)(const struct device *device))
{
	struct json_object *json = json_object_new_object();
	struct json_object *devices = json_object_new_array_ext(snapshot->count + 1);
	size_t i;

	add(json, "schema", json_object_new_string(SNAPSHOT_SCHEMA));
	add(json, "source", source_json(snapshot));
	add(json, "board", board_json(&snapshot->board));
	add(json, "hostname", text_json(snapshot->hostname));
	add(json, "boot_id", text_json(snapshot->boot_id));
	add(json, "machine_id", text_json(snapshot->machine_id));
	add(json, "kernel", text_json(snapshot->kernel));
	add(json, "time", time_json(snapshot->time));
	if (snapshot->memory.known)
		add(json, "memory", smbios_memories_to_json(&snapshot->memory));
	if (snapshot->memory.slots)
		add(json, "memory_slots", json_object_new_int64(snapshot->memory.slots));
	if (snapshot->has_ledger)
		add(json, "ledger", ledger_json(snapshot));
	add(json, "incomplete", json_object_new_boolean(snapshot->incomplete));
	for (i = 0; i < snapshot->count; i++)
		json_object_array_add(devices, of(snapshot->devices[i]));
	add(json, "devices", devices);
	return json;
}

/** snapshot_to_json() - the whole document */
struct json_object *snapshot_to_json(const struct snapshot *snapshot)
{
	return document(snapshot, device_to_json);
}

struct json_object *snapshot_to_json_full(const struct snapshot *snapshot)
{
	return document(snapshot, device_to_json_full);
}
