// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_fold.c: unknown is not none: a part of which a source could
 * tell less, or only the end of its place, is the part that others tell more of.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

static size_t unknown_fields(const struct device *device)
{
	size_t count = 0;

	for (size_t i = 0; i < merge_field_count; i++)
		count += device_has(device, merge_fields[i]) &&
			 device_value(device, merge_fields[i])->state == VALUE_UNKNOWN;
	return count;
}

static bool is_compatible(const struct device *a, const struct device *b)
{
	if (a->kind != b->kind)
		return false;
	for (size_t i = 0; i < merge_field_count && a->kind != DEVICE_ADAPTER; i++) {
		const struct value *x = device_value(a, merge_fields[i]);
		const struct value *y = device_value(b, merge_fields[i]);

		if (x->state == VALUE_UNKNOWN || y->state == VALUE_UNKNOWN)
			continue;
		if (x->state != y->state || (x->text && strcmp(x->text, y->text)))
			return false;
	}
	return true;
}

static int join_features(struct features *to, const struct features *from)
{
	int err = 0;

	for (size_t i = 0; i < from->count && !err; i++) {
		const struct feature *feature = &from->items[i];
		size_t j = 0;

		while (j < to->count && (to->items[j].width != feature->width ||
					 to->items[j].shape != feature->shape))
			j++;
		if (j == to->count) {
			struct feature *items = reallocarray(to->items, j + 1, sizeof(*items));

			if (!items)
				return -ENOMEM;
			to->items = items;
			items[to->count++] = (struct feature){ .width = feature->width,
							       .shape = feature->shape };
		}
		err = machine_set_join(&to->items[j].machines, &feature->machines);
	}
	return err;
}

/* Level @level of @from becomes one more of @to. */
static int join_level(struct part *to, size_t to_level, const struct machine_set *from)
{
	struct machine_set *levels;

	if (to_level >= to->level_count) {
		levels = reallocarray(to->levels, to_level + 1, sizeof(*levels));
		if (!levels)
			return -ENOMEM;
		to->levels = levels;
		while (to->level_count <= to_level)
			levels[to->level_count++] = (struct machine_set){ 0 };
	}
	return machine_set_join(&to->levels[to_level], from);
}

static int join_part(struct part *to, struct part *from)
{
	int err = 0;

	for (size_t i = 0; i < from->level_count && !err; i++)
		err = join_level(to, i, &from->levels[i]);
	if (!err)
		err = join_features(&to->widths, &from->widths);
	if (!err)
		err = join_features(&to->shapes, &from->shapes);
	from->folded = true;
	return err;
}

static size_t commonness(const struct part *part)
{
	return part->level_count ? machine_set_count(&part->levels[0]) : 0;
}

/* The most common part of @slot of which more is known than of @less. */
static struct part *find_fuller(struct merge *merge, const struct slot *slot,
				const struct part *less)
{
	struct part *best = NULL;

	for (size_t i = slot->first; i != NOBODY; i = merge->parts[i].next) {
		struct part *part = &merge->parts[i];

		if (part == less || part->folded ||
		    unknown_fields(part->device) >= unknown_fields(less->device) ||
		    !is_compatible(part->device, less->device))
			continue;
		if (!best || commonness(part) > commonness(best))
			best = part;
	}
	return best;
}

static int fold_slot(struct merge *merge, const struct slot *slot)
{
	int err = 0;

	for (size_t i = slot->first; i != NOBODY && !err; i = merge->parts[i].next) {
		struct part *part = &merge->parts[i];
		struct part *fuller = unknown_fields(part->device) ?
			find_fuller(merge, slot, part) : NULL;

		if (fuller)
			err = join_part(fuller, part);
	}
	return err;
}

/* A client that firmware named, whose address the source could not tell. */
static bool same_firmware_path(const struct device *a, const struct device *b)
{
	const char *x = device_get(a, FIELD_FIRMWARE_PATH), *y = device_get(b, FIELD_FIRMWARE_PATH);
	size_t length = place_parent(a->place);

	return x && y && strcmp(x, y) == 0 && length == place_parent(b->place) &&
	       strncmp(a->place, b->place, length) == 0;
}

static bool could_be(const struct part *partial, const struct part *exact)
{
	if (!is_compatible(partial->device, exact->device))
		return false;
	if (partial->device->kind == DEVICE_CLIENT)
		return same_firmware_path(partial->device, exact->device);
	return place_could_be(partial->device->place, exact->device->place);
}

/* Exact parts by "8086:10d3" or a client's name, so that not all are asked. */
struct candidates {
	struct lh_table *index;
	size_t *next;
};

static void sort_of(const struct device *device, char *text, size_t size)
{
	const char *vendor = device_get(device, FIELD_VENDOR);
	const char *model = device_get(device, FIELD_DEVICE);
	const char *name = device_get(device, FIELD_NAME);

	if (device->kind == DEVICE_FUNCTION)
		snprintf(text, size, "%s:%s", vendor ? vendor : "?", model ? model : "?");
	else
		snprintf(text, size, "%s", device->kind == DEVICE_CLIENT && name ? name : "i2c");
}

static int index_exact(struct merge *merge, struct candidates *candidates)
{
	char sort[64];
	int err = 0;

	candidates->index = merge_index_new();
	candidates->next = calloc(merge->part_count + 1, sizeof(*candidates->next));
	if (!candidates->index || !candidates->next)
		return -ENOMEM;
	for (size_t i = 0; i < merge->part_count && !err; i++) {
		struct part *part = &merge->parts[i];
		struct lh_entry *entry;

		if (part->folded || !place_complete(part->device->place))
			continue;
		sort_of(part->device, sort, sizeof(sort));
		entry = lh_table_lookup_entry(candidates->index, sort);
		candidates->next[i] = entry ? (uintptr_t)lh_entry_v(entry) - 1 : NOBODY;
		if (entry)
			lh_entry_set_val(entry, (void *)(uintptr_t)(i + 1));
		else
			err = merge_index_add(candidates->index, sort, i);
	}
	return err;
}

/* The first, the second ... machine-wide of its sort goes to the first, the second ... place. */
static int place_part(struct merge *merge, const struct candidates *candidates, struct part *part)
{
	size_t level = 0, i;
	char sort[64];
	int err = 0;

	sort_of(part->device, sort, sizeof(sort));
	for (i = merge_index_find(candidates->index, sort); i != NOBODY && !err &&
	     level < part->level_count; i = candidates->next[i]) {
		struct part *exact = &merge->parts[i];

		if (exact->folded || !could_be(part, exact))
			continue;
		err = join_level(exact, 0, &part->levels[level++]);
		if (!err && level == 1) {
			err = join_features(&exact->widths, &part->widths);
			if (!err)
				err = join_features(&exact->shapes, &part->shapes);
		}
	}
	part->folded = level == part->level_count;
	/* More of them than places are known: the rest stays where it is. */
	for (i = 0; i < level && !part->folded; i++)
		machine_set_clear(&part->levels[i]);
	if (level && !part->folded) {
		part->level_count -= level;
		memmove(part->levels, part->levels + level,
			part->level_count * sizeof(*part->levels));
	}
	return err;
}

static int fold_places(struct merge *merge)
{
	struct candidates candidates = { 0 };
	int err = index_exact(merge, &candidates);

	for (size_t i = 0; i < merge->part_count && !err; i++)
		if (!merge->parts[i].folded && !place_complete(merge->parts[i].device->place))
			err = place_part(merge, &candidates, &merge->parts[i]);
	if (candidates.index)
		lh_table_free(candidates.index);
	free(candidates.next);
	return err;
}

int merge_fold(struct merge *merge)
{
	int err = 0;

	for (size_t i = 0; i < merge->slot_count && !err; i++)
		err = fold_slot(merge, &merge->slots[i]);
	return err ? err : fold_places(merge);
}
