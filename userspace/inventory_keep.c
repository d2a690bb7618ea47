// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_keep.c: the last good inventory, kept for a start at which its file
 * has become a bad one.
 *
 * Invariant: what is kept, and what is taken from there, has the digest of the
 * inventory that was in force.
 */
#include "inventory_keep.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "file_replace.h"
#include "inventory.h"
#include "json_file.h"

#define KEEP_SCHEMA "muster-kept-inventory/1"

/* A file as it was. */
struct part {
	char *text;
	size_t length;
	const char *path;
};

static int parse_part(const struct part *part, struct inventory **out)
{
	return inventory_parse(part->path, part->text, part->length, out, NULL);
}

/* The inventory that the files make; @model: its path is NULL where there is none. */
static int rebuild(const struct part *own, const struct part *model, struct inventory **out)
{
	struct inventory *other = NULL;
	int err;

	err = parse_part(own, out);
	if (err || !model->path)
		return err;
	err = parse_part(model, &other);
	if (!err)
		err = inventory_extend(*out, other);
	inventory_free(other);
	if (err) {
		inventory_free(*out);
		*out = NULL;
	}
	return err;
}

static int read_part(const char *path, struct part *part)
{
	part->path = path;
	return path ? inventory_read(path, &part->text, &part->length) : 0;
}

static struct json_object *part_to_json(const struct part *part)
{
	struct json_object *json;

	if (!part->path)
		return NULL;
	json = json_object_new_object();
	json_object_object_add(json, "path", json_object_new_string(part->path));
	json_object_object_add(json, "text", json_object_new_string_len(part->text, part->length));
	return json;
}

static int write_parts(const struct part *own, const struct part *model, const char *digest,
		       const char *path)
{
	struct json_object *json = json_object_new_object();
	const char *text;
	int err;

	json_object_object_add(json, "schema", json_object_new_string(KEEP_SCHEMA));
	json_object_object_add(json, "digest", json_object_new_string(digest));
	json_object_object_add(json, "inventory", part_to_json(own));
	json_object_object_add(json, "model", part_to_json(model));
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	err = text ? file_replace(path, 0640, text, true) : -ENOMEM;
	json_object_put(json);
	return err;
}

/* Whether @path has @inventory already, from where it is now. */
static bool is_kept(const struct inventory *inventory, const char *path)
{
	struct inventory *kept;
	bool same;

	if (inventory_kept(path, &kept))
		return false;
	same = !strcmp(kept->digest, inventory->digest) && !strcmp(kept->path, inventory->path);
	inventory_free(kept);
	return same;
}

int inventory_keep(const struct inventory *inventory, const char *path)
{
	struct part own = { 0 }, model = { 0 };
	struct inventory *again = NULL;
	int err;

	if (is_kept(inventory, path))
		return 0;
	err = read_part(inventory->path, &own);
	if (!err)
		err = read_part(inventory->model_path, &model);
	if (!err)
		err = rebuild(&own, &model, &again);
	if (!err && strcmp(again->digest, inventory->digest))
		err = -ESTALE;
	if (!err)
		err = write_parts(&own, &model, inventory->digest, path);
	inventory_free(again);
	free(own.text);
	free(model.text);
	return err;
}

static struct json_object *get(struct json_object *json, const char *key, enum json_type type)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(json, key, &value);
	return json_object_is_type(value, type) ? value : NULL;
}

/* Points into @json. */
static bool part_from_json(struct json_object *json, struct part *part)
{
	struct json_object *path = get(json, "path", json_type_string);
	struct json_object *text = get(json, "text", json_type_string);

	if (!path || !text)
		return false;
	part->path = json_object_get_string(path);
	part->text = (char *)json_object_get_string(text);
	part->length = json_object_get_string_len(text);
	return true;
}

static int from_json(struct json_object *json, struct inventory **out)
{
	struct json_object *schema = get(json, "schema", json_type_string);
	struct json_object *digest = get(json, "digest", json_type_string);
	struct json_object *extended = get(json, "model", json_type_object);
	struct part own = { 0 }, model = { 0 };
	int err;

	if (!schema || strcmp(json_object_get_string(schema), KEEP_SCHEMA) || !digest ||
	    !part_from_json(get(json, "inventory", json_type_object), &own) ||
	    (extended && !part_from_json(extended, &model)))
		return -EINVAL;
	err = rebuild(&own, &model, out);
	if (err)
		return err == -ENOMEM ? err : -EINVAL;
	if (!strcmp((*out)->digest, json_object_get_string(digest)))
		return 0;
	inventory_free(*out);
	return -EINVAL;
}

int inventory_kept(const char *path, struct inventory **out)
{
	struct json_object *json;
	int err = json_file_read(path, &json);

	if (err)
		return err;
	err = from_json(json, out);
	json_object_put(json);
	return err;
}
