// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_agree.c: whether the module and sysfs, asked one after the other, tell
 * the same of a machine.
 */
#include "dump_job.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "snapshot.h"
#include "text.h"

#define SENTENCES_MAX 100	/* who disagrees that much disagrees */

static void tell(struct json_object *array, char *sentence)
{
	if (sentence && json_object_array_length(array) < SENTENCES_MAX)
		json_object_array_add(array, text_json(sentence));
	free(sentence);
}

static bool same_device(const struct device *device, const struct device *other)
{
	const char *address = device_get(device, FIELD_ADDRESS);
	const char *theirs = device_get(other, FIELD_ADDRESS);

	return device->kind == other->kind && !strcmp(device->place, other->place) &&
	       (!address || !theirs || !strcmp(address, theirs));
}

/* Places can be shared: among those of one place, the address tells. */
static const struct device *find(const struct snapshot *snapshot, const struct device *device)
{
	size_t low = 0, high = snapshot->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place_compare(snapshot->devices[middle]->place, device->place) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < snapshot->count; low++) {
		if (strcmp(snapshot->devices[low]->place, device->place))
			return NULL;
		if (same_device(device, snapshot->devices[low]))
			return snapshot->devices[low];
	}
	return NULL;
}

/*
 * A link trains up and down, and a driver comes and goes, between two looks.
 * The digest of what a device is follows from other fields.
 */
static bool is_steady(enum field field)
{
	return field != FIELD_LINK_SPEED && field != FIELD_LINK_WIDTH &&
	       field != FIELD_DRIVER && field != FIELD_IDENTITY;
}

static void compare(const struct device *module, const struct device *shown,
		    struct json_object *array)
{
	enum field field;

	for (field = 0; field < FIELD_COUNT; field++) {
		const struct value *ours = &module->fields[field], *theirs = &shown->fields[field];
		const char *text = ours->text ? ours->text : "none";
		const char *other = theirs->text ? theirs->text : "none";
		char *sentence;

		if (!device_has(module, field) || !is_steady(field) ||
		    ours->state == VALUE_UNKNOWN || theirs->state == VALUE_UNKNOWN ||
		    !strcmp(text, other))
			continue;
		if (asprintf(&sentence, "%s: %s is %s by the module, %s by sysfs", module->place,
			     field_table[field].name, text, other) >= 0)
			tell(array, sentence);
	}
}

static void tell_alone(const struct device *device, const char *who, struct json_object *array)
{
	const char *address = device_get(device, FIELD_ADDRESS);
	char *sentence;

	if (asprintf(&sentence, "%s (%s): only %s has it", device->place,
		     address ? address : "?", who) >= 0)
		tell(array, sentence);
}

struct json_object *dump_differences(const struct snapshot *module,
				     const struct snapshot *shown)
{
	struct json_object *array = json_object_new_array();
	const struct device *other;
	size_t i;

	for (i = 0; array && i < module->count; i++) {
		other = find(shown, module->devices[i]);
		if (other)
			compare(module->devices[i], other, array);
		else
			tell_alone(module->devices[i], "the module", array);
	}
	for (i = 0; array && i < shown->count; i++)
		if (!find(module, shown->devices[i]))
			tell_alone(shown->devices[i], "sysfs", array);
	return array;
}
