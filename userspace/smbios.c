// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.c: the structure table that firmware leaves, structure by structure.
 *
 * Invariant: nothing beyond the table is read, whatever lengths it claims.
 */
#include "smbios.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sysfs.h"

#define TABLE_PATH "sys/firmware/dmi/tables/DMI"
#define TABLE_MAX (1u << 20)	/* bytes; servers have some thousand */

/* SMBIOS 3.7, section 6.1.2: type, length, handle. */
enum { AT_TYPE = 0, AT_LENGTH = 1, HEADER = 4 };

bool smbios_next(const uint8_t *table, size_t size, size_t *at,
		 struct smbios_structure *structure)
{
	const uint8_t *bytes = table + *at;
	size_t left = size - *at, end;

	if (left < HEADER || bytes[AT_LENGTH] < HEADER || bytes[AT_LENGTH] > left ||
	    bytes[AT_TYPE] == SMBIOS_END)
		return false;
	structure->bytes = bytes;
	structure->length = bytes[AT_LENGTH];
	structure->texts = (const char *)bytes + structure->length;
	/* they end with two zero bytes */
	for (end = structure->length; end + 1 < left; end++) {
		if (bytes[end] || bytes[end + 1])
			continue;
		structure->end = (const char *)bytes + end;
		*at += end + 2;
		return true;
	}
	return false;
}

uint8_t smbios_u8(const struct smbios_structure *structure, size_t offset)
{
	return offset < structure->length ? structure->bytes[offset] : 0;
}

uint16_t smbios_u16(const struct smbios_structure *structure, size_t offset)
{
	if (offset + 2 > structure->length)
		return 0;
	return structure->bytes[offset] | structure->bytes[offset + 1] << 8;
}

uint32_t smbios_u32(const struct smbios_structure *structure, size_t offset)
{
	if (offset + 4 > structure->length)
		return 0;
	return smbios_u16(structure, offset) |
	       (uint32_t)smbios_u16(structure, offset + 2) << 16;
}

/* Texts are numbered from 1; firmware pads some with blanks. */
bool smbios_text(const struct smbios_structure *structure, size_t offset,
		 char *buffer, size_t size)
{
	unsigned int number = smbios_u8(structure, offset);
	const char *text = structure->texts;
	size_t length;

	*buffer = '\0';
	for (; number > 1 && text < structure->end; number--)
		text += strnlen(text, structure->end - text) + 1;
	if (!number || text >= structure->end)
		return false;
	length = strnlen(text, structure->end - text);
	for (; length && *text == ' '; length--)
		text++;
	while (length && text[length - 1] == ' ')
		length--;
	if (length >= size)
		length = size - 1;
	memcpy(buffer, text, length);
	buffer[length] = '\0';
	return length;
}

int smbios_read(const char *root, uint8_t **table, size_t *size)
{
	struct sysfs sysfs;
	ssize_t length;
	int err = sysfs_open(&sysfs, root);

	*table = NULL;
	*size = 0;
	if (err)
		return err;
	*table = malloc(TABLE_MAX + 1);
	/* where its last byte looks like a line break it is cut off: no table ends so */
	length = *table ? sysfs_read_path(&sysfs, TABLE_PATH, (char *)*table, TABLE_MAX + 1) :
			  -ENOMEM;
	sysfs_close(&sysfs);
	if (length >= 0) {
		*size = length;
		return 0;
	}
	free(*table);
	*table = NULL;
	return length;
}
