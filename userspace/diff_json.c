// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_json.c: two snapshots side by side, as one object of schema muster-diff/1.
 */
#include "diff.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "names.h"
#include "text.h"

static const char *const sides[DIFF_SIDES] = { "a", "b" };

static void add(struct json_object *json, const char *key, struct json_object *value)
{
	json_object_object_add_ex(json, key, value,
				  JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_ADD_CONSTANT_KEY);
}

static void add_text(struct json_object *json, const char *key, const char *text)
{
	add(json, key, text_json(text));
}

static struct json_object *change_json(const struct diff_change *change)
{
	struct json_object *json = json_object_new_object();

	add_text(json, "field", change->name);
	add_text(json, "a", change->values[DIFF_A]);
	add_text(json, "b", change->values[DIFF_B]);
	add_text(json, "register", change->part);
	add(json, "weighs", json_object_new_boolean(!change->context));
	return json;
}

static struct json_object *changes_json(const struct diff_changes *changes)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < changes->count; i++)
		json_object_array_add(list, change_json(&changes->items[i]));
	return list;
}

static struct json_object *device_json(const struct device *device, struct names *names)
{
	struct json_object *json, *named;
	char text[256];

	if (!device)
		return NULL;
	json = device_to_json(device);
	named = json_object_new_object();
	add_text(named, "class", names_class(names, device, text, sizeof(text)));
	add_text(named, "device", names_device(names, device, text, sizeof(text)));
	add(json, "names", named);
	return json;
}

static const char *place_on(const struct diff_entry *entry, enum diff_side side)
{
	return entry->devices[side] ? entry->devices[side]->place : NULL;
}

/* A whole difference; of what weighs nothing only what and where. */
static struct json_object *entry_json(const struct diff *diff, const struct diff_entry *entry,
				      struct names *names)
{
	const struct diff_entry *leader = &diff->entries[entry->leader];
	const struct diff_entry *like = &diff->entries[entry->like];
	const struct diff_entry *instead = &diff->entries[entry->instead];
	struct json_object *json = json_object_new_object();

	add_text(json, "what", diff_what_name(entry->what));
	add_text(json, "place", diff_place(entry));
	add_text(json, "place_a", place_on(entry, DIFF_A));
	add_text(json, "place_b", place_on(entry, DIFF_B));
	add(json, "changes", changes_json(&entry->changes));
	if (!diff_weighs(entry)) {
		add(json, "hosted", json_object_new_boolean(entry->hosted));
		return json;
	}
	add_text(json, "follows", leader == entry ? NULL : diff_place(leader));
	add_text(json, "maybe", like == entry ? NULL : diff_place(like));
	add(json, "instead", json_object_new_boolean(instead != entry));
	add(json, "a", device_json(entry->devices[DIFF_A], names));
	add(json, "b", device_json(entry->devices[DIFF_B], names));
	return json;
}

static struct json_object *entries_json(const struct diff *diff, bool weighs,
					struct names *names)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < diff->count; i++) {
		const struct diff_entry *entry = &diff->entries[i];

		if (diff_weighs(entry) != weighs ||
		    (entry->what == DIFF_SAME && !entry->changes.count))
			continue;
		json_object_array_add(list, entry_json(diff, entry, names));
	}
	return list;
}

static struct json_object *time_json(uint64_t nanoseconds)
{
	time_t seconds = nanoseconds / 1000000000;
	char text[32];
	struct tm tm;

	if (!nanoseconds || !gmtime_r(&seconds, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		return NULL;
	return json_object_new_string(text);
}

/* What a side is, and what it could not see. */
static struct json_object *side_json(const struct diff *diff, enum diff_side side)
{
	const struct snapshot *snapshot = diff->snapshots[side];
	struct json_object *json = json_object_new_object();
	struct json_object *fields = json_object_new_object();

	add_text(json, "path", snapshot->source_path);
	add_text(json, "source", source_kind_names[snapshot->source]);
	add_text(json, "hostname", snapshot->hostname);
	add_text(json, "kernel", snapshot->kernel);
	add(json, "time", time_json(snapshot->time));
	add(json, "devices", json_object_new_uint64(snapshot->count));
	add(json, "incomplete", json_object_new_boolean(snapshot->incomplete));
	for (int field = 0; field < FIELD_COUNT; field++)
		if (diff->blind[side][field])
			add(fields, diff_blind_name(field),
			    json_object_new_uint64(diff->blind[side][field]));
	add(json, "not_known", fields);
	add(json, "not_known_devices", json_object_new_uint64(diff->blind_devices[side]));
	add(json, "not_seen", json_object_new_uint64(diff->unseen[side]));
	add_text(json, "reason", diff->reasons[side]);
	return json;
}

static struct json_object *counts_json(const struct diff *diff)
{
	struct json_object *json = json_object_new_object();

	for (int what = DIFF_SAME; what < DIFF_UNSEEN; what++)
		add(json, diff_what_name(what), json_object_new_uint64(diff->counts[what]));
	return json;
}

struct json_object *diff_to_json(const struct diff *diff, struct names *names)
{
	struct json_object *json = json_object_new_object();

	if (!json)
		return NULL;
	add_text(json, "schema", DIFF_SCHEMA);
	add(json, "same", json_object_new_boolean(!diff_differs(diff)));
	for (int k = DIFF_A; k < DIFF_SIDES; k++)
		add(json, sides[k], side_json(diff, k));
	add(json, "board", changes_json(&diff->board));
	add(json, "hosts", changes_json(&diff->context));
	add(json, "differences", entries_json(diff, true, names));
	add(json, "context", entries_json(diff, false, names));
	add(json, "counts", counts_json(diff));
	add(json, "renumbered_functions", json_object_new_uint64(diff->renumbered));
	add(json, "renumbered_adapters", json_object_new_uint64(diff->renumbered_adapters));
	return json;
}
