// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_identity.c: what a part is, as an inventory file says it.
 */
#include "inventory_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device_shape.h"
#include "rule.h"

/*
 * What a rule may compare besides the fields of groups: what a device is, never
 * what a driver made of it.
 */
static const enum field identity_fields[] = {
	FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
	FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION, FIELD_SERIAL,
	FIELD_SHAPE, FIELD_ROM, FIELD_NAME, FIELD_MODALIAS, FIELD_FIRMWARE_PATH,
	FIELD_TYPE, FIELD_CHIP, FIELD_CONTENTS,
};

#define IDENTITY_FIELDS (sizeof(identity_fields) / sizeof(identity_fields[0]))

/* What tells that a device has a group at all: where it does, this is known. */
static const enum field group_signs[GROUP_COUNT] = {
	[GROUP_SPD] = FIELD_SPD_CHECKSUMS,
	[GROUP_FRU] = FIELD_FRU_CHECKSUMS,
	[GROUP_VPD] = FIELD_VPD_CHECKSUM,
};

static bool is_digest(enum field field)
{
	return device_shape_is(field) || field == FIELD_ROM || field == FIELD_CONTENTS ||
	       field == FIELD_SPD_IDENTITY || field == FIELD_FRU_IDENTITY ||
	       field == FIELD_VPD_IDENTITY;
}

static bool is_sign(enum field field)
{
	for (int group = 0; group < GROUP_COUNT; group++)
		if (group_signs[group] == field)
			return true;
	return false;
}

/* Hex fields are written in full, in lower case: a pattern that cannot match is a mistake. */
static const char *valid_value(const char *text, const void *context)
{
	static const char *const sentences[] = {
		[2] = "two hex digits in lower case are expected, or a glob",
		[4] = "four hex digits in lower case are expected, or a glob",
		[6] = "six hex digits in lower case are expected, or a glob",
		[8] = "eight hex digits in lower case are expected, or a glob",
	};
	const struct field_info *info = context;
	unsigned int digits = info->hex_digits;

	if (!glob_plain(text))
		return NULL;
	if (is_sign(info - field_table))
		return strcmp(text, "good") && strcmp(text, "bad") ?
			"\"good\" or \"bad\" is expected" : NULL;
	if (info->type == FIELD_DECIMAL)
		return strspn(text, "0123456789") == strlen(text) ? NULL :
			"a number is expected, or a glob";
	if (!digits || (strlen(text) == digits && strspn(text, "0123456789abcdef") == digits))
		return NULL;
	return digits < sizeof(sentences) / sizeof(sentences[0]) ? sentences[digits] : NULL;
}

static bool may_compare(enum field field)
{
	for (size_t i = 0; i < IDENTITY_FIELDS; i++)
		if (identity_fields[i] == field)
			return true;
	return false;
}

static const char *name_key(const void *context, size_t index)
{
	(void)context;
	if (index < IDENTITY_FIELDS)
		return field_table[identity_fields[index]].key;
	index -= IDENTITY_FIELDS;
	return index < GROUP_COUNT ? group_table[index].name : NULL;
}

static const char *name_group_key(const void *context, size_t index)
{
	const struct group_info *info = context;

	return index < info->count ? field_table[info->first + index].key : NULL;
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

/* An identity while it is read. */
struct draft {
	struct rule *rule;
	struct identity *identity;
};

static int read_term(const struct reader *reader, const struct spot *spot,
		     struct json_object *json, const struct draft *draft, enum field field)
{
	const struct field_info *info = &field_table[field];
	struct pattern *pattern = identity_add(draft->identity, field);
	int err;

	if (!pattern)
		return -ENOMEM;
	err = reader_values(reader, spot, json, info->type == FIELD_DECIMAL, pattern,
			    is_digest(field) ? digest_valid : valid_value, info);
	draft->rule->kinds &= info->kinds;
	return err;
}

/* An object with the fields of the group, or null: it has nothing of the kind. */
static int read_group(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, const struct draft *draft,
		      enum field_group group)
{
	if (!json)
		return read_term(reader, spot, json, draft, group_signs[group]);
	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here, or null: it has no such contents");
	if (!json_object_object_length(json))
		return reader_refuse(reader, spot, "an empty object compares nothing");
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };
		enum field field;
		int err;

		if (strncmp(name, "x-", 2) == 0)
			continue;
		field = group_find_field(group, name);
		if (field == FIELD_COUNT)
			return reader_unknown(reader, &child, name_group_key,
					      &group_table[group]);
		err = read_term(reader, &child, value, draft, field);
		if (err)
			return err;
	}
	return 0;
}

/* A field of a group is easily written as findings call it, or without its group. */
static int refuse_key(const struct reader *reader, const struct spot *spot)
{
	enum field field = field_find(spot->key);

	for (int group = 0; group < GROUP_COUNT && field == FIELD_COUNT; group++)
		field = group_find_field(group, spot->key);
	if (field == FIELD_COUNT || field_table[field].group == GROUP_COUNT)
		return reader_unknown(reader, spot, name_key, NULL);
	return reader_refuse(reader, spot, "unknown key \"%s\": did you mean \"%s\": { \"%s\": ... }?",
			     spot->key, group_table[field_table[field].group].name,
			     field_table[field].key);
}

static int read_identity(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, struct rule *rule,
			 struct identity *identity)
{
	const struct draft draft = { rule, identity };

	if (!json_object_is_type(json, json_type_object))
		return reader_refuse(reader, spot, "an object in braces is expected here");
	json_object_object_foreach(json, name, value) {
		const struct spot child = { .up = spot, .key = name };
		enum field_group group = group_find(name);
		enum field field = field_find(name);
		int err;

		if (strncmp(name, "x-", 2) == 0)
			continue;
		if (group != GROUP_COUNT)
			err = read_group(reader, &child, value, &draft, group);
		else if (field != FIELD_COUNT && may_compare(field))
			err = read_term(reader, &child, value, &draft, field);
		else
			err = refuse_key(reader, &child);
		if (err)
			return err;
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
