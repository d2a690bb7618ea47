// SPDX-License-Identifier: GPL-2.0-only
/*
 * The second look: every device on record is described again, and what is no
 * longer as recorded becomes a CHANGED entry.
 *
 * It introduces nothing. A device that the roster lacks is arriving (its ADD
 * will come), leaving (an iterator keeps what it stands on), or could not be
 * tracked (INFO says so); they cannot be told apart here.
 */
#include "internal.h"

#include <linux/device.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

static struct workqueue_struct *queue;
static u64 last_ticket;		/* under the order mutex */
static bool running;		/* under the order mutex */

static void append_changed(struct muster_item *item, const struct muster_stamp *stamp,
			   struct muster_sighting *sighting)
{
	struct muster_writer *writer = muster_ledger_begin();

	if (item->bound)
		memcpy(sighting->driver, item->driver, sizeof(sighting->driver));
	muster_record_event(writer, MUSTER_EVENT_CHANGED, 0, stamp);
	muster_put_u64(writer, MUSTER_A_ENTRY_SUBJECT, item->number);
	muster_record_device(writer, sighting);
	item->last = muster_commit();
	muster_roster_changed();
}

static bool has_changed(const struct muster_item *item, const struct muster_sighting *sighting)
{
	if (item->reading != sighting->reading)
		return true;
	return sighting->reading == MUSTER_READING_OK &&
	       memcmp(item->stable, sighting->stable, sizeof(item->stable));
}

/* Nothing has been told of the device since @last, so what was seen is news. */
static void settle_driver(struct muster_item *item, u64 last,
			  const struct muster_sighting *sighting)
{
	if (item->last != last || !(item->flags & MUSTER_DEVICE_IN_FLUX) ||
	    (sighting->flags & MUSTER_DEVICE_IN_FLUX))
		return;
	memcpy(item->driver, sighting->driver, sizeof(item->driver));
	item->bound = sighting->driver[0];
	item->flags &= ~MUSTER_DEVICE_IN_FLUX;
	muster_roster_changed();
}

/* Returns the body that is no longer needed. */
static struct muster_body *take_change(struct muster_item *item, struct muster_body *body,
				       const struct muster_stamp *stamp,
				       struct muster_sighting *sighting)
{
	u32 flux = item->flags & MUSTER_DEVICE_IN_FLUX;

	sighting->flags = (sighting->flags & ~MUSTER_DEVICE_IN_FLUX) | flux;
	append_changed(item, stamp, sighting);
	item->reading = sighting->reading;
	if (sighting->reading != MUSTER_READING_OK)
		return body;

	/* an earlier capture is kept until there is a later one */
	item->flags = sighting->flags;
	memcpy(item->stable, sighting->stable, sizeof(item->stable));
	if (body)
		return muster_roster_replace(item, body);
	muster_roster_mark_incomplete();
	return NULL;
}

static void compare(struct device *dev, u64 number, u64 last, struct muster_sighting *sighting,
		    struct muster_walk *walk)
{
	struct muster_stamp stamp = muster_stamp_now();
	struct muster_body *body = NULL;
	struct muster_item *item;

	if (sighting->reading == MUSTER_READING_OK)
		body = muster_roster_alloc_body(sighting);

	muster_lock();
	item = muster_roster_find(dev);
	if (item && item->number == number && item->standing == MUSTER_STANDING_LIVE) {
		settle_driver(item, last, sighting);
		if (has_changed(item, sighting)) {
			body = take_change(item, body, &stamp, sighting);
			walk->counts.changed++;
		}
	}
	muster_unlock();
	kfree(body);
}

static int meet_again(struct device *dev, muster_describe_fn *describe, struct muster_walk *walk)
{
	struct muster_sighting *sighting;
	const struct muster_item *item;
	u64 number = 0;
	u64 last = 0;
	bool stop;

	muster_lock();
	stop = muster_stopping();
	item = muster_roster_find(dev);
	/* one that is folded has no number yet: it was described a moment ago */
	if (item && item->standing == MUSTER_STANDING_LIVE) {
		number = item->number;
		last = item->last;
	}
	muster_unlock();
	if (stop)
		return -ESHUTDOWN;
	if (!number)
		return 0;

	sighting = muster_sighting_get();
	describe(dev, sighting, true);
	muster_sighting_driver(sighting, dev);
	walk->counts.seen++;
	walk->counts.unreadable += sighting->reading > MUSTER_READING_OK;
	compare(dev, number, last, sighting, walk);
	muster_sighting_put(sighting);
	return 0;
}

static void finish(const struct muster_counts *counts)
{
	struct muster_stamp stamp = muster_stamp_now();
	struct muster_writer *writer;

	muster_lock();
	writer = muster_ledger_begin();
	muster_record_event(writer, MUSTER_EVENT_RESCANNED, 0, &stamp);
	muster_record_counts(writer, counts);
	running = false;
	muster_commit();
	muster_unlock();
}

static void rescan(struct work_struct *work)
{
	struct muster_walk walk = { .meet = meet_again };
	int err;

	muster_lock();
	walk.counts.ticket = last_ticket;
	muster_unlock();

	err = muster_pci_walk(&walk);
	if (!err)
		err = muster_i2c_walk(&walk);
	if (!err)
		finish(&walk.counts);
}

static DECLARE_WORK(rescan_work, rescan);

/**
 * muster_rescan_create() - get ready to look again
 *
 * Return: 0 or -ENOMEM.
 */
int muster_rescan_create(void)
{
	queue = alloc_workqueue("muster_rescan", WQ_UNBOUND, 1);
	return queue ? 0 : -ENOMEM;
}

/**
 * muster_rescan_destroy() - end a look that is under way, and look no more
 *
 * Context: may sleep; once muster_stop() has been called, if a look
 *	    could have been asked for; not under the order mutex.
 */
void muster_rescan_destroy(void)
{
	cancel_work_sync(&rescan_work);
	destroy_workqueue(queue);
}

/**
 * muster_rescan_start() - look again, in the background
 * @ticket: to be filled: what the RESCANNED entry will bear
 *
 * Context: under the order mutex.
 * Return: 0, or -EBUSY while a look is under way.
 */
int muster_rescan_start(u64 *ticket)
{
	if (running)
		return -EBUSY;
	running = true;
	*ticket = ++last_ticket;
	queue_work(queue, &rescan_work);
	return 0;
}

/**
 * muster_rescan_running() - is a look under way?
 *
 * Context: under the order mutex.
 * Return: whether it is.
 */
bool muster_rescan_running(void)
{
	return running;
}
