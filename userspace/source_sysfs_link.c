// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_link.c: what sysfs keeps outside of a function's own directory:
 * slots, the numbers of virtual functions, host bridges in firmware.
 */
#include "source_sysfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"

#define DEVICETREE "/firmware/devicetree/base"

int sysfs_scan_slots(struct sysfs_scan *scan)
{
	struct sysfs_names names;
	size_t i;
	int err;

	err = sysfs_list(&scan->sysfs, "sys/bus/pci/slots", &names);
	scan->slots_known = !err || (err == -ENOENT && scan->sysfs.live);
	if (err)
		return err == -ENOMEM ? err : 0;
	scan->slots = calloc(names.count + 1, sizeof(*scan->slots));
	if (!scan->slots)
		err = -ENOMEM;
	for (i = 0; i < names.count && !err; i++) {
		struct sysfs_slot *slot = &scan->slots[scan->slot_count];
		char path[320];

		snprintf(path, sizeof(path), "sys/bus/pci/slots/%s/address",
			 names.names[i]);
		if (sysfs_read_path(&scan->sysfs, path, slot->address,
				    sizeof(slot->address)) <= 0)
			continue;
		snprintf(slot->name, sizeof(slot->name), "%s", names.names[i]);
		scan->slot_count++;
	}
	sysfs_names_clear(&names);
	return err;
}

/** sysfs_scan_slot() - Return: the physical slot that all functions of a device are in. */
const char *sysfs_scan_slot(const struct sysfs_scan *scan, const char *address)
{
	size_t length = strlen(address) - 2;	/* without .f */
	size_t i;

	for (i = 0; i < scan->slot_count; i++)
		if (strlen(scan->slots[i].address) == length &&
		    !memcmp(scan->slots[i].address, address, length))
			return scan->slots[i].name;
	return NULL;
}

static int append_virtual(struct sysfs_scan *scan, int directory, const char *name)
{
	struct sysfs_virtual *virtuals;
	const char *address;
	char buffer[256];

	address = sysfs_link_name(directory, name, buffer, sizeof(buffer));
	if (!address || !sysfs_is_address(address, strlen(address)))
		return 0;
	virtuals = reallocarray(scan->virtuals, scan->virtual_count + 1,
				sizeof(*virtuals));
	if (!virtuals)
		return -ENOMEM;
	scan->virtuals = virtuals;
	virtuals += scan->virtual_count++;
	snprintf(virtuals->address, sizeof(virtuals->address), "%.23s", address);
	virtuals->index = strtoul(name + strlen("virtfn"), NULL, 10);
	return 0;
}

/* Reads the links virtfnN of a physical function. */
static int load_virtuals(struct sysfs_scan *scan, const char *physical)
{
	struct sysfs_names names;
	char path[64];
	int directory;
	size_t i;
	int err;

	snprintf(path, sizeof(path), "sys/bus/pci/devices/%.23s", physical);
	err = sysfs_list(&scan->sysfs, path, &names);
	if (err)
		return err;
	directory = sysfs_directory(&scan->sysfs, path);
	for (i = 0; directory >= 0 && i < names.count && !err; i++)
		if (!strncmp(names.names[i], "virtfn", strlen("virtfn")))
			err = append_virtual(scan, directory, names.names[i]);
	if (directory >= 0)
		close(directory);
	sysfs_names_clear(&names);
	return err;
}

static int find_virtual(const struct sysfs_scan *scan, const char *address)
{
	size_t i;

	for (i = 0; i < scan->virtual_count; i++)
		if (!strcmp(scan->virtuals[i].address, address))
			return scan->virtuals[i].index;
	return -ENOENT;
}

int sysfs_scan_virtual(struct sysfs_scan *scan, const char *physical, const char *address)
{
	int index = find_virtual(scan, address);
	int err;

	if (index >= 0)
		return index;
	err = load_virtuals(scan, physical);
	return err ? err : find_virtual(scan, address);
}

bool sysfs_firmware_path(const struct sysfs *sysfs, const char *chain,
			 char *path, size_t size)
{
	char name[1024], target[1024];
	const char *tree;
	int directory;
	ssize_t length;

	if (snprintf(name, sizeof(name), "%s/firmware_node/path", chain) >=
	    (int)sizeof(name))
		return false;
	if (sysfs_read_path(sysfs, name, path, size) > 0)
		return true;
	directory = sysfs_directory(sysfs, chain);
	if (directory < 0)
		return false;
	length = sysfs_link(directory, "of_node", target, sizeof(target));
	close(directory);
	tree = length > 0 ? strstr(target, DEVICETREE) : NULL;
	if (!tree)
		return false;
	snprintf(path, size, "%s", tree + strlen(DEVICETREE));
	return path[0];
}

static void read_root(const struct sysfs *sysfs, const char *chain, struct sysfs_root *root)
{
	char hid[32], uid[32], name[1056];

	if (!sysfs_firmware_path(sysfs, chain, root->path, sizeof(root->path)))
		root->path[0] = '\0';
	snprintf(name, sizeof(name), "%.1023s/firmware_node/hid", chain);
	if (sysfs_read_path(sysfs, name, hid, sizeof(hid)) <= 0)
		return;
	snprintf(name, sizeof(name), "%.1023s/firmware_node/uid", chain);
	if (sysfs_read_path(sysfs, name, uid, sizeof(uid)) <= 0)
		uid[0] = '\0';
	snprintf(root->id, sizeof(root->id), "%s%s%s", hid, uid[0] ? ":" : "", uid);
}

int sysfs_scan_root(struct sysfs_scan *scan, const char *chain, size_t length,
		    const struct sysfs_root **out)
{
	struct sysfs_root *roots;
	size_t i;

	for (i = 0; i < scan->root_count; i++) {
		*out = &scan->roots[i];
		if (strlen((*out)->chain) == length &&
		    !memcmp((*out)->chain, chain, length))
			return 0;
	}
	roots = reallocarray(scan->roots, scan->root_count + 1, sizeof(*roots));
	if (!roots)
		return -ENOMEM;
	scan->roots = roots;
	roots += scan->root_count;
	memset(roots, 0, sizeof(*roots));
	roots->chain = strndup(chain, length);
	if (!roots->chain)
		return -ENOMEM;
	scan->root_count++;
	read_root(&scan->sysfs, roots->chain, roots);
	*out = roots;
	return 0;
}

int sysfs_set_root(const struct sysfs_scan *scan, const struct sysfs_root *root,
		   struct device *device)
{
	int err;

	/* a saved tree without a firmware node may just not hold it */
	if (!scan->sysfs.live && !(root && root->path[0]))
		return 0;
	err = device_set(device, FIELD_ROOT_ID, root && root->id[0] ? root->id : NULL);
	return err ? err : device_set(device, FIELD_ROOT_PATH,
				      root && root->path[0] ? root->path : NULL);
}
