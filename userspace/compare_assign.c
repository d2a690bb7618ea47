// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_assign.c: the one rule that judges each device: forbidden ones first,
 * then one with its exact place (or with what could be its place, where that is
 * known in part), then what its parent accounts for, then the rest in file order,
 * then the implicit one.
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

/*
 * What does not answer is neither right nor wrong. Of a client it is its memory that
 * cannot be read, which matters only to a rule that asks what it holds.
 */
static bool answers(const struct device *device, const struct fit *fit)
{
	if (device->kind == DEVICE_FUNCTION)
		return device->reading != READING_GONE && device->reading != READING_UNREADABLE;
	return device->reading != READING_UNREADABLE || !fit_asks_contents(fit);
}

void compare_take(struct comparison *comparison, struct judged *judged,
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
	if (!answers(judged->device, fit))
		judged->outcome = OUTCOME_UNREADABLE;
	else
		judged->outcome = field_set_empty(&fit->differ) ? OUTCOME_PASSES : OUTCOME_CHANGED;
	if (judged->outcome != OUTCOME_CHANGED)
		tally->passed++;
}

/* Of the rules with one place the first in file order that fits, or else the one that fits best. */
struct choice {
	const struct rule *rule;
	struct fit fit;
};

static void consider(struct choice *choice, const struct rule *rule,
		     const struct device *device)
{
	struct fit fit;

	if (!rule_concerns(rule, device))
		return;
	fit = rule_fit(rule, device);
	if (choice->rule && (fit_distance(&fit) >= fit_distance(&choice->fit) ||
			     field_set_empty(&choice->fit.differ)))
		return;
	choice->rule = rule;
	choice->fit = fit;
}

static void choose_by_place(const struct comparison *comparison,
			    const struct device *device, struct choice *choice)
{
	size_t i;

	for (i = text_index_first(comparison->exact, device->place); i != INDEX_END;
	     i = text_index_next(comparison->exact, i)) {
		const struct rule *rule = &comparison->inventory->rules[i];

		/* an unknown address is like another by chance only */
		if (compare_is_there(comparison, rule, device))
			consider(choice, rule, device);
	}
}

/* A client whose address the inventory, or the snapshot, does not know. */
static void choose_by_firmware(const struct comparison *comparison,
			       const struct device *device, struct choice *choice)
{
	if (!device_get(device, FIELD_FIRMWARE_PATH))
		return;
	for (size_t i = 0; i < comparison->named_count; i++) {
		const struct rule *rule = &comparison->inventory->rules[comparison->named[i]];

		if (compare_is_there(comparison, rule, device) &&
		    compare_is_free(comparison, rule, device))
			consider(choice, rule, device);
	}
}

/* What is known for sure goes first: an address, or else a firmware path. */
static struct choice choose(const struct comparison *comparison,
			    const struct device *device)
{
	struct choice choice = { 0 };
	bool complete = place_complete(device->place);

	if (!complete)
		choose_by_firmware(comparison, device, &choice);
	if (!choice.rule)
		choose_by_place(comparison, device, &choice);
	if (!choice.rule && complete)
		choose_by_firmware(comparison, device, &choice);
	return choice;
}

static void judge_at_place(struct comparison *comparison, struct judged *judged)
{
	const struct choice choice = choose(comparison, judged->device);
	struct tally *tally;

	if (!choice.rule)
		return;
	if (!fit_other_part(&choice.fit)) {
		compare_take(comparison, judged, choice.rule, &choice.fit);
		return;
	}
	judged->rule = choice.rule;
	judged->fit = choice.fit;
	judged->outcome = OUTCOME_OTHER;
	tally = compare_tally(comparison, choice.rule);
	if (!tally->occupant)
		tally->occupant = judged;
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
	/* the source could not tell whose virtual function it is: it has a parent */
	if (!parent && is_virtual(judged->device) && !place_rooted(judged->device->place)) {
		judged->outcome = OUTCOME_HOSTED;
		return true;
	}
	if (judged->device->kind == DEVICE_ADAPTER) {
		if (!compare_adapter_hosted(judged, parent))
			return false;
		judged->outcome = OUTCOME_HOSTED;
		judged->parent = parent;
		return true;
	}
	if (!parent || parent->device->kind == DEVICE_CLIENT)
		return false;
	judged->outcome = OUTCOME_HOSTED;
	judged->parent = parent;
	judged->count = ++parent->count;
	if (parent->rule && parent->outcome != OUTCOME_OTHER &&
	    judged->count > parent->rule->virtual_max) {
		judged->outcome = OUTCOME_VIRTUAL;
		judged->rule = parent->rule;
	}
	return true;
}

/* What is forbidden, and what sits at the very place of a rule. */
static void assign_first(struct comparison *comparison, struct judged *judged)
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
	/* those that share a partial place are told apart afterwards */
	if (place_rooted(judged->device->place))
		judge_at_place(comparison, judged);
}

static void assign_rest(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule;
	struct fit fit;

	if (judged->outcome != OUTCOME_PENDING || judge_by_parent(comparison, judged))
		return;
	rule = compare_rules_first(comparison, &comparison->loose, judged, &fit);
	if (rule)
		compare_take(comparison, judged, rule, &fit);
	else
		judged->outcome = OUTCOME_UNKNOWN;
}

int compare_assign(struct comparison *comparison)
{
	size_t count = comparison->snapshot->count;
	int err;

	for (size_t i = 0; i < count; i++)
		assign_first(comparison, &comparison->judged[i]);
	err = compare_partial(comparison);
	for (size_t i = 0; i < count && !err; i++)
		assign_rest(comparison, &comparison->judged[i]);
	return err;
}
