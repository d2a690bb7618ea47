// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * merge.c: one inventory from many machines: all but the outliers pass it, and
 * each outlier gets its findings, no more and no fewer.
 */
#include <errno.h>
#include <stdio.h>

#include "board.h"
#include "compare.h"
#include "inventory.h"
#include "inventory_merge.h"
#include "machine_set.h"
#include "serial.h"
#include "random_boards.h"

#define MACHINES 50
#define SHARED "00-11-22-ff-ff-33-44-55"

/* A small generator of its own, so that a seed means the same everywhere. */
static unsigned int draw(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* The exceptions: which machine, what is told of it, and what check finds. */
static const struct exception {
	int machine;
	const char *kind, *findings;
} exceptions[] = {
	{ 7, "part", "unexpected " },
	{ 13, "missing", "missing " },
	{ 21, "other part", "unexpected missing " },
	{ 33, "link", "degraded " },
	{ 41, "field", "changed " },
};

static bool is_exception(int machine)
{
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		if (exceptions[i].machine == machine)
			return true;
	return false;
}

/*
 * Machine @i of a model: two roots whose bus numbers differ from one to the next,
 * cards from two makers, two steppings, a card that not all have. Every fifth was
 * captured without root.
 */
static struct snapshot *machine(int i)
{
	uint64_t state = 4711 + i;
	bool swapped = draw(&state) % 2, second = draw(&state) % 2, stepping = draw(&state) % 2;
	const char *root = swapped ? "0000:5d" : "0000:3a", *other = swapped ? "0000:80" : "0000:5d";
	bool user = i % 5 == 4;
	char text[4096], serial[64], link[64];
	struct snapshot *snapshot;
	int at;

	snprintf(serial, sizeof(serial), user ? "?" : "00-1b-21-ff-ff-00-00-%02x", i);
	snprintf(link, sizeof(link), user ? "?" : i == 33 ? "4" : "8");
	at = snprintf(text, sizeof(text),
		"f 0000:00/00.0 8086:3e31 class=060000 root_id=PNP0A08:0\n"
		"f 0000:00/1f.4 8086:a323 class=0c0500 root_id=PNP0A08:0\n"
		"a 0000:00/1f.4/i2c\nc 0000:00/1f.4/i2c/2d w83795\n"
		"f %s/00.0 8086:2030 class=060400 root_id=PNP0A08:1\n"
		"f %s/00.0 8086:2030 class=060400 root_id=PNP0A08:2\n"
		"f %s/00.0/00.1 8086:10d3 serial=%s root_id=PNP0A08:1\n",
		root, other, root, serial);
	if (i != 13)
		at += snprintf(text + at, sizeof(text) - at,
			"f %s/00.0/00.0 %s serial=%s port_type=endpoint link_width=%s revision=%s root_id=PNP0A08:1\n",
			root, i == 21 ? "10ee:0666" : "8086:10d3", serial, link,
			i == 41 ? "77" : stepping ? "01" : "02");
	at += snprintf(text + at, sizeof(text) - at, "f %s/00.0/00.0 %s serial=%s root_id=PNP0A08:2\n",
		       other, second ? "144d:a808 class=010802" : "8086:0a54 class=010802",
		       user ? "?" : SHARED);
	if (i % 10 < 7)
		at += snprintf(text + at, sizeof(text) - at,
			       "f 0000:00/02.0 10de:20b0 class=030200 root_id=PNP0A08:0\n");
	if (i == 7)
		snprintf(text + at, sizeof(text) - at, "f 0000:00/1c.0 10ec:8168 root_id=PNP0A08:0\n");
	snapshot = board_snapshot(text);
	board_set(&snapshot->board, BOARD_BOARD_VENDOR, "Maker");
	board_set(&snapshot->board, BOARD_BOARD_NAME, "Board[1]");
	return snapshot;
}

static struct merge *new_merge(bool strict)
{
	const struct merge_options options = {
		.min_share = MERGE_MIN_SHARE, .rare = MERGE_RARE, .strict = strict,
	};
	struct merge *merge = merge_new(&options);

	ck_assert_ptr_nonnull(merge);
	return merge;
}

static void add(struct merge *merge, struct snapshot *snapshot, int i)
{
	char name[16];

	snprintf(name, sizeof(name), "srv%03d", i);
	ck_assert_int_eq(merge_add(merge, snapshot, name), 0);
	snapshot_free(snapshot);
}

/* The inventory as a file would hold it; frees @merge. */
static struct inventory *finish(struct merge *merge, struct json_object **report)
{
	struct inventory *inventory;
	struct json_object *json, *told;
	char *text, *why = NULL;

	ck_assert_int_eq(merge_finish(merge, &json, &told), 0);
	text = inventory_to_text(json);
	ck_assert_msg(inventory_parse("m.json", text, strlen(text), &inventory, &why) == 0,
		      "%s\n%s", why, text);
	json_object_put(json);
	free(text);
	merge_free(merge);
	if (report)
		*report = told;
	else
		json_object_put(told);
	return inventory;
}

/* The classes of what is found, in order. */
static void judge(const struct inventory *inventory, struct snapshot *snapshot, char *classes)
{
	struct verdict verdict;

	*classes = '\0';
	ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
	for (size_t i = 0; i < verdict.count; i++)
		sprintf(classes + strlen(classes), "%s ", finding_class_name(verdict.findings[i]->class));
	verdict_clear(&verdict);
	snapshot_free(snapshot);
}

static const char *text_at(struct json_object *list, size_t i, const char *key)
{
	return json_object_get_string(json_object_object_get(json_object_array_get_idx(list, i), key));
}

START_TEST(all_but_the_outliers_pass_and_these_get_their_findings)
{
	struct merge *merge = new_merge(false);
	struct inventory *inventory;
	struct json_object *report, *list;
	char classes[400], name[16];

	for (int i = 0; i < MACHINES; i++)
		add(merge, machine(i), i);
	inventory = finish(merge, &report);
	for (int i = 0; i < MACHINES; i++) {
		judge(inventory, machine(i), classes);
		if (!is_exception(i))
			ck_assert_msg(!*classes, "machine %d: %s", i, classes);
	}
	list = json_object_object_get(report, "outliers");
	ck_assert_uint_eq(json_object_array_length(list), sizeof(exceptions) / sizeof(exceptions[0]));
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++) {
		size_t j = 0;

		while (j < json_object_array_length(list) && strcmp(text_at(list, j, "kind"), exceptions[i].kind))
			j++;
		ck_assert_msg(j < json_object_array_length(list), "nothing is told of %s", exceptions[i].kind);
		snprintf(name, sizeof(name), "srv%03d", exceptions[i].machine);
		ck_assert_str_eq(json_object_get_string(json_object_array_get_idx(json_object_object_get(
			json_object_array_get_idx(list, j), "machines"), 0)), name);
		ck_assert_str_eq(text_at(list, j, "have"), "1");
		judge(inventory, machine(exceptions[i].machine), classes);
		ck_assert_str_eq(classes, exceptions[i].findings);
	}
	json_object_put(report);
	inventory_free(inventory);
}
END_TEST

START_TEST(what_most_have_is_optional_and_what_all_have_required)
{
	struct merge *merge = new_merge(false);
	struct json_object *report, *list;
	struct inventory *inventory;

	for (int i = 0; i < MACHINES; i++)
		add(merge, machine(i), i);
	inventory = finish(merge, &report);
	for (size_t i = 0; i < inventory->rule_count; i++) {
		const struct rule *rule = &inventory->rules[i];
		bool gpu = strcmp(rule->place, "0000:00/02.0") == 0;

		ck_assert_int_eq(rule->presence, gpu ? PRESENCE_OPTIONAL : PRESENCE_REQUIRED);
	}
	list = json_object_object_get(report, "varying");
	ck_assert_uint_eq(json_object_array_length(list), 1);
	ck_assert_str_eq(text_at(list, 0, "have"), "35");
	ck_assert_str_eq(text_at(list, 0, "of"), "50");
	ck_assert_str_eq(json_object_get_string(json_object_array_get_idx(
		json_object_object_get(report, "placeholders"), 0)) ? "" : "none", "");
	ck_assert_uint_eq(inventory->placeholders.count, 1);
	ck_assert_str_eq(inventory->placeholders.texts[0], SHARED);
	json_object_put(report);
	inventory_free(inventory);
}
END_TEST

START_TEST(another_board_is_refused)
{
	struct merge *merge = new_merge(false);
	struct snapshot *other = machine(1), *unknown = machine(2);

	add(merge, machine(0), 0);
	board_set(&other->board, BOARD_BOARD_NAME, "Another");
	ck_assert_int_eq(merge_add(merge, other, "srv"), -EXDEV);
	board_clear(&unknown->board);
	memset(&unknown->board, 0, sizeof(unknown->board));
	ck_assert_int_eq(merge_add(merge, unknown, "srv"), 0);
	ck_assert_uint_eq(merge_machines(merge), 2);
	snapshot_free(other);
	snapshot_free(unknown);
	merge_free(merge);
}
END_TEST

/* As root and not, or by another source: what one tells more of, the other does not take away. */
START_TEST(unknown_takes_nothing_away)
{
	static const char root[] = "f 0000:00/1c.0 8086:a338 class=060400\nf 0000:00/1c.0/00.0 8086:10d3 serial=" SHARED " port_type=endpoint link_width=8\na 0000:00/1f.3/i2c\nc 0000:00/1f.3/i2c/2d w83795\n";
	static const char user[] = "f 0000:00/1c.0 8086:a338 class=060400 subsystem_vendor=? subsystem_device=?\nf 0000:00/1c.0/00.0 8086:10d3 serial=? revision=? port_type=? link_width=?\n";
	static const char part[] = "f 0000:00/1c.0 8086:a338 class=060400\nf 0000:?/00.0 8086:10d3\n";
	struct snapshot *less[] = { board_snapshot(_i ? part : user), board_snapshot(user) };
	struct merge *merge = new_merge(false);
	struct inventory *inventory;
	struct json_object *report;
	char classes[200];

	less[0]->pci_only = less[1]->pci_only = true;
	add(merge, less[0], 0);
	add(merge, board_snapshot(root), 1);
	add(merge, less[1], 2);
	inventory = finish(merge, &report);
	ck_assert_uint_eq(json_object_array_length(json_object_object_get(report, "outliers")), 0);
	ck_assert_uint_eq(json_object_array_length(json_object_object_get(report, "varying")), 0);
	/* Bridge, card and client; the adapter below no known function is optional. */
	ck_assert_uint_eq(inventory->rule_count, 4);
	for (size_t i = 0; i < inventory->rule_count; i++)
		if (inventory->rules[i].kinds == 1u << DEVICE_FUNCTION)
			ck_assert_int_eq(inventory->rules[i].presence, PRESENCE_REQUIRED);
	judge(inventory, board_snapshot(root), classes);
	ck_assert_str_eq(classes, "");
	json_object_put(report);
	inventory_free(inventory);
}
END_TEST

START_TEST(who_lacks_an_adapter_is_told_once)
{
	static const char whole[] = "f 0000:00/1f.3 8086:a323\na 0000:00/1f.3/i2c\nc 0000:00/1f.3/i2c/2d w83795\nc 0000:00/1f.3/i2c/2e od\n";
	static const char bare[] = "f 0000:00/1f.3 8086:a323\n";
	struct merge *merge = new_merge(false);
	struct inventory *inventory;
	struct json_object *report, *list;
	char classes[200];

	for (int i = 0; i < 30; i++)
		add(merge, board_snapshot(i == 3 ? bare : whole), i);
	inventory = finish(merge, &report);
	list = json_object_object_get(report, "outliers");
	ck_assert_uint_eq(json_object_array_length(list), 1);
	ck_assert_str_eq(text_at(list, 0, "kind"), "unreadable");
	judge(inventory, board_snapshot(bare), classes);
	ck_assert_str_eq(classes, "unreadable ");
	json_object_put(report);
	inventory_free(inventory);
}
END_TEST

#define SMB "f 0000:00/1f.3 8086:a323 class=0c0500\na 0000:00/1f.3/i2c\nc 0000:00/1f.3/i2c/2d w83795\n"
#define MODULE(address, name) "c 0000:00/1f.3/i2c/" address " " name \
	" spd.type=DDR4 spd.maker_id=80ce spd.part=A1 spd.size_mib=16384 spd.checksums=good\n"
#define UNREAD(address, name) "c 0000:00/1f.3/i2c/" address " " name " spd=?\n"

/* Of kernels that make no clients for memory modules, or do not read them, nobody learns. */
START_TEST(modules_are_not_missing_where_the_kernel_shows_none)
{
	static const char *const kernels[] = {
		SMB MODULE("50", "ee1004") MODULE("51", "ee1004"),
		SMB,
		SMB UNREAD("50", "spd") UNREAD("51", "spd"),
		SMB,
	};
	static const char one[] = SMB MODULE("50", "ee1004");
	static const char *const findings[] = { "", "unreadable ", "", "unreadable " };
	struct merge *merge = new_merge(false);
	struct inventory *inventory;
	struct json_object *report, *list;
	char classes[200];
	unsigned int required = 0;

	for (int i = 0; i < 40; i++)
		add(merge, board_snapshot(i == 8 ? one : kernels[i % 4]), i);
	inventory = finish(merge, &report);
	for (size_t i = 0; i < inventory->rule_count; i++)
		required += inventory->rules[i].presence == PRESENCE_REQUIRED &&
			    rule_compares(&inventory->rules[i], GROUP_SPD);
	ck_assert_uint_eq(required, 2);
	list = json_object_object_get(report, "outliers");
	ck_assert_uint_eq(json_object_array_length(list), 2);
	for (size_t i = 0; i < 2; i++) {
		bool hidden = strcmp(text_at(list, i, "kind"), "unreadable") == 0;

		ck_assert_str_eq(text_at(list, i, "kind"), hidden ? "unreadable" : "missing");
		ck_assert_str_eq(text_at(list, i, "have"), hidden ? "20" : "1");
		ck_assert_str_eq(text_at(list, i, "of"), hidden ? "40" : "20");
	}
	for (size_t i = 0; i < 4; i++) {
		judge(inventory, board_snapshot(kernels[i]), classes);
		ck_assert_str_eq(classes, findings[i]);
	}
	judge(inventory, board_snapshot(one), classes);
	ck_assert_str_eq(classes, "missing ");
	json_object_put(report);
	inventory_free(inventory);
}
END_TEST

#define SIBLINGS(first, second, on_first, on_second) \
	"f 0000:00/14.0 1022:790b class=0c0500\n" \
	"a 0000:00/14.0/i2c " first "\nc 0000:00/14.0/i2c/2d " on_first "\n" \
	"a 0000:00/14.0/i2c#1 " second "\nc 0000:00/14.0/i2c#1/2d " on_second "\n"
#define PORT(n) "name=SMBus~port~" n

/* Such machines only learn and pass where the first machine had the same order. */
static bool is_by_order(size_t i)
{
	return i == 2 || i == 3;
}

/* Adapters are told apart by name, as where one machine is judged. */
START_TEST(adapters_are_the_same_in_any_order)
{
	static const char *const orders[] = {
		SIBLINGS(PORT("0"), PORT("2"), "w83795", "lm75"),
		SIBLINGS(PORT("2"), PORT("0"), "lm75", "w83795"),
		/* another kernel's names: the order counts */
		SIBLINGS("name=SDA0", "name=SDA2", "w83795", "lm75"),
		SIBLINGS("name=?", "name=?", "w83795", "lm75"),
		/* a port less, and one more */
		"f 0000:00/14.0 1022:790b class=0c0500\na 0000:00/14.0/i2c " PORT("7") "\n"
		"a 0000:00/14.0/i2c#1 " PORT("0") "\nc 0000:00/14.0/i2c#1/2d w83795\n"
		"a 0000:00/14.0/i2c#2 " PORT("2") "\nc 0000:00/14.0/i2c#2/2d lm75\n",
	};
	size_t count = sizeof(orders) / sizeof(orders[0]);
	struct merge *merge = new_merge(false);
	struct inventory *inventory;
	struct json_object *report;
	char classes[200];

	for (size_t i = 0; i < 8 * count; i++)
		if (!_i || !is_by_order((i + 1) % count))
			add(merge, board_snapshot(orders[(i + _i) % count]), i);
	inventory = finish(merge, &report);
	ck_assert_msg(json_object_array_length(json_object_object_get(report, "outliers")) == 0 &&
		      json_object_array_length(json_object_object_get(report, "varying")) == 0,
		      "%s", json_object_to_json_string(report));
	ck_assert_uint_eq(inventory->adapter_count, 3);
	for (size_t i = 0; i < inventory->adapter_count; i++)
		ck_assert_str_eq(inventory->adapters[i].id,
				 strstr(inventory->adapters[i].name, "#2") ? "SMBus port 7" :
				 !strchr(inventory->adapters[i].name, '#') == !_i ?
				 "SMBus port 0" : "SMBus port 2");
	for (size_t i = 0; i < count; i++) {
		if (_i && is_by_order(i))
			continue;
		judge(inventory, board_snapshot(orders[i]), classes);
		ck_assert_msg(!*classes, "order %zu: %s", i, classes);
	}
	json_object_put(report);
	inventory_free(inventory);
}
END_TEST

/* What a function does not account for needs a rule of its own, as when one generates. */
START_TEST(guests_have_a_rule)
{
	static const char board[] = "f 0000:00/14.0 8086:a36d class=0c0330\na 0000:00/14.0/i2c type=usb\n";
	struct merge *merge = new_merge(false);
	struct inventory *inventory;
	char classes[200];

	for (int i = 0; i < 10; i++)
		add(merge, board_snapshot(board), i);
	inventory = finish(merge, NULL);
	judge(inventory, board_snapshot(board), classes);
	ck_assert_str_eq(classes, "");
	inventory_free(inventory);
}
END_TEST

START_TEST(one_machine_captured_twice_is_one)
{
	struct merge *merge = new_merge(false);
	struct inventory *inventory;

	for (int i = 0; i < 3; i++) {
		struct snapshot *snapshot = machine(5);

		snapshot->hostname = strdup("host");
		snapshot->machine_id = strdup("0123456789abcdef0123456789abcdef");
		/* The third is a clone of the first's disk in another machine. */
		board_set(&snapshot->board, BOARD_PRODUCT_UUID, i == 2 ? "4c4c4544-0051-3510-8052-b4c04f4a3132"
			  : "4c4c4544-0051-3510-8052-b4c04f4a3131");
		ck_assert_int_eq(merge_add(merge, snapshot, "file"), 0);
		snapshot_free(snapshot);
		ck_assert_uint_eq(merge_machines(merge), i < 2 ? 1 : 2);
	}
	ck_assert_str_eq(merge_machine_name(merge, 0), "host");
	ck_assert_str_eq(merge_machine_name(merge, 1), "host (file)");
	inventory = finish(merge, NULL);
	inventory_free(inventory);
}
END_TEST

START_TEST(many_different_parts_are_asked_what_they_share)
{
	struct merge *merge = new_merge(false);
	struct inventory *inventory;
	char text[200], classes[200];

	for (int i = 0; i < 30; i++) {
		snprintf(text, sizeof(text), "f 0000:00/1c.0 %04x:%04x class=02%02x00", 0x1000 + i, i, i % 3);
		add(merge, board_snapshot(text), i);
	}
	inventory = finish(merge, NULL);
	ck_assert_uint_eq(inventory->rule_count, 1);
	judge(inventory, board_snapshot("f 0000:00/1c.0 2000:1111 class=020100"), classes);
	ck_assert_str_eq(classes, "");
	judge(inventory, board_snapshot("f 0000:00/1c.0 2000:1111 class=030000"), classes);
	ck_assert_str_ne(classes, "");
	inventory_free(inventory);
}
END_TEST

#define SHAPE(digit) "sha256:" SIXTEEN(digit) SIXTEEN(digit) SIXTEEN(digit) SIXTEEN(digit)
#define SIXTEEN(digit) digit digit digit digit digit digit digit digit digit digit digit digit digit digit digit digit

/* Two firmwares of a rollout, and one machine that has neither. */
START_TEST(shapes_are_listed_where_asked)
{
	static const char *const shapes[] = { SHAPE("a"), SHAPE("b"), SHAPE("c") };
	struct merge *merge = new_merge(_i);
	struct inventory *inventory;
	struct json_object *report;
	char text[3][200], classes[100];

	for (int i = 0; i < 3; i++)
		snprintf(text[i], sizeof(text[i]), "f 0000:00/1c.0 8086:10d3 shape=%s", shapes[i]);
	for (int i = 0; i < 40; i++)
		add(merge, board_snapshot(text[i == 3 ? 2 : i % 3 == 0]), i);
	inventory = finish(merge, &report);
	ck_assert_uint_eq(json_object_array_length(json_object_object_get(report, "outliers")), _i ? 1 : 0);
	for (int i = 0; i < 3; i++) {
		judge(inventory, board_snapshot(text[i]), classes);
		ck_assert_str_eq(classes, _i && i == 2 ? "changed " : "");
	}
	json_object_put(report);
	inventory_free(inventory);
}
END_TEST

/* One of a fleet of random boards: serials of its own, and every third lacks one part. */
static struct snapshot *sibling(const struct snapshot *board, unsigned int i, size_t lacking)
{
	struct snapshot *copy = copy_board(board);

	for (size_t j = 0; j < copy->count; j++) {
		struct device *device = copy->devices[j];

		if (serial_real(device))
			device_setf(device, serial_field(device), "%02x%s", i,
				    serial_real(device) + 2);
	}
	for (enum board_field field = 0; field < BOARD_FIELDS; field++)
		if (board->board.fields[field].state == VALUE_KNOWN)
			board_set(&copy->board, field, board->board.fields[field].text);
	if (i % 3 == 2)
		remove_device(copy, lacking);
	return copy;
}

/* What nothing else hangs on, and no driver makes. */
static size_t pick_part(struct maker *maker, const struct snapshot *board)
{
	for (;;) {
		size_t i = maker_random(maker, board->count), j = 0;
		const struct device *device = board->devices[i];
		const char *virtual = device_get(device, FIELD_VIRTUAL);

		while (j < board->count && !place_below(board->devices[j]->place, device->place))
			j++;
		if (j == board->count && device->kind == DEVICE_FUNCTION &&
		    !(virtual && strcmp(virtual, "true") == 0))
			return i;
	}
}

START_TEST(fleets_of_random_boards_pass_what_they_taught)
{
	struct maker maker = { .state = 77 + _i };
	struct snapshot *board = random_board(_i, _i % 2), *odd;
	size_t lacking = pick_part(&maker, board);
	struct merge *merge = new_merge(_i % 4 == 1);
	struct inventory *inventory;
	struct json_object *report;
	char classes[400];

	for (unsigned int i = 0; i < 30; i++)
		add(merge, sibling(board, i, lacking), i);
	odd = sibling(board, 30, lacking);
	device_set(odd->devices[pick_part(&maker, odd)], FIELD_REVISION, "ee");
	add(merge, odd, 30);
	inventory = finish(merge, &report);
	for (unsigned int i = 0; i < 30; i++) {
		judge(inventory, sibling(board, i, lacking), classes);
		ck_assert_msg(!*classes, "board %d, machine %u: %s", _i, i, classes);
	}
	odd = sibling(board, 30, lacking);
	maker.state = 77 + _i;
	pick_part(&maker, board);
	device_set(odd->devices[pick_part(&maker, odd)], FIELD_REVISION, "ee");
	judge(inventory, odd, classes);
	ck_assert_str_eq(classes, "changed ");
	ck_assert_uint_eq(json_object_array_length(json_object_object_get(report, "outliers")), 1);
	ck_assert_uint_eq(json_object_array_length(json_object_object_get(report, "placeholders")), 0);
	json_object_put(report);
	inventory_free(inventory);
	snapshot_free(board);
}
END_TEST

START_TEST(sets_hold_what_was_put_in)
{
	struct machine_set a = { 0 }, b = { 0 };

	ck_assert_uint_eq(machine_set_count(&a), 0);
	ck_assert(!machine_set_has(&a, 1000));
	for (size_t i = 0; i < 1000; i += 7)
		ck_assert_int_eq(machine_set_add(&a, i), 0);
	ck_assert_int_eq(machine_set_add(&b, 70), 0);
	ck_assert_int_eq(machine_set_add(&b, 71), 0);
	ck_assert_uint_eq(machine_set_count(&a), 143);
	machine_set_drop(&a, &b);
	ck_assert(!machine_set_has(&a, 70) && machine_set_has(&a, 77));
	ck_assert_int_eq(machine_set_join(&b, &a), 0);
	ck_assert_uint_eq(machine_set_count(&b), 144);
	machine_set_keep(&b, &a);
	ck_assert_uint_eq(machine_set_count(&b), 142);
	machine_set_clear(&a);
	machine_set_keep(&b, &a);
	ck_assert_uint_eq(machine_set_count(&b), 0);
	machine_set_clear(&b);
}
END_TEST

START_TEST(nothing_makes_no_inventory)
{
	struct merge *merge = new_merge(false);
	struct json_object *inventory, *report;

	ck_assert_int_eq(merge_finish(merge, &inventory, &report), -ENODATA);
	merge_free(merge);
	merge = new_merge(true);
	add(merge, board_snapshot(""), 0);
	inventory_free(finish(merge, NULL));
}
END_TEST

Suite *suite_merge(void)
{
	Suite *suite = suite_create("merge");
	TCase *cases = tcase_create("merge");

	tcase_add_test(cases, all_but_the_outliers_pass_and_these_get_their_findings);
	tcase_add_test(cases, what_most_have_is_optional_and_what_all_have_required);
	tcase_add_test(cases, another_board_is_refused);
	tcase_add_loop_test(cases, unknown_takes_nothing_away, 0, 2);
	tcase_add_test(cases, who_lacks_an_adapter_is_told_once);
	tcase_add_test(cases, modules_are_not_missing_where_the_kernel_shows_none);
	tcase_add_loop_test(cases, adapters_are_the_same_in_any_order, 0, 2);
	tcase_add_test(cases, guests_have_a_rule);
	tcase_add_test(cases, one_machine_captured_twice_is_one);
	tcase_add_test(cases, many_different_parts_are_asked_what_they_share);
	tcase_add_loop_test(cases, shapes_are_listed_where_asked, 0, 2);
	tcase_add_loop_test(cases, fleets_of_random_boards_pass_what_they_taught, 0, 50 * boards_times());
	tcase_add_test(cases, sets_hold_what_was_put_in);
	tcase_add_test(cases, nothing_makes_no_inventory);
	suite_add_tcase(suite, cases);
	return suite;
}
