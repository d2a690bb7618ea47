// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_print.c: what an acceptance changes, for people and as JSON.
 */
#include "inventory_accept.h"

#include <stdio.h>

#include "../inventory_accept.h"
#include "../text.h"

static void print_lines(struct json_object *lines)
{
	for (size_t i = 0; i < json_object_array_length(lines); i++) {
		fputs("  ", stdout);
		text_print(stdout, json_object_get_string(json_object_array_get_idx(lines, i)));
		putchar('\n');
	}
	if (!json_object_array_length(lines))
		puts("  (nothing more: what was changed for another makes it pass, too)");
}

void accept_print(const struct accept_result *result)
{
	for (size_t i = 0; i < json_object_array_length(result->changes); i++) {
		struct json_object *change = json_object_array_get_idx(result->changes, i);

		printf("%s %.12s: ", json_object_get_string(json_object_object_get(change, "class")),
		       json_object_get_string(json_object_object_get(change, "id")));
		text_print(stdout, json_object_get_string(json_object_object_get(change, "message")));
		putchar('\n');
		print_lines(json_object_object_get(change, "lines"));
	}
}

void accept_print_json(const struct accept_request *request, const struct accept_result *result,
		       const char *path, bool written)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "schema", json_object_new_string("muster-accept/1"));
	json_object_object_add(json, "path", text_json(path));
	json_object_object_add(json, "written", json_object_new_boolean(written));
	json_object_object_add(json, "by", text_json(request->by));
	json_object_object_add(json, "why", text_json(request->why));
	json_object_object_add(json, "changes", json_object_get(result->changes));
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}
