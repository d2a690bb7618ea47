// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_register.c: where in configuration space a field stands, for who wants
 * to look at the bytes. Offsets: PCI Local Bus 3.0 chapter 6, PCI Express Base
 * chapter 7, PCI-to-PCI Bridge 1.2 section 3.2.5.13 (capability 0d).
 */
#include "compare_internal.h"

#include <stdio.h>
#include <string.h>

#include "capabilities.h"

static bool is_bridge(const struct device *device)
{
	const char *class = device_get(device, FIELD_CLASS);

	return class && strncmp(class, "0604", 4) == 0;
}

/* "capability 10 (PCI Express) at 40h, offset 12h", as far as the list is known. */
static const char *write_capability(const struct device *device, uint16_t id, bool extended,
				    const char *offset, char *buffer, size_t size)
{
	const struct capabilities *all = device->capabilities;
	struct capability wanted = { .id = id, .extended = extended };
	const char *name = capability_name(&wanted);
	char at[16] = "";

	for (size_t i = 0; all && i < all->count; i++)
		if (all->items[i].id == id && all->items[i].extended == extended) {
			snprintf(at, sizeof(at), " at %xh", all->items[i].offset);
			break;
		}
	snprintf(buffer, size, "capability %0*x%s%s%s%s, offset %s", extended ? 4 : 2, id,
		 name ? " (" : "", name ? name : "", name ? ")" : "", at, offset);
	return buffer;
}

static const char *write_subsystem(const struct device *device, bool vendor,
				   char *buffer, size_t size)
{
	if (is_bridge(device))
		return write_capability(device, CAP_SSVID, false, vendor ? "4" : "6",
					buffer, size);
	return vendor ? "2ch" : "2eh";
}

const char *compare_register(const struct device *device, enum field field,
			     char *buffer, size_t size)
{
	if (device->kind != DEVICE_FUNCTION)
		return NULL;
	switch (field) {
	case FIELD_VENDOR:
		return "00h";
	case FIELD_DEVICE:
		return "02h";
	case FIELD_REVISION:
		return "08h";
	case FIELD_CLASS:
		return "09h";
	case FIELD_MULTIFUNCTION:
		return "0eh";
	case FIELD_SUBSYSTEM_VENDOR:
	case FIELD_SUBSYSTEM_DEVICE:
		return write_subsystem(device, field == FIELD_SUBSYSTEM_VENDOR, buffer, size);
	case FIELD_SERIAL:
		return write_capability(device, EXT_CAP_SERIAL, true, "4", buffer, size);
	case FIELD_PORT_TYPE:
		return write_capability(device, CAP_EXPRESS, false, "2", buffer, size);
	case FIELD_MAX_LINK_SPEED:
	case FIELD_MAX_LINK_WIDTH:
		return write_capability(device, CAP_EXPRESS, false, "0ch", buffer, size);
	case FIELD_LINK_SPEED:
	case FIELD_LINK_WIDTH:
		return write_capability(device, CAP_EXPRESS, false, "12h", buffer, size);
	default:
		return NULL;
	}
}
