// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rule_cover.c: whether one rule leaves nothing for another.
 */
#include "inventory_lint.h"

#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "rule.h"

/* The text that a glob without wildcards stands for; to be freed. */
static char *literal_of(const char *glob)
{
	char *text = strdup(glob), *to = text;

	for (; text && *glob; glob++) {
		if (*glob == '\\' && glob[1])
			glob++;
		*to++ = *glob;
	}
	if (text)
		*to = '\0';
	return text;
}

static bool glob_covers(const char *wide, const char *narrow)
{
	bool covers = false;
	char *text;

	if (strcmp(wide, "*") == 0 || strcmp(wide, narrow) == 0)
		return true;
	if (!glob_literal(narrow))
		return false;
	text = literal_of(narrow);
	if (text)
		covers = glob_match(wide, text);
	free(text);
	return covers;
}

static bool pattern_covers(const struct pattern *wide, const struct pattern *narrow)
{
	if (narrow->none && !wide->none)
		return false;
	for (size_t i = 0; i < narrow->count; i++) {
		bool covered = false;

		for (size_t k = 0; k < wide->count && !covered; k++)
			covered = glob_covers(wide->texts[k], narrow->texts[i]);
		if (!covered)
			return false;
	}
	return true;
}

static bool identity_covers(const struct identity *wide, const struct identity *narrow)
{
	for (size_t i = 0; i < wide->count; i++) {
		const struct pattern *pattern = identity_term(narrow, wide->terms[i].field);

		if (term_pins_nothing(&wide->terms[i]))
			continue;
		if (!pattern || !pattern_covers(&wide->terms[i].pattern, pattern))
			return false;
	}
	return true;
}

static bool identities_cover(const struct rule *wide, const struct rule *narrow)
{
	if (!wide->identity_count)
		return true;
	for (size_t i = 0; i < narrow->identity_count; i++) {
		bool covered = false;

		for (size_t k = 0; k < wide->identity_count && !covered; k++)
			covered = identity_covers(&wide->identities[k], &narrow->identities[i]);
		if (!covered)
			return false;
	}
	return narrow->identity_count > 0;
}

static bool place_covers(const struct rule *wide, const struct rule *narrow)
{
	if (!wide->place || (narrow->place && strcmp(wide->place, narrow->place) == 0))
		return true;
	if (!narrow->place || wide->exact)
		return false;
	return strcmp(wide->place, "**") == 0 ||
	       (narrow->exact && place_match(wide->place, narrow->place));
}

bool rule_covers(const struct rule *wide, const struct rule *narrow)
{
	return !(narrow->kinds & ~wide->kinds) && place_covers(wide, narrow) &&
	       identities_cover(wide, narrow);
}
