// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * digest_rows.c: where two shapes of memories differ: which byte, what it means,
 * and both values.
 */
#include "digest_rows.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "spd.h"

#define ROW		16
#define BYTES_MAX	4096		/* more than any shape of rows has */
#define LEFT_OUT	0x100		/* a byte that does not count */
#define ABSENT		0x101		/* behind the last row */

struct rows {
	uint16_t values[BYTES_MAX];	/* of a byte, or one of the above */
	size_t count;
};

static const char *name_spd(const struct rows *rows, unsigned int offset)
{
	const uint8_t head[3] = { rows->values[0], rows->values[1], rows->values[2] };

	return rows->count < sizeof(head) ? NULL : spd_byte_name(head, offset);
}

/* By their first lines. */
static const struct kind {
	const char *first;
	const char *(*name)(const struct rows *rows, unsigned int offset);
} kinds[] = {
	{ SPD_SHAPE "\n", name_spd },
};

static const struct kind *find_kind(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strncmp(text, kinds[i].first, strlen(kinds[i].first)))
			return &kinds[i];
	return NULL;
}

bool digest_rows_known(const char *text)
{
	return find_kind(text);
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Return: the value of two characters, or -1. */
static int parse_byte(const char *text)
{
	int high = digit(text[0]), low = high < 0 ? -1 : digit(text[1]);

	if (text[0] == '.' && text[1] == '.')
		return LEFT_OUT;
	return low < 0 ? -1 : high << 4 | low;
}

/* Return: what follows the row, or NULL where it is none. */
static const char *parse_row(const char *at, struct rows *rows)
{
	size_t offset = 0, digits = 0, bytes = 0;
	int value;

	for (; digit(*at) >= 0 && digits < 4; at++, digits++)
		offset = offset << 4 | digit(*at);
	if (!digits || offset != rows->count || strncmp(at, ": ", 2))
		return NULL;
	for (at += 2; *at && *at != '\n'; at += 2) {
		value = parse_byte(at);
		if (value < 0 || bytes++ == ROW || rows->count == BYTES_MAX)
			return NULL;
		rows->values[rows->count++] = value;
	}
	return *at ? at + 1 : at;
}

static struct rows *parse(const char *text)
{
	struct rows *rows = calloc(1, sizeof(*rows));

	for (text = strchr(text, '\n') + 1; rows && *text;) {
		text = parse_row(text, rows);
		if (!text) {
			free(rows);
			errno = EINVAL;
			return NULL;
		}
	}
	return rows;
}

static unsigned int value_at(const struct rows *rows, size_t offset)
{
	return offset < rows->count ? rows->values[offset] : ABSENT;
}

static void print_value(char *out, size_t size, unsigned int value)
{
	if (value < LEFT_OUT)
		snprintf(out, size, "0x%02x", value);
	else
		snprintf(out, size, value == LEFT_OUT ? "no byte that counts" : "not there");
}

/* The first byte that differs is told; of the others, how many they are. */
static void compare(const struct kind *kind, const struct rows *expected,
		    const struct rows *seen, struct digest_difference *out)
{
	size_t count = expected->count > seen->count ? expected->count : seen->count, at;
	const char *name;

	for (at = 0; at < count; at++) {
		if (value_at(expected, at) == value_at(seen, at) || out->count++)
			continue;
		name = kind->name ? kind->name(expected, at) : NULL;
		snprintf(out->where, sizeof(out->where), "byte %zu%s%s%s", at, name ? " (" : "",
			 name ? name : "", name ? ")" : "");
		print_value(out->expected, sizeof(out->expected), value_at(expected, at));
		print_value(out->seen, sizeof(out->seen), value_at(seen, at));
	}
	snprintf(out->sentence, sizeof(out->sentence), "%s is %s instead of %s", out->where,
		 out->seen, out->expected);
	at = strlen(out->sentence);
	if (out->count > 1)
		snprintf(out->sentence + at, sizeof(out->sentence) - at, " (and %u more)",
			 out->count - 1);
}

int digest_rows_difference(const char *expected, const char *seen,
			   struct digest_difference *out)
{
	const struct kind *kind = find_kind(expected);
	struct rows *before, *now = NULL;
	int err = 0;

	if (!kind || find_kind(seen) != kind)
		return -EINVAL;
	before = parse(expected);
	if (before)
		now = parse(seen);
	if (!before || !now)
		err = -errno;
	else if (before->count == now->count &&
		 !memcmp(before->values, now->values, before->count * sizeof(*now->values)))
		err = -ENOENT;
	else
		compare(kind, before, now, out);
	free(before);
	free(now);
	return err;
}
