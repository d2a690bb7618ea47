// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check_json.c: the outcome of a check as one object of schema muster-check/1.
 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../inventory.h"
#include "../snapshot.h"
#include "../text.h"

static struct json_object *fields_json(const char *fields)
{
	struct json_object *list = json_object_new_array();

	while (*fields) {
		size_t length = strcspn(fields, ",");

		json_object_array_add(list, json_object_new_string_len(fields, length));
		fields += length + (fields[length] == ',');
	}
	return list;
}

static struct json_object *unverified_json(const struct unverified *unverified)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "place", text_json(unverified->device->place));
	json_object_object_add(json, "address",
			       text_json(device_get(unverified->device, FIELD_ADDRESS)));
	json_object_object_add(json, "rule", text_json(unverified->rule));
	json_object_object_add(json, "fields", fields_json(unverified->fields));
	return json;
}

static struct json_object *inventory_json(const struct check *check)
{
	const struct inventory *inventory = check->inventory;
	struct json_object *json;

	if (!inventory)
		return NULL;
	json = json_object_new_object();
	json_object_object_add(json, "name", text_json(inventory_name(inventory)));
	json_object_object_add(json, "path", text_json(inventory_path(inventory)));
	json_object_object_add(json, "digest", text_json(inventory_digest(inventory)));
	json_object_object_add(json, "reviewed",
			       json_object_new_boolean(inventory_reviewed(inventory)));
	json_object_object_add(json, "fits_board",
			       json_object_new_boolean(!check->other_board));
	json_object_object_add(json, "rules",
			       json_object_new_uint64(inventory_rules(inventory)));
	return json;
}

static struct json_object *findings_json(const struct check *check)
{
	const struct finding_host host = {
		.hostname = check->snapshot->hostname,
		.machine_id = check->snapshot->machine_id,
		.boot_id = check->snapshot->boot_id,
	};
	struct json_object *list = json_object_new_array();

	if (check->trouble)
		json_object_array_add(list, finding_to_json(check->trouble, &host));
	for (size_t i = 0; i < check->verdict.count; i++)
		if (check_shows(check, check->verdict.findings[i]))
			json_object_array_add(list,
				finding_to_json(check->verdict.findings[i], &host));
	return list;
}

static const char *verdict_word(const struct check *check)
{
	switch (check_status(check)) {
	case EXIT_PASS:
		return "passes";
	case EXIT_FINDINGS:
		return "findings";
	default:
		return "unsure";
	}
}

int check_print_json(const struct check *check)
{
	struct json_object *json = json_object_new_object();
	struct json_object *unverified = json_object_new_array();
	const char *text;
	char doubt[64];
	int err = 0;

	json_object_object_add(json, "schema", json_object_new_string("muster-check/1"));
	json_object_object_add(json, "verdict", json_object_new_string(verdict_word(check)));
	json_object_object_add(json, "doubt",
			       text_json(check_doubt(check, doubt, sizeof(doubt))));
	json_object_object_add(json, "settled", json_object_new_boolean(check->settled));
	json_object_object_add(json, "judged",
			       json_object_new_uint64(check->verdict.judged));
	json_object_object_add(json, "inventory", inventory_json(check));
	for (size_t i = 0; i < check->verdict.unverified_count; i++)
		json_object_array_add(unverified,
				      unverified_json(&check->verdict.unverified[i]));
	json_object_object_add(json, "findings", findings_json(check));
	json_object_object_add(json, "unverified", unverified);
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (!text || puts(text) == EOF)
		err = text ? -EIO : -ENOMEM;
	json_object_put(json);
	return err;
}
