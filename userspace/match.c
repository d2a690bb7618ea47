// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * match.c: patterns and globs. fnmatch(3) is not used: its time can grow
 * exponentially with the stars of a hostile glob.
 */
#include "match.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPECIAL "*?[\\"

/* The end of the bracket that starts at @glob, or NULL where it is left open. */
static const char *bracket_end(const char *glob)
{
	const char *at = glob + 1;

	if (*at == '!')
		at++;
	if (*at == ']')
		at++;
	while (*at && *at != ']')
		at++;
	return *at ? at : NULL;
}

/* Whether @c is among what the bracket from @glob to @end lists. */
static bool bracket_match(const char *glob, const char *end, unsigned char c)
{
	const char *at = glob + 1;
	bool negated = *at == '!';
	bool found = false;

	if (negated)
		at++;
	while (at < end) {
		unsigned char low = *at++, high = low;

		if (at + 1 < end && *at == '-') {
			high = at[1];
			at += 2;
		}
		found = found || (low <= c && c <= high);
	}
	return found != negated;
}

/* Match one character of @text; Return: the glob after it, or NULL. */
static const char *match_one(const char *glob, unsigned char c)
{
	const char *end;

	switch (*glob) {
	case '?':
		return glob + 1;
	case '[':
		end = bracket_end(glob);
		return end && bracket_match(glob, end, c) ? end + 1 : NULL;
	case '\\':
		glob++;
		break;
	}
	return *glob && (unsigned char)*glob == c ? glob + 1 : NULL;
}

bool glob_match(const char *glob, const char *text)
{
	const char *after_star = NULL, *retry = NULL, *next;

	/* Only the last star ever needs another try: quadratic at worst. */
	while (*text) {
		if (*glob == '*') {
			after_star = ++glob;
			retry = text;
			continue;
		}
		next = match_one(glob, *text);
		if (next) {
			glob = next;
			text++;
		} else if (after_star) {
			glob = after_star;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return !*glob;
}

bool glob_valid(const char *glob)
{
	for (; *glob; glob++) {
		if (*glob == '\\')
			glob++;
		else if (*glob == '[')
			glob = bracket_end(glob);
		if (!glob || !*glob)
			return false;
	}
	return true;
}

bool glob_plain(const char *glob)
{
	return !strpbrk(glob, SPECIAL);
}

bool glob_literal(const char *glob)
{
	for (; *glob; glob++) {
		if (*glob == '\\' && glob[1])
			glob++;
		else if (strchr(SPECIAL, *glob))
			return false;
	}
	return true;
}

char *glob_escape(const char *text)
{
	char *escaped = malloc(2 * strlen(text) + 1), *at = escaped;

	if (!escaped)
		return NULL;
	for (; *text; text++) {
		if (strchr(SPECIAL, *text))
			*at++ = '\\';
		*at++ = *text;
	}
	*at = '\0';
	return escaped;
}

int pattern_add(struct pattern *pattern, const char *text)
{
	char **texts;

	if (!glob_valid(text))
		return -EINVAL;
	texts = reallocarray(pattern->texts, pattern->count + 1, sizeof(*texts));
	if (!texts)
		return -ENOMEM;
	pattern->texts = texts;
	texts[pattern->count] = strdup(text);
	if (!texts[pattern->count])
		return -ENOMEM;
	pattern->count++;
	return 0;
}

void pattern_clear(struct pattern *pattern)
{
	for (size_t i = 0; i < pattern->count; i++)
		free(pattern->texts[i]);
	free(pattern->texts);
	*pattern = (struct pattern){ 0 };
}

enum match pattern_match(const struct pattern *pattern, const struct value *value)
{
	if (value->state == VALUE_UNKNOWN)
		return MATCH_UNKNOWN;
	if (value->state == VALUE_NONE)
		return pattern->none ? MATCH_YES : MATCH_NO;
	for (size_t i = 0; i < pattern->count; i++)
		if (glob_match(pattern->texts[i], value->text))
			return MATCH_YES;
	return MATCH_NO;
}

const char *pattern_exact(const struct pattern *pattern)
{
	if (pattern->none || pattern->count != 1 || !glob_plain(pattern->texts[0]))
		return NULL;
	return pattern->texts[0];
}

char *pattern_show(const struct pattern *pattern)
{
	const char *separator = "";
	char *shown = NULL;
	size_t size;
	FILE *out = open_memstream(&shown, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < pattern->count; i++) {
		fprintf(out, "%s%s", separator, pattern->texts[i]);
		separator = " or ";
	}
	if (pattern->none)
		fprintf(out, "%snone", separator);
	if (fclose(out) == 0)
		return shown;
	free(shown);
	return NULL;
}
