// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image_row.c: one line of a text that shows bytes in hex: of i2cdump,
 * hexdump, od, xxd, a boot loader, or bytes alone as firmware projects keep them.
 *
 * Invariant: the column of characters beside the bytes is never taken for bytes,
 * though "ab cd" may stand in it.
 */
#include "source_image.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TABLE_BYTES 16	/* in a row of i2cdump */
#define TABLE_WORDS 8

static int digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

static size_t hex_run(const char *text)
{
	size_t length = 0;

	while (isxdigit((unsigned char)text[length]))
		length++;
	return length;
}

static bool is_end(char c)
{
	return c == ' ' || c == '\t' || !c;
}

static void append(struct image_row *row, uint8_t byte, char state)
{
	if (row->count == IMAGE_ROW_MAX)
		return;
	row->bytes[row->count] = byte;
	row->state[row->count++] = state;
}

/* "XX", "XXXX", "??", "--", "..": whoever was asked did not answer. */
static bool is_silence(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!text[i] || !strchr("Xx?-.", text[i]) || text[i] != text[0])
			return false;
	return true;
}

/* "--", "UU": i2cdetect on an address that is silent, or has a driver. */
static bool is_mark(const char *text)
{
	return !strncmp(text, "--", 2) || !strncmp(text, "UU", 2);
}

/* Takes the @length characters of a group. Return: whether it is one. */
static bool take_group(struct image_row *row, const char *text, size_t length,
		       enum image_word word)
{
	size_t i, pairs;

	if (length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
		text += 2;
		length -= 2;
	}
	pairs = length / 2;
	if (!length || length % 2)
		return false;
	if (is_silence(text, length)) {
		for (i = 0; i < pairs; i++)
			append(row, 0, 'X');
		return true;
	}
	if (hex_run(text) < length)
		return false;
	for (i = 0; i < pairs; i++) {
		size_t at = 2 * (word >= IMAGE_WORD_LOW_FIRST ? pairs - 1 - i : i);

		append(row, digit(text[at]) << 4 | digit(text[at + 1]), '.');
	}
	return true;
}

/*
 * A row of i2cdump: what stands in which column is which register, for a range may
 * have been asked for.
 */
static void read_table(struct image_row *row, const char *rest, size_t width)
{
	size_t length = strlen(rest), cells = width == 2 ? TABLE_BYTES : TABLE_WORDS, i, j;
	enum image_word word = width == 2 ? IMAGE_WORD_NONE : IMAGE_WORD_REGISTER;
	unsigned int last = 0;

	row->word = word;
	for (i = 0; i < cells; i++) {
		const char *cell = rest + i * (width + 1);

		if ((i + 1) * (width + 1) > length || *cell != ' ' || !is_end(cell[width + 1]))
			break;
		if (strspn(cell + 1, " ") >= width) {
			for (j = 0; j < width / 2; j++)
				append(row, 0, ' ');
			continue;
		}
		if (width == 2 && is_mark(cell + 1))
			append(row, 0, '-');
		else if (!take_group(row, cell + 1, width, word))
			break;
		last = row->count;
	}
	row->count = last;
}

/* Whether a gap of two blanks is that in the middle of 16 bytes: eight more follow. */
static bool is_middle(const struct image_row *row, const char *text, size_t width)
{
	unsigned int more = 0;

	if (row->count != 8 || width != 2)
		return false;
	while (hex_run(text) == 2 || (text[0] && text[1] && is_silence(text, 2))) {
		more++;
		text += 2;
		if (!is_end(*text))
			return false;
		if (*text != ' ' || !text[1] || is_end(text[1]))
			break;
		text++;
	}
	/* the last row of a dump has fewer, and its characters stand in bars, or were cut off */
	text += strspn(text, " ");
	return more >= 8 || (more && (!*text || strchr("|>", *text)));
}

/* Groups with one blank between; two end them. */
static void read_groups(struct image_row *row, const char *rest, bool colon)
{
	size_t width = 0;

	while (*rest) {
		size_t blanks = strspn(rest, " \t"), length;

		rest += blanks;
		if (blanks > 1 && row->count && !is_middle(row, rest, width))
			return;
		length = strcspn(rest, " \t");
		if (length > 16 || *rest == '|' || *rest == '>')
			return;
		if (!width && length == 4)
			row->word = colon ? IMAGE_WORD_HIGH_FIRST : IMAGE_WORD_LOW_FIRST;
		if (!take_group(row, rest, length, row->word))
			return;
		width = width ? width : length;
		rest += length;
	}
}

/* "0  1  2 ... f", "0,8  1,9 ..." */
static enum image_line read_columns(const char *line, struct image_row *row)
{
	unsigned int column;

	if (!strncmp(line, "0,8 ", 4))
		return IMAGE_LINE_WORDS;
	for (column = 0; column < 16; column++) {
		if (hex_run(line) != 1 || digit(*line) != (int)column || !is_end(line[1]))
			return IMAGE_LINE_OTHER;
		line++;
		line += strspn(line, " \t");
	}
	row->letters = *line;
	return IMAGE_LINE_COLUMNS;
}

/* What stands above the characters, if a mail has wrapped the line before it. */
static bool is_letters(const char *line)
{
	return !strcasecmp(line, "0123456789abcdef");
}

/* "00: 51 18", "00000000: 2311 0c03", "0000| 23 11" */
static enum image_line read_colon(const char *line, size_t digits, struct image_row *row)
{
	const char *rest = line + digits + 1;
	size_t gap, width;

	row->style = IMAGE_OFFSET_HEX;
	row->offset = strtoul(line, NULL, 16);
	gap = strspn(rest, " ");
	width = strcspn(rest + gap, " \t");
	if (digits == 2 && gap && (width == 2 || width == 4) && (gap - 1) % (width + 1) == 0 &&
	    strncmp(rest + gap, "0x", 2))
		read_table(row, rest, width);
	else
		read_groups(row, rest, true);
	return row->count ? IMAGE_LINE_ROW : IMAGE_LINE_OTHER;
}

/* "00000000  23 11", "0000000 1123 030c", "0000020" */
static enum image_line read_bare(const char *line, size_t digits, struct image_row *row)
{
	char *end;

	row->style = digits == 7 ? IMAGE_OFFSET_EITHER : IMAGE_OFFSET_HEX;
	row->offset = strtoul(line, NULL, 16);
	row->octal = strtoul(line, &end, 8);
	if (end != line + digits)
		row->style = IMAGE_OFFSET_HEX;
	if (line[digits])
		read_groups(row, line + digits, false);
	else if (digits % 2 == 0)
		take_group(row, line, digits, IMAGE_WORD_NONE);
	if (!line[digits])
		return IMAGE_LINE_END;
	return row->count ? IMAGE_LINE_ROW : IMAGE_LINE_OTHER;
}

/* "23 11 0C 03", "0x23, 0x11,", "23110C03": nothing else may be there. */
static enum image_line read_alone(const char *line, struct image_row *row)
{
	for (;;) {
		size_t length;

		line += strspn(line, " \t,{}");
		if (!*line || strchr("#;", *line) || !strncmp(line, "//", 2) ||
		    !strncmp(line, "/*", 2))
			break;
		length = strcspn(line, " \t,;}");
		if (!take_group(row, line, length, IMAGE_WORD_NONE) ||
		    row->state[row->count - 1] != '.')
			return IMAGE_LINE_OTHER;
		line += length;
		row->groups++;
	}
	return row->count ? IMAGE_LINE_ROW : IMAGE_LINE_OTHER;
}

/*
 * How many digits the offset of "0x00: 23 11" or "0x00000000  23 11" has, behind its
 * "0x"; 0: it is none, as the first of "0x23, 0x11" is not.
 */
static size_t prefixed_offset(const char *line)
{
	size_t digits = strncmp(line, "0x", 2) ? 0 : hex_run(line + 2);
	const char *rest = line + 2 + digits;

	if (!digits || *rest == ':' || *rest == '|')
		return digits;
	if (digits < 4 || digits > 8 || *rest != ' ')
		return 0;
	rest += strspn(rest, " ");
	return hex_run(rest) == 2 && is_end(rest[2]) ? digits : 0;
}

enum image_line image_row_read(const char *line, struct image_row *row)
{
	enum image_line kind;
	size_t digits, width, prefixed;

	row->style = IMAGE_OFFSET_NONE;
	row->word = IMAGE_WORD_NONE;
	row->offset = row->octal = row->count = row->groups = 0;
	row->letters = false;
	line += strspn(line, " \t>");
	if (!strcmp(line, "*"))
		return IMAGE_LINE_REPEAT;
	kind = read_columns(line, row);
	if (kind != IMAGE_LINE_OTHER)
		return kind;
	prefixed = prefixed_offset(line);
	line += prefixed ? 2 : 0;
	digits = hex_run(line);
	if (digits && digits <= 8 && (line[digits] == ':' || line[digits] == '|'))
		return read_colon(line, digits, row);
	width = strspn(line + digits, " \t");
	width = strcspn(line + digits + width, " \t");
	if (digits >= (prefixed ? 4 : 6) && digits <= 8 && is_end(line[digits]) &&
	    (!width || width == 2 || width == 4))
		return read_bare(line, digits, row);
	kind = read_alone(line, row);
	return kind == IMAGE_LINE_ROW && is_letters(line) ? IMAGE_LINE_LETTERS : kind;
}

void image_row_unquote(char *line, struct image_row *row)
{
	size_t size = strlen(line);
	enum image_line kind;

	if (size < 3 || strcmp(line + size - 3, "=20"))
		return;
	line[size - 3] = '\0';
	kind = image_row_read(line, row);
	if (kind == IMAGE_LINE_COLUMNS || kind == IMAGE_LINE_WORDS ||
	    (kind == IMAGE_LINE_ROW && row->style != IMAGE_OFFSET_NONE))
		return;
	line[size - 3] = '=';
}
