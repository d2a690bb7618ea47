// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_moved.c: a part that is elsewhere now: its rule goes with it;
 * two that have changed places change their serials, or else their places.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct rule *rule_of(const struct change *change, const char *label)
{
	for (size_t i = 0; i < change->inventory->rule_count; i++)
		if (label && strcmp(change->inventory->rules[i].label, label) == 0)
			return &change->inventory->rules[i];
	return NULL;
}

/* The rule of the part that has moved to where this one comes from. */
static const struct rule *partner_of(const struct change *change)
{
	const struct finding *mine = change->finding;

	for (size_t i = 0; i < change->verdict->count; i++) {
		const struct finding *other = change->verdict->findings[i];

		if (other != mine && other->class == FINDING_MOVED && other->other_place &&
		    strcmp(other->place, mine->other_place) == 0 &&
		    strcmp(other->other_place, mine->place) == 0)
			return rule_of(change, other->rule);
	}
	return NULL;
}

static int exchange(struct change *change, size_t other, const char *key)
{
	struct rule_spots mine, theirs;
	struct spot a, b;
	char *x, *y;
	int err;

	accept_spots(change->index, &mine);
	accept_spots(other, &theirs);
	a = (struct spot){ .up = &mine.rule, .key = key };
	b = (struct spot){ .up = &theirs.rule, .key = key };
	x = json_edit_get(change->edit, &a);
	y = json_edit_get(change->edit, &b);
	err = x && y ? json_edit_set(change->edit, &a, y) : -ENOENT;
	if (!err)
		err = json_edit_set(change->edit, &b, x);
	free(x);
	free(y);
	return err;
}

/* All that a rule says of a module but where it is. */
static int exchange_modules(struct change *change, size_t other)
{
	int err = exchange(change, other, "identity");

	if (!err)
		err = exchange(change, other, "x-name");
	return err == -ENOENT ? 0 : err;
}

static bool same_part(const struct rule *a, const struct rule *b)
{
	char x[16], y[16];
	const char *mine = rule_part(a, x, sizeof(x)), *theirs = rule_part(b, y, sizeof(y));

	return mine && theirs && strcmp(mine, theirs) == 0;
}

static int accept_swapped(struct change *change, const struct rule *partner)
{
	struct change other = *change;
	int err = accept_own(change);

	other.rule = partner;
	other.why = NULL;
	if (!err)
		err = accept_own(&other);
	if (other.why) {
		free(change->why);
		change->why = other.why;
	}
	if (err)
		return err;
	/* the labels of two alike go on naming their places */
	if (rule_compares(change->rule, GROUP_SPD) && rule_compares(partner, GROUP_SPD))
		return exchange_modules(change, other.index);
	err = same_part(change->rule, partner) ? exchange(change, other.index, "serial") : -ENOENT;
	return err == -ENOENT ? exchange(change, other.index, "place") : err;
}

int accept_moved(struct change *change)
{
	const struct rule *partner = partner_of(change);
	struct json_object *json;
	struct rule_spots spots;
	char *place;
	int err;

	if (!change->device)
		return accept_refuse(change, "the device is not there any more");
	if (partner)
		return accept_swapped(change, partner);
	err = accept_own(change);
	place = err ? NULL : accept_place(change, change->device);
	json = place ? json_object_new_string(place) : NULL;
	if (!err && !json)
		err = -ENOMEM;
	accept_spots(change->index, &spots);
	if (!err)
		err = json_edit_put(change->edit, &spots.rule, "place",
				    json_object_to_json_string_ext(json, JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	free(place);
	return err;
}
