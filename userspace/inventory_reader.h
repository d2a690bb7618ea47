/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_reader.h: private to inventory_*.c: JSON values of an inventory
 * file, each with the spot it was found at, so that every refusal names a line.
 */
#ifndef MUSTER_INVENTORY_READER_H
#define MUSTER_INVENTORY_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <json-c/json.h>

#include "json_text.h"
#include "match.h"

struct identity;
struct inventory;
struct rule;

struct reader {
	const char *path, *text;
	size_t length;
	char **why;	/* the sentence; may be NULL */
};

/** reader_refuse() - write the sentence "path:line: ...". Return: -EINVAL, always. */
int reader_refuse(const struct reader *reader, const struct spot *spot,
		  const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* What a key of an object leads to. */
struct reader_key {
	const char *name;
	int (*read)(const struct reader *reader, const struct spot *spot,
		    struct json_object *json, void *target);
	bool required;
};

/**
 * reader_object() - read each key of an object by its table, which ends with an
 * empty row; keys beginning "x-" are free, any other is refused
 */
int reader_object(const struct reader *reader, const struct spot *spot,
		  struct json_object *json, const struct reader_key *keys,
		  void *target);

/**
 * reader_unknown() - refuse the key at @spot and say which there are
 * @allowed: the name of each of them, then NULL
 */
int reader_unknown(const struct reader *reader, const struct spot *spot,
		   const char *(*allowed)(const void *context, size_t index),
		   const void *context);

/** reader_text() - a text without control characters; -EINVAL is refused already */
int reader_text(const struct reader *reader, const struct spot *spot,
		struct json_object *json, char **out);

/** reader_word() - one of @words (ends with NULL). Return: its index or -errno. */
int reader_word(const struct reader *reader, const struct spot *spot,
		struct json_object *json, const char *const *words);

/** reader_count() - a whole number from 0 to a million */
int reader_count(const struct reader *reader, const struct spot *spot,
		 struct json_object *json, unsigned int *out);

/**
 * reader_pattern() - a text or glob, null, or a list of these
 * @valid: NULL, or what each text must be. Return: NULL or a sentence.
 */
int reader_pattern(const struct reader *reader, const struct spot *spot,
		   struct json_object *json, struct pattern *pattern,
		   const char *(*valid)(const char *text, const void *context),
		   const void *context);

/** reader_values() - the same; @numbers: whole numbers as well as texts */
int reader_values(const struct reader *reader, const struct spot *spot,
		  struct json_object *json, bool numbers, struct pattern *pattern,
		  const char *(*valid)(const char *text, const void *context),
		  const void *context);

/** rule_read() - inventory_rule.c: one element of "rules" */
int rule_read(const struct reader *reader, const struct spot *spot,
	      struct json_object *json, struct rule *rule);

/** identities_read() - inventory_identity.c: one identity, or a list of them */
int identities_read(const struct reader *reader, const struct spot *spot,
		    struct json_object *json, struct rule *rule);
/** identity_add() - Return: an empty pattern for @field, or NULL without memory. */
struct pattern *identity_add(struct identity *identity, enum field field);

/** shapes_read() - inventory_shape.c: what each digest stands for; all are verified */
int shapes_read(const struct reader *reader, const struct spot *spot,
		struct json_object *json, struct inventory *inventory);
/** digest_valid() - a shape of a rule. Return: NULL or a sentence. */
const char *digest_valid(const char *text, const void *context);

/** inventory_check() - inventory_check.c: what only the whole file can tell */
int inventory_check(const struct reader *reader, struct json_object *json,
		    const struct inventory *inventory);

#endif /* MUSTER_INVENTORY_READER_H */
