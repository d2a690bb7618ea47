// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_rule.c: the rules of the file that is changed: found, copied
 * from the model that it extends, or made as the generator makes them.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory_generate.h"
#include "match.h"
#include "root_table.h"
#include "text.h"

int accept_refuse(struct change *change, const char *format, ...)
{
	va_list args;

	free(change->why);
	va_start(args, format);
	if (vasprintf(&change->why, format, args) < 0)
		change->why = NULL;
	va_end(args);
	return change->why ? -EPERM : -ENOMEM;
}

void accept_spots(size_t index, struct rule_spots *spots)
{
	spots->rules = (struct spot){ .key = "rules" };
	spots->rule = (struct spot){ .up = &spots->rules, .index = index };
}

size_t accept_find_rule(const struct json_edit *edit, const char *label)
{
	const struct spot spot = { .key = "rules" };
	struct json_object *rules = json_edit_value(edit, &spot);
	size_t count = json_object_is_type(rules, json_type_array) ? json_object_array_length(rules) : 0;
	size_t found = NOT_OWN;

	for (size_t i = 0; i < count && found == NOT_OWN; i++) {
		struct json_object *own = json_object_object_get(json_object_array_get_idx(rules, i), "label");

		if (own && strcmp(json_object_get_string(own), label) == 0)
			found = i;
	}
	json_object_put(rules);
	return found;
}

static int append_rule(struct json_edit *edit, const char *text)
{
	const struct spot rules = { .key = "rules" };

	return json_edit_append(edit, &rules, text);
}

/* In a unit, a rule of the same label takes the place of the model's. */
static int copy_from_model(struct change *change)
{
	const struct accept_request *request = change->request;
	struct json_edit model;
	struct rule_spots spots;
	size_t index;
	char *text;
	int err = json_edit_begin(&model, request->model_text, strlen(request->model_text));

	if (err)
		return err;
	index = accept_find_rule(&model, change->rule->label);
	accept_spots(index, &spots);
	text = index == NOT_OWN ? NULL : json_edit_get(&model, &spots.rule);
	if (index == NOT_OWN)
		err = accept_refuse(change, "rule \"%s\" stands neither in %s nor in what it extends",
				    change->rule->label, request->path);
	else
		err = text ? append_rule(change->edit, text) : -ENOMEM;
	free(text);
	json_edit_end(&model);
	return err;
}

int accept_own(struct change *change)
{
	int err;

	change->index = accept_find_rule(change->edit, change->rule->label);
	if (change->index != NOT_OWN)
		return 0;
	if (change->rule->origin || !change->request->model_text)
		return accept_refuse(change, "rule \"%s\" stands in %s, which this does not change",
				     change->rule->label, change->rule->origin ?
				     change->rule->origin : "another file");
	err = copy_from_model(change);
	change->index = err ? NOT_OWN : accept_find_rule(change->edit, change->rule->label);
	return err;
}

/* Of several devices at one place the one of the same part. */
static bool is_part(struct json_object *rule, const struct device *device)
{
	static const enum field fields[] = {
		FIELD_VENDOR, FIELD_DEVICE, FIELD_NAME, FIELD_SPD_PART,
	};
	struct json_object *identity = json_object_object_get(rule, "identity");

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct json_object *json = NULL;
		const char *text = device_get(device, fields[i]);

		inventory_get_field(identity, fields[i], &json);
		if (json_object_is_type(json, json_type_string) &&
		    !(text && glob_match(json_object_get_string(json), text)))
			return false;
	}
	return true;
}

struct json_object *accept_generated(const struct change *change)
{
	const struct generate_options options = { .names = change->request->names };
	struct json_object *inventory, *rules, *found = NULL;

	if (inventory_generate(change->request->snapshot, &options, &inventory))
		return NULL;
	rules = json_object_object_get(inventory, "rules");
	for (size_t i = 0; i < json_object_array_length(rules) && !found; i++) {
		struct json_object *rule = json_object_array_get_idx(rules, i);
		const char *place = json_object_get_string(json_object_object_get(rule, "place"));

		if (strcmp(place, change->device->place) == 0 && is_part(rule, change->device))
			found = json_object_get(rule);
	}
	json_object_put(inventory);
	return found;
}

/* What firmware calls the root of @place, or NULL. */
static const char *root_id(const struct root_table *roots, const char *place)
{
	size_t length = strcspn(place, "/");
	const char *id;

	for (size_t i = 0; i < root_table_count(roots); i++) {
		const char *name = root_table_get(roots, i, &id);

		if (strlen(name) == length && strncmp(name, place, length) == 0)
			return id;
	}
	return NULL;
}

char *accept_place(const struct change *change, const struct device *device)
{
	struct root_table *roots = root_table_new(change->request->snapshot);
	const char *id = roots ? root_id(roots, device->place) : NULL, *name = NULL;
	const char *rest = device->place + strcspn(device->place, "/");
	const struct inventory *inventory = change->inventory;
	char *place;

	for (size_t i = 0; id && i < inventory->root_count; i++)
		if (strcmp(inventory->roots[i].id, id) == 0)
			name = inventory->roots[i].name;
	if (!roots || asprintf(&place, "%s%s", name ? name : "", name ? rest : device->place) < 0)
		place = NULL;
	root_table_free(roots);
	return place;
}

static bool is_taken(const struct inventory *inventory, const char *label)
{
	for (size_t i = 0; i < inventory->rule_count; i++)
		if (strcmp(inventory->rules[i].label, label) == 0)
			return true;
	return false;
}

static int put_label(const struct inventory *inventory, struct json_object *rule)
{
	const char *wanted = json_object_get_string(json_object_object_get(rule, "label"));
	char *label = strdup(wanted);

	for (unsigned int n = 2; label && is_taken(inventory, label); n++) {
		free(label);
		if (asprintf(&label, "%s#%u", wanted, n) < 0)
			label = NULL;
	}
	if (label)
		json_object_object_add(rule, "label", text_json(label));
	free(label);
	return label ? 0 : -ENOMEM;
}

/* A rule as the generator lays it out: what inventory_to_text() puts around it goes. */
static char *rule_text(struct json_object *rule)
{
	struct json_object *inventory = json_object_new_object(), *rules = json_object_new_array();
	char *text, *start, *end;

	json_object_array_add(rules, json_object_get(rule));
	json_object_object_add(inventory, "rules", rules);
	text = inventory_to_text(inventory);
	json_object_put(inventory);
	start = text ? strstr(text, "{ \"") : NULL;
	end = start ? strrchr(start, ']') : NULL;
	if (!end) {
		free(text);
		return NULL;
	}
	while (end > start && end[-1] != '}')
		end--;
	*end = '\0';
	memmove(text, start, end - start + 1);
	return text;
}

/* The first rule of a file stands on a line of its own. */
static int append_made(struct json_edit *edit, const char *text)
{
	const struct spot spot = { .key = "rules" };
	struct json_object *rules = json_edit_value(edit, &spot);
	bool empty = json_object_is_type(rules, json_type_array) && !json_object_array_length(rules);
	char *list;
	int err;

	json_object_put(rules);
	if (!empty)
		return append_rule(edit, text);
	if (asprintf(&list, "[\n    %s\n  ]", text) < 0)
		return -ENOMEM;
	err = json_edit_set(edit, &spot, list);
	free(list);
	return err;
}

int accept_add(struct change *change)
{
	struct json_object *rule = accept_generated(change);
	char *text = NULL, *place = accept_place(change, change->device);
	int err;

	if (!rule) {
		free(place);
		return accept_refuse(change, "the host makes the device at %s itself: no rule speaks of it",
				     change->device->place);
	}
	err = place ? put_label(change->inventory, rule) : -ENOMEM;
	if (!err) {
		json_object_object_add(rule, "place", text_json(place));
		text = rule_text(rule);
		err = text ? append_made(change->edit, text) : -ENOMEM;
	}
	free(text);
	free(place);
	json_object_put(rule);
	return err ? err : accept_shapes(change);
}
