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

/* What a text file of functions alone tells, and the whole machine. */
START_TEST(a_place_known_in_part_will_do)
{
	static const char part[] =
		"f 0000:00/1c.0 8086:a111 class=060400\n"
		"f 0000:?/00.0 8086:10d3\nf 0000:?/00.0 144d:a809\nf 0000:?/00.0 8086:10d3\n"
		"f ?/pci/06.0/00.0 144d:a809\n";
	static const char whole[] =
		"f 0000:00/1c.0 8086:a111 class=060400\n"
		"f 0000:00/1c.0/00.0 8086:10d3\nf 0000:00/1d.0/00.0/01.0/00.0 8086:10d3\n"
		"f 0000:00/1d.0/00.0 144d:a809\nf 0000:00/0e.0/pci/06.0/00.0 144d:a809\n";
	char *text, fewer[sizeof(whole)];
	struct inventory *inventory = learn(part, _i, &text);

	ck_assert_uint_eq(inventory_rules(inventory), 4);
	ck_assert_ptr_nonnull(strstr(text, "\"count\": 2"));
	ck_assert_uint_eq(judge(inventory, part, NULL), 0);
	ck_assert_uint_eq(judge(inventory, whole, NULL), 0);
	strcpy(fewer, whole);
	*strstr(fewer, "f 0000:00/1d.0/00.0 144d") = '\0';
	ck_assert_uint_eq(judge(inventory, fewer, NULL), 2);
	free(text);
	inventory_free(inventory);
}
END_TEST

#define SHAPE0 "sha256:0000000000000000000000000000000000000000000000000000000000000000"
#define SHAPE1 "sha256:1111111111111111111111111111111111111111111111111111111111111111"

/* Which of two alike parts sits where is not known, but that both are there. */
START_TEST(alike_ones_keep_their_serials)
{
	static const char two[] = "f 0000:?/00.0 8086:10d3 serial=" S0 " shape=" SHAPE0 "\n"
		"f 0000:?/00.0 8086:10d3 serial=" S1 " shape=" SHAPE0 "\n";
	static const char swapped[] = "f 0000:00/1c.0/00.0 8086:10d3 serial=" S1 " shape=" SHAPE0 "\n"
		"f 0000:00/1c.1/00.0 8086:10d3 serial=" S0 " shape=" SHAPE0 "\n";
	static const char other[] = "f 0000:?/00.0 8086:10d3 serial=" S1 " shape=" SHAPE0 "\n"
		"f 0000:?/00.0 8086:10d3 serial=00-11-22-ff-ff-33-44-77 shape=" SHAPE0 "\n";
	struct inventory *inventory = learn(two, true, NULL);

	ck_assert_uint_eq(judge(inventory, two, NULL), 0);
	ck_assert_uint_eq(judge(inventory, swapped, NULL), 0);
	ck_assert_uint_eq(judge(inventory, other, NULL), 1);
	inventory_free(inventory);
}
END_TEST

START_TEST(strict_pins_shapes)
{
	static const char one[] = "f 0000:00/01.0 8086:10d3 shape=" SHAPE0;
	struct inventory *loose = learn(one, false, NULL), *strict = learn(one, true, NULL);
	size_t unverified;

	ck_assert_uint_eq(judge(loose, "f 0000:00/01.0 8086:10d3 shape=" SHAPE1, NULL), 0);
	ck_assert_uint_eq(judge(strict, "f 0000:00/01.0 8086:10d3 shape=" SHAPE1, NULL), 1);
	ck_assert_uint_eq(judge(strict, "f 0000:00/01.0 8086:10d3 shape=?", &unverified), 0);
	ck_assert_uint_eq(unverified, 1);
	inventory_free(loose);
	inventory_free(strict);
}
END_TEST

START_TEST(the_lower_end_of_a_link_is_asked_for_its_width)
{
	static const struct { const char *settings; unsigned int width; } ends[] = {
		{ "port_type=endpoint link_width=8", 8 },
		{ "port_type=endpoint link_width=0", 0 },
		{ "port_type=endpoint link_width=?", 0 },
		{ "port_type=? link_width=8", 0 },
		{ "port_type= link_width=", 0 },
		{ "port_type=root_port link_width=8", 0 },
	};
	char line[128];
	struct inventory *inventory;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(line, sizeof(line), "f 0000:00/01.0 8086:10d3 link_speed=8.0_GT/s %s",
			 ends[i].settings);
		inventory = learn(line, _i, NULL);
		ck_assert_uint_eq(inventory->rules[0].link_width, ends[i].width);
		ck_assert_ptr_null(inventory->rules[0].link_speed);
		inventory_free(inventory);
	}
}
END_TEST

/* A user who is not root reads 64 bytes: fewer fields are known, none is another. */
START_TEST(who_reads_less_passes_what_root_taught_and_the_other_way_round)
{
	static const char root[] =
		"f 0000:00/1c.0 8086:a111 class=060400 subsystem_vendor=15d9 subsystem_device=0896 port_type=root_port\n"
		"f 0000:00/1c.0/00.0 8086:10d3 serial=" S0 " shape=" SHAPE0 " port_type=endpoint link_width=1\n";
	static const char user[] =
		"f 0000:00/1c.0 8086:a111 class=060400 subsystem_vendor=? subsystem_device=? serial=? port_type=?\n"
		"f 0000:00/1c.0/00.0 8086:10d3 serial=? shape=? port_type=? link_width=1\n";
	struct inventory *by_root = learn(root, _i, NULL), *by_user = learn(user, _i, NULL);
	size_t unverified;

	ck_assert_uint_eq(judge(by_root, user, NULL), 0);
	ck_assert_uint_eq(judge(by_user, root, &unverified), 0);
	ck_assert_uint_eq(unverified, 0);
	inventory_free(by_root);
	inventory_free(by_user);
}
END_TEST

/* Kernels differ in how they call the clients that they make, and in the adapters. */
START_TEST(another_kernel_is_no_change)
{
	static const char old[] =
		"f 0000:00/1f.3 8086:2930 class=0c0500 driver=i801_smbus\n"
		"a 0000:00/1f.3/i2c name=SMBus_I801_adapter_at_efa0\nc 0000:00/1f.3/i2c/50 spd\n"
		"f 0000:00/02.0 8086:3e98 class=030000 driver=i915\na 0000:00/02.0/i2c name=i915_gmbus_dpb\n";
	static const char new[] =
		"f 0000:00/1f.3 8086:2930 class=0c0500 driver= iommu_group=9\n"
		"a 0000:00/1f.3/i2c name=SMBus_I801_adapter_at_0000:00:1f.3\nc 0000:00/1f.3/i2c/50 ee1004\n"
		"f 0000:00/02.0 8086:3e98 class=030000 driver=xe slot=3\na 0000:00/02.0/i2c name=xe_gmbus_dpb\n"
		"a 0000:00/02.0/i2c#1 name=xe_gmbus_dpc\n";
	struct inventory *inventory = learn(old, _i, NULL);

	ck_assert_uint_eq(judge(inventory, new, NULL), 0);
	inventory_free(inventory);
	inventory = learn(new, _i, NULL);
	ck_assert_uint_eq(judge(inventory, old, NULL), 0);
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
	tcase_add_loop_test(cases, a_place_known_in_part_will_do, 0, 2);
	tcase_add_test(cases, alike_ones_keep_their_serials);
	tcase_add_test(cases, strict_pins_shapes);
	tcase_add_loop_test(cases, the_lower_end_of_a_link_is_asked_for_its_width, 0, 2);
	tcase_add_loop_test(cases, who_reads_less_passes_what_root_taught_and_the_other_way_round, 0, 2);
	tcase_add_loop_test(cases, another_kernel_is_no_change, 0, 2);
	suite_add_tcase(suite, cases);
	return suite;
}
