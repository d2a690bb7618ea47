// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_remarks.c: what deserves a look before a machine is taken for good.
 */
#include "inventory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "place.h"
#include "smbios_slot.h"

struct remarks {
	const struct snapshot *snapshot;
	const struct remark_facts *facts;
	void (*say)(const char *place, const char *remark, void *context);
	void *context;
};

static void __attribute__((format(printf, 3, 4)))
sayf(const struct remarks *remarks, const char *place, const char *format, ...)
{
	char remark[512];
	va_list args;

	va_start(args, format);
	vsnprintf(remark, sizeof(remark), format, args);
	va_end(args);
	remarks->say(place, remark, remarks->context);
}

/*
 * pci.ids gives the vendor's name alone where it does not know the device, as
 * it does for a device number that no vendor gives out.
 */
static bool known_to_ids(struct names *names, const struct device *device)
{
	char name[256], vendor[256];
	struct device *nobody;
	bool known;

	if (!*names_device(names, device, name, sizeof(name)))
		return false;
	nobody = device_new(DEVICE_FUNCTION, device->place);
	if (!nobody)
		return true;
	device_set(nobody, FIELD_VENDOR, device_get(device, FIELD_VENDOR));
	device_set(nobody, FIELD_DEVICE, "ffff");
	known = strcmp(name, names_device(names, nobody, vendor, sizeof(vendor))) != 0;
	device_free(nobody);
	return known;
}

static bool is_true(const struct device *device, enum field field)
{
	const char *text = device_get(device, field);

	return text && strcmp(text, "true") == 0;
}

static void remark_ids(const struct remarks *remarks, const struct device *device)
{
	struct names *names = remarks->facts->names;

	if (!names || !device_get(device, FIELD_VENDOR) ||
	    !device_get(device, FIELD_DEVICE) || known_to_ids(names, device))
		return;
	sayf(remarks, device->place, "%s:%s is not known to pci.ids",
	     device_get(device, FIELD_VENDOR), device_get(device, FIELD_DEVICE));
}

static void remark_watched(const struct remarks *remarks, const struct device *device)
{
	const struct inventory *watch = remarks->facts->watch;

	for (size_t i = 0; watch && i < watch->rule_count; i++) {
		const struct rule *rule = &watch->rules[i];
		const struct fit fit = rule_fit(rule, device);

		if (!rule_concerns(rule, device) || !field_set_empty(&fit.differ) ||
		    !field_set_empty(&fit.unknown) ||
		    (rule->place && !place_match(rule->place, device->place)))
			continue;
		sayf(remarks, device->place, "rule \"%s\" of the watch-list forbids it: %s; if it belongs here, give its rule that label",
		     rule->label, rule->why ? rule->why : "its id is watched for");
	}
}

static int number_of(const struct device *device, enum field field)
{
	const char *text = device ? device_get(device, field) : NULL;

	return text ? atoi(text) : 0;
}

/* A rule would take what is already degraded for good. */
static void remark_link(const struct remarks *remarks, const struct device *device)
{
	int width = number_of(device, FIELD_LINK_WIDTH), could, above;
	char parent[PLACE_MAX + 1];
	size_t length = place_parent(device->place);

	if (!length || length > PLACE_MAX || width <= 0)
		return;
	memcpy(parent, device->place, length);
	parent[length] = '\0';
	could = number_of(device, FIELD_MAX_LINK_WIDTH);
	above = number_of(snapshot_find(remarks->snapshot, parent), FIELD_MAX_LINK_WIDTH);
	if (above < could)
		could = above;
	if (width < could)
		sayf(remarks, device->place, "its link runs on %d lanes, and it and the port above could use %d",
		     width, could);
}

static void remark_function(const struct remarks *remarks, const struct device *device)
{
	remark_ids(remarks, device);
	remark_watched(remarks, device);
	remark_link(remarks, device);
	if (is_true(device, FIELD_EXTERNAL_FACING))
		remarks->say(device->place, "the port leads out of the case: what comes and goes behind it should be optional",
			     remarks->context);
	if (is_true(device, FIELD_UNTRUSTED))
		remarks->say(device->place, "the kernel does not trust it: it sits behind a port that leads out of the case",
			     remarks->context);
	if (device->reading == READING_GONE || device->reading == READING_UNREADABLE)
		remarks->say(device->place, "it does not answer: its rule holds only what the kernel remembers",
			     remarks->context);
	if (device->origin == ORIGIN_HOT)
		remarks->say(device->place, "it was added after the machine had started",
			     remarks->context);
}

/* Host and ISA bridges and the like never have a driver. */
static bool lacks_driver(const struct device *device)
{
	const char *class = device_get(device, FIELD_CLASS);

	return device->kind == DEVICE_FUNCTION &&
	       device_value(device, FIELD_DRIVER)->state == VALUE_NONE &&
	       !(class && strncmp(class, "06", 2) == 0);
}

/* A server's processors alone have dozens, which would bury all other remarks: three are named. */
static void remark_drivers(const struct remarks *remarks)
{
	const char *places[3] = { NULL };
	size_t count = 0;

	for (size_t i = 0; i < remarks->snapshot->count; i++) {
		const struct device *device = remarks->snapshot->devices[i];

		if (!lacks_driver(device))
			continue;
		if (count < 3)
			places[count] = device->place;
		count++;
	}
	if (count > 3)
		sayf(remarks, NULL, "no driver serves %zu functions: %.100s, %.100s, %.100s and %zu more",
		     count, places[0], places[1], places[2], count - 3);
	for (size_t i = 0; i < count && count <= 3; i++)
		remarks->say(places[i], "no driver serves it", remarks->context);
}

static bool says(const struct device *device, enum field field, const char *what)
{
	const char *text = device_get(device, field);

	return text && strcmp(text, what) == 0;
}

/* A rule would take what is damaged for good, or compare nothing of it. */
static void remark_client(const struct remarks *remarks, const struct device *device)
{
	if (says(device, FIELD_SPD_CHECKSUMS, "bad"))
		remarks->say(device->place, "the checksum of its SPD is wrong: it is damaged, or was rewritten",
			     remarks->context);
	if (says(device, FIELD_FRU_CHECKSUMS, "bad"))
		remarks->say(device->place, "a checksum of its FRU memory is wrong: it is damaged, or was rewritten",
			     remarks->context);
	if (device->reading == READING_UNREADABLE)
		remarks->say(device->place, "its memory cannot be read in full: its rule compares nothing of what it holds",
			     remarks->context);
}

static void remark_answering(const struct remarks *remarks, const struct device *device)
{
	remarks->say(device->place, "it answered when the bus was probed, and nobody declares it: find out what it is",
		     remarks->context);
}

/* Firmware names the device of a slot, or the port above it. */
static void remark_slot(const struct remarks *remarks, const struct smbios_slot *slot)
{
	const struct device *named = NULL;

	for (size_t i = 0; i < remarks->snapshot->count; i++) {
		const struct device *device = remarks->snapshot->devices[i];
		const char *address = device_get(device, FIELD_ADDRESS);
		const char *class = device_get(device, FIELD_CLASS);
		bool itself = device->kind == DEVICE_FUNCTION && address &&
			      strcmp(address, slot->address) == 0;

		if (itself && class && strncmp(class, "0604", 4) == 0)
			named = device;
		else if (itself || (named && device->kind == DEVICE_FUNCTION &&
				    place_below(device->place, named->place)))
			sayf(remarks, device->place, "firmware calls its slot, \"%s\", empty",
			     *slot->name ? slot->name : "?");
	}
}

static void remark_device(const struct remarks *remarks, const struct device *device)
{
	switch (device->kind) {
	case DEVICE_FUNCTION:
		remark_function(remarks, device);
		break;
	case DEVICE_CLIENT:
		remark_client(remarks, device);
		break;
	case DEVICE_ANSWERING:
		remark_answering(remarks, device);
		break;
	case DEVICE_ADAPTER:
		break;
	}
}

void inventory_remarks(const struct snapshot *snapshot, const struct remark_facts *facts,
		       void (*say)(const char *place, const char *remark, void *context),
		       void *context)
{
	const struct remarks remarks = { snapshot, facts, say, context };

	if (snapshot->board.virtual_machine)
		say(NULL, "this is a virtual machine: its devices are what its host made up",
		    context);
	if (snapshot->incomplete)
		say(NULL, "the module could not keep all devices: some may lack a rule",
		    context);
	for (size_t i = 0; i < snapshot->count; i++)
		remark_device(&remarks, snapshot->devices[i]);
	remark_drivers(&remarks);
	for (size_t i = 0; i < facts->slot_count; i++)
		remark_slot(&remarks, &facts->slots[i]);
}
