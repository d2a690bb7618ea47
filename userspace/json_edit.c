// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_edit.c: change single values of a JSON text that a person wrote.
 */
#include "json_edit.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int json_edit_begin(struct json_edit *edit, const char *text, size_t length)
{
	edit->text = malloc(length + 1);
	if (!edit->text)
		return -ENOMEM;
	memcpy(edit->text, text, length);
	edit->text[length] = '\0';
	edit->length = length;
	return 0;
}

void json_edit_end(struct json_edit *edit)
{
	free(edit->text);
	*edit = (struct json_edit){ 0 };
}

char *json_edit_get(const struct json_edit *edit, const struct spot *spot)
{
	struct json_place place;

	if (json_text_find(edit->text, edit->length, spot, &place))
		return NULL;
	return strndup(edit->text + place.start, place.end - place.start);
}

struct json_object *json_edit_value(const struct json_edit *edit, const struct spot *spot)
{
	struct json_object *json = NULL;
	struct json_place place;
	unsigned int line;
	const char *why;

	if (json_text_find(edit->text, edit->length, spot, &place) ||
	    json_text_parse(edit->text + place.start, place.end - place.start, &json, &line, &why))
		return NULL;
	return json;
}

/* What stands from @start to @end gives way to @a, @b and @c. */
static int splice(struct json_edit *edit, size_t start, size_t end, const char *a,
		  const char *b, const char *c)
{
	size_t length = edit->length - (end - start) + strlen(a) + strlen(b) + strlen(c);
	char *text = malloc(length + 1), *at;

	if (!text)
		return -ENOMEM;
	memcpy(text, edit->text, start);
	at = stpcpy(stpcpy(stpcpy(text + start, a), b), c);
	memcpy(at, edit->text + end, edit->length - end);
	text[length] = '\0';
	free(edit->text);
	edit->text = text;
	edit->length = length;
	return 0;
}

int json_edit_set(struct json_edit *edit, const struct spot *spot, const char *json)
{
	struct json_place place;
	int err = json_text_find(edit->text, edit->length, spot, &place);

	return err ? err : splice(edit, place.start, place.end, json, "", "");
}

/* Where the line of @at begins, if nothing but space stands before @at on it. */
static bool begins_line(const char *text, size_t at, size_t *line)
{
	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	*line = at;
	return at > 0 && text[at - 1] == '\n';
}

/* Where the key of the value at @start begins; keys hold no backslash. */
static size_t key_start(const char *text, size_t start, const char *key)
{
	size_t at = start, length = strlen(key);

	while (at > 0 && strchr(" \t\r\n:", text[at - 1]))
		at--;
	if (at < length + 2 || text[at - 1] != '"' ||
	    memcmp(text + at - 1 - length, key, length) != 0)
		return start;	/* a comment stands between: take the value's line */
	return at - length - 2;
}

static const char *last_key(struct json_object *object)
{
	const char *last = NULL;

	json_object_object_foreach(object, key, value) {
		(void)value;
		last = key;
	}
	return last;
}

/* What to write between the last item, which begins at @start, and one more. */
static char *separator(const char *text, size_t start, bool apart)
{
	char *between;
	size_t line;

	if (!begins_line(text, start, &line))
		return strdup(", ");
	if (asprintf(&between, ",%s%.*s", apart ? "\n\n" : "\n", (int)(start - line),
		     text + line) < 0)
		return NULL;
	return between;
}

static int insert_after(struct json_edit *edit, size_t start, size_t end, bool apart,
			const char *key, const char *json)
{
	char *between = separator(edit->text, start, apart), *both;
	int err = -ENOMEM;

	if (between && asprintf(&both, "%s%s%s%s", between, key ? "\"" : "", key ? key : "",
				key ? "\": " : "") >= 0) {
		err = splice(edit, end, end, both, json, "");
		free(both);
	}
	free(between);
	return err;
}

static int add_member(struct json_edit *edit, const struct spot *spot, const char *last,
		      const char *key, const char *json)
{
	const struct spot child = { .up = spot, .key = last };
	struct json_place place;
	int err;

	if (last) {
		err = json_text_find(edit->text, edit->length, &child, &place);
		return err ? err : insert_after(edit, key_start(edit->text, place.start, last),
						place.end, false, key, json);
	}
	err = json_text_find(edit->text, edit->length, spot, &place);
	if (!err)
		err = splice(edit, place.start + 1, place.start + 1, " ", json, " ");
	return err ? err : splice(edit, place.start + 2, place.start + 2, "\"", key, "\": ");
}

int json_edit_put(struct json_edit *edit, const struct spot *spot, const char *key,
		  const char *json)
{
	const struct spot child = { .up = spot, .key = key };
	struct json_object *object = json_edit_value(edit, spot);
	int err = -EINVAL;

	if (json_object_is_type(object, json_type_object))
		err = json_object_object_get_ex(object, key, NULL) ?
			json_edit_set(edit, &child, json) :
			add_member(edit, spot, last_key(object), key, json);
	json_object_put(object);
	return err;
}

/* Whether the last two elements have an empty line between them. */
static bool are_apart(const struct json_edit *edit, const struct spot *spot, size_t count)
{
	const struct spot before = { .up = spot, .index = count - 2 };
	const struct spot last = { .up = spot, .index = count - 1 };
	struct json_place a, b;
	size_t breaks = 0;

	if (count < 2 || json_text_find(edit->text, edit->length, &before, &a) ||
	    json_text_find(edit->text, edit->length, &last, &b))
		return false;
	for (size_t i = a.end; i < b.start; i++)
		breaks += edit->text[i] == '\n';
	return breaks > 1;
}

int json_edit_append(struct json_edit *edit, const struct spot *spot, const char *json)
{
	struct json_object *array = json_edit_value(edit, spot);
	size_t count = json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
	const struct spot last = { .up = spot, .index = count ? count - 1 : 0 };
	struct json_place place;
	int err = json_object_is_type(array, json_type_array) ? 0 : -EINVAL;

	if (!err)
		err = json_text_find(edit->text, edit->length, count ? &last : spot, &place);
	if (!err && count)
		err = insert_after(edit, place.start, place.end, are_apart(edit, spot, count),
				   NULL, json);
	else if (!err)
		err = splice(edit, place.start + 1, place.start + 1, " ", json, " ");
	json_object_put(array);
	return err;
}

int json_edit_widen(struct json_edit *edit, const struct spot *spot, const char *json)
{
	struct json_object *value = json_edit_value(edit, spot);
	bool list = json_object_is_type(value, json_type_array);
	char *before = json_edit_get(edit, spot), *both;
	int err = before ? 0 : -ENOENT;

	json_object_put(value);
	if (!err && list)
		err = json_edit_append(edit, spot, json);
	else if (!err && asprintf(&both, "[ %s, %s ]", before, json) < 0)
		err = -ENOMEM;
	else if (!err) {
		err = json_edit_set(edit, spot, both);
		free(both);
	}
	free(before);
	return err;
}
