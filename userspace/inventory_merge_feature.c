// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_feature.c: the link width that nearly all have, and the shapes
 * that were seen.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define WIDTH_MAX 32

static const struct device *device_of(const struct decision *decision)
{
	return decision->merge->parts[decision->slot->first].device;
}

/* As generate has it: what is above a link cannot know whether it should have one. */
static bool is_lower_end(const struct device *device)
{
	static const char *const lower[] = {
		"endpoint", "legacy endpoint", "upstream port", "PCIe to PCI bridge",
	};
	const char *type = device_get(device, FIELD_PORT_TYPE);

	for (size_t i = 0; type && i < sizeof(lower) / sizeof(lower[0]); i++)
		if (strcmp(lower[i], type) == 0)
			return true;
	return false;
}

/* Who of @accepted has a link of which width, by width. */
static int gather_widths(const struct decision *decision, const struct machine_set *accepted,
			 struct machine_set sets[WIDTH_MAX + 1])
{
	const struct merge *merge = decision->merge;
	int err = 0;

	for (size_t i = decision->slot->first; i != NOBODY; i = merge->parts[i].next) {
		const struct part *part = &merge->parts[i];

		for (size_t j = 0; j < part->widths.count && !part->folded && !err &&
		     is_lower_end(part->device); j++)
			err = machine_set_join(&sets[part->widths.items[j].width],
					       &part->widths.items[j].machines);
	}
	for (size_t width = 1; width <= WIDTH_MAX && !err; width++)
		machine_set_keep(&sets[width], accepted);
	return err;
}

/* A machine captured twice has the widest link that was seen. */
static size_t count_widest(struct machine_set sets[WIDTH_MAX + 1])
{
	size_t known = 0;

	for (size_t width = WIDTH_MAX; width > 0; width--) {
		for (size_t wider = width + 1; wider <= WIDTH_MAX; wider++)
			machine_set_drop(&sets[width], &sets[wider]);
		known += machine_set_count(&sets[width]);
	}
	return known;
}

static int tell_narrow(const struct decision *decision, const struct machine_set *sets,
		       unsigned int usual, size_t known)
{
	char what[MERGE_DESCRIPTION];
	int err = 0;

	for (unsigned int width = usual - 1; width > 0 && !err; width--)
		if (machine_set_count(&sets[width]))
			err = merge_tell(decision->outliers, decision->merge, decision->slot,
					 "link", &sets[width], known,
					 "link x%u instead of x%u: %s at %s", width, usual,
					 merge_describe(decision->merge, device_of(decision), what,
							sizeof(what)), decision->slot->place);
	return err;
}

int merge_link(struct decision *decision, const struct machine_set *accepted)
{
	const struct merge_options *options = &decision->merge->options;
	unsigned int nearly = options->include_outliers ? 100 : 100 - options->rare;
	struct machine_set sets[WIDTH_MAX + 1] = { { 0 } };
	size_t known, reached = 0;
	unsigned int width = WIDTH_MAX + 1;
	struct json_object *link;
	int err = gather_widths(decision, accepted, sets);

	json_object_object_del(decision->rule, "link");
	known = err ? 0 : count_widest(sets);
	while (known && width > 1 && (!reached || !merge_share(reached, known, nearly)))
		reached += machine_set_count(&sets[--width]);
	if (known) {
		link = json_object_new_object();
		json_object_object_add(link, "width", json_object_new_int(width));
		json_object_object_add(decision->rule, "link", link);
		err = tell_narrow(decision, sets, width, known);
	}
	for (size_t i = 0; i <= WIDTH_MAX; i++)
		machine_set_clear(&sets[i]);
	return err;
}

/* All shapes of the slot's parts, as one. */
static int gather_shapes(const struct decision *decision, const struct machine_set *accepted,
			 struct features *all)
{
	const struct merge *merge = decision->merge;
	int err = 0;

	for (size_t i = decision->slot->first; i != NOBODY && !err; i = merge->parts[i].next) {
		const struct part *part = &merge->parts[i];

		for (size_t j = 0; j < part->shapes.count && !part->folded && !err; j++) {
			const struct feature *from = &part->shapes.items[j];
			struct feature *items;
			size_t k = 0;

			while (k < all->count && all->items[k].shape != from->shape)
				k++;
			if (k == all->count) {
				items = reallocarray(all->items, k + 1, sizeof(*items));
				if (!items)
					return -ENOMEM;
				all->items = items;
				items[all->count++] = (struct feature){ .shape = from->shape };
			}
			err = machine_set_join(&all->items[k].machines, &from->machines);
		}
	}
	for (size_t k = 0; k < all->count && !err; k++)
		machine_set_keep(&all->items[k].machines, accepted);
	return err;
}

static int use_shape(struct decision *decision, const struct feature *feature,
		     struct json_object *list, struct json_object *counts)
{
	const struct shape *shape = &decision->merge->shapes[feature->shape];

	json_object_array_add(list, json_object_new_string(shape->digest));
	json_object_object_add(counts, shape->digest,
			       json_object_new_uint64(machine_set_count(&feature->machines)));
	if (shape->text && !json_object_object_get_ex(decision->used_shapes, shape->digest, NULL))
		json_object_object_add(decision->used_shapes, shape->digest,
				       text_lines(shape->text));
	return 0;
}

static int tell_shape(const struct decision *decision, const struct feature *feature, size_t known)
{
	char what[MERGE_DESCRIPTION];

	return merge_tell(decision->outliers, decision->merge, decision->slot, "shape",
			  &feature->machines, known, "another shape (%.19s): %s at %s",
			  decision->merge->shapes[feature->shape].digest,
			  merge_describe(decision->merge, device_of(decision), what, sizeof(what)),
			  decision->slot->place);
}

static void put_shapes(struct decision *decision, struct json_object *list,
		       struct json_object *counts)
{
	size_t count = json_object_array_length(list);

	if (!count)
		return;
	json_object_object_add(decision->rule, "shape", count == 1 ?
			       json_object_get(json_object_array_get_idx(list, 0)) :
			       json_object_get(list));
	json_object_object_add(decision->rule, "x-count", json_object_get(counts));
}

int merge_shapes(struct decision *decision, const struct machine_set *accepted)
{
	const struct merge_options *options = &decision->merge->options;
	struct json_object *list = json_object_new_array(), *counts = json_object_new_object();
	struct machine_set known = { 0 };
	struct features all = { 0 };
	int err = gather_shapes(decision, accepted, &all);

	for (size_t i = 0; i < all.count && !err; i++)
		err = machine_set_join(&known, &all.items[i].machines);
	for (size_t i = 0; i < all.count && !err; i++) {
		size_t have = machine_set_count(&all.items[i].machines);

		if (options->include_outliers ||
		    merge_share(have, machine_set_count(&known), options->rare))
			err = use_shape(decision, &all.items[i], list, counts);
		else if (have)
			err = tell_shape(decision, &all.items[i], machine_set_count(&known));
	}
	if (!err)
		put_shapes(decision, list, counts);
	for (size_t i = 0; i < all.count; i++)
		machine_set_clear(&all.items[i].machines);
	free(all.items);
	machine_set_clear(&known);
	json_object_put(list);
	json_object_put(counts);
	return err;
}
