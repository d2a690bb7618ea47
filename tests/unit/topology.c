// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * topology.c: what is said of buses that drivers make, and of clients that the
 * kernel makes or somebody else.
 */
#include <stdio.h>

#include "adapter_type.h"
#include "board.h"
#include "compare.h"
#include "inventory.h"
#include "replay.h"

#define HOST "f 0000:00/1f.4 8086:a323 class=0c0500 driver=i801_smbus\n"
#define BUS "a 0000:00/1f.4/i2c name=SMBus~I801~adapter~at~efa0 number=0\n"
#define USB_HOST "f 0000:00/14.0 8086:a36d class=0c0330\n"
#define GPU "f 0000:00/02.0 8086:3e98 class=030000\n"
#define CLIENT(address, name) \
	"c 0000:00/1f.4/i2c/" address " " name " firmware_path=\n"

static struct snapshot *board(const char *text)
{
	struct snapshot *snapshot = board_snapshot(text);

	snapshot_sort(snapshot);
	ck_assert_int_eq(adapter_types(snapshot), 0);
	return snapshot;
}

static struct inventory *learn(const struct snapshot *snapshot)
{
	const struct generate_options options = { .name = "board" };
	struct inventory *inventory;
	struct json_object *json;
	char *text, *why = NULL;

	ck_assert_int_eq(inventory_generate(snapshot, &options, &json), 0);
	text = inventory_to_text(json);
	ck_assert_msg(inventory_parse("board", text, strlen(text), &inventory, &why) == 0, "%s", why);
	free(text);
	json_object_put(json);
	return inventory;
}

/* "severity class place; " of each finding, in order of place */
static char *judge(const char *learned, struct snapshot *now)
{
	static char said[4096];
	struct snapshot *before = board(learned);
	struct inventory *inventory = learn(before);
	struct verdict verdict;

	ck_assert_int_eq(compare(now, inventory, NULL, &verdict), 0);
	*said = '\0';
	for (size_t i = 0; i < verdict.count; i++)
		snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s %s %s; ",
			 severity_name(verdict.findings[i]->severity),
			 finding_class_name(verdict.findings[i]->class), verdict.findings[i]->place);
	verdict_clear(&verdict);
	inventory_free(inventory);
	snapshot_free(before);
	snapshot_free(now);
	return said;
}

static const struct { const char *what, *before, *now, *said; } boards[] = {
	{ "a driver makes buses", HOST GPU, HOST BUS GPU
	  "a 0000:00/02.0/i2c name=i915~gmbus~dpb\na 0000:00/02.0/i2c#1 name=AUX~A/DDI~A/PHY~A\n", "" },
	{ "a driver removes them", HOST BUS GPU "a 0000:00/02.0/i2c name=i915~gmbus~dpb\n",
	  HOST GPU, "" },
	{ "names and numbers change", HOST BUS, HOST
	  "a 0000:00/1f.4/i2c name=SMBus~I801~adapter~at~0000:00:1f.4 number=7\n", "" },
	{ "a mux of a known bus", HOST BUS, HOST BUS
	  "a 0000:00/1f.4/i2c/ch0 name=i2c-0-mux~(chan_id~0)\n", "" },
	{ "firmware names it", HOST, HOST
	  "a fw:\\_SB_.I2CA/i2c name=Synopsys~DesignWare~I2C~adapter\n", "" },
	{ "its function is a stranger", HOST, HOST
	  "f 0000:00/15.0 8086:a368 class=0c8000\na 0000:00/15.0/i2c name=Synopsys~DesignWare\n",
	  "critical unexpected 0000:00/15.0; critical unexpected 0000:00/15.0/i2c; " },
	{ "and the channels below it are told with it", HOST, HOST
	  "f 0000:00/15.0 8086:a368 class=0c8000\na 0000:00/15.0/i2c name=x\n"
	  "a 0000:00/15.0/i2c/ch0 name=i2c-1-mux~(chan_id~0)\n",
	  "critical unexpected 0000:00/15.0; critical unexpected 0000:00/15.0/i2c; " },
	{ "software made it up", HOST, HOST "a dev:none/i2c name=SMBus~stub~driver\n",
	  "critical unexpected dev:none/i2c; " },
	{ "software had made it up", HOST "a dev:none/i2c name=SMBus~stub~driver\n", HOST, "" },
	{ "a USB device brought it", HOST USB_HOST,
	  HOST USB_HOST "a 0000:00/14.0/i2c name=i2c-tiny-usb~at~bus~001~device~002\n",
	  "critical unexpected 0000:00/14.0/i2c; " },
	{ "a USB device had brought it",
	  HOST USB_HOST "a 0000:00/14.0/i2c name=i2c-tiny-usb~at~bus~001~device~002\n",
	  HOST USB_HOST "a 0000:00/14.0/i2c name=i2c-tiny-usb~at~bus~003~device~009\n", "" },
};

#define PORTS "f 0000:00/14.0 1022:790b class=0c0500\n"
#define PORT(k, port) "a 0000:00/14.0/i2c" k " name=SMBus~PIIX4~adapter~port~" port "~at~0b00\n"
#define CHIP(k, address) "c 0000:00/14.0/i2c" k "/" address " 24c02 firmware_path=\n"

/* piix4 has a bus for each port, and makes them in an order of its own. */
static const struct { const char *what, *before, *now, *said; } orders[] = {
	{ "another order", PORTS PORT("", "0") CHIP("", "50") PORT("#1", "2") CHIP("#1", "57"),
	  PORTS PORT("", "2") CHIP("", "57") PORT("#1", "0") CHIP("#1", "50"), "" },
	{ "one more before it", PORTS PORT("", "0") CHIP("", "50") PORT("#1", "2") CHIP("#1", "57"),
	  PORTS PORT("", "3") PORT("#1", "0") CHIP("#1", "50") PORT("#2", "2") CHIP("#2", "57"), "" },
	{ "a chip on the other port", PORTS PORT("", "0") CHIP("", "50") PORT("#1", "2"),
	  PORTS PORT("", "2") CHIP("", "50") PORT("#1", "0"),
	  "critical unexpected 0000:00/14.0/i2c/50; critical missing 0000:00/14.0/i2c#1/50; " },
	{ "names of another kernel", PORTS PORT("", "0") CHIP("", "50") PORT("#1", "2") CHIP("#1", "57"),
	  PORTS "a 0000:00/14.0/i2c name=a\n" CHIP("", "50") "a 0000:00/14.0/i2c#1 name=b\n"
	  CHIP("#1", "57"), "" },
	{ "two of one name", PORTS PORT("", "0") CHIP("", "50") PORT("#1", "0") CHIP("#1", "57"),
	  PORTS PORT("", "0") CHIP("", "50") PORT("#1", "0") CHIP("#1", "57"), "" },
};

START_TEST(siblings_go_by_their_names)
{
	const char *said = judge(orders[_i].before, board(orders[_i].now));

	ck_assert_msg(strcmp(said, orders[_i].said) == 0, "%s: %s", orders[_i].what, said);
}
END_TEST

START_TEST(buses_are_accounted_for)
{
	const char *said = judge(boards[_i].before, board(boards[_i].now));

	ck_assert_msg(strcmp(said, boards[_i].said) == 0, "%s: %s", boards[_i].what, said);
}
END_TEST

static struct snapshot *with_client(const char *name, enum device_announced announced)
{
	char text[512];
	struct snapshot *snapshot;

	snprintf(text, sizeof(text), HOST BUS "c 0000:00/1f.4/i2c/51 %s firmware_path=\n", name);
	snapshot = board(text);
	snapshot->devices[2]->announced = announced;
	return snapshot;
}

START_TEST(who_announced_a_client_weighs)
{
	static const struct { const char *name; enum device_announced announced; const char *said; } rows[] = {
		{ "ee1004", ANNOUNCED_UNKNOWN, "notice" }, { "ee1004", ANNOUNCED_BY_HOST, "notice" },
		{ "ee1004", ANNOUNCED_LATER, "critical" }, { "spd", ANNOUNCED_LATER, "critical" },
		/* their drivers look for them when they are loaded */
		{ "spd5118", ANNOUNCED_LATER, "notice" }, { "24c02", ANNOUNCED_BY_HOST, "critical" },
	};
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "%s unexpected 0000:00/1f.4/i2c/51; ", rows[_i].said);
	ck_assert_str_eq(judge(HOST BUS, with_client(rows[_i].name, rows[_i].announced)), wanted);
}
END_TEST

/* An entry about what a line of text describes; the last device of @text arrives. */
static void arrive(struct snapshot *live, uint64_t number, enum muster_event event, const char *text)
{
	struct snapshot *made = board_snapshot(text);
	struct entry entry = { .number = number, .event = event };

	entry.device = made->devices[--made->count];
	entry.device->number = entry.device->last = number;
	ck_assert_int_eq(replay_apply(live, &entry, NULL), REPLAY_ARRIVED);
	entry_clear(&entry);
	snapshot_free(made);
}

static void happen(struct snapshot *live, uint64_t number, enum muster_event event, uint64_t subject)
{
	struct entry entry = {
		.number = number, .event = event, .subject = subject, .driver = strdup("i801_smbus"),
	};

	ck_assert_int_ge(replay_apply(live, &entry, NULL), 0);
	entry_clear(&entry);
}

#define UNBOUND "f 0000:00/1f.4 8086:a323 class=0c0500 driver=\n"

static enum device_announced announced(const struct snapshot *live, const char *place)
{
	return snapshot_find(live, place)->announced;
}

START_TEST(the_ledger_tells_who_announced_a_client)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);

	arrive(live, 1, MUSTER_EVENT_PRESENT, UNBOUND);
	happen(live, 2, MUSTER_EVENT_BIND, 1);
	arrive(live, 3, MUSTER_EVENT_ADD, BUS);
	arrive(live, 4, MUSTER_EVENT_ADD, CLIENT("50", "ee1004"));
	happen(live, 5, MUSTER_EVENT_BOUND, 1);
	arrive(live, 6, MUSTER_EVENT_ADD, CLIENT("51", "ee1004"));
	ck_assert_int_eq(announced(live, "0000:00/1f.4/i2c/50"), ANNOUNCED_BY_HOST);
	ck_assert_int_eq(announced(live, "0000:00/1f.4/i2c/51"), ANNOUNCED_LATER);
	snapshot_free(live);
}
END_TEST

/* The driver was there before the module: what it made was, too. */
START_TEST(what_was_there_before_the_module_is_not_told)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);

	arrive(live, 1, MUSTER_EVENT_PRESENT, HOST);
	arrive(live, 2, MUSTER_EVENT_PRESENT, BUS);
	arrive(live, 3, MUSTER_EVENT_PRESENT, CLIENT("50", "ee1004"));
	arrive(live, 4, MUSTER_EVENT_ADD, CLIENT("51", "ee1004"));
	ck_assert_int_eq(announced(live, "0000:00/1f.4/i2c/50"), ANNOUNCED_UNKNOWN);
	ck_assert_int_eq(announced(live, "0000:00/1f.4/i2c/51"), ANNOUNCED_LATER);
	snapshot_free(live);
}
END_TEST

/* Nobody saw its driver take the host over, nor that it was bound before. */
START_TEST(a_gap_tells_nothing)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);

	arrive(live, 1, MUSTER_EVENT_PRESENT, UNBOUND);
	arrive(live, 3, MUSTER_EVENT_ADD, BUS);
	arrive(live, 4, MUSTER_EVENT_ADD, CLIENT("50", "ee1004"));
	ck_assert_int_eq(announced(live, "0000:00/1f.4/i2c/50"), ANNOUNCED_UNKNOWN);
	snapshot_free(live);
}
END_TEST

START_TEST(json_keeps_who_announced_it)
{
	struct snapshot *snapshot = with_client("ee1004", ANNOUNCED_LATER), *again;
	struct json_object *json = snapshot_to_json_full(snapshot);

	ck_assert_int_eq(snapshot_from_json(json, &again, NULL), 0);
	ck_assert_int_eq(announced(again, "0000:00/1f.4/i2c/51"), ANNOUNCED_LATER);
	json_object_put(json);
	snapshot_free(snapshot);
	snapshot_free(again);
}
END_TEST

Suite *suite_topology(void)
{
	Suite *suite = suite_create("topology");
	TCase *cases = tcase_create("topology");

	tcase_add_loop_test(cases, buses_are_accounted_for, 0, sizeof(boards) / sizeof(*boards));
	tcase_add_loop_test(cases, siblings_go_by_their_names, 0, sizeof(orders) / sizeof(*orders));
	tcase_add_loop_test(cases, who_announced_a_client_weighs, 0, 6);
	tcase_add_test(cases, the_ledger_tells_who_announced_a_client);
	tcase_add_test(cases, what_was_there_before_the_module_is_not_told);
	tcase_add_test(cases, a_gap_tells_nothing);
	tcase_add_test(cases, json_keeps_who_announced_it);
	suite_add_tcase(suite, cases);
	return suite;
}
