/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_edit.h: change single values of a JSON text that a person wrote: what is
 * not changed stays as it is, byte for byte, comments and layout included.
 */
#ifndef MUSTER_JSON_EDIT_H
#define MUSTER_JSON_EDIT_H

#include <stddef.h>
#include <json-c/json.h>

#include "json_text.h"

/**
 * struct json_edit - a text, owned, that json_text_parse() accepts
 *
 * Every call leaves it as it was where it fails. Each Return: 0, -ENOENT: there
 * is no such value, -EINVAL: it is of another kind, -ENOMEM.
 */
struct json_edit {
	char *text;
	size_t length;
};

/** json_edit_begin() - copy @text */
int json_edit_begin(struct json_edit *edit, const char *text, size_t length);
void json_edit_end(struct json_edit *edit);

/** json_edit_get() - the value at @spot as it is written, to be freed, or NULL */
char *json_edit_get(const struct json_edit *edit, const struct spot *spot);
/** json_edit_value() - the value at @spot, parsed, to be put; NULL: none, or null */
struct json_object *json_edit_value(const struct json_edit *edit, const struct spot *spot);

/** json_edit_set() - replace the value at @spot by @json */
int json_edit_set(struct json_edit *edit, const struct spot *spot, const char *json);

/** json_edit_put() - set member @key of the object at @spot; add it as the last where it is not there */
int json_edit_put(struct json_edit *edit, const struct spot *spot, const char *key,
		  const char *json);

/** json_edit_append() - one more element, the last, of the array at @spot */
int json_edit_append(struct json_edit *edit, const struct spot *spot, const char *json);

/** json_edit_widen() - @json beside the value at @spot, which becomes a list where it is none */
int json_edit_widen(struct json_edit *edit, const struct spot *spot, const char *json);

/* json_edit_lines.c */
/**
 * json_edit_lines() - what two texts differ in, a line each with "- " or "+ "
 * before it; to be freed, NULL: no memory
 */
char *json_edit_lines(const char *before, const char *after);

#endif /* MUSTER_JSON_EDIT_H */
