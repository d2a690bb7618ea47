// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * digest_lines.c: where two shapes of named values differ: which, and both values.
 *
 * Names are compared, not places: a field more is one difference, not one for
 * each that follows it.
 */
#include "digest_lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "fru.h"
#include "text.h"
#include "vpd.h"

#define LINES_MAX	2048
#define NAME_MAX_LENGTH	40	/* bytes: of ours, no name is longer */
#define SHOWN		28	/* bytes of a value that fit a finding */

/* @number: the how-manieth of its name. */
struct line {
	const char *name, *value;
	size_t name_length, value_length;
	unsigned int number;
};

struct lines {
	struct line lines[LINES_MAX];
	size_t count;
};

static const char *const kinds[] = { FRU_SHAPE "\n", VPD_SHAPE "\n" };

static const char *find_kind(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strncmp(text, kinds[i], strlen(kinds[i])))
			return kinds[i];
	return NULL;
}

bool digest_lines_known(const char *text)
{
	return find_kind(text);
}

static bool same_name(const struct line *a, const struct line *b)
{
	return a->name_length == b->name_length && !memcmp(a->name, b->name, a->name_length);
}

static const struct line *find_line(const struct lines *lines, const struct line *line)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		if (same_name(&lines->lines[i], line) && lines->lines[i].number == line->number)
			return &lines->lines[i];
	return NULL;
}

/* Return: false: it is no line of such a shape. */
static bool parse_line(const char *text, struct lines *lines)
{
	struct line line = { .name = text, .name_length = strcspn(text, ":\n") };
	size_t i;

	if (!line.name_length || line.name_length > NAME_MAX_LENGTH ||
	    strncmp(text + line.name_length, ": ", 2) || lines->count == LINES_MAX)
		return false;
	line.value = text + line.name_length + 2;
	line.value_length = strcspn(line.value, "\n");
	for (i = lines->count; i && !line.number; i--)
		if (same_name(&lines->lines[i - 1], &line))
			line.number = lines->lines[i - 1].number + 1;
	lines->lines[lines->count++] = line;
	return true;
}

static int parse(const char *text, struct lines **out)
{
	struct lines *lines = calloc(1, sizeof(*lines));

	if (!lines)
		return -ENOMEM;
	for (text = strchr(text, '\n') + 1; *text; text += *text == '\n') {
		if (!parse_line(text, lines)) {
			free(lines);
			return -EINVAL;
		}
		text += strcspn(text, "\n");
	}
	*out = lines;
	return 0;
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Whether @value is hex of printable text, which goes to @out between quotes. */
static bool print_quoted(const char *value, size_t length, char *out)
{
	size_t i, used = 0;

	out[used++] = '"';
	for (i = 0; i + 1 < length; i += 2) {
		int high = digit(value[i]), low = digit(value[i + 1]);
		int byte = high << 4 | low;

		if (high < 0 || low < 0 || byte < 0x20 || byte > 0x7e)
			return false;
		if (used <= SHOWN)
			out[used++] = byte;
	}
	strcpy(out + used, length > 2 * SHOWN ? "...\"" : "\"");
	return length && length % 2 == 0;
}

static bool is_hex(const char *value, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (digit(value[i]) < 0)
			return false;
	return length && length % 2 == 0;
}

static void print_value(char *out, size_t size, const struct line *line)
{
	const char *value = line ? line->value : "";
	size_t length = line ? line->value_length : 0;
	char text[SHOWN * 2 + 8];

	if (!line) {
		snprintf(out, size, "not there");
		return;
	}
	/* the encoding of a field, which its text does not need */
	if (length > 2 && value[0] >= '0' && value[0] <= '3' && value[1] == ' ' &&
	    is_hex(value + 2, length - 2)) {
		value += 2;
		length -= 2;
	}
	if (print_quoted(value, length, text)) {
		snprintf(out, size, "%s", text);
		return;
	}
	snprintf(text, sizeof(text), "%s%.*s%s", is_hex(value, length) ? "0x" : "",
		 length < 2 * SHOWN ? (int)length : 2 * SHOWN, value,
		 length > 2 * SHOWN ? "..." : "");
	text_escape(text, out, size);
}

static void note(const struct line *line, const struct line *expected,
		 const struct line *seen, struct digest_difference *out)
{
	char name[NAME_MAX_LENGTH + 1];

	if (out->count++)
		return;
	snprintf(name, sizeof(name), "%.*s", (int)line->name_length, line->name);
	text_escape(name, out->where, sizeof(out->where));
	print_value(out->expected, sizeof(out->expected), expected);
	print_value(out->seen, sizeof(out->seen), seen);
	/* of one text in two encodings */
	if (!strcmp(out->expected, out->seen))
		snprintf(out->expected, sizeof(out->expected), "the same, encoded otherwise");
}

static void compare(const struct lines *expected, const struct lines *seen,
		    struct digest_difference *out)
{
	size_t i, length;

	for (i = 0; i < expected->count; i++) {
		const struct line *line = &expected->lines[i];
		const struct line *other = find_line(seen, line);

		if (!other || other->value_length != line->value_length ||
		    memcmp(other->value, line->value, line->value_length))
			note(line, line, other, out);
	}
	for (i = 0; i < seen->count; i++)
		if (!find_line(expected, &seen->lines[i]))
			note(&seen->lines[i], NULL, &seen->lines[i], out);
	if (!out->count) {
		out->count = 1;
		snprintf(out->where, sizeof(out->where), "the order");
		snprintf(out->expected, sizeof(out->expected), "as it was");
		snprintf(out->seen, sizeof(out->seen), "another");
	}
	snprintf(out->sentence, sizeof(out->sentence), "%s is %s instead of %s", out->where,
		 out->seen, out->expected);
	length = strlen(out->sentence);
	if (out->count > 1)
		snprintf(out->sentence + length, sizeof(out->sentence) - length,
			 " (and %u more)", out->count - 1);
}

int digest_lines_difference(const char *expected, const char *seen,
			    struct digest_difference *out)
{
	const char *kind = find_kind(expected);
	struct lines *before = NULL, *now = NULL;
	int err;

	if (!kind || find_kind(seen) != kind)
		return -EINVAL;
	if (!strcmp(expected, seen))
		return -ENOENT;
	err = parse(expected, &before);
	if (!err)
		err = parse(seen, &now);
	if (!err)
		compare(before, now, out);
	free(before);
	free(now);
	return err;
}
