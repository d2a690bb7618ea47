// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_module_ledger.c: what only the order of the ledger tells of devices that
 * the roster holds: when each client was announced.
 */
#include "source_module.h"

#include <errno.h>

#include "entry.h"
#include "kernel_client.h"
#include "netlink.h"
#include "replay.h"
#include "snapshot.h"

static const struct device *by_number(const struct snapshot *snapshot, uint64_t number)
{
	for (size_t i = 0; number && i < snapshot->count; i++)
		if (snapshot->devices[i]->number == number)
			return snapshot->devices[i];
	return NULL;
}

/* Nobody knows what the entries lost said: what was is not known any more. */
static void forget(struct snapshot *past)
{
	while (past->count)
		device_free(past->devices[--past->count]);
}

static int take_entry(const struct netlink_entry *raw, void *context)
{
	struct snapshot *past = context;
	struct entry entry;
	int err;

	if (raw->lost)
		forget(past);
	err = entry_decode(raw->payload, raw->length, &entry);
	if (err)
		return err;
	err = replay_apply(past, &entry, NULL);
	entry_clear(&entry);
	return err < 0 ? err : 0;
}

/* Whether it matters: it does for those that anyone could have announced. */
static bool is_asked(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const char *name = device_get(snapshot->devices[i], FIELD_NAME);

		if (snapshot->devices[i]->kind == DEVICE_CLIENT && name &&
		    kernel_client_is_spd(name))
			return true;
	}
	return false;
}

int source_module_ledger(struct netlink *netlink, const uint8_t load_id[16],
			 struct snapshot *snapshot)
{
	struct snapshot *past;
	int err;

	if (!is_asked(snapshot))
		return 0;
	past = snapshot_new(SOURCE_MODULE);
	if (!past)
		return -ENOMEM;
	err = netlink_entries(netlink, 1, load_id, take_entry, past);
	for (size_t i = 0; i < snapshot->count && !err; i++) {
		const struct device *then = by_number(past, snapshot->devices[i]->number);

		if (then)
			snapshot->devices[i]->announced = then->announced;
	}
	snapshot_free(past);
	/* without it the rest is known all the same */
	return err == -ENOMEM ? err : 0;
}
