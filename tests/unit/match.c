// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * match.c: globs and patterns, placeholders.
 */
#include "match.h"

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "placeholder.h"

static const struct { const char *glob, *text; bool matches; } globs[] = {
	{ "8086", "8086", true }, { "8086", "8087", false }, { "8086", "80860", false },
	{ "80*", "8086", true }, { "*", "", true }, { "*86", "8086", true },
	{ "8*8*", "8086", true }, { "a*b*c", "axxbxxbc", true }, { "a*b*c", "axxbxx", false },
	{ "?086", "8086", true }, { "?", "", false }, { "[78]086", "8086", true },
	{ "[0-7]086", "8086", false }, { "[!0-7]086", "8086", true }, { "[]]", "]", true },
	{ "\\*", "*", true }, { "\\*", "x", false }, { "a\\[b", "a[b", true },
	{ "", "", true }, { "", "x", false }, { "**", "x", true },
};

START_TEST(glob_matches_whole_text)
{
	ck_assert_msg(glob_match(globs[_i].glob, globs[_i].text) == globs[_i].matches,
		      "\"%s\" and \"%s\"", globs[_i].glob, globs[_i].text);
}
END_TEST

START_TEST(glob_time_is_bounded)
{
	char glob[401], text[4001];

	for (size_t i = 0; i < 400; i += 2)
		memcpy(glob + i, "*a", 2);
	glob[399] = 'b';
	glob[400] = '\0';
	memset(text, 'a', 4000);
	text[4000] = '\0';

	ck_assert(!glob_match(glob, text));
}
END_TEST

START_TEST(bad_globs_are_refused)
{
	static const char *const bad[] = { "[", "a[b", "[!]", "[]", "x\\" };
	static const char *const good[] = { "", "[a]", "[]a]", "\\[", "\\\\", "[!]a]" };
	struct pattern pattern = { 0 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(pattern_add(&pattern, bad[i]) == -EINVAL, "%s", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(pattern_add(&pattern, good[i]) == 0, "%s", good[i]);
	pattern_clear(&pattern);
}
END_TEST

START_TEST(escaped_text_matches_itself_alone)
{
	static const char *const texts[] = { "Q35 [x*?] \\", "plain", "*", "" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char *glob = glob_escape(texts[i]);

		ck_assert(glob_valid(glob));
		ck_assert(glob_literal(glob));
		ck_assert(glob_match(glob, texts[i]));
		ck_assert(!glob_match(glob, "something else"));
		free(glob);
	}
}
END_TEST

START_TEST(literal_is_what_matches_one_text)
{
	ck_assert(glob_literal("\\\\_SB_.SSIF"));
	ck_assert(glob_literal("\\*"));
	ck_assert(!glob_literal("\\\\*"));
	ck_assert(!glob_literal("a?"));
	ck_assert(!glob_literal("[a]"));
	ck_assert(!glob_literal("a\\"));
}
END_TEST

START_TEST(unknown_is_not_none)
{
	const struct value unknown = { .state = VALUE_UNKNOWN }, none = { .state = VALUE_NONE };
	const struct value known = { .state = VALUE_KNOWN, .text = (char *)"10d3" };
	struct pattern pattern = { 0 };

	ck_assert_int_eq(pattern_add(&pattern, "10d?"), 0);
	ck_assert_int_eq(pattern_match(&pattern, &known), MATCH_YES);
	ck_assert_int_eq(pattern_match(&pattern, &none), MATCH_NO);
	ck_assert_int_eq(pattern_match(&pattern, &unknown), MATCH_UNKNOWN);
	pattern.none = true;
	ck_assert_int_eq(pattern_match(&pattern, &none), MATCH_YES);
	ck_assert_ptr_null(pattern_exact(&pattern));
	pattern_clear(&pattern);
}
END_TEST

START_TEST(placeholders_are_known)
{
	static const char *const dmi[] = {
		"Super Server", "0123456789", "System Product Name", "To Be Filled By O.E.M.",
		"to be filled by O.E.M", "Default string", " Not Specified ", "", "00000000",
		"03000200-0400-0500-0006-000700080009", "00020003-0004-0005-0006-000700080009",
		"FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE", "11111111-1111-1111-1111-111111111111",
		"TO BE FILLED BY OEM", "To be filled by O.E.M. ", "TBD by OEM", "Fill By OEM", "$(DEFAULT_STRING)",
		"DEFAULT_STRING", "System manufacturer", "SYSTEM MANUFACTURER", "Board Vendor Name",
		"N/A", "n.a.", "x.x", "XXXXXXXX", "................", "*", "INVALID", "O.E.M.", "OEM",
		"Not Applicable", "SKU Number", "Type2 - Board Serial Number", "System Serial Number",
		"Chassis Serial Number", "123456789012345", "Please change product name", "0", "Empty",
	};
	static const char *const real[] = {
		"X11SCZ-F", "PowerEdge R640", "Standard PC (Q35 + ICH9, 2009)", "HP", "A1", "ZM123", "S1200RP",
		"Default Systems GmbH", "OEMtek 5", "\xe6\x8a\x80\xe5\x98\x89", "Noname X1", "H11SSL-i", "Unknown Worlds",
		"4c4c4544-0032-4d10-8053-b7c04f4e3532",
	};
	static const char *const constant[] = {
		"00-00-00-00-00-00-00-00", "ff-ff-ff-ff-ff-ff-ff-ff", "FF-FF-FF-FF-FF-FF-FF-FF",
		"ca-87-00-10-b5-df-0e-00", "ba-87-00-10-b5-df-0e-00", "01-00-00-00-68-4c-e0-00",
		"22-02-00-00-68-4c-e0-00", "00-00-00-01-00-4c-e0-00", "12-34-56-78-12-34-56-78",
		"00-00-00-ff-ff-00-00-00", "00-15-17-ff-ff-24-14-12", "00-00-00-01-01-00-0A-35", "",
	};
	static const char *const own[] = {
		"00-00-00-00-00-00-00-01", "00-15-17-ff-ff-24-14-13", "18-5e-0f-ff-ff-61-9b-49", "ca-87-00-10-b5-df-0e-01",
	};

	for (size_t i = 0; i < sizeof(dmi) / sizeof(dmi[0]); i++)
		ck_assert_msg(placeholder_dmi(dmi[i]), "%s", dmi[i]);
	for (size_t i = 0; i < sizeof(real) / sizeof(real[0]); i++)
		ck_assert_msg(!placeholder_dmi(real[i]), "%s", real[i]);
	for (size_t i = 0; i < sizeof(constant) / sizeof(constant[0]); i++)
		ck_assert_msg(placeholder_serial(constant[i]), "%s", constant[i]);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		ck_assert_msg(!placeholder_serial(own[i]), "%s", own[i]);
}
END_TEST

Suite *suite_match(void)
{
	Suite *suite = suite_create("match");
	TCase *cases = tcase_create("match");

	tcase_add_loop_test(cases, glob_matches_whole_text, 0, sizeof(globs) / sizeof(globs[0]));
	tcase_add_test(cases, glob_time_is_bounded);
	tcase_add_test(cases, bad_globs_are_refused);
	tcase_add_test(cases, escaped_text_matches_itself_alone);
	tcase_add_test(cases, literal_is_what_matches_one_text);
	tcase_add_test(cases, unknown_is_not_none);
	tcase_add_test(cases, placeholders_are_known);
	suite_add_tcase(suite, cases);
	return suite;
}
