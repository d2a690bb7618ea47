// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge.c: machines in, one after the other; one inventory out.
 *
 * The rules are made by the generator, from a machine that has at each place what
 * most have there; then each is loosened as far as the machines differ.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "root_table.h"

struct merge *merge_new(const struct merge_options *options)
{
	struct merge *merge = calloc(1, sizeof(*merge));

	if (!merge)
		return NULL;
	merge->options = *options;
	merge->part_index = merge_index_new();
	merge->slot_index = merge_index_new();
	merge->machine_index = merge_index_new();
	merge->shape_index = merge_index_new();
	merge->adapter_index = merge_index_new();
	if (merge->part_index && merge->slot_index && merge->machine_index &&
	    merge->shape_index && merge->adapter_index)
		return merge;
	merge_free(merge);
	return NULL;
}

static void free_board(struct merge *merge)
{
	for (size_t i = 0; i < BOARD_FIELDS; i++) {
		for (size_t j = 0; j < merge->board[i].count; j++)
			free(merge->board[i].texts[j]);
		free(merge->board[i].texts);
	}
}

static void free_items(struct merge *merge)
{
	for (size_t i = 0; i < merge->part_count; i++)
		merge_part_clear(&merge->parts[i]);
	for (size_t i = 0; i < merge->slot_count; i++)
		free(merge->slots[i].place);
	for (size_t i = 0; i < merge->machine_count; i++) {
		free(merge->machines[i].name);
		free(merge->machines[i].uuid);
	}
	for (size_t i = 0; i < merge->root_count; i++) {
		free(merge->roots[i].name);
		free(merge->roots[i].id);
	}
	for (size_t i = 0; i < merge->shape_count; i++)
		free(merge->shapes[i].text);
	free(merge->parts);
	free(merge->slots);
	free(merge->machines);
	free(merge->roots);
	free(merge->shapes);
	merge_adapters_clear(merge);
}

void merge_free(struct merge *merge)
{
	struct lh_table *tables[5];

	if (!merge)
		return;
	tables[0] = merge->part_index;
	tables[1] = merge->slot_index;
	tables[2] = merge->machine_index;
	tables[3] = merge->shape_index;
	tables[4] = merge->adapter_index;
	for (size_t i = 0; i < 5; i++)
		if (tables[i])
			lh_table_free(tables[i]);
	free_items(merge);
	free_board(merge);
	merge_serials_clear(&merge->serials);
	machine_set_clear(&merge->whole);
	machine_set_clear(&merge->i2c);
	free(merge);
}

static int add_devices(struct merge *merge, const struct snapshot *snapshot, size_t machine)
{
	struct root_table *roots = root_table_new(snapshot);
	struct adapter_map *adapters = NULL;
	char place[2 * PLACE_MAX];
	int err = roots ? merge_adapters(merge, snapshot, roots, &adapters) : -ENOMEM;

	for (size_t i = 0; i < snapshot->count && !err; i++) {
		const struct device *device = snapshot->devices[i];

		err = merge_place(merge, roots, device->place, place, sizeof(place));
		if (!err)
			err = merge_adapter_place(adapters, place, sizeof(place));
		if (!err)
			err = merge_device(merge, device, place, machine);
	}
	merge_adapters_free(adapters);
	root_table_free(roots);
	return err;
}

/* No rule can be for a place that is none. */
static bool has_places(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->count; i++)
		if (!place_valid(snapshot->devices[i]->place))
			return false;
	return true;
}

int merge_add(struct merge *merge, const struct snapshot *snapshot, const char *name)
{
	struct inventory_memory memory;
	size_t machine;
	int err;

	if (!has_places(snapshot))
		return -EINVAL;
	if (!merge->options.any_board && !merge_board_fits(merge, &snapshot->board))
		return -EXDEV;
	err = merge_machine(merge, snapshot, name, &machine);
	if (!err)
		err = merge_board_add(merge, &snapshot->board);
	if (!err && !snapshot->incomplete)
		err = machine_set_add(&merge->whole, machine);
	if (!err && !snapshot->pci_only)
		err = machine_set_add(&merge->i2c, machine);
	if (!err && inventory_memory_learn(snapshot, &memory) == 0)
		memory_votes_add(&merge->memory, &memory);
	merge->capture++;
	if (snapshot->time && (!merge->oldest || snapshot->time < merge->oldest))
		merge->oldest = snapshot->time;
	if (snapshot->time > merge->newest)
		merge->newest = snapshot->time;
	merge->sources |= 1u << snapshot->source;
	return err ? err : add_devices(merge, snapshot, machine);
}

size_t merge_machines(const struct merge *merge)
{
	return merge->machine_count;
}

const char *merge_machine_name(const struct merge *merge, size_t index)
{
	return merge->machines[index].name;
}
