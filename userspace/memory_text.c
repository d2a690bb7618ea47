// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory_text.c: serials, parts and makers of memory modules, as firmware writes
 * them, beside how an SPD has them.
 */
#include "memory_text.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "placeholder.h"

#define TEXT_MAX 128
#define SERIAL_DIGITS 8
#define PART_MIN 5	/* letters and digits that a part cut short still has */

/* Its letters and digits, in upper case. Return: how many. */
static size_t squeeze(const char *text, char squeezed[TEXT_MAX])
{
	size_t length = 0;

	for (; *text && length < TEXT_MAX - 1; text++)
		if (isalnum((unsigned char)*text))
			squeezed[length++] = toupper((unsigned char)*text);
	squeezed[length] = '\0';
	return length;
}

/* "NO DIMM", "Not Specified", "SerNum0", "[Empty]", "PartNum1", "0000" */
static bool says(const char *text)
{
	static const char *const nothing[] = {
		"NODIMM", "NOTAPPLICABLE", "NOTINSTALLED", "NOMODULE", "NOMODULEINSTALLED",
		"MODULENOTINSTALLED", "SERNUM", "PARTNUM", "MODULEPARTNUMBER",
		"MODULESERIALNUMBER", "ARRAY",
	};
	char squeezed[TEXT_MAX];
	size_t length = squeeze(text, squeezed);

	if (placeholder_dmi(text) || placeholder_serial(text))
		return false;
	while (length && isdigit((unsigned char)squeezed[length - 1]))
		length--;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		if (strlen(nothing[i]) == length && memcmp(nothing[i], squeezed, length) == 0)
			return false;
	return true;
}

bool memory_serial_says(const char *serial)
{
	return says(serial);
}

bool memory_part_says(const char *part)
{
	return says(part);
}

static bool is_hex(const char *text)
{
	return *text && text[strspn(text, "0123456789ABCDEF")] == '\0';
}

static void skip_prefix(char *squeezed)
{
	if (strncmp(squeezed, "0X", 2) == 0)
		memmove(squeezed, squeezed + 2, strlen(squeezed) - 1);
}

bool memory_serial_same(const char *firmware, const char *spd)
{
	char written[TEXT_MAX], wanted[TEXT_MAX], reversed[SERIAL_DIGITS + 1];
	size_t length, i;

	squeeze(firmware, written);
	skip_prefix(written);
	length = strlen(written);
	if (squeeze(spd, wanted) != SERIAL_DIGITS || !is_hex(written))
		return false;
	if (length < SERIAL_DIGITS)
		return strcmp(wanted + SERIAL_DIGITS - length, written) == 0 &&
		       strspn(wanted, "0") >= SERIAL_DIGITS - length;
	if (strcmp(written + length - SERIAL_DIGITS, wanted) == 0)
		return true;
	for (i = 0; i < SERIAL_DIGITS; i++)
		reversed[i] = wanted[(SERIAL_DIGITS - 2 - i / 2 * 2) + i % 2];
	reversed[SERIAL_DIGITS] = '\0';
	return strcmp(written, reversed) == 0;
}

bool memory_part_same(const char *firmware, const char *spd)
{
	char written[TEXT_MAX], wanted[TEXT_MAX];
	size_t a = squeeze(firmware, written), b = squeeze(spd, wanted);
	size_t shorter = a < b ? a : b;

	if (a != b && shorter < PART_MIN)
		return false;
	return memcmp(written, wanted, shorter) == 0;
}

int memory_maker_id(const char *text)
{
	char squeezed[TEXT_MAX];
	unsigned int count, code;

	squeeze(text, squeezed);
	skip_prefix(squeezed);
	/* "ACE" and "FEED" are hex, too: without a digit it is a name */
	if (strlen(squeezed) < 4 || !is_hex(squeezed) || !strpbrk(squeezed, "0123456789") ||
	    sscanf(squeezed, "%2x%2x", &count, &code) != 2)
		return -1;
	return (count & 0x7f) << 8 | (code & 0x7f);
}
