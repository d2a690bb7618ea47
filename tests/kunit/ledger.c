// SPDX-License-Identifier: GPL-2.0-only
/* The chain: what is hashed, in which order, and that nothing is changed afterwards. */
#include "kunit.h"

#include "known.h"

static const struct muster_stamp known_stamp = { 0x1122334455667788, 0x99aabbccddeeff00 };

static void write_known(void)
{
	const struct muster_counts counts = { .seen = 41, .unreadable = 3, .bound = 7 };
	struct muster_stamp later = known_stamp;
	struct muster_writer *writer;

	muster_lock();
	writer = muster_ledger_begin();
	muster_record_event(writer, MUSTER_EVENT_WALKED, 0, &known_stamp);
	muster_record_counts(writer, &counts);
	muster_ledger_commit();

	later.boottime++;
	later.realtime++;
	writer = muster_ledger_begin();
	muster_record_event(writer, MUSTER_EVENT_BOUND, 0, &later);
	muster_put_u64(writer, MUSTER_A_ENTRY_SUBJECT, 1);
	muster_put_string(writer, MUSTER_A_ENTRY_DRIVER, "e1000e", MUSTER_NAME_ROOM);
	muster_ledger_commit();
	muster_unlock();
}

/* The bytes and the hashes that were computed without the module. */
static void known_record(struct kunit *test)
{
	struct muster_ledger_state state;
	struct muster_view view;

	take_ledger(test, SZ_8K, SZ_64K);
	write_known();

	KUNIT_ASSERT_TRUE(test, read_entry(1, &view));
	KUNIT_ASSERT_EQ(test, view.length, sizeof(known_payload_1));
	KUNIT_EXPECT_MEMEQ(test, view.payload, known_payload_1, sizeof(known_payload_1));
	KUNIT_EXPECT_MEMEQ(test, view.hash, known_hash_1, sizeof(known_hash_1));
	KUNIT_ASSERT_TRUE(test, read_entry(2, &view));
	KUNIT_ASSERT_EQ(test, view.length, sizeof(known_payload_2));
	KUNIT_EXPECT_MEMEQ(test, view.payload, known_payload_2, sizeof(known_payload_2));
	KUNIT_EXPECT_MEMEQ(test, view.hash, known_hash_2, sizeof(known_hash_2));
	muster_ledger_state(&state);
	KUNIT_EXPECT_MEMEQ(test, state.hash, known_hash_2, sizeof(known_hash_2));
}

static void empty(struct kunit *test)
{
	static const u8 zero[MUSTER_HASH_SIZE];
	struct muster_ledger_state state;
	struct muster_view view;

	take_ledger(test, SZ_8K, SZ_64K);
	muster_ledger_state(&state);
	KUNIT_EXPECT_EQ(test, state.next, 1);
	KUNIT_EXPECT_EQ(test, state.lost, 0);
	KUNIT_EXPECT_MEMEQ(test, state.hash, zero, sizeof(zero));
	KUNIT_EXPECT_FALSE(test, read_entry(1, &view));
}

/* Recomputes the link at @view, which follows @previous. */
static void expect_link(struct kunit *test, const u8 *previous, const struct muster_view *view,
			u8 *link)
{
	u8 hash[MUSTER_HASH_SIZE];
	u8 told[MUSTER_HASH_SIZE];

	memcpy(link, previous, MUSTER_HASH_SIZE);
	memcpy(link + MUSTER_HASH_SIZE, view->payload, view->length);
	sha256(link, MUSTER_HASH_SIZE + view->length, hash);
	KUNIT_ASSERT_MEMEQ(test, view->hash, hash, sizeof(hash));
	muster_ledger_previous(view->number, told);
	KUNIT_ASSERT_MEMEQ(test, told, previous, sizeof(told));
}

/* Every link from 1 on, over the border of head and ring, each as it was hashed. */
static void chain(struct kunit *test)
{
	u8 *link = kunit_kzalloc(test, MUSTER_HASH_SIZE + MUSTER_ENTRY_MAX, GFP_KERNEL);
	u8 previous[MUSTER_HASH_SIZE] = {};
	struct muster_ledger_state state;
	struct muster_view view;
	u64 number;

	KUNIT_ASSERT_NOT_NULL(test, link);
	take_ledger(test, SZ_16K, SZ_256K);
	for (number = 1; number <= 300; number++)
		KUNIT_ASSERT_EQ(test, write_entry((7 * number) % 700), number);

	for (number = 1; number <= 300; number++) {
		KUNIT_ASSERT_TRUE(test, read_entry(number, &view));
		expect_link(test, previous, &view, link);
		memcpy(previous, view.hash, sizeof(previous));
	}
	muster_ledger_state(&state);
	KUNIT_EXPECT_GT(test, state.head_end, 10);
	KUNIT_EXPECT_LT(test, state.head_end, 300);
	KUNIT_EXPECT_EQ(test, state.lost, 0);
	KUNIT_EXPECT_MEMEQ(test, state.hash, previous, sizeof(previous));
}

/* The number is the first attribute, so it stands at byte 4. */
static void order(struct kunit *test)
{
	struct muster_view view;
	u64 number, written;

	take_ledger(test, SZ_8K, SZ_64K);
	for (number = 1; number <= 200; number++)
		write_entry(number % 5);
	for (number = 1; number <= 200; number++) {
		KUNIT_ASSERT_TRUE(test, read_entry(number, &view));
		memcpy(&written, view.payload + 4, sizeof(written));
		KUNIT_ASSERT_EQ(test, written, number);
	}
}

/* Bytes that pad an attribute are zero, and are hashed as such. */
static void padding(struct kunit *test)
{
	struct muster_view view;

	take_ledger(test, SZ_8K, SZ_64K);
	write_entry(600);
	write_entry(1);
	KUNIT_ASSERT_TRUE(test, read_entry(2, &view));
	KUNIT_ASSERT_EQ(test, view.length, 12 + 8);
	KUNIT_EXPECT_EQ(test, view.payload[16], 1);
	KUNIT_EXPECT_EQ(test, view.payload[17], 0);
	KUNIT_EXPECT_EQ(test, view.payload[18], 0);
	KUNIT_EXPECT_EQ(test, view.payload[19], 0);
}

/* What does not fit is left out whole, and said so; nothing is overrun. */
static void full_writer(struct kunit *test)
{
	struct muster_writer writer = { .size = 24 };
	u8 bytes[32];
	u32 nest;

	memset(bytes, 0x5a, sizeof(bytes));
	writer.bytes = bytes;
	muster_put_u64(&writer, 1, 1);
	nest = muster_nest_begin(&writer, 2);
	muster_put_u32(&writer, 3, 3);
	KUNIT_EXPECT_FALSE(test, writer.full);
	KUNIT_EXPECT_EQ(test, writer.used, 24);
	muster_put(&writer, 4, NULL, 0);
	KUNIT_EXPECT_TRUE(test, writer.full);
	muster_nest_end(&writer, nest);
	muster_nest_end(&writer, muster_nest_begin(&writer, 5));
	KUNIT_EXPECT_EQ(test, writer.used, 24);
	KUNIT_EXPECT_EQ(test, bytes[24], 0x5a);
}

/* A string that is cut still ends. */
static void cut_string(struct kunit *test)
{
	struct muster_writer writer = { .size = 24 };
	u8 bytes[24];

	writer.bytes = bytes;
	muster_put_string(&writer, 1, "abcdefgh", 5);
	KUNIT_EXPECT_EQ(test, writer.used, 12);
	KUNIT_EXPECT_STREQ(test, (const char *)bytes + 4, "abcd");
	muster_put_string(&writer, 1, "", 5);
	muster_put_string(&writer, 1, NULL, 5);
	KUNIT_EXPECT_EQ(test, writer.used, 12);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(known_record),
	KUNIT_CASE(empty),
	KUNIT_CASE(chain),
	KUNIT_CASE(order),
	KUNIT_CASE(padding),
	KUNIT_CASE(full_writer),
	KUNIT_CASE(cut_string),
	{}
};

static struct kunit_suite suite = {
	.name = "muster-ledger",
	.test_cases = cases,
};

kunit_test_suite(suite);
