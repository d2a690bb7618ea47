// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_change.c: the smallest change for each class of finding.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device_shape.h"
#include "inventory_generate.h"

#define PLAIN (JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

/* What matches @device's value of @field alone, as a file writes it; to be freed. */
static char *value_text(const struct device *device, enum field field)
{
	struct json_object *json = inventory_value(field, device_value(device, field));
	char *text = strdup(json ? json_object_to_json_string_ext(json, PLAIN) : "null");

	json_object_put(json);
	return text;
}

static int put_value(struct change *change, const struct spot *spot, const char *value)
{
	return change->request->replace ? json_edit_set(change->edit, spot, value) :
		json_edit_widen(change->edit, spot, value);
}

/* What a digest stands for, so that the next finding can name the register or byte. */
int accept_shape(struct change *change, enum field field)
{
	const struct spot shapes = { .key = "shapes" };
	const char *digest = device_get(change->device, field), *line;
	struct json_object *lines, *holder;
	char *text, *next;
	int err;

	if (!digest || inventory_shape(change->inventory, digest) ||
	    device_shape_text(change->device, field, &text))
		return 0;
	lines = json_object_new_array();
	for (line = strtok_r(text, "\n", &next); line; line = strtok_r(NULL, "\n", &next))
		json_object_array_add(lines, json_object_new_string(line));
	holder = json_edit_value(change->edit, &shapes);
	if (holder) {
		err = json_edit_put(change->edit, &shapes, digest,
				    json_object_to_json_string_ext(lines, PLAIN));
	} else {
		holder = json_object_new_object();
		json_object_object_add(holder, digest, json_object_get(lines));
		err = json_edit_put(change->edit, NULL, "shapes",
				    json_object_to_json_string_ext(holder, PLAIN));
	}
	json_object_put(holder);
	json_object_put(lines);
	free(text);
	return err;
}

/* Of a memory the rule that is made pins the shape in any case. */
int accept_shapes(struct change *change)
{
	int err = 0;

	for (enum field field = FIELD_OWN; field < FIELD_COUNT && !err; field++)
		if (device_shape_is(field) && device_has(change->device, field) &&
		    field_table[field].group != GROUP_VPD && field != FIELD_FRU_SHAPE)
			err = accept_shape(change, field);
	return err;
}

int accept_widen(struct change *change, enum field field, const char *value)
{
	const struct fit fit = rule_fit(change->rule, change->device);
	const char *key = field_table[field].key;
	enum field_group of = field_table[field].group;
	struct rule_spots spots;
	struct spot identity, element, group, term;
	struct json_object *json;
	int err;

	accept_spots(change->index, &spots);
	term = (struct spot){ .up = &spots.rule, .key = key };
	err = of == GROUP_COUNT ? put_value(change, &term, value) : -ENOENT;
	if (err != -ENOENT)
		return err;
	identity = (struct spot){ .up = &spots.rule, .key = "identity" };
	element = (struct spot){ .up = &identity, .index = fit.identity ?
				 (size_t)(fit.identity - change->rule->identities) : 0 };
	json = json_edit_value(change->edit, &identity);
	term.up = json_object_is_type(json, json_type_array) ? &element : &identity;
	if (of != GROUP_COUNT) {
		group = (struct spot){ .up = term.up, .key = group_table[of].name };
		term.up = &group;
	}
	json_object_put(json);
	return put_value(change, &term, value);
}

static int accept_changed(struct change *change)
{
	enum field field = field_find(change->finding->field);
	char *value;
	int err;

	if (field == FIELD_COUNT || !change->device)
		return accept_refuse(change, "what holds nothing any more no rule can know by what it holds: have it written anew, or change the rule by hand");
	err = accept_own(change);
	value = err ? NULL : value_text(change->device, field);
	if (!err)
		err = value ? accept_widen(change, field, value) : -ENOMEM;
	free(value);
	if (!err && device_shape_is(field))
		err = accept_shape(change, field);
	return err;
}

/* Another part where the rule has one: a second source. */
static int accept_other(struct change *change)
{
	struct json_object *made = accept_generated(change), *identity;
	struct rule_spots spots;
	struct spot spot;
	int err;

	if (!made || !json_object_object_get_ex(made, "identity", &identity)) {
		json_object_put(made);
		return accept_refuse(change, "nothing is known of the part by which a rule could know it");
	}
	err = accept_own(change);
	accept_spots(change->index, &spots);
	spot = (struct spot){ .up = &spots.rule, .key = "identity" };
	if (!err)
		err = put_value(change, &spot, json_object_to_json_string_ext(identity, PLAIN));
	json_object_put(made);
	return err ? err : accept_shapes(change);
}

static int put_count(struct change *change, unsigned int min, unsigned int max)
{
	struct rule_spots spots;
	char text[80];

	accept_spots(change->index, &spots);
	if (max == COUNT_UNLIMITED)
		snprintf(text, sizeof(text), "{ \"min\": %u }", min);
	else if (min == max || change->rule->presence != PRESENCE_REQUIRED)
		snprintf(text, sizeof(text), "%u", max);
	else
		snprintf(text, sizeof(text), "{ \"min\": %u, \"max\": %u }", min, max);
	return json_edit_put(change->edit, &spots.rule, "count", text);
}

static int accept_surplus(struct change *change)
{
	int err = accept_own(change);

	return err ? err : put_count(change, change->rule->min, change->finding->seen_count);
}

static int accept_unexpected(struct change *change)
{
	const struct finding *finding = change->finding;

	if (!change->device)
		return accept_refuse(change, "the device is not there any more");
	if (!change->rule)
		return accept_source(change);
	if (finding->other_place)
		return accept_virtual(change);
	return finding->expected_count ? accept_surplus(change) : accept_other(change);
}

/* An optional part has no minimum. */
static int make_optional(struct change *change)
{
	struct rule_spots spots;
	struct json_object *json;
	struct spot count, min;
	int err;

	accept_spots(change->index, &spots);
	count = (struct spot){ .up = &spots.rule, .key = "count" };
	min = (struct spot){ .up = &count, .key = "min" };
	err = json_edit_put(change->edit, &spots.rule, "presence", "\"optional\"");
	json = err ? NULL : json_edit_value(change->edit, &count);
	if (json_object_object_get_ex(json, "min", NULL))
		err = json_edit_set(change->edit, &min, "0");
	json_object_put(json);
	return err;
}

static int accept_missing(struct change *change)
{
	const struct finding *finding = change->finding;
	int err = accept_own(change);

	if (err)
		return err;
	if (finding->expected_count && finding->seen_count)
		return put_count(change, finding->seen_count, change->rule->max);
	return make_optional(change);
}

static int accept_degraded(struct change *change)
{
	bool width = strcmp(change->finding->field, "link_width") == 0;
	const char *seen = change->finding->seen;
	struct rule_spots spots;
	struct spot link;
	char text[64];
	int err = accept_own(change);

	if (err)
		return err;
	accept_spots(change->index, &spots);
	link = (struct spot){ .up = &spots.rule, .key = "link" };
	snprintf(text, sizeof(text), width ? "%s" : "\"%s\"", seen ? seen : "");
	return json_edit_put(change->edit, &link, width ? "width" : "speed", text);
}

int accept_change(struct change *change)
{
	const char *refusal = accept_refusal(change->finding, change->request->force);

	if (refusal)
		return accept_refuse(change, "%s", refusal);
	if (accept_is_memory(change->finding))
		return accept_memory(change);
	switch (change->finding->class) {
	case FINDING_UNEXPECTED:
		return accept_unexpected(change);
	case FINDING_MISSING:
		return change->rule ? accept_missing(change) : -EINVAL;
	case FINDING_CHANGED:
		return change->rule ? accept_changed(change) : -EINVAL;
	case FINDING_MOVED:
		return change->rule ? accept_moved(change) : -EINVAL;
	case FINDING_DEGRADED:
		return change->rule ? accept_degraded(change) : -EINVAL;
	case FINDING_FORBIDDEN:
		return change->rule ? accept_forbidden(change) : -EINVAL;
	default:
		return accept_refuse(change, "findings of this class cannot be accepted");
	}
}
