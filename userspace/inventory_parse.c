// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_parse.c: the text of an inventory file, and what it must hold.
 */
#include "inventory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory_memory.h"
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
	static const char *const words[] = { "model", "unit", "watch-list", NULL };
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

static const char *name_board_field(const void *context, size_t index)
{
	(void)context;
	return index < BOARD_FIELDS ? board_field_names[index] : NULL;
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
			return reader_unknown(reader, &child, name_board_field, NULL);
		inventory->match_count++;
		err = reader_pattern(reader, &child, value, &term->pattern, NULL, NULL);
		if (err)
			return err;
	}
	return 0;
}

static bool is_root(const char *name)
{
	return place_valid(name) && !strchr(name, '/');
}

/* Places, each with a text. */
static int read_names(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, bool (*valid)(const char *name), const char *what,
		      struct learned_root **items, size_t *count)
{
	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here");
	*items = calloc(json_object_object_length(json) + 1, sizeof(**items));
	if (!*items)
		return -ENOMEM;
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };
		struct learned_root *item = &(*items)[*count];
		int err;

		if (strncmp(name, "x-", 2) == 0)
			continue;
		if (!valid(name))
			return reader_refuse(reader, &child, "\"%s\" is not %s", name, what);
		++*count;
		item->name = strdup(name);
		err = item->name ? reader_text(reader, &child, value, &item->id) : -ENOMEM;
		if (err)
			return err;
	}
	return 0;
}

static int read_roots(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	return read_names(reader, spot, json, is_root, "a root, such as 0000:00",
			  &inventory->roots, &inventory->root_count);
}

static int read_adapters(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	return read_names(reader, spot, json, place_valid, "a place, such as 0000:00/14.0/i2c#1",
			  &inventory->adapters, &inventory->adapter_count);
}

static int read_placeholders(const struct reader *reader, const struct spot *spot,
			     struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	return reader_pattern(reader, spot, json, &inventory->placeholders, NULL, NULL);
}

static int read_shapes(const struct reader *reader, const struct spot *spot,
		       struct json_object *json, void *target)
{
	return shapes_read(reader, spot, json, target);
}

static int read_watch_list(const struct reader *reader, const struct spot *spot,
			   struct json_object *json, void *target)
{
	struct inventory *inventory = target;

	if (!json_object_is_type(json, json_type_boolean))
		return reader_refuse(reader, spot, "true is expected here, or false: the ids of the watch-list are nothing special on this board");
	inventory->no_watch = !json_object_get_boolean(json);
	return 0;
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

/* So that what is said of a rule can name its line. */
static int number_rules(const struct reader *reader, const struct spot *spot,
			struct inventory *inventory)
{
	unsigned int *lines = NULL;
	size_t count = 0;
	int err = json_text_lines(reader->text, reader->length, spot, &lines, &count);

	for (size_t i = 0; !err && i < count && i < inventory->rule_count; i++)
		inventory->rules[i].line = lines[i];
	free(lines);
	return err == -ENOMEM ? err : 0;
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
	return number_rules(reader, spot, inventory);
}

static const struct reader_key inventory_keys[] = {
	{ "schema", read_schema, true },
	{ "kind", read_kind, true },
	{ "name", read_name, true },
	{ "extends", read_extends, false },
	{ "match", read_match, false },
	{ "implicit", read_implicit, false },
	{ "roots", read_roots, false },
	{ "adapters", read_adapters, false },
	{ "placeholders", read_placeholders, false },
	{ "shapes", read_shapes, false },
	{ "memory", inventory_memory_read, false },
	{ "watch_list", read_watch_list, false },
	{ "provenance", read_provenance, false },
	{ "rules", read_rules, true },
	{ NULL, NULL, false },
};

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
	return err ? err : inventory_check(reader, json, inventory);
}

static void digest_file(const char *text, size_t length, char *out)
{
	unsigned char digest[SHA256_SIZE];

	sha256_of(text, length, digest);
	out += sprintf(out, "sha256:");
	for (size_t i = 0; i < sizeof(digest); i++)
		out += sprintf(out, "%02x", digest[i]);
}

/* Whether it may be meant as JSON, or as its comment; an empty file is not anything else. */
static bool may_be_json(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length && memchr(" \t\r\n", text[at], 4))
		at++;
	return at == length || memchr("{[/", text[at], 3);
}

/* Where @sentence is what JSON says of any text, what was wanted is of more use. */
static char *tell_text(const struct reader *reader, unsigned int line, const char *sentence)
{
	char *why;
	int length;

	if (may_be_json(reader->text, reader->length))
		length = asprintf(&why, "%s:%u: %s", reader->path, line, sentence);
	else
		length = asprintf(&why, "%s:%u: this is no JSON, and an inventory is wanted: if it "
				  "is a listing, \"muster inventory generate --from %s\" makes one",
				  reader->path, line, reader->path);
	return length < 0 ? NULL : why;
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
	digest_file(text, length, inventory->digest);
	err = inventory->path ? json_text_parse(text, length, &json, &line, &sentence)
			      : -ENOMEM;
	if (err == -EINVAL && why)
		*why = tell_text(&reader, line, sentence);
	if (!err)
		err = read_inventory(&reader, json, inventory);
	json_object_put(json);
	if (err)
		inventory_free(inventory);
	else
		*out = inventory;
	return err;
}
