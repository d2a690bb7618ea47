// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * place.c: places and globs as an inventory and a snapshot spell them.
 *
 * about: place.c match.c
 *
 * Input: texts, each ending with a NUL or a newline.
 */
#include "fuzz.h"

#include <string.h>

#include "match.h"
#include "place.h"

#define TEXTS 3

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

/* An order: the same both ways round, and no circle of three. */
static void check_order(char *const *text)
{
	for (int i = 0; i < TEXTS; i++)
		for (int j = 0; j < TEXTS; j++)
			claim(sign(place_compare(text[i], text[j])) ==
			      -sign(place_compare(text[j], text[i])));
	if (place_compare(text[0], text[1]) <= 0 && place_compare(text[1], text[2]) <= 0)
		claim(place_compare(text[0], text[2]) <= 0);
}

static void check_place(const char *place)
{
	size_t parent = place_parent(place);

	claim(parent <= strlen(place));
	if (!place_valid(place))
		return;
	claim(strlen(place) <= PLACE_MAX);
	claim(place_match(place, place));
	claim(!place_below(place, place));
	place_complete(place);
}

static void check_globs(char *const *text)
{
	char *glob = glob_escape(text[0]);

	claim(glob && glob_valid(glob) && glob_match(glob, text[0]));
	claim(glob_match(glob, text[1]) == !strcmp(text[0], text[1]));
	free(glob);
	if (glob_valid(text[0])) {
		glob_match(text[0], text[1]);
		if (glob_plain(text[0]))
			claim(glob_match(text[0], text[0]));
	}
	place_match(text[0], text[1]);
}

/* A pattern matches what it was made of, and says so in words. */
static void check_pattern(char *const *text)
{
	struct value value = { VALUE_KNOWN, text[0] };
	struct pattern pattern = { 0 };
	char *words;

	for (int i = 0; i < TEXTS; i++)
		if (pattern_add(&pattern, text[i]))
			claim(!glob_valid(text[i]));
	words = pattern_show(&pattern);
	claim(words);
	free(words);
	if (glob_plain(text[0]))
		claim(pattern_match(&pattern, &value) == MATCH_YES);
	if (pattern.count == 1 && pattern_exact(&pattern)) {
		value.text = (char *)pattern_exact(&pattern);
		claim(pattern_match(&pattern, &value) == MATCH_YES);
	}
	value = (struct value){ VALUE_NONE, NULL };
	claim(pattern_match(&pattern, &value) == MATCH_NO);
	value.state = VALUE_UNKNOWN;
	claim(pattern_match(&pattern, &value) == MATCH_UNKNOWN);
	pattern_clear(&pattern);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = fuzz_text(data, size), *rest = copy, *text[TEXTS] = { 0 };

	if (size > 2 * PLACE_MAX) {
		free(copy);
		return 0;
	}
	for (int i = 0; i < TEXTS; i++) {
		char *line = strsep(&rest, "\n");

		text[i] = strdup(line ? line : "");
		check_place(text[i]);
	}
	check_order(text);
	check_globs(text);
	check_pattern(text);
	for (int i = 0; i < TEXTS; i++)
		free(text[i]);
	free(copy);
	return 0;
}
