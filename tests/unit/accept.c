// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * accept.c: each class of finding is accepted by the smallest change, which makes
 * it pass and nothing else fail; the rest of the file stays byte for byte.
 */
#include <errno.h>
#include <stdio.h>

#include "board.h"
#include "compare.h"
#include "inventory.h"
#include "inventory_accept.h"
#include "json_edit.h"
#include "random_boards.h"

#define S0 "00-11-22-ff-ff-33-44-55"
#define S1 "00-11-22-ff-ff-33-44-66"
#define S2 "00-11-22-ff-ff-33-44-77"
#define PORT0 "f 0000:00/1c.0 8086:a338 class=060400\n"
#define PORT1 "f 0000:00/1c.1 8086:a339 class=060400\n"
#define NIC0(more) "f 0000:00/1c.0/00.0 8086:10d3 serial=" S0 " " more "\n"
#define NIC1(more) "f 0000:00/1c.1/00.0 8086:10d3 serial=" S1 " " more "\n"
#define HEAD "{ // a remark\n  \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"n\",\n  \"match\": {}, \"implicit\": { \"severity\": \"critical\" },\n  \"provenance\": { \"reviewed\": { \"by\": \"A\" } },\n  \"rules\": [\n"
#define RULE_PORT0 "    { \"label\": \"port0\", \"place\": \"0000:00/1c.0\", \"identity\": { \"device\": \"a338\" } }, /* stays */\n"
#define RULE_PORT1 "    { \"label\": \"port1\", \"place\": \"0000:00/1c.1\", \"identity\": { \"device\": \"a339\" } },\n"
#define RULE_NIC(n, serial, more) "    { \"label\": \"nic" n "\", \"place\": \"0000:00/1c." n "/00.0\",\n      \"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": \"00\" },\n      \"serial\": \"" serial "\"" more " }"
#define USUAL HEAD RULE_PORT0 RULE_PORT1 RULE_NIC("0", S0, "") ",\n" RULE_NIC("1", S1, "") "\n  ]\n}\n"

/* One acceptance: the file, the machine, the classes found, and a text that must be in the file then. */
static const struct example {
	const char *name, *file, *devices, *classes, *expected;
	bool force, replace;
} examples[] = {
	{ "unknown device", USUAL, PORT0 PORT1 NIC0("") NIC1("") "f 0000:00/02.0 10de:20b0 class=030000\n",
	  "unexpected ", "\"place\": \"0000:00/02.0\"", false, false },
	{ "another part", USUAL, PORT0 PORT1 NIC0("") "f 0000:00/1c.1/00.0 10ec:8168 serial=" S2 "\n",
	  "unexpected missing ", "\"device\": \"8168\"", false, false },
	{ "another part instead", USUAL, PORT0 PORT1 NIC0("") "f 0000:00/1c.1/00.0 10ec:8168 serial=" S2 "\n",
	  "unexpected missing ", "\"serial\": \"" S2 "\"", false, true },
	{ "missing", USUAL, PORT0 PORT1 NIC0(""), "missing ",
	  "\"serial\": \"" S1 "\",\n      \"presence\": \"optional\" }", false, false },
	{ "revision", USUAL, PORT0 PORT1 NIC0("revision=02") NIC1(""), "changed ",
	  "\"revision\": [ \"00\", \"02\" ]", false, false },
	{ "revision instead", USUAL, PORT0 PORT1 NIC0("revision=02") NIC1(""), "changed ",
	  "\"revision\": \"02\"", false, true },
	{ "serial", USUAL, PORT0 PORT1 NIC0("") "f 0000:00/1c.1/00.0 8086:10d3 serial=" S2 "\n", "changed ",
	  "\"serial\": [ \"" S1 "\", \"" S2 "\" ]", false, false },
	{ "serial that is no more", USUAL, PORT0 PORT1 NIC0("") "f 0000:00/1c.1/00.0 8086:10d3 serial=\n",
	  "changed ", "\"serial\": [ \"" S1 "\", null ]", false, false },
	{ "swapped", USUAL, PORT0 PORT1 "f 0000:00/1c.0/00.0 8086:10d3 serial=" S1 "\nf 0000:00/1c.1/00.0 8086:10d3 serial=" S0 "\n",
	  "moved moved ", "\"serial\": \"" S1 "\" },\n    { \"label\": \"nic1\"", false, false },
	{ "moved", USUAL, PORT0 PORT1 NIC0("") "f 0000:00/03.0 8086:10d3 serial=" S1 "\n", "moved ",
	  "\"label\": \"nic1\", \"place\": \"0000:00/03.0\"", false, false },
	{ "narrow link", HEAD RULE_PORT0 RULE_NIC("0", S0, ", \"link\": { \"width\": 8 }") " ] }",
	  PORT0 NIC0("link_width=4 port_type=endpoint"), "degraded ", "\"link\": { \"width\": 4 }", false, false },
	{ "one too many", HEAD "    { \"label\": \"disks\", \"place\": \"0000:00/**\", \"identity\": { \"device\": \"a808\" }, \"count\": 1 } ] }",
	  "f 0000:00/1c.0 144d:a808\nf 0000:00/1c.1 144d:a808\nf 0000:00/1c.2 144d:a808\n", "unexpected unexpected ",
	  "\"count\": { \"min\": 1, \"max\": 3 }", false, false },
	{ "too few", HEAD "    { \"label\": \"disks\", \"place\": \"0000:00/**\", \"identity\": { \"device\": \"a808\" }, \"count\": { \"min\": 2, \"max\": 4 } } ] }",
	  "f 0000:00/1c.0 144d:a808\n", "missing ", "\"count\": { \"min\": 1, \"max\": 4 }", false, false },
	{ "none left", HEAD "    { \"label\": \"disks\", \"place\": \"0000:00/**\", \"identity\": { \"device\": \"a808\" }, \"count\": { \"min\": 2 } } ] }",
	  "", "missing ", "\"count\": { \"min\": 0 }, \"presence\": \"optional\"", false, false },
	{ "forbidden", HEAD "    { \"label\": \"no fpga\", \"identity\": { \"vendor\": \"10ee\" }, \"presence\": \"forbidden\" } ] }",
	  "f 0000:00/1c.0 10ee:0666\n", "forbidden ", "\"label\": \"no fpga\", \"place\": \"0000:00/1c.0\"", true, false },
	{ "virtual functions", HEAD RULE_PORT0 RULE_NIC("0", S0, ", \"virtual_functions\": 1") " ] }",
	  PORT0 NIC0("") "f 0000:00/1c.0/00.0/vf0 8086:10ca virtual=true\nf 0000:00/1c.0/00.0/vf1 8086:10ca virtual=true\nf 0000:00/1c.0/00.0/vf2 8086:10ca virtual=true\n",
	  "unexpected unexpected ", "\"virtual_functions\": 3", false, false },
	{ "first rule", HEAD " ] }", "f 0000:00/1c.0 10ee:0666\n", "unexpected ", "\"place\": \"0000:00/1c.0\"", false, false },
	{ "clean", HEAD "{\"label\":\"a\",\"place\":\"0000:00/1c.0\",\"identity\":[{\"vendor\":\"8086\",\"class\":\"020000\"},{\"vendor\":\"10ec\"}]}]}",
	  "f 0000:00/1c.0 8086:0666 class=020100\n", "changed ", "\"class\":[ \"020000\", \"020100\" ]}", false, false },
};

static struct accept_request request_of(const struct example *example, struct snapshot *snapshot)
{
	return (struct accept_request){
		.snapshot = snapshot, .path = "a.json", .text = example->file,
		.length = strlen(example->file), .date = "2026-11-22T00:00:00Z",
		.force = example->force, .replace = example->replace,
	};
}

/* The ids of what is found, in @ids; the classes in @classes. */
static size_t find(const struct accept_request *request, const char *text, char ids[][33], char *classes)
{
	struct inventory *inventory;
	struct verdict verdict;
	char *why = NULL;
	size_t count;

	*classes = '\0';
	ck_assert_msg(accept_judge(request, text, strlen(text), &verdict, &inventory, &why) == 0, "%s\n%s", why, text);
	count = verdict.count;
	for (size_t i = 0; i < count; i++) {
		strcpy(ids[i], verdict.findings[i]->id);
		sprintf(classes + strlen(classes), "%s ", finding_class_name(verdict.findings[i]->class));
	}
	verdict_clear(&verdict);
	inventory_free(inventory);
	return count;
}

/* How many lines of @text are not in @other. */
static size_t lines_lost(const char *text, const char *other)
{
	char *copy = strdup(text), *rest, *line;
	size_t lost = 0;

	for (line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		lost += !strstr(other, line);
	free(copy);
	return lost;
}

START_TEST(each_class_by_the_smallest_change)
{
	const struct example *example = &examples[_i];
	struct snapshot *snapshot = board_snapshot(example->devices);
	const struct accept_request request = request_of(example, snapshot);
	struct accept_result result;
	const char *ids[8];
	char texts[8][33], classes[200];
	size_t count = find(&request, example->file, texts, classes);

	ck_assert_msg(strcmp(classes, example->classes) == 0, "%s: found %s", example->name, classes);
	for (size_t i = 0; i < count; i++)
		ids[i] = texts[i];
	ck_assert_msg(accept_findings(&request, ids, count, &result) == 0, "%s: %s", example->name, result.why);
	find(&request, result.text, texts, classes);
	ck_assert_msg(!*classes, "%s: %s\n%s", example->name, classes, result.text);
	ck_assert_msg(strstr(result.text, example->expected), "%s: no %s in\n%s", example->name,
		      example->expected, result.text);
	/* What is not the matter stays: the head's remark, and all lines but three. */
	ck_assert_ptr_nonnull(strstr(result.text, "// a remark"));
	ck_assert_msg(lines_lost(example->file, result.text) <= 4, "%s:\n%s", example->name, result.text);
	/* one for each, and for what came of another */
	ck_assert_uint_ge(json_object_array_length(result.changes), count);
	ck_assert_ptr_nonnull(strstr(result.text, "\"x-accepted\": ["));
	ck_assert_ptr_nonnull(strstr(result.text, "\"reviewed\": null"));
	accept_result_clear(&result);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(one_of_several_leaves_the_others)
{
	const struct example *example = &examples[1];
	struct snapshot *snapshot = board_snapshot(PORT1 NIC0("revision=02") NIC1("revision=03"));
	struct accept_request request = request_of(example, snapshot);
	struct accept_result result;
	char texts[8][33], classes[200], left[8][33];
	const char *id;

	request.by = "Ada";
	request.why = "B-step cards";
	ck_assert_uint_eq(find(&request, example->file, texts, classes), 3);
	ck_assert_str_eq(classes, "missing changed changed ");
	id = texts[2];
	ck_assert_int_eq(accept_findings(&request, &id, 1, &result), 0);
	ck_assert_uint_eq(find(&request, result.text, left, classes), 2);
	ck_assert_str_eq(classes, "missing changed ");
	ck_assert_str_eq(left[1], texts[1]);
	/* Somebody vouches for it: the review stands. */
	ck_assert_ptr_nonnull(strstr(result.text, "\"reviewed\": { \"by\": \"A\" }"));
	ck_assert_ptr_nonnull(strstr(result.text, "\"by\": \"Ada\", \"why\": \"B-step cards\""));
	accept_result_clear(&result);
	id = "0123456789abcdef0123456789abcdef";
	ck_assert_int_eq(accept_findings(&request, &id, 1, &result), -EPERM);
	ck_assert_ptr_nonnull(result.why);
	ck_assert_ptr_null(result.text);
	accept_result_clear(&result);
	snapshot_free(snapshot);
}
END_TEST

static const struct refused {
	const char *file, *devices;
} refused[] = {
	{ examples[14].file, examples[14].devices },
	{ HEAD RULE_PORT0 RULE_NIC("0", S0, "") " ] }", PORT0 "f 0000:00/1c.0/00.0 8086:10d3 reading=gone serial=" S0 "\n" },
	{ USUAL, PORT0 PORT1 NIC0("") "f 0000:00/1c.1/00.0 8086:10d3 serial=" S0 "\n" },
};

START_TEST(what_nobody_can_vouch_for_is_refused)
{
	const struct example example = { .file = refused[_i].file, .devices = refused[_i].devices };
	struct snapshot *snapshot = board_snapshot(example.devices);
	const struct accept_request request = request_of(&example, snapshot);
	struct accept_result result;
	char texts[8][33], classes[200];
	const char *ids[8];
	size_t count = find(&request, example.file, texts, classes);

	ck_assert_uint_ge(count, 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = texts[i];
	ck_assert_msg(accept_findings(&request, ids, count, &result) == -EPERM, "%s", classes);
	ck_assert_ptr_nonnull(result.why);
	ck_assert_ptr_null(result.text);
	accept_result_clear(&result);
	snapshot_free(snapshot);
}
END_TEST

/* A rule of the model that a unit extends is overridden, not edited. */
START_TEST(a_unit_gets_its_own_rule)
{
	static const char unit[] = "{ \"schema\": \"muster-inventory/1\", \"kind\": \"unit\", \"name\": \"u\", \"extends\": \"n\",\n  \"match\": { \"board_serial\": \"1\" }, \"implicit\": { \"severity\": \"critical\" }, \"rules\": [] }";
	struct snapshot *snapshot = board_snapshot(PORT0 PORT1 NIC0("") NIC1("revision=02"));
	struct accept_request request = {
		.snapshot = snapshot, .path = "u.json", .text = unit, .length = strlen(unit),
		.model_text = USUAL, .date = "2026-11-22T00:00:00Z",
	};
	struct accept_result result;
	struct inventory *model;
	char texts[8][33], classes[200];
	const char *id;

	ck_assert_int_eq(inventory_parse("m.json", USUAL, strlen(USUAL), &model, NULL), 0);
	request.model = model;
	ck_assert_uint_eq(find(&request, unit, texts, classes), 1);
	id = texts[0];
	ck_assert_msg(accept_findings(&request, &id, 1, &result) == 0, "%s", result.why);
	ck_assert_uint_eq(find(&request, result.text, texts, classes), 0);
	ck_assert_ptr_nonnull(strstr(result.text, "\"label\": \"nic1\""));
	ck_assert_ptr_null(strstr(result.text, "\"label\": \"nic0\""));
	accept_result_clear(&result);
	inventory_free(model);
	snapshot_free(snapshot);
}
END_TEST

static char *learn(const struct snapshot *board)
{
	const struct generate_options options = { .strict = true };
	struct json_object *json;
	char *text;

	ck_assert_int_eq(inventory_generate(board, &options, &json), 0);
	text = inventory_to_text(json);
	json_object_put(json);
	return text;
}

/* One thing otherwise, of any sort. */
static void mutate(struct maker *maker, struct snapshot *board, unsigned int n)
{
	size_t i = maker_random(maker, board->count);
	struct device *device = board->devices[i];
	char place[PLACE_MAX + 1];

	switch (maker_random(maker, 6)) {
	case 0:
		remove_device(board, i);
		break;
	case 1:
		write_place(place, "0000:00/1e.%u", n);
		maker->snapshot = board;
		maker_function(maker, place, "1234", 0x5678, "ff0000");
		break;
	case 2:
		if (device->kind == DEVICE_FUNCTION)
			device_set(device, FIELD_REVISION, "ee");
		break;
	case 3:
		if (device->kind == DEVICE_FUNCTION)
			device_set(device, FIELD_VENDOR, "1234");
		break;
	case 4:
		if (device_get(device, FIELD_SERIAL))
			device_setf(device, FIELD_SERIAL, "77-1b-21-ff-ff-00-00-%02x", n);
		break;
	default:
		write_place(place, "0000:00/1d.%u", n);
		if (device->kind == DEVICE_FUNCTION) {
			set_place(device, place);
			device_set_unknown(device, FIELD_ROOT_ID);
		}
		break;
	}
}

/* Whatever is found can be accepted all at once, but for what nobody can vouch for. */
START_TEST(whatever_happens_to_random_boards_can_be_accepted)
{
	struct maker maker = { .state = 4711 + _i };
	struct snapshot *board = random_board(_i, _i % 2), *twin = copy_board(board);
	char *text = learn(board), texts[256][33];
	struct accept_request request = { .snapshot = twin, .path = "r.json", .text = text,
		.length = strlen(text), .date = "2026-11-22T00:00:00Z" };
	struct accept_result result;
	struct inventory *inventory;
	struct verdict verdict;
	const char *ids[256];
	size_t count = 0;

	for (unsigned int n = 1 + _i % 5; n > 0; n--)
		mutate(&maker, twin, n);
	ck_assert_int_eq(accept_judge(&request, text, strlen(text), &verdict, &inventory, NULL), 0);
	ck_assert_uint_lt(verdict.count, 256);
	for (size_t i = 0; i < verdict.count; i++)
		if (!accept_refusal(verdict.findings[i], false)) {
			ids[count] = strcpy(texts[count], verdict.findings[i]->id);
			count++;
		}
	verdict_clear(&verdict);
	inventory_free(inventory);
	ck_assert_msg(accept_findings(&request, ids, count, &result) == 0, "board %d: %s", _i, result.why);
	ck_assert_int_eq(accept_judge(&request, result.text, strlen(result.text), &verdict, &inventory, NULL), 0);
	for (size_t i = 0; i < verdict.count; i++)
		ck_assert_msg(accept_refusal(verdict.findings[i], false), "board %d: %s", _i,
			      verdict.findings[i]->message);
	verdict_clear(&verdict);
	inventory_free(inventory);
	accept_result_clear(&result);
	snapshot_free(board);
	snapshot_free(twin);
	free(text);
}
END_TEST

START_TEST(edits_keep_layout_and_comments)
{
	static const char text[] = "{\n\t\"a\": 1, // one\n\t\"list\": [\n\t\t1, /* x */\n\t\t2\n\t],\n\t\"empty\": {}, \"none\": [ ]\n}\n";
	const struct spot list = { .key = "list" }, empty = { .key = "empty" }, none = { .key = "none" };
	const struct spot a = { .key = "a" };
	struct json_edit edit;
	char *lines;

	ck_assert_int_eq(json_edit_begin(&edit, text, strlen(text)), 0);
	ck_assert_int_eq(json_edit_append(&edit, &list, "3"), 0);
	ck_assert_int_eq(json_edit_append(&edit, &none, "4"), 0);
	ck_assert_int_eq(json_edit_put(&edit, &empty, "k", "5"), 0);
	ck_assert_int_eq(json_edit_put(&edit, &empty, "l", "6"), 0);
	ck_assert_int_eq(json_edit_put(&edit, NULL, "a", "7"), 0);
	ck_assert_int_eq(json_edit_widen(&edit, &a, "8"), 0);
	ck_assert_int_eq(json_edit_put(&edit, &a, "a", "7"), -EINVAL);
	ck_assert_int_eq(json_edit_append(&edit, &empty, "7"), -EINVAL);
	ck_assert_str_eq(edit.text, "{\n\t\"a\": [ 7, 8 ], // one\n\t\"list\": [\n\t\t1, /* x */\n\t\t2,\n\t\t3\n\t],\n\t\"empty\": { \"k\": 5, \"l\": 6 }, \"none\": [ 4  ]\n}\n");
	lines = json_edit_lines(text, edit.text);
	ck_assert_int_eq(strncmp(lines, "- \t\"a\": 1, // one\n", 18), 0);
	free(lines);
	json_edit_end(&edit);
	lines = json_edit_lines("a\nc\n", "a\nb\nc\n");
	ck_assert_str_eq(lines, "+ b\n");
	free(lines);
	lines = json_edit_lines("same\n", "same\n");
	ck_assert_str_eq(lines, "");
	free(lines);
}
END_TEST

Suite *suite_accept(void)
{
	Suite *suite = suite_create("accept");
	TCase *cases = tcase_create("accept");

	tcase_add_loop_test(cases, each_class_by_the_smallest_change, 0, sizeof(examples) / sizeof(examples[0]));
	tcase_add_test(cases, one_of_several_leaves_the_others);
	tcase_add_loop_test(cases, what_nobody_can_vouch_for_is_refused, 0, sizeof(refused) / sizeof(refused[0]));
	tcase_add_test(cases, a_unit_gets_its_own_rule);
	tcase_add_loop_test(cases, whatever_happens_to_random_boards_can_be_accepted, 0, 150 * boards_times());
	tcase_add_test(cases, edits_keep_layout_and_comments);
	suite_add_tcase(suite, cases);
	return suite;
}
