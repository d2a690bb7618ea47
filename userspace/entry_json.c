// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * entry_json.c: one entry of a ledger as JSON.
 */
#include "entry.h"

#include <stdio.h>

#include "text.h"

static void add(struct json_object *object, const char *name, struct json_object *value)
{
	json_object_object_add(object, name, value);
}

static void add_number(struct json_object *object, const char *name, uint64_t value)
{
	add(object, name, json_object_new_uint64(value));
}

static struct json_object *flags_json(uint32_t flags)
{
	struct json_object *json = json_object_new_array();

	if (flags & MUSTER_ENTRY_UNTRACKED)
		json_object_array_add(json, json_object_new_string("untracked"));
	if (flags & MUSTER_ENTRY_UNINTRODUCED)
		json_object_array_add(json, json_object_new_string("unintroduced"));
	return json;
}

static struct json_object *load_json(const struct entry *entry)
{
	struct json_object *json = json_object_new_object();
	struct json_object *board = json_object_new_object();
	char text[2 * sizeof(entry->load_id) + 1];
	size_t i;
	int field;

	for (i = 0; i < sizeof(entry->load_id); i++)
		snprintf(text + 2 * i, 3, "%02x", entry->load_id[i]);
	add(json, "load_id", json_object_new_string(text));
	add(json, "version", text_json(entry->version));
	add(json, "source_digest", text_json(entry->source_digest));
	add(json, "kernel", text_json(entry->kernel));
	for (field = 0; field < BOARD_FIELDS; field++)
		if (entry->board.fields[field].state == VALUE_KNOWN)
			add(board, board_field_names[field],
			    text_json(entry->board.fields[field].text));
	add(json, "board", board);
	return json;
}

static struct json_object *counts_json(const struct entry *entry)
{
	struct json_object *json = json_object_new_object();

	add_number(json, "seen", entry->seen);
	add_number(json, "unreadable", entry->unreadable);
	if (entry->event == MUSTER_EVENT_WALKED) {
		add_number(json, "bound", entry->bound);
	} else {
		add_number(json, "ticket", entry->ticket);
		add_number(json, "changed", entry->changed);
	}
	return json;
}

static struct json_object *fold_json(const struct entry *entry)
{
	struct json_object *json = json_object_new_object();
	struct json_object *times = json_object_new_object();
	int event;

	add(json, "place", text_json(entry->place));
	add_number(json, "first_boot_ns", entry->first);
	add_number(json, "last_boot_ns", entry->last);
	for (event = 1; event <= MUSTER_EVENT_MAX; event++)
		if (entry->times[event])
			add_number(times, entry_event_name(event), entry->times[event]);
	add(json, "times", times);
	return json;
}

/** entry_to_json() - keys: number, event, flags, both clocks, and what the event has */
struct json_object *entry_to_json(const struct entry *entry)
{
	struct json_object *json = json_object_new_object();

	add_number(json, "number", entry->number);
	add(json, "event", json_object_new_string(entry_event_name(entry->event)));
	if (entry->event > MUSTER_EVENT_MAX)
		add_number(json, "event_number", entry->event);
	add(json, "flags", flags_json(entry->flags));
	add_number(json, "boottime_ns", entry->boottime);
	add_number(json, "realtime_ns", entry->realtime);
	if (entry->subject)
		add_number(json, "subject", entry->subject);
	if (entry->driver)
		add(json, "driver", text_json(entry->driver));
	if (entry->device)
		add(json, "device", device_to_json(entry->device));
	if (entry->event == MUSTER_EVENT_LOAD)
		add(json, "load", load_json(entry));
	if (entry->event == MUSTER_EVENT_WALKED || entry->event == MUSTER_EVENT_RESCANNED)
		add(json, "counts", counts_json(entry));
	if (entry->event == MUSTER_EVENT_FOLDED)
		add(json, "fold", fold_json(entry));
	return json;
}
