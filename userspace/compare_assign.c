// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_assign.c: the one rule that judges each device: forbidden ones first,
 * then one with its exact place, then what its parent accounts for, then the
 * rest in file order, then the implicit one.
 */
#include "compare_internal.h"

#include <string.h>

#include "place.h"

struct judged *compare_at(const struct comparison *comparison, const char *place)
{
	size_t index = text_index_first(comparison->devices, place);

	return index == INDEX_END ? NULL : &comparison->judged[index];
}

struct judged *compare_parent(const struct comparison *comparison, const char *place)
{
	char parent[PLACE_MAX + 1];
	size_t length = place_parent(place);

	if (!length || length >= sizeof(parent))
		return NULL;
	memcpy(parent, place, length);
	parent[length] = '\0';
	return compare_at(comparison, parent);
}

static bool answers(const struct device *device)
{
	return device->reading != READING_GONE && device->reading != READING_UNREADABLE;
}

/* @rule judges the device. Devices come in order of place: the first ones count. */
static void take(struct comparison *comparison, struct judged *judged,
		 const struct rule *rule, const struct fit *fit)
{
	struct tally *tally = compare_tally(comparison, rule);

	judged->rule = rule;
	judged->fit = *fit;
	judged->count = ++tally->seen;
	if (tally->seen > rule->max) {
		judged->outcome = OUTCOME_SURPLUS;
		return;
	}
	judged->count = 0;
	if (!answers(judged->device))
		judged->outcome = OUTCOME_UNREADABLE;
	else
		judged->outcome = fit->differ ? OUTCOME_CHANGED : OUTCOME_PASSES;
	if (judged->outcome != OUTCOME_CHANGED)
		tally->passed++;
}

/*
 * Rules with exactly this place: the first in file order that fits, or else the
 * one that fits best. Rules that have their number already leave it to others.
 */
static bool judge_at_place(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rules = comparison->inventory->rules, *best = NULL;
	const char *place = judged->device->place;
	struct fit best_fit = { 0 };
	size_t i;

	for (i = text_index_first(comparison->exact, place); i != INDEX_END;
	     i = text_index_next(comparison->exact, i)) {
		struct fit fit;

		if (!rule_concerns(&rules[i], judged->device))
			continue;
		fit = rule_fit(&rules[i], judged->device);
		if (best && (fit_distance(&fit) >= fit_distance(&best_fit) ||
			     !best_fit.differ))
			continue;
		best = &rules[i];
		best_fit = fit;
	}
	if (!best)
		return false;
	if (!fit_other_part(&best_fit)) {
		take(comparison, judged, best, &best_fit);
		return true;
	}
	judged->rule = best;
	judged->fit = best_fit;
	judged->outcome = OUTCOME_OTHER;
	if (!compare_tally(comparison, best)->occupant)
		compare_tally(comparison, best)->occupant = judged;
	return true;
}

static bool is_virtual(const struct device *device)
{
	const char *text = device_get(device, FIELD_VIRTUAL);

	return device->kind == DEVICE_FUNCTION && text && strcmp(text, "true") == 0;
}

/*
 * What the host itself makes follows its parent: virtual functions their
 * physical function, adapters the function or adapter they belong to. Parents
 * come before their children in order of place, so they are judged already.
 */
static bool judge_by_parent(struct comparison *comparison, struct judged *judged)
{
	struct judged *parent;

	if (judged->device->kind != DEVICE_ADAPTER && !is_virtual(judged->device))
		return false;
	parent = compare_parent(comparison, judged->device->place);
	if (!parent || parent->device->kind == DEVICE_CLIENT)
		return false;
	judged->outcome = OUTCOME_HOSTED;
	judged->parent = parent;
	if (judged->device->kind == DEVICE_ADAPTER)
		return true;
	judged->count = ++parent->count;
	if (parent->rule && parent->outcome != OUTCOME_OTHER &&
	    judged->count > parent->rule->virtual_max) {
		judged->outcome = OUTCOME_VIRTUAL;
		judged->rule = parent->rule;
	}
	return true;
}

static void assign(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule;
	struct fit fit;

	rule = compare_rules_first(comparison, &comparison->forbidden, judged, &fit);
	if (rule) {
		judged->rule = rule;
		judged->fit = fit;
		judged->outcome = OUTCOME_FORBIDDEN;
		return;
	}
	if (judge_at_place(comparison, judged) || judge_by_parent(comparison, judged))
		return;
	rule = compare_rules_first(comparison, &comparison->loose, judged, &fit);
	if (rule)
		take(comparison, judged, rule, &fit);
	else
		judged->outcome = OUTCOME_UNKNOWN;
}

void compare_assign(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->snapshot->count; i++)
		assign(comparison, &comparison->judged[i]);
}
