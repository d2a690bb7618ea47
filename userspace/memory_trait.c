// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory_trait.c: what firmware and an SPD say differently of one module.
 */
#include "memory_pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_text.h"
#include "snapshot.h"

const char *const memory_trait_names[TRAIT_COUNT] = {
	[TRAIT_SIZE] = "size_mib",
	[TRAIT_TYPE] = "type",
	[TRAIT_SERIAL] = "serial",
	[TRAIT_DATA_WIDTH] = "data_width",
	[TRAIT_TOTAL_WIDTH] = "total_width",
	[TRAIT_RANKS] = "ranks",
	[TRAIT_MAKER] = "maker",
	[TRAIT_PART] = "part",
};

static bool differ_numbers(uint64_t module, const struct device *client, enum field field,
			   char *firmware, char *spd)
{
	const char *text = device_get(client, field);

	if (!module || !text)
		return false;
	snprintf(firmware, MEMORY_VALUE_SIZE, "%llu", (unsigned long long)module);
	snprintf(spd, MEMORY_VALUE_SIZE, "%s", text);
	return strtoull(text, NULL, 10) != module;
}

/* Of the generations that both name alike. */
static bool differ_types(const char *module, const char *client)
{
	static const char *const types[] = { "DDR", "DDR2", "DDR3", "DDR4", "DDR5" };
	unsigned int named = 0;

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		named += (strcmp(types[i], module) == 0) + (strcmp(types[i], client) == 0);
	return named == 2 && strcmp(module, client) != 0;
}

/* By number: names differ from firmware to firmware. Some swap the two bytes. */
static bool differ_makers(const struct smbios_memory *module, const char *client)
{
	int id = memory_maker_id(*module->maker_id ? module->maker_id : module->maker);
	int wanted = memory_maker_id(client);

	if (id < 0 || wanted < 0)
		return false;
	return id != wanted && (id >> 8 | (id & 0xff) << 8) != wanted;
}

static bool differ_texts(const struct memory_pairs *pairs, const struct smbios_memory *module,
			 enum memory_trait trait, const char *client)
{
	switch (trait) {
	case TRAIT_TYPE:
		return differ_types(module->type, client);
	case TRAIT_MAKER:
		return differ_makers(module, client);
	case TRAIT_PART:
		return memory_part_says(module->part) && memory_part_says(client) &&
		       !memory_part_same(module->part, client);
	case TRAIT_SERIAL:
		/* where none agrees, firmware writes them in a way of its own */
		return pairs->serials_agree && memory_serial_says(module->serial) &&
		       memory_serial_says(client) && !memory_serial_same(module->serial, client);
	default:
		return false;
	}
}

bool memory_pair_differs(const struct memory_pairs *pairs, const struct memory_pair *pair,
			 enum memory_trait trait, char *firmware, char *spd)
{
	const struct smbios_memory *module = pair->module;
	const char *text, *said;

	if (!module || !pair->client)
		return false;
	switch (trait) {
	case TRAIT_SIZE:
		return differ_numbers(module->size_mib, pair->client, FIELD_SPD_SIZE_MIB,
				      firmware, spd);
	case TRAIT_RANKS:
		return differ_numbers(module->ranks, pair->client, FIELD_SPD_RANKS, firmware, spd);
	case TRAIT_DATA_WIDTH:
		return differ_numbers(module->data_width, pair->client, FIELD_SPD_DATA_WIDTH,
				      firmware, spd);
	case TRAIT_TOTAL_WIDTH:
		/* a board may leave the bits for error correction unused, but not add any */
		return differ_numbers(module->total_width, pair->client, FIELD_SPD_TOTAL_WIDTH,
				      firmware, spd) &&
		       module->total_width > strtoul(spd, NULL, 10);
	case TRAIT_MAKER:
		text = device_get(pair->client, FIELD_SPD_MAKER_ID);
		said = *module->maker_id ? module->maker_id : module->maker;
		break;
	case TRAIT_TYPE:
		text = device_get(pair->client, FIELD_SPD_TYPE);
		said = module->type;
		break;
	case TRAIT_SERIAL:
		text = device_get(pair->client, FIELD_SPD_SERIAL);
		said = module->serial;
		break;
	default:
		text = device_get(pair->client, FIELD_SPD_PART);
		said = module->part;
		break;
	}
	if (!text || !differ_texts(pairs, module, trait, text))
		return false;
	snprintf(firmware, MEMORY_VALUE_SIZE, "%s", said);
	snprintf(spd, MEMORY_VALUE_SIZE, "%s", text);
	return true;
}
