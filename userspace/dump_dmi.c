// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_dmi.c: the SMBIOS tables as firmware left them, and of them the slots
 * of the board in words (SMBIOS 3.7, section 7.10).
 */
#include "dump_job.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "smbios_slot.h"
#include "text.h"

#define TABLES "sys/firmware/dmi/tables/"

static struct json_object *slot_json(const struct smbios_slot *slot)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "designation", text_json(*slot->name ? slot->name : NULL));
	json_object_object_add(json, "type", json_object_new_int(slot->type));
	json_object_object_add(json, "width", json_object_new_int(slot->width));
	json_object_object_add(json, "usage", text_json(smbios_usage_name(slot->usage)));
	json_object_object_add(json, "number", json_object_new_int(slot->number));
	if (*slot->address)
		json_object_object_add(json, "address", json_object_new_string(slot->address));
	return json;
}

static struct json_object *slots_json(const struct smbios_slot *slots, size_t count)
{
	struct json_object *json = json_object_new_object();
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_object_array_add(array, slot_json(&slots[i]));
	json_object_object_add(json, "slots", array);
	return json;
}

static int keep_slots(struct dump_job *job, const uint8_t *table, size_t size)
{
	const struct dump_request request = {
		.name = "dmi/slots.json", .redaction = DUMP_JSON,
	};
	struct part part = { .status = PART_OK };
	struct smbios_slot *slots;
	struct json_object *json;
	size_t count;
	int err;

	err = smbios_slots(table, size, &slots, &count);
	if (err)
		return err;
	json = slots_json(slots, count);
	free(slots);
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
