/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * smbios.h: what firmware says of a board's slots.
 */
#ifndef MUSTER_SMBIOS_H
#define MUSTER_SMBIOS_H

#include <stddef.h>

/**
 * struct smbios_slot - a slot that firmware calls empty
 * @name: what is printed beside it, cut short
 * @address: of its device, or of the port above it: 0000:01:00.0
 */
struct smbios_slot {
	char name[64];
	char address[16];
};

/**
 * smbios_empty_slots() - the slots of a structure table that are not in use
 * (SMBIOS 3.7, section 7.10, type 9)
 * @table: hostile; what is cut short ends it
 * @slots: to be freed; NULL where there are none
 * Return: 0 or -ENOMEM.
 */
int smbios_empty_slots(const unsigned char *table, size_t length,
		       struct smbios_slot **slots, size_t *count);

/**
 * smbios_read_slots() - the same of a machine
 * @root: of its tree; NULL: this machine, whose table only root may read
 * Return: 0, -ENOMEM, or why the table could not be read.
 */
int smbios_read_slots(const char *root, struct smbios_slot **slots, size_t *count);

#endif /* MUSTER_SMBIOS_H */
