// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_redact_json.c: take out of JSON what names the machine.
 */
#include "dump_redact.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "sha256.h"

#define DIGEST_PREFIX "sha256:"
#define FINDING_ID_MIN 16	/* characters: a capability's id is shorter */

static bool is_one_of(const char *key, const char *const *keys)
{
	for (; key && *keys; keys++)
		if (!strcmp(key, *keys))
			return true;
	return false;
}

/* What stands under these keys names the machine, whatever it looks like. */
static bool names_machine(const char *key, const char *value)
{
	static const char *const keys[] = {
		"serial", "product_uuid", "product_serial", "board_serial", "chassis_serial",
		"product_asset", "asset", "hostname", "host", "machine_id", "boot_id", "identity",
		"contents_digest", NULL,
	};
	/* these digests cover a serial number, as those do: it could be tried out */
	static const char *const digests[] = { "id", "group", NULL };

	return is_one_of(key, keys) ||
	       (is_one_of(key, digests) && strlen(value) >= FINDING_ID_MIN);
}

/* These look like what names a machine, and do not. */
static bool is_harmless(const char *key)
{
	static const char *const keys[] = {
		"load_id", "hash", "schema", "place", "address", "data", NULL,
	};

	return is_one_of(key, keys);
}

/* A digest stays one in form: readers of a snapshot look at it. */
static struct json_object *redact_whole(const struct dump_redact *redact, const char *value)
{
	char digest[sizeof(DIGEST_PREFIX) + 2 * SHA256_SIZE] = DIGEST_PREFIX;
	uint8_t bytes[SHA256_SIZE];
	char text[REDACT_SIZE];

	if (strncmp(value, DIGEST_PREFIX, strlen(DIGEST_PREFIX))) {
		dump_redact_value(redact, value, text);
		return json_object_new_string(text);
	}
	dump_redact_digest(redact, value, strlen(value), bytes);
	chain_hex(bytes, SHA256_SIZE, digest + strlen(DIGEST_PREFIX));
	return json_object_new_string(digest);
}

static struct json_object *redact_string(const struct dump_redact *redact, const char *key,
					 const char *value)
{
	struct json_object *json;
	char *text;

	if (is_harmless(key) || !strncmp(value, "redacted-", 9))
		return json_object_new_string(value);
	if (names_machine(key, value))
		return redact_whole(redact, value);
	text = dump_redact_text(redact, value);
	json = text ? json_object_new_string(text) : NULL;
	free(text);
	return json;
}

static struct json_object *redact_value(const struct dump_redact *redact, const char *key,
					struct json_object *json);

static struct json_object *redact_object(const struct dump_redact *redact,
					 struct json_object *json)
{
	struct json_object *copy = json_object_new_object();
	char *name;

	json_object_object_foreach(json, key, value) {
		name = dump_redact_text(redact, key);
		if (name)
			json_object_object_add(copy, name, redact_value(redact, key, value));
		free(name);
	}
	return copy;
}

static struct json_object *redact_value(const struct dump_redact *redact, const char *key,
					struct json_object *json)
{
	struct json_object *copy;
	size_t i;

	switch (json_object_get_type(json)) {
	case json_type_object:
		return redact_object(redact, json);
	case json_type_array:
		copy = json_object_new_array();
		for (i = 0; i < json_object_array_length(json); i++)
			json_object_array_add(copy, redact_value(redact, key,
					      json_object_array_get_idx(json, i)));
		return copy;
	case json_type_string:
		return redact_string(redact, key, json_object_get_string(json));
	default:
		return json_object_get(json);
	}
}

struct json_object *dump_redact_json(const struct dump_redact *redact, struct json_object *json)
{
	return redact_value(redact, NULL, json);
}
