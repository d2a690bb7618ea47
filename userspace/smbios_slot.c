// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios_slot.c: what firmware says of a board's slots.
 */
#include "smbios_slot.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "smbios.h"

#define SLOTS_MAX 256

/* SMBIOS 3.7, section 7.10; without an address up to version 2.5. */
enum { AT_NAME = 0x04, AT_TYPE = 0x05, AT_WIDTH = 0x06, AT_USAGE = 0x07, AT_NUMBER = 0x09,
	LENGTH_MIN = 0x0c, AT_SEGMENT = 0x0d, AT_BUS = 0x0f, AT_DEVFN = 0x10,
	LENGTH_ADDRESS = 0x11 };

static void read_slot(const struct smbios_structure *structure, struct smbios_slot *slot)
{
	uint16_t segment = smbios_u16(structure, AT_SEGMENT);
	uint8_t bus = smbios_u8(structure, AT_BUS);
	uint8_t devfn = smbios_u8(structure, AT_DEVFN);

	smbios_text(structure, AT_NAME, slot->name, sizeof(slot->name));
	slot->type = smbios_u8(structure, AT_TYPE);
	slot->width = smbios_u8(structure, AT_WIDTH);
	slot->usage = smbios_u8(structure, AT_USAGE);
	slot->number = smbios_u16(structure, AT_NUMBER);
	/* all ones: it is not known, or no PCI slot */
	if (structure->length >= LENGTH_ADDRESS && segment != 0xffff &&
	    !(bus == 0xff && devfn == 0xff))
		snprintf(slot->address, sizeof(slot->address), "%04x:%02x:%02x.%x",
			 segment, bus, devfn >> 3, devfn & 7);
}

int smbios_slots(const uint8_t *table, size_t size, struct smbios_slot **slots, size_t *count)
{
	struct smbios_structure structure;
	size_t at = 0;

	*count = 0;
	*slots = calloc(SLOTS_MAX, sizeof(**slots));
	if (!*slots)
		return -ENOMEM;
	while (*count < SLOTS_MAX && smbios_next(table, size, &at, &structure))
		if (structure.bytes[0] == SMBIOS_SLOT && structure.length >= LENGTH_MIN)
			read_slot(&structure, &(*slots)[(*count)++]);
	return 0;
}

int smbios_empty_slots(const uint8_t *table, size_t size, struct smbios_slot **slots,
		       size_t *count)
{
	size_t all, i;
	int err;

	*count = 0;
	err = smbios_slots(table, size, slots, &all);
	for (i = 0; !err && i < all; i++)
		if ((*slots)[i].usage == SLOT_AVAILABLE && *(*slots)[i].address)
			(*slots)[(*count)++] = (*slots)[i];
	return err;
}

const char *smbios_usage_name(unsigned int usage)
{
	static const char *const names[] = {
		[1] = "other", [2] = "unknown", [SLOT_AVAILABLE] = "available",
		[SLOT_IN_USE] = "in use", [5] = "unavailable",
	};

	return usage < sizeof(names) / sizeof(*names) ? names[usage] : NULL;
}
