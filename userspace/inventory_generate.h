/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_generate.h: private to inventory_generate*.c and inventory_head.c.
 */
#ifndef MUSTER_INVENTORY_GENERATE_H
#define MUSTER_INVENTORY_GENERATE_H

#include <stdbool.h>

#include "inventory.h"

void inventory_put_text(struct json_object *json, const char *key, const char *text);

/** inventory_put_value() - a pattern that matches @value alone; nothing where it is unknown */
void inventory_put_value(struct json_object *json, const char *key,
			 const struct value *value);

/** inventory_head() - schema, kind, name, match, implicit and provenance */
struct json_object *inventory_head(const struct snapshot *snapshot,
				   const struct generate_options *options);

/* inventory_generate_rule.c */
/**
 * struct rule_maker - what the rules of one inventory have in common
 * @placeholders: an array of the serials that are nobody's
 * @shapes: an object: what the digests pinned so far stand for
 */
struct rule_maker {
	const struct generate_options *options;
	struct json_object *placeholders, *shapes;
};

/**
 * rule_identity() - what the device is, by what no kernel or driver changes
 * @made: the kernel made this client by itself. Return: NULL: an adapter
 */
struct json_object *rule_identity(const struct device *device, bool made);

/** rule_pin() - serial, shape and link, as far as asked for and known */
int rule_pin(const struct rule_maker *maker, const struct device *device,
	     struct json_object *rule);

#endif /* MUSTER_INVENTORY_GENERATE_H */
