// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_forbidden.c: what a rule forbids. Forbidden rules come before
 * all others, so no rule can make an exception: the ban itself gives way to a rule
 * for this very part at this very place. Anywhere else the part is unexpected then.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "text.h"

#define PLAIN (JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

static struct json_object *make_rule(const struct change *change, struct json_object *before)
{
	struct json_object *rule = accept_generated(change);
	char *place = rule ? accept_place(change, change->device) : NULL;

	if (!place) {
		json_object_put(rule);
		return NULL;
	}
	json_object_object_add(rule, "label", text_json(change->rule->label));
	json_object_object_add(rule, "place", text_json(place));
	json_object_object_add(rule, "presence", json_object_new_string("optional"));
	if (before)
		json_object_object_add(rule, "x-instead-of", json_object_get(before));
	else
		json_object_object_add(rule, "x-instead-of", text_json(change->rule->origin));
	free(place);
	return rule;
}

int accept_forbidden(struct change *change)
{
	size_t index = accept_find_rule(change->edit, change->rule->label);
	const struct spot rules = { .key = "rules" };
	struct json_object *before = NULL, *rule;
	struct rule_spots spots;
	int err;

	if (change->finding->other_place)
		return accept_virtual(change);
	if (!change->device)
		return accept_refuse(change, "the device is not there any more");
	accept_spots(index, &spots);
	if (index != NOT_OWN)
		before = json_edit_value(change->edit, &spots.rule);
	rule = make_rule(change, before);
	json_object_put(before);
	if (!rule)
		return accept_refuse(change, "no rule can be made for it");
	if (index != NOT_OWN)
		err = json_edit_set(change->edit, &spots.rule,
				    json_object_to_json_string_ext(rule, PLAIN));
	else
		err = json_edit_append(change->edit, &rules,
				       json_object_to_json_string_ext(rule, PLAIN));
	json_object_put(rule);
	return err;
}

/* As many virtual functions as the physical one has now. */
int accept_virtual(struct change *change)
{
	const struct snapshot *snapshot = change->request->snapshot;
	const char *parent = change->finding->other_place;
	struct rule_spots spots;
	unsigned int count = 0;
	char text[16];
	int err = accept_own(change);

	for (size_t i = 0; i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];
		const char *virtual = device_get(device, FIELD_VIRTUAL);

		if (virtual && strcmp(virtual, "true") == 0 &&
		    place_parent(device->place) == strlen(parent) && place_below(device->place, parent))
			count++;
	}
	if (err)
		return err;
	if (count < change->finding->seen_count)
		count = change->finding->seen_count;
	snprintf(text, sizeof(text), "%u", count);
	accept_spots(change->index, &spots);
	return json_edit_put(change->edit, &spots.rule, "virtual_functions", text);
}
