/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_generate.h: private to inventory_generate*.c and inventory_head.c.
 */
#ifndef MUSTER_INVENTORY_GENERATE_H
#define MUSTER_INVENTORY_GENERATE_H

#include <stdbool.h>

#include "inventory.h"

/** inventory_put_text() - a member of @json, where there is a @text */
void inventory_put_text(struct json_object *json, const char *key, const char *text);

/** inventory_put_value() - a pattern that matches @value alone; nothing where it is unknown */
void inventory_put_value(struct json_object *json, const char *key,
			 const struct value *value);

/* inventory_field.c */
/** inventory_get_field() - Return: whether @identity, or NULL, says something of @field: @json. */
bool inventory_get_field(struct json_object *identity, enum field field,
			 struct json_object **json);
/** inventory_add_field() - @json is what @identity says of @field; it is taken over */
void inventory_add_field(struct json_object *identity, enum field field,
			 struct json_object *json);
/** inventory_value() - what a file holds that matches @value alone: a text or a number; NULL: null */
struct json_object *inventory_value(enum field field, const struct value *value);
/** inventory_put_field() - @identity is to match what @device has; nothing where it is unknown */
void inventory_put_field(struct json_object *identity, const struct device *device,
			 enum field field);

/** inventory_head() - schema, kind, name, match, implicit and provenance */
struct json_object *inventory_head(const struct snapshot *snapshot,
				   const struct generate_options *options);

/* inventory_generate_rule.c */
/**
 * struct rule_maker - what the rules of one inventory have in common
 * @strict: what is learned is this very piece, with its serial and its shape
 * @part: and with each of its bytes, for nothing else is known of it
 * @placeholders: an array of the serials that are nobody's
 * @shapes: an object: what the digests pinned so far stand for
 */
struct rule_maker {
	bool strict, part;
	struct json_object *placeholders, *shapes;
};

/**
 * rule_identity() - what the device is, by what no kernel or driver changes
 * @made: the kernel made this client by itself
 * @out: NULL: nothing tells what an adapter is, nor an address that answers
 * Return: 0 or -ENOMEM.
 */
int rule_identity(const struct rule_maker *maker, const struct device *device, bool made,
		  struct json_object **out);

/** rule_shared_serial() - whether more than one part has this serial */
bool rule_shared_serial(const struct rule_maker *maker, const char *serial);

/** rule_pin() - serial, shape and link, as far as asked for and known */
int rule_pin(const struct rule_maker *maker, const struct device *device,
	     struct json_object *rule);

/* inventory_generate_contents.c */
/** rule_knows_module() - whether @device is a memory module, by its own contents */
bool rule_knows_module(const struct device *device);
/** rule_contents() - add what the memory of @device holds to @identity. Return: 0 or -ENOMEM. */
int rule_contents(const struct rule_maker *maker, const struct device *device,
		  struct json_object *identity);
/** rule_keep_shape() - so that a finding can name what differs; without the bytes the digest stands alone */
int rule_keep_shape(const struct rule_maker *maker, const struct device *device,
		    enum field field);

#endif /* MUSTER_INVENTORY_GENERATE_H */
