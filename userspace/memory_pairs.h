/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory_pairs.h: which SPD is that of which module that firmware reports, and
 * what the two say differently.
 *
 * Invariant: what either does not say is no difference.
 */
#ifndef MUSTER_MEMORY_PAIRS_H
#define MUSTER_MEMORY_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

struct device;
struct smbios_memory;
struct snapshot;

/* What firmware and an SPD may say differently. */
enum memory_trait {
	TRAIT_SIZE,
	TRAIT_TYPE,		/* DDR3, DDR4, DDR5 */
	TRAIT_SERIAL,
	TRAIT_DATA_WIDTH,
	TRAIT_TOTAL_WIDTH,
	TRAIT_RANKS,
	TRAIT_MAKER,
	TRAIT_PART,
	TRAIT_COUNT,
};

/* Their names in inventories; in findings with "memory." before. By trait. */
extern const char *const memory_trait_names[TRAIT_COUNT];

/* @module NULL: firmware knows nothing of this SPD; @client NULL: it has none. */
struct memory_pair {
	const struct smbios_memory *module;
	const struct device *client;
};

/**
 * struct memory_pairs - every module, and every SPD that was read, once
 * @modules: reported without an SPD; @clients: read without a module
 * @read: SPDs that were read; @unread: clients that are one, and could not be
 * @serials_agree: some were found by their serial, so all of them could be
 */
struct memory_pairs {
	struct memory_pair *pairs;
	size_t count, modules, clients, read, unread;
	bool serials_agree;
};

/**
 * memory_pairs_find() - by serial, then by part and size, then by part; what is
 * known of one by neither goes with whatever is left
 * @pairs: out: to be cleared; empty where nothing is known of either side
 * Return: 0 or -ENOMEM.
 */
int memory_pairs_find(const struct snapshot *snapshot, struct memory_pairs *pairs);
void memory_pairs_clear(struct memory_pairs *pairs);

#define MEMORY_VALUE_SIZE 160

/**
 * memory_pair_differs() - whether the two halves of a pair say another thing
 * @firmware, @spd: out: both values as text, of at least MEMORY_VALUE_SIZE bytes
 */
bool memory_pair_differs(const struct memory_pairs *pairs, const struct memory_pair *pair,
			 enum memory_trait trait, char *firmware, char *spd);

#endif /* MUSTER_MEMORY_PAIRS_H */
