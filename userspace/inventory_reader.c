// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_reader.c: typed reading of JSON values, refusing with file:line.
 */
#include "inventory_reader.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define COUNT_MAX 1000000

int reader_refuse(const struct reader *reader, const struct spot *spot,
		  const char *format, ...)
{
	struct json_place place = { .line = 1 };
	char *sentence;
	va_list args;
	int length;

	if (!reader->why)
		return -EINVAL;
	json_text_find(reader->text, reader->length, spot, &place);
	va_start(args, format);
	length = vasprintf(&sentence, format, args);
	va_end(args);
	*reader->why = NULL;
	if (length < 0)
		return -EINVAL;
	if (asprintf(reader->why, "%s:%u: %s", reader->path, place.line, sentence) < 0)
		*reader->why = NULL;
	free(sentence);
	return -EINVAL;
}

int reader_unknown(const struct reader *reader, const struct spot *spot,
		   const char *(*allowed)(const void *context, size_t index),
		   const void *context)
{
	const char *name, *separator = "";
	char *list = NULL;
	size_t size;
	FILE *out = open_memstream(&list, &size);
	int err;

	if (!out)
		return -ENOMEM;
	for (size_t i = 0; (name = allowed(context, i)); i++) {
		fprintf(out, "%s%s", separator, name);
		separator = ", ";
	}
	err = fclose(out) ? -ENOMEM :
		reader_refuse(reader, spot, "unknown key \"%s\": here there may be %s, and keys beginning \"x-\"",
			      spot->key, list);
	free(list);
	return err;
}

static const char *name_key(const void *context, size_t index)
{
	return ((const struct reader_key *)context)[index].name;
}

static const struct reader_key *find_key(const struct reader_key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}

int reader_object(const struct reader *reader, const struct spot *spot,
		  struct json_object *json, const struct reader_key *keys,
		  void *target)
{
	int err;

	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here");
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };
		const struct reader_key *key = find_key(keys, name);

		if (strncmp(name, "x-", 2) == 0)
			continue;
		if (!key)
			return reader_unknown(reader, &child, name_key, keys);
		err = key->read(reader, &child, value, target);
		if (err)
			return err;
	}
	for (; keys->name; keys++)
		if (keys->required && !json_object_object_get_ex(json, keys->name, NULL))
			return reader_refuse(reader, spot, "the key \"%s\" is missing here",
					     keys->name);
	return 0;
}

/* Return: the text, or NULL after a refusal. */
static const char *text_of(const struct reader *reader, const struct spot *spot,
			   struct json_object *json)
{
	const char *text;

	if (!json_object_is_type(json, json_type_string)) {
		reader_refuse(reader, spot, "a text in quotes is expected here");
		return NULL;
	}
	text = json_object_get_string(json);
	if (!*text || strlen(text) != (size_t)json_object_get_string_len(json) ||
	    !text_is_clean(text)) {
		reader_refuse(reader, spot, "the text is empty or holds a control character");
		return NULL;
	}
	return text;
}

int reader_text(const struct reader *reader, const struct spot *spot,
		struct json_object *json, char **out)
{
	const char *text = text_of(reader, spot, json);

	if (!text)
		return -EINVAL;
	*out = strdup(text);
	return *out ? 0 : -ENOMEM;
}

static int refuse_word(const struct reader *reader, const struct spot *spot,
		       const char *text, const char *const *words)
{
	const char *separator = "";
	char *list = NULL;
	size_t size;
	FILE *out = open_memstream(&list, &size);
	int err;

	if (!out)
		return -ENOMEM;
	for (; *words; words++) {
		fprintf(out, "%s\"%s\"", separator, *words);
		separator = words[1] && words[2] ? ", " : " or ";
	}
	err = fclose(out) ? -ENOMEM :
		reader_refuse(reader, spot, "\"%s\" is not %s", text, list);
	free(list);
	return err;
}

int reader_word(const struct reader *reader, const struct spot *spot,
		struct json_object *json, const char *const *words)
{
	const char *text = text_of(reader, spot, json);

	if (!text)
		return -EINVAL;
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	return refuse_word(reader, spot, text, words);
}

int reader_count(const struct reader *reader, const struct spot *spot,
		 struct json_object *json, unsigned int *out)
{
	int64_t count;

	if (!json_object_is_type(json, json_type_int))
		return reader_refuse(reader, spot, "a whole number is expected here");
	count = json_object_get_int64(json);
	if (count < 0 || count > COUNT_MAX)
		return reader_refuse(reader, spot, "the number must be from 0 to %d", COUNT_MAX);
	*out = count;
	return 0;
}

static int read_value(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, bool numbers, struct pattern *pattern,
		      const char *(*valid)(const char *, const void *),
		      const void *context)
{
	const char *text, *why = NULL;
	int err;

	if (!json) {
		pattern->none = true;
		return 0;
	}
	if (numbers && json_object_is_type(json, json_type_int))
		text = json_object_to_json_string(json);
	else
		text = text_of(reader, spot, json);
	if (!text)
		return -EINVAL;
	if (valid)
		why = valid(text, context);
	if (why)
		return reader_refuse(reader, spot, "\"%s\": %s", text, why);
	err = pattern_add(pattern, text);
	if (err == -EINVAL)
		return reader_refuse(reader, spot, "\"%s\": a '[' is never closed, or a '\\' ends it",
				     text);
	return err;
}

int reader_pattern(const struct reader *reader, const struct spot *spot,
		   struct json_object *json, struct pattern *pattern,
		   const char *(*valid)(const char *, const void *),
		   const void *context)
{
	return reader_values(reader, spot, json, false, pattern, valid, context);
}

int reader_values(const struct reader *reader, const struct spot *spot,
		  struct json_object *json, bool numbers, struct pattern *pattern,
		  const char *(*valid)(const char *, const void *),
		  const void *context)
{
	size_t count;
	int err;

	if (!json_object_is_type(json, json_type_array))
		return read_value(reader, spot, json, numbers, pattern, valid, context);
	count = json_object_array_length(json);
	if (!count)
		return reader_refuse(reader, spot, "an empty list matches nothing");
	for (size_t i = 0; i < count; i++) {
		const struct spot child = { .up = spot, .index = i };

		err = read_value(reader, &child, json_object_array_get_idx(json, i),
				 numbers, pattern, valid, context);
		if (err)
			return err;
	}
	return 0;
}
