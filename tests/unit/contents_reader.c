// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents_reader.c: a memory is read once; one that hangs, fails or is not ours to
 * read costs the others nothing.
 */
#include "contents_reader.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "contents.h"
#include "contents_cache.h"
#include "part.h"
#include "sysfs.h"

#define BOOT "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"

/* A directory that stands for "/", as this machine's own. */
static char root[] = "/tmp/muster-reader-XXXXXX";
static char run[64];
static struct sysfs sysfs;

static void path_of(const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/client/%s", root, name);
}

static void write_file(const char *name, const void *bytes, size_t length)
{
	char path[128];
	FILE *file;

	path_of(name, path, sizeof(path));
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

static void make_root(void)
{
	char path[96];

	strcpy(root + strlen(root) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	snprintf(path, sizeof(path), "%s/client", root);
	ck_assert_int_eq(mkdir(path, 0755), 0);
	snprintf(run, sizeof(run), "%s/run", root);
	ck_assert_int_eq(mkdir(run, 0755), 0);
	ck_assert_int_eq(sysfs_open(&sysfs, root), 0);
	sysfs.live = true;
	write_file("eeprom", "first", 5);
}

static void remove_root(void)
{
	char command[96];

	sysfs_close(&sysfs);
	snprintf(command, sizeof(command), "rm -rf %s", root);
	ck_assert_int_eq(system(command), 0);
}

static const struct contents_request plain = {
	.place = "0000:00/1f.3/i2c/50", .driver = "ee1004", .directory = "client",
	.file = "eeprom", .most = 512, .step = 128,
};

static int give(const void *context)
{
	return *(const int *)context;
}

static int hang(const void *context)
{
	(void)context;
	for (;;)
		pause();
	return 0;
}

static struct contents_result read_with(const struct contents_policy *policy,
					const struct contents_request *request)
{
	struct contents_policy own = policy ? *policy : (struct contents_policy){ 0 };
	struct contents_reader *reader;
	struct contents_result result;

	own.run_dir = run;
	ck_assert_int_eq(contents_reader_open(&sysfs, BOOT, &own, &reader), 0);
	ck_assert_int_eq(contents_reader_read(reader, request, &result), 0);
	contents_reader_close(reader);
	return result;
}

static void expect(const struct contents_result *result, const char *bytes, bool cached)
{
	ck_assert_int_eq(result->err, 0);
	ck_assert_int_eq(result->reading, READING_OK);
	ck_assert_ptr_nonnull(result->contents);
	ck_assert_uint_eq(contents_run(result->contents), strlen(bytes));
	ck_assert(!memcmp(result->contents->bytes, bytes, strlen(bytes)));
	ck_assert_int_eq(result->cached, cached);
	contents_free(result->contents);
}

static void expect_none(const struct contents_result *result, enum device_reading reading,
			int err, bool cached)
{
	ck_assert_int_eq(result->reading, reading);
	ck_assert_int_eq(result->err, err);
	ck_assert_int_eq(result->cached, cached);
	ck_assert_ptr_null(result->contents);
}

START_TEST(reads_once)
{
	const struct contents_policy fresh = { .fresh = true };
	struct contents_result result = read_with(NULL, &plain);
	char path[128], aside[128];

	expect(&result, "first", false);
	write_file("eeprom", "other", 5);
	result = read_with(NULL, &plain);
	expect(&result, "first", true);
	result = read_with(&fresh, &plain);
	expect(&result, "other", false);
	result = read_with(NULL, &plain);
	expect(&result, "other", true);
	/* the driver let go and came again: another file of that name */
	path_of("eeprom", path, sizeof(path));
	path_of("aside", aside, sizeof(aside));
	ck_assert_int_eq(rename(path, aside), 0);
	write_file("eeprom", "third", 5);
	result = read_with(NULL, &plain);
	expect(&result, "third", false);
}
END_TEST

START_TEST(another_device_is_not_that_one)
{
	struct contents_request other = plain;
	struct contents_result result = read_with(NULL, &plain);

	expect(&result, "first", false);
	other.place = "0000:00/1f.3/i2c/51";
	result = read_with(NULL, &other);
	expect(&result, "first", false);
	other = plain;
	other.driver = "at24";
	result = read_with(NULL, &other);
	expect(&result, "first", false);
}
END_TEST

START_TEST(bounds_what_it_takes)
{
	static char bytes[600];
	struct contents_result result;

	write_file("eeprom", bytes, sizeof(bytes));
	result = read_with(NULL, &plain);
	ck_assert_int_eq(result.reading, READING_OK);
	ck_assert_uint_eq(contents_run(result.contents), 512);
	ck_assert_uint_eq(result.contents->size, 512);
	contents_free(result.contents);
}
END_TEST

START_TEST(failure_is_kept)
{
	struct contents_request request = plain;
	struct contents_result result;
	int err = -EIO;

	request.check = give;
	request.context = &err;
	result = read_with(NULL, &request);
	expect_none(&result, READING_UNREADABLE, -EIO, false);
	result = read_with(NULL, &plain);
	expect_none(&result, READING_UNREADABLE, -EIO, true);
}
END_TEST

START_TEST(asleep_is_not_kept)
{
	struct contents_request request = plain;
	struct contents_result result;
	int verdict = PART_ASLEEP;

	request.check = give;
	request.context = &verdict;
	result = read_with(NULL, &request);
	expect_none(&result, READING_ASLEEP, -EHOSTDOWN, false);
	result = read_with(NULL, &plain);
	expect(&result, "first", false);
}
END_TEST

START_TEST(not_permitted_is_unknown)
{
	struct contents_result result;
	char path[128];

	path_of("eeprom", path, sizeof(path));
	ck_assert_int_eq(chmod(path, 0600), 0);
	ck_assert_int_eq(chmod(root, 0755), 0);
	if (!geteuid())
		ck_assert_int_eq(seteuid(12345), 0);
	else
		ck_assert_int_eq(chmod(path, 0), 0);
	result = read_with(NULL, &plain);
	if (geteuid() == 12345)
		ck_assert_int_eq(seteuid(0), 0);
	expect_none(&result, READING_NONE, -EACCES, false);
	ck_assert_int_eq(chmod(path, 0600), 0);
	result = read_with(NULL, &plain);
	expect(&result, "first", false);
}
END_TEST

START_TEST(absent_is_none)
{
	struct contents_request request = plain;
	struct contents_result result;

	request.file = "nvmem";
	result = read_with(NULL, &request);
	expect_none(&result, READING_NONE, -ENOENT, false);
	request = plain;
	request.directory = "elsewhere";
	result = read_with(NULL, &request);
	expect_none(&result, READING_NONE, -ENOENT, false);
}
END_TEST

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000ll + time.tv_nsec / 1000000;
}

START_TEST(one_that_hangs_is_given_up)
{
	const struct contents_policy policy = { .each = 1000, .total = 20000, .run_dir = run };
	struct contents_request request = plain, next = plain;
	struct contents_reader *reader;
	struct contents_result result;
	int64_t start = now_ms();

	request.check = hang;
	next.place = "0000:00/1f.3/i2c/51";
	ck_assert_int_eq(contents_reader_open(&sysfs, BOOT, &policy, &reader), 0);
	ck_assert_int_eq(contents_reader_read(reader, &request, &result), 0);
	expect_none(&result, READING_UNREADABLE, -ETIMEDOUT, false);
	ck_assert_int_eq(contents_reader_read(reader, &next, &result), 0);
	expect(&result, "first", false);
	contents_reader_close(reader);
	ck_assert_int_ge(now_ms() - start, 1000);
	ck_assert_int_lt(now_ms() - start, 20000);
	/* and not waited for by who comes next */
	start = now_ms();
	result = read_with(&policy, &request);
	expect_none(&result, READING_UNREADABLE, -ETIMEDOUT, true);
	ck_assert_int_lt(now_ms() - start, 1000);
}
END_TEST

START_TEST(all_have_a_time_too)
{
	const struct contents_policy policy = { .each = 400, .total = 300, .run_dir = run };
	struct contents_request request = plain, next = plain;
	struct contents_reader *reader;
	struct contents_result result;

	request.check = hang;
	next.place = "0000:00/1f.3/i2c/51";
	ck_assert_int_eq(contents_reader_open(&sysfs, BOOT, &policy, &reader), 0);
	ck_assert_int_eq(contents_reader_read(reader, &request, &result), 0);
	expect_none(&result, READING_UNREADABLE, -ETIMEDOUT, false);
	ck_assert_int_eq(contents_reader_read(reader, &next, &result), 0);
	expect_none(&result, READING_UNREADABLE, -ETIME, false);
	contents_reader_close(reader);
	/* it was not the fault of the second */
	result = read_with(NULL, &next);
	expect(&result, "first", false);
}
END_TEST

START_TEST(recalls_without_reading)
{
	struct contents_cache *cache;
	struct contents_result result = read_with(NULL, &plain);
	struct contents_request other = plain;
	size_t missed = 0;
	struct contents_policy policy = { .missed = &missed };
	char path[128];

	expect(&result, "first", false);
	snprintf(path, sizeof(path), "%s/" CONTENTS_CACHE_FILE, run);
	ck_assert_int_eq(contents_cache_load(path, BOOT, &cache), 0);
	policy.only = cache;
	other.place = "0000:00/1f.3/i2c/51";
	result = read_with(&policy, &plain);
	expect(&result, "first", true);
	ck_assert_uint_eq(missed, 0);
	result = read_with(&policy, &other);
	expect_none(&result, READING_NONE, -EAGAIN, false);
	ck_assert_uint_eq(missed, 1);
	contents_cache_free(cache);
}
END_TEST

START_TEST(saved_trees_have_no_cache)
{
	struct contents_request request = plain;
	struct contents_result result;
	char path[96];

	sysfs.live = false;
	result = read_with(NULL, &plain);
	expect(&result, "first", false);
	snprintf(path, sizeof(path), "%s/" CONTENTS_CACHE_FILE, run);
	ck_assert_int_eq(access(path, F_OK), -1);
	/* neither pipes nor what is not in the tree is read */
	path_of("pipe", path, sizeof(path));
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	request.file = "pipe";
	result = read_with(NULL, &request);
	expect_none(&result, READING_NONE, -EINVAL, false);
	path_of("link", path, sizeof(path));
	ck_assert_int_eq(symlink("/etc/passwd", path), 0);
	request.file = "link";
	result = read_with(NULL, &request);
	expect_none(&result, READING_NONE, -ELOOP, false);
}
END_TEST

Suite *suite_contents_reader(void)
{
	Suite *suite = suite_create("contents_reader");
	TCase *tcase = tcase_create("reader");

	tcase_add_checked_fixture(tcase, make_root, remove_root);
	tcase_add_test(tcase, reads_once);
	tcase_add_test(tcase, another_device_is_not_that_one);
	tcase_add_test(tcase, bounds_what_it_takes);
	tcase_add_test(tcase, failure_is_kept);
	tcase_add_test(tcase, asleep_is_not_kept);
	tcase_add_test(tcase, not_permitted_is_unknown);
	tcase_add_test(tcase, absent_is_none);
	tcase_add_test(tcase, one_that_hangs_is_given_up);
	tcase_add_test(tcase, all_have_a_time_too);
	tcase_add_test(tcase, recalls_without_reading);
	tcase_add_test(tcase, saved_trees_have_no_cache);
	suite_add_tcase(suite, tcase);
	return suite;
}
