/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_memory.h: private to inventory*.c: what an inventory says of how
 * firmware and the memories of modules differ on its board all the time.
 */
#ifndef MUSTER_INVENTORY_MEMORY_H
#define MUSTER_INVENTORY_MEMORY_H

#include <stddef.h>
#include <json-c/json.h>

#include "inventory.h"
#include "memory_pairs.h"

struct reader;
struct snapshot;
struct spot;

/** inventory_memory_read() - the member "memory" */
int inventory_memory_read(const struct reader *reader, const struct spot *spot,
			  struct json_object *json, void *target);

/**
 * inventory_memory_learn() - what @snapshot shows of it; but for sizes, serials and
 * types, which no firmware has a reason to tell otherwise
 * Return: 0, -ENOENT: it does not tell, -ENOMEM.
 */
int inventory_memory_learn(const struct snapshot *snapshot, struct inventory_memory *memory);

/** inventory_memory_json() - Return: NULL where all agrees. */
struct json_object *inventory_memory_json(const struct inventory_memory *memory);

/* How many machines show what: of many only what more than half of them show is a habit. */
#define MEMORY_VOTES 65
struct memory_votes {
	size_t machines, without_spd[MEMORY_VOTES], without_module[MEMORY_VOTES];
	size_t not_compared[TRAIT_COUNT];
};

/** memory_votes_add() - one machine's; memory_votes_json(): what most have, NULL: no memory */
void memory_votes_add(struct memory_votes *votes, const struct inventory_memory *memory);
struct json_object *memory_votes_json(const struct memory_votes *votes);

#endif /* MUSTER_INVENTORY_MEMORY_H */
