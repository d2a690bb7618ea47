// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ledger_file.c: what is appended is proved, and no flipped bit goes unseen.
 */
#include "ledger_file.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger_format.h"

#define FILE_MAX 4096

static char directory[] = "/tmp/muster-ledger-XXXXXX";
static char path[64], head_path[64];
static const struct ledger_id id = {
	.boot_id = "6f1c2b7e-0a51-4c39-9b1e-5d8f7a3c2e10",
	.machine_id = "0123456789abcdef0123456789abcdef",
	.load_id = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
};

static void set_up(void)
{
	strcpy(directory + strlen(directory) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/a.ledger", directory);
	snprintf(head_path, sizeof(head_path), "%s/a.head", directory);
}

static void tear_down(void)
{
	unlink(path);
	unlink(head_path);
	ck_assert_int_eq(rmdir(directory), 0);
}

/* An attribute as the module writes it: length, type, value, padding. */
static size_t put_attribute(uint8_t *at, uint16_t type, const void *value, uint16_t size)
{
	uint16_t length = size + 4;

	memcpy(at, &length, 2);
	memcpy(at + 2, &type, 2);
	memcpy(at + 4, value, size);
	memset(at + length, 0, -length & 3);
	return (length + 3) & ~3;
}

static size_t put_u32(uint8_t *at, uint16_t type, uint32_t value)
{
	return put_attribute(at, type, &value, sizeof(value));
}

static size_t put_u64(uint8_t *at, uint16_t type, uint64_t value)
{
	return put_attribute(at, type, &value, sizeof(value));
}

static size_t make_payload(uint8_t *payload, uint64_t number, const uint8_t *load_id)
{
	uint8_t nest[128];
	size_t length = 0, inner = 0;

	length += put_u64(payload, MUSTER_A_ENTRY_NUMBER, number);
	length += put_u32(payload + length, MUSTER_A_ENTRY_EVENT,
			  load_id ? MUSTER_EVENT_LOAD : MUSTER_EVENT_WALKED);
	length += put_u32(payload + length, MUSTER_A_ENTRY_FLAGS, 0);
	length += put_u64(payload + length, MUSTER_A_ENTRY_BOOTTIME, number * 1000);
	length += put_u64(payload + length, MUSTER_A_ENTRY_REALTIME, number * 2000);
	if (!load_id)
		return length;
	inner += put_u32(nest, MUSTER_A_LOAD_BYTE_ORDER, MUSTER_BYTE_ORDER);
	inner += put_attribute(nest + inner, MUSTER_A_LOAD_LOAD_ID, load_id, 16);
	inner += put_u32(nest + inner, MUSTER_A_LOAD_PROTOCOL, 1);
	inner += put_attribute(nest + inner, MUSTER_A_LOAD_VERSION, "0", 2);
	return length + put_attribute(payload + length, MUSTER_A_ENTRY_LOAD, nest, inner);
}

static int append(struct ledger_file *file, uint8_t *hash, uint64_t number, uint64_t lost)
{
	uint8_t payload[256], previous[32];
	size_t length;

	length = make_payload(payload, number, number == 1 ? id.load_id : NULL);
	memcpy(previous, hash, 32);
	/* what was lost had hashes too */
	previous[0] ^= lost != 0;
	chain_next(previous, payload, length, hash);
	return ledger_file_append(file, payload, length, hash, lost ? previous : NULL, lost);
}

/* Entries 1 to 3, a gap of 40, entries 44 and 45. */
static void make_ledger(void)
{
	struct ledger_file *file;
	uint8_t hash[32] = { 0 };

	ck_assert_int_eq(ledger_file_create(path, &id, &file), 0);
	ck_assert_int_eq(append(file, hash, 1, 0), 0);
	ck_assert_int_eq(append(file, hash, 2, 0), 0);
	ck_assert_int_eq(append(file, hash, 3, 0), 0);
	ck_assert_int_eq(append(file, hash, 44, 40), 0);
	ck_assert_int_eq(append(file, hash, 45, 0), 0);
	ck_assert_int_eq(ledger_file_close(file), 0);
}

static size_t read_bytes(const char *name, uint8_t *bytes)
{
	int fd = open(name, O_RDONLY);
	ssize_t length = read(fd, bytes, FILE_MAX);

	ck_assert_int_gt(length, 0);
	ck_assert_int_lt(length, FILE_MAX);
	close(fd);
	return length;
}

static void write_bytes(const char *name, const uint8_t *bytes, size_t length)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_eq(write(fd, bytes, length), (ssize_t)length);
	close(fd);
}

static int verify(struct ledger_report *report)
{
	char *why;
	int err = ledger_file_verify(path, report, &why, NULL, NULL);

	ck_assert(err == -EBADMSG ? why && *why : !why);
	free(why);
	return err;
}

static int collect(uint64_t number, const uint8_t *payload, size_t length, uint64_t lost,
		   void *context)
{
	uint8_t expected[256];
	uint64_t *sum = context;

	ck_assert_uint_eq(length, make_payload(expected, number,
					       number == 1 ? id.load_id : NULL));
	ck_assert_mem_eq(payload, expected, length);
	ck_assert_uint_eq(lost, number == 44 ? 40 : 0);
	*sum += number;
	return 0;
}

START_TEST(appended_is_proved)
{
	struct ledger_report report;
	struct stat status;
	uint64_t sum = 0;
	char *why;

	make_ledger();
	ck_assert_int_eq(ledger_file_verify(path, &report, &why, collect, &sum), 0);
	ck_assert_uint_eq(sum, 1 + 2 + 3 + 44 + 45);
	ck_assert_uint_eq(report.entries, 5);
	ck_assert_uint_eq(report.lost, 40);
	ck_assert_uint_eq(report.gaps, 1);
	ck_assert_uint_eq(report.next, 46);
	ck_assert(report.bound && report.confirmed && !report.torn && !report.foreign);
	ck_assert_str_eq(report.id.boot_id, id.boot_id);
	ck_assert_str_eq(report.id.machine_id, id.machine_id);
	ck_assert_mem_eq(report.id.load_id, id.load_id, 16);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_uint_eq(status.st_size, report.good);
	ck_assert_uint_eq(status.st_mode & 07777 & ~0640, 0);
}
END_TEST

/* With and without the file beside it that confirms it. */
START_TEST(every_flipped_bit_is_found)
{
	struct ledger_report report;
	uint8_t bytes[FILE_MAX];
	size_t length, bit;

	make_ledger();
	if (_i)
		unlink(head_path);
	length = read_bytes(path, bytes);
	for (bit = 0; bit < 8 * length; bit++) {
		bytes[bit / 8] ^= 1 << bit % 8;
		write_bytes(path, bytes, length);
		ck_assert_msg(verify(&report) == -EBADMSG, "bit %zu of byte %zu", bit % 8, bit / 8);
		bytes[bit / 8] ^= 1 << bit % 8;
	}
	write_bytes(path, bytes, length);
	ck_assert_int_eq(verify(&report), 0);
	ck_assert_int_eq(report.confirmed, !_i);
}
END_TEST

START_TEST(every_flipped_bit_of_the_head_is_found)
{
	struct ledger_report report;
	uint8_t bytes[FILE_MAX];
	size_t length, bit;

	make_ledger();
	length = read_bytes(head_path, bytes);
	for (bit = 0; bit < 8 * length; bit++) {
		bytes[bit / 8] ^= 1 << bit % 8;
		write_bytes(head_path, bytes, length);
		ck_assert_msg(verify(&report) == -EBADMSG, "bit %zu", bit);
		bytes[bit / 8] ^= 1 << bit % 8;
	}
}
END_TEST

START_TEST(every_cut_is_found)
{
	struct ledger_report report;
	uint8_t bytes[FILE_MAX];
	size_t length, cut;

	make_ledger();
	length = read_bytes(path, bytes);
	for (cut = 0; cut < length; cut++) {
		write_bytes(path, bytes, cut);
		ck_assert_msg(verify(&report) == -EBADMSG, "cut to %zu bytes", cut);
	}
}
END_TEST

/* Alone, a ledger shows every cut but one between two frames. */
START_TEST(a_cut_tail_is_torn)
{
	struct ledger_report report;
	uint8_t bytes[FILE_MAX];
	size_t length, cut;
	unsigned int whole = 0;

	make_ledger();
	unlink(head_path);
	length = read_bytes(path, bytes);
	for (cut = LEDGER_HEADER_SIZE; cut < length; cut++) {
		write_bytes(path, bytes, cut);
		ck_assert_int_eq(verify(&report), 0);
		ck_assert_uint_le(report.good, cut);
		whole += !report.torn;
		ck_assert(report.torn || report.good == cut);
	}
	ck_assert_uint_eq(whole, 5);
}
END_TEST

START_TEST(opening_cuts_a_torn_frame_off)
{
	struct ledger_report report;
	struct ledger_file *file;
	uint8_t bytes[FILE_MAX], hash[32];
	uint64_t sum = 0;
	char *why;

	make_ledger();
	unlink(head_path);
	write_bytes(path, bytes, read_bytes(path, bytes) - 7);
	ck_assert_int_eq(ledger_file_open(path, &file, &why, collect, &sum), 0);
	ck_assert_uint_eq(sum, 1 + 2 + 3 + 44);
	ck_assert_uint_eq(ledger_file_next(file), 45);
	ck_assert_uint_eq(ledger_file_lost(file), 40);
	memcpy(hash, ledger_file_hash(file), 32);
	ck_assert_int_eq(append(file, hash, 45, 0), 0);
	ck_assert_int_eq(append(file, hash, 46, 0), 0);
	ck_assert_int_eq(ledger_file_close(file), 0);
	ck_assert_int_eq(verify(&report), 0);
	ck_assert_uint_eq(report.next, 47);
	ck_assert(!report.torn && report.confirmed);
}
END_TEST

START_TEST(opening_leaves_a_damaged_file_alone)
{
	uint8_t bytes[FILE_MAX], after[FILE_MAX];
	struct ledger_file *file;
	size_t length;
	char *why;

	make_ledger();
	length = read_bytes(path, bytes);
	bytes[length - 1] ^= 4;
	write_bytes(path, bytes, length);
	ck_assert_int_eq(ledger_file_open(path, &file, &why, NULL, NULL), -EBADMSG);
	ck_assert_ptr_nonnull(why);
	free(why);
	ck_assert_uint_eq(read_bytes(path, after), length);
	ck_assert_mem_eq(bytes, after, length);
}
END_TEST

START_TEST(what_does_not_follow_is_refused)
{
	struct ledger_report report;
	struct ledger_file *file;
	uint8_t hash[32] = { 0 }, wrong[32] = { 9 };

	ck_assert_int_eq(ledger_file_create(path, &id, &file), 0);
	ck_assert_int_eq(append(file, wrong, 1, 0), -EBADMSG);
	ck_assert_int_eq(append(file, hash, 1, 0), 0);
	memcpy(wrong, hash, 32);
	ck_assert_int_eq(append(file, wrong, 1, 0), -ERANGE);
	memcpy(wrong, hash, 32);
	ck_assert_int_eq(append(file, wrong, 3, 0), -ERANGE);
	ck_assert_int_eq(append(file, hash, 2, 0), 0);
	ck_assert_int_eq(ledger_file_close(file), 0);
	ck_assert_int_eq(verify(&report), 0);
	ck_assert_uint_eq(report.next, 3);
}
END_TEST

/* What verifying would not take for proved is not written either. */
START_TEST(what_could_not_be_proved_is_refused)
{
	struct ledger_id other = id;
	struct ledger_report report;
	struct ledger_file *file;
	uint8_t hash[32] = { 0 };

	other.load_id[15] ^= 1;
	ck_assert_int_eq(ledger_file_create(path, &other, &file), 0);
	ck_assert_int_eq(append(file, hash, 1, 0), -EBADMSG);
	memset(hash, 0, sizeof(hash));
	ck_assert_int_eq(append(file, hash, 2, 1), 0);
	ck_assert_int_eq(append(file, hash, 1, UINT64_MAX - 1), -EBADMSG);
	ck_assert_int_eq(ledger_file_close(file), 0);
	ck_assert_int_eq(verify(&report), 0);
	ck_assert_uint_eq(report.entries, 1);
}
END_TEST

START_TEST(a_ledger_of_another_load_is_found)
{
	uint8_t bytes[FILE_MAX];
	struct ledger_id other = id;
	struct ledger_report report;
	size_t length;

	make_ledger();
	length = read_bytes(path, bytes);
	other.load_id[15] ^= 1;
	ck_assert_int_eq(ledger_header_make(&other, bytes), 0);
	write_bytes(path, bytes, length);
	ck_assert_int_eq(verify(&report), -EBADMSG);
}
END_TEST

START_TEST(a_ledger_is_created_once_and_written_by_one)
{
	struct ledger_file *file, *second;
	char *why;

	ck_assert_int_eq(ledger_file_create(path, &id, &file), 0);
	ck_assert_int_eq(ledger_file_create(path, &id, &second), -EEXIST);
	ck_assert_int_eq(ledger_file_open(path, &second, &why, NULL, NULL), -EWOULDBLOCK);
	ck_assert_int_eq(ledger_file_close(file), 0);
}
END_TEST

Suite *suite_ledger_file(void)
{
	Suite *suite = suite_create("ledger_file");
	TCase *cases = tcase_create("ledger_file");

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_set_timeout(cases, 120);
	tcase_add_test(cases, appended_is_proved);
	tcase_add_loop_test(cases, every_flipped_bit_is_found, 0, 2);
	tcase_add_test(cases, every_flipped_bit_of_the_head_is_found);
	tcase_add_test(cases, every_cut_is_found);
	tcase_add_test(cases, a_cut_tail_is_torn);
	tcase_add_test(cases, opening_cuts_a_torn_frame_off);
	tcase_add_test(cases, opening_leaves_a_damaged_file_alone);
	tcase_add_test(cases, what_does_not_follow_is_refused);
	tcase_add_test(cases, what_could_not_be_proved_is_refused);
	tcase_add_test(cases, a_ledger_of_another_load_is_found);
	tcase_add_test(cases, a_ledger_is_created_once_and_written_by_one);
	suite_add_tcase(suite, cases);
	return suite;
}
