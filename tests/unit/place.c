// SPDX-License-Identifier: GPL-2.0-or-later
/* place.c: grammar, order and patterns of places. */
#include <check.h>
#include <string.h>

#include "place.h"

static const char *const in_order[] = {
	"0000:00",
	"0000:00/00.0",
	"0000:00/0e.0",
	"0000:00/0e.0/pci/06.0",
	"0000:00/10.0",
	"0000:00/1c.0/00.0",
	"0000:00/1c.0/00.0/vf0",
	"0000:00/1c.0/00.0/vf2",
	"0000:00/1c.0/00.0/vf10",
	"0000:00/1c.0/00.1",
	"0000:00/1f.3",
	"0000:00/1f.3/i2c",
	"0000:00/1f.3/i2c/50",
	"0000:00/1f.3/i2c/5a",
	"0000:00/1f.3/i2c/?",
	"0000:00/1f.3/i2c/t150",
	"0000:00/1f.3/i2c/ch2",
	"0000:00/1f.3/i2c/ch2#1",
	"0000:00/1f.3/i2c/ch10",
	"0000:00/1f.3/i2c#1",
	"0000:00/1f.3/i2c#2",
	"0000:00/1f.3/i2c#10",
	"0000:80/00.0",
	"ffff:00/00.0",
	"10000:00/00.0",
	"0000:?/00.0",
	"0000:?/1c.0/00.0",
	"10000:?/00.0",
	"?/00.0",
	"?/pci/06.0/00.0",
	"uid:1/00.0",
	"uid:12/00.0",
	"fw:\\_SB_.I2CA/i2c",
	"fw:/soc/i2c@7e804000/i2c/50",
	"dev:none/i2c",
};

#define IN_ORDER (sizeof(in_order) / sizeof(*in_order))

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

START_TEST(order_is_total)
{
	size_t a, b;

	for (a = 0; a < IN_ORDER; a++) {
		ck_assert_msg(place_valid(in_order[a]), "%s", in_order[a]);
		for (b = 0; b < IN_ORDER; b++) {
			int expected = (a > b) - (a < b);

			/* these two roots may stand either way */
			if (!strncmp(in_order[a], "fw:", 3) && !strncmp(in_order[b], "fw:", 3))
				continue;
			ck_assert_msg(sign(place_compare(in_order[a], in_order[b])) == expected,
				      "%s %s", in_order[a], in_order[b]);
		}
	}
}
END_TEST

START_TEST(what_is_no_place)
{
	static const char *const wrong[] = {
		"", "/", "0000", "0000:0", "0000:00/", "0000:00//00.0", "0000:00/1c.",
		"0000:00/1c.8", "0000:00/1C.0", "000:00/00.0", "000000000:00/00.0",
		"0000:00/i2c#", "0000:00/i2c#01", "0000:00/ch", "0000:00/vf",
		"0000:00/vf01", "uid:", "uid:x", "fw:", "dev:", "0000:00/1f.3/i2c/500",
		"0000:00/1f.3\n", "0000:00/1f.3/i2c/??", "0000:00/1f.3/i2c/s?",
		"000:?/00.0", "0000:?" "?/00.0", "?:00/00.0", "0000:?/", "?/",
		"0000:00/?/00.0x", "0000:00/vf9999999999",
	};
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		ck_assert_msg(!place_valid(wrong[i]), "%s", wrong[i]);
}
END_TEST

START_TEST(complete_is_what_has_an_address)
{
	ck_assert(place_complete("0000:00"));
	ck_assert(place_complete("0000:00/1f.3/i2c/50"));
	ck_assert(place_complete("0000:00/1c.0/00.0/vf0"));
	ck_assert(!place_complete("0000:00/1f.3/i2c/?"));
	ck_assert(!place_complete("0000:00/1c.0/00.0/vf?"));
	ck_assert(!place_complete("0000:?/00.0"));
	ck_assert(!place_complete("?/pci/06.0"));
	ck_assert(place_rooted("0000:00/1f.3/i2c/?"));
	ck_assert(!place_rooted("0000:?/00.0"));
	ck_assert(!place_rooted("?/pci/06.0"));
}
END_TEST

struct pair {
	const char *a, *b;
};

START_TEST(what_can_be_one_place)
{
	static const struct pair one[] = {
		{ "0000:00/1f.3", "0000:00/1f.3" },
		{ "0000:?/00.0", "0000:00/1c.4/00.0" },
		{ "0000:?/00.0", "0000:00/1c.4/00.0/01.0/00.0" },
		{ "0000:?/01.0/00.0", "0000:00/1c.4/00.0/01.0/00.0" },
		{ "0000:?/00.0", "0000:80/00.0" },
		{ "0000:?/00.0", "uid:1/00.0" },
		{ "0000:?/00.0", "uid:1/01.0/00.0" },
		{ "0000:?/00.0", "0000:?/01.0/00.0" },
		{ "0000:?/00.0/vf?", "0000:00/1c.4/00.0/vf3" },
		{ "10000:?/00.0", "10000:00/06.0/00.0" },
		{ "?/pci/06.0/00.0", "0000:00/0e.0/pci/06.0/00.0" },
		{ "?/pci/06.0/00.0", "uid:3/0e.0/pci/06.0/00.0" },
		{ "?/pci/06.0/00.0", "10000:00/06.0/00.0" },
		{ "?/00.0", "0000:00/0e.0/pci/06.0/00.0" },
		{ "?/00.0", "?/pci/06.0/00.0" },
		{ "10000:?/00.0", "0000:00/0e.0/pci/06.0/00.0" },
		{ "10000:?/00.0", "10001:?/00.0" },
		{ "uid:0/1f.3", "0000:00/1f.3" },
		{ "0000:00/1f.3/i2c/?", "0000:00/1f.3/i2c/50" },
		{ "?/i2c/50", "0000:00/1f.3/i2c/50" },
		{ "?/i2c/50", "0000:00/1f.3/i2c/ch2/50" },
		{ "?/i2c/50", "fw:/soc/i2c@1/i2c/50" },
		{ "?/i2c/?", "0000:00/1f.3/i2c#1/50" },
		{ "?/i2c/50", "?/i2c/?" },
	};

	for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++) {
		ck_assert_msg(place_could_be(one[i].a, one[i].b), "%s %s", one[i].a, one[i].b);
		ck_assert_msg(place_could_be(one[i].b, one[i].a), "%s %s", one[i].b, one[i].a);
	}
}
END_TEST

START_TEST(what_cannot_be_one_place)
{
	static const struct pair other[] = {
		{ "0000:00/1f.3", "0000:00/1f.4" },
		{ "0000:00/00.0", "0000:80/00.0" },
		{ "0000:?/00.0", "0000:00/00.0" },
		{ "0000:?/00.0", "0001:00/1c.4/00.0" },
		{ "0000:?/00.0", "0000:00/1c.4/00.1" },
		{ "0000:?/01.0/00.0", "0000:00/1c.4/00.0" },
		{ "0000:?/02.0/00.0", "0000:00/1c.4/00.0/01.0/00.0" },
		{ "0000:?/00.0", "0000:00/0e.0/pci/06.0/00.0" },
		{ "10000:?/00.0", "0000:00/0e.0/00.0" },
		{ "0000:?/00.0", "10000:?/00.0" },
		{ "0000:?/00.0", "0000:?/00.1" },
		{ "?/00.0", "0000:00/1c.4/00.0" },
		{ "?/00.0", "0000:?/00.0" },
		{ "?/pci/06.0", "0000:00/1c.4/06.0" },
		{ "?/pci/06.0", "10000:00/01.0/06.0" },
		{ "uid:0/1f.3", "uid:1/1f.3" },
		{ "fw:/soc/i2c@1/i2c", "0000:?/00.0" },
		{ "0000:00/1f.3/?", "0000:00/1f.3/i2c" },
		{ "?/i2c/50", "0000:00/1f.3/i2c/51" },
		{ "?/i2c/50", "0000:00/1c.4/00.0" },
		{ "?/i2c/?", "0000:00/1f.3/i2c" },
		{ "?/i2c", "0000:00/1f.3/i2c" },
	};

	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++) {
		ck_assert_msg(!place_could_be(other[i].a, other[i].b), "%s %s",
			      other[i].a, other[i].b);
		ck_assert_msg(!place_could_be(other[i].b, other[i].a), "%s %s",
			      other[i].b, other[i].a);
	}
}
END_TEST

START_TEST(patterns_of_partial_places)
{
	static const struct pair yes[] = {
		{ "**", "0000:?/00.0" },
		{ "0000:00/1c.*/00.0", "0000:?/00.0" },
		{ "0000:*/**", "0000:?/00.0" },
		{ "0000:00/1c.0/**/00.1", "0000:?/05.0/00.1" },
		{ "**/00.*", "0000:?/00.3" },
		{ "uid:1/**", "0000:?/00.3" },
		{ "**/pci/**", "?/pci/06.0" },
	};
	static const struct pair no[] = {
		{ "0001:*/**", "0000:?/00.0" },
		{ "0000:00/1c.*/00.0", "0000:?/00.1" },
		{ "0000:00/1c.0", "0000:?/1c.0/00.0" },
		{ "fw:*/**", "0000:?/00.0" },
		{ "0000:00/1c.*", "0000:00/1d.0" },
	};

	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		ck_assert_msg(place_could_match(yes[i].a, yes[i].b), "%s %s", yes[i].a, yes[i].b);
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		ck_assert_msg(!place_could_match(no[i].a, no[i].b), "%s %s", no[i].a, no[i].b);
}
END_TEST

START_TEST(too_long_is_no_place)
{
	char place[300] = "0000:00";

	while (strlen(place) + 5 <= PLACE_MAX)
		strcat(place, "/00.0");
	ck_assert(place_valid(place));
	strcat(place, "/00.0");
	ck_assert(!place_valid(place));
}
END_TEST

START_TEST(parents)
{
	ck_assert_uint_eq(place_parent("0000:00"), 0);
	ck_assert_uint_eq(place_parent("0000:00/1c.0"), 7);
	ck_assert_uint_eq(place_parent("0000:00/1c.0/00.0"), 12);
	ck_assert_uint_eq(place_parent("fw:/soc/i2c@1/i2c"), strlen("fw:/soc/i2c@1"));
	ck_assert_uint_eq(place_parent("fw:/soc/i2c@1"), 0);
	ck_assert(place_below("0000:00/1c.0", "0000:00"));
	ck_assert(!place_below("0000:00", "0000:00"));
	ck_assert(!place_below("0000:00/1c.0", "0000:0"));
	ck_assert(!place_below("0000:00/", "0000:00"));
}
END_TEST

START_TEST(patterns)
{
	ck_assert(place_match("0000:00/1c.0", "0000:00/1c.0"));
	ck_assert(!place_match("0000:00/1c.0", "0000:00/1c.0/00.0"));
	ck_assert(!place_match("0000:00/1c.0/00.0", "0000:00/1c.0"));
	ck_assert(place_match("0000:00/1c.*", "0000:00/1c.4"));
	ck_assert(place_match("*/1c.*", "0000:00/1c.4"));
	ck_assert(!place_match("*", "0000:00/1c.4"));
	ck_assert(place_match("**", "0000:00/1c.4"));
	ck_assert(place_match("0000:00/**", "0000:00"));
	ck_assert(place_match("0000:00/**/00.0", "0000:00/1c.4/00.0/00.0"));
	ck_assert(place_match("**/00.0/**/00.1", "0000:00/00.0/1c.0/00.0/00.1"));
	ck_assert(!place_match("0000:00/**/00.1", "0000:00/1c.4/00.0"));
	ck_assert(place_match("**/i2c/5*", "0000:00/1f.3/i2c/50"));
	ck_assert(!place_match("", "0000:00"));
	ck_assert(!place_match("0000:00", ""));
}
END_TEST

START_TEST(a_hostile_pattern_ends_soon)
{
	char pattern[1024] = "", place[1024] = "";
	int i;

	for (i = 0; i < 50; i++) {
		strcat(pattern, "**/a*a*a*c/");
		strcat(place, "aaaaaaaaaaaaaab/");
	}
	ck_assert(!place_match(pattern, place));
}
END_TEST

Suite *suite_place(void);

Suite *suite_place(void)
{
	Suite *suite = suite_create("place");
	TCase *tcase = tcase_create("place");

	tcase_add_test(tcase, order_is_total);
	tcase_add_test(tcase, what_is_no_place);
	tcase_add_test(tcase, complete_is_what_has_an_address);
	tcase_add_test(tcase, what_can_be_one_place);
	tcase_add_test(tcase, what_cannot_be_one_place);
	tcase_add_test(tcase, patterns_of_partial_places);
	tcase_add_test(tcase, too_long_is_no_place);
	tcase_add_test(tcase, parents);
	tcase_add_test(tcase, patterns);
	tcase_add_test(tcase, a_hostile_pattern_ends_soon);
	suite_add_tcase(suite, tcase);
	return suite;
}
