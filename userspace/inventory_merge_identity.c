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

struct deck {
	struct card *cards;
	size_t count, accepted;
};

static int add_card(struct deck *deck, const struct part *part)
{
	struct card *cards;
	size_t i = 0;

	while (i < deck->count && !merge_same_card(deck->cards[i].device, part->device))
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

/* What generate would compare, so that one word decides for both. */
static bool is_compared(const struct decision *decision, const struct device *like,
			enum field field)
{
	struct json_object *identity = json_object_object_get(decision->rule, "identity");

	if (field == FIELD_FIRMWARE_PATH)
		return device_get(like, field);
	if (field == FIELD_NAME && rule_knows_module(like))
		return false;
	return inventory_get_field(identity, field, NULL) ||
	       device_value(like, field)->state == VALUE_UNKNOWN;
}

static int make_identity(const struct decision *decision, const struct card *card,
			 const struct device *like, struct json_object **out)
{
	static const enum field order[] = {
		FIELD_NAME, FIELD_FIRMWARE_PATH, FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
		FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION,
		FIELD_SPD_TYPE, FIELD_SPD_MAKER_ID, FIELD_SPD_PART, FIELD_SPD_SIZE_MIB,
		FIELD_SPD_CHECKSUMS, FIELD_SPD_SHAPE,
		FIELD_FRU_CHASSIS_PART, FIELD_FRU_BOARD_MAKER, FIELD_FRU_BOARD_PRODUCT,
		FIELD_FRU_BOARD_PART, FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME,
		FIELD_FRU_PRODUCT_PART, FIELD_FRU_CHECKSUMS,
	};
	int err = 0;

	*out = json_object_new_object();
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && !err; i++)
		if (device_has(like, order[i]) && is_compared(decision, like, order[i]))
			err = merge_put_field(decision, card, order[i], *out);
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
		 deck.cards[0].device->kind == DEVICE_ANSWERING ||
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
