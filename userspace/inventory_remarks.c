// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_remarks.c: what deserves a look before a machine is taken for good.
 */
#include "inventory.h"

#include <stdio.h>
#include <string.h>

#include "names.h"

struct remarks {
	struct names *names;
	void (*say)(const char *place, const char *remark, void *context);
	void *context;
};

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
	char remark[96];

	if (!remarks->names || !device_get(device, FIELD_VENDOR) ||
	    !device_get(device, FIELD_DEVICE) || known_to_ids(remarks->names, device))
		return;
	snprintf(remark, sizeof(remark), "%s:%s is not known to pci.ids",
		 device_get(device, FIELD_VENDOR), device_get(device, FIELD_DEVICE));
	remarks->say(device->place, remark, remarks->context);
}

static void remark_function(const struct remarks *remarks, const struct device *device)
{
	const char *class = device_get(device, FIELD_CLASS);

	remark_ids(remarks, device);
	/* Host and ISA bridges and the like never have a driver. */
	if (device->fields[FIELD_DRIVER].state == VALUE_NONE &&
	    !(class && strncmp(class, "06", 2) == 0))
		remarks->say(device->place, "no driver serves it", remarks->context);
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

void inventory_remarks(const struct snapshot *snapshot, struct names *names,
		       void (*say)(const char *place, const char *remark, void *context),
		       void *context)
{
	const struct remarks remarks = { names, say, context };

	if (snapshot->board.virtual_machine)
		say(NULL, "this is a virtual machine: its devices are what its host made up",
		    context);
	if (snapshot->incomplete)
		say(NULL, "the module could not keep all devices: some may lack a rule",
		    context);
	for (size_t i = 0; i < snapshot->count; i++)
		if (snapshot->devices[i]->kind == DEVICE_FUNCTION)
			remark_function(&remarks, snapshot->devices[i]);
}
