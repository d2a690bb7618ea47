// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * file_redirty.c: what is written over itself is what it was, and the file still appends.
 */
#include "file_redirty.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIZE 10000

START_TEST(leaves_a_file_as_it_was)
{
	char path[] = "/tmp/muster-redirty-XXXXXX", bytes[SIZE + 1], again[SIZE + 2];
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	unlink(path);
	for (int i = 0; i < SIZE; i++)
		bytes[i] = 'a' + i % 23;
	ck_assert_int_eq(write(fd, bytes, SIZE), SIZE);
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_APPEND), 0);
	ck_assert_int_eq(file_redirty(fd, 77, SIZE), 0);
	ck_assert(fcntl(fd, F_GETFL) & O_APPEND);
	ck_assert_int_eq(write(fd, "!", 1), 1);
	bytes[SIZE] = '!';
	ck_assert_int_eq(pread(fd, again, sizeof(again), 0), SIZE + 1);
	ck_assert_int_eq(memcmp(bytes, again, SIZE + 1), 0);
	close(fd);
}
END_TEST

START_TEST(tells_of_a_file_that_is_shorter)
{
	char path[] = "/tmp/muster-redirty-XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	unlink(path);
	ck_assert_int_eq(write(fd, "four", 4), 4);
	ck_assert_int_lt(file_redirty(fd, 0, 5), 0);
	close(fd);
}
END_TEST

Suite *suite_file_redirty(void);

Suite *suite_file_redirty(void)
{
	Suite *suite = suite_create("file_redirty");
	TCase *tcase = tcase_create("all");

	tcase_add_test(tcase, leaves_a_file_as_it_was);
	tcase_add_test(tcase, tells_of_a_file_that_is_shorter);
	suite_add_tcase(suite, tcase);
	return suite;
}
