// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * generate.c: what is generated from a board, that board passes; and what it
 * finds on another.
 */
#include <stdio.h>

#include "board.h"
#include "compare.h"
#include "inventory.h"

#define S0 "00-11-22-ff-ff-33-44-55"
#define S1 "00-11-22-ff-ff-33-44-66"

static const char usual[] =
	"f 0000:00/1c.0 8086:a111 class=060400 subsystem_vendor= subsystem_device=\n"
	"f 0000:00/1c.0/00.0 8086:10d3 serial=" S0 "\n"
	"f 0000:00/1c.0/00.0/vf0 8086:10ed virtual=true\n"
	"f 0000:00/1c.1/00.0 8086:10d3 serial=" S1 "\n"
	"f 0000:00/02.0 1234:1111 serial=? subsystem_vendor=? subsystem_device=?\n"
	"f 0000:00/1f.3 8086:2930 class=0c0500\n"
	"a 0000:00/1f.3/i2c\n"
	"c 0000:00/1f.3/i2c/50 ee1004\n"
	"c 0000:00/1f.3/i2c/2e od[d*\n"
	"a dev:i2c-stub/i2c\n";

static struct inventory *learn(const char *devices, bool strict, char **out)
{
	const struct generate_options options = { .strict = strict };
	struct snapshot *snapshot = board_snapshot(devices);
	struct inventory *inventory;
	struct json_object *json;
	char *text, *why = NULL;

	board_set(&snapshot->board, BOARD_BOARD_NAME, "Q[35]*");
	ck_assert_int_eq(inventory_generate(snapshot, &options, &json), 0);
	text = inventory_to_text(json);
	ck_assert_msg(inventory_parse("g.json", text, strlen(text), &inventory, &why) == 0, "%s\n%s", why, text);
	ck_assert_int_eq(inventory_fits(inventory, &snapshot->board), 1);
	ck_assert(!inventory_reviewed(inventory));
	json_object_put(json);
	snapshot_free(snapshot);
	if (out)
		*out = text;
	else
		free(text);
	return inventory;
}

/* Number of findings; @unverified: of devices in doubt. */
static size_t judge(const struct inventory *inventory, const char *devices, size_t *unverified)
{
	struct snapshot *snapshot = board_snapshot(devices);
	struct verdict verdict;
	size_t count;

	ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
	count = verdict.count;
	if (unverified)
		*unverified = verdict.unverified_count;
	verdict_clear(&verdict);
	snapshot_free(snapshot);
	return count;
}

START_TEST(a_board_passes_what_it_taught)
{
	struct inventory *inventory = learn(usual, _i, NULL);
	size_t unverified;

	ck_assert_uint_eq(judge(inventory, usual, &unverified), 0);
	ck_assert_uint_eq(unverified, 0);
	/* Neither the virtual function nor the adapter of a function has a rule. */
	ck_assert_uint_eq(inventory_rules(inventory), 8);
	inventory_free(inventory);
}
END_TEST

START_TEST(strict_pins_serials)
{
	static const char other[] = "f 0000:00/01.0 8086:10d3 serial=" S1;
	struct inventory *loose = learn("f 0000:00/01.0 8086:10d3 serial=" S0, false, NULL);
	struct inventory *strict = learn("f 0000:00/01.0 8086:10d3 serial=" S0, true, NULL);

	ck_assert_uint_eq(judge(loose, other, NULL), 0);
	ck_assert_uint_eq(judge(strict, other, NULL), 1);
	inventory_free(loose);
	inventory_free(strict);
}
END_TEST

START_TEST(what_the_kernel_made_may_go)
{
	struct inventory *inventory = learn(usual, true, NULL);
	char *less = strdup(usual), *line = strstr(less, "c 0000:00/1f.3/i2c/50");

	memmove(line, strchr(line, '\n') + 1, strlen(strchr(line, '\n')));
	ck_assert_uint_eq(judge(inventory, less, NULL), 0);
	free(less);
	inventory_free(inventory);
}
END_TEST

/* Two roots whose bus numbers were handed out anew, one of which has moved. */
START_TEST(roots_are_known_by_what_firmware_calls_them)
{
	static const char before[] = "f 0000:3a/01.0 8086:10d3 root_id=PNP0A08:1\nf 0000:5d/01.0 10ec:8168 root_id=PNP0A08:2";
	static const char after[] = "f 0000:5d/01.0 8086:10d3 root_id=PNP0A08:1\nf 0000:80/01.0 10ec:8168 root_id=PNP0A08:2";
	static const char untold[] = "f 0000:3a/01.0 8086:10d3 root_id=?\nf 0000:5d/01.0 10ec:8168 root_id=?";
	struct inventory *inventory = learn(before, false, NULL);

	ck_assert_uint_eq(judge(inventory, before, NULL), 0);
	ck_assert_uint_eq(judge(inventory, after, NULL), 0);
	ck_assert_uint_eq(judge(inventory, untold, NULL), 0);
	inventory_free(inventory);
}
END_TEST

START_TEST(a_serial_that_two_cards_carry_is_nobodys)
{
	static const char twins[] = "f 0000:00/1c.0/00.0 8086:10d3 serial=" S0 "\nf 0000:00/1c.1/00.0 8086:10d3 serial=" S0;
	char *text;
	struct inventory *inventory = learn(twins, true, &text);

	ck_assert_uint_eq(judge(inventory, twins, NULL), 0);
	ck_assert_ptr_nonnull(strstr(text, "\"placeholders\": [ \"" S0 "\" ]"));
	ck_assert_ptr_null(strstr(text, "\"serial\""));
	free(text);
	inventory_free(inventory);
}
END_TEST

START_TEST(two_at_one_place_are_counted)
{
	static const char two[] = "f 0000:00/1c.0/00.0 8086:10d3\nf 0000:00/1c.0/00.0 8086:10d3";
	struct inventory *inventory = learn(two, false, NULL);

	ck_assert_uint_eq(inventory_rules(inventory), 1);
	ck_assert_uint_eq(judge(inventory, two, NULL), 0);
	ck_assert_uint_eq(judge(inventory, "f 0000:00/1c.0/00.0 8086:10d3", NULL), 1);
	inventory_free(inventory);
}
END_TEST

START_TEST(different_ones_at_one_place_have_their_own_labels)
{
	static const char two[] = "f 0000:00/1c.0/00.0 8086:10d3\nf 0000:00/1c.0/00.0 10ec:8168";
	struct inventory *inventory = learn(two, false, NULL);

	ck_assert_uint_eq(inventory_rules(inventory), 2);
	ck_assert_uint_eq(judge(inventory, two, NULL), 0);
	inventory_free(inventory);
}
END_TEST

/* The module tells the address of what firmware named, sysfs does not. */
START_TEST(either_source_passes_what_the_other_taught)
{
	static const char bus[] = "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c\n";
	static const char *const clients[] = {
		"c 0000:00/1f.3/i2c/20 IPI0001:00 firmware_path=\\_SB_.A[0]\nc 0000:00/1f.3/i2c/21 IPI0001:00 firmware_path=\\_SB_.B?*\n",
		"c 0000:00/1f.3/i2c/? IPI0001:00 firmware_path=\\_SB_.A[0]\nc 0000:00/1f.3/i2c/? IPI0001:00 firmware_path=\\_SB_.B?*\n",
	};
	char boards[2][400];
	struct inventory *inventory;

	for (int i = 0; i < 2; i++)
		snprintf(boards[i], sizeof(boards[i]), "%s%s", bus, clients[i]);
	inventory = learn(boards[_i], true, NULL);
	ck_assert_uint_eq(inventory_rules(inventory), 3);
	ck_assert_uint_eq(judge(inventory, boards[0], NULL), 0);
	ck_assert_uint_eq(judge(inventory, boards[1], NULL), 0);
	ck_assert_uint_eq(judge(inventory, bus, NULL), 2);
	inventory_free(inventory);
}
END_TEST

Suite *suite_generate(void)
{
	Suite *suite = suite_create("generate");
	TCase *cases = tcase_create("generate");

	tcase_add_loop_test(cases, a_board_passes_what_it_taught, 0, 2);
	tcase_add_test(cases, strict_pins_serials);
	tcase_add_test(cases, what_the_kernel_made_may_go);
	tcase_add_test(cases, roots_are_known_by_what_firmware_calls_them);
	tcase_add_test(cases, a_serial_that_two_cards_carry_is_nobodys);
	tcase_add_test(cases, two_at_one_place_are_counted);
	tcase_add_test(cases, different_ones_at_one_place_have_their_own_labels);
	tcase_add_loop_test(cases, either_source_passes_what_the_other_taught, 0, 2);
	suite_add_tcase(suite, cases);
	return suite;
}
