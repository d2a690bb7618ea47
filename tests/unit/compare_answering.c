// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_answering.c: what a probe found, and what it could not ask, against rules.
 */
#include "compare.h"

#include <stdio.h>

#include "board.h"
#include "inventory.h"

/* Rules, devices and what must come of them: one line per finding. */
struct scenario {
	const char *name, *rules, *devices, *findings;
};

#define BUS "0000:00/1f.3/i2c"
#define HOST "f 0000:00/1f.3 8086:2930 class=0c0500\n"
#define PROBED HOST "a " BUS " probed=read~byte~50-57\n"
#define UNPROBED HOST "a " BUS " probed=\n"
#define FORGOTTEN HOST "a " BUS " probed=?\n"
#define FULL HOST "a " BUS " probed=read~byte~50-5f;~quick~write~09-0b\n"
#define HOST_RULE "{ \"label\": \"host\", \"place\": \"0000:00/1f.3\" }, "
#define ANSWER(step) "{ \"label\": \"x\", \"place\": \"" BUS "/" step "\", \"kind\": \"answering\" }"
#define ANSWER_MAY(step) "{ \"label\": \"x\", \"place\": \"" BUS "/" step "\", \"kind\": \"answering\", \"presence\": \"optional\" }"
#define SPD "{ \"label\": \"spd\", \"place\": \"" BUS "/50\", \"identity\": { \"name\": \"spd\" } }"
#define SPD_MAY "{ \"label\": \"spd\", \"place\": \"" BUS "/50\", \"identity\": { \"name\": \"spd\" }, \"presence\": \"optional\" }"

static const struct scenario scenarios[] = {
	{ "an answer that no rule knows is unexpected, at full severity",
	  HOST_RULE, PROBED "p " BUS "/52 probed=read~byte", "unexpected critical " BUS "/52 -\n" },
	{ "one that a rule knows passes",
	  HOST_RULE ANSWER("52"), PROBED "p " BUS "/52 probed=read~byte", "" },
	{ "also where it may be there",
	  HOST_RULE ANSWER_MAY("52"), PROBED "p " BUS "/52 probed=read~byte", "" },
	{ "a rule for whatever is there knows it, too",
	  HOST_RULE "{ \"label\": \"any\", \"place\": \"" BUS "/*\", \"presence\": \"optional\" }",
	  PROBED "p " BUS "/52 probed=read~byte", "" },
	{ "one that a rule forbids is forbidden",
	  HOST_RULE "{ \"label\": \"none\", \"place\": \"**\", \"kind\": \"answering\", \"presence\": \"forbidden\" }",
	  PROBED "p " BUS "/52 probed=read~byte", "forbidden critical " BUS "/52 none\n" },
	{ "one that was asked and does not answer is missing",
	  HOST_RULE ANSWER("52"), PROBED, "missing critical " BUS "/52 x\n" },
	{ "one that may be there is not",
	  HOST_RULE ANSWER_MAY("52"), PROBED, "" },
	{ "one that was not asked is unverified: the probe did not come so far",
	  HOST_RULE ANSWER("58"), PROBED, "unverified " BUS " x probed\n" },
	{ "or asked only what a read can ask",
	  HOST_RULE ANSWER("0a"), PROBED, "unverified " BUS " x probed\n" },
	{ "a quick write asked it",
	  HOST_RULE ANSWER("0a"), FULL, "missing critical " BUS "/0a x\n" },
	{ "an adapter that was not probed leaves its rules unverified",
	  HOST_RULE ANSWER("52"), UNPROBED, "unverified " BUS " x probed\n" },
	{ "so does one of which nobody knows",
	  HOST_RULE ANSWER("52"), FORGOTTEN, "unverified " BUS " x probed\n" },
	{ "each rule is named",
	  HOST_RULE ANSWER("52") ", { \"label\": \"y\", \"place\": \"" BUS "/53\", \"kind\": \"answering\" }",
	  UNPROBED, "unverified " BUS " x probed\nunverified " BUS " y probed\n" },
	{ "where the adapter itself is not there, that is what is to be said",
	  HOST_RULE ANSWER("52"), HOST, "unreadable critical " BUS " x 1/0\n" },
	{ "a client that was declared since is judged by itself, and what answered is not missing",
	  HOST_RULE ANSWER("52"), PROBED "c " BUS "/52 24c02", "unexpected critical " BUS "/52 -\n" },
	{ "so is one whose address is known for a client, too",
	  HOST_RULE ANSWER("52") ", { \"label\": \"c\", \"place\": \"" BUS "/52\", \"identity\": { \"name\": \"24c02\" } }",
	  PROBED "c " BUS "/52 24c02", "" },
	{ "a rule's client that is not declared but answers cannot be read, and is not missing",
	  HOST_RULE SPD, PROBED "p " BUS "/50 probed=read~byte", "unreadable critical " BUS "/50 spd\n" },
	{ "if it may be there, it is unverified",
	  HOST_RULE SPD_MAY, PROBED "p " BUS "/50 probed=read~byte", "unverified " BUS "/50 spd name\n" },
	{ "if it does not answer either, it is missing",
	  HOST_RULE SPD, PROBED, "missing critical " BUS "/50 spd\n" },
	{ "a count over any place needs adapters that were probed",
	  HOST_RULE "{ \"label\": \"two\", \"place\": \"" BUS "/*\", \"kind\": \"answering\", \"count\": 2 }",
	  PROBED "p " BUS "/52 probed=read~byte", "missing critical " BUS "/* two 2/1\n" },
	{ "else it is unverified",
	  HOST_RULE "{ \"label\": \"two\", \"place\": \"" BUS "/*\", \"kind\": \"answering\", \"count\": 2 }",
	  UNPROBED, "unverified " BUS " two probed\n" },
};

static struct inventory *parse(const char *rules)
{
	static const char head[] = "{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"t\","
		" \"match\": {}, \"implicit\": { \"severity\": \"critical\" }, \"rules\": [";
	size_t end = strlen(rules);
	struct inventory *inventory;
	char *text, *why = NULL;
	int length;

	/* a list may end in a comma here */
	while (end && (rules[end - 1] == ' ' || rules[end - 1] == ','))
		end--;
	length = asprintf(&text, "%s%.*s]}", head, (int)end, rules);
	ck_assert_msg(inventory_parse("t.json", text, length, &inventory, &why) == 0, "%s", why);
	free(text);
	return inventory;
}

static char *write_verdict(const struct verdict *verdict)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < verdict->count; i++) {
		const struct finding *finding = verdict->findings[i];

		fprintf(out, "%s %s %s %s", finding_class_name(finding->class),
			severity_name(finding->severity), finding->place,
			finding->rule ? finding->rule : "-");
		if (finding->expected_count)
			fprintf(out, " %u/%u", finding->expected_count, finding->seen_count);
		fputc('\n', out);
	}
	for (size_t i = 0; i < verdict->unverified_count; i++)
		fprintf(out, "unverified %s %s %s\n", verdict->unverified[i].device->place,
			verdict->unverified[i].rule, verdict->unverified[i].fields);
	fclose(out);
	return text;
}

START_TEST(scenario_gives)
{
	const struct scenario *scenario = &scenarios[_i];
	struct snapshot *snapshot = board_snapshot(scenario->devices);
	struct inventory *inventory = parse(scenario->rules);
	struct verdict verdict;
	char *text;

	ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
	text = write_verdict(&verdict);
	ck_assert_msg(strcmp(text, scenario->findings) == 0, "%s:\n%s--- expected:\n%s",
		      scenario->name, text, scenario->findings);
	free(text);
	verdict_clear(&verdict);
	inventory_free(inventory);
	snapshot_free(snapshot);
}
END_TEST

Suite *suite_compare_answering(void)
{
	Suite *suite = suite_create("compare_answering");
	TCase *cases = tcase_create("judging");

	tcase_add_loop_test(cases, scenario_gives, 0, sizeof(scenarios) / sizeof(scenarios[0]));
	suite_add_tcase(suite, cases);
	return suite;
}
