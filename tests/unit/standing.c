// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing.c: what is news, by a clock that the tests turn themselves.
 */
#include "standing.h"

#include <check.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compare.h"

#define SECOND UINT64_C(1000000000)
#define BOOT "11111111-1111-4111-8111-111111111111"
#define OTHER_BOOT "22222222-2222-4222-8222-222222222222"

static const struct standing_times times = {
	.settle = 30 * SECOND, .settle_max = 180 * SECOND, .grace = 10 * SECOND,
};

static struct standing *standing;
static char path[] = "/tmp/muster-standing-XXXXXX";
static char news[1024];		/* "+critical missing a; -..." */
static int refuse;		/* what taking news returns */

static void set_up(void)
{
	strcpy(path + strlen(path) - 6, "XXXXXX");
	close(mkstemp(path));
	unlink(path);
	standing = standing_new(&times, 100 * SECOND);
	ck_assert_int_eq(standing_load(standing, path, BOOT), 0);
	news[0] = '\0';
	refuse = 0;
}

static void tear_down(void)
{
	standing_free(standing);
	unlink(path);
}

static int take_news(const struct finding *finding, void *context)
{
	size_t length = strlen(news);

	(void)context;
	if (refuse)
		return refuse;
	snprintf(news + length, sizeof(news) - length, "%s%c%s %s %s", length ? "; " : "",
		 finding->state == FINDING_RAISED ? '+' : '-',
		 severity_name(finding->severity), finding_class_name(finding->class),
		 finding->place ? finding->place : finding->seen);
	return 0;
}

static struct finding *make(enum finding_class class, const char *place, uint64_t seq)
{
	struct finding *finding = finding_new(class, SEVERITY_CRITICAL, place);

	if (class == FINDING_LEDGER) {
		finding->field = strdup("lost");
		finding->seen = strdup("7");
	}
	finding->seq = seq;
	finding_identify(finding);
	return finding;
}

/* Judge at @seconds; the findings follow, NULL ends them. Return: the news. */
static const char *judge(unsigned int seconds, ...)
{
	struct finding *findings[8];
	struct verdict verdict = { .findings = findings };
	struct finding *finding;
	va_list arguments;
	int err;

	va_start(arguments, seconds);
	while ((finding = va_arg(arguments, struct finding *)))
		findings[verdict.count++] = finding;
	va_end(arguments);
	news[0] = '\0';
	err = standing_update(standing, &verdict, seconds * SECOND, 5, take_news, NULL);
	ck_assert_int_eq(err, refuse);
	ck_assert_uint_eq(verdict.count, 0);
	return news;
}

#define STRANGER make(FINDING_UNEXPECTED, "s", 9)
#define MISSING make(FINDING_MISSING, "m", 8)

static void restart(unsigned int seconds, const char *boot)
{
	ck_assert_int_eq(standing_save(standing, path), 0);
	standing_free(standing);
	standing = standing_new(&times, seconds * SECOND);
	ck_assert_int_eq(standing_load(standing, path, boot), 0);
}

START_TEST(a_stranger_is_raised_once_and_cleared_once)
{
	ck_assert_str_eq(judge(101, STRANGER, NULL), "+critical unexpected s");
	ck_assert_str_eq(judge(102, STRANGER, NULL), "");
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 1);
	ck_assert_str_eq(judge(103, NULL), "-critical unexpected s");
	ck_assert_str_eq(judge(104, NULL), "");
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 0);
}
END_TEST

START_TEST(missing_waits_until_settled)
{
	ck_assert_str_eq(judge(100, MISSING, NULL), "");
	ck_assert_uint_eq(standing_due(standing, 100 * SECOND), 130 * SECOND);
	ck_assert_str_eq(judge(129, MISSING, NULL), "");
	ck_assert(!standing_settled(standing, 129 * SECOND));
	ck_assert_str_eq(judge(130, MISSING, NULL), "+critical missing m");
	ck_assert(standing_settled(standing, 130 * SECOND));
	ck_assert_uint_eq(standing_due(standing, 130 * SECOND), UINT64_MAX);
}
END_TEST

START_TEST(a_late_device_raises_nothing)
{
	ck_assert_str_eq(judge(100, MISSING, NULL), "");
	standing_event(standing, 125 * SECOND);
	ck_assert_str_eq(judge(125, NULL), "");
	ck_assert_uint_eq(standing_due(standing, 126 * SECOND), 155 * SECOND);
	ck_assert_str_eq(judge(155, NULL), "");
}
END_TEST

START_TEST(settling_ends_at_the_latest)
{
	unsigned int second;

	for (second = 100; second < 280; second += 20) {
		standing_event(standing, second * SECOND);
		ck_assert_str_eq(judge(second, MISSING, NULL), "");
	}
	ck_assert_uint_eq(standing_due(standing, 279 * SECOND), 280 * SECOND);
	ck_assert_str_eq(judge(280, MISSING, NULL), "+critical missing m");
}
END_TEST

START_TEST(settled_stays_settled)
{
	ck_assert(standing_settled(standing, 130 * SECOND));
	standing_event(standing, 131 * SECOND);
	ck_assert(standing_settled(standing, 131 * SECOND));
	ck_assert_uint_eq(standing_mark(standing)->settled_at, 130 * SECOND);
}
END_TEST

/* The event that comes after the quiet time cannot take it back. */
START_TEST(an_event_after_the_quiet_time_does_not_undo_it)
{
	standing_event(standing, 140 * SECOND);
	ck_assert(standing_settled(standing, 140 * SECOND));
}
END_TEST

START_TEST(a_removal_is_a_notice_until_grace_is_over)
{
	judge(200, NULL);
	ck_assert_str_eq(judge(201, MISSING, NULL), "+notice missing m");
	ck_assert_uint_eq(standing_due(standing, 201 * SECOND), 211 * SECOND);
	ck_assert_str_eq(judge(210, MISSING, NULL), "");
	ck_assert_uint_eq(standing_due(standing, 211 * SECOND), 211 * SECOND);
	ck_assert_uint_eq(standing_due(standing, 212 * SECOND), 211 * SECOND);
	ck_assert_str_eq(judge(212, MISSING, NULL), "+critical missing m");
	ck_assert_uint_eq(standing_due(standing, 212 * SECOND), UINT64_MAX);
	ck_assert_str_eq(judge(500, MISSING, NULL), "");
	ck_assert_str_eq(judge(501, NULL), "-critical missing m");
}
END_TEST

START_TEST(a_reset_leaves_only_notices)
{
	judge(200, NULL);
	ck_assert_str_eq(judge(201, MISSING, NULL), "+notice missing m");
	ck_assert_str_eq(judge(205, NULL), "-notice missing m");
	ck_assert_uint_eq(standing_due(standing, 205 * SECOND), UINT64_MAX);
	/* grace begins anew */
	ck_assert_str_eq(judge(206, MISSING, NULL), "+notice missing m");
	ck_assert_str_eq(judge(212, MISSING, NULL), "");
	ck_assert_uint_eq(standing_due(standing, 212 * SECOND), 216 * SECOND);
}
END_TEST

START_TEST(another_serial_after_a_reset_is_raised_at_once)
{
	judge(200, NULL);
	ck_assert_str_eq(judge(201, MISSING, NULL), "+notice missing m");
	ck_assert_str_eq(judge(204, make(FINDING_CHANGED, "m", 12), NULL),
			 "+critical changed m; -notice missing m");
}
END_TEST

START_TEST(gone_just_before_settling_still_has_its_grace)
{
	for (unsigned int second = 100; second < 279; second += 20)
		standing_event(standing, second * SECOND);
	ck_assert_str_eq(judge(275, MISSING, NULL), "");
	ck_assert_str_eq(judge(280, MISSING, NULL), "+notice missing m");
	ck_assert_str_eq(judge(285, MISSING, NULL), "+critical missing m");
}
END_TEST

START_TEST(degraded_waits_for_settling_and_has_no_grace)
{
	ck_assert_str_eq(judge(101, make(FINDING_DEGRADED, "d", 0), NULL), "");
	ck_assert_str_eq(judge(130, make(FINDING_DEGRADED, "d", 0), NULL),
			 "+critical degraded d");
}
END_TEST

START_TEST(a_clock_that_goes_back_changes_nothing)
{
	judge(200, NULL);
	ck_assert_str_eq(judge(201, MISSING, NULL), "+notice missing m");
	ck_assert_str_eq(judge(50, MISSING, NULL), "");
	ck_assert(standing_settled(standing, 50 * SECOND));
	ck_assert_str_eq(judge(211, MISSING, NULL), "+critical missing m");
	ck_assert_str_eq(judge(20, MISSING, NULL), "");
}
END_TEST

/* A suspend: hours pass between two calls. */
START_TEST(a_clock_that_leaps_ends_settling_and_grace)
{
	ck_assert_str_eq(judge(101, MISSING, NULL), "");
	ck_assert_str_eq(judge(90000, MISSING, NULL), "+critical missing m");
	ck_assert_str_eq(judge(90001, NULL), "-critical missing m");
	ck_assert_str_eq(judge(90002, MISSING, NULL), "+notice missing m");
	ck_assert_str_eq(judge(180000, MISSING, NULL), "+critical missing m");
}
END_TEST

START_TEST(a_restart_tells_nothing_twice)
{
	judge(200, NULL);
	judge(201, STRANGER, MISSING, NULL);
	restart(205, BOOT);
	ck_assert(standing_settled(standing, 205 * SECOND));
	ck_assert_str_eq(judge(205, STRANGER, MISSING, NULL), "");
	/* grace goes on where it was */
	ck_assert_str_eq(judge(211, STRANGER, MISSING, NULL), "+critical missing m");
	restart(300, BOOT);
	ck_assert_str_eq(judge(300, STRANGER, MISSING, NULL), "");
	ck_assert_str_eq(judge(301, NULL), "-critical unexpected s; -critical missing m");
}
END_TEST

START_TEST(a_reboot_tells_what_differs_once_settled)
{
	judge(200, NULL);
	judge(201, STRANGER, MISSING, make(FINDING_FORBIDDEN, "f", 4), NULL);
	restart(5, OTHER_BOOT);
	/* the stranger may be late, the forbidden one is there, m is missing yet */
	ck_assert_str_eq(judge(6, MISSING, make(FINDING_FORBIDDEN, "f", 5), NULL), "");
	ck_assert_str_eq(judge(36, MISSING, make(FINDING_FORBIDDEN, "f", 5), NULL),
			 "+critical missing m; -critical unexpected s");
	ck_assert_str_eq(judge(37, make(FINDING_FORBIDDEN, "f", 5), NULL),
			 "-critical missing m");
}
END_TEST

START_TEST(what_was_noted_stands_until_the_next_boot)
{
	struct finding *finding = make(FINDING_LEDGER, NULL, 3);

	ck_assert_int_eq(standing_note(standing, finding, 101 * SECOND, 5, take_news, NULL), 0);
	ck_assert_str_eq(news, "+critical ledger 7");
	ck_assert_str_eq(judge(200, NULL), "");
	restart(201, BOOT);
	ck_assert_str_eq(judge(202, NULL), "");
	finding = make(FINDING_LEDGER, NULL, 3);
	ck_assert_int_eq(standing_note(standing, finding, 203 * SECOND, 5, take_news, NULL), 0);
	ck_assert_str_eq(news, "");
	restart(1, OTHER_BOOT);
	ck_assert_str_eq(judge(2, NULL), "");
	ck_assert_str_eq(judge(40, NULL), "-critical ledger 7");
}
END_TEST

START_TEST(news_that_was_not_taken_is_news_again)
{
	refuse = -ENOSPC;
	ck_assert_str_eq(judge(101, STRANGER, NULL), "");
	refuse = 0;
	ck_assert_str_eq(judge(102, STRANGER, NULL), "+critical unexpected s");
	refuse = -ENOSPC;
	ck_assert_str_eq(judge(103, NULL), "");
	refuse = 0;
	ck_assert_str_eq(judge(104, NULL), "-critical unexpected s");
}
END_TEST

/* sysfs in place of the module: the serial that differed is not readable now. */
START_TEST(what_cannot_be_verified_is_not_cleared)
{
	struct device device = { .place = (char *)"c" };
	struct unverified unverified = { .device = &device };
	struct verdict verdict = { .unverified = &unverified, .unverified_count = 1 };

	judge(101, make(FINDING_CHANGED, "c", 4), NULL);
	news[0] = '\0';
	ck_assert_int_eq(standing_update(standing, &verdict, 102 * SECOND, 5, take_news, NULL), 0);
	ck_assert_str_eq(news, "");
	ck_assert_str_eq(judge(103, NULL), "-critical changed c");
}
END_TEST

START_TEST(another_severity_is_news)
{
	struct finding *milder = STRANGER;

	judge(101, STRANGER, NULL);
	milder->severity = SEVERITY_WARNING;
	ck_assert_str_eq(judge(102, milder, NULL), "+warning unexpected s");
}
END_TEST

static void replay(struct finding *finding, enum finding_state state, enum severity severity)
{
	finding->state = state;
	finding->severity = severity;
	ck_assert_int_eq(standing_replay(standing, finding), 0);
}

/* Killed after the lines were written, before the findings were saved. */
START_TEST(a_crash_tells_nothing_twice)
{
	judge(200, NULL);
	restart(201, BOOT);
	replay(STRANGER, FINDING_RAISED, SEVERITY_CRITICAL);
	replay(STRANGER, FINDING_CLEARED, SEVERITY_CRITICAL);
	replay(make(FINDING_UNEXPECTED, "s", 11), FINDING_RAISED, SEVERITY_CRITICAL);
	ck_assert_str_eq(judge(202, STRANGER, NULL), "");
	ck_assert_str_eq(judge(202, NULL), "");
	ck_assert_str_eq(judge(202, make(FINDING_UNEXPECTED, "s", 11), NULL), "");
	ck_assert_int_eq(standing_reconcile(standing), 0);
	ck_assert_str_eq(judge(203, make(FINDING_UNEXPECTED, "s", 11), NULL), "");
	ck_assert_str_eq(judge(204, NULL), "-critical unexpected s");
}
END_TEST

/* Killed after the first line of three. */
START_TEST(a_crash_loses_nothing)
{
	judge(200, NULL);
	restart(201, BOOT);
	replay(STRANGER, FINDING_RAISED, SEVERITY_CRITICAL);
	ck_assert_str_eq(judge(202, STRANGER, NULL), "");
	ck_assert_str_eq(judge(202, NULL), "-critical unexpected s");
	ck_assert_str_eq(judge(202, make(FINDING_UNEXPECTED, "s", 11), NULL),
			 "+critical unexpected s");
	ck_assert_int_eq(standing_reconcile(standing), 0);
	ck_assert_str_eq(judge(203, make(FINDING_UNEXPECTED, "s", 11), NULL), "");
}
END_TEST

START_TEST(the_log_is_believed)
{
	judge(200, NULL);
	judge(201, MISSING, STRANGER, NULL);
	restart(202, BOOT);
	/* grace had ended, the stranger had left, another had come and gone on */
	replay(MISSING, FINDING_RAISED, SEVERITY_CRITICAL);
	replay(STRANGER, FINDING_CLEARED, SEVERITY_CRITICAL);
	replay(make(FINDING_UNEXPECTED, "t", 13), FINDING_RAISED, SEVERITY_CRITICAL);
	ck_assert_str_eq(judge(203, MISSING, STRANGER, NULL), "");
	ck_assert_int_eq(standing_reconcile(standing), 0);
	ck_assert_str_eq(judge(204, MISSING, STRANGER, NULL),
			 "+critical unexpected s; -critical unexpected t");
}
END_TEST

START_TEST(a_damaged_file_is_told_and_nothing_is_loaded)
{
	FILE *file;

	judge(101, STRANGER, NULL);
	ck_assert_int_eq(standing_save(standing, path), 0);
	ck_assert_int_eq(truncate(path, 200), 0);
	standing_free(standing);
	standing = standing_new(&times, 110 * SECOND);
	ck_assert_int_eq(standing_load(standing, path, BOOT), -EINVAL);
	file = fopen(path, "w");
	fputs("{\"schema\":\"muster-standing/1\",\"mark\":{},\"findings\":[{}]}", file);
	fclose(file);
	ck_assert_int_eq(standing_load(standing, path, BOOT), -EINVAL);
	ck_assert_str_eq(judge(112, STRANGER, NULL), "+critical unexpected s");
}
END_TEST

Suite *suite_standing(void)
{
	Suite *suite = suite_create("standing");
	TCase *cases = tcase_create("standing");

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_test(cases, a_stranger_is_raised_once_and_cleared_once);
	tcase_add_test(cases, missing_waits_until_settled);
	tcase_add_test(cases, a_late_device_raises_nothing);
	tcase_add_test(cases, settling_ends_at_the_latest);
	tcase_add_test(cases, settled_stays_settled);
	tcase_add_test(cases, an_event_after_the_quiet_time_does_not_undo_it);
	tcase_add_test(cases, a_removal_is_a_notice_until_grace_is_over);
	tcase_add_test(cases, a_reset_leaves_only_notices);
	tcase_add_test(cases, another_serial_after_a_reset_is_raised_at_once);
	tcase_add_test(cases, gone_just_before_settling_still_has_its_grace);
	tcase_add_test(cases, degraded_waits_for_settling_and_has_no_grace);
	tcase_add_test(cases, a_clock_that_goes_back_changes_nothing);
	tcase_add_test(cases, a_clock_that_leaps_ends_settling_and_grace);
	tcase_add_test(cases, a_restart_tells_nothing_twice);
	tcase_add_test(cases, a_reboot_tells_what_differs_once_settled);
	tcase_add_test(cases, what_was_noted_stands_until_the_next_boot);
	tcase_add_test(cases, news_that_was_not_taken_is_news_again);
	tcase_add_test(cases, what_cannot_be_verified_is_not_cleared);
	tcase_add_test(cases, another_severity_is_news);
	tcase_add_test(cases, a_crash_tells_nothing_twice);
	tcase_add_test(cases, a_crash_loses_nothing);
	tcase_add_test(cases, the_log_is_believed);
	tcase_add_test(cases, a_damaged_file_is_told_and_nothing_is_loaded);
	suite_add_tcase(suite, cases);
	return suite;
}
