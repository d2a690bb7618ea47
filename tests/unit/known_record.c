// SPDX-License-Identifier: GPL-2.0-or-later
/* known_record.c: the entries that the module must write (tests/kunit), as userspace reads them. */
#include <check.h>
#include <string.h>

#include "chain.h"
#include "entry.h"

#include "../kunit/known.h"

START_TEST(test_chain)
{
	uint8_t hash[CHAIN_HASH_SIZE] = { 0 };

	chain_next(hash, known_payload_1, sizeof(known_payload_1), hash);
	ck_assert_mem_eq(hash, known_hash_1, sizeof(hash));
	chain_next(hash, known_payload_2, sizeof(known_payload_2), hash);
	ck_assert_mem_eq(hash, known_hash_2, sizeof(hash));
}
END_TEST

START_TEST(test_entries)
{
	struct entry entry;

	ck_assert_int_eq(entry_decode(known_payload_1, sizeof(known_payload_1), &entry), 0);
	ck_assert_int_eq(entry.event, MUSTER_EVENT_WALKED);
	ck_assert_uint_eq(entry.boottime, 0x1122334455667788);
	ck_assert_uint_eq(entry.realtime, 0x99aabbccddeeff00);
	ck_assert_uint_eq(entry.seen, 41);
	ck_assert_uint_eq(entry.unreadable, 3);
	ck_assert_uint_eq(entry.bound, 7);
	entry_clear(&entry);

	ck_assert_int_eq(entry_decode(known_payload_2, sizeof(known_payload_2), &entry), 0);
	ck_assert_uint_eq(entry.number, 2);
	ck_assert_int_eq(entry.event, MUSTER_EVENT_BOUND);
	ck_assert_uint_eq(entry.subject, 1);
	ck_assert_str_eq(entry.driver, "e1000e");
	entry_clear(&entry);
}
END_TEST

Suite *suite_known_record(void);

Suite *suite_known_record(void)
{
	Suite *suite = suite_create("known_record");
	TCase *tcase = tcase_create("known_record");

	tcase_add_test(tcase, test_chain);
	tcase_add_test(tcase, test_entries);
	suite_add_tcase(suite, tcase);
	return suite;
}
