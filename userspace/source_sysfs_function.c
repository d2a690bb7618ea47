// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_function.c: the fields of one function, from its directory.
 */
#include "source_sysfs_function.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../module/uapi/muster.h"
#include "config_image.h"
#include "snapshot.h"
#include "source_sysfs.h"

#define HEADER_TYPE	0x0e
#define CLASS_BRIDGE	"0604"	/* to another PCI bus */

/* linux/ioport.h, as in the third column of "resource" */
#define RESOURCE_IO		0x00000100u
#define RESOURCE_MEM		0x00000200u
#define RESOURCE_PREFETCH	0x00002000u
#define RESOURCE_MEM_64		0x00100000u

/* @text in hex, with or without 0x, becomes full width; anything else is unknown. */
static int set_hex(struct device *device, enum field field, const char *text)
{
	unsigned int digits = field_table[field].hex_digits;
	unsigned long value;
	char *end;

	if (!isxdigit((unsigned char)*text))
		return 0;
	errno = 0;
	value = strtoul(text, &end, 16);
	if (errno || *end || value >> 4 * digits)
		return 0;
	return device_setf(device, field, "%0*lx", (int)digits, value);
}

/* The value of @key in the text of "uevent", cut out of it; NULL: not there. */
static char *uevent_value(char *text, const char *key)
{
	size_t length = strlen(key);

	while (text && *text) {
		char *line = strsep(&text, "\n");

		if (!strncmp(line, key, length) && line[length] == '=')
			return line + length + 1;
	}
	return NULL;
}

static int set_pair(struct device *device, enum field first, enum field second, char *pair)
{
	char *colon = pair ? strchr(pair, ':') : NULL;
	int err;

	if (!colon)
		return 0;
	*colon = '\0';
	err = set_hex(device, first, pair);
	return err ? err : set_hex(device, second, colon + 1);
}

/* Return: 0 also where there is no such file: other files say the same. */
static int read_uevent(struct sysfs_scan *scan, int directory, struct device *device)
{
	char text[4096], copy[4096];
	char *value;
	ssize_t length;
	int err = 0;

	length = sysfs_read(&scan->sysfs, directory, "uevent", text, sizeof(text));
	if (length == -ENODEV)
		return 1;
	if (length <= 0 || !strstr(text, "PCI_ID="))
		return 0;
	strcpy(copy, text);
	value = uevent_value(copy, "PCI_CLASS");
	if (value)
		err = set_hex(device, FIELD_CLASS, value);
	strcpy(copy, text);
	if (!err)
		err = set_pair(device, FIELD_VENDOR, FIELD_DEVICE,
			       uevent_value(copy, "PCI_ID"));
	strcpy(copy, text);
	if (!err)
		err = set_pair(device, FIELD_SUBSYSTEM_VENDOR, FIELD_SUBSYSTEM_DEVICE,
			       uevent_value(copy, "PCI_SUBSYS_ID"));
	if (!err)
		err = device_set(device, FIELD_DRIVER, uevent_value(text, "DRIVER"));
	return err;
}

/* Trees of old kernels, or saved in part, may lack "uevent". */
static int read_files(struct sysfs_scan *scan, int directory, struct device *device)
{
	static const struct { const char *name; enum field field; } files[] = {
		{ "vendor", FIELD_VENDOR },
		{ "device", FIELD_DEVICE },
		{ "subsystem_vendor", FIELD_SUBSYSTEM_VENDOR },
		{ "subsystem_device", FIELD_SUBSYSTEM_DEVICE },
		{ "class", FIELD_CLASS },
	};
	const char *driver;
	char text[256];
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(files) / sizeof(*files) && !err; i++)
		if (sysfs_read(&scan->sysfs, directory, files[i].name,
			       text, sizeof(text)) > 0)
			err = set_hex(device, files[i].field, text);
	driver = sysfs_link_name(directory, "driver", text, sizeof(text));
	if (!err && driver)
		err = device_set(device, FIELD_DRIVER, driver);
	return err;
}

static int read_revision(struct sysfs_scan *scan, int directory, struct device *device)
{
	uint8_t revision;
	char text[32];

	if (config_image_u8(device->config, 8, &revision))
		return device_setf(device, FIELD_REVISION, "%02x", revision);
	if (sysfs_read(&scan->sysfs, directory, "revision", text, sizeof(text)) > 0)
		return set_hex(device, FIELD_REVISION, text);
	return 0;
}

static bool is_bridge(const struct device *device)
{
	const char *class = device_get(device, FIELD_CLASS);
	uint8_t type;

	if (config_image_u8(device->config, HEADER_TYPE, &type))
		return (type & 0x7f) == 1;
	return class && !strncmp(class, CLASS_BRIDGE, strlen(CLASS_BRIDGE));
}

/*
 * The kernel shows zeros where a bridge has no capability that names its
 * subsystem, and where it has one that says so: the capability decides, and who
 * may not read that far cannot tell.
 */
static void doubt_subsystem(struct device *device)
{
	const char *vendor = device_get(device, FIELD_SUBSYSTEM_VENDOR);
	const char *part = device_get(device, FIELD_SUBSYSTEM_DEVICE);

	if (!is_bridge(device) || !vendor || !part || strcmp(vendor, "0000") ||
	    strcmp(part, "0000"))
		return;
	device_set_unknown(device, FIELD_SUBSYSTEM_VENDOR);
	device_set_unknown(device, FIELD_SUBSYSTEM_DEVICE);
}

int sysfs_function_ids(struct sysfs_scan *scan, int directory, struct device *device)
{
	int err;

	err = read_uevent(scan, directory, device);
	if (!err && !device_get(device, FIELD_VENDOR))
		err = read_files(scan, directory, device);
	if (!err && !device_get(device, FIELD_VENDOR) && scan->sysfs.live)
		return 1;
	if (!err)
		err = read_revision(scan, directory, device);
	doubt_subsystem(device);
	return err;
}

static void set_bar(struct device *device, unsigned int index, uint64_t start,
		    uint64_t end, uint64_t flags)
{
	struct bar *bar = &device->bars[device->bar_count];

	if (end < start || !end || !(flags & (RESOURCE_IO | RESOURCE_MEM)))
		return;
	bar->index = index;
	bar->size = end - start + 1;
	bar->flags = flags & RESOURCE_IO ? MUSTER_BAR_IO : MUSTER_BAR_MEM;
	if (flags & RESOURCE_MEM) {
		bar->flags |= flags & RESOURCE_MEM_64 ? MUSTER_BAR_64 : 0;
		bar->flags |= flags & RESOURCE_PREFETCH ? MUSTER_BAR_PREFETCH : 0;
	}
	device->bar_count++;
}

static void read_bars(struct sysfs_scan *scan, int directory, struct device *device)
{
	char text[4096];
	char *line = text;
	unsigned int index;

	if (sysfs_read(&scan->sysfs, directory, "resource", text, sizeof(text)) <= 0)
		return;
	device->bars_known = true;
	for (index = 0; index < DEVICE_BARS && line; index++) {
		uint64_t start, end, flags;

		if (sscanf(line, "%" SCNx64 " %" SCNx64 " %" SCNx64,
			   &start, &end, &flags) == 3)
			set_bar(device, index, start, end, flags);
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
}

static int read_group(struct sysfs_scan *scan, int directory, struct device *device)
{
	const char *group;
	char text[256];

	group = sysfs_link_name(directory, "iommu_group", text, sizeof(text));
	if (group && isdigit((unsigned char)*group))
		return device_setf(device, FIELD_IOMMU_GROUP, "%lu", strtoul(group, NULL, 10));
	return scan->groups_known ? device_set(device, FIELD_IOMMU_GROUP, NULL) : 0;
}

/* Linux 5.13 and later make the file only where a device can be removed by hand. */
static int read_removable(struct sysfs_scan *scan, int directory, struct device *device)
{
	char text[32];

	if (sysfs_read(&scan->sysfs, directory, "removable", text, sizeof(text)) > 0) {
		if (!strcmp(text, "unknown"))
			return 0;
		return device_set(device, FIELD_REMOVABLE,
				  strcmp(text, "removable") ? "false" : "true");
	}
	return scan->removable_known ? device_set(device, FIELD_REMOVABLE, "false") : 0;
}

int sysfs_function_rest(struct sysfs_scan *scan, int directory, struct device *device)
{
	const char *slot;
	int err;

	read_bars(scan, directory, device);
	slot = sysfs_scan_slot(scan, device_get(device, FIELD_ADDRESS));
	err = slot || scan->slots_known ? device_set(device, FIELD_SLOT, slot) : 0;
	if (!err)
		err = read_group(scan, directory, device);
	if (!err)
		err = read_removable(scan, directory, device);
	return err ? err : device_decode_digests(device);
}

int sysfs_function_root(struct sysfs_scan *scan, const struct sysfs_function *function,
			struct device *device)
{
	size_t length = sysfs_chain_root(function->chain);
	const struct sysfs_root *root = NULL;
	int err = 0;

	if (length)
		err = sysfs_scan_root(scan, function->chain, length, &root);
	return err ? err : sysfs_set_root(scan, root, device);
}
