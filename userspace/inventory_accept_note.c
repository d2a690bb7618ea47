// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept_note.c: what was accepted is written down in the file itself.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

#define PLAIN (JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

static struct json_object *entry_of(const struct accept_request *request,
				    struct json_object *change)
{
	static const char *const keys[] = { "id", "class", "place", "rule" };
	struct json_object *entry = json_object_new_object();

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		json_object_object_add(entry, keys[i],
				       json_object_get(json_object_object_get(change, keys[i])));
	json_object_object_add(entry, "date", text_json(request->date));
	json_object_object_add(entry, "by", text_json(request->by));
	json_object_object_add(entry, "why", text_json(request->why));
	return entry;
}

/* The first on a line of its own, and so the rest. */
static int put_first(struct json_edit *edit, const struct spot *provenance, const char *entry)
{
	char *list;
	int err;

	if (asprintf(&list, "[\n      %s ]", entry) < 0)
		return -ENOMEM;
	err = json_edit_put(edit, provenance, "x-accepted", list);
	free(list);
	return err;
}

static int put_entries(const struct accept_request *request, struct json_edit *edit,
		       struct json_object *changes, size_t there)
{
	const struct spot provenance = { .key = "provenance" };
	const struct spot accepted = { .up = &provenance, .key = "x-accepted" };
	int err = 0;

	for (size_t i = 0; i < json_object_array_length(changes) && !err; i++) {
		struct json_object *entry = entry_of(request, json_object_array_get_idx(changes, i));
		const char *text = json_object_to_json_string_ext(entry, PLAIN);

		err = there++ ? json_edit_append(edit, &accepted, text) :
			put_first(edit, &provenance, text);
		json_object_put(entry);
	}
	return err;
}

/*
 * Whoever gives a name takes responsibility for the change as a reviewer does for
 * the whole; without one the file has been reviewed by nobody as it is now.
 */
static int reset_review(const struct accept_request *request, struct json_edit *edit)
{
	const struct spot provenance = { .key = "provenance" };
	const struct spot reviewed = { .up = &provenance, .key = "reviewed" };
	int err;

	if (request->by)
		return 0;
	err = json_edit_set(edit, &reviewed, "null");
	return err == -ENOENT ? 0 : err;
}

int accept_note(const struct accept_request *request, struct json_edit *edit,
		struct json_object *changes)
{
	const struct spot provenance = { .key = "provenance" };
	const struct spot accepted = { .up = &provenance, .key = "x-accepted" };
	struct json_object *json = json_edit_value(edit, &provenance);
	struct json_object *list = json_edit_value(edit, &accepted);
	size_t there = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
	int err = 0;

	if (!json)
		err = json_edit_put(edit, NULL, "provenance", "{ \"reviewed\": null }");
	json_object_put(json);
	json_object_put(list);
	if (!err)
		err = put_entries(request, edit, changes, there);
	return err ? err : reset_review(request, edit);
}
