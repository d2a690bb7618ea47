// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_decide.c: whether a place must, may or need not hold something,
 * and how many; who is the exception.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

int merge_join_slot(const struct merge *merge, const struct slot *slot, size_t level,
		    struct machine_set *set)
{
	int err = 0;

	for (size_t i = slot->first; i != NOBODY && !err; i = merge->parts[i].next) {
		const struct part *part = &merge->parts[i];

		if (!part->folded && level < part->level_count)
			err = machine_set_join(set, &part->levels[level]);
	}
	return err;
}

static struct slot *find_adapter(const struct merge *merge, const char *place)
{
	char key[PLACE_MAX + 2];
	size_t length = place_parent(place), found;

	if (!length || length > PLACE_MAX)
		return NULL;
	memcpy(key, place, length);
	strcpy(key + length, "\n");
	found = merge_index_find(merge->slot_index, key);
	return found == NOBODY ? NULL : &merge->slots[found];
}

/*
 * Whose word counts on whether something is there: who has it, who shows all;
 * of a client who shows its adapter, for a driver that is not loaded hides it, and
 * of a memory module who shows any.
 */
static int find_knowing(struct decision *decision)
{
	const struct merge *merge = decision->merge;
	const struct device *device = merge->parts[decision->slot->first].device;
	struct slot *adapter;
	int err = machine_set_join(&decision->know, &merge->whole);

	if (!err && device->kind != DEVICE_FUNCTION)
		machine_set_keep(&decision->know, &merge->i2c);
	adapter = device->kind == DEVICE_CLIENT ? find_adapter(merge, decision->slot->place) : NULL;
	if (!err && adapter) {
		struct machine_set shown = { 0 };

		err = merge_join_slot(merge, adapter, 0, &shown);
		machine_set_keep(&decision->know, &shown);
		machine_set_clear(&shown);
	}
	if (!err)
		err = merge_modules_keep(merge, decision->slot, adapter, &decision->know);
	return err ? err : machine_set_join(&decision->know, &decision->have);
}

/* Nothing here is in the inventory: each part of it is told. */
static int tell_rare(const struct decision *decision, size_t know)
{
	const struct merge *merge = decision->merge;
	char what[MERGE_DESCRIPTION];
	int err = 0;

	for (size_t i = decision->slot->first; i != NOBODY && !err; i = merge->parts[i].next) {
		const struct part *part = &merge->parts[i];

		if (!part->folded && part->level_count)
			err = merge_tell(decision->outliers, merge, decision->slot, "part",
					 &part->levels[0], know, "%s at %s",
					 merge_describe(merge, part->device, what, sizeof(what)),
					 decision->slot->place);
	}
	return err;
}

static int tell_lacking(const struct decision *decision, size_t know)
{
	const struct merge *merge = decision->merge;
	struct machine_set lack = { 0 };
	char what[MERGE_DESCRIPTION];
	int err = machine_set_join(&lack, &decision->know);

	machine_set_drop(&lack, &decision->have);
	if (!err && machine_set_count(&lack))
		err = merge_tell(decision->outliers, merge, decision->slot, "missing", &lack, know,
				 "no %s at %s",
				 merge_describe(merge, merge->parts[decision->slot->first].device,
						what, sizeof(what)), decision->slot->place);
	machine_set_clear(&lack);
	return err;
}

/* Whoever lacks the adapter of a required client shows none of its clients: told once. */
static int tell_hidden(const struct decision *decision)
{
	const struct merge *merge = decision->merge;
	struct slot *adapter = find_adapter(merge, decision->slot->place);
	struct machine_set lack = { 0 }, shown = { 0 };
	int err = 0;

	if (merge->parts[decision->slot->first].device->kind != DEVICE_CLIENT)
		return 0;
	err = merge_modules_tell(decision, adapter);
	if (err || !adapter || adapter->told)
		return err;
	adapter->told = true;
	err = machine_set_join(&lack, &merge->whole);
	machine_set_keep(&lack, &merge->i2c);
	if (!err)
		err = merge_join_slot(merge, adapter, 0, &shown);
	machine_set_drop(&lack, &shown);
	if (!err && machine_set_count(&lack))
		err = merge_tell(decision->outliers, merge, adapter, "unreadable", &lack,
				 merge->machine_count,
				 "no adapter at %s, so that its clients cannot be seen",
				 adapter->place);
	machine_set_clear(&lack);
	machine_set_clear(&shown);
	return err;
}

static void put_text(struct json_object *json, const char *key, const char *text)
{
	json_object_object_add(json, key, json_object_new_string(text));
}

static int put_presence(const struct decision *decision, bool made)
{
	const struct merge *merge = decision->merge;
	size_t have = machine_set_count(&decision->have), know = machine_set_count(&decision->know);
	char what[MERGE_DESCRIPTION], count[64];

	if (have < know) {
		snprintf(count, sizeof(count), "%zu of %zu", have, know);
		put_text(decision->rule, "x-machines", count);
	}
	if (made)
		return 0;
	if (merge_share(have, know, 100 - merge->options.rare) &&
	    !(merge->options.include_outliers && have < know)) {
		int err = tell_lacking(decision, know);

		return err ? err : tell_hidden(decision);
	}
	put_text(decision->rule, "presence", "optional");
	return merge_tell(decision->varying, merge, decision->slot, "optional", &decision->have,
			  know, "%s at %s is optional",
			  merge_describe(merge, merge->parts[decision->slot->first].device, what,
					 sizeof(what)), decision->slot->place);
}

static int tell_many(const struct decision *decision, const struct machine_set *set,
		     size_t level, size_t usual, size_t have)
{
	const struct merge *merge = decision->merge;
	char what[MERGE_DESCRIPTION];

	return merge_tell(decision->outliers, merge, decision->slot, "count", set, have,
			  "%s of %s at %s", level > usual ? "more" : "fewer",
			  merge_describe(merge, merge->parts[decision->slot->first].device, what,
					 sizeof(what)), decision->slot->place);
}

/* How many nearly all have there, and how many all but few have at most. */
static int put_count(const struct decision *decision)
{
	const struct merge_options *options = &decision->merge->options;
	size_t have = machine_set_count(&decision->have), min = 1, max = 1;
	struct json_object *count;
	int err = 0;

	for (size_t level = 1; !err; level++) {
		struct machine_set set = { 0 };
		size_t reach;

		err = merge_join_slot(decision->merge, decision->slot, level, &set);
		reach = machine_set_count(&set);
		if (reach && merge_share(reach, have, 100 - options->rare) && min == level)
			min++;
		if (reach && (options->include_outliers || merge_share(reach, have, options->rare)))
			max++;
		else if (reach && !err)
			err = tell_many(decision, &set, level + 1, max, have);
		machine_set_clear(&set);
		if (!reach)
			break;
	}
	if (strcmp(json_object_get_string(json_object_object_get(decision->rule, "presence")),
		   "required") != 0)
		min = max;	/* an optional part has no minimum */
	count = min == max ? json_object_new_uint64(max) : json_object_new_object();
	if (min < max) {
		json_object_object_add(count, "min", json_object_new_uint64(min));
		json_object_object_add(count, "max", json_object_new_uint64(max));
	}
	json_object_object_add(decision->rule, "count", count);
	return err;
}

static int complete(struct decision *decision, bool made)
{
	struct machine_set accepted = { 0 };
	int err = merge_identity(decision, &accepted);

	if (!err)
		err = put_presence(decision, made);
	if (!err)
		err = put_count(decision);
	if (!err)
		err = merge_link(decision, &accepted);
	if (!err && decision->merge->options.strict)
		err = merge_shapes(decision, &accepted);
	machine_set_clear(&accepted);
	return err;
}

int merge_decide(struct decision *decision)
{
	const struct merge_options *options = &decision->merge->options;
	struct json_object *presence = json_object_object_get(decision->rule, "presence");
	bool made = strcmp(json_object_get_string(presence), "optional") == 0;
	size_t have, know;
	int err = merge_join_slot(decision->merge, decision->slot, 0, &decision->have);

	if (!err)
		err = find_knowing(decision);
	have = machine_set_count(&decision->have);
	know = machine_set_count(&decision->know);
	decision->keep = options->include_outliers ||
		merge_share(have, know, made ? options->rare : options->min_share);
	if (!err)
		err = decision->keep ? complete(decision, made) : tell_rare(decision, know);
	machine_set_clear(&decision->have);
	machine_set_clear(&decision->know);
	return err;
}
