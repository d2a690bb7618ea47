// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sysfs_power.c: whether a PCI function, and each above it, is awake.
 */
#include "sysfs_power.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "source_sysfs.h"
#include "sysfs.h"

#define DEVICES "sys/bus/pci/devices"

enum power { POWER_ON, POWER_D3HOT, POWER_ASLEEP };

static enum power read_power(const struct sysfs *sysfs, const char *chain)
{
	int directory = sysfs_directory(sysfs, chain);
	enum power power = POWER_ON;
	char text[32];

	if (directory < 0)
		return POWER_ON;
	if (sysfs_read(sysfs, directory, "power_state", text, sizeof(text)) > 0) {
		if (!strcmp(text, "D3hot"))
			power = POWER_D3HOT;
		else if (!strcmp(text, "D1") || !strcmp(text, "D2") || !strcmp(text, "D3cold"))
			power = POWER_ASLEEP;
	} else if (sysfs_read(sysfs, directory, "power/runtime_status", text,
			      sizeof(text)) > 0 && !strcmp(text, "suspended")) {
		/* before Linux 5.11: what is suspended may be in D3cold */
		power = POWER_ASLEEP;
	}
	close(directory);
	return power;
}

bool sysfs_power_readable(const struct sysfs *sysfs, const char *address, bool awake)
{
	char link[PATH_MAX], chain[PATH_MAX + 16], *at, *end;
	int devices = sysfs_directory(sysfs, DEVICES);
	ssize_t length;

	if (devices < 0)
		return true;
	length = sysfs_link(devices, address, link, sizeof(link));
	close(devices);
	if (length < 0)
		return true;	/* no links in this tree: nothing is asleep in it */
	for (at = link; !strncmp(at, "../", 3);)
		at += 3;
	snprintf(chain, sizeof(chain), "sys/%s", at);
	for (at = chain; *at; at = end) {
		enum power power;
		char kept;

		at += *at == '/';
		end = at + strcspn(at, "/");
		if (!sysfs_is_address(at, end - at))
			continue;
		kept = *end;
		*end = '\0';
		power = read_power(sysfs, chain);
		*end = kept;
		/* the space of the function itself answers in D3hot */
		if (power == POWER_ASLEEP || (power == POWER_D3HOT && (kept || awake)))
			return false;
	}
	return true;
}
