// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_manifest.c: what is in a dump, what is not and why, and their digests.
 */
#include "dump_manifest.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "dump_file.h"
#include "text.h"

#define NAME_MAX_BYTES 150	/* with the directory before it, ustar takes it */

struct dump_record *dump_records_add(struct dump_records *records, const char *name)
{
	size_t room = records->room ? 2 * records->room : 64;
	struct dump_record *record;

	if (records->count == records->room) {
		struct dump_record *more = reallocarray(records->records, room, sizeof(*more));

		if (!more)
			return NULL;
		records->records = more;
		records->room = room;
	}
	record = &records->records[records->count];
	*record = (struct dump_record){ .name = strdup(name) };
	if (!record->name)
		return NULL;
	records->count++;
	return record;
}

void dump_records_clear(struct dump_records *records)
{
	while (records->count) {
		struct dump_record *record = &records->records[--records->count];

		free(record->name);
		free(record->source);
		free(record->why);
		free(record->ledger);
		free(record->keyed);
	}
	free(records->records);
	*records = (struct dump_records){ .count = 0 };
}

static struct json_object *record_to_json(const struct dump_record *record)
{
	struct json_object *json = json_object_new_object();
	char hex[2 * SHA256_SIZE + 1];

	json_object_object_add(json, "name", text_json(record->name));
	json_object_object_add(json, "source", text_json(record->source));
	json_object_object_add(json, "status",
			       json_object_new_string(part_status_names[record->status]));
	if (record->why)
		json_object_object_add(json, "why", text_json(record->why));
	if (record->ledger)
		json_object_object_add(json, "ledger", text_json(record->ledger));
	if (record->keyed)
		json_object_object_add(json, "keyed", text_json(record->keyed));
	if (record->stored)
		chain_hex(record->sha256, SHA256_SIZE, hex);
	json_object_object_add(json, "size", record->stored ?
			       json_object_new_uint64(record->size) : NULL);
	json_object_object_add(json, "sha256", record->stored ?
			       json_object_new_string(hex) : NULL);
	return json;
}

struct json_object *dump_records_to_json(const struct dump_records *records)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < records->count; i++)
		json_object_array_add(array, record_to_json(&records->records[i]));
	return array;
}

static bool valid_character(char character)
{
	return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
	       (character >= '0' && character <= '9') || strchr("._:+@,=-", character);
}

bool dump_name_valid(const char *name)
{
	const char *start = name;

	if (!*name || strlen(name) > NAME_MAX_BYTES)
		return false;
	for (; *name; name++) {
		if (*name != '/' && !valid_character(*name))
			return false;
		/* no absolute name, no empty component, none that is hidden or leads up */
		if ((name == start || name[-1] == '/') && (*name == '/' || *name == '.'))
			return false;
	}
	return name[-1] != '/';
}

static const char *text_of(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	return json_object_get_string(value);
}

static bool find_status(const char *name, enum part_status *status)
{
	int i;

	for (i = 0; name && i < PART_STATUSES; i++) {
		if (!strcmp(name, part_status_names[i])) {
			*status = i;
			return true;
		}
	}
	return false;
}

static int copy_text(struct json_object *json, const char *key, char **text)
{
	const char *value = text_of(json, key);

	*text = value ? strdup(value) : NULL;
	return value && !*text ? -ENOMEM : 0;
}

/* Return: 0, -EBADMSG, -ENOMEM. */
static int record_from_json(struct json_object *json, struct dump_records *records)
{
	const char *name = text_of(json, "name"), *digest = text_of(json, "sha256");
	struct json_object *size = NULL;
	struct dump_record *record;
	enum part_status status;

	if (!name || !dump_name_valid(name) || !find_status(text_of(json, "status"), &status))
		return -EBADMSG;
	record = dump_records_add(records, name);
	if (!record)
		return -ENOMEM;
	record->status = status;
	record->stored = digest;
	if (copy_text(json, "source", &record->source) || copy_text(json, "why", &record->why) ||
	    copy_text(json, "ledger", &record->ledger) || copy_text(json, "keyed", &record->keyed))
		return -ENOMEM;
	if (!digest)
		return 0;
	if (!json_object_object_get_ex(json, "size", &size) ||
	    !json_object_is_type(size, json_type_int) || json_object_get_int64(size) < 0 ||
	    chain_unhex(digest, record->sha256, SHA256_SIZE))
		return -EBADMSG;
	record->size = json_object_get_uint64(size);
	return 0;
}

int dump_records_from_json(struct json_object *manifest, struct dump_records *records,
			   char **why)
{
	const char *schema = text_of(manifest, "schema");
	struct json_object *members;
	size_t i;
	int err = 0;

	*records = (struct dump_records){ .count = 0 };
	if (!schema || strcmp(schema, DUMP_SCHEMA) ||
	    !json_object_object_get_ex(manifest, "members", &members) ||
	    !json_object_is_type(members, json_type_array)) {
		*why = strdup(DUMP_MANIFEST ": not of schema " DUMP_SCHEMA);
		return -EBADMSG;
	}
	for (i = 0; i < json_object_array_length(members) && !err; i++)
		err = i < DUMP_MEMBERS_MAX ?
		      record_from_json(json_object_array_get_idx(members, i), records) : -EBADMSG;
	if (!err)
		return 0;
	if (err == -EBADMSG && asprintf(why, DUMP_MANIFEST ": member %zu of it is none", i) < 0)
		*why = NULL;
	dump_records_clear(records);
	return err;
}

char *dump_records_sums(const struct dump_records *records)
{
	char hex[2 * SHA256_SIZE + 1];
	char *text = NULL;
	size_t length, i;
	FILE *file = open_memstream(&text, &length);

	if (!file)
		return NULL;
	for (i = 0; i < records->count; i++) {
		const struct dump_record *record = &records->records[i];

		if (!record->stored)
			continue;
		chain_hex(record->sha256, SHA256_SIZE, hex);
		fprintf(file, "%s  %s\n", hex, record->name);
	}
	if (fclose(file)) {
		free(text);
		return NULL;
	}
	return text;
}
