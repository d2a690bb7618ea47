// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_dmi.c: the SMBIOS tables as firmware left them, and of them the slots
 * of the board in words (SMBIOS 3.7, section 7.10).
 */
#include "dump_job.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define TABLES "sys/firmware/dmi/tables/"
#define TYPE_SLOT 9
#define TYPE_END 127
#define HEADER_SIZE 4
#define STRUCTURES_MAX 65536

/* One structure: its formatted part, and the strings after it. */
struct structure {
	const uint8_t *bytes;
	size_t length;
	const char *strings, *end;
};

/* Return: the next structure, or false at the end, or where there is none. */
static bool next_structure(const uint8_t *table, size_t size, size_t *at,
			   struct structure *structure)
{
	const char *end = (const char *)table + size, *text;

	if (size - *at < HEADER_SIZE || table[*at + 1] < HEADER_SIZE ||
	    table[*at + 1] > size - *at)
		return false;
	structure->bytes = table + *at;
	structure->length = table[*at + 1];
	structure->strings = (const char *)structure->bytes + structure->length;
	/* they end with two zero bytes */
	for (text = structure->strings; end - text >= 2 && (text[0] || text[1]); text++)
		;
	if (end - text < 2)
		return false;
	structure->end = text + 1;
	*at = text + 2 - (const char *)table;
	return true;
}

/* String number @number, counted from 1; 0 is none. */
static struct json_object *string_of(const struct structure *structure, unsigned int number)
{
	const char *text = structure->strings;

	for (; number > 1 && text < structure->end; number--)
		text += strlen(text) + 1;
	return number == 1 && text < structure->end && *text ? text_json(text) : NULL;
}

static unsigned int read_u16(const uint8_t *bytes)
{
	return bytes[0] | bytes[1] << 8;
}

static const char *usage_of(unsigned int usage)
{
	static const char *const names[] = {
		[1] = "other", [2] = "unknown", [3] = "available", [4] = "in use",
		[5] = "unavailable",
	};

	return usage < sizeof(names) / sizeof(*names) ? names[usage] : NULL;
}

static struct json_object *slot_json(const struct structure *slot)
{
	struct json_object *json = json_object_new_object();
	const uint8_t *bytes = slot->bytes;
	char address[32];

	json_object_object_add(json, "designation", string_of(slot, bytes[4]));
	json_object_object_add(json, "type", json_object_new_int(bytes[5]));
	json_object_object_add(json, "width", json_object_new_int(bytes[6]));
	json_object_object_add(json, "usage", text_json(usage_of(bytes[7])));
	json_object_object_add(json, "number", json_object_new_int(read_u16(bytes + 9)));
	/* from version 2.6 on; all ones: it is not known, or no PCI slot */
	if (slot->length >= 17 && read_u16(bytes + 13) != 0xffff) {
		snprintf(address, sizeof(address), "%04x:%02x:%02x.%x", read_u16(bytes + 13),
			 bytes[15], bytes[16] >> 3, bytes[16] & 7);
		json_object_object_add(json, "address", json_object_new_string(address));
	}
	return json;
}

static struct json_object *slots_json(const uint8_t *table, size_t size)
{
	struct json_object *json = json_object_new_object();
	struct json_object *slots = json_object_new_array();
	struct structure structure;
	unsigned int count = 0;
	size_t at = 0;

	while (count++ < STRUCTURES_MAX && next_structure(table, size, &at, &structure) &&
	       structure.bytes[0] != TYPE_END)
		if (structure.bytes[0] == TYPE_SLOT && structure.length >= 12)
			json_object_array_add(slots, slot_json(&structure));
	json_object_object_add(json, "slots", slots);
	return json;
}

static int keep_slots(struct dump_job *job, const uint8_t *table, size_t size)
{
	const struct dump_request request = {
		.name = "dmi/slots.json", .redaction = DUMP_JSON,
	};
	struct json_object *json = slots_json(table, size);
	struct part part = { .status = PART_OK };

	part.bytes = (uint8_t *)strdup(json_object_to_json_string_ext(json,
				JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	if (!part.bytes)
		return -ENOMEM;
	part.length = strlen((char *)part.bytes);
	return dump_keep(job, &request, &part, NULL);
}

static int read_table(struct part_pipe *pipe, const void *context)
{
	int fd = dump_open_below(context, TABLES "DMI");

	return fd < 0 ? fd : part_copy(pipe, fd, SIZE_MAX);
}

int dump_take_dmi(struct dump_job *job)
{
	const struct dump_request request = {
		.name = "dmi/tables", .source = "/" TABLES "DMI", .read = read_table,
		.context = &job->sysfs, .bytes = DUMP_DMI_MAX, .redaction = DUMP_OUT,
	};
	struct part part;
	int err;

	err = dump_take_file(job, TABLES "smbios_entry_point", "dmi/entry_point",
			     DUMP_DMI_MAX, DUMP_OUT);
	if (!err)
		err = dump_read(job, &request, &part);
	if (err)
		return err;
	if (part.length)
		err = keep_slots(job, part.bytes, part.length);
	if (!err)
		return dump_keep(job, &request, &part, NULL);
	part_clear(&part);
	return err;
}
