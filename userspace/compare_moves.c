// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_moves.c: a part that is not at its place, but elsewhere: known by
 * identity and serial both, for a model alone proves nothing.
 */
#include "compare_internal.h"

#include <errno.h>

#include "serial.h"

static bool has_other_serial(const struct judged *judged)
{
	enum field field = serial_field(judged->device);

	return field != FIELD_COUNT && field_set_has(&judged->fit.differ, field);
}

/* Where a part that belongs elsewhere can be. */
static bool is_out_of_place(const struct judged *judged)
{
	switch (judged->outcome) {
	case OUTCOME_UNKNOWN:
	case OUTCOME_OTHER:
	case OUTCOME_SURPLUS:
		return true;
	case OUTCOME_CHANGED:
		/* Only a serial that differs can make it the part of another rule. */
		return has_other_serial(judged);
	default:
		return false;
	}
}

/* The device that @rule describes in full, somewhere else; or NULL. */
static struct judged *find_part(const struct comparison *comparison,
				const struct text_index *serials,
				const struct rule *rule, const char *serial)
{
	size_t i;

	for (i = text_index_first(serials, serial); i != INDEX_END;
	     i = text_index_next(serials, i)) {
		struct judged *judged = &comparison->judged[i];

		if (is_out_of_place(judged) && rule_concerns(rule, judged->device)) {
			struct fit fit = rule_fit(rule, judged->device);

			if (fit_distance(&fit) == 0)
				return judged;
		}
	}
	return NULL;
}

/*
 * @judged is @rule's part. It is no longer what it was taken for: the rule of
 * the place where it is now has lost its own part to it.
 */
static void move(struct comparison *comparison, struct judged *judged,
		 const struct rule *rule)
{
	if (judged->outcome == OUTCOME_CHANGED) {
		struct tally *loser = compare_tally(comparison, judged->rule);

		loser->seen--;
		if (!loser->occupant)
			loser->occupant = judged;
	}
	judged->outcome = OUTCOME_MOVED;
	judged->rule = rule;
	compare_tally(comparison, rule)->moved = judged;
}

static struct text_index *index_serials(const struct comparison *comparison)
{
	size_t count = comparison->snapshot->count;
	struct text_index *serials = text_index_new(count);

	for (size_t i = count; i > 0 && serials; i--) {
		const struct judged *judged = &comparison->judged[i - 1];
		const char *serial = serial_real(judged->device);

		if (serial && is_out_of_place(judged) &&
		    text_index_add(serials, serial, i - 1)) {
			text_index_free(serials);
			return NULL;
		}
	}
	return serials;
}

int compare_moves(struct comparison *comparison)
{
	const struct inventory *inventory = comparison->inventory;
	struct text_index *serials = index_serials(comparison);

	if (!serials)
		return -ENOMEM;
	for (size_t i = 0; i < inventory->rule_count; i++) {
		const struct rule *rule = &inventory->rules[i];
		const char *serial = rule_serial(rule);
		struct judged *part;

		if (!serial || !rule->exact || rule->presence == PRESENCE_FORBIDDEN ||
		    comparison->tallies[i].passed)
			continue;
		part = find_part(comparison, serials, rule, serial);
		if (part)
			move(comparison, part, rule);
	}
	text_index_free(serials);
	return 0;
}
