// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.c: which slots firmware calls empty, of tables good and bad.
 */
#include "smbios_slot.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "inventory.h"

/* A slot: name, usage, segment 0, bus and device.function; length 11h as from SMBIOS 2.6 on. */
#define SLOT(usage, bus, devfn, name) \
	"\x09\x11\x01\x00\x01\xa5\x08" usage "\x04\x01\x00\x00\x00\x00\x00" bus devfn name "\0\0"
#define BOARD "\x02\x08\x00\x00\x01\x02\x00\x00" "Supermicro\0X11\0\0"

static const char table[] = BOARD
	SLOT("\x03", "\x01", "\x00", "PCIE1")
	SLOT("\x04", "\x02", "\x00", "PCIE2")
	SLOT("\x03", "\xff", "\xff", "nowhere")
	SLOT("\x03", "\x00", "\xe1", "PCIE4")
	"\x7f\x04\x00\x00\0\0"
	SLOT("\x03", "\x09", "\x00", "beyond the end");

START_TEST(empty_slots_are_found)
{
	struct smbios_slot *slots;
	size_t count;

	ck_assert_int_eq(smbios_empty_slots((const unsigned char *)table, sizeof(table), &slots, &count), 0);
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(slots[0].name, "PCIE1");
	ck_assert_str_eq(slots[0].address, "0000:01:00.0");
	ck_assert_str_eq(slots[1].name, "PCIE4");
	ck_assert_str_eq(slots[1].address, "0000:00:1c.1");
	free(slots);
}
END_TEST

/* Cut short anywhere, and every byte changed: the sanitizer sees what is read. */
START_TEST(damaged_tables_are_read_in_peace)
{
	for (size_t i = 0; i < sizeof(table); i++) {
		unsigned char *copy = malloc(i + 1);
		struct smbios_slot *slots;
		size_t count;

		memcpy(copy, table, i);
		ck_assert_int_eq(smbios_empty_slots(copy, i, &slots, &count), 0);
		ck_assert_uint_le(count, 2);
		free(slots);
		free(copy);
	}
	for (size_t i = 0; i < sizeof(table) * 8; i++) {
		unsigned char *copy = malloc(sizeof(table));
		struct smbios_slot *slots;
		size_t count;

		memcpy(copy, table, sizeof(table));
		copy[i / 8] ^= 1u << i % 8;
		ck_assert_int_eq(smbios_empty_slots(copy, sizeof(table), &slots, &count), 0);
		free(slots);
		free(copy);
	}
}
END_TEST

static void note(const char *place, const char *remark, void *context)
{
	char *said = context;

	if (strstr(remark, "firmware calls")) {
		strcat(said, place);
		strcat(said, " ");
	}
}

START_TEST(who_sits_in_an_empty_slot_is_remarked)
{
	static const struct smbios_slot slots[] = {
		{ .name = "PCIE1", .address = "0000:01:00.0" },
		{ .name = "PCIE4", .address = "0000:00:1c.1" },
		{ .name = "PCIE5", .address = "0000:00:1c.2" },
	};
	const struct remark_facts facts = { .slots = slots, .slot_count = 3 };
	struct snapshot *snapshot = board_snapshot(
		"f 0000:00/1c.0 8086:a111 class=060400 address=0000:00:1c.0\n"
		"f 0000:00/1c.0/00.0 8086:10d3 address=0000:01:00.0\n"
		"f 0000:00/1c.1 8086:a111 class=060400 address=0000:00:1c.1\n"
		"f 0000:00/1c.1/00.0 8086:10d3 address=0000:02:00.0\n"
		"f 0000:00/1c.2 8086:a111 class=060400 address=0000:00:1c.2\n");
	char said[256] = "";

	inventory_remarks(snapshot, &facts, note, said);
	ck_assert_str_eq(said, "0000:00/1c.0/00.0 0000:00/1c.1/00.0 ");
	snapshot_free(snapshot);
}
END_TEST

Suite *suite_smbios(void)
{
	Suite *suite = suite_create("smbios");
	TCase *cases = tcase_create("smbios");

	tcase_add_test(cases, empty_slots_are_found);
	tcase_add_test(cases, damaged_tables_are_read_in_peace);
	tcase_add_test(cases, who_sits_in_an_empty_slot_is_remarked);
	suite_add_tcase(suite, cases);
	return suite;
}
