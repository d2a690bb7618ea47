// SPDX-License-Identifier: GPL-2.0-or-later
/* loop.c: who is ready is called, in turn, and nobody after it was removed. */
#include "loop.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define CALLS 6	/* after so many the loop ends */

static struct loop *loop;
static struct loop_source *sources[2];
static int pipes[2][2], calls[2];

static void set_up(void)
{
	ck_assert_int_eq(loop_new(&loop), 0);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(pipe(pipes[i]), 0);
		ck_assert_int_eq(write(pipes[i][1], "x", 1), 1);
		sources[i] = NULL;
		calls[i] = 0;
	}
}

static void tear_down(void)
{
	for (int i = 0; i < 2; i++) {
		loop_remove(sources[i]);
		close(pipes[i][0]);
		close(pipes[i][1]);
	}
	loop_free(loop);
}

static void count(int fd, void *context)
{
	int which = fd == pipes[1][0];

	ck_assert_ptr_eq(context, &calls[which]);
	if (++calls[which] && calls[0] + calls[1] == CALLS)
		loop_end(loop);
}

static void remove_both(int fd, void *context)
{
	count(fd, context);
	sources[0] = loop_remove(sources[0]);
	sources[1] = loop_remove(sources[1]);
	loop_end(loop);
}

static void add(int which, loop_handler handler)
{
	ck_assert_int_eq(loop_add(loop, pipes[which][0], false, handler, &calls[which],
				  &sources[which]), 0);
}

START_TEST(those_that_are_never_empty_take_turns)
{
	add(0, count);
	add(1, count);
	ck_assert_int_eq(loop_run(loop), 0);
	ck_assert_int_eq(calls[0], CALLS / 2);
	ck_assert_int_eq(calls[1], CALLS / 2);
}
END_TEST

START_TEST(a_handler_may_remove_itself_and_others)
{
	add(0, remove_both);
	add(1, remove_both);
	ck_assert_int_eq(loop_run(loop), 0);
	ck_assert_int_eq(calls[0] + calls[1], 1);
}
END_TEST

/* A child that was forked meanwhile has it open: the kernel would go on telling of it. */
START_TEST(what_was_removed_is_heard_of_no_more)
{
	int copy;

	add(0, count);
	add(1, count);
	copy = dup(pipes[0][0]);
	sources[0] = loop_remove(sources[0]);
	close(pipes[0][0]);
	ck_assert_int_eq(loop_run(loop), 0);
	ck_assert_int_eq(calls[0], 0);
	ck_assert_int_eq(calls[1], CALLS);
	pipes[0][0] = copy;
}
END_TEST

START_TEST(an_owned_descriptor_is_closed_with_its_source)
{
	int fd = dup(pipes[0][0]);

	ck_assert_int_eq(loop_add(loop, fd, true, count, NULL, &sources[0]), 0);
	sources[0] = loop_remove(sources[0]);
	ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
	ck_assert_int_eq(errno, EBADF);
}
END_TEST

/* A file can always be read: there is nothing to wait for. */
START_TEST(what_cannot_be_waited_for_is_refused_and_closed)
{
	int fd = open("/proc/self/exe", O_RDONLY);

	ck_assert_int_eq(loop_add(loop, fd, true, count, NULL, &sources[0]), -EPERM);
	ck_assert_ptr_null(sources[0]);
	ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
}
END_TEST

Suite *suite_loop(void);

Suite *suite_loop(void)
{
	Suite *suite = suite_create("loop");
	TCase *tests = tcase_create("loop");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, those_that_are_never_empty_take_turns);
	tcase_add_test(tests, a_handler_may_remove_itself_and_others);
	tcase_add_test(tests, what_was_removed_is_heard_of_no_more);
	tcase_add_test(tests, an_owned_descriptor_is_closed_with_its_source);
	tcase_add_test(tests, what_cannot_be_waited_for_is_refused_and_closed);
	suite_add_tcase(suite, tests);
	return suite;
}
