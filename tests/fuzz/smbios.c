// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.c: the structure table that firmware left: its slots and memory modules.
 *
 * about: smbios.c smbios_slot.c smbios_memory.c smbios_memory_json.c
 */
#include "fuzz.h"

#include <json-c/json.h>
#include <stdlib.h>

#include "smbios_memory.h"
#include "smbios_slot.h"

/* What is written and read again is written the same, but for what is no UTF-8. */
static void claim_round_trip(const struct smbios_memories *memories)
{
	struct smbios_memories again = { 0 };
	struct json_object *json = fuzz_json(smbios_memories_to_json(memories));

	claim(smbios_memories_from_json(json, &again) == 0);
	claim(again.known && again.count == memories->count);
	for (size_t i = 0; i < again.count; i++)
		claim(again.items[i].size_mib == memories->items[i].size_mib &&
		      again.items[i].ranks == memories->items[i].ranks);
	smbios_memories_clear(&again);
	json_object_put(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct smbios_memories memories = { 0 };
	struct smbios_slot *slots;
	size_t count, empty;

	claim(smbios_slots(data, size, &slots, &count) == 0);
	free(slots);
	claim(smbios_empty_slots(data, size, &slots, &empty) == 0 && empty <= count);
	free(slots);
	claim(smbios_memories_decode(data, size, &memories) == 0);
	claim(memories.known == !!memories.count);
	if (memories.known)
		claim_round_trip(&memories);
	smbios_memories_clear(&memories);
	return 0;
}
