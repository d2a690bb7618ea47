// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_write.c: an inventory as text that a person can read: a rule takes
 * a few lines, not one for each key.
 */
#include "inventory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAGS (JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

static const char *text_of(struct json_object *json)
{
	return json ? json_object_to_json_string_ext(json, FLAGS) : "null";
}

/* Keys that begin a new line within a rule. */
static bool begins_line(const char *key)
{
	return strcmp(key, "x-name") == 0 || strcmp(key, "identity") == 0 ||
	       strcmp(key, "serial") == 0 || strcmp(key, "shape") == 0 ||
	       strcmp(key, "link") == 0 || strcmp(key, "presence") == 0 ||
	       strcmp(key, "x-why") == 0 || strcmp(key, "x-source") == 0;
}

/* Keys come from a table or from us: none needs an escape. */
static void print_rule(FILE *out, struct json_object *rule)
{
	const char *separator = "";

	fputs("    { ", out);
	json_object_object_foreach(rule, key, value) {
		fputs(separator, out);
		if (*separator)
			fputs(begins_line(key) ? "\n      " : " ", out);
		fprintf(out, "\"%s\": %s", key, text_of(value));
		separator = ",";
	}
	fputs(" }", out);
}

static void print_rules(FILE *out, struct json_object *rules)
{
	size_t count = json_object_array_length(rules);

	fputs("[\n", out);
	for (size_t i = 0; i < count; i++) {
		print_rule(out, json_object_array_get_idx(rules, i));
		fputs(i + 1 < count ? ",\n\n" : "\n", out);
	}
	fputs("  ]", out);
}

/* Every digest with its lines below it, as "sha256sum" would have them. */
static void print_shapes(FILE *out, struct json_object *shapes)
{
	const char *separator = "{\n";

	json_object_object_foreach(shapes, digest, lines) {
		size_t count = json_object_is_type(lines, json_type_array) ?
			       json_object_array_length(lines) : 0;

		fprintf(out, "%s    \"%s\": %s", separator, digest, count ? "[\n" : text_of(lines));
		for (size_t i = 0; i < count; i++)
			fprintf(out, "      %s%s", text_of(json_object_array_get_idx(lines, i)),
				i + 1 < count ? ",\n" : " ]");
		separator = ",\n";
	}
	fputs(*separator == '{' ? "{}" : " }", out);
}

char *inventory_to_text(struct json_object *inventory)
{
	const char *separator = "";
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs("{\n", out);
	json_object_object_foreach(inventory, key, value) {
		fprintf(out, "%s  \"%s\": ", separator, key);
		if (strcmp(key, "rules") == 0)
			print_rules(out, value);
		else if (strcmp(key, "shapes") == 0)
			print_shapes(out, value);
		else
			fputs(text_of(value), out);
		separator = ",\n";
	}
	fputs("\n}\n", out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}
