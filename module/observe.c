// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the bus sources see, and what it means for the roster and the record.
 *
 * A device is described before the order mutex is taken; whether that is
 * still wanted is asked again under it.
 *
 * States of a cookie while the walk at load is under way: unknown, live,
 * leaving (DEL seen), tomb (has left). The walk may come to a device that has
 * left, for an iterator keeps what it stands on: it must not touch a tomb.
 * What the walk has not yet met and tells of itself is introduced first, as
 * present. A device whose arrival falls into the walk may be met before its
 * ADD comes; that ADD then records nothing.
 */
#include "internal.h"

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

/*
 * Held while a walk looks at a device and while DEL and REMOVED are handled.
 * After DEL a device loses its firmware node and its IOMMU group, after
 * REMOVED its way up; so what a walk finds live has all of them until it has
 * looked. Taken outside the order mutex. Walks allocate without I/O under it,
 * as these events may come from removing a disk.
 */
static DEFINE_MUTEX(stay);

static bool walking = true;	/* at load; under the order mutex */

/**
 * muster_observe_event() - what a bus calls an event, as the record calls it
 * @action: BUS_NOTIFY_*, whose values differ between kernels
 *
 * Return: the event; MUSTER_EVENT_UNSPEC where it is none of ours.
 */
enum muster_event muster_observe_event(unsigned long action)
{
	switch (action) {
	case BUS_NOTIFY_ADD_DEVICE:
		return MUSTER_EVENT_ADD;
	case BUS_NOTIFY_DEL_DEVICE:
		return MUSTER_EVENT_DEL;
	case BUS_NOTIFY_REMOVED_DEVICE:
		return MUSTER_EVENT_REMOVED;
	case BUS_NOTIFY_BIND_DRIVER:
		return MUSTER_EVENT_BIND;
	case BUS_NOTIFY_BOUND_DRIVER:
		return MUSTER_EVENT_BOUND;
	case BUS_NOTIFY_DRIVER_NOT_BOUND:
		return MUSTER_EVENT_NOT_BOUND;
	case BUS_NOTIFY_UNBIND_DRIVER:
		return MUSTER_EVENT_UNBIND;
	case BUS_NOTIFY_UNBOUND_DRIVER:
		return MUSTER_EVENT_UNBOUND;
	default:
		return MUSTER_EVENT_UNSPEC;
	}
}

static bool is_leaving(enum muster_event event)
{
	return event == MUSTER_EVENT_DEL || event == MUSTER_EVENT_REMOVED;
}

static bool is_binding(enum muster_event event)
{
	return event >= MUSTER_EVENT_BIND && event <= MUSTER_EVENT_UNBOUND;
}

/**
 * muster_observe_walked() - the walk at load has ended
 * @counts: what it came to
 */
void muster_observe_walked(const struct muster_counts *counts)
{
	struct muster_stamp stamp = muster_stamp_now();
	struct muster_writer *writer;

	muster_lock();
	walking = false;
	muster_roster_purge_tombs();
	writer = muster_ledger_begin();
	muster_record_event(writer, MUSTER_EVENT_WALKED, 0, &stamp);
	muster_record_counts(writer, counts);
	muster_commit();
	muster_unlock();
}

/* An entry that carries a device's description. Returns its number. */
static u64 append_described(enum muster_event event, u32 flags, const struct muster_stamp *stamp,
			    const struct muster_sighting *sighting, const char *driver)
{
	struct muster_writer *writer = muster_ledger_begin();

	muster_record_event(writer, event, flags, stamp);
	muster_record_device(writer, sighting);
	muster_put_string(writer, MUSTER_A_ENTRY_DRIVER, driver, MUSTER_NAME_ROOM);
	return muster_commit();
}

static void update_driver(struct muster_item *item, enum muster_event event, const char *driver)
{
	if (driver[0])
		strscpy(item->driver, driver, sizeof(item->driver));
	item->bound = event == MUSTER_EVENT_BOUND || event == MUSTER_EVENT_UNBIND;
	if (event != MUSTER_EVENT_BIND)
		item->flags &= ~MUSTER_DEVICE_IN_FLUX;
}

static void append_followed(struct muster_item *item, enum muster_event event,
			    const struct muster_stamp *stamp)
{
	struct muster_writer *writer = muster_ledger_begin();

	muster_record_event(writer, event, 0, stamp);
	muster_put_u64(writer, MUSTER_A_ENTRY_SUBJECT, item->number);
	if (is_binding(event))
		muster_put_string(writer, MUSTER_A_ENTRY_DRIVER, item->driver, MUSTER_NAME_ROOM);
	item->last = muster_commit();
	muster_roster_changed();
}

/* An event of a device that has been introduced, or is folded; @item may be freed. */
static void follow(struct muster_item *item, enum muster_event event,
		   const struct muster_stamp *stamp, const char *driver)
{
	if (is_binding(event))
		update_driver(item, event, driver);
	if (item->fold)
		muster_fold_count(item->fold, event, stamp);
	else
		append_followed(item, event, stamp);

	if (event == MUSTER_EVENT_DEL)
		item->standing = MUSTER_STANDING_LEAVING;
	if (event != MUSTER_EVENT_REMOVED)
		return;
	if (walking) {
		muster_roster_entomb(item);
	} else {
		muster_roster_remove(item);
		muster_roster_free(item);
	}
}

static bool is_introduced(const struct muster_item *item)
{
	return item && item->standing != MUSTER_STANDING_TOMB;
}

/* PRESENT or ADD. @item is NULL where there was no memory for it. */
static void introduce(struct muster_item *item, enum muster_event event,
		      const struct muster_stamp *stamp, const struct muster_sighting *sighting)
{
	u64 number;

	number = append_described(event, item ? 0 : MUSTER_ENTRY_UNTRACKED, stamp, sighting, NULL);
	if (!item) {
		muster_roster_mark_incomplete();
		return;
	}
	item->origin = event;
	item->announced = event == MUSTER_EVENT_ADD;
	item->since = stamp->boottime;
	muster_roster_insert(item);
	muster_roster_introduce(item, number);
}

/* Returns whether @item is in the roster now. */
static bool arrive(struct device *dev, struct muster_item *item, struct muster_fold **room,
		   const struct muster_stamp *stamp, const struct muster_sighting *sighting)
{
	struct muster_item *earlier = muster_roster_find(dev);
	struct muster_fold *fold = NULL;

	if (is_introduced(earlier) && !earlier->announced) {
		/* the walk was faster than its ADD */
		earlier->announced = true;
		return false;
	}
	if (earlier) {
		/* a tomb, or one whose arrival failed without a word */
		muster_roster_remove(earlier);
		muster_roster_free(earlier);
	}
	if (item && !walking)
		fold = muster_fold_arrival(sighting, stamp, room);
	if (!fold) {
		introduce(item, MUSTER_EVENT_ADD, stamp, sighting);
		return item;
	}
	muster_fold_join(fold, item);
	item->origin = MUSTER_EVENT_ADD;
	item->announced = true;
	muster_roster_insert(item);
	return true;
}

/**
 * muster_observe_unfolded() - a device whose arrival was only counted is still there
 * @item: in the roster, not yet introduced
 * @stamp: now
 *
 * Context: under the order mutex.
 */
void muster_observe_unfolded(struct muster_item *item, const struct muster_stamp *stamp)
{
	struct muster_writer *writer = muster_ledger_begin();

	muster_record_event(writer, MUSTER_EVENT_ADD, 0, stamp);
	muster_record_item(writer, item);
	item->since = stamp->boottime;
	muster_roster_introduce(item, muster_commit());
}

/* An event of a device that has no number; it may have one by now. */
static bool meet_unknown(struct device *dev, enum muster_event event, struct muster_item *item,
			 const struct muster_stamp *stamp,
			 const struct muster_sighting *sighting, const char *driver)
{
	struct muster_item *known = muster_roster_find(dev);
	bool inserted = false;

	if (is_introduced(known)) {
		follow(known, event, stamp, driver);
		return false;
	}
	if (walking && !known && !is_leaving(event)) {
		introduce(item, MUSTER_EVENT_PRESENT, stamp, sighting);
		if (item) {
			follow(item, event, stamp, driver);
			return true;
		}
	}
	if (walking && !known && is_leaving(event)) {
		muster_roster_insert(item);
		inserted = true;
	}
	append_described(event, MUSTER_ENTRY_UNINTRODUCED, stamp, sighting, driver);
	return inserted;
}

static void observe_unknown(struct device *dev, enum muster_event event,
			    const struct muster_stamp *stamp, muster_describe_fn *describe,
			    const char *driver, bool at_load)
{
	bool introducing = event == MUSTER_EVENT_ADD || (at_load && !is_leaving(event));
	struct muster_sighting *sighting = muster_sighting_get();
	struct muster_fold *room = NULL;
	struct muster_item *item = NULL;
	bool inserted;

	describe(dev, sighting, introducing);
	if (event == MUSTER_EVENT_UNBIND)
		strscpy(sighting->driver, driver, sizeof(sighting->driver));
	if (introducing)
		item = muster_roster_alloc(dev, sighting);
	else if (at_load)
		item = muster_roster_alloc_tomb(dev);
	if (event == MUSTER_EVENT_ADD)
		room = muster_fold_alloc();

	muster_lock();
	if (event == MUSTER_EVENT_ADD)
		inserted = arrive(dev, item, &room, stamp, sighting);
	else
		inserted = meet_unknown(dev, event, item, stamp, sighting, driver);
	muster_unlock();

	if (!inserted)
		muster_roster_free(item);
	kfree(room);
	muster_sighting_put(sighting);
}

/* Between BIND and UNBIND the device's lock is held by whoever tells. */
static void name_driver(const struct device *dev, enum muster_event event, char *driver)
{
	driver[0] = '\0';
	if (is_binding(event) && dev->driver)
		strscpy(driver, dev->driver->name, MUSTER_NAME_ROOM);
}

/**
 * muster_observe() - a bus tells of a device
 * @dev: the device, which is there until this returns
 * @event: what happens to it
 * @describe: describes it, if need be
 *
 * Context: as bus notifiers are called: process context, may sleep; device
 *	    and hotplug locks may be held, allocation may be without I/O.
 */
void muster_observe(struct device *dev, enum muster_event event, muster_describe_fn *describe)
{
	struct muster_stamp stamp = muster_stamp_now();
	char driver[MUSTER_NAME_ROOM];
	struct muster_item *item;
	bool at_load, known;

	if (event == MUSTER_EVENT_UNSPEC)
		return;

	name_driver(dev, event, driver);
	if (is_leaving(event))
		mutex_lock(&stay);
	muster_lock();
	item = muster_roster_find(dev);
	at_load = walking;
	known = is_introduced(item) && event != MUSTER_EVENT_ADD;
	if (known)
		follow(item, event, &stamp, driver);
	muster_unlock();

	if (!known)
		observe_unknown(dev, event, &stamp, describe, driver, at_load);
	if (is_leaving(event))
		mutex_unlock(&stay);
}

/**
 * muster_observe_visit() - a walk comes to a device
 * @dev: the device; it may already have left its bus
 * @describe: describes it
 * @walk: the walk
 *
 * Return: 0 to go on, or -errno to end the walk.
 */
int muster_observe_visit(struct device *dev, muster_describe_fn *describe,
			 struct muster_walk *walk)
{
	unsigned int flags = memalloc_noio_save();
	int err;

	mutex_lock(&stay);
	err = walk->meet(dev, describe, walk);
	mutex_unlock(&stay);
	memalloc_noio_restore(flags);
	return err;
}

/* Tells whether a device is still to be introduced, and counts it if it has been. */
static bool is_unknown(struct device *dev, struct muster_walk *walk)
{
	struct muster_item *item;

	muster_lock();
	item = muster_roster_find(dev);
	walk->counts.seen += is_introduced(item);
	muster_unlock();
	return !item;
}

/**
 * muster_observe_present() - the walk at load meets a device
 * @dev: the device
 * @describe: describes it
 * @walk: the walk
 *
 * Context: nothing leaves its bus meanwhile.
 * Return: 0.
 */
int muster_observe_present(struct device *dev, muster_describe_fn *describe,
			   struct muster_walk *walk)
{
	struct muster_stamp stamp = muster_stamp_now();
	struct muster_sighting *sighting;
	struct muster_item *item;
	bool met = false;

	if (!is_unknown(dev, walk))
		return 0;

	sighting = muster_sighting_get();
	describe(dev, sighting, true);
	muster_sighting_driver(sighting, dev);
	item = muster_roster_alloc(dev, sighting);

	muster_lock();
	if (!muster_roster_find(dev)) {
		introduce(item, MUSTER_EVENT_PRESENT, &stamp, sighting);
		met = true;
	}
	muster_unlock();

	if (met) {
		walk->counts.seen++;
		walk->counts.unreadable += sighting->reading > MUSTER_READING_OK;
		walk->counts.bound += sighting->driver[0] != '\0';
	} else {
		muster_roster_free(item);
	}
	muster_sighting_put(sighting);
	return 0;
}
