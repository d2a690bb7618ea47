/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * smbios.h: the structure table that firmware leaves, structure by structure.
 */
#ifndef MUSTER_SMBIOS_H
#define MUSTER_SMBIOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Types that are read here (SMBIOS 3.7, section 7). */
enum smbios_type {
	SMBIOS_SLOT = 9, SMBIOS_MEMORY_ARRAY = 16, SMBIOS_MEMORY_DEVICE = 17, SMBIOS_END = 127,
};

/**
 * struct smbios_structure - one structure: its formatted part, and the texts behind it
 * @bytes: from its type on, @length bytes, at least the header's four
 * @end: of the texts, both NULs left out
 */
struct smbios_structure {
	const uint8_t *bytes;
	size_t length;
	const char *texts, *end;
};

/**
 * smbios_next() - the next structure of a table (SMBIOS 3.7, section 6.1)
 * @table: hostile
 * @at: in and out: where it begins; 0 at first
 * Return: false at the end, at what is cut short, and at the end-of-table structure.
 */
bool smbios_next(const uint8_t *table, size_t size, size_t *at,
		 struct smbios_structure *structure);

/* The field of a structure at @offset; 0 where it is too short to have it. */
uint8_t smbios_u8(const struct smbios_structure *structure, size_t offset);
uint16_t smbios_u16(const struct smbios_structure *structure, size_t offset);
uint32_t smbios_u32(const struct smbios_structure *structure, size_t offset);

/**
 * smbios_text() - the text whose number the byte at @offset holds, without the blanks
 * around it, cut short to @size
 * Return: whether there is one, and it is not empty; otherwise @buffer is empty.
 */
bool smbios_text(const struct smbios_structure *structure, size_t offset,
		 char *buffer, size_t size);

/**
 * smbios_read() - the table of a machine
 * @root: of its tree; NULL: this machine, whose table only root may read
 * @table: out: to be freed
 * Return: 0, -ENOMEM, or why it could not be read.
 */
int smbios_read(const char *root, uint8_t **table, size_t *size);

#endif /* MUSTER_SMBIOS_H */
