// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump.c: no flipped bit and no cut of a dump goes unseen; what it holds is
 * read as it was written.
 */
#include "dump_file.h"

#include <check.h>
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump_format.h"
#include "dump_job.h"
#include "dump_ledger.h"
#include "dump_manifest.h"
#include "dump_walk.h"
#include "snapshot.h"

#define DUMP FIXTURES "/dump/rack7.tar.gz"
#define BIT_STRIDE 23	/* odd, so that each bit of a byte is met */
#define CUT_STRIDE 7

/* --- a file ---------------------------------------------------------------- */

static uint8_t *read_dump(size_t *length)
{
	FILE *file = fopen(DUMP, "re");
	uint8_t *bytes = malloc(1 << 20);

	ck_assert_ptr_nonnull(file);
	*length = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	ck_assert_uint_gt(*length, 1000);
	return bytes;
}

static void assert_refused(const uint8_t *bytes, size_t length, const char *what, size_t where)
{
	struct dump *dump;
	char *why;
	int err = dump_open_bytes(bytes, length, &dump, &why);

	ck_assert_msg(err, "%s %zu went unseen", what, where);
	ck_assert_msg(why != NULL, "%s %zu: no word about it", what, where);
	free(why);
}

START_TEST(dump_is_proved)
{
	struct dump *dump;
	uint8_t *bytes;
	size_t length;
	char *why;

	ck_assert(dump_is_file(DUMP));
	ck_assert_int_eq(dump_open(DUMP, &dump, &why), 0);
	ck_assert(strstr(dump_name(dump), "muster-dump-rack7-node3-") == dump_name(dump));
	ck_assert_int_eq(dump_member(dump, "README", &bytes, &length), 0);
	ck_assert_uint_eq(strlen((char *)bytes), length);
	free(bytes);
	ck_assert_int_eq(dump_member(dump, "READ", &bytes, &length), -ENOENT);
	ck_assert_int_eq(dump_ledgers_changed(dump, &why), 0);
	ck_assert_ptr_null(why);
	dump_close(dump);
}
END_TEST

START_TEST(dump_flipped_bits_are_found)
{
	size_t length, bit;
	uint8_t *bytes = read_dump(&length);

	for (bit = 0; bit < 8 * length; bit += BIT_STRIDE) {
		bytes[bit / 8] ^= 1 << bit % 8;
		assert_refused(bytes, length, "flipped bit", bit);
		bytes[bit / 8] ^= 1 << bit % 8;
	}
	free(bytes);
}
END_TEST

START_TEST(dump_cuts_are_found)
{
	size_t length, cut;
	uint8_t *bytes = read_dump(&length);

	for (cut = 0; cut < length; cut += CUT_STRIDE)
		assert_refused(bytes, cut, "cut at", cut);
	for (cut = length - DUMP_TAIL_SIZE; cut < length; cut++)
		assert_refused(bytes, cut, "cut at", cut);
	free(bytes);
}
END_TEST

START_TEST(dump_snapshot_is_read)
{
	struct snapshot *snapshot;
	struct device *device;
	char *why = NULL;

	ck_assert_int_eq(source_dump(DUMP, &snapshot, &why), 0);
	ck_assert_str_eq(snapshot->hostname, "rack7-node3");
	device = snapshot_find(snapshot, "0000:00/1c.0/00.0");
	ck_assert_ptr_nonnull(device);
	ck_assert_str_eq(device_get(device, FIELD_SERIAL), "52-54-00-ff-ff-12-34-56");
	snapshot_free(snapshot);
}
END_TEST

static int see_ledger(const struct dump_ledger *ledger, void *context)
{
	struct ledger_report report;
	unsigned int *count = context;

	ck_assert_int_eq(dump_ledger_verify(&ledger->bytes, &report), LEDGER_WHOLE);
	ck_assert(report.confirmed);
	ck_assert(!ledger->hole);
	ck_assert_str_eq(ledger->recorded, "whole");
	++*count;
	return 0;
}

START_TEST(dump_ledgers_are_proved)
{
	unsigned int count = 0;
	struct dump *dump;
	char *why, *name;

	ck_assert_int_eq(dump_open(DUMP, &dump, &why), 0);
	ck_assert_int_eq(dump_ledgers(dump, see_ledger, &count), 0);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(dump_ledger_choose(dump, "6f1c", &name), 0);
	ck_assert_ptr_nonnull(name);
	free(name);
	ck_assert_int_eq(dump_ledger_choose(dump, "ffff", &name), 0);
	ck_assert_ptr_null(name);
	dump_close(dump);
}
END_TEST

/* --- names and records ----------------------------------------------------- */

START_TEST(dump_names)
{
	static const struct { const char *name; bool valid; } cases[] = {
		{ "README", true }, { "pci/0000:00:1f.3/config", true },
		{ "a/b.json", true }, { "pci/10000:e1:00.0/vpd", true },
		{ "", false }, { "/a", false }, { "a/", false }, { "a//b", false },
		{ ".", false }, { "..", false }, { "../a", false }, { "a/../b", false },
		{ "a/.b", false }, { "a b", false }, { "a\nb", false }, { "a\\b", false },
		{ "a\xc3\xa4", false },
	};

	ck_assert_msg(dump_name_valid(cases[_i].name) == cases[_i].valid, "\"%s\"",
		      cases[_i].name);
}
END_TEST

START_TEST(dump_names_are_made)
{
	static const char *const names[] = {
		"board.json", "my board.json", "../../etc/passwd", "a/.hidden", "\xff\n",
		"0123456789012345678901234567890123456789012345678901234567890123456789"
		"01234567890123456789.json",
	};
	char name[140];

	ck_assert(dump_name_valid(dump_member_name(names[_i], name, sizeof(name))));
}
END_TEST

START_TEST(dump_records_round_trip)
{
	struct dump_records records = { .count = 0 }, again;
	struct json_object *manifest = json_object_new_object();
	struct dump_record *record = dump_records_add(&records, "a/b");
	char *why = NULL, *sums, *sums_again;

	record->stored = true;
	record->size = 7;
	record->status = PART_TIMED_OUT;
	record->why = strdup("no answer");
	record->ledger = strdup("torn");
	memset(record->sha256, 0xab, sizeof(record->sha256));
	dump_records_add(&records, "c")->status = PART_ABSENT;
	json_object_object_add(manifest, "schema", json_object_new_string(DUMP_SCHEMA));
	json_object_object_add(manifest, "members", dump_records_to_json(&records));

	ck_assert_int_eq(dump_records_from_json(manifest, &again, &why), 0);
	ck_assert_uint_eq(again.count, 2);
	ck_assert_int_eq(again.records[0].status, PART_TIMED_OUT);
	ck_assert_str_eq(again.records[0].why, "no answer");
	ck_assert_str_eq(again.records[0].ledger, "torn");
	ck_assert(!again.records[1].stored);
	sums = dump_records_sums(&records);
	sums_again = dump_records_sums(&again);
	ck_assert_str_eq(sums, sums_again);
	ck_assert_uint_eq(strlen(sums), 64 + 2 + 3 + 1);
	free(sums);
	free(sums_again);
	dump_records_clear(&records);
	dump_records_clear(&again);
	json_object_put(manifest);
}
END_TEST

/* --- two views of one machine -------------------------------------------------- */

static struct snapshot *view(const char *address, const char *revision)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_SYSFS);
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/02.0");

	device_set(device, FIELD_ADDRESS, address);
	device_set(device, FIELD_REVISION, revision);
	device_set(device, FIELD_LINK_WIDTH, revision);
	snapshot_add(snapshot, device);
	return snapshot;
}

START_TEST(views_are_compared)
{
	static const struct { const char *address, *revision; size_t differences; } cases[] = {
		{ "0000:00:02.0", "01", 0 },
		{ "0000:00:02.0", "02", 1 },
		{ "0000:00:02.1", "01", 2 },
	};
	struct snapshot *module = view("0000:00:02.0", "01");
	struct snapshot *shown = view(cases[_i].address, cases[_i].revision);
	struct json_object *differences = dump_differences(module, shown);

	ck_assert_uint_eq(json_object_array_length(differences), cases[_i].differences);
	json_object_put(differences);
	snapshot_free(module);
	snapshot_free(shown);
}
END_TEST

Suite *suite_dump(void)
{
	Suite *suite = suite_create("dump");
	TCase *file = tcase_create("file"), *rest = tcase_create("rest");

	tcase_add_test(file, dump_is_proved);
	tcase_add_test(file, dump_flipped_bits_are_found);
	tcase_add_test(file, dump_cuts_are_found);
	tcase_add_test(file, dump_snapshot_is_read);
	tcase_add_test(file, dump_ledgers_are_proved);
	tcase_set_timeout(file, 300);
	tcase_add_loop_test(rest, dump_names, 0, 17);
	tcase_add_loop_test(rest, dump_names_are_made, 0, 6);
	tcase_add_test(rest, dump_records_round_trip);
	tcase_add_loop_test(rest, views_are_compared, 0, 3);
	suite_add_tcase(suite, file);
	suite_add_tcase(suite, rest);
	return suite;
}
