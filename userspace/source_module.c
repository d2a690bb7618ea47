// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_module.c: a snapshot from the roster of the loaded module.
 */
#include "source.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "adapter_type.h"
#include "netlink.h"
#include "snapshot.h"
#include "source_module.h"

#define STATUS "/run/muster/status.json"

static int add_device(struct device *device, void *context)
{
	return snapshot_add(context, device);
}

/*
 * When the board had settled, by the daemon's word: CLOCK_BOOTTIME, ns.
 * Return: 0: it has not, or there is no daemon in this boot.
 */
static uint64_t settled_at(const char *boot_id)
{
	struct json_object *status = json_object_from_file(STATUS);
	struct json_object *boot, *value;
	uint64_t time = 0;

	if (boot_id && json_object_object_get_ex(status, "boot_id", &boot) &&
	    json_object_is_type(boot, json_type_string) &&
	    !strcmp(json_object_get_string(boot), boot_id) &&
	    json_object_object_get_ex(status, "settled_at", &value) &&
	    json_object_is_type(value, json_type_int))
		time = json_object_get_uint64(value);
	json_object_put(status);
	return time;
}

/* What arrived while the board was still settling belongs to booting. */
static void judge_origins(struct snapshot *snapshot)
{
	uint64_t settled = settled_at(snapshot->boot_id);
	size_t i;

	for (i = 0; i < snapshot->count; i++)
		if (snapshot->devices[i]->since <= settled)
			snapshot->devices[i]->origin = ORIGIN_BOOT;
}

/** source_module() - Return: 0, -ENOENT: it went away, -EPERM, or -errno. */
int source_module(struct netlink *netlink, struct snapshot **out)
{
	struct netlink_info info;
	struct snapshot *snapshot;
	int err;

	snapshot = snapshot_new(SOURCE_MODULE);
	if (!snapshot)
		return -ENOMEM;
	err = snapshot_identify_host(snapshot, NULL);
	if (!err)
		err = netlink_info(netlink, &info);
	if (!err)
		err = netlink_devices(netlink, &snapshot->next, add_device, snapshot);
	if (err) {
		snapshot_free(snapshot);
		return err;
	}
	snapshot->has_ledger = true;
	snapshot->incomplete = info.incomplete;
	memcpy(snapshot->load_id, info.load_id, sizeof(info.load_id));
	/* the hash is that of the entry before next, as INFO told both */
	snapshot->next = info.next;
	memcpy(snapshot->hash, info.hash, sizeof(info.hash));
	judge_origins(snapshot);
	snapshot_sort(snapshot);
	err = adapter_types(snapshot);
	if (!err)
		err = source_module_ledger(netlink, snapshot->load_id, snapshot);
	if (err) {
		snapshot_free(snapshot);
		return err;
	}
	*out = snapshot;
	return 0;
}
