// SPDX-License-Identifier: GPL-2.0-or-later
/* tree.c: what sits below what, and where that which is missing belongs. */
#include "tree.h"

#include <stdio.h>

#include "board.h"
#include "compare.h"
#include "finding.h"

static struct snapshot *snapshot;
static struct tree *tree;
static struct verdict verdict;

static void clear(void)
{
	tree_free(tree);
	tree = NULL;
	verdict_clear(&verdict);
	if (snapshot)
		snapshot_free(snapshot);
	snapshot = NULL;
}

static void describe_below(size_t child, char *text, size_t size)
{
	for (; child != TREE_NONE; child = tree->nodes[child].next) {
		const struct tree_node *node = &tree->nodes[child];
		size_t used = strlen(text);

		snprintf(text + used, size - used, "%s%s%s", used && text[used - 1] != '(' ? " " : "",
			 node->finding && !node->device ? "!" : "", node->place + node->label);
		if (node->child == TREE_NONE)
			continue;
		strcat(text, "(");
		describe_below(node->child, text, size);
		strcat(text, ")");
	}
}

/* "0000:00(01.0(00.0) 02.0)"; what is not there has "!" before it */
static const char *tree_of(const char *board)
{
	static char text[4096];

	snapshot = board_snapshot(board);
	ck_assert_int_eq(tree_new(snapshot, verdict.count ? &verdict : NULL, &tree), 0);
	text[0] = '\0';
	describe_below(tree->first, text, sizeof(text));
	return text;
}

/* A finding as compare() makes one, of what is not there. */
static void add_missing(const char *place)
{
	struct finding *finding = finding_new(FINDING_MISSING, SEVERITY_CRITICAL, place);

	verdict.findings = realloc(verdict.findings, (verdict.count + 1) * sizeof(finding));
	verdict.findings[verdict.count++] = finding;
}

START_TEST(a_tree_is_in_order_of_places)
{
	ck_assert_str_eq(tree_of("f 0000:80/00.0 8086:1111\nf 0000:00/01.0/00.0 8086:1111\n"
				 "f 0000:00/01.0 8086:1111\nf 0000:00/00.0 8086:1111\n"
				 "a 0000:00/1f.3/i2c\nc 0000:00/1f.3/i2c/50 spd\nf 0000:00/1f.3 8086:1111\n"),
			 "0000:00(00.0 01.0(00.0) 1f.3(i2c(50))) 0000:80(00.0)");
	ck_assert_str_eq((clear(), tree_of("")), "");
}
END_TEST

START_TEST(what_is_between_two_may_not_be_known)
{
	ck_assert_str_eq(tree_of("f 0000:00/01.0 8086:1111\nf 0000:00/01.0/00.0/02.0 8086:1111\n"
				 "f 0000:?/00.0 8086:1111\nf 0000:?/00.0 8086:2222\n"),
			 "0000:00(01.0(00.0/02.0)) 0000:?(00.0 00.0)");
}
END_TEST

START_TEST(a_drivers_domain_has_a_root_below_its_function)
{
	ck_assert_str_eq(tree_of("f 0000:00/0e.0 8086:201d\nf 0000:00/0e.0/pci/06.0 8086:1111\n"
				 "f 0000:00/0e.0/pci/06.0/00.0 8086:1111\nf 0000:00/0e.0/pci/1f.0 8086:1111\n"),
			 "0000:00(0e.0(pci(06.0(00.0) 1f.0)))");
	ck_assert_uint_eq(tree->nodes[tree->first].height, 4);
}
END_TEST

START_TEST(firmwares_paths_are_roots_whatever_slashes_they_hold)
{
	ck_assert_str_eq(tree_of("a fw:/soc/i2c@1/i2c\nc fw:/soc/i2c@1/i2c/50 spd\n"),
			 "fw:/soc/i2c@1(i2c(50))");
}
END_TEST

START_TEST(what_is_missing_is_in_its_place)
{
	add_missing("0000:00/01.0/00.0");
	add_missing("0000:00/02.0");
	add_missing("0000:00/**");
	ck_assert_str_eq(tree_of("f 0000:00/01.0 8086:1111\nf 0000:00/02.0 8086:2222\n"
				 "f 0000:00/02.0/00.0 8086:3333\nf 0000:00/03.0 8086:1111\n"),
			 "0000:00(01.0(!00.0) !02.0 02.0(00.0) 03.0)");
	ck_assert_uint_eq(tree->homeless_count, 1);
	ck_assert_str_eq(tree->homeless[0]->place, "0000:00/**");
}
END_TEST

START_TEST(a_bridge_knows_the_buses_behind_it)
{
	tree_of("f 0000:00/01.0 8086:1111 address=0000:00:01.0\n"
		"f 0000:00/01.0/00.0 8086:1111 address=0000:03:00.0\n"
		"f 0000:00/01.0/00.0/00.0 8086:1111 address=0000:05:00.0\n"
		"f 0000:00/02.0 8086:1111 address=nonsense\n");
	ck_assert_int_eq(tree->nodes[1].bus, 3);
	ck_assert_int_eq(tree->nodes[1].last_bus, 5);
	ck_assert_int_eq(tree->nodes[4].bus, -1);
}
END_TEST

Suite *suite_tree(void)
{
	Suite *suite = suite_create("tree");
	TCase *tests = tcase_create("tree");

	tcase_add_checked_fixture(tests, NULL, clear);
	tcase_add_test(tests, a_tree_is_in_order_of_places);
	tcase_add_test(tests, what_is_between_two_may_not_be_known);
	tcase_add_test(tests, a_drivers_domain_has_a_root_below_its_function);
	tcase_add_test(tests, firmwares_paths_are_roots_whatever_slashes_they_hold);
	tcase_add_test(tests, what_is_missing_is_in_its_place);
	tcase_add_test(tests, a_bridge_knows_the_buses_behind_it);
	suite_add_tcase(suite, tests);
	return suite;
}
