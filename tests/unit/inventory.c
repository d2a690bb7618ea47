// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory.c: what a file may hold, the line that is wrong, and whose it is.
 */
#include "inventory.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "board.h"
#include "compare.h"
#include "json_text.h"

#define HEAD "{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"n\", \"match\": {}, \"implicit\": { \"severity\": \"notice\" },"

#define WATCH "{ \"schema\": \"muster-inventory/1\", \"kind\": \"watch-list\", \"name\": \"n\","
/* printf 'muster-shape/1\n' | sha256sum */
#define SHAPE "sha256:b573a04a270b138b3d32b50484b282a79e904718bc3a97d7ff2f7f504d18802b"

/* A text, the line that is to be named (0: it is good) and a word of the sentence. */
static const struct { const char *text; unsigned int line; const char *word; } texts[] = {
	{ HEAD "\"rules\": [] }", 0, "" },
	{ "// a\n/* b\n */" HEAD " // c\n \"rules\": [ /* d */ ] }\n// e", 0, "" },
	{ "", 1, "value" },
	{ "\n\n{", 3, "key" },
	{ "{\n \"a\": 1,\n \"a\": 2 }", 3, "twice" },
	{ "{ \"a\": 1,\n}", 2, "key" },
	{ "{ \"a\": [1,\n] }", 2, "value" },
	{ "{ \"a\": 'x' }", 1, "value" },
	{ "{ \"a\": NaN }", 1, "value" },
	{ "{ \"a\": \"x\n\" }", 1, "closing quote" },
	{ "{ \"a\": \"x\\q\" }", 1, "escape" },
	{ "{ \"a\\u0061\": 1 }", 1, "backslash" },
	{ "{ \"a\": 01 }", 1, "," },
	{ "{ /* \n\n", 3, "never closed" },
	{ "{ } x", 1, "after the end" },
	{ "{ \"a\":\n\"\xff\" }", 2, "UTF-8" },
	{ "[[[[[[[[[[[[[[[[[[[[", 1, "within one another" },
	{ "[]", 1, "object" },
	{ "7", 1, "object" },
	{ "00:00.0 Host bridge: A\n", 1, "this is no JSON, and an inventory is wanted" },
	{ "\n\n00:00.0 Host bridge: A\n", 3, "\"muster inventory generate --from f.json\" makes one" },
	{ "Manufacturer: Acme\n", 1, "this is no JSON" },
	{ "{ \"schema\": \"muster-inventory/9\",\n \"new\": 1 }", 1, "schema" },
	{ HEAD "\n\"rules\": [],\n\"extra\": 1 }", 3, "unknown key \"extra\"" },
	{ HEAD "\"x-note\": { \"any\": [ 1 ] }, \"rules\": [] }", 0, "" },
	{ "{ \"schema\": \"muster-inventory/1\" }", 1, "\"kind\" is missing" },
	{ HEAD "\n\"rules\": {} }", 2, "list of rules" },
	{ HEAD "\n\"rules\": [\n { \"label\": \"a\", \"place\": \"0000:00/01.0\" },\n { \"label\": \"a\", \"place\": \"0000:00/02.0\" } ] }", 4, "taken" },
	{ HEAD "\n\"rules\": [ {\n \"place\": \"0000:00/01.0\" } ] }", 2, "\"label\" is missing" },
	{ HEAD "\n\"rules\": [ { \"label\":\n null, \"place\": \"0000:00/01.0\" } ] }", 2, "text in quotes" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n \"place\": \"1c.0\" } ] }", 3, "not a place" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n \"place\": \"0000:00/a**\" } ] }", 3, "not a place" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n \"identity\": {\n\"vendor\": \"0x8086\" } } ] }", 4, "four hex digits" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n \"identity\": {\n\"vendor\": \"10DE\" } } ] }", 4, "four hex digits" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": [ \"8086\",\n \"80[\" ] } } ] }", 3, "never closed" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": [] } ] }", 2, "empty list" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd.part\": \"x\" } } ] }", 3, "did you mean \"spd\": { \"part\": ... }?" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"size_mib\": 8192 } } ] }", 3, "did you mean \"spd\": { \"size_mib\": ... }?" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": {\n\"parts\": \"x\" } } } ] }", 4, "unknown key \"parts\": here there may be type, module_type" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": { \"maker_id\": \"80CE\" } } } ] }", 3, "four hex digits in lower case" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": { \"serial\": \"1234567\" } } } ] }", 3, "eight hex digits in lower case" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": { \"checksums\": \"ok\" } } } ] }", 3, "\"good\" or \"bad\" is expected" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": { \"size_mib\": \"8 GiB\" } } } ] }", 3, "a number is expected" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": { \"size_mib\": 8.5 } } } ] }", 3, "a text in quotes is expected" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": { \"shape\": \"5\" } } } ] }", 3, "64 hex digits" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": \"DDR4\" } } ] }", 3, "an object in braces is expected here, or null" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"spd\": { } } } ] }", 3, "an empty object compares nothing" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\",\n\"identity\": { \"vendor\": \"8086\", \"spd\": { \"part\": \"x\" } } } ] }", 2, "do not go together" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"driver\": \"e1000e\" } } ] }", 2, "unknown key \"driver\"" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" },\n \"shape\": \"sha256:0\" } ] }", 3, "64 hex digits" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" },\n \"presence\": \"maybe\" } ] }", 3, "\"required\", \"optional\" or \"forbidden\"" },
	{ HEAD "\n\"extra\": 1, \"rules\": [] }", 2, "watch_list, " },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"identity\": {\n\"vendr\": \"8086\" } } ] }", 2, "subsystem_vendor, " },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"shape\": [ \"" SHAPE "\", \"" SHAPE "\" ] } ] }", 0, "" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"identity\": { \"shape\": \"" SHAPE "\" },\n\"shape\": \"" SHAPE "\" } ] }", 1, "the shape is pinned twice" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"kind\": \"client\", \"shape\": \"" SHAPE "\" } ] }", 1, "do not go together" },
	{ HEAD "\"shapes\": { \"" SHAPE "\": [ \"muster-shape/1\" ], \"x-note\": 1 }, \"rules\": [] }", 0, "" },
	{ HEAD "\"shapes\": {\n\"" SHAPE "\": [ \"muster-shape/2\" ] }, \"rules\": [] }", 2, "these lines have the digest sha256:" },
	{ HEAD "\"shapes\": {\n\"" SHAPE "\": \"muster-shape/1\" }, \"rules\": [] }", 2, "as a list of texts" },
	{ HEAD "\"shapes\": {\n\"sha256:1\": [ \"muster-shape/1\" ] }, \"rules\": [] }", 2, "64 hex digits" },
	{ HEAD "\"shapes\":\n[], \"rules\": [] }", 1, "an object" },
	{ HEAD "\n\"watch_list\": \"no\", \"rules\": [] }", 2, "true is expected" },
	{ HEAD "\n\"watch_list\": false, \"rules\": [] }", 0, "" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"place\": \"0000:00/01.0\",\n\"link\": { \"width\": 8, \"speed\": \"8.0 GT/s\" } } ] }", 0, "" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"place\": \"0000:00/01.0\",\n\"link\": {} } ] }", 2, "\"width\", its \"speed\" or both" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"place\": \"0000:00/01.0\",\n\"link\": { \"width\": 3 } } ] }", 2, "1, 2, 4, 8, 12, 16 or 32" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"place\": \"0000:00/01.0\",\n\"link\": { \"speed\": \"8 GT/s\" } } ] }", 2, "\"8.0 GT/s\"" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"bus\": \"i2c\", \"place\": \"0000:00/1f.3/i2c/50\", \"link\": { \"width\": 1 } } ] }", 1, "do not go together" },
	{ HEAD "\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"forbidden\",\n \"link\": { \"width\": 1 } } ] }", 1, "forbidden part has no link" },
	{ WATCH "\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"forbidden\" } ] }", 0, "" },
	{ WATCH "\"rules\": [\n{ \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" } } ] }", 2, "every rule of a watch-list" },
	{ WATCH "\n\"match\": {}, \"rules\": [] }", 2, "for every board" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" },\n \"count\": -1 } ] }", 3, "from 0" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" },\n \"count\": 0 } ] }", 3, "forbidden" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" },\n \"count\": { \"min\": 3, \"max\": 2 } } ] }", 3, "more than max" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"count\": {\n \"most\": 2 } } ] }", 3, "unknown key \"most\"" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\" } ] }", 2, "neither place nor identity" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"bus\": \"i2c\", \"identity\": { \"vendor\": \"8086\" } } ] }", 2, "do not go together" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"serial\": \"x\" }, \"serial\": \"y\" } ] }", 2, "pinned twice" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"presence\": \"optional\", \"count\": { \"min\": 1 } } ] }", 2, "no min" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\\u0007\", \"identity\": { \"vendor\": \"8086\" } } ] }", 2, "control" },
	{ HEAD "\n\"rules\": [ { \"label\": \"a\", \"identity\": { \"vendor\": \"8086\" }, \"virtual_functions\": \"some\" } ] }", 2, "allow" },
	{ HEAD "\n\"extends\": \"m\", \"rules\": [] }", 2, "only a unit" },
	{ "{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"n\",\n \"match\": { \"product_uuid\": \"x\" }, \"implicit\": { \"severity\": \"notice\" }, \"rules\": [] }", 2, "unit" },
	{ "{ \"schema\": \"muster-inventory/1\", \"kind\": \"unit\", \"name\": \"n\",\n \"match\": { \"board_name\": \"x\" }, \"implicit\": { \"severity\": \"notice\" }, \"rules\": [] }", 2, "product_uuid" },
	{ "{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"n\",\n \"match\": {\n \"board\": \"x\" }, \"implicit\": { \"severity\": \"notice\" }, \"rules\": [] }", 3, "unknown key \"board\"" },
};

START_TEST(text_is_taken_or_its_line_named)
{
	struct inventory *inventory = NULL;
	char *why = NULL, prefix[32];
	int err = inventory_parse("f.json", texts[_i].text, strlen(texts[_i].text), &inventory, &why);

	if (!texts[_i].line) {
		ck_assert_msg(err == 0, "%s: %s", texts[_i].text, why);
		inventory_free(inventory);
		return;
	}
	snprintf(prefix, sizeof(prefix), "f.json:%u: ", texts[_i].line);
	ck_assert_msg(err == -EINVAL || err == -EPROTONOSUPPORT, "%s: %d", texts[_i].text, err);
	ck_assert_msg(why && strncmp(why, prefix, strlen(prefix)) == 0, "%s\n%s\n%s", texts[_i].text, prefix, why);
	ck_assert_msg(strstr(why, texts[_i].word), "%s\n%s", why, texts[_i].word);
	free(why);
}
END_TEST

/* Every beginning of a good file, and every byte of it changed: no crash, no leak. */
START_TEST(damaged_text_is_refused_in_peace)
{
	static const char good[] = "/* c */ " HEAD "\"rules\": [ { \"label\": \"a\", \"place\": \"0000:00/*/**\", // d\n"
		"\"identity\": [ { \"vendor\": [ \"8086\", \"10*\", null ] } ], \"count\": { \"max\": 2 }, \"serial\": \"\\u00e4\" } ] }";
	char text[sizeof(good)];

	for (size_t i = 0; i < sizeof(good) - 1; i++) {
		struct inventory *inventory;
		char *why;

		memcpy(text, good, sizeof(good));
		if (inventory_parse("f", text, i, &inventory, &why) == 0)
			inventory_free(inventory);
		else
			free(why);
		for (unsigned int bit = 0; bit < 8; bit++) {
			text[i] = good[i] ^ (1u << bit);
			if (inventory_parse("f", text, sizeof(good) - 1, &inventory, &why) == 0)
				inventory_free(inventory);
			else
				free(why);
		}
	}
}
END_TEST

START_TEST(a_comment_holds_no_nul)
{
	static const char text[] = "// a\0b\n" HEAD "\"rules\": [] }";
	struct inventory *inventory;
	char *why;

	ck_assert_int_eq(inventory_parse("f", text, sizeof(text) - 1, &inventory, &why), -EINVAL);
	ck_assert_msg(strstr(why, "f:1: ") == why && strstr(why, "NUL"), "%s", why);
	free(why);
}
END_TEST

/* A directory of files, and a board: which file is chosen, and what is wrong. */
static char directory[] = "/tmp/muster-unit-XXXXXX";

static void write_file(const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

static void write_inventory(const char *file, const char *kind, const char *name,
			    const char *match, const char *rest)
{
	char text[1024];

	snprintf(text, sizeof(text), "{ \"schema\": \"muster-inventory/1\", \"kind\": \"%s\", \"name\": \"%s\", \"match\": { %s }, \"implicit\": { \"severity\": \"critical\" }, %s \"rules\": [ { \"label\": \"r\", \"place\": \"0000:00/01.0\" }, { \"label\": \"of-%s\", \"place\": \"0000:00/02.0\" } ] }",
		 kind, name, match, rest, name);
	write_file(file, text);
}

static void make_directory(void)
{
	strcpy(directory, "/tmp/muster-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
}

static void remove_directory(void)
{
	static const char *const names[] = { "a.json", "b.json", "c.json", "d.txt" };
	char path[128];

	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		unlink(path);
	}
	ck_assert_int_eq(rmdir(directory), 0);
}

/* Return: the name of the inventory chosen, or NULL; @trouble: its kind or NULL. */
static char *choose(struct snapshot *snapshot, char **trouble, size_t *rules)
{
	struct inventory *inventory;
	struct finding *finding;
	char *name;

	ck_assert_int_eq(inventory_select(directory, &snapshot->board, &inventory, &finding), 0);
	name = inventory ? strdup(inventory_name(inventory)) : NULL;
	if (rules)
		*rules = inventory ? inventory_rules(inventory) : 0;
	*trouble = finding ? strdup(finding->seen) : NULL;
	if (finding) {
		ck_assert_int_eq(finding->class, FINDING_INVENTORY);
		ck_assert_ptr_nonnull(finding->message);
	}
	inventory_free(inventory);
	finding_free(finding);
	return name;
}

static struct snapshot *this_board(void)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_SYSFS);

	board_set(&snapshot->board, BOARD_BOARD_VENDOR, "Supermicro");
	board_set(&snapshot->board, BOARD_BOARD_NAME, "X11SCZ-F");
	board_set(&snapshot->board, BOARD_PRODUCT_NAME, "Super Server");
	board_set(&snapshot->board, BOARD_SYS_VENDOR, NULL);
	board_set(&snapshot->board, BOARD_BOARD_SERIAL, "ZM123");
	return snapshot;
}

#define EXPECT(wanted_name, wanted_trouble) do {				\
	struct snapshot *snapshot = this_board();				\
	char *trouble, *name = choose(snapshot, &trouble, NULL);		\
										\
	ck_assert_pstr_eq(name, wanted_name);					\
	ck_assert_pstr_eq(trouble, wanted_trouble);				\
	free(name);								\
	free(trouble);								\
	snapshot_free(snapshot);						\
} while (0)

START_TEST(none_fits)
{
	EXPECT(NULL, "none");
	write_inventory("a.json", "model", "a", "\"board_name\": \"other\"", "");
	write_inventory("b.json", "model", "b", "\"bios_version\": null", "");
	write_file("d.txt", "not looked at");
	EXPECT(NULL, "none");
}
END_TEST

/* Every key of "match", each as a text, a list, a glob, and as what it is not. */
START_TEST(every_key_is_matched)
{
	static const struct { const char *value; bool fits; } values[] = {
		{ "\"X-1.0 a\"", true }, { "[ \"Y\", \"X-1.0 a\" ]", true }, { "\"X-1.?*\"", true },
		{ "\"X-1.0\"", false }, { "null", false }, { "[ null, \"Y\" ]", false },
	};
	struct snapshot *snapshot = this_board();

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		bool unit = _i == BOARD_PRODUCT_UUID || _i == BOARD_PRODUCT_SERIAL || _i == BOARD_BOARD_SERIAL;
		char match[96], *trouble, *name;

		board_set(&snapshot->board, _i, "X-1.0 a");
		snprintf(match, sizeof(match), "\"%s\": %s", board_field_names[_i], values[i].value);
		write_inventory("a.json", unit ? "unit" : "model", "a", match, "");
		name = choose(snapshot, &trouble, NULL);
		ck_assert_msg(!!name == values[i].fits, "%s", match);
		ck_assert_msg(!trouble == values[i].fits, "%s", match);
		free(name);
		free(trouble);
	}
	snapshot_free(snapshot);
}
END_TEST

START_TEST(more_fields_beat_fewer)
{
	write_inventory("a.json", "model", "a", "\"board_name\": \"X11*\"", "");
	write_inventory("b.json", "model", "b", "\"board_name\": [ \"Y\", \"X11SCZ-F\" ], \"sys_vendor\": null", "");
	EXPECT("b", NULL);
}
END_TEST

START_TEST(placeholders_do_not_count)
{
	write_inventory("a.json", "model", "a", "\"board_name\": \"X11SCZ-F\", \"product_name\": \"Super Server\"", "");
	write_inventory("b.json", "model", "b", "\"board_name\": \"X11SCZ-F\", \"board_vendor\": \"Supermicro\"", "");
	EXPECT("b", NULL);
}
END_TEST

START_TEST(a_tie_is_no_choice)
{
	write_inventory("a.json", "model", "a", "\"board_name\": \"X11SCZ-F\"", "");
	write_inventory("b.json", "model", "b", "\"board_vendor\": \"Supermicro\"", "");
	EXPECT(NULL, "tie");
}
END_TEST

START_TEST(a_bad_file_hides_no_good_one)
{
	write_inventory("a.json", "model", "a", "\"board_name\": \"X11SCZ-F\"", "");
	write_file("b.json", "{");
	EXPECT("a", "bad file");
}
END_TEST

START_TEST(a_unit_beats_and_extends_its_model)
{
	struct snapshot *snapshot = this_board();
	char *trouble, *name;
	size_t rules;

	write_inventory("a.json", "model", "a", "\"board_name\": \"X11SCZ-F\", \"board_vendor\": \"Supermicro\", \"sys_vendor\": null", "");
	write_inventory("b.json", "unit", "b", "\"board_serial\": \"ZM123\"", "\"extends\": \"a\",");
	name = choose(snapshot, &trouble, &rules);
	ck_assert_pstr_eq(name, "b");
	ck_assert_ptr_null(trouble);
	ck_assert_uint_eq(rules, 3);
	free(name);
	snapshot_free(snapshot);
}
END_TEST

START_TEST(a_unit_without_its_model_is_a_bad_file)
{
	write_inventory("b.json", "unit", "b", "\"board_serial\": \"ZM123\"", "\"extends\": \"a\",");
	EXPECT(NULL, "bad file");
}
END_TEST

START_TEST(spots_are_found)
{
	static const char text[] = "{ // c\n \"a\": [ 1,\n { \"b\": \"x\" } ] }";
	const struct spot a = { .key = "a" }, one = { .up = &a, .index = 1 }, b = { .up = &one, .key = "b" };
	const struct spot none = { .up = &one, .key = "c" };
	struct json_place place;

	ck_assert_int_eq(json_text_find(text, strlen(text), &b, &place), 0);
	ck_assert_uint_eq(place.line, 3);
	ck_assert_mem_eq(text + place.start, "\"x\"", place.end - place.start);
	ck_assert_int_eq(json_text_find(text, strlen(text), &none, &place), -ENOENT);
	ck_assert_int_eq(json_text_find(text, strlen(text), NULL, &place), 0);
	ck_assert_uint_eq(place.end, strlen(text));
}
END_TEST

static struct inventory *parse(const char *path, const char *text)
{
	struct inventory *inventory = NULL;
	char *why = NULL;

	ck_assert_msg(inventory_parse(path, text, strlen(text), &inventory, &why) == 0, "%s", why);
	return inventory;
}

#define FORBID(label, device) "{ \"label\": \"" label "\", \"identity\": { \"vendor\": \"10ee\", \"device\": \"" device "\" }, \"presence\": \"forbidden\", \"x-why\": \"because\" }"
#define BESIDES "{ \"label\": \"any\", \"identity\": { \"vendor\": \"*\" }, \"presence\": \"optional\" }"

static size_t count_forbidden(const struct inventory *inventory, const char *devices, size_t *others)
{
	struct snapshot *snapshot = board_snapshot(devices);
	struct verdict verdict;
	size_t count = 0;

	ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
	for (size_t i = 0; i < verdict.count; i++)
		count += verdict.findings[i]->class == FINDING_FORBIDDEN;
	*others = verdict.count - count;
	verdict_clear(&verdict);
	snapshot_free(snapshot);
	return count;
}

START_TEST(a_watch_list_stands_beside_an_inventory)
{
	static const char devices[] = "f 0000:00/01.0 10ee:0666\nf 0000:00/02.0 10ee:0007\nf 0000:00/03.0 8086:10d3\n";
	struct inventory *watch = parse("w.json", WATCH "\"rules\": [ " FORBID("a", "0666") ", " FORBID("b", "0007") " ] }");
	struct inventory *other = parse("v.json", WATCH "\"rules\": [ " FORBID("a", "0666") " ] }");
	struct inventory *plain = parse("i.json", HEAD "\"rules\": [ " BESIDES " ] }");
	struct inventory *excused = parse("i.json", HEAD "\"rules\": [ { \"label\": \"b\", \"presence\": \"optional\", \"identity\": { \"vendor\": \"10ee\", \"device\": \"0007\" } }, " BESIDES " ] }");
	struct inventory *without = parse("i.json", HEAD "\"watch_list\": false, \"rules\": [ " BESIDES " ] }");
	size_t others;

	ck_assert_int_eq(inventory_watch(plain, watch), 0);
	ck_assert_uint_eq(count_forbidden(plain, devices, &others), 2);
	ck_assert_uint_eq(others, 0);
	ck_assert_str_eq(plain->rules[1].origin, "w.json");
	ck_assert_str_eq(plain->rules[1].why, "because");
	ck_assert_str_eq(plain->watch_digest, watch->digest);
	ck_assert_int_eq(inventory_watch(plain, other), 0);
	ck_assert_uint_eq(count_forbidden(plain, devices, &others), 1);
	ck_assert_int_eq(inventory_watch(plain, NULL), 0);
	ck_assert_uint_eq(count_forbidden(plain, devices, &others), 0);
	ck_assert_int_eq(inventory_watch(excused, watch), 0);
	ck_assert_uint_eq(count_forbidden(excused, devices, &others), 1);
	ck_assert_int_eq(inventory_watch(without, watch), 0);
	ck_assert_uint_eq(count_forbidden(without, devices, &others), 0);
	inventory_free(watch);
	inventory_free(other);
	inventory_free(plain);
	inventory_free(excused);
	inventory_free(without);
}
END_TEST

START_TEST(a_watch_list_alone_passes_what_it_does_not_name)
{
	static const char devices[] = "f 0000:00/01.0 10ee:0666\nf 0000:00/02.0 8086:10d3 serial=00-11-22-ff-ff-33-44-55\n"
		"f 0000:00/03.0 8086:10d3 serial=00-11-22-ff-ff-33-44-55\na dev:x/i2c\nc dev:x/i2c/50 spd\n";
	struct inventory *watch = parse("w.json", WATCH "\"rules\": [ " FORBID("a", "0666") " ] }"), *alone;
	size_t others;

	ck_assert_int_eq(inventory_watch_alone(watch, &alone), 0);
	ck_assert_uint_eq(count_forbidden(alone, devices, &others), 1);
	ck_assert_uint_eq(others, 0);
	inventory_free(watch);
	inventory_free(alone);
}
END_TEST

/* What a unit takes over from its model besides the rules. */
START_TEST(a_unit_knows_the_shapes_and_roots_of_its_model)
{
	struct inventory *model = parse("m.json", HEAD "\"roots\": { \"0000:3a\": \"PNP0A08:1\" }, \"placeholders\": [ \"p\" ], \"shapes\": { \"" SHAPE "\": [ \"muster-shape/1\" ] }, \"rules\": [ { \"label\": \"a\", \"place\": \"0000:00/01.0\" } ] }");
	struct inventory *unit = parse("u.json", "{ \"schema\": \"muster-inventory/1\", \"kind\": \"unit\", \"name\": \"u\", \"extends\": \"n\", \"match\": { \"board_serial\": \"1\" }, \"implicit\": { \"severity\": \"notice\" },\n\"rules\": [\n{ \"label\": \"a\", \"place\": \"0000:00/02.0\" } ] }");

	ck_assert_int_eq(inventory_extend(unit, model), 0);
	inventory_free(model);
	ck_assert_uint_eq(unit->rule_count, 1);
	ck_assert_str_eq(unit->rules[0].place, "0000:00/02.0");
	ck_assert_uint_eq(unit->rules[0].line, 3);
	ck_assert_str_eq(inventory_shape(unit, SHAPE), "muster-shape/1\n");
	ck_assert_ptr_null(inventory_shape(unit, "sha256:"));
	ck_assert_uint_eq(unit->root_count, 1);
	ck_assert_uint_eq(unit->placeholders.count, 1);
	inventory_free(unit);
}
END_TEST

Suite *suite_inventory(void)
{
	Suite *suite = suite_create("inventory");
	TCase *cases = tcase_create("text"), *selection = tcase_create("selection");

	tcase_add_loop_test(cases, text_is_taken_or_its_line_named, 0, sizeof(texts) / sizeof(texts[0]));
	tcase_add_test(cases, damaged_text_is_refused_in_peace);
	tcase_add_test(cases, a_comment_holds_no_nul);
	tcase_add_test(cases, spots_are_found);
	tcase_add_checked_fixture(selection, make_directory, remove_directory);
	tcase_add_test(selection, none_fits);
	tcase_add_loop_test(selection, every_key_is_matched, 0, BOARD_FIELDS);
	tcase_add_test(selection, more_fields_beat_fewer);
	tcase_add_test(selection, placeholders_do_not_count);
	tcase_add_test(selection, a_tie_is_no_choice);
	tcase_add_test(selection, a_bad_file_hides_no_good_one);
	tcase_add_test(selection, a_unit_beats_and_extends_its_model);
	tcase_add_test(selection, a_unit_without_its_model_is_a_bad_file);
	tcase_add_test(cases, a_watch_list_stands_beside_an_inventory);
	tcase_add_test(cases, a_watch_list_alone_passes_what_it_does_not_name);
	tcase_add_test(cases, a_unit_knows_the_shapes_and_roots_of_its_model);
	suite_add_tcase(suite, cases);
	suite_add_tcase(suite, selection);
	return suite;
}
