// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_field.c: what a rule says of one field of a card: one value, a
 * list of some, or what they share; those of few machines are told.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device_shape.h"
#include "inventory_generate.h"
#include "text.h"

/* One value of a field, and who has it. */
struct entry {
	const struct value *value;
	struct machine_set machines;
	size_t count;
};

struct entries {
	struct entry *items;
	size_t count;
};

static bool same_value(const struct value *a, const struct value *b)
{
	return a->state == b->state && (!a->text || strcmp(a->text, b->text) == 0);
}

bool merge_same_card(const struct device *a, const struct device *b)
{
	for (size_t i = 0; i < merge_card_fields && a->kind != DEVICE_ADAPTER; i++)
		if (!same_value(device_value(a, merge_fields[i]), device_value(b, merge_fields[i])))
			return false;
	return true;
}

static void clear_entries(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		machine_set_clear(&entries->items[i].machines);
	free(entries->items);
	*entries = (struct entries){ 0 };
}

static int add_entry(struct entries *entries, const struct value *value,
		     const struct machine_set *machines)
{
	struct entry *items;
	size_t i = 0;

	while (i < entries->count && !same_value(entries->items[i].value, value))
		i++;
	if (i == entries->count) {
		items = reallocarray(entries->items, i + 1, sizeof(*items));
		if (!items)
			return -ENOMEM;
		entries->items = items;
		items[entries->count++] = (struct entry){ .value = value };
	}
	return machine_set_join(&entries->items[i].machines, machines);
}

/* Who has which value of @field; @card NULL: of all cards. */
static int gather(const struct decision *decision, const struct card *card, enum field field,
		  struct entries *entries)
{
	const struct merge *merge = decision->merge;
	int err = 0;

	for (size_t i = decision->slot->first; i != NOBODY && !err; i = merge->parts[i].next) {
		const struct part *part = &merge->parts[i];
		const struct value *value = device_value(part->device, field);

		if (part->folded || !part->level_count || value->state == VALUE_UNKNOWN ||
		    (card && !merge_same_card(card->device, part->device)))
			continue;
		err = add_entry(entries, value, &part->levels[0]);
	}
	for (size_t i = 0; i < entries->count; i++)
		entries->items[i].count = machine_set_count(&entries->items[i].machines);
	return err;
}

static const char *show(const struct value *value)
{
	return value->text ? value->text : "none";
}

/* However many of a small fleet have it, nobody means to have it. */
static bool is_damage(enum field field, const struct entry *entry)
{
	return (field == FIELD_SPD_CHECKSUMS || field == FIELD_FRU_CHECKSUMS) &&
	       entry->value->text && strcmp(entry->value->text, "good");
}

/* What only few have is told and not listed. Return: 1: listed, 0: told, -ENOMEM. */
static int admit(const struct decision *decision, const struct card *card, enum field field,
		 const struct entry *entry, const struct entry *most)
{
	const struct merge *merge = decision->merge;
	char what[MERGE_DESCRIPTION];

	if (merge->options.include_outliers || !card ||
	    (merge_share(entry->count, card->count, merge->options.rare) &&
	     !(is_damage(field, entry) && entry != most)))
		return 1;
	return merge_tell(decision->outliers, merge, decision->slot, "field", &entry->machines,
			  card->count, "%s %s instead of %s: %s at %s", field_table[field].name,
			  show(entry->value), show(most->value),
			  merge_describe(merge, card->device, what, sizeof(what)),
			  decision->slot->place);
}

/* "02*" and "01*" for classes that differ; of anything else nothing is left to ask. */
static int put_kinds(struct json_object *identity, enum field field, const struct entries *entries)
{
	struct json_object *globs;
	char bases[MERGE_LIST_MAX][4];
	size_t count = 0, j;

	if (field != FIELD_CLASS)
		return 0;
	for (size_t i = 0; i < entries->count && count <= MERGE_LIST_MAX; i++) {
		char base[4];

		snprintf(base, sizeof(base), "%.2s*", show(entries->items[i].value));
		for (j = 0; j < count && j < MERGE_LIST_MAX && strcmp(bases[j], base); j++)
			;
		if (j == count && count++ < MERGE_LIST_MAX)
			strcpy(bases[j], base);
	}
	globs = json_object_new_array();
	for (j = 0; j < count && count <= MERGE_LIST_MAX; j++)
		json_object_array_add(globs, json_object_new_string(bases[j]));
	if (count > MERGE_LIST_MAX)
		json_object_array_add(globs, json_object_new_string("*"));
	inventory_add_field(identity, field, json_object_array_length(globs) == 1 ?
			       json_object_get(json_object_array_get_idx(globs, 0)) :
			       json_object_get(globs));
	json_object_put(globs);
	return 0;
}

/* What a shape stands for goes into the inventory with it. */
static void use_shape(const struct decision *decision, enum field field,
		      const struct value *value)
{
	const struct merge *merge = decision->merge;
	size_t index = NOBODY;

	if (device_shape_is(field) && value->text)
		index = merge_index_find(merge->shape_index, value->text);
	if (index != NOBODY && merge->shapes[index].text &&
	    !json_object_object_get_ex(decision->used_shapes, value->text, NULL))
		json_object_object_add(decision->used_shapes, value->text,
				       text_lines(merge->shapes[index].text));
}

int merge_put_field(const struct decision *decision, const struct card *card,
		    enum field field, struct json_object *identity)
{
	struct json_object *list = json_object_new_array();
	struct entries entries = { 0 };
	const struct entry *most = NULL;
	int err = gather(decision, card, field, &entries), listed;

	for (size_t i = 0; i < entries.count; i++)
		if (!most || entries.items[i].count > most->count)
			most = &entries.items[i];
	for (size_t i = 0; i < entries.count && err >= 0; i++) {
		err = listed = admit(decision, card, field, &entries.items[i], most);
		if (listed != 1)
			continue;
		json_object_array_add(list, inventory_value(field, entries.items[i].value));
		use_shape(decision, field, entries.items[i].value);
	}
	if (err >= 0 && json_object_array_length(list) > MERGE_LIST_MAX)
		err = put_kinds(identity, field, &entries);
	else if (err >= 0 && json_object_array_length(list) == 1)
		inventory_add_field(identity, field,
				    json_object_get(json_object_array_get_idx(list, 0)));
	else if (err >= 0 && json_object_array_length(list))
		inventory_add_field(identity, field, json_object_get(list));
	json_object_put(list);
	clear_entries(&entries);
	return err < 0 ? err : 0;
}
