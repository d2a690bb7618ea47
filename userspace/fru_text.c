// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fru_text.c: what a field of a FRU memory says, in UTF-8 (section 13).
 */
#include <stdio.h>
#include <string.h>

#include "fru_layout.h"
#include "latin_text.h"

static void print_binary(const struct fru_field *field, char *out)
{
	size_t i;

	for (i = 0; i < field->length; i++)
		sprintf(out + 2 * i, "%02x", field->bytes[i]);
}

/* The upper half of a byte first. Codes d to f are reserved, and in use as ":,_". */
static size_t read_bcd_plus(const struct fru_field *field, uint8_t *out)
{
	static const char digits[] = "0123456789 -.:,_";
	size_t i;

	for (i = 0; i < field->length; i++) {
		out[2 * i] = digits[field->bytes[i] >> 4];
		out[2 * i + 1] = digits[field->bytes[i] & 0xf];
	}
	return 2 * field->length;
}

/* From the lowest bit of the first byte on (13.1), 0 being a space. */
static size_t read_six_bit(const struct fru_field *field, uint8_t *out)
{
	size_t count = field->length * 8 / 6, i;

	for (i = 0; i < count; i++) {
		size_t at = i * 6 / 8, shift = i * 6 % 8;
		unsigned int pair = field->bytes[at];

		if (at + 1 < field->length)
			pair |= field->bytes[at + 1] << 8;
		out[i] = 0x20 + (pair >> shift & 0x3f);
	}
	return count;
}

/* Two bytes a character, the lower first; half of a pair of UTF-16 is no character. */
static void print_two_bytes(const struct fru_field *field, char *out)
{
	size_t count = field->length / 2, used = 0, i;

	while (count && (!(field->bytes[2 * count - 2] | field->bytes[2 * count - 1]) ||
			 (field->bytes[2 * count - 2] & field->bytes[2 * count - 1]) == 0xff ||
			 (field->bytes[2 * count - 2] == ' ' && !field->bytes[2 * count - 1])))
		count--;
	for (i = 0; i < count; i++) {
		unsigned int low = field->bytes[2 * i], high = field->bytes[2 * i + 1];
		unsigned int code = high << 8 | low;

		if (code < 0x20 || (code >= 0x7f && code < 0xa0) ||
		    (code >= 0xd800 && code < 0xe000))
			used += sprintf(out + used, "\\x%02x\\x%02x", low, high);
		else if (code < 0x80)
			used += sprintf(out + used, "%c", code);
		else if (code < 0x800)
			used += sprintf(out + used, "%c%c", 0xc0 | code >> 6,
					0x80 | (code & 0x3f));
		else
			used += sprintf(out + used, "%c%c%c", 0xe0 | code >> 12,
					0x80 | (code >> 6 & 0x3f), 0x80 | (code & 0x3f));
	}
	out[used] = '\0';
}

/*
 * Makers write a language code that is not English, and English of one byte a
 * character: all printable ASCII is that in any language.
 */
static bool is_one_byte(const struct fru_field *field, bool english)
{
	size_t i;

	if (english || field->length % 2)
		return true;
	for (i = 0; i < field->length; i++)
		if (field->bytes[i] < 0x20 || field->bytes[i] > 0x7e)
			return false;
	return true;
}

static bool is_blank(const struct fru_field *field)
{
	size_t i;

	for (i = 1; i < field->length; i++)
		if (field->bytes[i] != field->bytes[0])
			return false;
	return !field->length || field->bytes[0] == 0x00 || field->bytes[0] == 0xff;
}

void fru_field_text(const struct fru_field *field, bool english, char out[FRU_TEXT_SIZE])
{
	const uint8_t *bytes = field->bytes;
	size_t length = field->length;
	uint8_t characters[2 * 63];

	out[0] = '\0';
	if (is_blank(field) && field->type != FRU_BCD_PLUS && field->type != FRU_SIX_BIT)
		return;
	switch (field->type) {
	case FRU_BINARY:
		print_binary(field, out);
		return;
	case FRU_BCD_PLUS:
		length = read_bcd_plus(field, characters);
		bytes = characters;
		break;
	case FRU_SIX_BIT:
		length = read_six_bit(field, characters);
		bytes = characters;
		break;
	case FRU_LANGUAGE:
		if (is_one_byte(field, english))
			break;
		print_two_bytes(field, out);
		return;
	}
	latin_text(bytes, length, out, FRU_TEXT_SIZE);
}
