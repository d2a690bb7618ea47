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

/* So many devices are described at the same time without waiting for memory. */
#define RESERVE	2

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
