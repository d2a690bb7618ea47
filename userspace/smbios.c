// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.c: what firmware says of a board's slots.
 *
 * Invariant: nothing beyond the table is read, whatever lengths it claims.
 */
#include "smbios.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sysfs.h"

#define TABLE_PATH "sys/firmware/dmi/tables/DMI"
#define TABLE_MAX (1u << 20)	/* bytes; servers have some thousand */
#define SLOTS_MAX 256

/* SMBIOS 3.7, section 6.1.2: type, length, handle; then 7.10: system slots. */
enum { HEADER = 4, SLOT_NAME = 0x04, SLOT_USAGE = 0x07, SLOT_SEGMENT = 0x0d,
	SLOT_BUS = 0x0f, SLOT_DEVFN = 0x10, SLOT_LENGTH = 0x11 };
enum { TYPE_SLOT = 9, TYPE_END = 127 };
enum { USAGE_AVAILABLE = 3 };

/* One structure: its formatted part, and the texts behind it. */
struct structure {
	const unsigned char *bytes;
	size_t length;
	const char *texts, *end;	/* end: of the texts, both NULs left out */
};

/* Return: bytes that it takes, 0 where the table ends. */
static size_t next_structure(const unsigned char *table, size_t left,
			     struct structure *structure)
{
	size_t at;

	if (left < HEADER || table[1] < HEADER || table[1] > left || table[0] == TYPE_END)
		return 0;
	structure->bytes = table;
	structure->length = table[1];
	structure->texts = (const char *)table + structure->length;
	for (at = structure->length; at + 1 < left; at++) {
		if (table[at] || table[at + 1])
			continue;
		structure->end = (const char *)table + at;
		return at + 2;
	}
	return 0;
}

/* Texts are numbered from 1. */
static void copy_text(const struct structure *structure, unsigned int number,
		      char *buffer, size_t size)
{
	const char *text = structure->texts;

	snprintf(buffer, size, "?");
	for (; number && text < structure->end; text += strnlen(text, structure->end - text) + 1)
		if (--number == 0) {
			snprintf(buffer, size, "%.*s", (int)strnlen(text, structure->end - text),
				 text);
			return;
		}
}

static bool is_empty_slot(const struct structure *structure)
{
	const unsigned char *bytes = structure->bytes;

	return bytes[0] == TYPE_SLOT && structure->length >= SLOT_LENGTH &&
	       bytes[SLOT_USAGE] == USAGE_AVAILABLE &&
	       !(bytes[SLOT_BUS] == 0xff && bytes[SLOT_DEVFN] == 0xff);
}

int smbios_empty_slots(const unsigned char *table, size_t length,
		       struct smbios_slot **slots, size_t *count)
{
	struct structure structure;
	size_t at = 0, step;

	*count = 0;
	*slots = calloc(SLOTS_MAX, sizeof(**slots));
	if (!*slots)
		return -ENOMEM;
	while (*count < SLOTS_MAX && (step = next_structure(table + at, length - at, &structure))) {
		const unsigned char *bytes = structure.bytes;

		at += step;
		if (!is_empty_slot(&structure))
			continue;
		copy_text(&structure, bytes[SLOT_NAME], (*slots)[*count].name,
			  sizeof((*slots)->name));
		snprintf((*slots)[*count].address, sizeof((*slots)->address),
			 "%04x:%02x:%02x.%x", bytes[SLOT_SEGMENT] | bytes[SLOT_SEGMENT + 1] << 8,
			 bytes[SLOT_BUS], bytes[SLOT_DEVFN] >> 3, bytes[SLOT_DEVFN] & 7);
		++*count;
	}
	return 0;
}

int smbios_read_slots(const char *root, struct smbios_slot **slots, size_t *count)
{
	struct sysfs sysfs;
	ssize_t length;
	char *table;
	int err = sysfs_open(&sysfs, root);

	*slots = NULL;
	*count = 0;
	if (err)
		return err;
	table = malloc(TABLE_MAX + 1);
	length = table ? sysfs_read_path(&sysfs, TABLE_PATH, table, TABLE_MAX + 1) : -ENOMEM;
	/* where its last byte looks like a line break it is cut off: no slot ends so */
	err = length < 0 ? (int)length :
		smbios_empty_slots((unsigned char *)table, length, slots, count);
	free(table);
	sysfs_close(&sysfs);
	return err;
}
