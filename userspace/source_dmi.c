// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_dmi.c: which board it is, from text of dmidecode or of sysfs.
 */
#include "source_dmi.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"

#define PROBE_BYTES 65536	/* of the text, to tell what it is */
#define VALUE_MAX 255		/* bytes */

/* dmidecode's words; SMBIOS 3.7, sections 7.1 to 7.3, types 0 to 2. */
static const struct dmi_words {
	const char *section, *key;
	enum board_field field;
} words[] = {
	{ "BIOS Information", "Version", BOARD_BIOS_VERSION },
	{ "System Information", "Manufacturer", BOARD_SYS_VENDOR },
	{ "System Information", "Product Name", BOARD_PRODUCT_NAME },
	{ "System Information", "Version", BOARD_PRODUCT_VERSION },
	{ "System Information", "Serial Number", BOARD_PRODUCT_SERIAL },
	{ "System Information", "UUID", BOARD_PRODUCT_UUID },
	{ "System Information", "SKU Number", BOARD_PRODUCT_SKU },
	{ "Base Board Information", "Manufacturer", BOARD_BOARD_VENDOR },
	{ "Base Board Information", "Product Name", BOARD_BOARD_NAME },
	{ "Base Board Information", "Version", BOARD_BOARD_VERSION },
	{ "Base Board Information", "Serial Number", BOARD_BOARD_SERIAL },
};

/* Sets a field once: a blade's chassis lists boards after its own. */
static int set_once(struct board *board, enum board_field field, const char *value)
{
	char copy[VALUE_MAX + 1];
	size_t length, i;

	if (board->fields[field].state != VALUE_UNKNOWN)
		return 0;
	value += strspn(value, " \t");
	length = strlen(value);
	while (length && strchr(" \t", value[length - 1]))
		length--;
	if (length > VALUE_MAX)
		length = VALUE_MAX;
	memcpy(copy, value, length);
	copy[length] = '\0';
	/* dmidecode's words for a string that is broken, or is not there */
	if (!strncmp(copy, "<", 1))
		return 0;
	if (!*copy || !strcmp(copy, "Not Specified") || !strcmp(copy, "Not Present") ||
	    !strcmp(copy, "Not Settable"))
		return board_set(board, field, NULL);
	/* sysfs has small letters, older dmidecode capitals */
	for (i = 0; field == BOARD_PRODUCT_UUID && i < length; i++)
		copy[i] = tolower((unsigned char)copy[i]);
	return board_set(board, field, copy);
}

/* "	Product Name: X11SCZ-F" below "Base Board Information" */
static int read_indented(struct board *board, const char *section, const char *line)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t length = strlen(words[i].key);

		if (!strcmp(section, words[i].section) &&
		    !strncmp(line, words[i].key, length) && line[length] == ':')
			return set_once(board, words[i].field, line + length + 1);
	}
	return 0;
}

/* "/sys/class/dmi/id/board_name:X11SCZ-F", or only the last name and the value */
static int read_file_line(struct board *board, const char *line)
{
	size_t length = strcspn(line, ":");
	const char *name = line;
	int field;
	size_t i;

	if (!line[length])
		return 0;
	for (i = 0; i < length; i++)
		if (line[i] == '/')
			name = line + i + 1;
	length -= name - line;
	for (field = 0; field < BOARD_FIELDS; field++)
		if (strlen(board_field_names[field]) == length &&
		    !memcmp(board_field_names[field], name, length))
			return set_once(board, field, name + length + 1);
	return 0;
}

static int read_lines(char *text, struct board *board)
{
	char section[64] = "";
	int err = 0;

	while (text && !err) {
		char *line = strsep(&text, "\n");
		size_t length = strlen(line);

		if (length && line[length - 1] == '\r')
			line[--length] = '\0';
		if (*line == '\t' && line[1] != '\t') {
			err = read_indented(board, section, line + 1);
		} else if (*line != '\t') {
			snprintf(section, sizeof(section), "%.63s", line);
			err = read_file_line(board, line);
		}
	}
	return err;
}

int source_dmi(const char *text, size_t length, struct board *board)
{
	char *copy = strndup(text, length);
	int field, err;

	if (!copy)
		return -ENOMEM;
	err = read_lines(copy, board);
	free(copy);
	for (field = 0; field < BOARD_FIELDS && !err; field++)
		if (board->fields[field].state != VALUE_UNKNOWN)
			return 0;
	return err ? err : -ENOENT;
}

bool source_is_dmi(const char *text, size_t length)
{
	struct board board = { 0 };
	bool is;

	if (length > PROBE_BYTES)
		length = PROBE_BYTES;
	if (memmem(text, length, "\nHandle 0x", 10) && memmem(text, length, "DMI type", 8))
		return true;
	if (length >= 11 && !memcmp(text, "# dmidecode", 11))
		return true;
	is = source_dmi(text, length, &board) == 0;
	board_clear(&board);
	return is;
}
