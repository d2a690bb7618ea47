// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot_host.c: which machine a snapshot is of.
 */
#include "snapshot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sysfs.h"

#define DMI "sys/class/dmi/id"

/* Cuts the spaces that firmware pads its strings with. */
static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length && strchr(" \t", text[length - 1]))
		text[--length] = '\0';
	return text;
}

/*
 * A string that is not there is none, if there is a table at all; on a live
 * machine without a table there is none either.
 */
static int identify_board(struct board *board, const struct sysfs *sysfs)
{
	int directory = sysfs_directory(sysfs, DMI);
	int field, err = 0;
	char text[256];

	if (directory < 0 && !(directory == -ENOENT && sysfs->live))
		return directory == -ENOMEM ? directory : 0;
	for (field = 0; field < BOARD_FIELDS && !err; field++) {
		ssize_t length = -ENOENT;

		if (directory >= 0)
			length = sysfs_read(sysfs, directory, board_field_names[field],
					    text, sizeof(text));
		if (length >= 0)
			err = board_set(board, field, *trim(text) ? trim(text) : NULL);
		else if (length == -ENOENT)
			err = board_set(board, field, NULL);
	}
	if (directory >= 0)
		close(directory);
	return err;
}

static bool names_hypervisor(const struct board *board)
{
	static const char *const vendors[] = {
		"QEMU", "VMware, Inc.", "innotek GmbH", "Xen", "Bochs",
		"Amazon EC2", "Google", "Alibaba Cloud", "Parallels",
	};
	const char *vendor = board->fields[BOARD_SYS_VENDOR].text;
	const char *product = board->fields[BOARD_PRODUCT_NAME].text;
	size_t i;

	if (product && (!strcmp(product, "KVM") || !strcmp(product, "Virtual Machine")))
		return true;
	for (i = 0; vendor && i < sizeof(vendors) / sizeof(*vendors); i++)
		if (!strcmp(vendor, vendors[i]))
			return strcmp(vendor, "Amazon EC2") ||
			       !(product && strstr(product, ".metal"));
	return false;
}

/* x86 tells by a processor flag; the first processor's block is enough. */
static bool runs_in_vm(const struct board *board, const struct sysfs *sysfs)
{
	char text[8192];
	char *flags, *end;

	if (names_hypervisor(board))
		return true;
	if (sysfs_read_path(sysfs, "proc/cpuinfo", text, sizeof(text)) < 0)
		return false;
	flags = strstr(text, "\nflags");
	if (!flags)
		return false;
	end = strchr(flags + 1, '\n');
	if (end)
		*end = '\0';
	return strstr(flags, " hypervisor");
}

/* Reads one line into @text, which stays NULL where there is none. */
static int identify(char **text, const struct sysfs *sysfs, const char *path)
{
	char buffer[256];

	if (sysfs_read_path(sysfs, path, buffer, sizeof(buffer)) <= 0)
		return 0;
	free(*text);
	*text = strndup(buffer, strcspn(buffer, "\n"));
	return *text ? 0 : -ENOMEM;
}

int snapshot_identify_host(struct snapshot *snapshot, const char *root)
{
	struct timespec now;
	struct sysfs sysfs;
	int lack, err;

	err = sysfs_open(&sysfs, root);
	if (err)
		return err;
	clock_gettime(CLOCK_REALTIME, &now);
	snapshot->time = now.tv_sec * 1000000000ull + now.tv_nsec;
	err = identify_board(&snapshot->board, &sysfs);
	snapshot->board.virtual_machine = runs_in_vm(&snapshot->board, &sysfs);
	if (!err)
		err = identify(&snapshot->hostname, &sysfs, "proc/sys/kernel/hostname");
	if (!err && !snapshot->hostname)
		err = identify(&snapshot->hostname, &sysfs, "etc/hostname");
	if (!err)
		err = identify(&snapshot->boot_id, &sysfs,
			       "proc/sys/kernel/random/boot_id");
	if (!err)
		err = identify(&snapshot->machine_id, &sysfs, "etc/machine-id");
	if (!err)
		err = identify(&snapshot->kernel, &sysfs, "proc/sys/kernel/osrelease");
	lack = sysfs_close(&sysfs);
	if (err || lack)
		return err ? err : lack;
	smbios_memories_clear(&snapshot->memory);
	return smbios_memories_read(root, &snapshot->memory);
}
