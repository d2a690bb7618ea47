// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_text.c: JSON as a person wrote it, for json-c to read.
 *
 * json-c keeps neither lines nor the first of two equal keys. So a pass of our
 * own comes before it: it refuses what is not strict JSON with comments, and blanks
 * the comments; json-c then reads a text that both agree upon.
 */
#include "json_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "json_scan.h"

static char *copy_text(const char *text, size_t length)
{
	char *copy = malloc(length + 1);

	if (!copy)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

/* The scan has accepted the text: what json-c still refuses is not UTF-8. */
static int parse_blanked(const char *text, size_t length, struct json_object **out,
			 unsigned int *line)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_TEXT_DEPTH + 1);
	int err = 0;

	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	/* With the final NUL, so that a bare number at the top ends too. */
	*out = json_tokener_parse_ex(tokener, text, length + 1);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		size_t bad = json_tokener_get_parse_end(tokener);

		err = -EINVAL;
		json_object_put(*out);
		*out = NULL;
		*line = 1;
		for (size_t i = 0; i < bad && i < length; i++)
			*line += text[i] == '\n';
	}
	json_tokener_free(tokener);
	return err;
}

int json_text_parse(const char *text, size_t length, struct json_object **out,
		    unsigned int *line, const char **why)
{
	struct scan scan = { 0 };
	char *copy;
	int err;

	*out = NULL;
	if (length >= INT32_MAX) {
		*line = 1;
		*why = "the file is too large";
		return -EINVAL;
	}
	copy = copy_text(text, length);
	if (!copy)
		return -ENOMEM;
	err = json_scan(&scan, copy, length);
	if (!err) {
		err = parse_blanked(copy, length, out, &scan.line);
		scan.why = "not UTF-8, or a number out of range";
	}
	*line = scan.line;
	*why = scan.why;
	free(scan.lines);
	free(copy);
	return err;
}

static int scan_for(struct scan *scan, const char *text, size_t length,
		    const struct spot *spot)
{
	const struct spot *step;
	char *copy;

	for (step = spot; step; step = step->up)
		if (++scan->depth > JSON_TEXT_DEPTH)
			return -ENOENT;
	for (size_t i = scan->depth; i > 0; spot = spot->up)
		scan->path[--i] = spot;
	copy = copy_text(text, length);
	if (!copy)
		return -ENOMEM;
	json_scan(scan, copy, length);
	free(copy);
	return scan->found ? 0 : -ENOENT;
}

int json_text_find(const char *text, size_t length, const struct spot *spot,
		   struct json_place *place)
{
	struct scan scan = { 0 };
	int err = scan_for(&scan, text, length, spot);

	*place = scan.place;
	free(scan.lines);
	return err;
}

int json_text_lines(const char *text, size_t length, const struct spot *spot,
		    unsigned int **lines, size_t *count)
{
	struct scan scan = { 0 };
	int err = scan_for(&scan, text, length, spot);

	if (err) {
		free(scan.lines);
		return err;
	}
	*lines = scan.lines;
	*count = scan.line_count;
	return 0;
}
