// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * names.c: what pci.ids calls a function (libpci); never a reason to fail.
 */
#include "names.h"

#include <pci/pci.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

struct names {
	struct pci_access *access;
};

static void say_nothing(char *format, ...)
{
	(void)format;
}

/* libpci cannot go on after an error, and has one here: no memory. */
static void __attribute__((noreturn)) give_up(char *format, ...)
{
	(void)format;
	abort();
}

/** names_open() - Return: the names; no memory is no names. */
struct names *names_open(void)
{
	struct names *names = malloc(sizeof(*names));

	if (!names)
		return NULL;
	/* pci_init() would look for a machine's bus, and exit() without one */
	names->access = pci_alloc();
	if (!names->access) {
		free(names);
		return NULL;
	}
	names->access->error = give_up;
	names->access->warning = say_nothing;
	names->access->debug = say_nothing;
	return names;
}

/** names_close() - NULL is none. */
void names_close(struct names *names)
{
	if (!names)
		return;
	pci_free_name_list(names->access);
	pci_cleanup(names->access);
	free(names);
}

/* Return: whether @field is known, and its number. */
static bool number_of(const struct device *device, enum field field, int *number)
{
	const char *text = device_get(device, field);

	if (!text)
		return false;
	*number = strtoul(text, NULL, 16);
	return true;
}

/** names_device() - Return: @buffer. */
const char *names_device(struct names *names, const struct device *device,
			 char *buffer, size_t size)
{
	const char *name;
	int vendor, part;

	buffer[0] = '\0';
	if (device->kind != DEVICE_FUNCTION) {
		name = device_get(device, FIELD_NAME);
		snprintf(buffer, size, "%s", name ? name : "");
		return buffer;
	}
	if (!names || !number_of(device, FIELD_VENDOR, &vendor) ||
	    !number_of(device, FIELD_DEVICE, &part))
		return buffer;
	if (!pci_lookup_name(names->access, buffer, size,
			     PCI_LOOKUP_VENDOR | PCI_LOOKUP_DEVICE | PCI_LOOKUP_NO_NUMBERS,
			     vendor, part) &&
	    !pci_lookup_name(names->access, buffer, size,
			     PCI_LOOKUP_VENDOR | PCI_LOOKUP_NO_NUMBERS, vendor))
		buffer[0] = '\0';
	return buffer;
}

/** names_class() - Return: @buffer; for I2C the kind. */
const char *names_class(struct names *names, const struct device *device,
			char *buffer, size_t size)
{
	int class;

	buffer[0] = '\0';
	if (device->kind != DEVICE_FUNCTION)
		snprintf(buffer, size, "I2C %s", device_kind_name(device->kind));
	else if (names && number_of(device, FIELD_CLASS, &class) &&
		 !pci_lookup_name(names->access, buffer, size,
				  PCI_LOOKUP_CLASS | PCI_LOOKUP_NO_NUMBERS, class >> 8))
		buffer[0] = '\0';
	return buffer;
}
