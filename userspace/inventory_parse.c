// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_parse.c: the text of an inventory file, and what it must hold.
 */
#include "inventory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory_reader.h"
#include "place.h"
#include "sha256.h"

static int read_schema(const struct reader *reader, const struct spot *spot,
		       struct json_object *json, void *target)
{
	(void)target;
	if (json_object_is_type(json, json_type_string) &&
	    strcmp(json_object_get_string(json), INVENTORY_SCHEMA) == 0)
		return 0;
	reader_refuse(reader, spot, "the schema is not \"" INVENTORY_SCHEMA "\"");
	return -EPROTONOSUPPORT;
}

static int read_kind(const struct reader *reader, const struct spot *spot,
		     struct json_object *json, void *target)
{
	static const char *const words[] = { "model", "unit", NULL };
	struct inventory *inventory = target;
	int word = reader_word(reader, spot, json, words);

	if (word < 0)
		return word;
	inventory->kind = INVENTORY_MODEL + word;
	return 0;
}

static int read_name(const struct reader *reader, const struct spot *spot,
		     struct json_object *json, void *target)
{
	return reader_text(reader, spot, json, &((struct inventory *)target)->name);
}

static int read_extends(const struct reader *reader, const struct spot *spot,
			struct json_object *json, void *target)
{
	return reader_text(reader, spot, json, &((struct inventory *)target)->extends);
}

static enum board_field find_board_field(const char *name)
{
	enum board_field field;

	for (field = 0; field < BOARD_FIELDS; field++)
		if (strcmp(board_field_names[field], name) == 0)
			break;
	return field;
}

static int read_match(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here");
	inventory->match = calloc(json_object_object_length(json) + 1,
				  sizeof(*inventory->match));
	if (!inventory->match)
		return -ENOMEM;
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };
		struct board_term *term = &inventory->match[inventory->match_count];
		int err;

		if (strncmp(name, "x-", 2) == 0)
			continue;
		term->field = find_board_field(name);
		if (term->field == BOARD_FIELDS)
			return reader_refuse(reader, &child, "unknown key \"%s\" (keys beginning \"x-\" are free)",
					     name);
		inventory->match_count++;
		err = reader_pattern(reader, &child, value, &term->pattern, NULL, NULL);
		if (err)
			return err;
	}
	return 0;
}

static int read_roots(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here");
	inventory->roots = calloc(json_object_object_length(json) + 1,
				  sizeof(*inventory->roots));
	if (!inventory->roots)
		return -ENOMEM;
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };
		struct learned_root *root = &inventory->roots[inventory->root_count];
		int err;

		if (strncmp(name, "x-", 2) == 0)
			continue;
		if (!place_valid(name) || strchr(name, '/'))
			return reader_refuse(reader, &child, "\"%s\" is not a root, such as 0000:00", name);
		inventory->root_count++;
		root->name = strdup(name);
		err = root->name ? reader_text(reader, &child, value, &root->id) : -ENOMEM;
		if (err)
			return err;
	}
	return 0;
}

static int read_placeholders(const struct reader *reader, const struct spot *spot,
			     struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	return reader_pattern(reader, spot, json, &inventory->placeholders, NULL, NULL);
}

static int read_severity(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, void *target)
{
	static const char *const words[] = { "notice", "warning", "critical", NULL };
	struct inventory *inventory = target;
	int word = reader_word(reader, spot, json, words);

	if (word < 0)
		return word;
	inventory->implicit = SEVERITY_NOTICE + word;
	return 0;
}

static int read_implicit(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, void *target)
{
	static const struct reader_key keys[] = {
		{ "severity", read_severity, true }, { NULL, NULL, false },
	};

	return reader_object(reader, spot, json, keys, target);
}

/* Provenance is for people; only "reviewed" means something here. */
static int read_any(const struct reader *reader, const struct spot *spot,
		    struct json_object *json, void *target)
{
	(void)reader;
	(void)spot;
	(void)json;
	(void)target;
	return 0;
}

static int read_reviewed(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	if (json && !json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "null is expected here, or what 'muster inventory review' writes");
	inventory->reviewed = json;
	return 0;
}

static int read_provenance(const struct reader *reader, const struct spot *spot,
			   struct json_object *json, void *target)
{
	static const struct reader_key keys[] = {
		{ "host", read_any, false }, { "date", read_any, false },
		{ "source", read_any, false }, { "ledger", read_any, false },
		{ "kernel", read_any, false }, { "machines", read_any, false },
		{ "generator", read_any, false }, { "reviewed", read_reviewed, false },
		{ NULL, NULL, false },
	};

	return reader_object(reader, spot, json, keys, target);
}

static int read_rules(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct inventory *inventory = target;
	size_t count;
	int err;

	if (!json_object_is_type(json, json_type_array))
		return reader_refuse(reader, spot, "a list of rules is expected here");
	count = json_object_array_length(json);
	inventory->rules = calloc(count + 1, sizeof(*inventory->rules));
	if (!inventory->rules)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		const struct spot child = { .up = spot, .index = i };

		err = rule_read(reader, &child, json_object_array_get_idx(json, i),
				&inventory->rules[i]);
		if (err)
			return err;
		inventory->rule_count++;
	}
	return 0;
}

static const struct reader_key inventory_keys[] = {
	{ "schema", read_schema, true },
	{ "kind", read_kind, true },
	{ "name", read_name, true },
	{ "extends", read_extends, false },
	{ "match", read_match, true },
	{ "implicit", read_implicit, true },
	{ "roots", read_roots, false },
	{ "placeholders", read_placeholders, false },
	{ "provenance", read_provenance, false },
	{ "rules", read_rules, true },
	{ NULL, NULL, false },
};

static bool names_unit(enum board_field field)
{
	return field == BOARD_PRODUCT_UUID || field == BOARD_PRODUCT_SERIAL ||
	       field == BOARD_BOARD_SERIAL;
}

static int check_kind(const struct reader *reader, const struct inventory *inventory)
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

static int read_inventory(const struct reader *reader, struct json_object *json,
			  struct inventory *inventory)
{
	struct json_object *schema;
	int err = 0;

	/* Another schema may hold anything: say so before any of its keys. */
	if (json_object_object_get_ex(json, "schema", &schema)) {
		const struct spot spot = { .key = "schema" };

		err = read_schema(reader, &spot, schema, inventory);
	}
	if (!err)
		err = reader_object(reader, NULL, json, inventory_keys, inventory);
	if (!err)
		err = check_kind(reader, inventory);
	return err ? err : check_labels(reader, inventory);
}

static void digest_text(const char *text, size_t length, char *out)
{
	unsigned char digest[SHA256_SIZE];

	sha256_of(text, length, digest);
	out += sprintf(out, "sha256:");
	for (size_t i = 0; i < sizeof(digest); i++)
		out += sprintf(out, "%02x", digest[i]);
}

int inventory_parse(const char *path, const char *text, size_t length,
		    struct inventory **out, char **why)
{
	const struct reader reader = { path, text, length, why };
	struct json_object *json = NULL;
	struct inventory *inventory;
	unsigned int line;
	const char *sentence;
	int err;

	if (why)
		*why = NULL;
	inventory = calloc(1, sizeof(*inventory));
	if (!inventory)
		return -ENOMEM;
	inventory->path = strdup(path);
	digest_text(text, length, inventory->digest);
	err = inventory->path ? json_text_parse(text, length, &json, &line, &sentence)
			      : -ENOMEM;
	if (err == -EINVAL && why &&
	    asprintf(why, "%s:%u: %s", path, line, sentence) < 0)
		*why = NULL;
	if (!err)
		err = read_inventory(&reader, json, inventory);
	json_object_put(json);
	if (err)
		inventory_free(inventory);
	else
		*out = inventory;
	return err;
}
