// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flapping device's events, counted instead of recorded one by one.
 *
 * Invariant: only what has just been recorded in full several times over is
 * folded: the same description at the same place. A stranger at that place,
 * and what could not be read, is always recorded. What is present when a fold
 * ends is introduced, so the record ends with the truth.
 *
 * Everything runs under the order mutex.
 */
#include "internal.h"

#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include <net/netlink.h>

#include "compat.h"

#define SLOTS		64
#define ARRIVALS	8			/* recorded in full */
#define WINDOW_NS	(10 * NSEC_PER_SEC)	/* in which they came; also quiet time */
#define TELL_NS		(60 * NSEC_PER_SEC)	/* so often a long fold tells of itself */
#define BARS_ROOM	256			/* seven nests of MUSTER_A_DEVICE_BAR */

/**
 * struct muster_fold - what came and went lately
 * @pair: place and description, as one digest
 * @stable: digest of the stable registers, for the record
 * @place: text of the place
 * @arrivals: CLOCK_BOOTTIME of the last ones, @arrived % ARRIVALS is the oldest
 * @arrived: how many
 * @folding: its events are counted
 * @first: CLOCK_BOOTTIME of the first event counted
 * @last: of the last
 * @times: events counted, by kind
 */
struct muster_fold {
	u8 pair[MUSTER_HASH_SIZE];
	u8 stable[MUSTER_HASH_SIZE];
	char place[MUSTER_PLACE_MAX + 1];
	u64 arrivals[ARRIVALS];
	u64 arrived;
	bool folding;
	u64 first;
	u64 last;
	u64 times[__MUSTER_EVENT_MAX];
};

static struct muster_fold folds[SLOTS];

static void look_for_quiet(struct work_struct *work);
static DECLARE_DELAYED_WORK(quiet_work, look_for_quiet);

/* What a function is by its stable registers says nothing of the sizes of its BARs. */
static void put_bars(const struct muster_sighting *sighting, u8 *bars, u32 room)
{
	const struct nlattr *nla;
	u32 used = 0;
	int rest;

	nla_for_each_attr(nla, (const struct nlattr *)sighting->bytes, sighting->body.used, rest) {
		if (nla_type(nla) != MUSTER_A_DEVICE_BAR || nla->nla_len > room - used)
			continue;
		memcpy(bars + used, nla, nla->nla_len);
		used += nla->nla_len;
	}
}

/* What a device is at its place; of a function, without the registers that are volatile. */
static void digest_pair(const struct muster_sighting *sighting, u8 pair[MUSTER_HASH_SIZE])
{
	const char *place = (const char *)sighting->bytes + sighting->place_offset;
	static struct {
		u8 stable[MUSTER_HASH_SIZE];
		u32 flags;
		char place[MUSTER_PLACE_MAX + 1];
		u8 bars[BARS_ROOM];
	} function;

	if (sighting->kind != MUSTER_KIND_FUNCTION) {
		sha256(sighting->bytes, sighting->body.used, pair);
		return;
	}
	memset(&function, 0, sizeof(function));
	memcpy(function.stable, sighting->stable, sizeof(function.stable));
	function.flags = sighting->flags;
	put_bars(sighting, function.bars, sizeof(function.bars));
	strscpy(function.place, place, sizeof(function.place));
	sha256((const u8 *)&function, sizeof(function), pair);
}

static struct muster_fold *find(const u8 pair[MUSTER_HASH_SIZE])
{
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		if (folds[i].arrived && !memcmp(folds[i].pair, pair, MUSTER_HASH_SIZE))
			return &folds[i];
	return NULL;
}

/* The slot that has seen nothing for longest; never one that folds. */
static struct muster_fold *reuse(void)
{
	struct muster_fold *oldest = NULL;
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		if (!folds[i].folding && (!oldest || folds[i].last < oldest->last))
			oldest = &folds[i];
	return oldest;
}

static struct muster_fold *watch(const struct muster_sighting *sighting,
				 const u8 pair[MUSTER_HASH_SIZE])
{
	const char *place = (const char *)sighting->bytes + sighting->place_offset;
	struct muster_fold *fold = reuse();

	if (!fold)
		return NULL;
	memset(fold, 0, sizeof(*fold));
	memcpy(fold->pair, pair, sizeof(fold->pair));
	memcpy(fold->stable, sighting->stable, sizeof(fold->stable));
	strscpy(fold->place, place, sizeof(fold->place));
	return fold;
}

static bool too_often(const struct muster_fold *fold, u64 now)
{
	return fold->arrived >= ARRIVALS &&
	       now - fold->arrivals[fold->arrived % ARRIVALS] <= WINDOW_NS;
}

/**
 * muster_fold_arrival() - a device arrives: record it, or count it?
 * @sighting: the device, described
 * @stamp: when
 *
 * Return: the fold that counts this arrival and what follows it, or NULL.
 */
struct muster_fold *muster_fold_arrival(const struct muster_sighting *sighting,
					const struct muster_stamp *stamp)
{
	u64 now = stamp->boottime;
	u8 pair[MUSTER_HASH_SIZE];
	struct muster_fold *fold;

	if (sighting->kind == MUSTER_KIND_FUNCTION && sighting->reading != MUSTER_READING_OK)
		return NULL;
	digest_pair(sighting, pair);
	fold = find(pair);
	if (!fold)
		fold = watch(sighting, pair);
	if (!fold)
		return NULL;
	if (!fold->folding && too_often(fold, now)) {
		fold->folding = true;
		fold->first = now;
		memset(fold->times, 0, sizeof(fold->times));
		if (!muster_stopping())
			schedule_delayed_work(&quiet_work, HZ);
	}
	if (fold->folding) {
		muster_fold_count(fold, MUSTER_EVENT_ADD, stamp);
		return fold;
	}
	fold->last = now;
	fold->arrivals[fold->arrived++ % ARRIVALS] = now;
	return NULL;
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
}

static void end(struct muster_fold *fold, const struct muster_stamp *stamp)
{
	struct muster_item *item;

	tell(fold, stamp);
	while ((item = muster_roster_folded(fold))) {
		item->fold = NULL;
		muster_observe_unfolded(item, stamp);
	}
	fold->folding = false;
	fold->arrived = 0;
}

/**
 * muster_fold_look() - end what has been quiet, tell of what goes on for long
 * @stamp: now
 *
 * Return: whether something still folds.
 */
bool muster_fold_look(const struct muster_stamp *stamp)
{
	bool folding = false;
	unsigned int i;

	for (i = 0; i < SLOTS; i++) {
		if (!folds[i].folding)
			continue;
		/* an event may be later than the stamp, which was taken before the lock */
		if (folds[i].last + WINDOW_NS < stamp->boottime) {
			end(&folds[i], stamp);
			continue;
		}
		folding = true;
		if (folds[i].first + TELL_NS < stamp->boottime)
			tell(&folds[i], stamp);
	}
	return folding;
}

static void look_for_quiet(struct work_struct *work)
{
	struct muster_stamp stamp = muster_stamp_now();

	muster_lock();
	if (!muster_stopping() && muster_fold_look(&stamp))
		schedule_delayed_work(&quiet_work, HZ);
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
	unsigned int i;

	cancel_delayed_work_sync(&quiet_work);
	muster_lock();
	for (i = 0; i < SLOTS; i++)
		if (folds[i].folding)
			end(&folds[i], &stamp);
	muster_unlock();
}
