/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * smbios_memory.h: what firmware says of a board's memory modules: what it found in
 * each slot and set up when the machine started.
 *
 * Invariant: a text that is empty and a number that is 0 are not known; firmware's
 * own words for nothing stay as they are.
 */
#ifndef MUSTER_SMBIOS_MEMORY_H
#define MUSTER_SMBIOS_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

#define SMBIOS_TEXT_SIZE 64	/* longer ones are cut short */

/**
 * struct smbios_memory - one slot for memory (SMBIOS 3.7, section 7.18, type 17)
 * @locator, @bank: what is printed beside it, and how firmware counts it
 * @maker, @serial, @part: of the module, as firmware writes them
 * @maker_id: as the bytes stand in the SPD: "80ce"
 * @type: "DDR4"; @form_factor: "DIMM": names of that section's tables
 * @empty: no module is in it
 * @size_mib: what firmware uses of it, MiB
 * @ranks: 1 to 15
 * @total_width, @data_width: bits, with and without those for error correction
 * @speed_mts, @configured_mts: the most that it can do, and what it runs at; MT/s
 */
struct smbios_memory {
	char locator[SMBIOS_TEXT_SIZE], bank[SMBIOS_TEXT_SIZE];
	char maker[SMBIOS_TEXT_SIZE], serial[SMBIOS_TEXT_SIZE], part[SMBIOS_TEXT_SIZE];
	char maker_id[5];
	char type[32], form_factor[32];
	bool empty;
	uint64_t size_mib;
	unsigned int ranks, total_width, data_width;
	unsigned int speed_mts, configured_mts;
};

/**
 * struct smbios_memories - all slots for the main memory of a board
 * @known: false: nobody could read what firmware says
 * @items: owned; in the order of the table
 * @slots: how many there are by the arrays' own count (type 16); 0: not known
 */
struct smbios_memories {
	bool known;
	struct smbios_memory *items;
	size_t count;
	unsigned int slots;
};

/**
 * smbios_memories_decode() - the memory slots of a structure table
 * @table: hostile; what is cut short ends it. One without memory leaves it unknown.
 * @memories: zeroed before; out: to be cleared
 * Return: 0 or -ENOMEM.
 */
int smbios_memories_decode(const uint8_t *table, size_t size, struct smbios_memories *memories);
void smbios_memories_clear(struct smbios_memories *memories);

/**
 * smbios_memories_read() - of a machine; that it cannot be read is no error
 * @root: of its tree; NULL: this machine, whose table only root may read
 * Return: 0 or -ENOMEM.
 */
int smbios_memories_read(const char *root, struct smbios_memories *memories);

/* smbios_memory_json.c */
/** smbios_memories_to_json() - an array with an object per slot */
struct json_object *smbios_memories_to_json(const struct smbios_memories *memories);
/** smbios_memories_from_json() - read that; hostile. Return: 0, -EINVAL, -ENOMEM. */
int smbios_memories_from_json(struct json_object *json, struct smbios_memories *memories);

#endif /* MUSTER_SMBIOS_MEMORY_H */
