// SPDX-License-Identifier: GPL-2.0-or-later
/* previous.c: what differs between two boots, and what the inventory says already. */
#include "previous.h"

#include <stdio.h>

#include "board.h"
#include "compare.h"
#include "inventory.h"

#define S0 "00-11-22-ff-ff-33-44-55"
#define S1 "00-11-22-ff-ff-33-44-66"
#define PORT "f 0000:00/1c.0 8086:a111 class=060400 subsystem_vendor= subsystem_device=\n"
#define CARD "f 0000:00/1c.0/00.0 8086:10d3 serial=" S0 "\n"
#define OTHER "f 0000:00/1d.0 8086:1533 serial=" S1 "\n"

static struct verdict verdict;

/* Return: each finding as "CLASS PLACE", in order. */
static const char *differences(const char *before, const char *now, const char *own)
{
	struct snapshot *then = board_snapshot(before), *board = board_snapshot(now);
	struct inventory *inventory = NULL;
	static char text[512];
	char *why = NULL;
	size_t i;

	verdict_clear(&verdict);
	if (own)
		ck_assert_msg(!inventory_parse("own.json", own, strlen(own), &inventory, &why),
			      "%s", why);
	ck_assert_int_eq(previous_compare(then, "previous.json", board, inventory, NULL,
					  &verdict), 0);
	text[0] = '\0';
	for (i = 0; i < verdict.count; i++) {
		const struct finding *finding = verdict.findings[i];
		size_t length = strlen(text);

		ck_assert_int_eq(finding->severity, SEVERITY_NOTICE);
		ck_assert_str_eq(finding->rule, PREVIOUS_RULE);
		ck_assert_str_eq(finding->inventory_path, "previous.json");
		ck_assert_msg(strstr(finding->message, "ince the previous boot"), "%s",
			      finding->message);
		snprintf(text + length, sizeof(text) - length, "%s%s %s", length ? "; " : "",
			 finding_class_name(finding->class), finding->place);
	}
	snapshot_free(then);
	snapshot_free(board);
	inventory_free(inventory);
	return text;
}

static void tear_down(void)
{
	verdict_clear(&verdict);
}

START_TEST(the_same_board_says_nothing)
{
	ck_assert_str_eq(differences(PORT CARD OTHER, PORT CARD OTHER, NULL), "");
}
END_TEST

START_TEST(an_arrival_is_told)
{
	ck_assert_str_eq(differences(PORT OTHER, PORT CARD OTHER, NULL),
			 "unexpected 0000:00/1c.0/00.0");
	ck_assert_str_eq(verdict.findings[0]->message,
			 "Since the previous boot device 8086:10d3 has come to 0000:00/1c.0/00.0.");
}
END_TEST

START_TEST(a_departure_is_told)
{
	ck_assert_str_eq(differences(PORT CARD OTHER, PORT OTHER, NULL),
			 "missing 0000:00/1c.0/00.0");
	ck_assert_str_eq(verdict.findings[0]->message,
			 "Since the previous boot device 8086:10d3 has gone from 0000:00/1c.0/00.0.");
}
END_TEST

START_TEST(another_serial_is_told)
{
	ck_assert_str_eq(differences(PORT CARD, PORT "f 0000:00/1c.0/00.0 8086:10d3 serial=" S1 "\n",
				     NULL), "changed 0000:00/1c.0/00.0");
	ck_assert_str_eq(verdict.findings[0]->message,
			 "Since the previous boot the serial of device 8086:10d3 at 0000:00/1c.0/00.0 has changed from " S0 " to " S1 ".");
}
END_TEST

START_TEST(another_part_is_an_arrival_and_a_departure)
{
	ck_assert_str_eq(differences(PORT CARD, PORT "f 0000:00/1c.0/00.0 15b3:1017\n", NULL),
			 "unexpected 0000:00/1c.0/00.0; missing 0000:00/1c.0/00.0");
	/* one cause, one alert */
	ck_assert_str_eq(verdict.findings[0]->group, verdict.findings[1]->group);
}
END_TEST

START_TEST(a_part_that_moved_is_told_once)
{
	ck_assert_str_eq(differences(PORT CARD, PORT "f 0000:00/1d.0 8086:10d3 serial=" S0 "\n",
				     NULL), "moved 0000:00/1d.0");
}
END_TEST

/* A source that cannot read the serial has not shown that it is another. */
START_TEST(what_cannot_be_read_differs_in_nothing)
{
	ck_assert_str_eq(differences(PORT CARD, PORT "f 0000:00/1c.0/00.0 8086:10d3 serial=?\n",
				     NULL), "");
	ck_assert_str_eq(differences(PORT "f 0000:00/1c.0/00.0 8086:10d3 serial=?\n", PORT CARD,
				     NULL), "");
	ck_assert_str_eq(differences("", PORT CARD, NULL), "");
}
END_TEST

/* The inventory knows the other card and no more: of what it finds it speaks itself. */
START_TEST(what_the_inventory_finds_is_not_told_twice)
{
	static const char own[] =
		"{\"schema\":\"muster-inventory/1\",\"kind\":\"model\",\"name\":\"own\","
		"\"match\":{\"board_name\":\"x\"},\"implicit\":{\"severity\":\"critical\"},"
		"\"rules\":["
		"{\"label\":\"port\",\"place\":\"0000:00/1c.0\"},"
		"{\"label\":\"other\",\"place\":\"0000:00/1d.0\",\"presence\":\"optional\"}]}";

	ck_assert_str_eq(differences(PORT, PORT CARD OTHER, own), "unexpected 0000:00/1d.0");
}
END_TEST

START_TEST(ids_are_not_those_of_the_inventory)
{
	struct finding *finding;
	char before[33];

	differences(PORT CARD OTHER, PORT OTHER, NULL);
	strcpy(before, verdict.findings[0]->id);
	/* the same again, with a boot in between: the same difference */
	differences(PORT CARD OTHER, PORT OTHER, NULL);
	ck_assert_str_eq(verdict.findings[0]->id, before);
	finding = finding_new(FINDING_MISSING, SEVERITY_CRITICAL, "0000:00/1c.0/00.0");
	finding_identify(finding);
	ck_assert_str_ne(finding->id, before);
	finding_free(finding);
}
END_TEST

Suite *suite_previous(void);

Suite *suite_previous(void)
{
	Suite *suite = suite_create("previous");
	TCase *tcase = tcase_create("previous");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, the_same_board_says_nothing);
	tcase_add_test(tcase, an_arrival_is_told);
	tcase_add_test(tcase, a_departure_is_told);
	tcase_add_test(tcase, another_serial_is_told);
	tcase_add_test(tcase, another_part_is_an_arrival_and_a_departure);
	tcase_add_test(tcase, a_part_that_moved_is_told_once);
	tcase_add_test(tcase, what_cannot_be_read_differs_in_nothing);
	tcase_add_test(tcase, what_the_inventory_finds_is_not_told_twice);
	tcase_add_test(tcase, ids_are_not_those_of_the_inventory);
	suite_add_tcase(suite, tcase);
	return suite;
}
