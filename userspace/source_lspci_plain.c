// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_plain.c: the characters that lspci writes, in place of those that
 * editors, mail programs and web pages make of them.
 */
#include "source_lspci.h"

#include <string.h>

/* UTF-8, and what was meant. */
static const struct {
	const char *fancy, *plain;
} table[] = {
	{ "\xc2\xa0", " " },		/* no-break spaces */
	{ "\xe2\x80\xaf", " " },
	{ "\xe2\x80\x87", " " },
	{ "\xe2\x80\x8b", "" },		/* of no width */
	{ "\xe2\x81\xa0", "" },
	{ "\xef\xbb\xbf", "" },
	{ "\xc2\xad", "" },
	{ "\xe2\x80\x9c", "\"" },	/* quotation marks */
	{ "\xe2\x80\x9d", "\"" },
	{ "\xe2\x80\x9e", "\"" },
	{ "\xe2\x80\x98", "'" },
	{ "\xe2\x80\x99", "'" },
	{ "\xe2\x80\x90", "-" },	/* hyphens, dashes, the minus */
	{ "\xe2\x80\x91", "-" },
	{ "\xe2\x80\x93", "-" },
	{ "\xe2\x88\x92", "-" },
	{ "\xe2\x80\xa2", "*" },	/* bullets */
	{ "\xe2\x97\x8f", "*" },
	{ "\xe2\x97\xa6", "*" },
};

/* Return: the bytes of what stands at @from and is put at @to; 0: it is no such. */
static size_t put_plain(const char *from, char **to)
{
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		size_t length = strlen(table[i].fancy);

		if (strncmp(from, table[i].fancy, length))
			continue;
		if (*table[i].plain)
			*(*to)++ = *table[i].plain;
		return length;
	}
	return 0;
}

/* Whether @byte can be of a character of several. */
static bool is_part(unsigned char byte)
{
	return byte & 0x80 && byte != 0xa0;
}

/* One byte each in Windows' tables and in ISO 8859-1, where UTF-8 has none alone. */
static char put_byte(unsigned char before, char byte, unsigned char next)
{
	if (is_part(before) || is_part(next))
		return byte;
	if (byte == '\xa0')
		return ' ';
	return byte == '\x93' || byte == '\x94' ? '"' : byte;
}

size_t lspci_plain(char *text, size_t length)
{
	bool newlines = memchr(text, '\n', length) != NULL;
	unsigned char before = 0;
	char *to = text;
	size_t i = 0;

	while (i < length) {
		char byte = text[i];
		size_t size = byte & 0x80 ? put_plain(text + i, &to) : 0;

		if (!size) {
			*to++ = byte & 0x80 ? put_byte(before, byte, text[i + 1]) :
				byte == '\r' && !newlines ? '\n' : byte;
			size = 1;
		}
		before = byte;
		i += size;
	}
	*to = '\0';
	return to - text;
}

unsigned int lspci_gap(const char *text)
{
	unsigned int lines, ends, least = -1;

	for (lines = 0; *text; lines++) {
		text += strcspn(text, "\n");
		for (ends = 0; *text && strchr("\n\r\t ", *text); text++)
			ends += *text == '\n';
		if (*text && ends < least)
			least = ends;
		if (least < 2)
			return 0;
	}
	return lines > 2 ? least - 1 : 0;
}
