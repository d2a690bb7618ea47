// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_label.c: a short readable name for the rule of a device: what it is,
 * and where, without the root that nearly all share.
 */
#include "inventory_label.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* By the beginning of the class code; the first that fits. */
static const struct { const char *class, *word; } words[] = {
	{ "0106", "sata" }, { "0108", "nvme" }, { "0104", "raid" }, { "01", "storage" },
	{ "0200", "ethernet" }, { "0207", "infiniband" }, { "02", "network" },
	{ "03", "display" }, { "0403", "audio" }, { "04", "media" },
	{ "05", "memory" }, { "0600", "host" }, { "0601", "isa" }, { "0604", "bridge" },
	{ "06", "bridge" }, { "07", "serial" }, { "0806", "iommu" }, { "08", "system" },
	{ "0c03", "usb" }, { "0c05", "smbus" }, { "0c", "bus" }, { "0d", "wireless" },
	{ "10", "crypto" }, { "12", "accelerator" },
};

static const char *class_word(const struct device *device)
{
	const char *class = device_get(device, FIELD_CLASS);

	for (size_t i = 0; class && i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(class, words[i].class, strlen(words[i].class)) == 0)
			return words[i].word;
	return "device";
}

void inventory_label(const struct device *device, char label[INVENTORY_LABEL_MAX])
{
	static const char usual[] = "0000:00/";
	const char *place = device->place, *word = "adapter";
	char name[32];
	size_t length = 0;

	if (device->kind == DEVICE_FUNCTION)
		word = class_word(device);
	else if (device->kind == DEVICE_ANSWERING)
		word = "answering";
	else if (device->kind == DEVICE_CLIENT)
		word = device_get(device, FIELD_SPD_CHECKSUMS) ? "memory" :
		       device_get(device, FIELD_NAME);
	for (; word && *word && length < sizeof(name) - 1; word++)
		name[length++] = isalnum((unsigned char)*word) ? tolower(*word) : '-';
	name[length] = '\0';
	if (strncmp(place, usual, sizeof(usual) - 1) == 0)
		place += sizeof(usual) - 1;
	snprintf(label, INVENTORY_LABEL_MAX, "%s-%.*s", length ? name : "client",
		 PLACE_MAX, place);
}
