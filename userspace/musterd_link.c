// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_link.c: a second look at links that were slow when they were captured.
 *
 * Only where a rule asks for a speed, and only at a part that was slower: nothing
 * else makes the daemon wake. The kernel's own files are read, for parts that are
 * awake; no part is woken to see how it is.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compare.h"
#include "snapshot.h"
#include "sysfs.h"

#define APART (60 * SECOND)

static bool asks_speed(const struct unverified *unverified)
{
	return strstr(unverified->fields, field_table[FIELD_LINK_SPEED].name);
}

void link_want(struct musterd *musterd, const struct verdict *verdict)
{
	size_t i;

	if (musterd->link_at != NEVER)
		return;
	for (i = 0; i < verdict->unverified_count; i++)
		if (asks_speed(&verdict->unverified[i]))
			musterd->link_at = now_boottime() + APART;
}

/* "8.0 GT/s PCIe" is "8.0 GT/s"; "Unknown" is nothing. */
static bool read_speed(const struct sysfs *sysfs, int directory, char *speed, size_t size)
{
	char *unit;

	if (sysfs_read(sysfs, directory, "current_link_speed", speed, size) <= 0)
		return false;
	unit = strstr(speed, " GT/s");
	if (!unit)
		return false;
	unit[strlen(" GT/s")] = '\0';
	return true;
}

static bool is_awake(const struct sysfs *sysfs, int directory)
{
	char status[32];

	/* a kernel without power management has no such file */
	return sysfs_read(sysfs, directory, "power/runtime_status", status,
			  sizeof(status)) <= 0 ||
	       !strcmp(status, "active") || !strcmp(status, "unsupported");
}

/* Return: 1 if judging it may come to something else now, 0, or -ENOMEM. */
static int take_look(struct device *device, const char *speed, const char *width)
{
	const char *was = device_get(device, FIELD_LINK_SPEED);
	bool same = was && !strcmp(was, speed);
	int err;

	if (same && device->link_agreed)
		return 0;
	device->link_agreed = same;
	if (same)
		return 1;
	err = device_set(device, FIELD_LINK_SPEED, speed);
	if (!err && width)
		err = device_set(device, FIELD_LINK_WIDTH, width);
	return err ? err : 1;
}

static int look(const struct sysfs *sysfs, struct device *device)
{
	const char *address = device_get(device, FIELD_ADDRESS);
	char path[128], speed[32], width[16];
	bool has_speed, has_width;
	int directory;

	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", address ? address : "");
	directory = address ? sysfs_directory(sysfs, path) : -ENOENT;
	if (directory < 0)
		return 0;
	has_speed = is_awake(sysfs, directory) &&
		    read_speed(sysfs, directory, speed, sizeof(speed));
	has_width = has_speed && sysfs_read(sysfs, directory, "current_link_width", width,
					    sizeof(width)) > 0;
	close(directory);
	return has_speed ? take_look(device, speed, has_width ? width : NULL) : 0;
}

static bool is_listed(const struct verdict *verdict, const struct device *device)
{
	size_t i;

	for (i = 0; i < verdict->unverified_count; i++)
		if (verdict->unverified[i].device == device &&
		    asks_speed(&verdict->unverified[i]))
			return true;
	return false;
}

/* Return: how many are still slow or could not be looked at; -errno. */
static int look_at_all(struct musterd *musterd, const struct verdict *verdict, bool *news)
{
	struct sysfs sysfs;
	int slow = 0, err;
	size_t i;

	err = sysfs_open(&sysfs, NULL);
	if (err)
		return err;
	for (i = 0; i < musterd->live->count && err >= 0; i++) {
		struct device *device = musterd->live->devices[i];

		if (!device->link_agreed && !is_listed(verdict, device))
			continue;
		err = look(&sysfs, device);
		*news = *news || err > 0;
		slow++;
	}
	sysfs_close(&sysfs);
	return err < 0 ? err : slow;
}

void link_check(struct musterd *musterd)
{
	const struct inventory *by = musterd->inventory;
	struct verdict verdict = { .count = 0 };
	bool news = false;
	int slow;

	if (!by || !musterd->live || compare(musterd->live, by, NULL, &verdict))
		return;
	slow = look_at_all(musterd, &verdict, &news);
	verdict_clear(&verdict);
	if (news)
		judge(musterd);
	/* what stays slow may become fast again */
	if (slow && musterd->link_at == NEVER)
		musterd->link_at = now_boottime() + musterd->config.rescan;
}

void link_carry(const struct snapshot *before, struct snapshot *now)
{
	size_t i;

	for (i = 0; i < before->count; i++) {
		const struct device *old = before->devices[i];
		struct device *device = old->link_agreed ? snapshot_find(now, old->place) : NULL;
		const char *speed = device ? device_get(device, FIELD_LINK_SPEED) : NULL;
		const char *was = device_get(old, FIELD_LINK_SPEED);

		if (speed && was && !strcmp(speed, was))
			device->link_agreed = true;
	}
}
