// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * latin_text.c: the text in a fixed field of a memory, made UTF-8.
 */
#include "latin_text.h"

#include <stdio.h>
#include <string.h>

static size_t cut_padding(const uint8_t *bytes, size_t length)
{
	while (length && (bytes[length - 1] == 0x00 || bytes[length - 1] == 0xff ||
			  bytes[length - 1] == ' '))
		length--;
	return length;
}

size_t latin_text(const uint8_t *bytes, size_t length, char *out, size_t size)
{
	size_t used = 0, i;

	length = cut_padding(bytes, length);
	for (i = 0; i < length; i++) {
		char piece[5] = { bytes[i] };

		if (bytes[i] < 0x20 || (bytes[i] >= 0x7f && bytes[i] < 0xa0))
			snprintf(piece, sizeof(piece), "\\x%02x", bytes[i]);
		else if (bytes[i] >= 0xa0)
			snprintf(piece, sizeof(piece), "%c%c", 0xc0 | bytes[i] >> 6,
				 0x80 | (bytes[i] & 0x3f));
		if (used + strlen(piece) + 1 > size)
			break;
		memcpy(out + used, piece, strlen(piece));
		used += strlen(piece);
	}
	if (size)
		out[used] = '\0';
	return used;
}
