// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios_memory.c: what firmware says of a board's memory modules.
 */
#include "smbios_memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "smbios.h"

#define MEMORIES_MAX 1024	/* far above any board's */
#define ARRAYS_MAX 64

/* SMBIOS 3.7, section 7.17: physical memory array. */
enum { ARRAY_USE = 0x05, ARRAY_DEVICES = 0x0d };
enum { USE_OTHER = 1, USE_UNKNOWN = 2, USE_SYSTEM = 3 };

/* SMBIOS 3.7, section 7.18: memory device; version 2.1 ends after the type's detail. */
enum { AT_HANDLE = 0x02, AT_ARRAY = 0x04, AT_TOTAL_WIDTH = 0x08, AT_DATA_WIDTH = 0x0a,
	AT_SIZE = 0x0c, AT_FORM_FACTOR = 0x0e, AT_LOCATOR = 0x10, AT_BANK = 0x11,
	AT_TYPE = 0x12, LENGTH_MIN = 0x15, AT_SPEED = 0x15, AT_MAKER = 0x17,
	AT_SERIAL = 0x18, AT_PART = 0x1a, AT_ATTRIBUTES = 0x1b, AT_EXTENDED_SIZE = 0x1c,
	AT_CONFIGURED_SPEED = 0x20, AT_MAKER_ID = 0x2c, AT_EXTENDED_SPEED = 0x54,
	AT_EXTENDED_CONFIGURED = 0x58 };
enum { UNKNOWN_16 = 0xffff, SIZE_EXTENDED = 0x7fff, SIZE_IN_KIB = 0x8000,
	SPEED_EXTENDED = 0xffff, RANKS = 0x0f };
#define EXTENDED 0x7fffffffu	/* bit 31 is reserved */

/* Section 7.18.2; what is neither "other" nor "unknown". */
static const char *const types[] = {
	[0x03] = "DRAM", [0x04] = "EDRAM", [0x05] = "VRAM", [0x06] = "SRAM", [0x07] = "RAM",
	[0x08] = "ROM", [0x09] = "FLASH", [0x0a] = "EEPROM", [0x0b] = "FEPROM",
	[0x0c] = "EPROM", [0x0d] = "CDRAM", [0x0e] = "3DRAM", [0x0f] = "SDRAM",
	[0x10] = "SGRAM", [0x11] = "RDRAM", [0x12] = "DDR", [0x13] = "DDR2",
	[0x14] = "DDR2 FB-DIMM", [0x18] = "DDR3", [0x19] = "FBD2", [0x1a] = "DDR4",
	[0x1b] = "LPDDR", [0x1c] = "LPDDR2", [0x1d] = "LPDDR3", [0x1e] = "LPDDR4",
	[0x1f] = "logical non-volatile device", [0x20] = "HBM", [0x21] = "HBM2",
	[0x22] = "DDR5", [0x23] = "LPDDR5", [0x24] = "HBM3",
};

/* Section 7.18.1 */
static const char *const form_factors[] = {
	[0x03] = "SIMM", [0x04] = "SIP", [0x05] = "chip", [0x06] = "DIP", [0x07] = "ZIP",
	[0x08] = "proprietary card", [0x09] = "DIMM", [0x0a] = "TSOP",
	[0x0b] = "row of chips", [0x0c] = "RIMM", [0x0d] = "SODIMM", [0x0e] = "SRIMM",
	[0x0f] = "FB-DIMM", [0x10] = "die",
};

/* Arrays of devices that are no main memory, by their handle. */
struct other_arrays {
	unsigned int handles[ARRAYS_MAX];
	size_t count;
};

static void copy_name(const char *const *names, size_t count, unsigned int index,
		      char *buffer, size_t size)
{
	snprintf(buffer, size, "%s", index < count && names[index] ? names[index] : "");
}

/* Section 7.18.5: in MiB, or in KiB for what is small; 0: no module. */
static void read_size(const struct smbios_structure *structure, struct smbios_memory *memory)
{
	unsigned int size = smbios_u16(structure, AT_SIZE);

	memory->empty = !size;
	if (size == UNKNOWN_16)
		return;
	if (size == SIZE_EXTENDED)
		memory->size_mib = smbios_u32(structure, AT_EXTENDED_SIZE) & EXTENDED;
	else if (size & SIZE_IN_KIB)
		memory->size_mib = (size & ~SIZE_IN_KIB) / 1024;
	else
		memory->size_mib = size;
}

static uint32_t read_speed(const struct smbios_structure *structure, size_t at, size_t extended)
{
	unsigned int speed = smbios_u16(structure, at);

	return speed == SPEED_EXTENDED ? smbios_u32(structure, extended) & EXTENDED : speed;
}

static unsigned int read_width(const struct smbios_structure *structure, size_t at)
{
	unsigned int width = smbios_u16(structure, at);

	return width == UNKNOWN_16 ? 0 : width;
}

static void read_memory(const struct smbios_structure *structure, struct smbios_memory *memory)
{
	uint16_t maker = smbios_u16(structure, AT_MAKER_ID);

	read_size(structure, memory);
	smbios_text(structure, AT_LOCATOR, memory->locator, sizeof(memory->locator));
	smbios_text(structure, AT_BANK, memory->bank, sizeof(memory->bank));
	smbios_text(structure, AT_MAKER, memory->maker, sizeof(memory->maker));
	smbios_text(structure, AT_SERIAL, memory->serial, sizeof(memory->serial));
	smbios_text(structure, AT_PART, memory->part, sizeof(memory->part));
	copy_name(types, sizeof(types) / sizeof(*types), smbios_u8(structure, AT_TYPE),
		  memory->type, sizeof(memory->type));
	copy_name(form_factors, sizeof(form_factors) / sizeof(*form_factors),
		  smbios_u8(structure, AT_FORM_FACTOR), memory->form_factor,
		  sizeof(memory->form_factor));
	memory->ranks = smbios_u8(structure, AT_ATTRIBUTES) & RANKS;
	memory->total_width = read_width(structure, AT_TOTAL_WIDTH);
	memory->data_width = read_width(structure, AT_DATA_WIDTH);
	memory->speed_mts = read_speed(structure, AT_SPEED, AT_EXTENDED_SPEED);
	memory->configured_mts = read_speed(structure, AT_CONFIGURED_SPEED,
					    AT_EXTENDED_CONFIGURED);
	/* its low byte is the first of the two in the SPD; all ones: nobody's */
	if (maker && maker != UNKNOWN_16)
		snprintf(memory->maker_id, sizeof(memory->maker_id), "%02x%02x",
			 maker & 0xff, maker >> 8);
}

/* Firmware that knows no use may mean any; flash and caches say that they are. */
static bool is_main_memory(const struct smbios_structure *array)
{
	unsigned int use = smbios_u8(array, ARRAY_USE);

	return !use || use == USE_OTHER || use == USE_UNKNOWN || use == USE_SYSTEM;
}

/* What the arrays say of themselves; they may come after their devices. */
static void read_arrays(const uint8_t *table, size_t size, struct other_arrays *others,
			unsigned int *slots)
{
	struct smbios_structure structure;
	size_t at = 0;

	while (smbios_next(table, size, &at, &structure)) {
		if (structure.bytes[0] != SMBIOS_MEMORY_ARRAY)
			continue;
		if (is_main_memory(&structure))
			*slots += smbios_u16(&structure, ARRAY_DEVICES);
		else if (others->count < ARRAYS_MAX)
			others->handles[others->count++] = smbios_u16(&structure, AT_HANDLE);
	}
}

static bool is_memory(const struct smbios_structure *structure,
		      const struct other_arrays *others)
{
	unsigned int array = smbios_u16(structure, AT_ARRAY);
	size_t i;

	if (structure->bytes[0] != SMBIOS_MEMORY_DEVICE || structure->length < LENGTH_MIN)
		return false;
	for (i = 0; i < others->count && others->handles[i] != array; i++)
		;
	return i == others->count;
}

static size_t count_memories(const uint8_t *table, size_t size,
			     const struct other_arrays *others)
{
	struct smbios_structure structure;
	size_t at = 0, count = 0;

	while (count < MEMORIES_MAX && smbios_next(table, size, &at, &structure))
		count += is_memory(&structure, others);
	return count;
}

int smbios_memories_decode(const uint8_t *table, size_t size, struct smbios_memories *memories)
{
	struct other_arrays others = { .count = 0 };
	struct smbios_structure structure;
	unsigned int slots = 0;
	size_t at = 0, count;

	read_arrays(table, size, &others, &slots);
	count = count_memories(table, size, &others);
	if (!count)
		return 0;
	memories->items = calloc(count, sizeof(*memories->items));
	if (!memories->items)
		return -ENOMEM;
	while (memories->count < count && smbios_next(table, size, &at, &structure))
		if (is_memory(&structure, &others))
			read_memory(&structure, &memories->items[memories->count++]);
	memories->slots = slots;
	memories->known = true;
	return 0;
}

void smbios_memories_clear(struct smbios_memories *memories)
{
	free(memories->items);
	*memories = (struct smbios_memories){ 0 };
}

int smbios_memories_read(const char *root, struct smbios_memories *memories)
{
	uint8_t *table;
	size_t size;
	int err;

	err = smbios_read(root, &table, &size);
	if (err)
		return err == -ENOMEM ? err : 0;
	err = smbios_memories_decode(table, size, memories);
	free(table);
	return err;
}
