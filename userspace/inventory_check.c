// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_check.c: what only the whole of an inventory file can tell: whether its
 * keys go with its kind, and its labels with one another.
 */
#include "inventory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "inventory_reader.h"

static bool names_unit(enum board_field field)
{
	return field == BOARD_PRODUCT_UUID || field == BOARD_PRODUCT_SERIAL ||
	       field == BOARD_BOARD_SERIAL;
}

static int check_match(const struct reader *reader, const struct inventory *inventory)
{
	const struct spot match = { .key = "match" }, extends = { .key = "extends" };
	bool unit = false;

	for (size_t i = 0; i < inventory->match_count; i++)
		unit = unit || names_unit(inventory->match[i].field);
	if (inventory->kind == INVENTORY_MODEL && unit)
		return reader_refuse(reader, &match, "a serial or UUID makes it an inventory of kind \"unit\"");
	if (inventory->kind == INVENTORY_UNIT && !unit)
		return reader_refuse(reader, &match, "a unit is matched by product_uuid, product_serial or board_serial");
	if (inventory->kind == INVENTORY_MODEL && inventory->extends)
		return reader_refuse(reader, &extends, "only a unit extends a model");
	return 0;
}

/* A list of ids for any board says nothing of a board. */
static int check_watch_list(const struct reader *reader, struct json_object *json,
			    const struct inventory *inventory)
{
	static const char *const others[] = {
		"match", "extends", "implicit", "roots", "placeholders", "shapes",
		"adapters", "memory", "watch_list",
	};
	const struct spot rules = { .key = "rules" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct spot other = { .key = others[i] };

		if (json_object_object_get_ex(json, others[i], NULL))
			return reader_refuse(reader, &other, "a watch-list is for every board: it has no \"%s\"",
					     others[i]);
	}
	for (size_t i = 0; i < inventory->rule_count; i++) {
		const struct spot rule = { .up = &rules, .index = i };

		if (inventory->rules[i].presence != PRESENCE_FORBIDDEN)
			return reader_refuse(reader, &rule, "every rule of a watch-list has \"presence\": \"forbidden\"");
	}
	return 0;
}

static int check_kind(const struct reader *reader, struct json_object *json,
		      const struct inventory *inventory)
{
	static const char *const needed[] = { "match", "implicit" };

	if (inventory->kind == INVENTORY_WATCH_LIST)
		return check_watch_list(reader, json, inventory);
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!json_object_object_get_ex(json, needed[i], NULL))
			return reader_refuse(reader, NULL, "the key \"%s\" is missing here",
					     needed[i]);
	return check_match(reader, inventory);
}

static int by_label(const void *a, const void *b)
{
	const struct rule *const *x = a, *const *y = b;
	int order = strcmp((*x)->label, (*y)->label);

	/* The later of two equals comes second: it is the one to be refused. */
	return order ? order : (*x > *y) - (*x < *y);
}

static int check_labels(const struct reader *reader, const struct inventory *inventory)
{
	const struct rule **sorted = calloc(inventory->rule_count + 1, sizeof(struct rule *));
	const struct spot rules = { .key = "rules" };
	int err = 0;

	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < inventory->rule_count; i++)
		sorted[i] = &inventory->rules[i];
	qsort(sorted, inventory->rule_count, sizeof(*sorted), by_label);
	for (size_t i = 1; i < inventory->rule_count && !err; i++) {
		const struct spot rule = { .up = &rules, .index = sorted[i] - inventory->rules };
		const struct spot label = { .up = &rule, .key = "label" };

		if (strcmp(sorted[i - 1]->label, sorted[i]->label) == 0)
			err = reader_refuse(reader, &label, "the label \"%s\" is taken by another rule",
					    sorted[i]->label);
	}
	free(sorted);
	return err;
}

int inventory_check(const struct reader *reader, struct json_object *json,
		    const struct inventory *inventory)
{
	int err = check_kind(reader, json, inventory);

	return err ? err : check_labels(reader, inventory);
}
