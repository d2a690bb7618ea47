// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing_flap.c: what comes and goes again and again, by a clock that the tests turn.
 */
#include "standing.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compare.h"

#define SECOND UINT64_C(1000000000)
#define EPOCH (UINT64_C(1800000000) * SECOND)	/* CLOCK_REALTIME at boot */
#define BOOT "11111111-1111-4111-8111-111111111111"
#define OTHER_BOOT "22222222-2222-4222-8222-222222222222"

static const struct standing_times times = {
	.settle = 30 * SECOND, .settle_max = 180 * SECOND, .grace = 10 * SECOND,
	.flap_time = 600 * SECOND, .flap_count = 3,
};

static struct standing *standing;
static char path[] = "/tmp/muster-flap-XXXXXX";
static char news[4096];		/* "+s *s:3 -s:3", in words: see take_news() */
static char words[512];		/* of the last one */
static size_t told;
static int refuse;

static void begin(unsigned int seconds, const char *boot)
{
	standing = standing_new(&times, seconds * SECOND);
	ck_assert_int_eq(standing_load(standing, path, boot), 0);
}

static void set_up(void)
{
	strcpy(path + strlen(path) - 6, "XXXXXX");
	close(mkstemp(path));
	unlink(path);
	begin(100, BOOT);
	standing_settled(standing, 400 * SECOND);
	told = 0;
	refuse = 0;
}

static void tear_down(void)
{
	standing_free(standing);
	unlink(path);
}

/* +raised, -cleared, *flapping; a small letter for a notice; a count above one. */
static int take_news(const struct finding *finding, void *context)
{
	size_t length = strlen(news);
	char count[32] = "";

	(void)context;
	if (refuse)
		return refuse;
	told++;
	if (finding->count > 1)
		snprintf(count, sizeof(count), ":%llu", (unsigned long long)finding->count);
	if (length < sizeof(news) - 64)
		snprintf(news + length, sizeof(news) - length, "%s%c%s%s%s", length ? " " : "",
			 finding->state == FINDING_RAISED ? '+' :
			 finding->state == FINDING_CLEARED ? '-' : '*',
			 finding->severity == SEVERITY_NOTICE ? "n/" : "",
			 finding->place ? finding->place : finding->seen, count);
	snprintf(words, sizeof(words), "%s", finding->message ? finding->message : "");
	return 0;
}

static struct finding *make(enum finding_class class, const char *place, uint64_t seq)
{
	struct finding *finding = finding_new(class, SEVERITY_CRITICAL, place);

	finding->seq = seq;
	finding->message = strdup("There it is.");
	finding_identify(finding);
	return finding;
}

static const char *judge(unsigned int seconds, ...)
{
	struct finding *findings[8];
	struct verdict verdict = { .findings = findings };
	struct finding *finding;
	va_list arguments;

	va_start(arguments, seconds);
	while ((finding = va_arg(arguments, struct finding *)))
		findings[verdict.count++] = finding;
	va_end(arguments);
	news[0] = '\0';
	ck_assert_int_eq(standing_update(standing, &verdict, seconds * SECOND,
					 EPOCH + seconds * SECOND, take_news, NULL), refuse);
	return news;
}

static struct finding *fold(uint64_t count, uint64_t seq)
{
	struct finding *finding = make(FINDING_LEDGER, NULL, seq);

	finding->field = strdup("folded");
	finding->seen = strdup("p");
	finding->severity = SEVERITY_WARNING;
	finding->count = count;
	finding_identify(finding);
	return finding;
}

static const char *pass(unsigned int seconds, struct finding *finding)
{
	news[0] = '\0';
	ck_assert_int_eq(standing_pass(standing, finding, seconds * SECOND,
				       EPOCH + seconds * SECOND, take_news, NULL), refuse);
	return news;
}

static void restart(unsigned int seconds, const char *boot)
{
	ck_assert_int_eq(standing_save(standing, path), 0);
	standing_free(standing);
	begin(seconds, boot);
}

#define STRANGER make(FINDING_UNEXPECTED, "s", 9)
#define OTHER make(FINDING_UNEXPECTED, "o", 10)
#define MISSING make(FINDING_MISSING, "m", 8)

/* From 1000 on, there for two seconds in every five. Return: when it ended. */
static unsigned int flap(unsigned int count)
{
	unsigned int second = 1000;

	for (unsigned int i = 0; i < count; i++, second += 5) {
		judge(second, STRANGER, NULL);
		judge(second + 2, NULL);
	}
	return second - 3;
}

START_TEST(the_first_is_told_at_once_and_then_it_flaps)
{
	ck_assert_str_eq(judge(1000, STRANGER, NULL), "+s");
	ck_assert_str_eq(judge(1002, NULL), "-s");
	ck_assert_str_eq(judge(1005, STRANGER, NULL), "+s:2");
	ck_assert_str_eq(judge(1007, NULL), "-s:2");
	ck_assert_str_eq(judge(1010, STRANGER, NULL), "*s:3");
	ck_assert_str_eq(words, "There it is; it came 3 times since 2027-01-15T08:16:40Z, last at 2027-01-15T08:16:50Z.");
	ck_assert_str_eq(judge(1012, NULL), "");
	ck_assert_str_eq(judge(1015, STRANGER, NULL), "");
	ck_assert_str_eq(judge(1017, NULL), "");
	/* it stands, there or not */
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 1);
	ck_assert_uint_eq(standing_flapping(standing), 1);
}
END_TEST

START_TEST(it_is_cleared_when_it_has_been_quiet)
{
	unsigned int end = flap(4);

	ck_assert_uint_eq(end, 1017);
	/* first the count that was not told yet, then the end */
	ck_assert_uint_eq(standing_due(standing, end * SECOND), 1070 * SECOND);
	ck_assert_str_eq(judge(1070, NULL), "*s:4");
	ck_assert_uint_eq(standing_due(standing, 1071 * SECOND), (end + 600) * SECOND);
	ck_assert_str_eq(judge(end + 599, NULL), "");
	ck_assert_str_eq(judge(end + 600, NULL), "-s:4");
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 0);
	ck_assert_uint_eq(standing_due(standing, 5000 * SECOND), UINT64_MAX);
	/* and is new if it comes again */
	ck_assert_str_eq(judge(5000, STRANGER, NULL), "+s");
}
END_TEST

START_TEST(what_stays_is_raised_when_it_has_been_quiet)
{
	flap(2);
	ck_assert_str_eq(judge(1010, STRANGER, NULL), "*s:3");
	ck_assert_str_eq(judge(1609, STRANGER, NULL), "");
	ck_assert_str_eq(judge(1610, STRANGER, NULL), "+s:3");
	ck_assert_uint_eq(standing_flapping(standing), 0);
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 1);
	ck_assert_str_eq(judge(9000, STRANGER, NULL), "");
	ck_assert_str_eq(judge(9001, NULL), "-s:3");
}
END_TEST

/* Every five seconds for a day: a line at a minute, two, four ... an hour. */
START_TEST(hours_of_it_are_a_few_lines)
{
	unsigned int end = flap(17280);

	ck_assert_uint_eq(end, 1000 + 86400 - 3);
	ck_assert_uint_le(told, 5 + 6 + 24);
	ck_assert_str_eq(judge(end + 600, NULL), "-s:17280");
}
END_TEST

/* Three times in ten minutes is flapping; twice is not. */
START_TEST(what_is_slower_than_the_setting_does_not_flap)
{
	char expected[16];

	for (unsigned int i = 0; i < 10; i++) {
		snprintf(expected, sizeof(expected), i ? "+s:%u" : "+s", i + 1);
		ck_assert_str_eq(judge(2000 + 301 * i, STRANGER, NULL), expected);
		judge(2010 + 301 * i, NULL);
	}
	ck_assert_uint_eq(told, 20);
}
END_TEST

START_TEST(what_was_long_ago_is_forgotten)
{
	for (unsigned int i = 0; i < 10; i++) {
		judge(2000 + 700 * i, STRANGER, NULL);
		ck_assert_str_eq(news, "+s");
		ck_assert_str_eq(judge(2010 + 700 * i, NULL), "-s");
	}
}
END_TEST

START_TEST(a_stranger_among_the_flaps_is_told_at_once)
{
	flap(10);
	ck_assert_str_eq(judge(1052, OTHER, NULL), "+o");
	ck_assert_str_eq(judge(1053, NULL), "-o");
	ck_assert_str_eq(judge(1055, STRANGER, make(FINDING_UNEXPECTED, "s2", 11), NULL), "+s2");
}
END_TEST

START_TEST(a_higher_severity_is_told_at_once)
{
	for (unsigned int i = 0; i < 5; i++) {
		judge(1000 + 5 * i, MISSING, NULL);
		judge(1002 + 5 * i, NULL);
	}
	ck_assert_uint_eq(told, 5);
	/* now it stays away: grace is not lost in the noise */
	ck_assert_str_eq(judge(1030, MISSING, NULL), "");
	ck_assert_uint_eq(standing_due(standing, 1031 * SECOND), 1040 * SECOND);
	ck_assert_str_eq(judge(1040, MISSING, NULL), "+m:6");
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 1);
	/* and goes on flapping: not again */
	ck_assert_str_eq(judge(1041, NULL), "");
	ck_assert_str_eq(judge(1042, MISSING, NULL), "");
	ck_assert_str_eq(judge(1053, MISSING, NULL), "");
	ck_assert_uint_ne(standing_due(standing, 1053 * SECOND), 1052 * SECOND);
}
END_TEST

START_TEST(a_restart_goes_on_with_it)
{
	unsigned int end = flap(4);

	restart(1020, BOOT);
	ck_assert_uint_eq(standing_flapping(standing), 1);
	ck_assert_str_eq(judge(1021, NULL), "");
	ck_assert_str_eq(judge(1022, STRANGER, NULL), "");
	ck_assert_str_eq(judge(1023, NULL), "");
	restart(1024, BOOT);
	ck_assert_str_eq(judge(1070, NULL), "*s:5");
	restart(1100, BOOT);
	ck_assert_str_eq(judge(end + 6 + 600, NULL), "-s:5");
}
END_TEST

START_TEST(a_restart_remembers_what_has_come_once)
{
	flap(2);
	restart(1020, BOOT);
	ck_assert_str_eq(judge(1021, STRANGER, NULL), "*s:3");
}
END_TEST

START_TEST(another_boot_ends_it)
{
	flap(4);
	restart(0, OTHER_BOOT);
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 1);
	ck_assert_str_eq(judge(10, NULL), "");
	ck_assert_str_eq(judge(40, NULL), "-s:4");
	flap(2);
	restart(0, BOOT);
	ck_assert_str_eq(judge(40, NULL), "");
	ck_assert_str_eq(judge(41, STRANGER, NULL), "+s");
}
END_TEST

START_TEST(what_came_and_went_between_two_looks_counts)
{
	char (*ids)[33] = NULL;

	judge(1000, STRANGER, NULL);
	ck_assert_int_eq(standing_visited(standing, "s", true, &ids), 0);
	ck_assert_int_eq(standing_visited(standing, "s", false, &ids), 1);
	for (unsigned int i = 1; i <= 20; i++)
		ck_assert(standing_again(standing, ids[0], (1000 + i) * SECOND, EPOCH));
	ck_assert_str_eq(judge(1030, NULL), "*s:21");
	ck_assert(standing_again(standing, ids[0], 1031 * SECOND, EPOCH));
	ck_assert(!standing_again(standing, "00", 1031 * SECOND, EPOCH));
	free(ids);
	ck_assert_str_eq(judge(1100, NULL), "*s:22");
	ck_assert_str_eq(judge(1700, NULL), "-s:22");
}
END_TEST

/* It was there, went, and is there again when the next look is taken. */
START_TEST(what_returned_between_two_looks_counts)
{
	char (*ids)[33] = NULL;

	judge(1000, STRANGER, NULL);
	standing_visited(standing, "s", false, &ids);
	free(ids);
	ck_assert_str_eq(judge(1010, STRANGER, NULL), "");
	ck_assert_str_eq(judge(1020, NULL), "-s:2");
}
END_TEST

START_TEST(what_came_long_ago_does_not_flap)
{
	struct finding *stranger = STRANGER;
	char (*ids)[33] = NULL;

	stranger->at = 1000 * SECOND;
	judge(9000, stranger, NULL);
	standing_visited(standing, "s", false, &ids);
	for (unsigned int i = 1; i <= 20; i++)
		ck_assert(standing_again(standing, ids[0], (1000 + 400 * i) * SECOND, EPOCH));
	free(ids);
	judge(9001, NULL);
	ck_assert_str_eq(news, "-s:21");
}
END_TEST

START_TEST(folded_arrivals_belong_to_the_device_that_flaps)
{
	ck_assert(!standing_fold(standing, "s", 492, 1000 * SECOND, EPOCH));
	flap(8);
	ck_assert(!standing_fold(standing, "x", 492, 1040 * SECOND, EPOCH));
	ck_assert(standing_fold(standing, "s", 492, 1040 * SECOND, EPOCH));
	ck_assert_str_eq(judge(1100, NULL), "*s:500");
}
END_TEST

START_TEST(of_two_that_flap_at_one_place_neither_is_blamed)
{
	for (unsigned int i = 0; i < 4; i++) {
		judge(1000 + 5 * i, STRANGER, NULL);
		judge(1002 + 5 * i, make(FINDING_CHANGED, "s", 12), NULL);
	}
	ck_assert_uint_eq(standing_flapping(standing), 2);
	ck_assert(!standing_fold(standing, "s", 492, 1040 * SECOND, EPOCH));
}
END_TEST

START_TEST(a_fold_is_one_note_and_passes)
{
	ck_assert_str_eq(pass(1000, fold(492, 30)), "+p:492");
	/* the same, as after a crash */
	ck_assert_str_eq(pass(1001, fold(492, 30)), "");
	ck_assert_str_eq(pass(1060, fold(50, 40)), "+p:542");
	ck_assert_str_eq(pass(1120, fold(50, 50)), "*p:592");
	ck_assert_str_eq(pass(1140, fold(50, 60)), "");
	ck_assert_str_eq(judge(1180, NULL), "*p:642");
	ck_assert_uint_eq(standing_count(standing, SEVERITY_WARNING), 1);
	restart(1200, BOOT);
	ck_assert_uint_eq(standing_due(standing, 1200 * SECOND), 1740 * SECOND);
	ck_assert_str_eq(judge(1740, NULL), "-p:642");
	ck_assert_str_eq(pass(2000, fold(3, 70)), "+p:3");
	ck_assert_str_eq(judge(2600, NULL), "-p:3");
}
END_TEST

/* A hostile device that is another one each time: each is told, few are kept. */
START_TEST(memory_is_bounded)
{
	struct stat status;
	char place[16];

	for (unsigned int i = 0; i < 3000; i++) {
		snprintf(place, sizeof(place), "x%u", i);
		judge(1000, make(FINDING_UNEXPECTED, place, i), NULL);
	}
	judge(1000, NULL);
	ck_assert_uint_eq(told, 6000);
	ck_assert_int_eq(standing_save(standing, path), 0);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_int_lt(status.st_size, 1024 * 1024);
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 0);
}
END_TEST

/* So are those that flap: the one that has been quiet for longest is cleared early. */
START_TEST(those_that_flap_are_bounded)
{
	char place[16];

	for (unsigned int i = 0; i < 300; i++) {
		snprintf(place, sizeof(place), "x%u", i);
		for (unsigned int j = 0; j < 3; j++) {
			judge(1000 + i, make(FINDING_UNEXPECTED, place, i), NULL);
			judge(1000 + i, NULL);
		}
	}
	ck_assert_uint_eq(standing_flapping(standing), 256);
	ck_assert_uint_eq(standing_count(standing, SEVERITY_CRITICAL), 256);
	/* none was just forgotten */
	ck_assert_uint_eq(told, 300 * 5 + 44);
}
END_TEST

START_TEST(news_that_was_not_taken_is_told_later)
{
	flap(2);
	refuse = -28;
	judge(1010, STRANGER, NULL);
	judge(1012, NULL);
	refuse = 0;
	ck_assert_str_eq(judge(1015, STRANGER, NULL), "*s:4");
	judge(1017, NULL);
	refuse = -28;
	judge(1617, NULL);
	refuse = 0;
	ck_assert_str_eq(judge(1618, NULL), "-s:4");
}
END_TEST

START_TEST(a_crash_tells_it_no_second_time)
{
	struct finding *line = STRANGER;

	flap(2);
	ck_assert_int_eq(standing_save(standing, path), 0);
	judge(1010, STRANGER, NULL);
	ck_assert_str_eq(news, "*s:3");
	standing_free(standing);
	begin(1011, BOOT);
	line->state = FINDING_FLAPPING;
	line->count = 3;
	ck_assert_int_eq(standing_replay(standing, line), 0);
	judge(1012, STRANGER, NULL);
	ck_assert_str_eq(news, "");
	ck_assert_int_eq(standing_reconcile(standing), 0);
	ck_assert_str_eq(judge(1014, NULL), "");
	ck_assert_uint_eq(standing_flapping(standing), 1);
}
END_TEST

START_TEST(the_log_is_believed_of_flapping_too)
{
	struct finding *line = STRANGER;

	flap(2);
	restart(1011, BOOT);
	line->state = FINDING_FLAPPING;
	line->count = 7;
	ck_assert_int_eq(standing_replay(standing, line), 0);
	ck_assert_int_eq(standing_reconcile(standing), 0);
	ck_assert_str_eq(judge(1014, NULL), "");
	ck_assert_uint_eq(standing_flapping(standing), 1);
	ck_assert_str_eq(judge(1700, NULL), "-s:7");
}
END_TEST

START_TEST(without_a_time_each_is_told)
{
	struct standing_times none = times;

	none.flap_time = 0;
	standing_set_times(standing, &none);
	for (unsigned int i = 0; i < 10; i++) {
		ck_assert_str_eq(judge(1000, STRANGER, NULL), "+s");
		ck_assert_str_eq(judge(1000, NULL), "-s");
	}
	ck_assert_str_eq(pass(1000, fold(492, 30)), "+p:492");
	ck_assert_str_eq(judge(9000, NULL), "");
}
END_TEST

Suite *suite_standing_flap(void)
{
	Suite *suite = suite_create("standing_flap");
	TCase *tests = tcase_create("flaps");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_first_is_told_at_once_and_then_it_flaps);
	tcase_add_test(tests, it_is_cleared_when_it_has_been_quiet);
	tcase_add_test(tests, what_stays_is_raised_when_it_has_been_quiet);
	tcase_add_test(tests, hours_of_it_are_a_few_lines);
	tcase_add_test(tests, what_is_slower_than_the_setting_does_not_flap);
	tcase_add_test(tests, what_was_long_ago_is_forgotten);
	tcase_add_test(tests, a_stranger_among_the_flaps_is_told_at_once);
	tcase_add_test(tests, a_higher_severity_is_told_at_once);
	tcase_add_test(tests, a_restart_goes_on_with_it);
	tcase_add_test(tests, a_restart_remembers_what_has_come_once);
	tcase_add_test(tests, another_boot_ends_it);
	tcase_add_test(tests, what_came_and_went_between_two_looks_counts);
	tcase_add_test(tests, what_returned_between_two_looks_counts);
	tcase_add_test(tests, what_came_long_ago_does_not_flap);
	tcase_add_test(tests, folded_arrivals_belong_to_the_device_that_flaps);
	tcase_add_test(tests, of_two_that_flap_at_one_place_neither_is_blamed);
	tcase_add_test(tests, a_fold_is_one_note_and_passes);
	tcase_add_test(tests, memory_is_bounded);
	tcase_add_test(tests, those_that_flap_are_bounded);
	tcase_add_test(tests, news_that_was_not_taken_is_told_later);
	tcase_add_test(tests, a_crash_tells_it_no_second_time);
	tcase_add_test(tests, the_log_is_believed_of_flapping_too);
	tcase_add_test(tests, without_a_time_each_is_told);
	suite_add_tcase(suite, tests);
	return suite;
}
