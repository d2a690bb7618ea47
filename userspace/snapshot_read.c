// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot_read.c: a snapshot from JSON, which may come from anywhere.
 */
#include "snapshot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "adapter_type.h"
#include "snapshot_read.h"

#define DEVICES_MAX 1000000

static int read_board(struct board *board, struct json_object *json, char **why)
{
	const char *platform;
	int field, err = 0;

	if (!json_object_is_type(json, json_type_object))
		return read_fail(why, "\"board\" is not an object");
	for (field = 0; field < BOARD_FIELDS && !err; field++) {
		struct json_object *value;

		if (!json_object_object_get_ex(json, board_field_names[field], &value))
			continue;
		if (value && !read_string(value))
			return read_fail(why, "board: \"%s\" is not a string",
				    board_field_names[field]);
		err = board_set(board, field, read_string(value));
	}
	platform = read_string_at(json, "platform");
	board->virtual_machine = platform && !strcmp(platform, "vm");
	return err;
}

static int copy_text(char **out, struct json_object *json, const char *key)
{
	const char *text = read_string_at(json, key);

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

static int read_host(struct snapshot *snapshot, struct json_object *json)
{
	struct json_object *ledger = json_object_object_get(json, "ledger");
	struct json_object *source = json_object_object_get(json, "source");
	int err;

	snapshot->time = parse_time(read_string_at(json, "time"));
	snapshot->incomplete =
		json_object_get_boolean(json_object_object_get(json, "incomplete"));
	if (json_object_is_type(source, json_type_object)) {
		snapshot->pci_only =
			json_object_get_boolean(json_object_object_get(source, "pci_only"));
		snapshot->part_only =
			json_object_get_boolean(json_object_object_get(source, "part_only"));
	}
	if (json_object_is_type(ledger, json_type_object)) {
		snapshot->has_ledger = true;
		snapshot->next = read_number_at(ledger, "next");
		read_hex(snapshot->load_id, sizeof(snapshot->load_id),
			 read_string_at(ledger, "load_id"));
		read_hex(snapshot->hash, sizeof(snapshot->hash),
			 read_string_at(ledger, "hash"));
	}
	err = copy_text(&snapshot->hostname, json, "hostname");
	if (!err)
		err = copy_text(&snapshot->boot_id, json, "boot_id");
	if (!err)
		err = copy_text(&snapshot->machine_id, json, "machine_id");
	return err ? err : copy_text(&snapshot->kernel, json, "kernel");
}

static int read_memory(struct snapshot *snapshot, struct json_object *json, char **why)
{
	int err;

	err = smbios_memories_from_json(json_object_object_get(json, "memory"),
					&snapshot->memory);
	if (err == -EINVAL)
		return read_fail(why, "\"memory\" is not what firmware says of memory modules");
	if (!err && snapshot->memory.known)
		snapshot->memory.slots = read_number_at(json, "memory_slots");
	return err;
}

static int read_devices(struct snapshot *snapshot, struct json_object *array, char **why)
{
	size_t count, i;
	int err = 0;

	if (!json_object_is_type(array, json_type_array))
		return read_fail(why, "\"devices\" is not an array");
	count = json_object_array_length(array);
	if (count > DEVICES_MAX)
		return read_fail(why, "too many devices");
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
	const char *schema = read_string_at(json, "schema");
	struct json_object *board = json_object_object_get(json, "board");
	struct snapshot *snapshot;
	int err;

	if (why)
		*why = NULL;
	if (!schema)
		return read_fail(why, "not a snapshot: no \"schema\"");
	if (strcmp(schema, SNAPSHOT_SCHEMA)) {
		read_fail(why, "schema \"%.64s\" is not %s", schema, SNAPSHOT_SCHEMA);
		return -EPROTONOSUPPORT;
	}
	snapshot = snapshot_new(SOURCE_SNAPSHOT);
	if (!snapshot)
		return -ENOMEM;
	err = board ? read_board(&snapshot->board, board, why) : 0;
	if (!err)
		err = read_host(snapshot, json);
	if (!err)
		err = read_memory(snapshot, json, why);
	if (!err)
		err = read_devices(snapshot, json_object_object_get(json, "devices"), why);
	if (err) {
		snapshot_free(snapshot);
		return err;
	}
	snapshot_sort(snapshot);
	err = adapter_types(snapshot);
	if (err) {
		snapshot_free(snapshot);
		return err;
	}
	*out = snapshot;
	return 0;
}
