// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_json.c: a saved snapshot.
 */
#include "source.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"

#define DEPTH_MAX 16

static unsigned int line_of(const char *text, size_t offset)
{
	unsigned int line = 1;
	size_t i;

	for (i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

/* Return: 0, -EINVAL with @why, or -ENOMEM. */
static int parse(const char *path, const char *text, size_t length,
		 struct json_object **json, char **why)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	enum json_tokener_error error;
	size_t end;

	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	*json = json_tokener_parse_ex(tokener, text, length);
	error = json_tokener_get_error(tokener);
	end = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	while (error == json_tokener_success && end < length &&
	       memchr(" \t\r\n", text[end], 4))
		end++;
	if (error == json_tokener_success && end == length && *json)
		return 0;
	json_object_put(*json);
	if (asprintf(why, "%s:%u: %s", path, line_of(text, end < length ? end : length),
		     error == json_tokener_continue ? "ends in the middle" :
		     error == json_tokener_success ? "more than one value, or null" :
		     json_tokener_error_desc(error)) < 0)
		return -ENOMEM;
	return -EINVAL;
}

int source_json(const char *name, const char *text, size_t length,
		struct snapshot **out, char **why)
{
	struct json_object *json;
	char *sentence = NULL, *unheard = NULL;
	int err;

	if (!why) {
		err = source_json(name, text, length, out, &unheard);
		free(unheard);
		return err;
	}
	err = parse(name, text, length, &json, why);
	if (err)
		return err;
	err = snapshot_from_json(json, out, &sentence);
	json_object_put(json);
	if (err && sentence && asprintf(why, "%s: %s", name, sentence) < 0)
		err = -ENOMEM;
	free(sentence);
	if (err)
		return err;
	(*out)->source_path = strdup(name);
	if ((*out)->source_path)
		return 0;
	snapshot_free(*out);
	return -ENOMEM;
}
