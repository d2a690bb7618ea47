// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios_memory.c: what firmware says of memory modules, of tables good and bad,
 * and as JSON.
 */
#include "smbios_memory.h"

#include <check.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

/* Handles 1000h and 1001h: 16 slots of main memory, and a flash memory. */
#define ARRAYS \
	"\x10\x17\x00\x10\x03\x03\x06\x00\x00\x00\x80\xfe\xff\x10\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\0\0" \
	"\x10\x0f\x01\x10\x03\x05\x03\x00\x00\x40\x00\xfe\xff\x01\x00\0\0"

#define TEXTS "P1_A1\0Node 0\0Samsung \0A1B2C3D4\0 M393A2K40DB3-CWE  \0\0"

/* Version 2.1, and 3.3: handles, widths, size, form factor, texts, type, ... */
#define SHORT(array, size) \
	"\x11\x15\x10\x11" array "\xfe\xff\x48\x00\x40\x00" size "\x09\x00\x01\x02\x1a\x80\x20" TEXTS
#define LONG(size, speed, ranks, extended, configured, speeds) \
	"\x11\x5c\x11\x11\x00\x10\xfe\xff\x48\x00\x40\x00" size "\x09\x00\x01\x02\x22\x80\x20" \
	speed "\x03\x04\x00\x05" ranks extended configured \
	"\x4c\x04\x4c\x04\x4c\x04\x03\x08\x00\x00\x80\xce\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	speeds TEXTS

#define PLAIN(size) LONG(size, "\x80\x0c", "\x02", "\x00\x00\x00\x00", "\x80\x0c", \
			 "\x00\x00\x00\x00\x00\x00\x00\x00")

static struct smbios_memories decode(const void *table, size_t size)
{
	struct smbios_memories memories = { 0 };

	ck_assert_int_eq(smbios_memories_decode(table, size, &memories), 0);
	return memories;
}

#define DECODE(table) decode(table, sizeof(table) - 1)

START_TEST(a_module_says_what_it_is)
{
	struct smbios_memories memories = DECODE(ARRAYS PLAIN("\x00\x40"));
	const struct smbios_memory *memory = memories.items;

	ck_assert(memories.known);
	ck_assert_uint_eq(memories.count, 1);
	ck_assert_uint_eq(memories.slots, 16);
	ck_assert(!memory->empty);
	ck_assert_str_eq(memory->locator, "P1_A1");
	ck_assert_str_eq(memory->bank, "Node 0");
	ck_assert_str_eq(memory->maker, "Samsung");
	ck_assert_str_eq(memory->maker_id, "80ce");
	ck_assert_str_eq(memory->serial, "A1B2C3D4");
	ck_assert_str_eq(memory->part, "M393A2K40DB3-CWE");
	ck_assert_str_eq(memory->type, "DDR5");
	ck_assert_str_eq(memory->form_factor, "DIMM");
	ck_assert_uint_eq(memory->size_mib, 16384);
	ck_assert_uint_eq(memory->ranks, 2);
	ck_assert_uint_eq(memory->total_width, 72);
	ck_assert_uint_eq(memory->data_width, 64);
	ck_assert_uint_eq(memory->speed_mts, 3200);
	ck_assert_uint_eq(memory->configured_mts, 3200);
	smbios_memories_clear(&memories);
}
END_TEST

static const struct {
	const char *what, *table;
	size_t length;
	uint64_t size_mib;
	bool empty;
} sizes[] = {
#define SIZE(what, table, ...) { what, table, sizeof(table) - 1, __VA_ARGS__ }
	SIZE("empty slot", PLAIN("\x00\x00"), 0, true),
	SIZE("unknown size", PLAIN("\xff\xff"), 0, false),
	SIZE("32 GiB less 1 MiB", PLAIN("\xfe\x7f"), 32766, false),
	SIZE("in KiB", PLAIN("\x00\xc0"), 16, false),
	SIZE("128 GiB, extended",
	     LONG("\xff\x7f", "\x80\x0c", "\x02", "\x00\x00\x02\x00", "\x80\x0c",
		  "\x00\x00\x00\x00\x00\x00\x00\x00"), 131072, false),
	SIZE("extended, of a version without it", SHORT("\x00\x10", "\xff\x7f"), 0, false),
	SIZE("version 2.1", SHORT("\x00\x10", "\x00\x10"), 4096, false),
#undef SIZE
};

START_TEST(sizes_have_three_forms)
{
	struct smbios_memories memories = decode(sizes[_i].table, sizes[_i].length);

	ck_assert_msg(memories.count == 1, "%s: not found", sizes[_i].what);
	ck_assert_msg(memories.items->size_mib == sizes[_i].size_mib &&
		      memories.items->empty == sizes[_i].empty, "%s: %llu MiB%s", sizes[_i].what,
		      (unsigned long long)memories.items->size_mib,
		      memories.items->empty ? ", empty" : "");
	smbios_memories_clear(&memories);
}
END_TEST

START_TEST(fast_ones_have_more_digits)
{
	struct smbios_memories memories = DECODE(
		LONG("\x00\x40", "\xff\xff", "\x00", "\x00\x00\x00\x00", "\xff\xff",
		     "\x00\x32\x01\x00\x01\x32\x01\x00"));

	ck_assert_uint_eq(memories.items->speed_mts, 78336);
	ck_assert_uint_eq(memories.items->configured_mts, 78337);
	ck_assert_uint_eq(memories.items->ranks, 0);
	smbios_memories_clear(&memories);
}
END_TEST

START_TEST(other_memory_is_left_out)
{
	struct smbios_memories memories = DECODE(SHORT("\x01\x10", "\x04\x00")
						 SHORT("\x00\x10", "\x00\x10") ARRAYS);

	ck_assert_uint_eq(memories.count, 1);
	ck_assert_uint_eq(memories.items->size_mib, 4096);
	smbios_memories_clear(&memories);
}
END_TEST

START_TEST(a_table_without_memory_tells_nothing)
{
	struct smbios_memories memories = DECODE(ARRAYS "\x7f\x04\x00\x00\0\0" PLAIN("\x00\x40"));

	ck_assert(!memories.known);
	ck_assert_uint_eq(memories.count, 0);
}
END_TEST

START_TEST(json_reads_back)
{
	struct smbios_memories memories = DECODE(ARRAYS PLAIN("\x00\x40") PLAIN("\x00\x00")
						 PLAIN("\xff\xff")), again = { 0 };
	struct json_object *json = smbios_memories_to_json(&memories);
	struct json_object *second;

	ck_assert_int_eq(smbios_memories_from_json(json, &again), 0);
	ck_assert(again.known);
	ck_assert_uint_eq(again.count, 3);
	second = smbios_memories_to_json(&again);
	ck_assert_str_eq(json_object_to_json_string(json), json_object_to_json_string(second));
	ck_assert(again.items[1].empty && !again.items[2].empty && !again.items[2].size_mib);
	json_object_put(json);
	json_object_put(second);
	smbios_memories_clear(&memories);
	smbios_memories_clear(&again);
}
END_TEST

START_TEST(bad_json_is_refused)
{
	static const char *const bad[] = {
		"{}", "[1]", "[{\"serial\": 5}]", "[{\"ranks\": \"2\"}]", "[{\"ranks\": -2}]",
		"[{\"size_mib\": -1}]", "[{\"part\": \"a\\u0000b\"}]",
	};
	struct json_object *json = json_tokener_parse(bad[_i]);
	struct smbios_memories memories = { 0 };

	ck_assert_msg(smbios_memories_from_json(json, &memories) < 0, "%s passes", bad[_i]);
	ck_assert(!memories.known && !memories.items);
	json_object_put(json);
}
END_TEST

/* Cut short anywhere, and every bit changed: the sanitizer sees what is read. */
START_TEST(damaged_tables_are_read_in_peace)
{
	static const char table[] = ARRAYS SHORT("\x01\x10", "\x04\x00")
		LONG("\xff\x7f", "\xff\xff", "\x02", "\x00\x00\x02\x00", "\xff\xff",
		     "\x00\x32\x01\x00\x00\x32\x01\x00");

	for (size_t i = 0; i < sizeof(table); i++) {
		struct smbios_memories memories;
		char *copy = malloc(i + 1);

		memcpy(copy, table, i);
		memories = decode(copy, i);
		ck_assert_uint_le(memories.count, 2);
		smbios_memories_clear(&memories);
		free(copy);
	}
	for (size_t i = 0; i < sizeof(table) * 8; i++) {
		struct smbios_memories memories;
		char *copy = malloc(sizeof(table));

		memcpy(copy, table, sizeof(table));
		copy[i / 8] ^= 1u << i % 8;
		memories = decode(copy, sizeof(table));
		smbios_memories_clear(&memories);
		free(copy);
	}
}
END_TEST

Suite *suite_smbios_memory(void)
{
	Suite *suite = suite_create("smbios_memory");
	TCase *cases = tcase_create("smbios_memory");

	tcase_add_test(cases, a_module_says_what_it_is);
	tcase_add_loop_test(cases, sizes_have_three_forms, 0, 7);
	tcase_add_test(cases, fast_ones_have_more_digits);
	tcase_add_test(cases, other_memory_is_left_out);
	tcase_add_test(cases, a_table_without_memory_tells_nothing);
	tcase_add_test(cases, json_reads_back);
	tcase_add_loop_test(cases, bad_json_is_refused, 0, 7);
	tcase_add_test(cases, damaged_tables_are_read_in_peace);
	suite_add_tcase(suite, cases);
	return suite;
}
