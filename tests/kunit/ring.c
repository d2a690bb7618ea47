// SPDX-License-Identifier: GPL-2.0-only
/* The head that is never dropped, and the ring that drops its oldest and counts them. */
#include "kunit.h"

#include <linux/sizes.h>

#define WRITTEN	3000

/* Hashes as they were when written, by number: what a reader must find. */
struct model {
	u8 hash[WRITTEN + 1][MUSTER_HASH_SIZE];
	u32 random;
};

static struct model *take_model(struct kunit *test)
{
	struct model *model = kunit_kzalloc(test, sizeof(*model), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, model);
	model->random = 1;
	return model;
}

/* Any sequence will do, as long as it is the same each time. */
static u32 next_random(struct model *model)
{
	model->random = model->random * 1664525 + 1013904223;
	return model->random >> 8;
}

static void write_model(struct model *model, u32 length)
{
	struct muster_ledger_state state;
	u64 number = write_entry(length);

	muster_ledger_state(&state);
	memcpy(model->hash[number], state.hash, MUSTER_HASH_SIZE);
}

/* All that is there is as it was written, without a gap, and the rest is counted. */
static void expect_model(struct kunit *test, struct model *model, u64 first)
{
	struct muster_ledger_state state;
	struct muster_cursor cursor;
	struct muster_view view;
	u8 previous[MUSTER_HASH_SIZE];
	u64 lost = 0;

	muster_ledger_state(&state);
	KUNIT_ASSERT_EQ(test, state.lost, state.oldest - state.head_end);
	muster_ledger_seek(&cursor, first);
	while (muster_ledger_read(&cursor, &view)) {
		KUNIT_ASSERT_EQ(test, view.number, first + view.lost);
		KUNIT_ASSERT_MEMEQ(test, view.hash, model->hash[view.number], MUSTER_HASH_SIZE);
		muster_ledger_previous(view.number, previous);
		KUNIT_ASSERT_MEMEQ(test, previous, model->hash[view.number - 1],
				   MUSTER_HASH_SIZE);
		first = view.number + 1;
		lost += view.lost;
		muster_ledger_advance(&cursor, &view);
	}
	KUNIT_ASSERT_EQ(test, first, state.next);
	KUNIT_ASSERT_EQ(test, lost, state.lost);
}

/* Entries of every length, ten times round. */
static void wrap(struct kunit *test)
{
	struct model *model = take_model(test);
	u32 i;

	take_ledger(test, SZ_8K, SZ_64K);
	for (i = 1; i <= WRITTEN; i++) {
		write_model(model, next_random(model) % 400);
		if (i % 293 == 0)
			expect_model(test, model, 1);
	}
	expect_model(test, model, 1);
}

/* The head stays what it was however often the ring goes round. */
static void head_intact(struct kunit *test)
{
	struct model *model = take_model(test);
	struct muster_ledger_state state;
	struct muster_view view;
	u64 number;
	u32 i;

	take_ledger(test, SZ_8K, SZ_64K);
	for (i = 1; i <= WRITTEN; i++)
		write_model(model, 150);
	muster_ledger_state(&state);
	KUNIT_ASSERT_EQ(test, state.head_end, 1 + SZ_8K / 208);
	KUNIT_EXPECT_GT(test, state.lost, WRITTEN / 2);
	for (number = 1; number < state.head_end; number++) {
		KUNIT_ASSERT_TRUE(test, read_entry(number, &view));
		KUNIT_ASSERT_MEMEQ(test, view.hash, model->hash[number], MUSTER_HASH_SIZE);
	}
}

/* Overflow loses the oldest alone, and no more than are in the way. */
static void overflow(struct kunit *test)
{
	struct muster_ledger_state before, after;
	u32 i;

	take_ledger(test, SZ_8K, SZ_64K);
	for (i = 0; i < 2000; i++) {
		muster_ledger_state(&before);
		write_entry(150);
		muster_ledger_state(&after);
		/* all of one size: one comes, one goes, two where a tail is left */
		KUNIT_ASSERT_LE(test, after.lost - before.lost, 2);
		KUNIT_ASSERT_EQ(test, after.next, before.next + 1);
	}
	KUNIT_EXPECT_GE(test, after.next - after.oldest, SZ_64K / 208 - 2);
}

/* The longest entries, which leave the longest tails. */
static void longest(struct kunit *test)
{
	struct model *model = take_model(test);
	struct muster_view view;
	u32 i;

	take_ledger(test, SZ_8K, SZ_64K);
	for (i = 0; i < 60; i++) {
		write_model(model, ENTRY_ROOM);
		write_model(model, next_random(model) % 3000);
		expect_model(test, model, 1);
	}
	KUNIT_ASSERT_TRUE(test, read_entry(last_number() - 1, &view));
	KUNIT_EXPECT_EQ(test, view.length, MUSTER_ENTRY_MAX);
}

/* Tails of 0, 8, 16 ... bytes: whatever is left at the end of the ring. */
static void tails(struct kunit *test)
{
	struct model *model = take_model(test);
	u32 tail, i, round;

	for (tail = 0; tail < 15; tail++) {
		memset(model->hash, 0, sizeof(model->hash));
		KUNIT_ASSERT_EQ(test, muster_ledger_create(SZ_8K, SZ_64K + 8 * tail), 0);
		for (round = 0; round < 3; round++) {
			for (i = 0; i < SZ_64K / 256; i++)
				write_model(model, 200);
			expect_model(test, model, 1);
		}
		muster_ledger_destroy();
	}
}

/* A head where nothing fits is no head; all goes to the ring. */
static void no_head(struct kunit *test)
{
	struct model *model = take_model(test);
	struct muster_ledger_state state;

	take_ledger(test, 64, SZ_64K);
	write_model(model, 100);
	write_model(model, 100);
	muster_ledger_state(&state);
	KUNIT_EXPECT_EQ(test, state.head_end, 1);
	KUNIT_EXPECT_EQ(test, state.oldest, 1);
	expect_model(test, model, 1);
}

/* A reader that is overtaken hears how many it missed, and goes on without a gap. */
static void overtaken(struct kunit *test)
{
	struct muster_ledger_state state;
	struct muster_cursor cursor;
	struct muster_view view;
	u32 i;

	take_ledger(test, SZ_8K, SZ_64K);
	for (i = 0; i < 100; i++)
		write_entry(150);
	muster_ledger_seek(&cursor, 60);
	KUNIT_ASSERT_TRUE(test, muster_ledger_read(&cursor, &view));
	KUNIT_EXPECT_EQ(test, view.number, 60);
	muster_ledger_advance(&cursor, &view);

	for (i = 0; i < 1000; i++)
		write_entry(150);
	muster_ledger_state(&state);
	KUNIT_ASSERT_TRUE(test, muster_ledger_read(&cursor, &view));
	KUNIT_EXPECT_EQ(test, view.number, state.oldest);
	KUNIT_EXPECT_EQ(test, view.lost, state.oldest - 61);
	muster_ledger_advance(&cursor, &view);
	KUNIT_ASSERT_TRUE(test, muster_ledger_read(&cursor, &view));
	KUNIT_EXPECT_EQ(test, view.number, state.oldest + 1);
	KUNIT_EXPECT_EQ(test, view.lost, 0);
}

/* A reader waits at the end: of the head, of the ring, and of the head as it closes. */
static void waits_at_end(struct kunit *test)
{
	struct muster_cursor cursor;
	struct muster_view view;
	u64 number;

	take_ledger(test, SZ_8K, SZ_64K);
	muster_ledger_seek(&cursor, 1);
	for (number = 1; number <= 200; number++) {
		KUNIT_ASSERT_FALSE(test, muster_ledger_read(&cursor, &view));
		write_entry(150);
		KUNIT_ASSERT_TRUE(test, muster_ledger_read(&cursor, &view));
		KUNIT_ASSERT_EQ(test, view.number, number);
		KUNIT_ASSERT_EQ(test, view.lost, 0);
		muster_ledger_advance(&cursor, &view);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(wrap),
	KUNIT_CASE(head_intact),
	KUNIT_CASE(overflow),
	KUNIT_CASE(longest),
	KUNIT_CASE(tails),
	KUNIT_CASE(no_head),
	KUNIT_CASE(overtaken),
	KUNIT_CASE(waits_at_end),
	{}
};

static struct kunit_suite suite = {
	.name = "muster-ring",
	.test_cases = cases,
};

kunit_test_suite(suite);
