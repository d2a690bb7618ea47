// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one order of everything.
 *
 * Invariant: under the order mutex, and only under it, the roster changes and
 * entries are appended. Under it nothing is allocated, no device is read and
 * no other lock is taken but what queueing work and freeing memory take.
 */
#include "internal.h"

#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/random.h>

static DEFINE_MUTEX(order);

static bool stopping;	/* under order */
static u8 load_id[MUSTER_LOAD_ID_SIZE];

/**
 * muster_lock() - take the order mutex
 */
void muster_lock(void)
{
	mutex_lock(&order);
}

/**
 * muster_unlock() - release the order mutex
 */
void muster_unlock(void)
{
	mutex_unlock(&order);
}

/**
 * muster_stopping() - is the module being unloaded?
 *
 * Context: under the order mutex.
 * Return: whether it is; then nothing may be queued any more.
 */
bool muster_stopping(void)
{
	return stopping;
}

/**
 * muster_stop() - from now on requests are refused, nothing is queued
 */
void muster_stop(void)
{
	muster_lock();
	stopping = true;
	muster_unlock();
}

/**
 * muster_load_id() - what tells this ledger from all others
 *
 * Return: MUSTER_LOAD_ID_SIZE bytes that never change.
 */
const u8 *muster_load_id(void)
{
	return load_id;
}

/**
 * muster_stamp_now() - read both clocks
 *
 * Return: the time now.
 */
struct muster_stamp muster_stamp_now(void)
{
	return (struct muster_stamp) {
		.boottime = ktime_get_boottime_ns(),
		.realtime = ktime_get_real_ns(),
	};
}

/**
 * muster_commit() - append the entry begun in the ledger, and tell
 *
 * Context: under the order mutex.
 * Return: its number.
 */
u64 muster_commit(void)
{
	u64 number = muster_ledger_commit();

	if (!stopping)
		muster_netlink_announce();
	return number;
}

/**
 * muster_begin_record() - choose the load id and append entry 1
 *
 * Context: before anything else is recorded.
 */
void muster_begin_record(void)
{
	struct muster_stamp stamp = muster_stamp_now();
	struct muster_ledger_state state;
	struct muster_writer *writer;

	get_random_bytes(load_id, sizeof(load_id));
	muster_lock();
	muster_ledger_state(&state);
	writer = muster_ledger_begin();
	muster_record_event(writer, MUSTER_EVENT_LOAD, 0, &stamp);
	muster_record_load(writer, load_id, &state);
	muster_commit();
	muster_unlock();
}
