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

/* One machine at one time: there the address tells devices apart. */
static int compare_addresses(const void *a, const void *b)
{
	const struct device *left = *(struct device *const *)a, *right = *(struct device *const *)b;
	const char *address = device_get(left, FIELD_ADDRESS);
	const char *other = device_get(right, FIELD_ADDRESS);

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	return strcmp(address ? address : "", other ? other : "");
}

/* Return: the devices in order of address, to be freed, or NULL without memory. */
static struct device **by_address(const struct snapshot *snapshot)
{
	struct device **devices = calloc(snapshot->count + 1, sizeof(*devices));

	if (!devices)
		return NULL;
	if (snapshot->count)
		memcpy(devices, snapshot->devices, snapshot->count * sizeof(*devices));
	qsort(devices, snapshot->count, sizeof(*devices), compare_addresses);
	return devices;
}

static const struct device *find(struct device *const *devices, size_t count,
				 struct device *device)
{
	struct device *const *found = bsearch(&device, devices, count, sizeof(*devices),
					      compare_addresses);

	return found ? *found : NULL;
}

/*
 * A link trains up and down, a driver comes and goes, and someone writes into a
 * memory, between two looks.
 * The digest of what a device is follows from other fields.
 */
static bool is_steady(enum field field)
{
	return field != FIELD_LINK_SPEED && field != FIELD_LINK_WIDTH &&
	       field != FIELD_DRIVER && field != FIELD_IDENTITY &&
	       field != FIELD_CONTENTS && field != FIELD_PROBED;
}

static void compare_places(const struct device *module, const struct device *shown,
			   struct json_object *array)
{
	char *sentence;

	/* of a client that firmware named sysfs does not know the address on the bus */
	if (!strcmp(module->place, shown->place) || !place_complete(module->place) ||
	    !place_complete(shown->place))
		return;
	if (asprintf(&sentence, "%s: by sysfs it is at %s", module->place, shown->place) >= 0)
		tell(array, sentence);
}

/* Who is read falls asleep and wakes up; who died says nothing any more. */
static void compare_readings(const struct device *module, const struct device *shown,
			     struct json_object *array)
{
	char *sentence;

	if (module->reading == shown->reading || module->reading == READING_NONE ||
	    shown->reading == READING_NONE || module->reading == READING_ASLEEP ||
	    shown->reading == READING_ASLEEP)
		return;
	if (asprintf(&sentence, "%s: reading it is %s by the module, %s by sysfs", module->place,
		     device_reading_name(module->reading),
		     device_reading_name(shown->reading)) >= 0)
		tell(array, sentence);
}

static void compare(const struct device *module, const struct device *shown,
		    struct json_object *array)
{
	enum field field;

	for (field = 0; field < FIELD_COUNT; field++) {
		const struct value *ours = device_value(module, field), *theirs = device_value(shown, field);
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

static void compare_all(const struct snapshot *module, struct device *const *shown,
			size_t count, struct json_object *array)
{
	const struct device *other;
	size_t i;

	for (i = 0; i < module->count; i++) {
		other = find(shown, count, module->devices[i]);
		if (other) {
			compare_places(module->devices[i], other, array);
			compare_readings(module->devices[i], other, array);
			compare(module->devices[i], other, array);
		} else {
			tell_alone(module->devices[i], "the module", array);
		}
	}
}

struct json_object *dump_differences(const struct snapshot *module,
				     const struct snapshot *shown)
{
	struct json_object *array = json_object_new_array();
	struct device **ours = by_address(module), **theirs = by_address(shown);
	size_t i;

	if (array && ours && theirs) {
		compare_all(module, theirs, shown->count, array);
		for (i = 0; i < shown->count; i++)
			if (!find(ours, module->count, shown->devices[i]))
				tell_alone(shown->devices[i], "sysfs", array);
	} else {
		json_object_put(array);
		array = NULL;
	}
	free(ours);
	free(theirs);
	return array;
}
