// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios_memory_json.c: what firmware says of memory modules, as JSON.
 */
#include "smbios_memory.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define ITEMS_MAX 4096

/* The texts and the numbers of a slot; a key that is not there is not known. */
static const struct text_key {
	const char *name;
	size_t offset, size;
} texts[] = {
#define TEXT(field) { #field, offsetof(struct smbios_memory, field), \
		      sizeof(((struct smbios_memory *)0)->field) }
	TEXT(locator), TEXT(bank), TEXT(type), TEXT(form_factor),
	TEXT(maker), TEXT(maker_id), TEXT(serial), TEXT(part),
#undef TEXT
};

static const struct number_key {
	const char *name;
	size_t offset;
} numbers[] = {
#define NUMBER(field) { #field, offsetof(struct smbios_memory, field) }
	NUMBER(ranks), NUMBER(total_width), NUMBER(data_width),
	NUMBER(speed_mts), NUMBER(configured_mts),
#undef NUMBER
};

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static unsigned int *number_of(const struct smbios_memory *memory, const struct number_key *key)
{
	return (unsigned int *)((char *)memory + key->offset);
}

static struct json_object *memory_json(const struct smbios_memory *memory)
{
	struct json_object *json = json_object_new_object();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *text = (const char *)memory + texts[i].offset;

		if (*text)
			json_object_object_add(json, texts[i].name, text_json(text));
	}
	if (memory->empty || memory->size_mib)
		json_object_object_add(json, "size_mib",
				       json_object_new_uint64(memory->size_mib));
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (*number_of(memory, &numbers[i]))
			json_object_object_add(json, numbers[i].name,
				json_object_new_int64(*number_of(memory, &numbers[i])));
	json_object_object_add(json, "empty", json_object_new_boolean(memory->empty));
	return json;
}

struct json_object *smbios_memories_to_json(const struct smbios_memories *memories)
{
	struct json_object *json = json_object_new_array();
	size_t i;

	for (i = 0; i < memories->count; i++)
		json_object_array_add(json, memory_json(&memories->items[i]));
	return json;
}

/* A text with a NUL inside is none: no output of ours has one. */
static int read_text(struct json_object *json, const struct text_key *key,
		     struct smbios_memory *memory)
{
	char *to = (char *)memory + key->offset;
	struct json_object *value;
	const char *text;

	if (!json_object_object_get_ex(json, key->name, &value) || !value)
		return 0;
	text = json_object_get_string(value);
	if (!json_object_is_type(value, json_type_string) ||
	    strlen(text) != (size_t)json_object_get_string_len(value))
		return -EINVAL;
	snprintf(to, key->size, "%s", text);
	return 0;
}

static int read_number(struct json_object *json, const char *name, int64_t max, int64_t *number)
{
	struct json_object *value;

	*number = 0;
	if (!json_object_object_get_ex(json, name, &value) || !value)
		return 0;
	*number = json_object_get_int64(value);
	return json_object_is_type(value, json_type_int) && *number >= 0 && *number <= max ?
	       0 : -EINVAL;
}

static int read_memory(struct json_object *json, struct smbios_memory *memory)
{
	int64_t number;
	int err = json_object_is_type(json, json_type_object) ? 0 : -EINVAL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts) && !err; i++)
		err = read_text(json, &texts[i], memory);
	for (i = 0; i < ARRAY_SIZE(numbers) && !err; i++) {
		err = read_number(json, numbers[i].name, UINT32_MAX, &number);
		*number_of(memory, &numbers[i]) = number;
	}
	if (err)
		return err;
	err = read_number(json, "size_mib", INT64_MAX, &number);
	memory->size_mib = number;
	memory->empty = json_object_get_boolean(json_object_object_get(json, "empty"));
	return err;
}

int smbios_memories_from_json(struct json_object *json, struct smbios_memories *memories)
{
	size_t count, i;
	int err = 0;

	if (!json)
		return 0;
	if (!json_object_is_type(json, json_type_array) ||
	    json_object_array_length(json) > ITEMS_MAX)
		return -EINVAL;
	count = json_object_array_length(json);
	memories->items = calloc(count + 1, sizeof(*memories->items));
	if (!memories->items)
		return -ENOMEM;
	for (i = 0; i < count && !err; i++)
		err = read_memory(json_object_array_get_idx(json, i), &memories->items[i]);
	memories->count = count;
	memories->known = true;
	if (err)
		smbios_memories_clear(memories);
	return err;
}
