// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_head.c: what stands before the rules of a generated inventory: for
 * which board it is, and how it came about.
 */
#include "inventory_generate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "contents_name.h"
#include "place.h"
#include "placeholder.h"
#include "root_table.h"
#include "serial.h"
#include "text.h"

void inventory_put_text(struct json_object *json, const char *key, const char *text)
{
	json_object_object_add(json, key, text_json(text));
}

void inventory_put_value(struct json_object *json, const char *key, const struct value *value)
{
	char *escaped = NULL;

	if (value->state == VALUE_UNKNOWN)
		return;
	if (value->state == VALUE_KNOWN) {
		escaped = glob_escape(value->text);
		/* What a file cannot hold as a text is matched by its rest. */
		for (char *c = escaped; c && *c && !text_is_clean(escaped); c++)
			if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
				*c = '?';
	}
	if (!escaped || *escaped)
		inventory_put_text(json, key, escaped);
	free(escaped);
}

/* The maker of the board always, of the product only where it says something. */
static struct json_object *match_of(const struct board *board)
{
	static const enum board_field product[] = {
		BOARD_SYS_VENDOR, BOARD_PRODUCT_NAME,
	}, always[] = { BOARD_BOARD_VENDOR, BOARD_BOARD_NAME };
	struct json_object *match = json_object_new_object();

	for (size_t i = 0; i < 2; i++) {
		const struct value *value = &board->fields[product[i]];

		if (value->state == VALUE_KNOWN && !placeholder_dmi(value->text))
			inventory_put_value(match, board_field_names[product[i]], value);
	}
	for (size_t i = 0; i < 2; i++)
		inventory_put_value(match, board_field_names[always[i]], &board->fields[always[i]]);
	return match;
}

static const char *board_text(const struct board *board, enum board_field field)
{
	const struct value *value = &board->fields[field];

	return value->state == VALUE_KNOWN && !placeholder_dmi(value->text) ?
		value->text : NULL;
}

/* Which piece it is: "Samsung M393A2K43CB2-CTD (DDR4 RDIMM, 16 GiB) 12345678" */
static struct json_object *name_of_part(const struct device *device)
{
	const char *serial = serial_real(device);
	char name[256], text[400];

	contents_name(device, name, sizeof(name));
	snprintf(text, sizeof(text), "%s%s%s", *name ? name : "a memory", serial ? " " : "",
		 serial ? serial : "");
	for (char *c = text; *c && !text_is_clean(text); c++)
		if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
			*c = '?';
	return text_json(text);
}

static struct json_object *name_of(const struct snapshot *snapshot,
				   const struct generate_options *options)
{
	const struct board *board = &snapshot->board;
	const char *vendor = board_text(board, BOARD_BOARD_VENDOR);
	const char *name = board_text(board, BOARD_BOARD_NAME);
	struct json_object *json;
	char *text;

	if (options->name)
		return text_json(options->name);
	if (snapshot->part_only && snapshot->count == 1)
		return name_of_part(snapshot->devices[0]);
	if (!name) {
		vendor = board_text(board, BOARD_SYS_VENDOR);
		name = board_text(board, BOARD_PRODUCT_NAME);
	}
	if (!name)
		name = snapshot->hostname ? snapshot->hostname : "unnamed";
	if (asprintf(&text, "%s%s%s", vendor ? vendor : "", vendor ? " " : "", name) < 0)
		return NULL;
	json = text_json(text);
	free(text);
	return json;
}

static struct json_object *hex_json(const unsigned char *bytes, size_t count)
{
	char text[2 * 32 + 1] = "";

	for (size_t i = 0; i < count && i < 32; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return json_object_new_string(text);
}

/* Where the record stood, so that what was learned can be proved later. */
static struct json_object *ledger_of(const struct snapshot *snapshot,
				     const struct generate_options *options)
{
	const unsigned char *hash = options->ledger_hash;
	struct json_object *ledger;

	if (!hash && !snapshot->has_ledger)
		return NULL;
	ledger = json_object_new_object();
	if (snapshot->has_ledger) {
		json_object_object_add(ledger, "load_id",
				       hex_json(snapshot->load_id, sizeof(snapshot->load_id)));
		json_object_object_add(ledger, "next", json_object_new_uint64(snapshot->next));
	}
	json_object_object_add(ledger, "hash", hex_json(hash ? hash : snapshot->hash, 32));
	return ledger;
}

static struct json_object *provenance_of(const struct snapshot *snapshot,
					 const struct generate_options *options)
{
	time_t seconds = snapshot->time / 1000000000;
	struct json_object *json = json_object_new_object();
	char date[32];
	struct tm tm;

	inventory_put_text(json, "host", snapshot->hostname);
	if (gmtime_r(&seconds, &tm) && strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm))
		inventory_put_text(json, "date", date);
	inventory_put_text(json, "source", source_kind_names[snapshot->source]);
	inventory_put_text(json, "kernel", snapshot->kernel);
	json_object_object_add(json, "ledger", ledger_of(snapshot, options));
	json_object_object_add(json, "machines", json_object_new_int(1));
	json_object_object_add(json, "reviewed", NULL);
	return json;
}

/* Bus numbers can move; with this, places follow what firmware calls their root. */
static struct json_object *roots_of(const struct snapshot *snapshot)
{
	struct root_table *table = root_table_new(snapshot);
	struct json_object *roots = NULL;

	for (size_t i = 0; table && i < root_table_count(table); i++) {
		const char *id, *root = root_table_get(table, i, &id);

		if (!id || !text_is_clean(id) || !place_valid(root))
			continue;
		if (!roots)
			roots = json_object_new_object();
		inventory_put_text(roots, root, id);
	}
	root_table_free(table);
	return roots;
}

/* Whether only their order tells it apart from another, and a rule is about either. */
static bool has_siblings(const struct snapshot *snapshot, const struct device *adapter)
{
	bool sibling = false, client = false;
	size_t base = 0, length = place_bus(adapter->place, &base);

	for (size_t i = 0; i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];
		size_t other, end = place_bus(device->place, &other);

		if (!end || other != base || strncmp(device->place, adapter->place, base) != 0)
			continue;
		sibling |= end != length || strncmp(device->place, adapter->place, end) != 0;
		client |= device->kind != DEVICE_ADAPTER;
	}
	return sibling && client;
}

/* What the kernel called each, so that another order of making them is none of places. */
static struct json_object *adapters_of(const struct snapshot *snapshot)
{
	struct json_object *adapters = NULL;

	for (size_t i = 0; i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];
		const char *name = device_get(device, FIELD_NAME);
		size_t base;

		if (device->kind != DEVICE_ADAPTER || !name || !text_is_clean(name) || !*name ||
		    place_bus(device->place, &base) != strlen(device->place) ||
		    !has_siblings(snapshot, device))
			continue;
		if (!adapters)
			adapters = json_object_new_object();
		inventory_put_text(adapters, device->place, name);
	}
	return adapters;
}

struct json_object *inventory_head(const struct snapshot *snapshot,
				   const struct generate_options *options)
{
	struct json_object *json = json_object_new_object();
	struct json_object *implicit = json_object_new_object();
	struct json_object *roots = roots_of(snapshot), *adapters = adapters_of(snapshot);

	inventory_put_text(json, "schema", INVENTORY_SCHEMA);
	inventory_put_text(json, "kind", "model");
	json_object_object_add(json, "name", name_of(snapshot, options));
	json_object_object_add(json, "match", match_of(&snapshot->board));
	inventory_put_text(implicit, "severity", "critical");
	json_object_object_add(json, "implicit", implicit);
	if (roots)
		json_object_object_add(json, "roots", roots);
	if (adapters)
		json_object_object_add(json, "adapters", adapters);
	json_object_object_add(json, "provenance", provenance_of(snapshot, options));
	return json;
}
