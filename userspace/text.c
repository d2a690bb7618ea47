// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text.c: strings that a device, a file or firmware made up, made fit to show.
 */
#include "text.h"

#include <json-c/json.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Length of the character that @text begins with, 0 where it is not UTF-8
 * (RFC 3629: no overlong form, no surrogate, nothing above 10ffff).
 */
static size_t character_length(const unsigned char *text)
{
	size_t length, i;
	uint32_t code;

	if (text[0] < 0x80)
		return 1;
	if (text[0] >= 0xc2 && text[0] <= 0xdf)
		length = 2;
	else if (text[0] >= 0xe0 && text[0] <= 0xef)
		length = 3;
	else if (text[0] >= 0xf0 && text[0] <= 0xf4)
		length = 4;
	else
		return 0;
	code = text[0] & (0xff >> (length + 1));
	for (i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	if ((length == 3 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) ||
	    (length == 4 && (code < 0x10000 || code > 0x10ffff)))
		return 0;
	return length;
}

/* C0, delete, and C1 (which some terminals obey in their UTF-8 form). */
static bool is_control(const unsigned char *text)
{
	return text[0] < 0x20 || text[0] == 0x7f || (text[0] == 0xc2 && text[1] < 0xa0);
}

/* Length of the clean character that @text begins with, 0 if it is not clean. */
static size_t clean_length(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;

	return is_control(bytes) ? 0 : character_length(bytes);
}

bool text_is_clean(const char *text)
{
	while (*text) {
		size_t length = clean_length(text);

		if (!length)
			return false;
		text += length;
	}
	return true;
}

size_t text_escape(const char *text, char *buffer, size_t size)
{
	size_t used = 0, kept = 0;

	while (*text) {
		size_t length = clean_length(text);
		char escaped[5];
		const char *piece = text;

		text += length ? length : 1;
		if (!length) {
			snprintf(escaped, sizeof(escaped), "\\x%02x", (unsigned char)*piece);
			piece = escaped;
			length = 4;
		}
		/* once a piece did not fit, nothing after it is kept either */
		if (used == kept && used + length < size) {
			memcpy(buffer + kept, piece, length);
			kept += length;
		}
		used += length;
	}
	if (size)
		buffer[kept] = '\0';
	return used;
}

void text_print(FILE *file, const char *text)
{
	while (*text) {
		size_t length = clean_length(text);

		if (length)
			fwrite(text, 1, length, file);
		else
			fprintf(file, "\\x%02x", (unsigned char)*text);
		text += length ? length : 1;
	}
}

struct json_object *text_json(const char *text)
{
	struct json_object *json;
	char *escaped;
	size_t length;

	if (!text)
		return NULL;
	if (text_is_clean(text))
		return json_object_new_string(text);
	length = text_escape(text, NULL, 0);
	escaped = malloc(length + 1);
	if (!escaped)
		return NULL;
	text_escape(text, escaped, length + 1);
	json = json_object_new_string(escaped);
	free(escaped);
	return json;
}

struct json_object *text_lines(const char *text)
{
	struct json_object *lines = json_object_new_array();

	while (*text) {
		size_t length = strcspn(text, "\n");

		json_object_array_add(lines, json_object_new_string_len(text, length));
		text += length + (text[length] == '\n');
	}
	return lines;
}
