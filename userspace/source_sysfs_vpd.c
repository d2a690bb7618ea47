// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_sysfs_vpd.c: the vital product data of PCI functions, through the file
 * "vpd" that the kernel makes where it finds the capability and trusts it.
 *
 * Invariant: no function is woken for them, and none whose space does not answer
 * is asked. The kernel waits up to an eighth of a second for each four bytes: a
 * part that never answers costs no more than one file's time.
 */
#include "source_contents.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "contents.h"
#include "device.h"
#include "part.h"
#include "snapshot.h"
#include "source_sysfs.h"
#include "sysfs_power.h"
#include "vpd.h"

#define DEVICES "sys/bus/pci/devices"
#define STEP 4		/* bytes: what came before a part stopped answering is kept */

/* For the process that reads. */
struct function {
	const struct sysfs *sysfs;
	const char *address;
};

static int check_power(const void *context)
{
	const struct function *function = context;

	return sysfs_power_readable(function->sysfs, function->address, true) ?
	       0 : PART_ASLEEP;
}

static int take(struct device *device, const struct contents_result *result)
{
	contents_free(device->contents);
	device->contents = result->contents;
	if (device->contents)
		return device_decode_contents(device);
	/* the kernel looked, and found that nothing was ever written */
	device_set_group(device, GROUP_VPD, result->err == -ENODEV ? VALUE_NONE :
			 VALUE_UNKNOWN);
	return 0;
}

static int read_function(const struct sysfs *sysfs, struct contents_reader *reader,
			 struct device *device)
{
	struct function function = { sysfs, device_get(device, FIELD_ADDRESS) };
	char directory[64];
	const struct contents_request request = {
		.place = device->place, .driver = NULL, .directory = directory, .file = "vpd",
		.most = VPD_BYTES_MAX, .step = STEP, .check = check_power,
		.context = &function,
	};
	struct contents_result result;
	int err;

	if (!function.address || !sysfs_is_address(function.address, strlen(function.address)))
		return 0;
	snprintf(directory, sizeof(directory), DEVICES "/%s", function.address);
	err = contents_reader_read(reader, &request, &result);
	/* no such file, or not for us: what else is known of it stays */
	if (err || result.reading == READING_NONE)
		return err;
	return take(device, &result);
}

int sysfs_contents_vpd(const struct sysfs *sysfs, struct contents_reader *reader,
		       struct snapshot *snapshot)
{
	size_t i;
	int err = 0;

	for (i = 0; i < snapshot->count && !err; i++) {
		struct device *device = snapshot->devices[i];

		if (device->kind == DEVICE_FUNCTION &&
		    (device->reading == READING_OK || device->reading == READING_NONE))
			err = read_function(sysfs, reader, device);
	}
	return err;
}
