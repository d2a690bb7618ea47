// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lint.c: rules that do not do what their author thinks.
 */
#include "inventory_lint.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "inventory.h"

#define HEAD "{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"n\", \"match\": { \"board_name\": \"X11\" }, \"implicit\": { \"severity\": \"notice\" }, \"rules\": [\n"
#define SHAPE "sha256:0000000000000000000000000000000000000000000000000000000000000000"

/* Rules, one a line from line 2 on; the line spoken of (0: none), and what is said. */
static const struct { const char *rules; unsigned int line; bool error; const char *word; } files[] = {
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\" } }", 0, false, "" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\" }", 2, false, "no identity" },
	{ "{ \"label\": \"a\", \"place\": \"dev:x/i2c\", \"kind\": \"adapter\", \"presence\": \"optional\" }", 0, false, "" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"identity\": { \"serial\": \"00-00-00-00-00-00-00-00\" } }", 2, false, "placeholder" },
	{ "{ \"label\": \"a\", \"identity\": { \"serial\": \"ff-ff-ff-ff-ff-ff-ff-ff\" }, \"presence\": \"forbidden\" }", 2, true, "forbids everything" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"shape\": \"" SHAPE "\" }", 2, false, "name the register" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\" }, \"count\": 2 }", 2, true, "there can only be one" },
	{ "{ \"label\": \"a\", \"place\": \"0000:?/00.0\", \"identity\": { \"vendor\": \"8086\" }, \"count\": 2 }", 0, false, "" },
	/* one place */
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\" } },\n"
	  "{ \"label\": \"b\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"10ec\" } }", 3, true, "one of them is always missing" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"10ec\" }, \"presence\": \"optional\" }", 0, false, "" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\" }, \"presence\": \"optional\" }", 3, false, "never judges" },
	{ "{ \"label\": \"a\", \"place\": \"0000:?/01.0\", \"identity\": { \"vendor\": \"8086\" } },\n"
	  "{ \"label\": \"b\", \"place\": \"0000:?/01.0\", \"identity\": { \"vendor\": \"10ec\" } }", 0, false, "" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\" }, \"kind\": \"function\" },\n"
	  "{ \"label\": \"b\", \"place\": \"0000:00/01.0\", \"identity\": { \"name\": \"x\" }, \"kind\": \"client\" }", 0, false, "" },
	/* anywhere, in file order */
	{ "{ \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\" }, \"presence\": \"optional\" }", 3, false, "rule \"a\" comes first" },
	{ "{ \"label\": \"a\", \"identity\": { \"vendor\": [ \"10*\", \"8086\" ] }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"place\": \"0000:00/*\", \"identity\": { \"vendor\": \"10ec\", \"device\": \"8168\" } }", 3, true, "always missing" },
	{ "{ \"label\": \"b\", \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\" }", 0, false, "" },
	{ "{ \"label\": \"a\", \"place\": \"0000:00/**\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\" }", 0, false, "" },
	{ "{ \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"8086\" } }", 0, false, "" },
	{ "{ \"label\": \"a\", \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": null }, \"presence\": \"optional\" }", 3, false, "never judges" },
	{ "{ \"label\": \"a\", \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": \"0*\" }, \"presence\": \"optional\" },\n"
	  "{ \"label\": \"b\", \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": null }, \"presence\": \"optional\" }", 0, false, "" },
	/* forbidden */
	{ "{ \"label\": \"b\", \"place\": \"0000:00/01.0\", \"identity\": { \"vendor\": \"1234\", \"device\": \"1111\" } },\n"
	  "{ \"label\": \"f\", \"identity\": { \"vendor\": \"12*\" }, \"presence\": \"forbidden\" }", 2, true, "rule \"f\" forbids what it requires" },
	{ "{ \"label\": \"f\", \"identity\": { \"vendor\": \"12*\" }, \"presence\": \"forbidden\" },\n"
	  "{ \"label\": \"g\", \"identity\": { \"vendor\": \"1234\" }, \"presence\": \"forbidden\" }", 3, false, "rule \"f\" forbids all" },
	{ "{ \"label\": \"g\", \"identity\": { \"vendor\": \"1234\" }, \"presence\": \"forbidden\" },\n"
	  "{ \"label\": \"f\", \"identity\": { \"vendor\": \"12*\" }, \"presence\": \"forbidden\" }", 0, false, "" },
};

struct seen {
	unsigned int count, line;
	bool error;
	char text[512];
};

static void note(const struct lint_remark *remark, void *context)
{
	struct seen *seen = context;

	if (seen->count++)
		return;
	seen->line = remark->line;
	seen->error = remark->error;
	snprintf(seen->text, sizeof(seen->text), "%s", remark->text);
}

START_TEST(what_is_odd_is_said_once)
{
	struct inventory *inventory;
	struct seen seen = { 0 };
	char text[2048], *why;

	snprintf(text, sizeof(text), HEAD "%s ] }", files[_i].rules);
	ck_assert_msg(inventory_parse("f.json", text, strlen(text), &inventory, &why) == 0, "%s", why);
	ck_assert_int_eq(inventory_lint(inventory, note, &seen), 0);
	ck_assert_msg(seen.count == !!files[_i].line, "%u: %s\n%s", seen.count, seen.text, files[_i].rules);
	ck_assert_uint_eq(seen.line, files[_i].line);
	ck_assert_int_eq(seen.error, files[_i].error);
	ck_assert_msg(strstr(seen.text, files[_i].word), "%s", seen.text);
	inventory_free(inventory);
}
END_TEST

static struct inventory *parse(const char *kind, const char *name, const char *match)
{
	struct inventory *inventory;
	char text[512];

	snprintf(text, sizeof(text), "{ \"schema\": \"muster-inventory/1\", \"kind\": \"%s\", \"name\": \"%s\", \"match\": { %s }, \"implicit\": { \"severity\": \"notice\" }, \"rules\": [] }",
		 kind, name, match);
	ck_assert_int_eq(inventory_parse("f.json", text, strlen(text), &inventory, NULL), 0);
	return inventory;
}

START_TEST(files_for_the_same_boards_are_rivals)
{
	struct inventory *a = parse("model", "a", "\"board_name\": \"X\", \"sys_vendor\": [ \"A\", null ]");
	struct inventory *b = parse("model", "b", "\"sys_vendor\": [ \"A\", null ], \"board_name\": \"X\"");
	struct inventory *c = parse("model", "c", "\"board_name\": \"X\"");
	struct inventory *d = parse("model", "d", "\"board_name\": \"X*\"");

	ck_assert(inventory_rivals(a, b));
	ck_assert(!inventory_rivals(a, c));
	ck_assert(!inventory_rivals(c, d));
	inventory_free(a);
	inventory_free(b);
	inventory_free(c);
	inventory_free(d);
}
END_TEST

Suite *suite_lint(void)
{
	Suite *suite = suite_create("lint");
	TCase *cases = tcase_create("lint");

	tcase_add_loop_test(cases, what_is_odd_is_said_once, 0, sizeof(files) / sizeof(files[0]));
	tcase_add_test(cases, files_for_the_same_boards_are_rivals);
	suite_add_tcase(suite, cases);
	return suite;
}
