/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * smbios_slot.h: what firmware says of a board's slots.
 */
#ifndef MUSTER_SMBIOS_SLOT_H
#define MUSTER_SMBIOS_SLOT_H

#include <stddef.h>
#include <stdint.h>

enum smbios_usage { SLOT_AVAILABLE = 3, SLOT_IN_USE = 4 };

/**
 * struct smbios_slot - a slot (SMBIOS 3.7, section 7.10, type 9)
 * @name: what is printed beside it, cut short; "": nothing
 * @address: of its device, or of the port above it: 0000:01:00.0; "": not known, or
 * no PCI slot
 * @type, @width, @usage: by the tables of that section
 * @number: as that section's slot ID
 */
struct smbios_slot {
	char name[64];
	char address[16];
	unsigned int type, width, usage, number;
};

/**
 * smbios_slots() - the slots of a structure table
 * @table: hostile; what is cut short ends it
 * @slots: to be freed
 * Return: 0 or -ENOMEM.
 */
int smbios_slots(const uint8_t *table, size_t size, struct smbios_slot **slots, size_t *count);

/** smbios_empty_slots() - those of them that are not in use, and whose address is known */
int smbios_empty_slots(const uint8_t *table, size_t size, struct smbios_slot **slots,
		       size_t *count);

/** smbios_usage_name() - "available", "in use", ...; NULL: no such usage */
const char *smbios_usage_name(unsigned int usage);

#endif /* MUSTER_SMBIOS_SLOT_H */
