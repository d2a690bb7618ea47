// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_identity.c: which parts a place may hold: one, some second
 * sources, or too many to list, of which only what they share is asked.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory_generate.h"
#include "match.h"

/* Parts of one slot that are one card. */
struct card {
	const struct device *device;
	struct machine_set machines;
	size_t count;
	bool accepted;
};

struct deck {
	struct card *cards;
	size_t count, accepted;
};

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

static bool same_card(const struct device *a, const struct device *b)
{
	for (size_t i = 0; i < merge_card_fields && a->kind != DEVICE_ADAPTER; i++)
		if (!same_value(device_value(a, merge_fields[i]), device_value(b, merge_fields[i])))
			return false;
	return true;
}

static int add_card(struct deck *deck, const struct part *part)
{
	struct card *cards;
	size_t i = 0;

	while (i < deck->count && !same_card(deck->cards[i].device, part->device))
		i++;
	if (i == deck->count) {
		cards = reallocarray(deck->cards, i + 1, sizeof(*cards));
		if (!cards)
			return -ENOMEM;
		deck->cards = cards;
		cards[deck->count++] = (struct card){ .device = part->device };
	}
	return machine_set_join(&deck->cards[i].machines, &part->levels[0]);
}

static int by_count(const void *a, const void *b)
{
	const struct card *x = a, *y = b;

	return (x->count < y->count) - (x->count > y->count);
}

static int deal(const struct decision *decision, struct deck *deck)
{
	const struct merge *merge = decision->merge;
	size_t i, have = machine_set_count(&decision->have);
	int err = 0;

	for (i = decision->slot->first; i != NOBODY && !err; i = merge->parts[i].next)
		if (!merge->parts[i].folded && merge->parts[i].level_count)
			err = add_card(deck, &merge->parts[i]);
	for (i = 0; i < deck->count; i++) {
		struct card *card = &deck->cards[i];

		card->count = machine_set_count(&card->machines);
		card->accepted = merge->options.include_outliers ||
			merge_share(card->count, have, merge->options.rare);
		deck->accepted += card->accepted;
	}
	if (deck->count)
		qsort(deck->cards, deck->count, sizeof(*deck->cards), by_count);
	return err;
}

static void clear_deck(struct deck *deck)
{
	for (size_t i = 0; i < deck->count; i++)
		machine_set_clear(&deck->cards[i].machines);
	free(deck->cards);
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
		    (card && !same_card(card->device, part->device)))
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

/* What only few have is told and not listed. Return: 1: listed, 0: told, -ENOMEM. */
static int admit(const struct decision *decision, const struct card *card, enum field field,
		 const struct entry *entry, const struct entry *most)
{
	const struct merge *merge = decision->merge;
	char what[MERGE_DESCRIPTION];

	if (merge->options.include_outliers || !card ||
	    merge_share(entry->count, card->count, merge->options.rare))
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
	json_object_object_add(identity, field_table[field].name,
			       json_object_array_length(globs) == 1 ?
			       json_object_get(json_object_array_get_idx(globs, 0)) :
			       json_object_get(globs));
	json_object_put(globs);
	return 0;
}

static struct json_object *value_json(const struct value *value)
{
	struct json_object *holder = json_object_new_object(), *json;

	inventory_put_value(holder, "value", value);
	json = json_object_get(json_object_object_get(holder, "value"));
	json_object_put(holder);
	return json;
}

/* One value, a list of some, or what they share; those of few machines are told. */
static int put_field(const struct decision *decision, const struct card *card,
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
		if (listed == 1)
			json_object_array_add(list, value_json(entries.items[i].value));
	}
	if (err >= 0 && json_object_array_length(list) > MERGE_LIST_MAX)
		err = put_kinds(identity, field, &entries);
	else if (err >= 0 && json_object_array_length(list) == 1)
		json_object_object_add(identity, field_table[field].name,
				       json_object_get(json_object_array_get_idx(list, 0)));
	else if (err >= 0 && json_object_array_length(list))
		json_object_object_add(identity, field_table[field].name, json_object_get(list));
	json_object_put(list);
	clear_entries(&entries);
	return err < 0 ? err : 0;
}

/* What generate would compare, so that one word decides for both. */
static bool is_compared(const struct decision *decision, const struct device *like,
			enum field field)
{
	struct json_object *identity = json_object_object_get(decision->rule, "identity");

	if (field == FIELD_FIRMWARE_PATH)
		return device_get(like, field);
	return json_object_object_get_ex(identity, field_table[field].name, NULL) ||
	       device_value(like, field)->state == VALUE_UNKNOWN;
}

static int make_identity(const struct decision *decision, const struct card *card,
			 const struct device *like, struct json_object **out)
{
	static const enum field order[] = {
		FIELD_NAME, FIELD_FIRMWARE_PATH, FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
		FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION,
	};
	int err = 0;

	*out = json_object_new_object();
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && !err; i++)
		if (device_has(like, order[i]) && is_compared(decision, like, order[i]))
			err = put_field(decision, card, order[i], *out);
	return err;
}

/* Whether the rule, as generated, lets @device pass as it is: a client that the kernel makes. */
static bool is_named(const struct decision *decision, const struct device *device)
{
	struct json_object *identity = json_object_object_get(decision->rule, "identity");
	struct json_object *names = json_object_object_get(identity, "name");
	const char *name = device_get(device, FIELD_NAME);

	if (device->kind != DEVICE_CLIENT || !name || !json_object_is_type(names, json_type_array))
		return false;
	for (size_t i = 0; i < json_object_array_length(names); i++)
		if (glob_match(json_object_get_string(json_object_array_get_idx(names, i)), name))
			return true;
	return false;
}

static int tell_strangers(const struct decision *decision, const struct deck *deck)
{
	const struct merge *merge = decision->merge;
	char what[MERGE_DESCRIPTION], usual[MERGE_DESCRIPTION];
	int err = 0;

	for (size_t i = 1; i < deck->count && !err; i++) {
		const struct card *card = &deck->cards[i];

		if (!card->accepted)
			err = merge_tell(decision->outliers, merge, decision->slot, "other part",
					 &card->machines, machine_set_count(&decision->know),
					 "%s at %s instead of %s",
					 merge_describe(merge, card->device, what, sizeof(what)),
					 decision->slot->place,
					 merge_describe(merge, deck->cards[0].device, usual, sizeof(usual)));
	}
	return err;
}

/* Nothing of the parts is common but what they share. */
static int loosen(const struct decision *decision, const struct deck *deck,
		  struct machine_set *accepted)
{
	struct json_object *identity;
	int err = make_identity(decision, NULL, deck->cards[0].device, &identity);

	if (!err)
		err = machine_set_join(accepted, &decision->have);
	if (!err)
		err = merge_tell(decision->varying, decision->merge, decision->slot, "varies",
				 &decision->have, machine_set_count(&decision->know),
				 "%zu different parts at %s: only what they share is compared",
				 deck->count, decision->slot->place);
	if (err) {
		json_object_put(identity);
		return err;
	}
	json_object_object_add(decision->rule, "identity", identity);
	return 0;
}

static int list_cards(const struct decision *decision, const struct deck *deck,
		      struct machine_set *accepted)
{
	struct json_object *list = json_object_new_array(), *identity;
	int err = 0;

	for (size_t i = 0; i < deck->count && !err; i++) {
		const struct card *card = &deck->cards[i];

		if (!card->accepted)
			continue;
		err = machine_set_join(accepted, &card->machines);
		if (!err)
			err = make_identity(decision, card, card->device, &identity);
		if (!err)
			json_object_array_add(list, identity);
	}
	if (!err)
		json_object_object_add(decision->rule, "identity",
				       json_object_array_length(list) == 1 ?
				       json_object_get(json_object_array_get_idx(list, 0)) :
				       json_object_get(list));
	json_object_put(list);
	return err ? err : tell_strangers(decision, deck);
}

/* What was generated stands: the kernel makes it, by one name or another. */
static int keep_identity(const struct decision *decision, struct deck *deck,
			 struct machine_set *accepted)
{
	int err = 0;

	for (size_t i = 0; i < deck->count && !err; i++) {
		struct card *card = &deck->cards[i];

		card->accepted = i == 0 || is_named(decision, card->device);
		if (card->accepted)
			err = machine_set_join(accepted, &card->machines);
	}
	return err ? err : tell_strangers(decision, deck);
}

int merge_identity(struct decision *decision, struct machine_set *accepted)
{
	const struct merge *merge = decision->merge;
	struct deck deck = { 0 };
	size_t covered = 0, have = machine_set_count(&decision->have);
	int err = deal(decision, &deck);

	for (size_t i = 0; i < deck.count; i++)
		covered += deck.cards[i].accepted ? deck.cards[i].count : 0;
	if (err || !deck.count)
		;
	else if (deck.cards[0].device->kind == DEVICE_ADAPTER ||
		 is_named(decision, deck.cards[0].device))
		err = keep_identity(decision, &deck, accepted);
	else if (deck.accepted > MERGE_LIST_MAX ||
		 !merge_share(covered, have, 100 - merge->options.rare))
		err = loosen(decision, &deck, accepted);
	else
		err = list_cards(decision, &deck, accepted);
	clear_deck(&deck);
	return err;
}
