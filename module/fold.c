// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flapping device's events, counted instead of recorded one by one.
 *
 * Invariant: only what has just been recorded in full several times over is
 * folded: the same description at the same place. A stranger at that place,
 * what could not be read, and what has no place of its own because its place
 * is cut, is always recorded. What is present when a fold ends is introduced,
 * so the record ends with the truth.
 *
 * One slot per pair of place and description, so that a whole switch or all
 * virtual functions of a few adapters can flap at once. A slot is given away
 * only when none of its arrivals matters any more: were the oldest of many
 * evicted instead, one more pair than slots, in turn, would fold none of them.
 *
 * Everything but allocating runs under the order mutex.
 */
#include "internal.h"

#include <linux/build_bug.h>
#include <linux/hashtable.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#define SLOTS		1024
#define ARRIVALS	8			/* recorded in full */
#define WINDOW_NS	(10ULL * NSEC_PER_SEC)	/* in which they came; also quiet time */

/* A long fold tells of itself: after a minute, then twice as late each time. */
#define TELL_FIRST	60			/* s */
#define TELL_LAST	3600

/**
 * struct muster_fold - what came and went lately
 * @by_pair: in the table of its name
 * @by_age: in the list of those that fold, or of those that do not
 * @items: what is present and counted here, in the roster without a number
 * @pair: place and description, as one digest
 * @stable: digest of the stable registers, for the record
 * @arrivals: CLOCK_BOOTTIME of the last ones, @arrived % ARRIVALS is the oldest
 * @first: CLOCK_BOOTTIME of the first event counted
 * @last: of the last
 * @arrived: how many arrivals
 * @patience: s until a long fold tells of itself
 * @times: events counted since it last did, by kind
 * @folding: its events are counted
 * @told: it has just told of itself: nothing is counted yet, @first is the old @last
 * @place: text of the place
 */
struct muster_fold {
	struct hlist_node by_pair;
	struct list_head by_age;
	struct hlist_head items;
	u8 pair[MUSTER_HASH_SIZE];
	u8 stable[MUSTER_HASH_SIZE];
	u64 arrivals[ARRIVALS];
	u64 first;
	u64 last;
	u32 arrived;
	u32 patience;
	u32 times[__MUSTER_EVENT_MAX];
	bool folding;
	bool told;
	char place[MUSTER_PLACE_MAX + 1];
};

static DEFINE_HASHTABLE(by_pair, 8);
static LIST_HEAD(watched);	/* that do not fold; the stalest first */
static LIST_HEAD(folding);
static unsigned int slots;	/* in either */

static void look_for_quiet(struct work_struct *work);
static DECLARE_DELAYED_WORK(quiet_work, look_for_quiet);

/* A digest is as good a hash as any part of it. */
static u32 key_of(const u8 pair[MUSTER_HASH_SIZE])
{
	u32 key;

	memcpy(&key, pair, sizeof(key));
	return key;
}

static struct muster_fold *find(const u8 pair[MUSTER_HASH_SIZE])
{
	struct muster_fold *fold;

	hash_for_each_possible(by_pair, fold, by_pair, key_of(pair))
		if (!memcmp(fold->pair, pair, MUSTER_HASH_SIZE))
			return fold;
	return NULL;
}

static void forget(struct muster_fold *fold)
{
	hash_del(&fold->by_pair);
	list_del(&fold->by_age);
	slots--;
	kfree(fold);
}

/* None of its arrivals can be one of too many any more. */
static bool is_stale(const struct muster_fold *fold, u64 now)
{
	return fold->last + WINDOW_NS < now;
}

/* It has gone on for so long that something must be said. */
static bool is_overdue(const struct muster_fold *fold, u64 now)
{
	return fold->first + (u64)fold->patience * NSEC_PER_SEC < now;
}

static void forget_stale(u64 now)
{
	struct muster_fold *fold, *next;

	list_for_each_entry_safe(fold, next, &watched, by_age) {
		if (!is_stale(fold, now))
			break;
		forget(fold);
	}
}

/* Begin to watch a pair, in @room. */
static void watch(struct muster_fold *room, const struct muster_sighting *sighting,
		  const u8 pair[MUSTER_HASH_SIZE])
{
	const char *place = (const char *)sighting->bytes + sighting->place_offset;

	memcpy(room->pair, pair, sizeof(room->pair));
	memcpy(room->stable, sighting->stable, sizeof(room->stable));
	strscpy(room->place, place, sizeof(room->place));
	hash_add(by_pair, &room->by_pair, key_of(pair));
	list_add_tail(&room->by_age, &watched);
	slots++;
	if (!muster_stopping())
		schedule_delayed_work(&quiet_work, nsecs_to_jiffies(WINDOW_NS));
}

static bool too_often(const struct muster_fold *fold, u64 now)
{
	return fold->arrived >= ARRIVALS &&
	       now - fold->arrivals[fold->arrived % ARRIVALS] <= WINDOW_NS;
}

static void begin(struct muster_fold *fold, u64 now)
{
	bool first = list_empty(&folding);

	fold->folding = true;
	fold->first = now;
	fold->patience = TELL_FIRST;
	list_move_tail(&fold->by_age, &folding);
	/* while others fold there will be a look within a second: never put it off */
	if (!first || muster_stopping())
		return;
	/* not mod_delayed_work(): newer kernels call the queue it would name another name */
	cancel_delayed_work(&quiet_work);
	schedule_delayed_work(&quiet_work, HZ);
}

/**
 * muster_fold_alloc() - room to watch one more pair
 *
 * Context: may sleep; not under the order mutex.
 * Return: the room, to be freed with kfree() if muster_fold_arrival() has not
 *	   taken it; or NULL: then what arrives is just recorded.
 */
struct muster_fold *muster_fold_alloc(void)
{
	/* more would take twice as much of what kmalloc() hands out */
	BUILD_BUG_ON(sizeof(struct muster_fold) > SZ_512);

	return kzalloc(sizeof(struct muster_fold), GFP_NOIO);
}

/**
 * muster_fold_arrival() - a device arrives: record it, or count it?
 * @sighting: the device, described
 * @stamp: when
 * @room: for a pair that is not watched yet; set to NULL where it was taken
 *
 * Return: the fold that counts this arrival and what follows it, or NULL.
 */
struct muster_fold *muster_fold_arrival(const struct muster_sighting *sighting,
					const struct muster_stamp *stamp,
					struct muster_fold **room)
{
	u64 now = stamp->boottime;
	u8 pair[MUSTER_HASH_SIZE];
	struct muster_fold *fold;

	if (sighting->kind == MUSTER_KIND_FUNCTION &&
	    (sighting->reading != MUSTER_READING_OK ||
	     (sighting->flags & MUSTER_DEVICE_PLACE_CUT)))
		return NULL;
	muster_sighting_digest(sighting, pair);
	fold = find(pair);
	if (!fold) {
		forget_stale(now);
		if (!*room || slots >= SLOTS)
			return NULL;
		fold = *room;
		*room = NULL;
		watch(fold, sighting, pair);
	}
	if (!fold->folding && too_often(fold, now))
		begin(fold, now);
	if (fold->folding) {
		muster_fold_count(fold, MUSTER_EVENT_ADD, stamp);
		return fold;
	}
	fold->last = now;
	fold->arrivals[fold->arrived++ % ARRIVALS] = now;
	list_move_tail(&fold->by_age, &watched);
	return NULL;
}

/**
 * muster_fold_join() - a device's events are counted from now on
 * @fold: from muster_fold_arrival(), of the device
 * @item: the device, until muster_observe_unfolded() or muster_roster_remove()
 */
void muster_fold_join(struct muster_fold *fold, struct muster_item *item)
{
	item->fold = fold;
	hlist_add_head(&item->by_fold, &fold->items);
}

/**
 * muster_fold_count() - an event takes no number
 * @fold: from muster_fold_arrival(), of the device
 * @event: the event
 * @stamp: when
 */
void muster_fold_count(struct muster_fold *fold, enum muster_event event,
		       const struct muster_stamp *stamp)
{
	if (fold->told)
		fold->first = stamp->boottime;
	fold->told = false;
	fold->times[event]++;
	fold->last = stamp->boottime;
}

static void put_counts(struct muster_writer *writer, const struct muster_fold *fold)
{
	unsigned int event;

	for (event = 0; event < ARRAY_SIZE(fold->times); event++) {
		u32 nest;

		if (!fold->times[event])
			continue;
		nest = muster_nest_begin(writer, MUSTER_A_FOLD_COUNT);
		muster_put_u32(writer, MUSTER_A_FOLD_COUNT_EVENT, event);
		muster_put_u64(writer, MUSTER_A_FOLD_COUNT_TIMES, fold->times[event]);
		muster_nest_end(writer, nest);
	}
}

/* The entry that stands for what was counted. */
static void tell(struct muster_fold *fold, const struct muster_stamp *stamp)
{
	struct muster_writer *writer = muster_ledger_begin();
	u32 nest;

	muster_record_event(writer, MUSTER_EVENT_FOLDED, 0, stamp);
	nest = muster_nest_begin(writer, MUSTER_A_ENTRY_FOLD);
	muster_put_string(writer, MUSTER_A_FOLD_PLACE, fold->place, sizeof(fold->place));
	muster_put(writer, MUSTER_A_FOLD_DIGEST, fold->stable, sizeof(fold->stable));
	muster_put_u64(writer, MUSTER_A_FOLD_FIRST, fold->first);
	muster_put_u64(writer, MUSTER_A_FOLD_LAST, fold->last);
	put_counts(writer, fold);
	muster_nest_end(writer, nest);
	muster_commit();

	memset(fold->times, 0, sizeof(fold->times));
	fold->first = fold->last;
	fold->told = true;
	fold->patience = min_t(u32, 2 * fold->patience, TELL_LAST);
}

static void end(struct muster_fold *fold, const struct muster_stamp *stamp)
{
	struct muster_item *item;
	struct hlist_node *next;

	tell(fold, stamp);
	hlist_for_each_entry_safe(item, next, &fold->items, by_fold) {
		hlist_del_init(&item->by_fold);
		item->fold = NULL;
		muster_observe_unfolded(item, stamp);
	}
	forget(fold);
}

/**
 * muster_fold_look() - end what has been quiet, tell of what goes on for long
 * @stamp: now
 *
 * Return: whether something still folds.
 */
bool muster_fold_look(const struct muster_stamp *stamp)
{
	struct muster_fold *fold, *next;

	/* an event may be later than the stamp, which was taken before the lock */
	list_for_each_entry_safe(fold, next, &folding, by_age) {
		if (is_stale(fold, stamp->boottime))
			end(fold, stamp);
		else if (is_overdue(fold, stamp->boottime))
			tell(fold, stamp);
	}
	forget_stale(stamp->boottime);
	return !list_empty(&folding);
}

static void look_for_quiet(struct work_struct *work)
{
	struct muster_stamp stamp = muster_stamp_now();

	muster_lock();
	if (!muster_stopping() && muster_fold_look(&stamp))
		schedule_delayed_work(&quiet_work, HZ);
	else if (!muster_stopping() && slots)
		schedule_delayed_work(&quiet_work, nsecs_to_jiffies(WINDOW_NS));
	muster_unlock();
}

/**
 * muster_fold_end_all() - tell what was counted: nothing more will come
 *
 * Context: process context, not under the order mutex; when no bus is watched any
 *	    more, so that nothing begins to fold.
 */
void muster_fold_end_all(void)
{
	struct muster_stamp stamp = muster_stamp_now();
	struct muster_fold *fold, *next;

	cancel_delayed_work_sync(&quiet_work);
	muster_lock();
	list_for_each_entry_safe(fold, next, &folding, by_age)
		end(fold, &stamp);
	list_for_each_entry_safe(fold, next, &watched, by_age)
		forget(fold);
	muster_unlock();
}
