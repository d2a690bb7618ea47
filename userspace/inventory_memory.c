// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_memory.c: what an inventory says of how firmware and the memories of
 * modules differ on its board all the time.
 */
#include "inventory_memory.h"

#include <errno.h>
#include <string.h>

#include "inventory_reader.h"

static int read_without_spd(const struct reader *reader, const struct spot *spot,
			    struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	return reader_count(reader, spot, json, &inventory->memory.without_spd);
}

static int read_without_module(const struct reader *reader, const struct spot *spot,
			       struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	return reader_count(reader, spot, json, &inventory->memory.without_module);
}

static int read_not_compared(const struct reader *reader, const struct spot *spot,
			     struct json_object *json, void *target)
{
	const char *words[TRAIT_COUNT + 1] = { NULL };
	struct inventory *inventory = target;

	memcpy(words, memory_trait_names, sizeof(memory_trait_names));
	if (!json_object_is_type(json, json_type_array))
		return reader_refuse(reader, spot, "a list is expected here, such as [\"ranks\"]");
	for (size_t i = 0; i < json_object_array_length(json); i++) {
		const struct spot child = { .up = spot, .index = i };
		int trait = reader_word(reader, &child, json_object_array_get_idx(json, i), words);

		if (trait < 0)
			return trait;
		inventory->memory.not_compared[trait] = true;
	}
	return 0;
}

int inventory_memory_read(const struct reader *reader, const struct spot *spot,
			  struct json_object *json, void *target)
{
	static const struct reader_key keys[] = {
		{ "without_spd", read_without_spd, false },
		{ "without_module", read_without_module, false },
		{ "not_compared", read_not_compared, false },
		{ NULL, NULL, false },
	};

	return reader_object(reader, spot, json, keys, target);
}

static bool is_habit(enum memory_trait trait)
{
	return trait != TRAIT_SIZE && trait != TRAIT_SERIAL && trait != TRAIT_TYPE;
}

static bool differs(const struct memory_pairs *pairs, enum memory_trait trait)
{
	char firmware[MEMORY_VALUE_SIZE], spd[MEMORY_VALUE_SIZE];
	size_t i = 0;

	while (i < pairs->count &&
	       !memory_pair_differs(pairs, &pairs->pairs[i], trait, firmware, spd))
		i++;
	return i < pairs->count;
}

int inventory_memory_learn(const struct snapshot *snapshot, struct inventory_memory *memory)
{
	struct memory_pairs pairs;
	int err;

	*memory = (struct inventory_memory){ 0 };
	err = memory_pairs_find(snapshot, &pairs);
	if (err)
		return err;
	if (!pairs.read)
		return -ENOENT;
	memory->without_spd = pairs.modules;
	memory->without_module = pairs.clients;
	for (enum memory_trait trait = 0; trait < TRAIT_COUNT; trait++)
		memory->not_compared[trait] = is_habit(trait) && differs(&pairs, trait);
	memory_pairs_clear(&pairs);
	return 0;
}

static void put_count(struct json_object *json, const char *key, unsigned int count)
{
	if (count)
		json_object_object_add(json, key, json_object_new_int64(count));
}

struct json_object *inventory_memory_json(const struct inventory_memory *memory)
{
	struct json_object *json = json_object_new_object();
	struct json_object *traits = json_object_new_array();

	put_count(json, "without_spd", memory->without_spd);
	put_count(json, "without_module", memory->without_module);
	for (enum memory_trait trait = 0; trait < TRAIT_COUNT; trait++)
		if (memory->not_compared[trait])
			json_object_array_add(traits,
				json_object_new_string(memory_trait_names[trait]));
	if (json_object_array_length(traits))
		json_object_object_add(json, "not_compared", json_object_get(traits));
	json_object_put(traits);
	if (json_object_object_length(json))
		return json;
	json_object_put(json);
	return NULL;
}

static unsigned int capped(unsigned int count)
{
	return count < MEMORY_VOTES ? count : MEMORY_VOTES - 1;
}

void memory_votes_add(struct memory_votes *votes, const struct inventory_memory *memory)
{
	votes->machines++;
	votes->without_spd[capped(memory->without_spd)]++;
	votes->without_module[capped(memory->without_module)]++;
	for (size_t i = 0; i < TRAIT_COUNT; i++)
		votes->not_compared[i] += memory->not_compared[i];
}

/* The most that more than half of the machines reach. */
static unsigned int most(const struct memory_votes *votes, const size_t counts[MEMORY_VOTES])
{
	size_t reached = 0;

	for (unsigned int count = MEMORY_VOTES; count-- > 0; ) {
		reached += counts[count];
		if (2 * reached > votes->machines)
			return count;
	}
	return 0;
}

struct json_object *memory_votes_json(const struct memory_votes *votes)
{
	struct inventory_memory memory = {
		.without_spd = most(votes, votes->without_spd),
		.without_module = most(votes, votes->without_module),
	};

	for (size_t i = 0; i < TRAIT_COUNT; i++)
		memory.not_compared[i] = 2 * votes->not_compared[i] > votes->machines;
	return inventory_memory_json(&memory);
}
