// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_probe.c: what a probe of this boot found, in a snapshot of this machine.
 */
#include "source_probe.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "place.h"
#include "probe_record.h"
#include "snapshot.h"

static int set_extent(struct device *adapter, const struct probed *probed)
{
	char *extent = probed ? probed_extent(&probed->probe) : NULL;
	int err;

	if (probed && !extent)
		return -ENOMEM;
	err = device_set(adapter, FIELD_PROBED, extent && *extent ? extent : NULL);
	free(extent);
	return err;
}

static int fill(struct device *device, const struct device *adapter, unsigned int address,
		const struct probe_address *answer)
{
	const char *number = device_get(adapter, FIELD_NUMBER);
	int err;

	err = device_set(device, FIELD_PROBED, probe_method_names[answer->method]);
	if (!err && number)
		err = device_setf(device, FIELD_ADDRESS, "%s-%04x", number, address);
	if (!err)
		err = device_fill(device, adapter, FIELD_ROOT_ID);
	return err ? err : device_fill(device, adapter, FIELD_ROOT_PATH);
}

static int add_answering(struct snapshot *snapshot, const struct device *adapter,
			 unsigned int address, const struct probe_address *answer)
{
	char place[PLACE_MAX + 4];
	struct device *device;
	int err;

	snprintf(place, sizeof(place), "%s/%02x", adapter->place, address);
	if (strlen(place) > PLACE_MAX || snapshot_find(snapshot, place))
		return 0;
	device = device_new(DEVICE_ANSWERING, place);
	if (!device)
		return -ENOMEM;
	err = fill(device, adapter, address, answer);
	if (!err)
		return snapshot_insert(snapshot, device);
	device_free(device);
	return err;
}

/* Adding moves the devices, so the adapter is looked up by its record's place. */
static int add_adapter(struct snapshot *snapshot, const struct probed *probed)
{
	const struct device *adapter = snapshot_find(snapshot, probed->place);
	int err = 0;

	if (!adapter || adapter->kind != DEVICE_ADAPTER)
		return 0;
	for (unsigned int i = 0; i < PROBE_ADDRESSES && !err; i++)
		if (probed->probe.addresses[i].answer == PROBE_ANSWERED)
			err = add_answering(snapshot, adapter, i, &probed->probe.addresses[i]);
	return err;
}

void source_probe_remove(struct snapshot *snapshot)
{
	size_t kept = 0;

	for (size_t i = 0; i < snapshot->count; i++) {
		struct device *device = snapshot->devices[i];

		if (device->kind == DEVICE_ANSWERING)
			device_free(device);
		else
			snapshot->devices[kept++] = device;
	}
	snapshot->count = kept;
}

int source_probe_join(struct snapshot *snapshot, const struct probe_record *record)
{
	int err = 0;

	source_probe_remove(snapshot);
	snapshot_sort(snapshot);
	for (size_t i = 0; i < snapshot->count && !err; i++) {
		struct device *device = snapshot->devices[i];

		if (device->kind == DEVICE_ADAPTER)
			err = set_extent(device, probe_record_find(record, device->place));
	}
	for (size_t i = 0; i < record->count && !err; i++)
		err = add_adapter(snapshot, &record->adapters[i]);
	return err;
}

int source_probe(struct snapshot *snapshot)
{
	struct probe_record record;
	int err;

	if (!snapshot->boot_id)
		return 0;
	err = probe_record_load(PROBE_RECORD, snapshot->boot_id, &record);
	if (err)
		return err == -ENOMEM ? err : 0;
	err = source_probe_join(snapshot, &record);
	probe_record_clear(&record);
	return err;
}
