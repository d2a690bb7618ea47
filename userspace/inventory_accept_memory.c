// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_memory.c: accept what firmware and the memories of modules say
 * differently: it is written down as a habit of the board.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <string.h>

#include "memory_pairs.h"

#define PLAIN (JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)
#define PREFIX "memory."

bool accept_is_memory(const struct finding *finding)
{
	return finding->field && strncmp(finding->field, PREFIX, strlen(PREFIX)) == 0;
}

static int put_count(const struct change *change, struct json_object *memory)
{
	struct memory_pairs pairs;
	int err = memory_pairs_find(change->request->snapshot, &pairs);
	bool missing = change->finding->class == FINDING_MISSING;

	if (err)
		return err;
	json_object_object_add(memory, missing ? "without_spd" : "without_module",
			       json_object_new_int64(missing ? pairs.modules : pairs.clients));
	memory_pairs_clear(&pairs);
	return 0;
}

static void put_trait(struct json_object *memory, const char *trait)
{
	struct json_object *traits = json_object_object_get(memory, "not_compared");

	if (!traits) {
		traits = json_object_new_array();
		json_object_object_add(memory, "not_compared", traits);
	}
	json_object_array_add(traits, json_object_new_string(trait));
}

int accept_memory(struct change *change)
{
	const struct spot spot = { .key = "memory" };
	struct json_object *memory = json_edit_value(change->edit, &spot);
	int err = 0;

	if (!memory)
		memory = json_object_new_object();
	if (change->finding->class == FINDING_CHANGED)
		put_trait(memory, change->finding->field + strlen(PREFIX));
	else
		err = put_count(change, memory);
	if (!err)
		err = json_edit_put(change->edit, NULL, "memory",
				    json_object_to_json_string_ext(memory, PLAIN));
	json_object_put(memory);
	return err;
}
