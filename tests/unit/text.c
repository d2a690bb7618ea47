// SPDX-License-Identifier: GPL-2.0-or-later
/* text.c: what devices and firmware made up does not reach a terminal raw. */
#include <check.h>
#include <json-c/json.h>
#include <string.h>

#include "text.h"

static const struct { const char *text, *escaped; } cases[] = {
	{ "plain", "plain" },
	{ "Gr\xc3\xbc\xc3\x9f""e", "Gr\xc3\xbc\xc3\x9f""e" },
	{ "\xf0\x9f\x90\xa7", "\xf0\x9f\x90\xa7" },
	{ "a\033[31mb", "a\\x1b[31mb" },
	{ "\n\t\x7f", "\\x0a\\x09\\x7f" },
	{ "\xc2\x9b""31m", "\\xc2\\x9b""31m" },	/* C1 control */
	{ "\xff\xfe", "\\xff\\xfe" },
	{ "\xc3", "\\xc3" },			/* cut short */
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xc0\xaf", "\\xc0\\xaf" },		/* overlong */
	{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },	/* surrogate */
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
};

START_TEST(escaping)
{
	char buffer[64];

	ck_assert_uint_eq(text_escape(cases[_i].text, buffer, sizeof(buffer)),
			  strlen(cases[_i].escaped));
	ck_assert_str_eq(buffer, cases[_i].escaped);
	ck_assert_int_eq(text_is_clean(cases[_i].text),
			 !strcmp(cases[_i].text, cases[_i].escaped));
}
END_TEST

START_TEST(a_small_buffer_holds_whole_pieces)
{
	char buffer[4];

	ck_assert_uint_eq(text_escape("ab\n", buffer, sizeof(buffer)), 6);
	ck_assert_str_eq(buffer, "ab");
	ck_assert_uint_eq(text_escape("ab\xc3\xbc", buffer, sizeof(buffer)), 4);
	ck_assert_str_eq(buffer, "ab");
	ck_assert_uint_eq(text_escape("\n\n", NULL, 0), 8);
}
END_TEST

START_TEST(json_is_utf8)
{
	struct json_object *json = text_json("a\xff");

	ck_assert_str_eq(json_object_get_string(json), "a\\xff");
	json_object_put(json);
	ck_assert_ptr_null(text_json(NULL));
}
END_TEST

Suite *suite_text(void);

Suite *suite_text(void)
{
	Suite *suite = suite_create("text");
	TCase *tcase = tcase_create("text");

	tcase_add_loop_test(tcase, escaping, 0, sizeof(cases) / sizeof(*cases));
	tcase_add_test(tcase, a_small_buffer_holds_whole_pieces);
	tcase_add_test(tcase, json_is_utf8);
	suite_add_tcase(suite, tcase);
	return suite;
}
