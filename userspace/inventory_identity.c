// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_identity.c: what a part is, as an inventory file says it.
 */
#include "inventory_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rule.h"

/* What a rule may compare: what a device is, never what a driver made of it. */
static const enum field identity_fields[] = {
	FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
	FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION, FIELD_SERIAL,
	FIELD_SHAPE, FIELD_NAME, FIELD_MODALIAS, FIELD_FIRMWARE_PATH,
};

#define IDENTITY_FIELDS (sizeof(identity_fields) / sizeof(identity_fields[0]))

/* Hex fields are written in full, in lower case: a pattern that cannot match is a mistake. */
static const char *valid_value(const char *text, const void *context)
{
	static const char *const sentences[] = {
		[2] = "two hex digits in lower case are expected, or a glob",
		[4] = "four hex digits in lower case are expected, or a glob",
		[6] = "six hex digits in lower case are expected, or a glob",
	};
	unsigned int digits = ((const struct field_info *)context)->hex_digits;

	if (!digits || !glob_plain(text) ||
	    (strlen(text) == digits && strspn(text, "0123456789abcdef") == digits))
		return NULL;
	return sentences[digits];
}

static bool may_compare(enum field field)
{
	for (size_t i = 0; i < IDENTITY_FIELDS; i++)
		if (identity_fields[i] == field)
			return true;
	return false;
}

static const char *name_field(const void *context, size_t index)
{
	(void)context;
	return index < IDENTITY_FIELDS ? field_table[identity_fields[index]].name : NULL;
}

struct pattern *identity_add(struct identity *identity, enum field field)
{
	struct term *terms = reallocarray(identity->terms, identity->count + 1,
					  sizeof(*terms));

	if (!terms)
		return NULL;
	identity->terms = terms;
	terms[identity->count] = (struct term){ .field = field };
	return &terms[identity->count++].pattern;
}

static int read_identity(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, struct rule *rule,
			 struct identity *identity)
{
	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here");
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };
		enum field field = field_find(name);
		struct pattern *pattern;
		int err;

		if (strncmp(name, "x-", 2) == 0)
			continue;
		if (field == FIELD_COUNT || !may_compare(field))
			return reader_unknown(reader, &child, name_field, NULL);
		pattern = identity_add(identity, field);
		if (!pattern)
			return -ENOMEM;
		err = reader_pattern(reader, &child, value, pattern,
				     field == FIELD_SHAPE ? digest_valid : valid_value,
				     &field_table[field]);
		if (err)
			return err;
		rule->kinds &= field_table[field].kinds;
	}
	return 0;
}

int identities_read(const struct reader *reader, const struct spot *spot,
		    struct json_object *json, struct rule *rule)
{
	bool list = json_object_is_type(json, json_type_array);
	size_t count = list ? json_object_array_length(json) : 1;
	int err;

	if (!count)
		return reader_refuse(reader, spot, "an empty list matches nothing");
	rule->identities = calloc(count, sizeof(*rule->identities));
	if (!rule->identities)
		return -ENOMEM;
	rule->identity_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct spot child = { .up = spot, .index = i };

		err = read_identity(reader, list ? &child : spot,
				    list ? json_object_array_get_idx(json, i) : json,
				    rule, &rule->identities[i]);
		if (err)
			return err;
	}
	return 0;
}
