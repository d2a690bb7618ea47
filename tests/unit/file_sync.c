// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * file_sync.c: what is looked at and written over is what it was, and the file still
 * appends. What disks that fail do to it is tried by tests/faults/disk-real.py.
 */
#include "file_sync.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIZE 3000000

static char bytes[SIZE + 1], again[SIZE + 2];

static int new_file(size_t size)
{
	char path[] = "/tmp/muster-sync-XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	unlink(path);
	for (int i = 0; i < SIZE; i++)
		bytes[i] = 'a' + i % 23;
	ck_assert_int_eq(write(fd, bytes, size), size);
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_APPEND), 0);
	return fd;
}

static void expect_whole(int fd, size_t size)
{
	ck_assert(fcntl(fd, F_GETFL) & O_APPEND);
	ck_assert_int_eq(write(fd, "!", 1), 1);
	bytes[size] = '!';
	ck_assert_int_eq(pread(fd, again, sizeof(again), 0), size + 1);
	ck_assert_int_eq(memcmp(bytes, again, size + 1), 0);
	close(fd);
}

START_TEST(all_is_sure)
{
	struct file_sync sync = { 0 };
	int fd = new_file(10000);

	ck_assert_int_eq(file_sync(&sync, fd, 10000), 0);
	ck_assert_int_eq(sync.sure, 10000);
	ck_assert(!sync.doubted);
	expect_whole(fd, 10000);
}
END_TEST

/* At the end of a page, in it, and behind more than is looked at. */
START_TEST(a_doubt_ends)
{
	static const size_t sizes[] = { 0, 1, 4096, 65536, 65537, SIZE };
	struct file_sync sync;
	size_t size = sizes[_i];
	int fd = new_file(size);

	file_sync_begin(&sync, size);
	ck_assert(sync.doubted);
	ck_assert_int_eq(sync.from, size > 1 << 20 ? size - (1 << 20) : 0);
	ck_assert_int_eq(file_sync(&sync, fd, size), 0);
	ck_assert(!sync.doubted);
	expect_whole(fd, size);
}
END_TEST

/* Where bytes are missing there is nothing to be sure of. */
START_TEST(a_shorter_file_stays_in_doubt)
{
	struct file_sync sync;
	int fd = new_file(4);

	file_sync_begin(&sync, 0);
	ck_assert_int_lt(file_sync(&sync, fd, 5), 0);
	ck_assert(sync.doubted);
	ck_assert_int_eq(sync.sure, 0);
	expect_whole(fd, 4);
}
END_TEST

/* What cannot be synced is written over itself, and doubted from then on. */
START_TEST(what_fails_is_doubted)
{
	struct file_sync sync = { .sure = 77 };
	int pair[2];

	ck_assert_int_eq(pipe(pair), 0);
	ck_assert_int_lt(file_sync(&sync, pair[1], 100), 0);
	ck_assert(sync.doubted);
	ck_assert_int_eq(sync.sure, 77);
	close(pair[0]);
	close(pair[1]);
}
END_TEST

Suite *suite_file_sync(void);

Suite *suite_file_sync(void)
{
	Suite *suite = suite_create("file_sync");
	TCase *tcase = tcase_create("all");

	tcase_add_test(tcase, all_is_sure);
	tcase_add_loop_test(tcase, a_doubt_ends, 0, 6);
	tcase_add_test(tcase, a_shorter_file_stays_in_doubt);
	tcase_add_test(tcase, what_fails_is_doubted);
	suite_add_tcase(suite, tcase);
	return suite;
}
