// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_source.c: a memory module that is on no list of approved
 * parts: it comes onto the list that lacks a part, rather than get a rule.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "inventory_generate.h"
#include "place.h"

#define PLAIN (JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

/* Whether a finding says that the parts of @rule are fewer than they must be. */
static bool lacks_part(const struct change *change, const struct rule *rule)
{
	for (size_t i = 0; i < change->verdict->count; i++) {
		const struct finding *finding = change->verdict->findings[i];

		if (finding->class == FINDING_MISSING && finding->expected_count &&
		    finding->rule && !strcmp(finding->rule, rule->label))
			return true;
	}
	return false;
}

/* The list that speaks of modules where the device is, and lacks one. */
static const struct rule *find_list(const struct change *change)
{
	const struct inventory *inventory = change->inventory;

	for (size_t i = 0; i < inventory->rule_count; i++) {
		const struct rule *rule = &inventory->rules[i];

		if (!rule->exact && rule->identity_count && rule_compares(rule, GROUP_SPD) &&
		    rule_concerns(rule, change->device) && lacks_part(change, rule) &&
		    (!rule->place || place_match(rule->place, change->device->place)))
			return rule;
	}
	return NULL;
}

/* The field by which alone @fit fails, or FIELD_COUNT. */
static enum field only_difference(const struct fit *fit)
{
	enum field field = 0;

	if (field_set_count(&fit->differ) != 1)
		return FIELD_COUNT;
	while (!field_set_has(&fit->differ, field))
		field++;
	return field;
}

/* One identity more, of the fields that the nearest one compares. */
static int add_identity(struct change *change, const struct fit *fit)
{
	struct json_object *identity = json_object_new_object();
	struct rule_spots spots;
	struct spot spot;
	int err;

	for (size_t i = 0; i < fit->identity->count; i++)
		inventory_put_field(identity, change->device, fit->identity->terms[i].field);
	accept_spots(change->index, &spots);
	spot = (struct spot){ .up = &spots.rule, .key = "identity" };
	err = json_edit_widen(change->edit, &spot,
			      json_object_to_json_string_ext(identity, PLAIN));
	json_object_put(identity);
	return err;
}

/* Another value of the one field that differs, or else one identity more. */
static int widen_list(struct change *change, const struct rule *rule)
{
	const struct fit fit = rule_fit(rule, change->device);
	enum field field = only_difference(&fit);
	struct json_object *json;
	int err;

	change->rule = rule;
	err = accept_own(change);
	if (!err && field == FIELD_COUNT) {
		err = add_identity(change, &fit);
	} else if (!err) {
		json = inventory_value(field, device_value(change->device, field));
		err = accept_widen(change, field, json ?
				   json_object_to_json_string_ext(json, PLAIN) : "null");
		json_object_put(json);
	}
	if (!err && identity_term(fit.identity, FIELD_SPD_SHAPE))
		err = accept_shape(change, FIELD_SPD_SHAPE);
	return err;
}

int accept_source(struct change *change)
{
	const struct rule *rule = NULL;

	if (device_get(change->device, FIELD_SPD_CHECKSUMS))
		rule = find_list(change);
	return rule ? widen_list(change, rule) : accept_add(change);
}
