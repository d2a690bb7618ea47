// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_edit_lines.c: what two texts differ in, line by line: edits are few and
 * small, so what follows each is looked for close by.
 */
#include "json_edit.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEAR 256	/* lines that an edit may add, take away or replace */
#define ENOUGH 3	/* lines that agree, for an empty one says nothing */

struct lines {
	const char **starts;	/* and behind the last one the end */
	size_t count;
};

static bool split(const char *text, struct lines *lines)
{
	size_t room = 2;

	for (const char *at = text; *at; at++)
		room += *at == '\n';
	lines->starts = calloc(room, sizeof(*lines->starts));
	if (!lines->starts)
		return false;
	while (*text) {
		lines->starts[lines->count++] = text;
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	lines->starts[lines->count] = text;
	return true;
}

static bool same(const struct lines *a, size_t i, const struct lines *b, size_t k)
{
	size_t length = a->starts[i + 1] - a->starts[i];

	return length == (size_t)(b->starts[k + 1] - b->starts[k]) &&
	       memcmp(a->starts[i], b->starts[k], length) == 0;
}

/* Both at their ends, or enough lines that agree. */
static bool agree(const struct lines *a, size_t i, const struct lines *b, size_t k)
{
	for (size_t n = 0; n < ENOUGH; n++, i++, k++) {
		if (i == a->count || k == b->count)
			return i == a->count && k == b->count;
		if (!same(a, i, b, k))
			return false;
	}
	return true;
}

/* How far to go on either side until both agree again: the least together. */
static void find_end(const struct lines *a, size_t i, const struct lines *b, size_t k,
		     size_t *gone, size_t *come)
{
	for (size_t both = 1; both <= NEAR; both++)
		for (*gone = 0; *gone <= both; ++*gone) {
			*come = both - *gone;
			if (i + *gone <= a->count && k + *come <= b->count &&
			    agree(a, i + *gone, b, k + *come))
				return;
		}
	*gone = a->count - i;
	*come = b->count - k;
}

static void put_lines(FILE *out, const char *mark, const struct lines *lines, size_t first,
		      size_t count)
{
	for (size_t i = first; i < first + count; i++) {
		size_t length = strcspn(lines->starts[i], "\n");

		fprintf(out, "%s%.*s\n", mark, (int)length, lines->starts[i]);
	}
}

static void put_differences(FILE *out, const struct lines *a, const struct lines *b)
{
	size_t i = 0, k = 0, gone, come;

	while (i < a->count || k < b->count) {
		if (i < a->count && k < b->count && same(a, i, b, k)) {
			i++, k++;
			continue;
		}
		find_end(a, i, b, k, &gone, &come);
		put_lines(out, "- ", a, i, gone);
		put_lines(out, "+ ", b, k, come);
		i += gone;
		k += come;
	}
}

char *json_edit_lines(const char *before, const char *after)
{
	struct lines a = { 0 }, b = { 0 };
	bool complete = split(before, &a) && split(after, &b);
	char *lines = NULL;
	size_t size;
	FILE *out = complete ? open_memstream(&lines, &size) : NULL;

	if (out) {
		put_differences(out, &a, &b);
		if (fclose(out)) {
			free(lines);
			lines = NULL;
		}
	}
	free(a.starts);
	free(b.starts);
	return lines;
}
