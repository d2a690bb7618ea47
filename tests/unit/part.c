// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * part.c: a reading that hangs, fails or never ends is given up on, and
 * what came before is kept.
 */
#include "part.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

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
	/* and it is gone, or goes once the machine lets it: one that was not killed never does */
	while (waitpid(-1, NULL, 0) > 0)
		;
	ck_assert_int_eq(errno, ECHILD);
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

Suite *suite_part(void)
{
	Suite *suite = suite_create("part");
	TCase *part = tcase_create("part");

	tcase_add_test(part, part_is_read);
	tcase_add_test(part, part_is_bounded);
	tcase_add_test(part, part_that_hangs_is_given_up);
	tcase_add_loop_test(part, part_tells_its_error, 0, 5);
	tcase_add_test(part, part_that_dies_failed);
	tcase_add_test(part, part_is_stopped);
	tcase_set_timeout(part, 60);
	suite_add_tcase(suite, part);
	return suite;
}
