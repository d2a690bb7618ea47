// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_head.c: which function a text tells of, and its ids: the first
 * line of lspci with any of -n, -nn, -mm and -D, and the pairs of -vmm.
 *
 * An id is taken only where it stands as a number: names are of whatever list
 * the machine had.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

#define MM_FIELDS 5	/* class, vendor, device, subsystem's vendor and device */

/* One id: alone, or as "name [1533]", "Device 1533", "Class 0604". */
static int single_id(const char *text)
{
	size_t length = strlen(text);
	unsigned int id;

	if (length == 4 && lspci_hex_at(text, 4, &id))
		return id;
	if (length >= 6 && text[length - 1] == ']' && text[length - 6] == '[' &&
	    lspci_hex_at(text + length - 5, 4, &id))
		return id;
	if ((!strncmp(text, "Device ", 7) && length == 11 && lspci_hex_at(text + 7, 4, &id)) ||
	    (!strncmp(text, "Class ", 6) && length == 10 && lspci_hex_at(text + 6, 4, &id)))
		return id;
	return LSPCI_UNTOLD;
}

static int set_id(struct device *device, enum field field, int id)
{
	return id == LSPCI_UNTOLD ? 0 : device_setf(device, field, "%04x", id);
}

static void note_class(struct lspci_record *record, const char *name)
{
	int class = single_id(name);

	if (class != LSPCI_UNTOLD)
		record->class = class;
	record->named_bridge = !strncmp(name, "PCI bridge", 10) ||
			       !strncmp(name, "CardBus bridge", 14) ||
			       !strncmp(name, "Semi-transparent PCI", 20);
}

static void note_name(struct lspci_record *record, const char *name)
{
	record->named_virtual |= strstr(name, LSPCI_VIRTUAL) != NULL;
}

/* Cuts " (rev 03)" or the like off the end of @text. Return: its number, or none. */
static int cut_number(char *text, const char *key)
{
	unsigned int value;
	char *found = NULL, *next;

	for (next = strstr(text, key); next; next = strstr(next + 1, key))
		found = next;
	if (!found || !lspci_hex_at(found + strlen(key), 2, &value) ||
	    !strchr(") ", found[strlen(key) + 2]))
		return LSPCI_UNTOLD;
	*found = '\0';
	return value;
}

/*
 * Only a revision of 0 is not printed: where there is more of a bracket than could be
 * read it is another one.
 */
static void settle_revision(struct lspci_record *record, const char *name, const char *rest)
{
	rest += strspn(rest, " \t");
	if (record->revision == LSPCI_UNTOLD && *rest != '(' && !strstr(name, "(rev"))
		record->revision = 0;
}

/* "PCI bridge [0604]: Intel ... [8086:1901] (rev 0a) (prog-if 00 [Normal decode])" */
static int read_words(struct lspci_record *record, char *text)
{
	const char *behind, *rest = "";
	unsigned int vendor, device;
	char *name = strstr(text, ": ");
	int err = 0;

	if (!name)
		return 0;
	*name = '\0';
	name += 2;
	note_class(record, text);
	behind = lspci_ids(name, &vendor, &device);
	if (behind) {
		rest = lspci_numbers(behind, &record->revision, &record->prog_if);
		err = set_id(record->device, FIELD_VENDOR, vendor);
		if (!err)
			err = set_id(record->device, FIELD_DEVICE, device);
	} else {
		record->prog_if = cut_number(name, " (prog-if ");
		record->revision = cut_number(name, " (rev ");
	}
	settle_revision(record, name, rest);
	if (behind)
		name[behind - name] = '\0';
	note_name(record, name);
	return err;
}

/* Cuts the next "..." out of @text, backslashes taken away. Return: what follows. */
static char *quoted(char *text, char **field)
{
	char *to = text + 1;
	char *from;

	*field = to;
	for (from = to; *from && *from != '"'; from++) {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from;
	}
	if (*from)
		from++;
	*to = '\0';
	return from;
}

/* "PCI bridge" "Intel" "Device 1901" -r0a -p00 "" "" */
static int read_quoted(struct lspci_record *record, char *text)
{
	static const enum field fields[MM_FIELDS] = {
		FIELD_CLASS, FIELD_VENDOR, FIELD_DEVICE,
		FIELD_SUBSYSTEM_VENDOR, FIELD_SUBSYSTEM_DEVICE,
	};
	unsigned int value;
	size_t count = 0;
	int err = 0;

	record->revision = 0;	/* the same: 0 is not printed */
	record->prog_if = 0;
	while (*text && !err) {
		char *field;

		if (!strncmp(text, "-r", 2) && lspci_hex_at(text + 2, 2, &value))
			record->revision = value;
		if (!strncmp(text, "-p", 2) && lspci_hex_at(text + 2, 2, &value))
			record->prog_if = value;
		if (count == MM_FIELDS)
			break;
		if (*text != '"') {
			text++;
			continue;
		}
		text = quoted(text, &field);
		if (!count)
			note_class(record, field);
		else
			err = set_id(record->device, fields[count], single_id(field));
		if (count == 2)
			note_name(record, field);
		count++;
	}
	return err;
}

static int read_head(struct lspci_record *record, const char *text)
{
	char *copy = strdup(text);
	int err;

	if (!copy)
		return -ENOMEM;
	err = *copy == '"' ? read_quoted(record, copy) : read_words(record, copy);
	free(copy);
	return err;
}

/* Return: the value of "Key:<tab>value", or NULL if @line is of another key. */
static const char *pair_value(const char *line, const char *key)
{
	size_t length = strlen(key);

	if (strncmp(line, key, length) || line[length] != ':')
		return NULL;
	line += length + 1;
	/* a terminal makes spaces of the tab */
	return *line == '\t' || *line == ' ' ? line + strspn(line, "\t ") : NULL;
}

static int begin(struct lspci_record *record)
{
	record->class = LSPCI_UNTOLD;
	/* of pairs those that are 0 are not printed */
	record->prog_if = record->pairs ? 0 : LSPCI_UNTOLD;
	record->revision = record->prog_if;
	record->device = device_new(DEVICE_FUNCTION, "?");
	if (!record->device)
		return -ENOMEM;
	return device_setf(record->device, FIELD_ADDRESS, "%04x:%02x:%02x.%x",
			   record->domain, record->bus, record->devfn >> 3,
			   record->devfn & 7);
}

/*
 * The address at the end of a path of bridges, "00:1c.0/02:00.0" (-PP). In one
 * of -P, "00:1c.0/00.0", it is not @whole. Return: bytes of it, or 0.
 */
static size_t read_path(const char *line, struct lspci_record *record, bool *whole)
{
	size_t length = lspci_address(line, &record->domain, &record->bus, &record->devfn);
	uint32_t domain;

	*whole = true;
	while (length && line[length] == '/') {
		size_t more = lspci_address(line + length + 1, &domain, &record->bus,
					    &record->devfn);

		*whole = more > 0;
		length += 1 + (more ? more : strcspn(line + length + 1, "/ "));
	}
	return length;
}

int lspci_head(const char *line, struct lspci_record *record)
{
	const char *value;
	size_t length;
	bool whole;
	int err;

	memset(record, 0, sizeof(*record));
	value = pair_value(line, "Slot");
	if (!value)
		value = pair_value(line, "Device");
	if (value) {
		line = value;
		record->pairs = true;
	}
	length = read_path(line, record, &whole);
	if (!length || (line[length] && line[length] != ' '))
		return 0;
	if (!whole)
		return -EBADMSG;
	if (!record->pairs && !line[length])
		return 0;	/* an address alone says nothing */
	err = begin(record);
	if (!err && !record->pairs)
		err = read_head(record, line + length + 1);
	if (err)
		device_free(record->device);
	return err ? err : 1;
}

static int read_number(const char *text, int old)
{
	unsigned int value;

	return strlen(text) == 2 && lspci_hex_at(text, 2, &value) ? (int)value : old;
}

static int pair_id(struct lspci_record *record, const char *line, bool *taken)
{
	static const struct { const char *key; enum field field; } ids[] = {
		{ "Vendor", FIELD_VENDOR }, { "Device", FIELD_DEVICE },
		{ "SVendor", FIELD_SUBSYSTEM_VENDOR }, { "SDevice", FIELD_SUBSYSTEM_DEVICE },
	};
	size_t i;

	*taken = true;
	for (i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		const char *value = pair_value(line, ids[i].key);

		if (!value)
			continue;
		if (ids[i].field == FIELD_DEVICE)
			note_name(record, value);
		return set_id(record->device, ids[i].field, single_id(value));
	}
	*taken = false;
	return 0;
}

int lspci_pair(struct lspci_file *file, struct lspci_record *record, const char *line)
{
	const char *value;
	bool taken;
	int err;

	err = pair_id(record, line, &taken);
	if (err || taken)
		return err;
	value = pair_value(line, "Class");
	if (value)
		note_class(record, value);
	value = pair_value(line, "Rev");
	if (value)
		record->revision = read_number(value, record->revision);
	value = pair_value(line, "ProgIf");
	if (value)
		record->prog_if = read_number(value, record->prog_if);
	value = pair_value(line, "Driver");
	if (value)
		return lspci_set_host(file, record, FIELD_DRIVER, value);
	value = pair_value(line, "PhySlot");
	if (value)
		return lspci_set_host(file, record, FIELD_SLOT, value);
	value = pair_value(line, "IOMMUGroup");
	return value ? lspci_set_host(file, record, FIELD_IOMMU_GROUP, value) : 0;
}
