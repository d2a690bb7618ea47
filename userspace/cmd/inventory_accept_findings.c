// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_findings.c: findings from a file, and a machine as far as
 * they tell of it.
 */
#include "inventory_accept.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmd.h"
#include "../finding.h"
#include "../inventory.h"
#include "../snapshot.h"

static const char *text_of(struct json_object *json, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(json, key, &value) &&
	       json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

/* The last word on an id counts; what is cleared is over. */
static void take_finding(struct json_object *by_id, struct json_object *finding)
{
	const char *id = text_of(finding, "id");

	if (strcmp(text_of(finding, "schema"), FINDING_SCHEMA) != 0 || !*id)
		return;
	if (strcmp(text_of(finding, "state"), "cleared") == 0)
		json_object_object_del(by_id, id);
	else
		json_object_object_add(by_id, id, json_object_get(finding));
}

/* What "check --json" wrote is one object; the daemon's file has one in each line. */
static bool take_check(struct json_object *by_id, const char *text)
{
	struct json_object *json = json_tokener_parse(text), *list;
	bool check = json_object_object_get_ex(json, "findings", &list) &&
		json_object_is_type(list, json_type_array);

	for (size_t i = 0; check && i < json_object_array_length(list); i++)
		take_finding(by_id, json_object_array_get_idx(list, i));
	json_object_put(json);
	return check;
}

static int take_lines(struct json_object *by_id, const char *path, char *text)
{
	unsigned int number = 0;
	char *line, *rest = text;

	while ((line = strsep(&rest, "\n"))) {
		struct json_object *json;

		number++;
		if (!*line)
			continue;
		json = json_tokener_parse(line);
		if (!json_object_is_type(json, json_type_object)) {
			/* the daemon may have been writing it */
			json_object_put(json);
			if (!rest)
				break;
			cmd_error(path, "line %u is no finding", number);
			return -EINVAL;
		}
		take_finding(by_id, json);
		json_object_put(json);
	}
	return 0;
}

int accept_read_findings(const char *path, struct json_object **findings)
{
	struct json_object *by_id = json_object_new_object();
	size_t length;
	char *text;
	int err = inventory_read(path, &text, &length);

	if (err) {
		cmd_error(path, "%s", strerror(-err));
		json_object_put(by_id);
		return err;
	}
	if (!take_check(by_id, text))
		err = take_lines(by_id, path, text);
	free(text);
	*findings = json_object_new_array();
	json_object_object_foreach(by_id, id, finding) {
		(void)id;
		json_object_array_add(*findings, json_object_get(finding));
	}
	json_object_put(by_id);
	if (err)
		json_object_put(*findings);
	return err;
}

int accept_snapshot_of(const char *path, struct json_object *findings, struct snapshot **out)
{
	struct json_object *json = json_object_new_object(), *devices = json_object_new_array();
	struct json_object *seen = json_object_new_object();
	char *why = NULL;
	int err;

	for (size_t i = 0; i < json_object_array_length(findings); i++) {
		struct json_object *finding = json_object_array_get_idx(findings, i), *device;
		const char *key;

		if (strcmp(text_of(finding, "class"), "missing") == 0 ||
		    !json_object_object_get_ex(finding, "device", &device) || !device)
			continue;
		key = json_object_to_json_string_ext(device, JSON_C_TO_STRING_PLAIN);
		if (json_object_object_get_ex(seen, key, NULL))
			continue;
		json_object_object_add(seen, key, NULL);
		json_object_array_add(devices, json_object_get(device));
	}
	json_object_object_add(json, "schema", json_object_new_string(SNAPSHOT_SCHEMA));
	json_object_object_add(json, "devices", devices);
	err = snapshot_from_json(json, out, &why);
	if (err)
		cmd_error(path, "%s", why ? why : strerror(-err));
	free(why);
	json_object_put(seen);
	json_object_put(json);
	return err;
}
