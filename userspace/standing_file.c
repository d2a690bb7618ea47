// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing_file.c: the findings that stand, kept on disk between runs.
 */
#include "standing.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "chain.h"
#include "file_replace.h"
#include "json_file.h"
#include "standing_item.h"

#define STANDING_SCHEMA "muster-standing/1"

static void put_u64(struct json_object *json, const char *key, uint64_t value)
{
	json_object_object_add(json, key, json_object_new_uint64(value));
}

static struct json_object *mark_to_json(const struct standing_mark *mark)
{
	struct json_object *json = json_object_new_object();
	char load_id[33];

	if (mark->has_load) {
		chain_hex(mark->load_id, sizeof(mark->load_id), load_id);
		json_object_object_add(json, "load_id", json_object_new_string(load_id));
	}
	put_u64(json, "judged", mark->judged);
	put_u64(json, "log_inode", mark->log_inode);
	put_u64(json, "log_offset", mark->log_offset);
	put_u64(json, "settled_at", mark->settled_at);
	return json;
}

static struct json_object *flaps_to_json(const struct standing_flaps *flaps)
{
	struct json_object *json = json_object_new_object();
	struct json_object *at = json_object_new_array();
	uint64_t kept = flaps->came < STANDING_FLAPS ? flaps->came : STANDING_FLAPS;
	uint64_t i;

	for (i = flaps->came - kept; i < flaps->came; i++)
		json_object_array_add(at, json_object_new_uint64(flaps->at[i % STANDING_FLAPS]));
	put_u64(json, "since", flaps->since);
	put_u64(json, "last", flaps->last);
	json_object_object_add(json, "at", at);
	put_u64(json, "count", flaps->count);
	put_u64(json, "moved", flaps->moved);
	json_object_object_add(json, "worst", flaps->worst ?
			       json_object_new_string(severity_name(flaps->worst)) : NULL);
	if (!flaps->flapping)
		return json;
	put_u64(json, "told", flaps->told);
	put_u64(json, "tell_at", flaps->tell_at);
	put_u64(json, "pause", flaps->pause);
	return json;
}

static struct json_object *item_to_json(const struct standing_item *item)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "finding", finding_to_json(item->finding, NULL));
	json_object_object_add(json, "told", item->told ?
			       json_object_new_string(severity_name(item->told)) : NULL);
	json_object_object_add(json, "noted", json_object_new_boolean(item->noted));
	json_object_object_add(json, "confirmed", json_object_new_boolean(item->confirmed));
	put_u64(json, "first", item->first);
	if (item->passing)
		json_object_object_add(json, "passing", json_object_new_boolean(true));
	if (item->away)
		json_object_object_add(json, "away", json_object_new_boolean(true));
	json_object_object_add(json, item->flaps.flapping ? "flapping" : "came",
			       flaps_to_json(&item->flaps));
	return json;
}

int standing_save(const struct standing *standing, const char *path)
{
	struct json_object *json = json_object_new_object();
	struct json_object *items = json_object_new_array();
	const char *text;
	size_t i;
	int err;

	json_object_object_add(json, "schema", json_object_new_string(STANDING_SCHEMA));
	json_object_object_add(json, "boot_id", json_object_new_string(standing->mark.boot_id));
	json_object_object_add(json, "mark", mark_to_json(&standing->mark));
	for (i = 0; i < standing->count; i++) {
		/* in the file each is what it is between two runs: standing */
		standing->items[i].finding->state = FINDING_STANDING;
		json_object_array_add(items, item_to_json(&standing->items[i]));
	}
	json_object_object_add(json, "findings", items);
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	err = text ? file_replace(path, 0640, text, false) : -ENOMEM;
	json_object_put(json);
	return err;
}

static uint64_t get_u64(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_int))
		return 0;
	return json_object_get_uint64(value);
}

static const char *get_text(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return "";
	return json_object_get_string(value);
}

static void load_mark(struct json_object *json, bool same_boot, struct standing_mark *mark)
{
	mark->log_inode = get_u64(json, "log_inode");
	mark->log_offset = get_u64(json, "log_offset");
	if (!same_boot)
		return;
	mark->judged = get_u64(json, "judged");
	mark->settled_at = get_u64(json, "settled_at");
	mark->has_load = !chain_unhex(get_text(json, "load_id"), mark->load_id,
				      sizeof(mark->load_id));
}

static bool get_switch(struct json_object *json, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(json, key, &value) && json_object_get_boolean(value);
}

/* Times of another boot say nothing in this one, but how often it came does. */
static void load_flaps(struct json_object *json, bool same_boot, struct standing_item *item)
{
	struct standing_flaps *flaps = &item->flaps;
	struct json_object *kept, *at;
	size_t i;

	if (json_object_object_get_ex(json, "flapping", &kept))
		flaps->flapping = same_boot;
	else if (!json_object_object_get_ex(json, "came", &kept))
		return;
	flaps->since = get_u64(kept, "since");
	flaps->last = get_u64(kept, "last");
	flaps->count = get_u64(kept, "count");
	flaps->worst = severity_parse(get_text(kept, "worst"));
	if (!same_boot)
		return;
	flaps->moved = get_u64(kept, "moved");
	flaps->told = get_u64(kept, "told");
	flaps->tell_at = get_u64(kept, "tell_at");
	flaps->pause = get_u64(kept, "pause");
	if (!json_object_object_get_ex(kept, "at", &at) ||
	    !json_object_is_type(at, json_type_array))
		return;
	for (i = 0; i < json_object_array_length(at) && i < STANDING_FLAPS; i++)
		flaps->at[flaps->came++] = json_object_get_uint64(json_object_array_get_idx(at, i));
}

static int load_item(struct standing *standing, struct json_object *json, bool same_boot)
{
	struct standing_item *item;
	struct json_object *value;
	struct finding *finding;
	bool away = get_switch(json, "away");
	int err;

	if (!json_object_object_get_ex(json, "finding", &value))
		return -EINVAL;
	/* remembered for this boot's sake only */
	if (away && !same_boot && !json_object_object_get_ex(json, "flapping", NULL))
		return 0;
	err = finding_from_json(value, &finding);
	if (err)
		return err;
	item = standing_add(standing, finding);
	if (!item)
		return -ENOMEM;
	item->told = severity_parse(get_text(json, "told"));
	load_flaps(json, same_boot, item);
	if (!same_boot)
		return 0;
	item->away = away;
	item->passing = get_switch(json, "passing");
	item->first = get_u64(json, "first");
	/* one of an earlier release does not say */
	item->confirmed = !json_object_object_get_ex(json, "confirmed", &value) ||
			  json_object_get_boolean(value);
	item->noted = get_switch(json, "noted");
	return 0;
}

static int load_json(struct standing *standing, struct json_object *json,
		     const char *boot_id)
{
	bool same_boot = !strcmp(get_text(json, "boot_id"), boot_id);
	struct json_object *mark, *findings;
	size_t i;
	int err = 0;

	if (strcmp(get_text(json, "schema"), STANDING_SCHEMA) ||
	    !json_object_object_get_ex(json, "mark", &mark) ||
	    !json_object_object_get_ex(json, "findings", &findings) ||
	    !json_object_is_type(findings, json_type_array))
		return -EINVAL;
	for (i = 0; i < json_object_array_length(findings) && !err; i++)
		err = load_item(standing, json_object_array_get_idx(findings, i), same_boot);
	if (!err) {
		load_mark(mark, same_boot, &standing->mark);
		return 0;
	}
	while (standing->count)
		finding_free(standing->items[--standing->count].finding);
	return err;
}

int standing_load(struct standing *standing, const char *path, const char *boot_id)
{
	struct json_object *json;
	int err;

	snprintf(standing->mark.boot_id, sizeof(standing->mark.boot_id), "%s", boot_id);
	err = json_file_read(path, &json);
	if (err)
		return err == -ENOENT ? 0 : err;
	err = load_json(standing, json, boot_id);
	json_object_put(json);
	return err;
}
