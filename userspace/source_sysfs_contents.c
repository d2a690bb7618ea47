// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_contents.c: what I2C memories hold, through the files that their
 * drivers make: "eeprom" of ee1004, spd5118, at24 and eeprom; or that of the
 * driver's device in the class of memories, "nvmem".
 *
 * Invariant: no page is selected and no address asked but by the driver.
 */
#include "source_contents.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contents.h"
#include "device.h"
#include "snapshot.h"
#include "sysfs.h"

#define DEVICES "sys/bus/i2c/devices"
#define STEP 32		/* bytes at a time: one transfer, after which a child can be ended */
#define BELOW_MAX 64	/* entries of a client's directory to look at */

static bool has_file(int directory, const char *path)
{
	struct stat st;

	return !fstatat(directory, path, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode);
}

/* Clocks and power supplies have a few bytes of their own there, which change. */
static bool is_memory(const struct sysfs *sysfs, int directory)
{
	char type[32];

	return sysfs_read(sysfs, directory, "type", type, sizeof(type)) > 0 &&
	       !strcmp(type, "EEPROM");
}

static bool is_memory_driver(const char *driver)
{
	return driver && (!strcmp(driver, "ee1004") || !strcmp(driver, "spd5118") ||
			  !strcmp(driver, "at24"));
}

/* Whether the directory @name in the client's is its memory. */
static bool is_nvmem(const struct sysfs *sysfs, const char *client, const char *name,
		     const char *driver)
{
	char path[256];
	int directory;
	bool found;

	if (snprintf(path, sizeof(path), "%s/%s", client, name) >= (int)sizeof(path))
		return false;
	directory = sysfs_directory(sysfs, path);
	if (directory < 0)
		return false;
	found = has_file(directory, "nvmem") &&
		(is_memory_driver(driver) || is_memory(sysfs, directory));
	close(directory);
	return found;
}

/* Finds the file of a client: the directory that it is in. Return: its name, or NULL. */
static const char *find_file(const struct sysfs *sysfs, const char *client,
			     const char *driver, char *path, size_t size)
{
	int directory = sysfs_directory(sysfs, client);
	const char *file = NULL;
	struct sysfs_names names;
	size_t i;

	if (directory < 0)
		return NULL;
	snprintf(path, size, "%s", client);
	if (has_file(directory, "eeprom"))
		file = "eeprom";
	close(directory);
	if (file || sysfs_list(sysfs, client, &names))
		return file;
	for (i = 0; i < names.count && i < BELOW_MAX && !file; i++) {
		/* links lead to other devices */
		if (!strcmp(names.names[i], "driver") || !strcmp(names.names[i], "subsystem") ||
		    !is_nvmem(sysfs, client, names.names[i], driver))
			continue;
		if (snprintf(path, size, "%s/%s", client, names.names[i]) < (int)size)
			file = "nvmem";
	}
	sysfs_names_clear(&names);
	return file;
}

/* What was known before of a memory that cannot be read any more is not kept. */
static void forget(struct device *device)
{
	int group;

	contents_free(device->contents);
	device->contents = NULL;
	device_set_unknown(device, FIELD_CONTENTS);
	for (group = 0; group < GROUP_COUNT; group++)
		if (device_has(device, group_table[group].first))
			device_set_group(device, group, VALUE_UNKNOWN);
}

static int take(struct device *device, const struct contents_result *result)
{
	if (device->contents || device->reading != READING_NONE)
		forget(device);
	device->contents = result->contents;
	device->reading = result->reading;
	return result->contents ? device_decode(device) : 0;
}

static int read_client(const struct sysfs *sysfs, struct contents_reader *reader,
		       struct device *device)
{
	const char *address = device_get(device, FIELD_ADDRESS);
	char client[256], directory[512];
	struct contents_request request = {
		.place = device->place, .driver = device_get(device, FIELD_DRIVER),
		.directory = directory, .most = CONTENTS_MAX, .step = STEP,
	};
	struct contents_result result = { .reading = READING_NONE };
	int err = 0;

	if (!address || strchr(address, '/') ||
	    snprintf(client, sizeof(client), DEVICES "/%s", address) >= (int)sizeof(client))
		return 0;
	request.file = find_file(sysfs, client, request.driver, directory, sizeof(directory));
	if (request.file)
		err = contents_reader_read(reader, &request, &result);
	return err ? err : take(device, &result);
}

int sysfs_contents_clients(const struct sysfs *sysfs, struct contents_reader *reader,
			   struct snapshot *snapshot)
{
	size_t i;
	int err = 0;

	for (i = 0; i < snapshot->count && !err; i++)
		if (snapshot->devices[i]->kind == DEVICE_CLIENT)
			err = read_client(sysfs, reader, snapshot->devices[i]);
	return err;
}
