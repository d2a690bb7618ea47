// SPDX-License-Identifier: GPL-2.0-only
/*
 * What flaps is counted, a stranger never is.
 *
 * The clock is the test's own, an hour ahead of the kernel's, so that the work
 * which ends folds finds nothing to end; but where the work itself is tested.
 */
#include "kunit.h"

#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/netlink.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define SECOND	((u64)NSEC_PER_SEC)

static struct muster_stamp clock;

static struct muster_sighting *take_sighting(struct kunit *test, enum muster_kind kind, u32 address)
{
	struct muster_sighting *sighting = kunit_kzalloc(test, sizeof(*sighting), GFP_KERNEL);
	struct muster_step client = { .kind = MUSTER_STEP_CLIENT, .number = address };
	struct muster_step root = { .kind = MUSTER_STEP_NAMED, .name = "soc" };

	KUNIT_ASSERT_NOT_NULL(test, sighting);
	sighting->kind = kind;
	sighting->reading = kind == MUSTER_KIND_FUNCTION ? MUSTER_READING_OK : 0;
	sighting->body.bytes = sighting->bytes;
	sighting->body.size = sizeof(sighting->bytes);
	muster_place_begin(&sighting->place);
	muster_place_above(&sighting->place, &client);
	muster_place_above(&sighting->place, &root);
	muster_put_place(sighting);
	return sighting;
}

static void put_bar(struct muster_sighting *sighting, u64 size)
{
	u32 nest = muster_nest_begin(&sighting->body, MUSTER_A_DEVICE_BAR);

	muster_put_u64(&sighting->body, MUSTER_A_BAR_SIZE, size);
	muster_nest_end(&sighting->body, nest);
}

/* Without room nothing new is watched. */
static struct muster_fold *arrive_in(const struct muster_sighting *sighting, u64 after,
				     struct muster_fold *room)
{
	struct muster_fold *fold;

	clock.boottime += after;
	muster_lock();
	fold = muster_fold_arrival(sighting, &clock, &room);
	muster_unlock();
	kfree(room);
	cond_resched();
	return fold;
}

static struct muster_fold *arrive(const struct muster_sighting *sighting, u64 after)
{
	return arrive_in(sighting, after, muster_fold_alloc());
}

static struct muster_fold *arrive_often(const struct muster_sighting *sighting, u32 times)
{
	struct muster_fold *fold = NULL;

	while (times--)
		fold = arrive(sighting, SECOND / 10);
	return fold;
}

static bool look(u64 after)
{
	bool folding;

	clock.boottime += after;
	muster_lock();
	folding = muster_fold_look(&clock);
	muster_unlock();
	return folding;
}

/* How often a FOLDED entry says that @event happened; 0: not said. */
static u64 told(struct kunit *test, u64 number, enum muster_event event)
{
	struct muster_view view, count;
	const void *nest;
	u64 times = 0;
	u32 length, at = 0;

	KUNIT_ASSERT_TRUE(test, read_entry(number, &view));
	KUNIT_ASSERT_EQ(test, entry_u32(&view, MUSTER_A_ENTRY_EVENT), MUSTER_EVENT_FOLDED);
	nest = entry_find(&view, MUSTER_A_ENTRY_FOLD, &length);
	KUNIT_ASSERT_NOT_NULL(test, nest);
	while (at < length) {
		const struct nlattr *nla = nest + at;
		const u64 *value;
		u32 size;

		count.payload = nest + at + NLA_HDRLEN;
		count.length = nla->nla_len - NLA_HDRLEN;
		at += NLA_ALIGN(nla->nla_len);
		if ((nla->nla_type & NLA_TYPE_MASK) != MUSTER_A_FOLD_COUNT ||
		    entry_u32(&count, MUSTER_A_FOLD_COUNT_EVENT) != event)
			continue;
		value = entry_find(&count, MUSTER_A_FOLD_COUNT_TIMES, &size);
		KUNIT_ASSERT_EQ(test, size, sizeof(times));
		memcpy(&times, value, sizeof(times));
	}
	return times;
}

/* MUSTER_A_FOLD_FIRST or _LAST of a FOLDED entry. */
static u64 told_when(struct kunit *test, u64 number, u16 type)
{
	struct muster_view view, fold;
	const u64 *value;
	u32 size;
	u64 time;

	KUNIT_ASSERT_TRUE(test, read_entry(number, &view));
	fold.payload = entry_find(&view, MUSTER_A_ENTRY_FOLD, &fold.length);
	KUNIT_ASSERT_NOT_NULL(test, fold.payload);
	value = entry_find(&fold, type, &size);
	KUNIT_ASSERT_NOT_NULL(test, value);
	KUNIT_ASSERT_EQ(test, size, sizeof(time));
	memcpy(&time, value, sizeof(time));
	return time;
}

/* Eight in ten seconds are recorded, the ninth is not. */
static void eight_in_ten_seconds(struct kunit *test)
{
	struct muster_sighting *client = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);

	KUNIT_EXPECT_NULL(test, arrive_often(client, 8));
	KUNIT_EXPECT_NOT_NULL(test, arrive(client, SECOND));
	KUNIT_EXPECT_NOT_NULL(test, arrive(client, SECOND));
}

/* One more nanosecond, and nothing is ever folded. */
static void slower(struct kunit *test)
{
	struct muster_sighting *client = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);
	u32 i;

	for (i = 0; i < 50; i++)
		KUNIT_ASSERT_NULL(test, arrive(client, 10 * SECOND / 8 + 1));
	for (i = 0; i < 8; i++)
		arrive(client, 10 * SECOND / 8);
	KUNIT_EXPECT_NOT_NULL(test, arrive(client, 10 * SECOND / 8));
}

/* Quiet for ten seconds: it ends, with all counts, and begins anew. */
static void quiet(struct kunit *test)
{
	struct muster_sighting *client = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);
	struct muster_fold *fold = arrive_often(client, 28);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, fold);
	muster_lock();
	for (i = 0; i < 20; i++)
		muster_fold_count(fold, MUSTER_EVENT_REMOVED, &clock);
	muster_unlock();
	KUNIT_EXPECT_TRUE(test, look(10 * SECOND));
	KUNIT_EXPECT_EQ(test, last_number(), 0);
	KUNIT_EXPECT_FALSE(test, look(1));
	KUNIT_ASSERT_EQ(test, last_number(), 1);
	KUNIT_EXPECT_EQ(test, told(test, 1, MUSTER_EVENT_ADD), 20);
	KUNIT_EXPECT_EQ(test, told(test, 1, MUSTER_EVENT_REMOVED), 20);
	KUNIT_EXPECT_EQ(test, told(test, 1, MUSTER_EVENT_DEL), 0);
	KUNIT_EXPECT_NULL(test, arrive_often(client, 8));
	KUNIT_EXPECT_NOT_NULL(test, arrive_often(client, 1));
}

/* What goes on for more than a minute tells of itself, and loses no count. */
static void goes_on(struct kunit *test)
{
	struct muster_sighting *client = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);
	u64 number, sum = 0;
	u32 i;

	arrive_often(client, 8);
	for (i = 0; i < 200; i++) {
		arrive(client, SECOND);
		KUNIT_ASSERT_TRUE(test, look(0));
	}
	/* after one minute, and two more */
	KUNIT_EXPECT_EQ(test, last_number(), 2);
	muster_fold_end_all();
	KUNIT_EXPECT_EQ(test, last_number(), 3);
	for (number = 1; number <= last_number(); number++)
		sum += told(test, number, MUSTER_EVENT_ADD);
	KUNIT_EXPECT_EQ(test, sum, 200);
	/* each tells of its own events, none of one that was told before */
	KUNIT_EXPECT_EQ(test, told_when(test, 2, MUSTER_A_FOLD_FIRST),
			told_when(test, 1, MUSTER_A_FOLD_LAST) + SECOND);
}

/* Others begin to fold less than a second apart: what is quiet ends nevertheless. */
static void begins_often(struct kunit *test)
{
	struct muster_sighting *function = take_sighting(test, MUSTER_KIND_FUNCTION, 1);
	u32 i;

	clock.boottime = 0;
	for (i = 0; i < 100 && !last_number(); i++) {
		memcpy(function->stable, &i, sizeof(i));
		while (!arrive(function, 1))
			;
		msleep(400);
	}
	KUNIT_EXPECT_GT(test, last_number(), 0);
}

/* What is present when a fold ends is introduced, right after it. */
static void present_at_end(struct kunit *test)
{
	struct muster_sighting *client = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);
	struct device *cookie = kunit_kzalloc(test, sizeof(*cookie), GFP_KERNEL);
	struct muster_fold *fold;
	struct muster_item *item;
	struct muster_view view;

	item = muster_roster_alloc(cookie, client);
	KUNIT_ASSERT_NOT_NULL(test, item);
	fold = arrive_often(client, 9);
	KUNIT_ASSERT_NOT_NULL(test, fold);
	muster_lock();
	muster_fold_join(fold, item);
	muster_roster_insert(item);
	muster_unlock();
	KUNIT_EXPECT_NULL(test, muster_roster_after(0));
	KUNIT_EXPECT_FALSE(test, look(11 * SECOND));
	KUNIT_EXPECT_EQ(test, told(test, 1, MUSTER_EVENT_ADD), 1);
	KUNIT_ASSERT_TRUE(test, read_entry(2, &view));
	KUNIT_EXPECT_EQ(test, entry_u32(&view, MUSTER_A_ENTRY_EVENT), MUSTER_EVENT_ADD);
	KUNIT_EXPECT_PTR_EQ(test, muster_roster_after(0), item);
	KUNIT_EXPECT_EQ(test, item->number, 2);
	KUNIT_EXPECT_EQ(test, item->since, clock.boottime);
	KUNIT_EXPECT_NULL(test, item->fold);
}

/* Another device at the place of one that folds. */
static void stranger(struct kunit *test)
{
	struct muster_sighting *known = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);
	struct muster_sighting *other = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);

	muster_put_string(&other->body, MUSTER_A_DEVICE_NAME, "other", MUSTER_NAME_ROOM);
	KUNIT_ASSERT_NOT_NULL(test, arrive_often(known, 20));
	KUNIT_EXPECT_NULL(test, arrive_often(other, 1));
	KUNIT_EXPECT_NOT_NULL(test, arrive_often(known, 1));
}

/* A function is what its stable registers, its flags and its BARs say. */
static void distinct_functions(struct kunit *test)
{
	struct muster_sighting *plain = take_sighting(test, MUSTER_KIND_FUNCTION, 1);
	struct muster_sighting *small = take_sighting(test, MUSTER_KIND_FUNCTION, 1);
	struct muster_sighting *large = take_sighting(test, MUSTER_KIND_FUNCTION, 1);

	put_bar(small, 0x1000);
	put_bar(large, 0x2000);
	KUNIT_ASSERT_NOT_NULL(test, arrive_often(small, 9));
	KUNIT_EXPECT_NULL(test, arrive_often(large, 1));
	KUNIT_EXPECT_NULL(test, arrive_often(plain, 1));
	small->stable[31] ^= 1;
	KUNIT_EXPECT_NULL(test, arrive_often(small, 1));
	small->stable[31] ^= 1;
	small->flags = MUSTER_DEVICE_UNTRUSTED;
	KUNIT_EXPECT_NULL(test, arrive_often(small, 1));
	small->flags = 0;
	KUNIT_EXPECT_NOT_NULL(test, arrive_often(small, 1));
	/* volatile registers do not make another device of it */
	muster_put_u32(&small->body, MUSTER_A_DEVICE_EXTENT, 1);
	KUNIT_EXPECT_NOT_NULL(test, arrive_often(small, 1));
}

/* The known registers, by who gave the kernel other ids when it enumerated. */
static void other_ids(struct kunit *test)
{
	static const u16 ids[] = {
		MUSTER_A_DEVICE_VENDOR, MUSTER_A_DEVICE_DEVICE, MUSTER_A_DEVICE_SUBSYSTEM_VENDOR,
		MUSTER_A_DEVICE_SUBSYSTEM_DEVICE, MUSTER_A_DEVICE_CLASS, MUSTER_A_DEVICE_REVISION,
	};
	struct muster_sighting *known = take_sighting(test, MUSTER_KIND_FUNCTION, 1);
	struct muster_sighting *other;
	u32 odd, i;

	for (i = 0; i < ARRAY_SIZE(ids); i++)
		muster_put_u32(&known->body, ids[i], 1);
	KUNIT_ASSERT_NOT_NULL(test, arrive_often(known, 9));
	for (odd = 0; odd < ARRAY_SIZE(ids); odd++) {
		other = take_sighting(test, MUSTER_KIND_FUNCTION, 1);
		for (i = 0; i < ARRAY_SIZE(ids); i++)
			muster_put_u32(&other->body, ids[i], i == odd ? 2 : 1);
		KUNIT_EXPECT_NULL(test, arrive_often(other, 1));
	}
	KUNIT_EXPECT_NOT_NULL(test, arrive_often(known, 1));
}

/* Who could not be read could be anyone. */
static void unreadable(struct kunit *test)
{
	struct muster_sighting *function = take_sighting(test, MUSTER_KIND_FUNCTION, 1);

	function->reading = MUSTER_READING_UNREADABLE;
	KUNIT_EXPECT_NULL(test, arrive_often(function, 50));
	/* and so could who sits deeper than a place is long */
	function->reading = MUSTER_READING_OK;
	function->flags = MUSTER_DEVICE_PLACE_CUT;
	KUNIT_EXPECT_NULL(test, arrive_often(function, 50));
}

/* Without memory to watch it in, what flaps is recorded, each time. */
static void no_memory(struct kunit *test)
{
	struct muster_sighting *client = take_sighting(test, MUSTER_KIND_CLIENT, 0x50);
	u32 i;

	for (i = 0; i < 50; i++)
		KUNIT_ASSERT_NULL(test, arrive_in(client, 1, NULL));
	KUNIT_EXPECT_NULL(test, arrive_often(client, 8));
	KUNIT_EXPECT_NOT_NULL(test, arrive_in(client, 1, NULL));
}

/* More pairs than there are slots: those that have none are recorded, none is evicted. */
static void slots_full(struct kunit *test)
{
	struct muster_sighting *function = take_sighting(test, MUSTER_KIND_FUNCTION, 1);
	u32 i, round, folded = 0;

	for (round = 0; round < 9; round++) {
		for (i = 0; i < 1100; i++) {
			memcpy(function->stable, &i, sizeof(i));
			folded += !!arrive(function, 1000);
		}
		KUNIT_ASSERT_EQ(test, folded, round < 8 ? 0 : 1024);
	}
	/* one that has no slot is recorded still, however often it comes */
	KUNIT_EXPECT_NULL(test, arrive_often(function, 20));
	/* until there are slots again */
	KUNIT_EXPECT_FALSE(test, look(11 * SECOND));
	KUNIT_EXPECT_EQ(test, last_number(), 1024);
	KUNIT_EXPECT_NOT_NULL(test, arrive_often(function, 9));
}

static int begin(struct kunit *test)
{
	clock = muster_stamp_now();
	clock.boottime += 3600 * SECOND;
	take_ledger(test, SZ_64K, SZ_256K);
	return 0;
}

static void finish(struct kunit *test)
{
	muster_fold_end_all();
	muster_roster_destroy();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(eight_in_ten_seconds),
	KUNIT_CASE(slower),
	KUNIT_CASE(quiet),
	KUNIT_CASE(goes_on),
	KUNIT_CASE(begins_often),
	KUNIT_CASE(present_at_end),
	KUNIT_CASE(stranger),
	KUNIT_CASE(distinct_functions),
	KUNIT_CASE(other_ids),
	KUNIT_CASE(unreadable),
	KUNIT_CASE(no_memory),
	KUNIT_CASE(slots_full),
	{}
};

static struct kunit_suite suite = {
	.name = "muster-folds",
	.init = begin,
	.exit = finish,
	.test_cases = cases,
};

kunit_test_suite(suite);
