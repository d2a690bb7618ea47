// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_adapter.c: which adapters a probe leaves alone, which addresses belong to a
 * client on whichever side of a mux, what the configuration denies, and what is kept.
 */
#include "probe_adapter.h"

#include <check.h>
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board.h"
#include "probe_deny.h"
#include "probe_record.h"
#include "source_probe.h"

#define HOST "f 0000:00/1f.3 8086:a323 class=0c0500 driver=i801_smbus\n"
#define BUS "a 0000:00/1f.3/i2c number=0 address=i2c-0 functionality=1fff0008\n"
#define MUXES						\
	"a 0000:00/1f.3/i2c/ch0 number=1\n"		\
	"a 0000:00/1f.3/i2c/ch1 number=2\n"		\
	"a 0000:00/1f.3/i2c/ch0#1 number=3\n"		\
	"a 0000:00/1f.3/i2c/ch0/ch0 number=4\n"

static struct snapshot *snapshot;
static struct probe_deny *deny;
static struct probe_map map;

/* Channels 1 and 2 are of one mux, 3 of another; nobody knows about 4. */
static const char *mux_of(const struct device *adapter, void *context)
{
	const char *number = device_get(adapter, FIELD_NUMBER);

	(void)context;
	if (!strcmp(number, "1") || !strcmp(number, "2"))
		return "0-0070";
	return strcmp(number, "3") ? NULL : "0-0071";
}

static void load(const char *text)
{
	snapshot = board_snapshot(text);
	snapshot_sort(snapshot);
	map = (struct probe_map){ .snapshot = snapshot, .mux_of = mux_of };
}

static void set_up(void)
{
	snapshot = NULL;
	ck_assert_int_eq(probe_deny_parse(PROBE_DENY_DEFAULT, &deny, NULL), 0);
}

static void tear_down(void)
{
	if (snapshot)
		snapshot_free(snapshot);
	probe_deny_free(deny);
}

static const struct device *at(const char *place)
{
	const struct device *device = snapshot_find(snapshot, place);

	ck_assert_ptr_nonnull(device);
	return device;
}

static enum probe_refusal judge(const char *place, bool named)
{
	return probe_adapter_judge(&map, at(place), deny, named);
}

START_TEST(only_hosts_that_are_known_are_asked_unless_named)
{
	load(HOST BUS MUXES
	     "f 0000:00/02.0 8086:3e92 class=030000 driver=i915\n"
	     "a 0000:00/02.0/i2c number=5\n"
	     "f 0000:00/04.0 8086:1234 class=0c0500 driver=other\n"
	     "a 0000:00/04.0/i2c number=6\n"
	     "f 0000:00/05.0 8086:1234 class=0c0500 driver=\n"
	     "a 0000:00/05.0/i2c number=7\n"
	     "a dev:AMDI0010:00/i2c number=8\n");
	ck_assert_int_eq(judge("0000:00/1f.3/i2c", false), PROBE_MAY);
	ck_assert_int_eq(judge("0000:00/1f.3/i2c/ch0", false), PROBE_CHANNEL);
	ck_assert_int_eq(judge("0000:00/02.0/i2c", false), PROBE_NO_HOST);
	ck_assert_int_eq(judge("0000:00/04.0/i2c", false), PROBE_NO_HOST);
	ck_assert_int_eq(judge("0000:00/05.0/i2c", false), PROBE_NO_HOST);
	ck_assert_int_eq(judge("dev:AMDI0010:00/i2c", false), PROBE_NO_HOST);
	ck_assert_int_eq(judge("0000:00/1f.3/i2c/ch0", true), PROBE_MAY);
	ck_assert_int_eq(judge("0000:00/02.0/i2c", true), PROBE_MAY);
}
END_TEST

START_TEST(an_adapter_is_barred_even_if_named)
{
	probe_deny_free(deny);
	ck_assert_int_eq(probe_deny_parse("69,0000:00/1f.3/**", &deny, NULL), 0);
	load(HOST BUS MUXES);
	ck_assert_int_eq(judge("0000:00/1f.3/i2c", true), PROBE_BARRED);
	ck_assert_int_eq(judge("0000:00/1f.3/i2c/ch0#1", true), PROBE_BARRED);
}
END_TEST

static void expect_clients(const char *place, const char *expected)
{
	bool clients[PROBE_ADDRESSES];
	char text[512] = "";

	probe_adapter_clients(&map, at(place), clients);
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		if (clients[i])
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%02x",
				 *text ? " " : "", i);
	ck_assert_str_eq(text, expected);
}

START_TEST(a_client_counts_on_every_bus_that_may_reach_it)
{
	load(HOST BUS MUXES
	     "c 0000:00/1f.3/i2c/50 spd\n"
	     "c 0000:00/1f.3/i2c/70 pca9548\n"
	     "c 0000:00/1f.3/i2c/ch0/51 a\n"
	     "c 0000:00/1f.3/i2c/ch1/52 b\n"
	     "c 0000:00/1f.3/i2c/ch0#1/53 c\n"
	     "c 0000:00/1f.3/i2c/ch0/ch0/54 d\n"
	     "f 0000:00/02.0 8086:3e92 class=030000\n"
	     "a 0000:00/02.0/i2c number=5\n"
	     "c 0000:00/02.0/i2c/55 e\n");
	/* whichever channel a mux left on may answer here */
	expect_clients("0000:00/1f.3/i2c", "50 51 52 53 54 70");
	/* the other channel of one mux does not, another mux's may */
	expect_clients("0000:00/1f.3/i2c/ch0", "50 51 53 54 70");
	expect_clients("0000:00/1f.3/i2c/ch1", "50 52 53 70");
	expect_clients("0000:00/1f.3/i2c/ch0#1", "50 51 52 53 54 70");
	expect_clients("0000:00/1f.3/i2c/ch0/ch0", "50 51 53 54 70");
	expect_clients("0000:00/02.0/i2c", "55");
	map.mux_of = NULL;
	expect_clients("0000:00/1f.3/i2c/ch1", "50 51 52 53 54 70");
}
END_TEST

START_TEST(what_an_adapter_sees_is_looked_at_again)
{
	size_t count;
	long *seen;

	load(HOST BUS MUXES "f 0000:00/02.0 8086:3e92\na 0000:00/02.0/i2c number=5\n");
	seen = probe_adapter_seen(&map, at("0000:00/1f.3/i2c/ch1"), &count);
	ck_assert_uint_eq(count, 3);
	ck_assert_int_eq(seen[0] + seen[1] + seen[2], 0 + 2 + 3);
	free(seen);
}
END_TEST

START_TEST(odd_addresses_are_understood)
{
	load(HOST BUS "c 0000:00/1f.3/i2c/t151 ten\nc 0000:00/1f.3/i2c/s52 host\n"
	     "c 0000:00/1f.3/i2c/st151 both\n");
	expect_clients("0000:00/1f.3/i2c", "52");
	ck_assert_int_eq(judge("0000:00/1f.3/i2c", false), PROBE_MAY);
}
END_TEST

START_TEST(a_client_of_unknown_address_without_driver_forbids_its_bus)
{
	load(HOST BUS MUXES "c 0000:00/1f.3/i2c/ch1/? IPI0001 driver=\n");
	ck_assert_int_eq(judge("0000:00/1f.3/i2c", true), PROBE_NAMELESS);
	ck_assert_int_eq(judge("0000:00/1f.3/i2c/ch0", true), PROBE_MAY);
	ck_assert_int_eq(judge("0000:00/1f.3/i2c/ch0#1", true), PROBE_NAMELESS);
	snapshot_free(snapshot);
	/* the kernel guards the address of one with a driver */
	load(HOST BUS "c 0000:00/1f.3/i2c/? IPI0001 driver=ipmi_ssif\n");
	ck_assert_int_eq(judge("0000:00/1f.3/i2c", false), PROBE_MAY);
	snapshot_free(snapshot);
	/* one that may be on any adapter */
	load(HOST BUS "c dev:i2c-XXXX:00 XXXX driver=?\n");
	ck_assert_int_eq(judge("0000:00/1f.3/i2c", false), PROBE_NAMELESS);
}
END_TEST

START_TEST(a_plan_knows_the_driver_and_what_the_adapter_can)
{
	struct probe probe;

	load(HOST BUS "a 0000:00/1f.3/i2c/ch0 number=1 functionality=00010000\n");
	probe_adapter_plan(&map, at("0000:00/1f.3/i2c"), deny, true, &probe);
	ck_assert_str_eq(probe.driver, "i801_smbus");
	ck_assert_int_eq(probe.addresses[0x50].skip, PROBE_ASK);
	ck_assert_int_eq(probe.addresses[0x69].skip, PROBE_DENIED);
	probe_adapter_plan(&map, at("0000:00/1f.3/i2c/ch0"), deny, true, &probe);
	ck_assert_str_eq(probe.driver, "i801_smbus");
	ck_assert_int_eq(probe.addresses[0x50].skip, PROBE_UNABLE);
}
END_TEST

static const struct { const char *list, *place; unsigned int address; bool denied; } lists[] = {
	{ "69", "0000:00/1f.3/i2c", 0x69, true },
	{ "69", "0000:00/1f.3/i2c", 0x68, false },
	{ "0x60-0x67 , 6a", "0000:00/1f.3/i2c", 0x63, true },
	{ "60-67,6a", "0000:00/1f.3/i2c", 0x6a, true },
	{ "60-67,6a", "0000:00/1f.3/i2c", 0x68, false },
	{ "0000:00/1f.3/i2c/2d", "0000:00/1f.3/i2c", 0x2d, true },
	{ "0000:00/1f.3/i2c/2d", "0000:00/1f.3/i2c", 0x2c, false },
	{ "0000:00/1f.3/i2c/2d", "0000:00/1f.4/i2c", 0x2d, false },
	{ "**/2d", "0000:00/1f.4/i2c", 0x2d, true },
	{ "0000:00/1f.*/i2c", "0000:00/1f.4/i2c", 0x2d, true },
	{ "**/i2c#1", "0000:00/14.0/i2c#1", 0x50, true },
	{ "**/i2c#1", "0000:00/14.0/i2c", 0x50, false },
	{ "**/ch*", "0000:00/1f.3/i2c/ch2", 0x50, true },
	{ "", "0000:00/1f.3/i2c", 0x69, false },
};

START_TEST(the_deny_list_is_addresses_and_places)
{
	bool denied[PROBE_ADDRESSES];

	probe_deny_free(deny);
	ck_assert_int_eq(probe_deny_parse(lists[_i].list, &deny, NULL), 0);
	probe_deny_addresses(deny, lists[_i].place, denied);
	ck_assert_int_eq(denied[lists[_i].address], lists[_i].denied);
}
END_TEST

static const char *const wrong[] = {
	"6g", "80", "169", "67-60", "60-", "-60", "0x", "here", "0000:00/1f.3/i2c/", "/x", "50,x",
	"a//b", "0000:00/nowhere",
};

START_TEST(a_wrong_entry_is_named)
{
	char *why;

	probe_deny_free(deny);
	ck_assert_int_eq(probe_deny_parse(wrong[_i], &deny, &why), -EINVAL);
	ck_assert_ptr_null(deny);
	ck_assert_ptr_nonnull(strstr(why, strrchr(wrong[_i], ',') ? "x" : wrong[_i]));
	free(why);
}
END_TEST

/* A probe of one adapter, with these answers. */
static struct probed probed_of(const char *place, const char *answers)
{
	struct probed probed = { .place = strdup(place), .time = 5, .elapsed = 7 };

	probed.probe.stopped_at = -1;
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++)
		probed.probe.addresses[i].skip = PROBE_QUICK_ONLY;
	for (unsigned int i = 0; answers[i]; i++)
		if (answers[i] != '.')
			probed.probe.addresses[0x50 + i] = (struct probe_address){
				.method = PROBE_READ_BYTE, .transactions = 1,
				.answer = answers[i] == '+' ? PROBE_ANSWERED :
					  answers[i] == '!' ? PROBE_TROUBLED : PROBE_SILENT,
			};
	return probed;
}

static void merge(struct probe_record *record, const char *place, const char *answers)
{
	struct probed probed = probed_of(place, answers);

	ck_assert_int_eq(probe_record_merge(record, &probed), 0);
	probed_clear(&probed);
}

START_TEST(a_record_is_read_as_it_was_written)
{
	char directory[] = "/tmp/muster-probe-XXXXXX", path[64];
	struct probe_record record = { .boot_id = "b1" }, read;
	char *extent;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/probe.json", directory);
	merge(&record, "0000:00/1f.3/i2c", "-+-!");
	record.adapters[0].probe.stopped = -ETIMEDOUT;
	record.adapters[0].probe.stopped_at = 0x53;
	ck_assert_int_eq(probe_record_save(path, &record), 0);
	ck_assert_int_eq(probe_record_load(path, "b1", &read), 0);
	ck_assert_uint_eq(read.count, 1);
	ck_assert_str_eq(read.adapters[0].place, "0000:00/1f.3/i2c");
	ck_assert_int_eq(read.adapters[0].probe.stopped, -ETIMEDOUT);
	ck_assert_int_eq(read.adapters[0].probe.stopped_at, 0x53);
	extent = probed_extent(&read.adapters[0].probe);
	ck_assert_str_eq(extent, "read byte 50-52");
	free(extent);
	ck_assert_int_eq(read.adapters[0].probe.addresses[0x51].answer, PROBE_ANSWERED);
	ck_assert_uint_eq(read.adapters[0].time, 5);
	probe_record_clear(&read);
	/* of another boot it says nothing, and where there is none there is nothing */
	ck_assert_int_eq(probe_record_load(path, "b2", &read), 0);
	ck_assert_uint_eq(read.count, 0);
	unlink(path);
	ck_assert_int_eq(probe_record_load(path, "b1", &read), 0);
	probe_record_clear(&record);
	rmdir(directory);
}
END_TEST

/* The file that tests/cli/schema.sh holds against the published schema is one of ours. */
START_TEST(the_fixture_is_read_and_written_as_it_is)
{
	char path[] = "/tmp/muster-probe-XXXXXX";
	struct json_object *wanted = json_object_from_file(FIXTURES "/probe.json"), *written;
	struct probe_record record;
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	ck_assert_int_eq(probe_record_load(FIXTURES "/probe.json",
					   "5a6d4380-02cf-4cb0-a247-2321db4c7d7c", &record), 0);
	ck_assert_int_eq(probe_record_save(path, &record), 0);
	written = json_object_from_file(path);
	ck_assert_msg(json_object_equal(wanted, written), "%s", json_object_to_json_string(written));
	json_object_put(written);
	json_object_put(wanted);
	probe_record_clear(&record);
	unlink(path);
}
END_TEST

START_TEST(a_lesser_probe_takes_nothing_back)
{
	struct probe_record record = { 0 };
	char *extent;

	merge(&record, "0000:00/1f.3/i2c", "++--");
	merge(&record, "0000:00/1f.3/i2c", "-...");
	extent = probed_extent(&record.adapters[0].probe);
	ck_assert_str_eq(extent, "read byte 50-53");
	free(extent);
	ck_assert_int_eq(record.adapters[0].probe.addresses[0x50].answer, PROBE_SILENT);
	ck_assert_int_eq(record.adapters[0].probe.addresses[0x51].answer, PROBE_ANSWERED);
	/* where the bus was in trouble nothing is known any more */
	merge(&record, "0000:00/1f.3/i2c", ".!..");
	extent = probed_extent(&record.adapters[0].probe);
	ck_assert_str_eq(extent, "read byte 50,52-53");
	free(extent);
	probe_record_clear(&record);
}
END_TEST

static const char *const damaged[] = {
	"", "[]", "{}", "{\"schema\":\"muster-probe/2\",\"boot_id\":\"b\",\"adapters\":[]}",
	"{\"schema\":\"muster-probe/1\",\"boot_id\":\"b\"}",
	"{\"schema\":\"muster-probe/1\",\"boot_id\":\"b\",\"adapters\":[3]}",
	"{\"schema\":\"muster-probe/1\",\"boot_id\":\"b\",\"adapters\":[{\"place\":\"..\"}]}",
	"{\"schema\":\"muster-probe/1\",\"boot_id\":\"b\",\"adapters\":[{\"place\":\"0000:00/1f.3/i2c\",\"addresses\":[{\"address\":\"80\",\"answer\":\"answered\",\"method\":\"read byte\"}]}]}",
	"{\"schema\":\"muster-probe/1\",\"boot_id\":\"b\",\"adapters\":[{\"place\":\"0000:00/1f.3/i2c\",\"addresses\":[{\"address\":\"30\",\"answer\":\"answered\",\"method\":\"read byte\"}]}]}",
	"{\"schema\":\"muster-probe/1\",\"boot_id\":\"b\",\"adapters\":[{\"place\":\"0000:00/1f.3/i2c\",\"addresses\":[{\"address\":\"50\",\"answer\":\"perhaps\",\"method\":\"read byte\"}]}]}",
	"{\"schema\":\"muster-probe/1\",\"boot_id\":\"b\",\"adapters\":[{\"place\":\"0000:00/1f.3/i2c\",\"addresses\":[{\"address\":\"50\",\"answer\":\"answered\",\"method\":\"quick write\"}]}]}",
};

START_TEST(a_damaged_record_is_refused)
{
	char path[] = "/tmp/muster-probe-XXXXXX";
	struct probe_record read;
	int fd = mkstemp(path);

	ck_assert_int_eq(write(fd, damaged[_i], strlen(damaged[_i])), strlen(damaged[_i]));
	close(fd);
	ck_assert_int_eq(probe_record_load(path, "b", &read), -EINVAL);
	ck_assert_uint_eq(read.count, 0);
	unlink(path);
}
END_TEST

START_TEST(two_probes_do_not_run_at_once)
{
	char directory[] = "/tmp/muster-probe-XXXXXX", path[64];
	int first, second;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/probe.json", directory);
	first = probe_record_lock(path);
	ck_assert_int_ge(first, 0);
	ck_assert_int_eq(probe_record_lock(path), -EWOULDBLOCK);
	close(first);
	second = probe_record_lock(path);
	ck_assert_int_ge(second, 0);
	close(second);
	snprintf(path, sizeof(path), "%s/probe.json.lock", directory);
	unlink(path);
	rmdir(directory);
}
END_TEST

START_TEST(what_answers_and_has_no_client_joins_the_snapshot)
{
	struct probe_record record = { 0 };
	const struct device *stranger;

	load(HOST BUS MUXES "c 0000:00/1f.3/i2c/50 spd\n");
	merge(&record, "0000:00/1f.3/i2c", "++--");
	merge(&record, "0000:00/00.0/i2c", "++--");
	ck_assert_int_eq(source_probe_join(snapshot, &record), 0);
	/* again: nothing is there twice */
	ck_assert_int_eq(source_probe_join(snapshot, &record), 0);
	ck_assert_uint_eq(snapshot->count, 8);
	ck_assert_int_eq(at("0000:00/1f.3/i2c/50")->kind, DEVICE_CLIENT);
	stranger = at("0000:00/1f.3/i2c/51");
	ck_assert_int_eq(stranger->kind, DEVICE_ANSWERING);
	ck_assert_str_eq(device_get(stranger, FIELD_PROBED), "read byte");
	ck_assert_str_eq(device_get(stranger, FIELD_ADDRESS), "0-0051");
	ck_assert_str_eq(device_get(at("0000:00/1f.3/i2c"), FIELD_PROBED), "read byte 50-53");
	ck_assert_int_eq(device_value(at("0000:00/1f.3/i2c/ch0"), FIELD_PROBED)->state,
			 VALUE_NONE);
	source_probe_remove(snapshot);
	ck_assert_uint_eq(snapshot->count, 7);
	probe_record_clear(&record);
}
END_TEST

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

Suite *suite_probe_adapter(void)
{
	Suite *suite = suite_create("probe_adapter");
	TCase *cases = tcase_create("probe_adapter");

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_test(cases, only_hosts_that_are_known_are_asked_unless_named);
	tcase_add_test(cases, an_adapter_is_barred_even_if_named);
	tcase_add_test(cases, a_client_counts_on_every_bus_that_may_reach_it);
	tcase_add_test(cases, what_an_adapter_sees_is_looked_at_again);
	tcase_add_test(cases, odd_addresses_are_understood);
	tcase_add_test(cases, a_client_of_unknown_address_without_driver_forbids_its_bus);
	tcase_add_test(cases, a_plan_knows_the_driver_and_what_the_adapter_can);
	tcase_add_loop_test(cases, the_deny_list_is_addresses_and_places, 0, COUNT(lists));
	tcase_add_loop_test(cases, a_wrong_entry_is_named, 0, COUNT(wrong));
	tcase_add_test(cases, a_record_is_read_as_it_was_written);
	tcase_add_test(cases, the_fixture_is_read_and_written_as_it_is);
	tcase_add_test(cases, a_lesser_probe_takes_nothing_back);
	tcase_add_loop_test(cases, a_damaged_record_is_refused, 0, COUNT(damaged));
	tcase_add_test(cases, two_probes_do_not_run_at_once);
	tcase_add_test(cases, what_answers_and_has_no_client_joins_the_snapshot);
	suite_add_tcase(suite, cases);
	return suite;
}
