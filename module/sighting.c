// SPDX-License-Identifier: GPL-2.0-only
/*
 * Room to describe a device in, and what every source says of one.
 *
 * Invariant: a bus is never told to wait for memory that may not come: there
 * is room for some in reserve, and whoever has it gives it back soon.
 */
#include "internal.h"

#include <linux/build_bug.h>
#include <linux/device.h>
#include <linux/mempool.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <net/netlink.h>

#include "compat.h"

/* So many devices are described at the same time without waiting for memory. */
#define RESERVE	2
#define CACHED_ROOM	288	/* eight numbers, seven BARs */

static mempool_t *sightings;

/**
 * muster_sighting_create() - set the reserve aside
 *
 * Return: 0 or -ENOMEM.
 */
int muster_sighting_create(void)
{
	/* more would take twice as much of what kmalloc() hands out */
	BUILD_BUG_ON(sizeof(struct muster_sighting) > SZ_16K);

	sightings = mempool_create_kmalloc_pool(RESERVE, sizeof(struct muster_sighting));
	return sightings ? 0 : -ENOMEM;
}

/**
 * muster_sighting_destroy() - undo muster_sighting_create()
 */
void muster_sighting_destroy(void)
{
	mempool_destroy(sightings);
}

/**
 * muster_sighting_get() - room to describe a device in
 *
 * Context: may sleep; waits for memory, never fails.
 * Return: an empty sighting, for muster_sighting_put().
 */
struct muster_sighting *muster_sighting_get(void)
{
	struct muster_sighting *sighting = mempool_alloc(sightings, GFP_NOIO);

	memset(sighting, 0, offsetof(struct muster_sighting, bytes));
	sighting->body.bytes = sighting->bytes;
	sighting->body.size = sizeof(sighting->bytes);
	return sighting;
}

/**
 * muster_sighting_put() - give room back
 * @sighting: from muster_sighting_get()
 */
void muster_sighting_put(struct muster_sighting *sighting)
{
	mempool_free(sighting, sightings);
}

/**
 * muster_sighting_driver() - which driver is bound, if that can be told
 * @sighting: of the device
 * @dev: the device
 *
 * Never waits for the device's lock: a probe may be stuck under it.
 */
void muster_sighting_driver(struct muster_sighting *sighting, struct device *dev)
{
	if (!device_trylock(dev)) {
		sighting->flags |= MUSTER_DEVICE_IN_FLUX;
		return;
	}
	if (dev->driver)
		strscpy(sighting->driver, dev->driver->name, sizeof(sighting->driver));
	device_unlock(dev);
}

/*
 * What the kernel read when it enumerated a function, and finds a driver by. The
 * stable registers say nothing of the sizes of BARs; a liar's say other ids now.
 */
static void put_cached(const struct muster_sighting *sighting, u8 *bytes, u32 room)
{
	const struct nlattr *nla;
	u32 used = 0;
	int rest;

	nla_for_each_attr(nla, (const struct nlattr *)sighting->bytes, sighting->body.used, rest) {
		int type = nla_type(nla);
		bool cached = type == MUSTER_A_DEVICE_BAR || (type >= MUSTER_A_DEVICE_VENDOR &&
							      type <= MUSTER_A_DEVICE_CONFIG_SIZE);

		if (!cached || nla->nla_len > room - used)
			continue;
		memcpy(bytes + used, nla, nla->nla_len);
		used += nla->nla_len;
	}
}

/**
 * muster_sighting_digest() - what a device is at its place, as one digest
 * @sighting: described
 * @digest: equal for two that nobody could tell apart: of a function, volatile
 *          registers do not count
 *
 * Context: under the order mutex.
 */
void muster_sighting_digest(const struct muster_sighting *sighting, u8 digest[MUSTER_HASH_SIZE])
{
	const char *place = (const char *)sighting->bytes + sighting->place_offset;
	static struct {
		u8 stable[MUSTER_HASH_SIZE];
		u32 flags;
		char place[MUSTER_PLACE_MAX + 1];
		u8 cached[CACHED_ROOM];
	} function;

	if (sighting->kind != MUSTER_KIND_FUNCTION) {
		sha256(sighting->bytes, sighting->body.used, digest);
		return;
	}
	memset(&function, 0, sizeof(function));
	memcpy(function.stable, sighting->stable, sizeof(function.stable));
	function.flags = sighting->flags;
	put_cached(sighting, function.cached, sizeof(function.cached));
	strscpy(function.place, place, sizeof(function.place));
	sha256((const u8 *)&function, sizeof(function), digest);
}
