// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_relocate.c: parts whose place is another one because something above
 * them is: a bridge was put in front of them or taken away, a root has another
 * number, or the part that they belong to has moved. They are the same parts by
 * all that a rule asks and by the end of their place.
 *
 * Invariant: only what no rule knows, and only rules that lack their part, are
 * ever brought together.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"


static bool is_left_over(const struct judged *judged)
{
	return judged->outcome == OUTCOME_UNKNOWN || judged->outcome == OUTCOME_OTHER;
}

static bool lacks_part(const struct comparison *comparison, size_t index)
{
	const struct rule *rule = &comparison->inventory->rules[index];
	const struct tally *tally = &comparison->tallies[index];

	return rule->exact && rule->presence != PRESENCE_FORBIDDEN && rule->identity_count &&
	       !tally->seen && !tally->moved && place_rooted(tally->place);
}

/* @before and what follows @length bytes of @after. */
static bool join_places(char *place, const char *before, size_t before_length,
			const char *after, size_t length)
{
	return snprintf(place, PLACE_MAX + 1, "%.*s%s", (int)before_length, before,
			after + length) <= PLACE_MAX;
}

/* Bring @judged and the rule of @place together, if that is what it asks for. */
static bool relocate(struct comparison *comparison, struct judged *judged,
		     const char *place, enum move_cause how)
{
	for (size_t i = text_index_first(comparison->exact, place); i != INDEX_END;
	     i = text_index_next(comparison->exact, i)) {
		const struct rule *rule = &comparison->inventory->rules[i];
		struct fit fit;

		if (!lacks_part(comparison, i) || !rule_concerns(rule, judged->device))
			continue;
		fit = rule_fit(rule, judged->device);
		if (!field_set_empty(&fit.differ) ||
		    field_set_has(&fit.unknown, FIELD_VENDOR) ||
		    field_set_has(&fit.unknown, FIELD_DEVICE))
			continue;
		judged->outcome = OUTCOME_MOVED;
		judged->rule = rule;
		judged->fit = fit;
		judged->how = how;
		comparison->tallies[i].moved = judged;
		return true;
	}
	return false;
}

static struct judged *function_above(const struct comparison *comparison, const char *place)
{
	struct judged *above = compare_parent(comparison, place);

	while (above && above->device->kind != DEVICE_FUNCTION)
		above = compare_parent(comparison, above->device->place);
	return above;
}

/* The function that @judged belongs to has moved, and it went with it. */
static bool follow_parent(struct comparison *comparison, struct judged *judged)
{
	const struct judged *above = function_above(comparison, judged->device->place);
	char place[PLACE_MAX + 1];
	const char *from;

	if (!above || above->outcome != OUTCOME_MOVED)
		return false;
	from = compare_tally(comparison, above->rule)->place;
	return join_places(place, from, strlen(from), judged->device->place,
			   strlen(above->device->place)) &&
	       relocate(comparison, judged, place, above->how == MOVE_ROOT ? MOVE_ROOT : MOVE_FOLLOWS);
}

/* Function 0 of the same slot has moved: the others are of the same part. */
static bool follow_slot(struct comparison *comparison, struct judged *judged)
{
	size_t length = strlen(judged->device->place);
	char place[PLACE_MAX + 1];
	const struct judged *first;
	const char *from;

	if (judged->device->kind != DEVICE_FUNCTION || length < 2 ||
	    judged->device->place[length - 2] != '.' ||
	    !join_places(place, judged->device->place, length - 1, "0", 0))
		return false;
	first = compare_at(comparison, place);
	if (!first || first == judged || first->outcome != OUTCOME_MOVED)
		return false;
	from = compare_tally(comparison, first->rule)->place;
	return join_places(place, from, strlen(from) - 1, judged->device->place, length - 1) &&
	       relocate(comparison, judged, place, first->how == MOVE_ROOT ? MOVE_ROOT : MOVE_FOLLOWS);
}

/*
 * Bridges that no rule knows sit above @judged, the uppermost below a place that
 * was there before: without one or more of them its place is that of a rule.
 */
static bool find_without_bridges(struct comparison *comparison, struct judged *judged)
{
	const char *place = judged->device->place;
	const struct judged *run[PLACE_MAX / 2];
	size_t count = 0, prefix;

	for (const struct judged *above = function_above(comparison, place);
	     above && count < PLACE_MAX / 2 &&
	     (is_left_over(above) || above->outcome == OUTCOME_MOVED);
	     above = function_above(comparison, above->device->place))
		run[count++] = above;
	if (!count)
		return false;
	prefix = place_parent(run[count - 1]->device->place);
	while (count > 0 && is_left_over(run[--count])) {
		char before[PLACE_MAX + 1];

		if (join_places(before, place, prefix, place,
				strlen(run[count]->device->place)) &&
		    relocate(comparison, judged, before, MOVE_BRIDGE_ADDED))
			return true;
	}
	return false;
}

/* The root has another number than when the inventory was made. */
static bool follow_root(struct comparison *comparison, const struct root_moves *moves,
			struct judged *judged)
{
	const char *from = root_moves_find(moves, judged->device->place);
	char place[PLACE_MAX + 1];

	return from && join_places(place, from, strlen(from), judged->device->place,
				   strcspn(judged->device->place, "/")) &&
	       relocate(comparison, judged, place, MOVE_ROOT);
}

/* A rule that lacks its part, and how deep its place is. */
struct lack {
	size_t rule, length;
};

static int by_length(const void *a, const void *b)
{
	const struct lack *x = a, *y = b;

	if (x->length != y->length)
		return x->length > y->length ? 1 : -1;
	return x->rule > y->rule ? 1 : x->rule < y->rule ? -1 : 0;
}

/* The rule at the place above @place, or INDEX_END. */
static size_t rule_above(const struct comparison *comparison, const char *place, char *above)
{
	size_t length = place_parent(place);

	if (!length || length > PLACE_MAX)
		return INDEX_END;
	memmove(above, place, length);
	above[length] = '\0';
	return text_index_first(comparison->exact, above);
}

/* The rule above has its part elsewhere: there its own is below it. */
static bool follow_rule(struct comparison *comparison, const char *place)
{
	char above[PLACE_MAX + 1], there[PLACE_MAX + 1];
	size_t index = rule_above(comparison, place, above);
	const struct judged *parent = index == INDEX_END ? NULL :
				      comparison->tallies[index].moved;
	struct judged *judged;

	if (!parent || !join_places(there, parent->device->place,
				    strlen(parent->device->place), place, strlen(above)))
		return false;
	judged = compare_at(comparison, there);
	return judged && is_left_over(judged) &&
	       relocate(comparison, judged, place, parent->how == MOVE_ROOT ? MOVE_ROOT : MOVE_FOLLOWS);
}

/* Bridges above @place are not there any more: without them it is where a stranger sits. */
static bool find_behind_bridges(struct comparison *comparison, const char *place)
{
	size_t ends[PLACE_MAX / 2], count = 0, prefix, index;
	char above[PLACE_MAX + 1], there[PLACE_MAX + 1];

	for (index = rule_above(comparison, place, above);
	     index != INDEX_END && count < PLACE_MAX / 2 && lacks_part(comparison, index);
	     index = rule_above(comparison, above, above))
		ends[count++] = strlen(above);
	if (!count)
		return false;
	memcpy(above, place, ends[count - 1]);
	above[ends[count - 1]] = '\0';
	prefix = place_parent(above);
	while (count > 0) {
		struct judged *judged;

		if (!join_places(there, place, prefix, place, ends[--count]))
			return false;
		judged = compare_at(comparison, there);
		if (judged && is_left_over(judged) &&
		    relocate(comparison, judged, place, MOVE_BRIDGE_REMOVED))
			return true;
	}
	return false;
}

/* From the rules' side, those above before those below. */
static int relocate_rules(struct comparison *comparison)
{
	size_t count = comparison->inventory->rule_count, found = 0;
	struct lack *lacks = calloc(count + 1, sizeof(*lacks));

	if (!lacks)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		if (lacks_part(comparison, i))
			lacks[found++] = (struct lack){
				i, strlen(comparison->tallies[i].place) };
	if (found)
		qsort(lacks, found, sizeof(*lacks), by_length);
	for (size_t i = 0; i < found; i++) {
		const char *place = comparison->tallies[lacks[i].rule].place;

		if (lacks_part(comparison, lacks[i].rule) && !follow_rule(comparison, place))
			find_behind_bridges(comparison, place);
	}
	free(lacks);
	return 0;
}

int compare_relocate(struct comparison *comparison)
{
	struct root_moves *moves = root_moves_new(comparison);

	if (!moves)
		return -ENOMEM;
	for (size_t i = 0; i < comparison->snapshot->count; i++) {
		struct judged *judged = &comparison->judged[i];

		if (!is_left_over(judged) || !place_rooted(judged->device->place))
			continue;
		if (!follow_parent(comparison, judged) && !follow_slot(comparison, judged) &&
		    !follow_root(comparison, moves, judged))
			find_without_bridges(comparison, judged);
	}
	root_moves_free(moves);
	return relocate_rules(comparison);
}
