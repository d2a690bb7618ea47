// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump.c: a reading that hangs is given up on; no flipped bit and no cut of a
 * dump goes unseen; what names a machine is found in any text.
 */
#include "dump_file.h"

#include <check.h>
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "dump_format.h"
#include "dump_job.h"
#include "dump_ledger.h"
#include "dump_manifest.h"
#include "dump_part.h"
#include "dump_redact.h"
#include "dump_walk.h"
#include "snapshot.h"

#define DUMP FIXTURES "/dump/rack7.tar.gz"
#define BIT_STRIDE 23	/* odd, so that each bit of a byte is met */
#define CUT_STRIDE 7

static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* --- one part ------------------------------------------------------------- */

static int read_text(struct part_pipe *pipe, const void *context)
{
	return part_write(pipe, context, strlen(context));
}

static int read_and_hang(struct part_pipe *pipe, const void *context)
{
	part_write(pipe, context, strlen(context));
	for (;;)
		pause();
	return 0;
}

static int read_error(struct part_pipe *pipe, const void *context)
{
	part_write(pipe, "so far", 6);
	return *(const int *)context;
}

static int read_for_ever(struct part_pipe *pipe, const void *context)
{
	static const char page[4096];
	int err = 0;

	(void)context;
	while (!err)
		err = part_write(pipe, page, sizeof(page));
	return err;
}

static int read_and_die(struct part_pipe *pipe, const void *context)
{
	(void)pipe;
	(void)context;
	raise(SIGKILL);
	return 0;
}

static struct part run(part_reader read, const void *context, size_t bytes)
{
	const struct part_limits limits = { .bytes = bytes, .milliseconds = 20000 };
	struct part part;

	ck_assert_int_eq(part_run(read, context, &limits, &part), 0);
	return part;
}

START_TEST(part_is_read)
{
	struct part part = run(read_text, "all of it", 100);

	ck_assert_int_eq(part.status, PART_OK);
	ck_assert_str_eq((char *)part.bytes, "all of it");
	ck_assert_str_eq(part.why, "");
	part_clear(&part);
}
END_TEST

START_TEST(part_is_bounded)
{
	struct part part = run(read_text, "all of it", 3);

	ck_assert_int_eq(part.status, PART_TRUNCATED);
	ck_assert_str_eq((char *)part.bytes, "all");
	part_clear(&part);
	part = run(read_for_ever, NULL, 1 << 20);
	ck_assert_int_eq(part.status, PART_TRUNCATED);
	ck_assert_uint_eq(part.length, 1 << 20);
	part_clear(&part);
}
END_TEST

START_TEST(part_that_hangs_is_given_up)
{
	const struct part_limits limits = { .bytes = 100, .milliseconds = 200 };
	double began = seconds();
	struct part part;

	ck_assert_int_eq(part_run(read_and_hang, "so far", &limits, &part), 0);
	ck_assert_int_eq(part.status, PART_TIMED_OUT);
	ck_assert_str_eq((char *)part.bytes, "so far");
	ck_assert_str_eq(part.why, "no answer within 0.2 s");
	ck_assert(seconds() - began < 10);
	part_clear(&part);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);	/* and it is gone */
}
END_TEST

START_TEST(part_tells_its_error)
{
	static const struct { int err; enum part_status status; const char *why; } cases[] = {
		{ -EIO, PART_FAILED, "Input/output error" },
		{ -EACCES, PART_FAILED, "not permitted: it takes root" },
		{ -ENOENT, PART_ABSENT, "" },
		{ PART_ASLEEP, PART_SKIPPED, "asleep: reading it would wake it" },
		{ PART_SHORT, PART_TRUNCATED, "there is more of it than is taken" },
	};
	struct part part = run(read_error, &cases[_i].err, 100);

	ck_assert_int_eq(part.status, cases[_i].status);
	ck_assert_str_eq(part.why, cases[_i].why);
	ck_assert_str_eq((char *)part.bytes, "so far");
	part_clear(&part);
}
END_TEST

START_TEST(part_that_dies_failed)
{
	struct part part = run(read_and_die, NULL, 100);

	ck_assert_int_eq(part.status, PART_FAILED);
	part_clear(&part);
}
END_TEST

START_TEST(part_is_stopped)
{
	static volatile sig_atomic_t stop = 1;
	const struct part_limits limits = { .bytes = 100, .milliseconds = 60000, .stop = &stop };
	double began = seconds();
	struct part part;

	ck_assert_int_eq(part_run(read_and_hang, "", &limits, &part), -EINTR);
	ck_assert(seconds() - began < 30);
}
END_TEST

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

/* --- redaction --------------------------------------------------------------- */

static struct dump_redact *new_redact(void)
{
	struct dump_redact *redact;
	char *why;

	/* any file of 16 bytes is a key */
	ck_assert_int_eq(dump_redact_new(DUMP, &redact, &why), 0);
	ck_assert_int_eq(dump_redact_know(redact, "rack7"), 0);
	ck_assert_int_eq(dump_redact_know(redact, "rack7.example.org"), 0);
	ck_assert_int_eq(dump_redact_know(redact, "To Be Filled By O.E.M."), 0);
	ck_assert_int_eq(dump_redact_know(redact, "1.0"), 0);
	return redact;
}

START_TEST(redact_finds)
{
	/* "<" and ">" stand around what is to be replaced */
	static const char *const cases[] = {
		"nothing to see at 0000:00:1f.3, [8086:10d3] 12:34:56",
		"on <rack7> and <RACK7>, not rack70 or crack7",
		"<rack7.example.org>: up",
		"root=UUID=<12345678-1234-4234-8234-123456789abc> ro",
		"eth0: <52:54:00:12:34:56>, <52-54-00-ff-ff-12-34-56>.",
		"52:54:00:12:34 is too short, 52:54:00-12:34:56 mixed",
		"id <0123456789abcdef0123456789abcdef>",
		"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		"To Be Filled By O.E.M. 1.0",
		"",
	};
	struct dump_redact *redact = new_redact();
	char plain[256] = "", expected[1024] = "", value[256], text[REDACT_SIZE], *result;
	const char *at = cases[_i];

	while (*at) {
		size_t length = strcspn(at, "<");

		strncat(plain, at, length);
		strncat(expected, at, length);
		at += length;
		if (!*at)
			break;
		length = strcspn(at, ">");
		snprintf(value, sizeof(value), "%.*s", (int)length - 1, at + 1);
		strcat(plain, value);
		dump_redact_value(redact, value, text);
		strcat(expected, text);
		at += length + 1;
	}
	result = dump_redact_text(redact, plain);
	ck_assert_str_eq(result, expected);
	free(result);
	dump_redact_free(redact);
}
END_TEST

START_TEST(redact_knows_thousands)
{
	struct dump_redact *redact = new_redact();
	char value[32], *text = malloc(1 << 20), *clean;
	unsigned int i;

	for (i = 0; i < 20000; i++) {
		snprintf(value, sizeof(value), "SN%0*u", 3 + i % 7, i * 7919 % 20011);
		ck_assert_int_eq(dump_redact_know(redact, value), 0);
	}
	text[0] = '\0';
	for (i = 0; i < 20000; i++)
		sprintf(text + strlen(text) % (1 << 19), "sn%0*u ", 3 + i % 7, i * 7919 % 20011);
	clean = dump_redact_text(redact, text);
	ck_assert_ptr_null(strstr(clean, "sn0"));
	ck_assert_ptr_null(strstr(clean, "sn1"));
	free(clean);
	free(text);
	dump_redact_free(redact);
}
END_TEST

START_TEST(redact_json)
{
	static const char text[] =
		"{\"serial\":[\"ABC\",null],\"host\":\"other\",\"n\":1,\"shapes\":{\"a\":[]},"
		"\"capabilities\":[{\"id\":\"0003\"}],\"hash\":\"0123456789abcdef0123456789abcdef\","
		"\"shape\":\"sha256:00\",\"rack7\":\"at rack7\"}";
	struct dump_redact *redact = new_redact();
	struct json_object *json = json_tokener_parse(text);
	struct json_object *clean = dump_redact_json(redact, json);
	const char *result = json_object_to_json_string(clean);

	ck_assert_ptr_null(strstr(result, "ABC"));
	ck_assert_ptr_null(strstr(result, "other"));
	ck_assert_ptr_null(strstr(result, "rack7"));
	ck_assert_ptr_null(strstr(result, "shapes"));
	ck_assert_ptr_nonnull(strstr(result, "\"0003\""));
	ck_assert_ptr_nonnull(strstr(result, "0123456789abcdef0123456789abcdef"));
	ck_assert_ptr_nonnull(strstr(result, "\"sha256:"));
	ck_assert_ptr_null(strstr(result, "\"sha256:00\""));
	json_object_put(clean);
	json_object_put(json);
	dump_redact_free(redact);
}
END_TEST

START_TEST(redact_configuration_space)
{
	uint8_t space[4096] = { 0 };
	size_t i;

	memset(space + 0x104, 0xee, 8);
	space[0x100] = 3;
	space[0x102] = 1;
	ck_assert_int_eq(dump_redact_config(space, 300), 0);
	for (i = 0x104; i < 0x10c; i++)
		ck_assert_uint_eq(space[i], 0);
	memset(space + 0x104, 0xee, 8);
	/* cut within it: what is there of it goes as well */
	ck_assert_int_eq(dump_redact_config(space, 0x108), 0);
	for (i = 0x104; i < 0x108; i++)
		ck_assert_uint_eq(space[i], 0);
	ck_assert_uint_eq(space[0x108], 0xee);
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
	TCase *part = tcase_create("part"), *file = tcase_create("file");
	TCase *rest = tcase_create("rest");

	tcase_add_test(part, part_is_read);
	tcase_add_test(part, part_is_bounded);
	tcase_add_test(part, part_that_hangs_is_given_up);
	tcase_add_loop_test(part, part_tells_its_error, 0, 5);
	tcase_add_test(part, part_that_dies_failed);
	tcase_add_test(part, part_is_stopped);
	tcase_set_timeout(part, 60);
	tcase_add_test(file, dump_is_proved);
	tcase_add_test(file, dump_flipped_bits_are_found);
	tcase_add_test(file, dump_cuts_are_found);
	tcase_add_test(file, dump_snapshot_is_read);
	tcase_add_test(file, dump_ledgers_are_proved);
	tcase_set_timeout(file, 300);
	tcase_add_loop_test(rest, dump_names, 0, 17);
	tcase_add_loop_test(rest, dump_names_are_made, 0, 6);
	tcase_add_test(rest, dump_records_round_trip);
	tcase_add_loop_test(rest, redact_finds, 0, 10);
	tcase_add_test(rest, redact_knows_thousands);
	tcase_add_test(rest, redact_json);
	tcase_add_test(rest, redact_configuration_space);
	tcase_add_loop_test(rest, views_are_compared, 0, 3);
	suite_add_tcase(suite, part);
	suite_add_tcase(suite, file);
	suite_add_tcase(suite, rest);
	return suite;
}
