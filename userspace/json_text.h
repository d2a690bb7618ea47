/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_text.h: JSON as a person wrote it: comments are allowed, and every
 * value can be found again, so that an error can name its line.
 */
#ifndef MUSTER_JSON_TEXT_H
#define MUSTER_JSON_TEXT_H

#include <stddef.h>
#include <json-c/json.h>

#define JSON_TEXT_DEPTH 16	/* objects and arrays within one another */
#define JSON_TEXT_KEYS 65536	/* of one object */

/* Where a value is: on the way from the root (NULL), a key or an index. */
struct spot {
	const struct spot *up;
	const char *key;	/* NULL: the element @index of an array */
	size_t index;
};

/* Where a value stands in the text. */
struct json_place {
	unsigned int line;	/* of its key, where it has one */
	size_t start, end;	/* byte offsets of the value itself */
};

/**
 * json_text_parse() - parse strict JSON with comments, each key once
 * @line, @why: on -EINVAL, where and a sentence (static)
 * Return: 0, -EINVAL, -ENOMEM.
 */
int json_text_parse(const char *text, size_t length, struct json_object **out,
		    unsigned int *line, const char **why);

/** json_text_find() - find a value of a text that json_text_parse() accepts; -ENOENT */
int json_text_find(const char *text, size_t length, const struct spot *spot,
		   struct json_place *place);

/**
 * json_text_lines() - where each element of the array at @spot begins
 * @lines: to be freed; may be NULL where there are none
 * Return: 0, -ENOENT, -ENOMEM.
 */
int json_text_lines(const char *text, size_t length, const struct spot *spot,
		    unsigned int **lines, size_t *count);

#endif /* MUSTER_JSON_TEXT_H */
