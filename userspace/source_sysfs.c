// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs.c: a snapshot from sysfs, of this machine or an unpacked tree.
 */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter_type.h"
#include "snapshot.h"
#include "source_contents.h"
#include "source_sysfs.h"

/* Links of a bus lead to ../../../devices/...; the root is three up from it. */
char *sysfs_scan_chain(int bus, const char *name)
{
	char target[2048];
	const char *devices;
	char *chain;

	if (sysfs_link(bus, name, target, sizeof(target)) < 0)
		return NULL;
	devices = strstr(target, "/devices/");
	if (!devices || asprintf(&chain, "sys%s", devices) < 0)
		return NULL;
	return chain;
}

/* Whether this kernel is at least 5.13. */
static bool marks_removable(const char *kernel)
{
	unsigned int major, minor;

	return kernel && sscanf(kernel, "%u.%u", &major, &minor) == 2 &&
	       (major > 5 || (major == 5 && minor >= 13));
}

/* What a missing link or file means: none, or not saved. */
static void judge_tree(struct sysfs_scan *scan)
{
	int groups = sysfs_directory(&scan->sysfs, "sys/kernel/iommu_groups");

	scan->groups_known = scan->sysfs.live || groups >= 0;
	if (groups >= 0)
		close(groups);
	scan->removable_known = scan->sysfs.live &&
				marks_removable(scan->snapshot->kernel);
}

static int scan_buses(struct sysfs_scan *scan)
{
	int directory = sysfs_directory(&scan->sysfs, "sys/bus");
	int err;

	/* of a saved tree the devices are enough */
	if (directory == -ENOENT && !scan->sysfs.live)
		directory = sysfs_directory(&scan->sysfs, "sys/devices");
	if (directory < 0)
		return directory;
	close(directory);
	judge_tree(scan);
	err = sysfs_scan_pci(scan);
	if (!err)
		err = sysfs_scan_i2c(scan);
	sysfs_scan_pci_clear(scan);
	return err;
}

/* A tree that somebody made up has names that make no place: no file could hold them. */
static void drop_misplaced(struct snapshot *snapshot)
{
	size_t i, kept = 0;

	for (i = 0; i < snapshot->count; i++) {
		struct device *device = snapshot->devices[i];

		if (place_valid(device->place)) {
			snapshot->devices[kept++] = device;
			continue;
		}
		device_free(device);
		snapshot->incomplete = true;
	}
	snapshot->count = kept;
}

/** source_sysfs() - Return: 0, or -errno: no sysfs there, no memory. */
int source_sysfs(const char *root, struct snapshot **out)
{
	struct sysfs_scan scan = { 0 };
	int err;

	err = sysfs_open(&scan.sysfs, root);
	if (err)
		return err;
	err = -ENOMEM;
	scan.snapshot = snapshot_new(SOURCE_SYSFS);
	if (!scan.snapshot)
		goto close_sysfs;
	if (root) {
		scan.snapshot->source_path = strdup(root);
		if (!scan.snapshot->source_path)
			goto free_snapshot;
	}
	err = snapshot_identify_host(scan.snapshot, root);
	if (!err)
		err = scan_buses(&scan);
	if (err)
		goto free_snapshot;
	drop_misplaced(scan.snapshot);
	snapshot_sort(scan.snapshot);
	err = adapter_types(scan.snapshot);
	/* of this machine it would be traffic on a bus: who wants it asks for it */
	if (!err && !scan.sysfs.live)
		err = source_contents_tree(&scan.sysfs, scan.snapshot);
	if (!err)
		err = scan.sysfs.lack;
	if (err)
		goto free_snapshot;
	*out = scan.snapshot;
	return sysfs_close(&scan.sysfs);

free_snapshot:
	snapshot_free(scan.snapshot);
close_sysfs:
	sysfs_close(&scan.sysfs);
	return err;
}
