// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * digest_difference.c: where two shapes differ, in the field's words.
 *
 * Lines are told apart by what they are of, not by their number: a capability
 * that is gone is one difference, not one for each line behind it.
 */
#include "digest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "capability_registers.h"
#include "digest_rows.h"
#include "text.h"

#define LINES_MAX 2048	/* no shape has more: 4096 bytes of registers */

/* In the order in which differences are told. */
enum line_kind { LINE_HEADER, LINE_BAR, LINE_CAPABILITY, LINE_END, LINE_REGISTER };

/**
 * struct line - one line of a shape
 * @offset: HEADER, REGISTER: of the register; BAR: its index; CAPABILITY: unused;
 * END: 1: of the extended list
 * @capability: CAPABILITY, REGISTER: which
 * @number: CAPABILITY: the how-manieth of its id
 * @value, @length: the rest of the line
 */
struct line {
	enum line_kind kind;
	unsigned int offset;
	struct capability capability;
	unsigned int number;
	const char *value;
	size_t length;
};

struct shape {
	struct line *lines;
	size_t count;
};

static unsigned int count_before(const struct shape *shape, const struct capability *of)
{
	unsigned int number = 0;
	size_t i;

	for (i = 0; i < shape->count; i++)
		number += shape->lines[i].kind == LINE_CAPABILITY &&
			  shape->lines[i].capability.id == of->id &&
			  shape->lines[i].capability.extended == of->extended;
	return number;
}

static bool parse_capability(const struct shape *shape, const char *text, struct line *line)
{
	unsigned int id, offset, version = 0;
	int digits = 0, used = 0;

	if (sscanf(text, "capability %n%x%n %x", &digits, &id, &used, &offset) != 2 ||
	    id > UINT16_MAX || offset >= CONFIG_SPACE_MAX)
		return false;
	line->kind = LINE_CAPABILITY;
	line->capability.extended = used - digits == 4;
	line->capability.id = id;
	line->capability.offset = offset;
	if (line->capability.extended && sscanf(text, "capability %*x %*x v%u", &version) != 1)
		return false;
	line->capability.version = version;
	line->number = count_before(shape, &line->capability);
	return true;
}

/* @text ends at a line feed or NUL. Return: false: no line of a shape. */
static bool parse_line(const struct shape *shape, const char *text, struct line *line)
{
	size_t length = strcspn(text, "\n");
	int used = 0;

	memset(line, 0, sizeof(*line));
	if (!strncmp(text, "standard ", 9) || !strncmp(text, "extended ", 9)) {
		line->kind = LINE_END;
		line->offset = *text == 'e';
		used = 9;
	} else if (sscanf(text, "header %x %n", &line->offset, &used) == 1 && used) {
		line->kind = LINE_HEADER;
	} else if (sscanf(text, "bar %u %n", &line->offset, &used) == 1 && used) {
		line->kind = LINE_BAR;
	} else if (sscanf(text, "+%x %n", &line->offset, &used) == 1 && used) {
		line->kind = LINE_REGISTER;
		if (!shape->count)
			return false;
		line->capability = shape->lines[shape->count - 1].capability;
		line->number = shape->lines[shape->count - 1].number;
	} else if (!parse_capability(shape, text, line)) {
		return false;
	}
	if ((size_t)used > length)
		return false;
	line->value = text + used;
	line->length = length - used;
	return true;
}

/* Return: 0, -EINVAL, -ENOMEM. */
static int parse_shape(const char *text, struct shape *shape)
{
	size_t lines = 0;
	const char *at;

	*shape = (struct shape){ 0 };
	if (strncmp(text, DIGEST_SHAPE "\n", strlen(DIGEST_SHAPE "\n")))
		return -EINVAL;
	for (at = text; *at; at++)
		lines += *at == '\n';
	if (lines > LINES_MAX)
		return -EINVAL;
	shape->lines = calloc(lines + 1, sizeof(*shape->lines));
	if (!shape->lines)
		return -ENOMEM;
	for (at = strchr(text, '\n') + 1; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		if (!parse_line(shape, at, &shape->lines[shape->count]))
			return -EINVAL;
		shape->count++;
	}
	return 0;
}

/* The same register, BAR, or so-manieth capability of an id. */
static const struct line *find_line(const struct shape *shape, const struct line *line)
{
	size_t i;

	for (i = 0; i < shape->count; i++) {
		const struct line *other = &shape->lines[i];

		if (other->kind == line->kind && other->offset == line->offset &&
		    other->number == line->number &&
		    other->capability.id == line->capability.id &&
		    other->capability.extended == line->capability.extended)
			return other;
	}
	return NULL;
}

static bool same(const struct line *a, const struct line *b)
{
	if (a->kind == LINE_CAPABILITY)
		return a->capability.offset == b->capability.offset &&
		       a->capability.version == b->capability.version;
	return a->length == b->length && !memcmp(a->value, b->value, a->length);
}

static void copy_value(char *out, size_t size, const struct line *line)
{
	char raw[80];

	snprintf(raw, sizeof(raw), "%.*s", line->length < 72 ? (int)line->length : 72,
		 line->value);
	text_escape(raw, out, size);
}

static void print_capability(char *out, size_t size, const struct capability *capability)
{
	const char *name = capability_name(capability);

	snprintf(out, size, "capability %0*x%s%s%s at %02xh", capability->extended ? 4 : 2,
		 capability->id, name ? " (" : "", name ? name : "", name ? ")" : "",
		 capability->offset);
}

static void print_where(struct digest_difference *out, const struct line *line)
{
	const char *name = NULL;
	size_t used;

	switch (line->kind) {
	case LINE_HEADER:
		name = header_register_name(line->offset);
		snprintf(out->where, sizeof(out->where), "%02xh", line->offset);
		break;
	case LINE_BAR:
		snprintf(out->where, sizeof(out->where), "BAR %u", line->offset);
		break;
	case LINE_END:
		snprintf(out->where, sizeof(out->where), "the end of the %s list of capabilities",
			 line->offset ? "extended" : "standard");
		break;
	case LINE_CAPABILITY:
		print_capability(out->where, sizeof(out->where), &line->capability);
		break;
	case LINE_REGISTER:
		print_capability(out->where, sizeof(out->where), &line->capability);
		used = strlen(out->where);
		snprintf(out->where + used, sizeof(out->where) - used, ", offset %02xh",
			 line->offset);
		name = capability_register_name(line->capability.extended, line->capability.id,
						line->offset);
	}
	used = strlen(out->where);
	if (name)
		snprintf(out->where + used, sizeof(out->where) - used, " (%s)", name);
}

static void print_values(struct digest_difference *out, const struct line *expected,
			 const struct line *seen)
{
	bool number = expected->kind == LINE_HEADER || expected->kind == LINE_REGISTER;
	size_t skip = number ? 2 : 0;

	memcpy(out->expected, "0x", 2);
	memcpy(out->seen, "0x", 2);
	copy_value(out->expected + skip, sizeof(out->expected) - skip, expected);
	copy_value(out->seen + skip, sizeof(out->seen) - skip, seen);
	snprintf(out->sentence, sizeof(out->sentence), "%s is %s instead of %s", out->where,
		 out->seen, out->expected);
}

static void print_moved(struct digest_difference *out, const struct capability *expected,
			const struct capability *seen)
{
	if (expected->offset != seen->offset) {
		snprintf(out->expected, sizeof(out->expected), "at %02xh", expected->offset);
		snprintf(out->seen, sizeof(out->seen), "at %02xh", seen->offset);
		snprintf(out->sentence, sizeof(out->sentence), "%s is at %02xh instead",
			 out->where, seen->offset);
		return;
	}
	snprintf(out->expected, sizeof(out->expected), "version %u", expected->version);
	snprintf(out->seen, sizeof(out->seen), "version %u", seen->version);
	snprintf(out->sentence, sizeof(out->sentence), "%s is version %u instead of %u",
		 out->where, seen->version, expected->version);
}

static void print_difference(struct digest_difference *out, const struct line *expected,
			     const struct line *seen)
{
	print_where(out, expected ? expected : seen);
	if (expected && seen && expected->kind == LINE_CAPABILITY) {
		print_moved(out, &expected->capability, &seen->capability);
	} else if (expected && seen) {
		print_values(out, expected, seen);
	} else {
		snprintf(out->expected, sizeof(out->expected), expected ? "there" : "not there");
		snprintf(out->seen, sizeof(out->seen), seen ? "there" : "not there");
		snprintf(out->sentence, sizeof(out->sentence), "%s is %s", out->where,
			 seen ? "there and should not be" : "not there");
	}
}

/* Of a capability that is not there on one side its registers say no more. */
static bool counts(const struct shape *other, const struct line *line)
{
	struct line head = *line;

	if (line->kind != LINE_REGISTER)
		return true;
	head.kind = LINE_CAPABILITY;
	head.offset = 0;
	return find_line(other, &head);
}

/* All differences of one kind. Only the first of all is told. */
static void compare_kind(const struct shape *expected, const struct shape *seen,
			 enum line_kind kind, struct digest_difference *out)
{
	size_t i;

	for (i = 0; i < expected->count; i++) {
		const struct line *line = &expected->lines[i];
		const struct line *other;

		if (line->kind != kind || !counts(seen, line))
			continue;
		other = find_line(seen, line);
		if ((!other || !same(line, other)) && !out->count++)
			print_difference(out, line, other);
	}
	for (i = 0; i < seen->count; i++) {
		const struct line *line = &seen->lines[i];

		if (line->kind == kind && counts(expected, line) &&
		    !find_line(expected, line) && !out->count++)
			print_difference(out, NULL, line);
	}
}

static void compare_shapes(const struct shape *expected, const struct shape *seen,
			   struct digest_difference *out)
{
	enum line_kind kind;
	size_t length;

	for (kind = LINE_HEADER; kind <= LINE_REGISTER; kind++)
		compare_kind(expected, seen, kind, out);
	if (!out->count) {
		out->count = 1;
		snprintf(out->where, sizeof(out->where), "the order of the capabilities");
		snprintf(out->expected, sizeof(out->expected), "another");
		snprintf(out->seen, sizeof(out->seen), "another");
		snprintf(out->sentence, sizeof(out->sentence),
			 "the capabilities are listed in another order");
	}
	length = strlen(out->sentence);
	if (out->count > 1)
		snprintf(out->sentence + length, sizeof(out->sentence) - length,
			 " (and %u more)", out->count - 1);
}

int digest_shape_difference(const char *expected, const char *seen,
			    struct digest_difference *out)
{
	struct shape before, now = { 0 };
	int err;

	memset(out, 0, sizeof(*out));
	if (digest_rows_known(expected))
		return digest_rows_difference(expected, seen, out);
	err = parse_shape(expected, &before);
	if (!err)
		err = parse_shape(seen, &now);
	if (!err && !strcmp(expected, seen))
		err = -ENOENT;
	if (!err)
		compare_shapes(&before, &now, out);
	free(before.lines);
	free(now.lines);
	return err;
}
