// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory_pairs.c: which SPD is that of which module that firmware reports, and
 * what is said of it where they differ.
 */
#include "memory_pairs.h"

#include <stdio.h>

#include "board.h"
#include "compare.h"
#include "inventory.h"
#include "memory_text.h"

#define HOST "f 0000:00/1f.4 8086:a323 class=0c0500\na 0000:00/1f.4/i2c name=SMBus\n"
#define SPD_SAMSUNG(address, serial) \
	"c 0000:00/1f.4/i2c/" address " ee1004 spd.type=DDR4 spd.part=M393A2K40DB3-CWE" \
	" spd.serial=" serial " spd.size_mib=16384 spd.ranks=1 spd.data_width=64" \
	" spd.total_width=72 spd.maker_id=80ce\n"

static struct smbios_memory module(const char *locator, const char *serial, const char *part,
				   uint64_t size_mib)
{
	struct smbios_memory memory = {
		.size_mib = size_mib, .type = "DDR4", .ranks = 1, .data_width = 64,
		.total_width = 72, .maker = "Samsung",
	};

	snprintf(memory.locator, sizeof(memory.locator), "%s", locator);
	snprintf(memory.serial, sizeof(memory.serial), "%s", serial);
	snprintf(memory.part, sizeof(memory.part), "%s", part);
	return memory;
}

static void put(struct snapshot *snapshot, struct smbios_memory memory)
{
	struct smbios_memories *all = &snapshot->memory;

	all->items = reallocarray(all->items, all->count + 1, sizeof(*all->items));
	all->items[all->count++] = memory;
	all->known = true;
}

/* Two modules, as board and firmware agree on them. */
static struct snapshot *agreeing(void)
{
	struct snapshot *snapshot = board_snapshot(HOST SPD_SAMSUNG("50", "01020304")
						   SPD_SAMSUNG("51", "01020305"));

	put(snapshot, module("A1", "01020304", "M393A2K40DB3-CWE", 16384));
	put(snapshot, module("B1", "01020305", "M393A2K40DB3-CWE", 16384));
	return snapshot;
}

/* The findings of class memory in order of place: "class field expected seen; ". */
static char *judge(struct snapshot *snapshot, const char *memory)
{
	static char said[2048];
	struct inventory *inventory;
	struct verdict verdict;
	char text[512], *why = NULL;

	snprintf(text, sizeof(text), "{\"schema\":\"muster-inventory/1\",\"kind\":\"model\","
		 "\"name\":\"x\",\"match\":{\"board_name\":\"x\"},\"implicit\":{\"severity\":\"notice\"},"
		 "%s\"rules\":[{\"label\":\"all\",\"place\":\"**\"}]}", memory);
	ck_assert_msg(inventory_parse("x", text, strlen(text), &inventory, &why) == 0, "%s", why);
	ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
	*said = '\0';
	for (size_t i = 0; i < verdict.count; i++) {
		const struct finding *finding = verdict.findings[i];

		if (!finding->field || strncmp(finding->field, "memory.", 7) != 0)
			continue;
		snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s %s %s %s %s; ",
			 finding->place, finding_class_name(finding->class), finding->field,
			 finding->expected, finding->seen);
	}
	verdict_clear(&verdict);
	inventory_free(inventory);
	snapshot_free(snapshot);
	return said;
}

START_TEST(who_agrees_is_silent)
{
	ck_assert_str_eq(judge(agreeing(), ""), "");
}
END_TEST

START_TEST(a_size_that_was_doubled_is_found)
{
	struct snapshot *snapshot = agreeing();

	device_set(snapshot->devices[2], FIELD_SPD_SIZE_MIB, "32768");
	ck_assert_str_eq(judge(snapshot, ""),
			 "0000:00/1f.4/i2c/50 changed memory.size_mib 16384 32768; ");
	snapshot = agreeing();
	device_set(snapshot->devices[2], FIELD_SPD_SIZE_MIB, "32768");
	device_set(snapshot->devices[2], FIELD_SPD_SERIAL, NULL);
	ck_assert_str_eq(judge(snapshot, ""),
			 "0000:00/1f.4/i2c/50 changed memory.size_mib 16384 32768; ");
	snapshot = agreeing();
	device_set(snapshot->devices[2], FIELD_SPD_SIZE_MIB, "32768");
	ck_assert_str_eq(judge(snapshot, "\"memory\":{\"not_compared\":[\"size_mib\"]},"), "");
}
END_TEST

START_TEST(what_else_differs_is_found)
{
	struct snapshot *snapshot = agreeing();
	struct device *client = snapshot->devices[3];

	device_set(client, FIELD_SPD_RANKS, "2");
	device_set(client, FIELD_SPD_DATA_WIDTH, "32");
	device_set(client, FIELD_SPD_TYPE, "DDR5");
	device_set(client, FIELD_SPD_PART, "HMA82GR7");
	strcpy(snapshot->memory.items[1].maker, "80AD000080AD");
	ck_assert_str_eq(judge(snapshot, ""),
			 "0000:00/1f.4/i2c/51 changed memory.type DDR4 DDR5; "
			 "0000:00/1f.4/i2c/51 changed memory.maker 80AD000080AD 80ce; "
			 "0000:00/1f.4/i2c/51 changed memory.part M393A2K40DB3-CWE HMA82GR7; "
			 "0000:00/1f.4/i2c/51 changed memory.data_width 64 32; "
			 "0000:00/1f.4/i2c/51 changed memory.ranks 1 2; ");
}
END_TEST

START_TEST(a_serial_that_is_another_is_found)
{
	struct snapshot *snapshot = agreeing();

	device_set(snapshot->devices[3], FIELD_SPD_SERIAL, "0a0b0c0d");
	ck_assert_str_eq(judge(snapshot, ""),
			 "0000:00/1f.4/i2c/51 changed memory.serial 01020305 0a0b0c0d; ");
	/* but not where firmware writes all of them in a way of its own */
	snapshot = agreeing();
	strcpy(snapshot->memory.items[0].serial, "Z-17");
	strcpy(snapshot->memory.items[1].serial, "Z-18");
	ck_assert_str_eq(judge(snapshot, ""), "");
}
END_TEST

START_TEST(a_module_that_is_silent_is_found)
{
	struct snapshot *snapshot = agreeing();

	put(snapshot, module("C1", "01020306", "M393A2K40DB3-CWE", 16384));
	ck_assert_str_eq(judge(snapshot, ""),
			 "0000:00/1f.4/i2c missing memory.module an SPD for each module C1; ");
	snapshot = agreeing();
	put(snapshot, module("C1", "01020306", "M393A2K40DB3-CWE", 16384));
	ck_assert_str_eq(judge(snapshot, "\"memory\":{\"without_spd\":1},"), "");
	/* no SPD at all was read: nothing is known */
	snapshot = board_snapshot(HOST);
	put(snapshot, module("C1", "01020306", "M393A2K40DB3-CWE", 16384));
	ck_assert_str_eq(judge(snapshot, ""), "");
	/* one that answers and cannot be read is somebody's */
	snapshot = board_snapshot(HOST SPD_SAMSUNG("50", "01020304")
				  "c 0000:00/1f.4/i2c/51 ee1004\n");
	put(snapshot, module("A1", "01020304", "M393A2K40DB3-CWE", 16384));
	put(snapshot, module("B1", "01020305", "M393A2K40DB3-CWE", 16384));
	ck_assert_str_eq(judge(snapshot, ""), "");
}
END_TEST

START_TEST(a_module_that_firmware_does_not_know_is_found)
{
	struct snapshot *snapshot = agreeing();

	snapshot->memory.items[1].empty = true;
	ck_assert_str_eq(judge(snapshot, ""),
			 "0000:00/1f.4/i2c/51 unexpected memory.module none an SPD; ");
	snapshot = agreeing();
	snapshot->memory.items[1].empty = true;
	ck_assert_str_eq(judge(snapshot, "\"memory\":{\"without_module\":1},"), "");
	snapshot = agreeing();
	smbios_memories_clear(&snapshot->memory);
	ck_assert_str_eq(judge(snapshot, ""), "");
}
END_TEST

/* A firmware that says nothing of a module but that it is there. */
START_TEST(words_for_nothing_are_none)
{
	static const char *const words[] = {
		"Not Specified", "NO DIMM", "Unknown", "0000", "00000000", "", "SerNum1", "PartNum1",
		"ffffffff", "[Empty]", "Module Serial Number",
	};
	struct snapshot *snapshot = agreeing();

	strcpy(snapshot->memory.items[0].serial, words[_i]);
	strcpy(snapshot->memory.items[0].part, words[_i]);
	strcpy(snapshot->memory.items[1].serial, words[_i]);
	strcpy(snapshot->memory.items[1].part, words[_i]);
	ck_assert_str_eq(judge(snapshot, ""), "");
}
END_TEST

static const struct { const char *firmware, *spd; bool same; } serials[] = {
	{ "A1B2C3D4", "a1b2c3d4", true }, { "0xA1B2C3D4", "a1b2c3d4", true },
	{ "a1:b2:c3:d4", "a1b2c3d4", true }, { "80CE012014A1B2C3D4", "a1b2c3d4", true },
	{ "D4C3B2A1", "a1b2c3d4", true }, { "12C3D4", "0012c3d4", true },
	{ "12C3D4", "1012c3d4", false }, { "A1B2C3D5", "a1b2c3d4", false },
	{ "Z1B2C3D4", "a1b2c3d4", false }, { "", "a1b2c3d4", false },
}, parts[] = {
	{ "M393A2K40DB3-CWE", "M393A2K40DB3-CWE", true },
	{ "M393A2K40DB3-CWE    ", "M393A2K40DB3-CWE", true },
	{ "m393a2k40db3 cwe", "M393A2K40DB3-CWE", true },
	{ "M393A2K40DB3", "M393A2K40DB3-CWE", true },
	{ "M393", "M393A2K40DB3-CWE", false }, { "P03052-091", "M393A2K40DB3-CWE", false },
};

START_TEST(firmware_writes_serials_as_it_likes)
{
	ck_assert_msg(memory_serial_same(serials[_i].firmware, serials[_i].spd) == serials[_i].same,
		      "%s", serials[_i].firmware);
}
END_TEST

START_TEST(firmware_writes_parts_as_it_likes)
{
	ck_assert_msg(memory_part_same(parts[_i].firmware, parts[_i].spd) == parts[_i].same,
		      "%s", parts[_i].firmware);
}
END_TEST

START_TEST(makers_are_numbers)
{
	static const struct { const char *text; int id; } makers[] = {
		{ "80CE", 0x004e }, { "0x80CE", 0x004e }, { "00CE", 0x004e }, { "80ce000080ce", 0x004e },
		{ "Samsung", -1 }, { "SK Hynix", -1 }, { "FACE", -1 }, { "", -1 }, { "80", -1 },
	};

	ck_assert_msg(memory_maker_id(makers[_i].text) == makers[_i].id, "%s", makers[_i].text);
}
END_TEST

Suite *suite_memory_pairs(void)
{
	Suite *suite = suite_create("memory_pairs");
	TCase *cases = tcase_create("memory_pairs");

	tcase_add_test(cases, who_agrees_is_silent);
	tcase_add_test(cases, a_size_that_was_doubled_is_found);
	tcase_add_test(cases, what_else_differs_is_found);
	tcase_add_test(cases, a_serial_that_is_another_is_found);
	tcase_add_test(cases, a_module_that_is_silent_is_found);
	tcase_add_test(cases, a_module_that_firmware_does_not_know_is_found);
	tcase_add_loop_test(cases, words_for_nothing_are_none, 0, 11);
	tcase_add_loop_test(cases, firmware_writes_serials_as_it_likes, 0, 10);
	tcase_add_loop_test(cases, firmware_writes_parts_as_it_likes, 0, 6);
	tcase_add_loop_test(cases, makers_are_numbers, 0, 9);
	suite_add_tcase(suite, cases);
	return suite;
}
