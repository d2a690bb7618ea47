// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_mux.c: which mux the channels of the running kernel are of.
 */
#include "probe_mux.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "snapshot.h"
#include "sysfs.h"

struct mux {
	long channel;	/* its number as an adapter */
	char name[64];	/* of the mux, as a device */
};

struct probe_muxes {
	size_t count;
	struct mux muxes[];
};

static bool read_mux(const char *number, struct mux *mux)
{
	char path[64], link[512];
	const char *name;
	int directory;

	mux->channel = strtol(number, NULL, 10);
	snprintf(path, sizeof(path), "/sys/bus/i2c/devices/i2c-%ld", mux->channel);
	directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return false;
	name = sysfs_link_name(directory, "mux_device", link, sizeof(link));
	close(directory);
	return name && (size_t)snprintf(mux->name, sizeof(mux->name), "%s", name) <
		       sizeof(mux->name);
}

struct probe_muxes *probe_muxes_read(const struct snapshot *snapshot)
{
	struct probe_muxes *muxes = calloc(1, sizeof(*muxes) +
					   snapshot->count * sizeof(*muxes->muxes));

	for (size_t i = 0; muxes && i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];
		const char *number = device_get(device, FIELD_NUMBER);

		if (device->kind == DEVICE_ADAPTER && number &&
		    read_mux(number, &muxes->muxes[muxes->count]))
			muxes->count++;
	}
	return muxes;
}

void probe_muxes_free(struct probe_muxes *muxes)
{
	free(muxes);
}

const char *probe_muxes_of(const struct device *adapter, void *context)
{
	const struct probe_muxes *muxes = context;
	const char *number = device_get(adapter, FIELD_NUMBER);

	for (size_t i = 0; number && i < muxes->count; i++)
		if (muxes->muxes[i].channel == strtol(number, NULL, 10))
			return muxes->muxes[i].name;
	return NULL;
}
