// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * placeholder.c: texts that makers put where an identity should stand.
 */
#include "placeholder.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Serials that every part of a model carries. */
static const char *const serials[] = {
	"ca-87-00-10-b5-df-0e-00",	/* PLX switches */
};

static const char *const dmi_texts[] = {
	"0123456789",
	"1234567890",
	"Base Board",
	"Baseboard",
	"Chassis Serial Number",
	"Default",
	"Default string",
	"Empty",
	"INVALID",
	"N/A",
	"NA",
	"No Asset Tag",
	"None",
	"Not Applicable",
	"Not Available",
	"Not Specified",
	"Null",
	"O.E.M.",
	"OEM",
	"Product Name",
	"Serial Number",
	"Super Server",
	"System manufacturer",
	"System Product Name",
	"System Serial Number",
	"System UUID",
	"System Version",
	"Type2 - Board Serial Number",
	"Undefined",
	"Unknown",
	"Unspecified",
	"x.x",
};

/* Families that differ in punctuation and what they ask to be filled with. */
static const char *const dmi_beginnings[] = {
	"To be filled",
	"$(DEFAULT_STRING",
	"Fill By OEM",
	"123456789",
	"03000200-0400-0500-0006-000700080009",	/* AMI's UUID */
};

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Whether the digits of @text are all @digit; dashes and the like do not count. */
static bool only(const char *text, char digit)
{
	bool any = false;

	for (; *text; text++) {
		if (!isalnum((unsigned char)*text))
			continue;
		if (tolower((unsigned char)*text) != digit)
			return false;
		any = true;
	}
	return any;
}

bool placeholder_serial(const char *serial)
{
	if (!*serial || only(serial, '0') || only(serial, 'f'))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(serials); i++)
		if (strcasecmp(serial, serials[i]) == 0)
			return true;
	return false;
}

bool placeholder_dmi(const char *text)
{
	size_t length;

	while (isspace((unsigned char)*text))
		text++;
	length = strlen(text);
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	if (!length || only(text, '0') || only(text, 'f') || only(text, 'x'))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(dmi_texts); i++)
		if (strlen(dmi_texts[i]) == length &&
		    strncasecmp(text, dmi_texts[i], length) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(dmi_beginnings); i++)
		if (strncasecmp(text, dmi_beginnings[i], strlen(dmi_beginnings[i])) == 0)
			return true;
	return false;
}
