// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents_cache_json.c: the cache as text.
 *
 * Invariant: a text that is wrong in any part, or of another boot, gives nothing.
 */
#include "contents_cache.h"

#include <errno.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "contents_cache_internal.h"
#include "place.h"
#include "text.h"

#define DEPTH_MAX 8
#define NAME_BYTES 64		/* of a file's name, or a driver's */
#define ERRNO_MOST 4095		/* the kernel's */

static struct json_object *parse(const char *text, size_t length)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	struct json_object *json;

	if (!tokener)
		return NULL;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	json = json_tokener_parse_ex(tokener, text, length);
	json_tokener_free(tokener);
	return json;
}

static const char *get_text(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	/* a NUL within would hide what comes after it */
	return strlen(json_object_get_string(value)) ==
	       (size_t)json_object_get_string_len(value) ? json_object_get_string(value) : NULL;
}

/* Return: whether it is there, and no more than @most. */
static bool get_number(struct json_object *json, const char *key, uint64_t most,
		       uint64_t *number)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_int) ||
	    (json_object_get_int64(value) < 0))
		return false;
	*number = json_object_get_uint64(value);
	return *number <= most;
}

static int nibble(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? at - digits : -1;
}

/* Return: the bytes, to be freed; NULL: no such text, or no memory. */
static uint8_t *read_hex(const char *text, size_t *length)
{
	size_t digits = text ? strlen(text) : 1, i;
	uint8_t *bytes;

	if (digits % 2 || digits > 2 * CONTENTS_MAX)
		return NULL;
	bytes = malloc(digits / 2 + 1);
	for (i = 0; bytes && i < digits / 2; i++) {
		int high = nibble(text[2 * i]), low = nibble(text[2 * i + 1]);

		if (high < 0 || low < 0) {
			free(bytes);
			return NULL;
		}
		bytes[i] = high << 4 | low;
	}
	*length = digits / 2;
	return bytes;
}

static bool is_name(const char *text)
{
	return text && *text && strlen(text) <= NAME_BYTES && text_is_clean(text);
}

static bool read_key(struct json_object *json, struct contents_key *key)
{
	struct json_object *driver = NULL;

	key->place = get_text(json, "place");
	key->file = get_text(json, "file");
	key->driver = get_text(json, "driver");
	json_object_object_get_ex(json, "driver", &driver);
	return key->place && place_valid(key->place) && is_name(key->file) &&
	       !strchr(key->file, '/') && (!driver || is_name(key->driver)) &&
	       get_number(json, "inode", UINT64_MAX, &key->inode);
}

/* Return: 0, -EINVAL: it says what cannot be, -ENOMEM. */
static int read_entry(struct json_object *json, struct contents_cache *cache)
{
	struct contents_key key;
	struct contents_kept kept = { 0 };
	uint64_t size, errnum;
	uint8_t *bytes;
	int err;

	if (!json_object_is_type(json, json_type_object) || !read_key(json, &key) ||
	    !get_number(json, "time", UINT64_MAX, &kept.time) ||
	    !get_number(json, "size", UINT32_MAX, &size) ||
	    !get_number(json, "errno", ERRNO_MOST, &errnum))
		return -EINVAL;
	bytes = read_hex(get_text(json, "data"), &kept.length);
	if (!bytes)
		return -EINVAL;
	kept.size = size;
	kept.err = -(int)errnum;
	kept.bytes = bytes;
	err = contents_cache_put(cache, &key, &kept);
	free(bytes);
	return err;
}

static int read_entries(struct json_object *json, const char *boot_id,
			struct contents_cache *cache)
{
	const char *schema = get_text(json, "schema"), *boot = get_text(json, "boot_id");
	struct json_object *list;
	size_t i;
	int err = 0;

	if (!schema || strcmp(schema, CONTENTS_CACHE_SCHEMA) || !boot || strcmp(boot, boot_id) ||
	    !json_object_object_get_ex(json, "contents", &list) ||
	    !json_object_is_type(list, json_type_array) ||
	    json_object_array_length(list) > CONTENTS_CACHE_ENTRIES)
		return -EINVAL;
	for (i = 0; i < json_object_array_length(list) && !err; i++)
		err = read_entry(json_object_array_get_idx(list, i), cache);
	return err;
}

int contents_cache_parse(const char *text, size_t length, const char *boot_id,
			 struct contents_cache **out)
{
	struct json_object *json = boot_id && length < INT_MAX ? parse(text, length) : NULL;
	int err = -EINVAL;

	*out = contents_cache_new();
	if (!*out)
		err = -ENOMEM;
	else if (json)
		err = read_entries(json, boot_id, *out);
	json_object_put(json);
	if (err) {
		contents_cache_free(*out);
		*out = NULL;
		return err;
	}
	(*out)->changed = false;
	return 0;
}

static struct json_object *hex_json(const uint8_t *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	struct json_object *json;
	char *text = malloc(2 * length + 1);
	size_t i;

	if (!text)
		return NULL;
	for (i = 0; i < length; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	json = json_object_new_string_len(text, 2 * length);
	free(text);
	return json;
}

static struct json_object *entry_json(const struct contents_entry *entry)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "place", json_object_new_string(entry->place));
	json_object_object_add(json, "file", json_object_new_string(entry->file));
	if (entry->driver)
		json_object_object_add(json, "driver", json_object_new_string(entry->driver));
	json_object_object_add(json, "inode", json_object_new_uint64(entry->key.inode));
	json_object_object_add(json, "time", json_object_new_uint64(entry->kept.time));
	json_object_object_add(json, "size", json_object_new_uint64(entry->kept.size));
	json_object_object_add(json, "errno", json_object_new_int(-entry->kept.err));
	json_object_object_add(json, "data", hex_json(entry->bytes, entry->kept.length));
	return json;
}

static struct json_object *cache_json(const struct contents_cache *cache, const char *boot_id)
{
	struct json_object *json = json_object_new_object();
	struct json_object *list = json_object_new_array();
	size_t i;

	json_object_object_add(json, "schema", json_object_new_string(CONTENTS_CACHE_SCHEMA));
	json_object_object_add(json, "boot_id", json_object_new_string(boot_id));
	for (i = 0; i < cache->count; i++)
		json_object_array_add(list, entry_json(&cache->entries[i]));
	json_object_object_add(json, "contents", list);
	return json;
}

char *contents_cache_text(const struct contents_cache *cache, const char *boot_id)
{
	struct json_object *json = cache_json(cache, boot_id);
	const char *text;
	char *copy;

	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	copy = text ? strdup(text) : NULL;
	json_object_put(json);
	return copy;
}
