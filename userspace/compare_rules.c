// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_rules.c: which rules can concern a device, without trying them all.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "root_table.h"

struct tally *compare_tally(const struct comparison *comparison, const struct rule *rule)
{
	return &comparison->tallies[rule - comparison->inventory->rules];
}

static int add_to_set(struct rule_set *set, const struct rule *rule, size_t index)
{
	if (rule_part(rule, set->parts[index], sizeof(set->parts[index])))
		return text_index_add(set->by_part, set->parts[index], index);
	set->general[set->general_count++] = index;
	return 0;
}

static int new_set(struct rule_set *set, size_t count)
{
	set->by_part = text_index_new(count);
	set->parts = calloc(count + 1, sizeof(*set->parts));
	set->general = calloc(count + 1, sizeof(*set->general));
	return set->by_part && set->parts && set->general ? 0 : -ENOMEM;
}

static void clear_set(struct rule_set *set)
{
	text_index_free(set->by_part);
	free(set->parts);
	free(set->general);
}

/* What the inventory says of the root at the beginning of @place, or NULL. */
static const char *learned_id(const struct comparison *comparison, const char *place)
{
	char root[PLACE_MAX + 1];
	size_t found;

	snprintf(root, sizeof(root), "%.*s", (int)strcspn(place, "/"), place);
	found = text_index_first(comparison->learned, root);
	return found == INDEX_END ? NULL : comparison->inventory->roots[found].id;
}

/* The bus that the root of @uid had when the inventory was made, or NULL. */
static const char *learned_name(const struct comparison *comparison, const char *uid)
{
	const struct inventory *inventory = comparison->inventory;
	const char *name = NULL;

	for (size_t i = 0; i < inventory->root_count; i++) {
		const char *colon = strrchr(inventory->roots[i].id, ':');

		if (!colon || strcmp(colon + 1, uid) != 0)
			continue;
		if (name)
			return NULL;
		name = inventory->roots[i].name;
	}
	return name;
}

/* The root of this snapshot that the root of @place is; NULL: as it is written. */
static const char *find_root(const struct comparison *comparison, const char *place)
{
	const char *id, *name;
	char uid[PLACE_MAX + 1];

	if (strncmp(place, "uid:", 4) == 0) {
		snprintf(uid, sizeof(uid), "%.*s", (int)strcspn(place + 4, "/"), place + 4);
		name = root_table_by_uid(comparison->roots, uid);
		if (name)
			return name;
		name = learned_name(comparison, uid);
		return name && !root_table_id(comparison->roots, name) ? name : NULL;
	}
	id = learned_id(comparison, place);
	return id ? root_table_by_id(comparison->roots, id) : NULL;
}

/*
 * A place by UID, or by a bus number whose UID the inventory knows, becomes one
 * by this snapshot's bus number. Where the snapshot knows no UIDs, numbers count.
 */
static char *translate_place(const struct comparison *comparison, const char *place)
{
	const char *root = find_root(comparison, place);
	char *translated;

	if (!root)
		return strdup(place);
	if (asprintf(&translated, "%s%s", root, place + strcspn(place, "/")) < 0)
		return NULL;
	return translated;
}

static int index_rule(struct comparison *comparison, size_t index)
{
	const struct rule *rule = &comparison->inventory->rules[index];
	struct tally *tally = &comparison->tallies[index];

	if (rule->place) {
		tally->place = translate_place(comparison, rule->place);
		if (!tally->place || compare_sibling(comparison, rule->place, &tally->place))
			return -ENOMEM;
	}
	if (rule->presence == PRESENCE_FORBIDDEN)
		return add_to_set(&comparison->forbidden, rule, index);
	if (rule->exact && rule_names_firmware(rule))
		comparison->named[comparison->named_count++] = index;
	if (rule->exact)
		return text_index_add(comparison->exact, tally->place, index);
	return add_to_set(&comparison->loose, rule, index);
}

/* The lists were filled from the last to the first. */
static void reverse(size_t *list, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		size_t other = list[i];

		list[i] = list[count - 1 - i];
		list[count - 1 - i] = other;
	}
}

static int index_roots(struct comparison *comparison)
{
	const struct inventory *inventory = comparison->inventory;
	int err = 0;

	comparison->learned = text_index_new(inventory->root_count);
	if (!comparison->learned)
		return -ENOMEM;
	for (size_t i = inventory->root_count; i > 0 && !err; i--)
		err = text_index_add(comparison->learned, inventory->roots[i - 1].name, i - 1);
	return err;
}

int compare_rules_index(struct comparison *comparison)
{
	size_t count = comparison->inventory->rule_count;
	int err = index_roots(comparison);

	if (err)
		return err;
	comparison->tallies = calloc(count + 1, sizeof(*comparison->tallies));
	comparison->exact = text_index_new(count);
	comparison->roots = root_table_new(comparison->snapshot);
	comparison->named = calloc(count + 1, sizeof(*comparison->named));
	if (!comparison->tallies || !comparison->exact || !comparison->roots ||
	    !comparison->named)
		return -ENOMEM;
	err = new_set(&comparison->forbidden, count);
	if (!err)
		err = new_set(&comparison->loose, count);
	for (size_t i = count; i > 0 && !err; i--)
		err = index_rule(comparison, i - 1);
	reverse(comparison->named, comparison->named_count);
	reverse(comparison->forbidden.general, comparison->forbidden.general_count);
	reverse(comparison->loose.general, comparison->loose.general_count);
	return err;
}

void compare_rules_clear(struct comparison *comparison)
{
	for (size_t i = 0; comparison->tallies && i < comparison->inventory->rule_count; i++)
		free(comparison->tallies[i].place);
	free(comparison->tallies);
	text_index_free(comparison->exact);
	free(comparison->named);
	text_index_free(comparison->learned);
	root_table_free(comparison->roots);
	clear_set(&comparison->forbidden);
	clear_set(&comparison->loose);
}

/* Whether @device, whose place is known in part, may be where @rule says. */
static bool may_be_there(const struct comparison *comparison, const struct rule *rule,
			 const struct device *device)
{
	const char *place = compare_tally(comparison, rule)->place;

	if (!place || place_rooted(device->place))
		return false;
	return rule->exact ? compare_could_be(comparison, rule, device) :
	       place_could_match(place, device->place);
}

/*
 * Whether nothing known keeps @device from being what @rule describes. That some
 * place must be empty raises no doubt about every device that may be anywhere.
 */
static bool fits(const struct comparison *comparison, const struct rule *rule,
		 const struct device *device, struct fit *fit)
{
	bool there;

	if (!rule_concerns(rule, device))
		return false;
	there = compare_is_there(comparison, rule, device);
	if (!there && !may_be_there(comparison, rule, device))
		return false;
	*fit = rule_fit(rule, device);
	if (!there && rule->presence == PRESENCE_FORBIDDEN) {
		if (!rule->identity_count)
			return false;
		field_set_put(&fit->unknown, FIELD_PLACE);
	}
	return field_set_empty(&fit->differ);
}

/*
 * A forbidden rule that unknown fields keep from matching does not judge, but
 * leaves a doubt; any other rule judges, and the device is unverified.
 */
static bool judges(const struct rule *rule, const struct fit *fit, struct judged *judged)
{
	if (rule->presence != PRESENCE_FORBIDDEN || field_set_empty(&fit->unknown))
		return true;
	if (!judged->doubt) {
		judged->doubt = rule;
		judged->doubt_fields = fit->unknown;
	}
	return false;
}

/* A function whose ids nobody knows may be the part of any rule. */
static const struct rule *first_of_all(const struct comparison *comparison,
				       const struct rule_set *set,
				       struct judged *judged, struct fit *fit)
{
	bool forbidden = set == &comparison->forbidden;

	for (size_t i = 0; i < comparison->inventory->rule_count; i++) {
		const struct rule *rule = &comparison->inventory->rules[i];

		if ((rule->presence == PRESENCE_FORBIDDEN) != forbidden ||
		    (rule->exact && !forbidden))
			continue;
		if (fits(comparison, rule, judged->device, fit) &&
		    judges(rule, fit, judged))
			return rule;
	}
	return NULL;
}

const struct rule *compare_rules_first(const struct comparison *comparison,
				       const struct rule_set *set,
				       struct judged *judged, struct fit *fit)
{
	const struct rule *rules = comparison->inventory->rules;
	const struct device *device = judged->device;
	const char *vendor = device_get(device, FIELD_VENDOR);
	const char *model = device_get(device, FIELD_DEVICE);
	size_t next = INDEX_END, general = 0;
	char part[16];

	if (vendor && model) {
		snprintf(part, sizeof(part), "%s:%s", vendor, model);
		next = text_index_first(set->by_part, part);
	} else if (device->kind == DEVICE_FUNCTION) {
		return first_of_all(comparison, set, judged, fit);
	}
	/* Both lists are in file order: take the lower of their heads. */
	while (next != INDEX_END || general < set->general_count) {
		bool by_part = next != INDEX_END &&
			(general == set->general_count || next < set->general[general]);
		size_t index = by_part ? next : set->general[general];

		if (fits(comparison, &rules[index], device, fit) &&
		    judges(&rules[index], fit, judged))
			return &rules[index];
		if (by_part)
			next = text_index_next(set->by_part, next);
		else
			general++;
	}
	return NULL;
}
