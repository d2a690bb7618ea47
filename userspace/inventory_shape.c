// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_shape.c: what the shape digests of an inventory stand for, so that a
 * finding can name the register that differs.
 *
 * Invariant: every text of the table has the digest that it is filed under.
 */
#include "inventory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "inventory_reader.h"
#include "text.h"

#define PREFIX "sha256:"
#define HEX_DIGITS 64

static bool is_digest(const char *text)
{
	size_t prefix = strlen(PREFIX);

	return strncmp(text, PREFIX, prefix) == 0 &&
	       strlen(text) == prefix + HEX_DIGITS &&
	       strspn(text + prefix, "0123456789abcdef") == HEX_DIGITS;
}

const char *digest_valid(const char *text, const void *context)
{
	(void)context;
	return is_digest(text) ? NULL :
		"\"sha256:\" and 64 hex digits in lower case are expected, as \"muster show\" gives them";
}

/* The lines as one text, each with its end. Return: NULL after a refusal, or without memory. */
static char *join_lines(const struct reader *reader, const struct spot *spot,
			struct json_object *json)
{
	char *text = NULL;
	size_t size;
	FILE *out;

	if (!json_object_is_type(json, json_type_array) || !json_object_array_length(json)) {
		reader_refuse(reader, spot, "the lines that the digest is computed over are expected here, as a list of texts");
		return NULL;
	}
	out = open_memstream(&text, &size);
	for (size_t i = 0; out && i < json_object_array_length(json); i++) {
		struct json_object *line = json_object_array_get_idx(json, i);

		fprintf(out, "%s\n", json_object_is_type(line, json_type_string) ?
			json_object_get_string(line) : "");
	}
	if (out && fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static int read_shape(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, struct known_shape *shape)
{
	char digest[DIGEST_SIZE];

	if (!is_digest(spot->key))
		return reader_refuse(reader, spot, "\"%s\": %s", spot->key,
				     digest_valid(spot->key, NULL));
	shape->text = join_lines(reader, spot, json);
	if (!shape->text)
		return reader->why && *reader->why ? -EINVAL : -ENOMEM;
	digest_text(shape->text, digest);
	if (strcmp(digest, spot->key) != 0)
		return reader_refuse(reader, spot, "these lines have the digest %s: they are not what the key says, or were changed",
				     digest);
	snprintf(shape->digest, sizeof(shape->digest), "%s", digest);
	return 0;
}

static int by_digest(const void *a, const void *b)
{
	return strcmp(((const struct known_shape *)a)->digest,
		      ((const struct known_shape *)b)->digest);
}

int shapes_read(const struct reader *reader, const struct spot *spot,
		struct json_object *json, struct inventory *inventory)
{
	int err = 0;

	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here");
	inventory->shapes = calloc(json_object_object_length(json) + 1,
				   sizeof(*inventory->shapes));
	if (!inventory->shapes)
		return -ENOMEM;
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };

		if (strncmp(name, "x-", 2) == 0)
			continue;
		err = read_shape(reader, &child, value,
				 &inventory->shapes[inventory->shape_count++]);
		if (err)
			return err;
	}
	qsort(inventory->shapes, inventory->shape_count, sizeof(*inventory->shapes),
	      by_digest);
	return 0;
}

static int find_digest(const void *key, const void *item)
{
	return strcmp(key, ((const struct known_shape *)item)->digest);
}

const char *inventory_shape(const struct inventory *inventory, const char *digest)
{
	const struct known_shape *found = NULL;

	if (inventory->shape_count)
		found = bsearch(digest, inventory->shapes, inventory->shape_count,
				sizeof(*inventory->shapes), find_digest);
	return found ? found->text : NULL;
}

int inventory_add_shapes(struct inventory *inventory, const struct inventory *other)
{
	struct known_shape *shapes;
	size_t own = inventory->shape_count, count = own;

	shapes = reallocarray(inventory->shapes, own + other->shape_count + 1, sizeof(*shapes));
	if (!shapes)
		return -ENOMEM;
	inventory->shapes = shapes;
	for (size_t i = 0; i < other->shape_count; i++) {
		/* only the first part is in order while this goes on */
		if (own && bsearch(other->shapes[i].digest, shapes, own, sizeof(*shapes),
				   find_digest))
			continue;
		shapes[count] = other->shapes[i];
		shapes[count].text = strdup(other->shapes[i].text);
		if (!shapes[count].text)
			return -ENOMEM;
		inventory->shape_count = ++count;
	}
	qsort(shapes, count, sizeof(*shapes), by_digest);
	return 0;
}
