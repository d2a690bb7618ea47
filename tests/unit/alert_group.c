// SPDX-License-Identifier: GPL-2.0-or-later
/* alert_group.c: one cause, one alert; nothing is left out of the count. */
#include "alert_group.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"

static struct finding *findings[8];
static struct alert *alerts;
static size_t count, alert_count;

static void set_up(void)
{
	count = 0;
	alert_count = 0;
	alerts = NULL;
}

static void tear_down(void)
{
	alert_free(alerts, alert_count);
	while (count)
		finding_free(findings[--count]);
}

static struct finding *add(const char *group, enum severity severity, const char *message)
{
	struct finding *finding = finding_new(FINDING_UNEXPECTED, severity, "0000:00/01.0");

	finding->group = group ? strdup(group) : NULL;
	finding->message = message ? strdup(message) : NULL;
	findings[count++] = finding;
	return finding;
}

static void group(void)
{
	size_t i, all = 0;

	ck_assert_int_eq(alert_group(findings, count, &alerts, &alert_count), 0);
	for (i = 0; i < alert_count; i++)
		all += alerts[i].count;
	ck_assert_uint_eq(all, count);
}

START_TEST(nothing_is_no_alert)
{
	group();
	ck_assert_uint_eq(alert_count, 0);
}
END_TEST

START_TEST(one_is_told_as_it_is)
{
	add("g", SEVERITY_CRITICAL, "A card is there.");
	group();
	ck_assert_uint_eq(alert_count, 1);
	ck_assert_str_eq(alerts[0].text, "A card is there.");
}
END_TEST

START_TEST(the_worst_speaks_for_its_group)
{
	add("g", SEVERITY_NOTICE, "A port.");
	add("g", SEVERITY_CRITICAL, "A card.");
	add("g", SEVERITY_CRITICAL, "Another.");
	group();
	ck_assert_uint_eq(alert_count, 1);
	ck_assert_ptr_eq(alerts[0].worst, findings[1]);
	ck_assert_str_eq(alerts[0].text, "A card; and 2 more at g.");
}
END_TEST

START_TEST(groups_keep_the_order_of_their_first)
{
	add("h", SEVERITY_NOTICE, "1.");
	add("g", SEVERITY_CRITICAL, "2.");
	add("h", SEVERITY_NOTICE, "3.");
	group();
	ck_assert_uint_eq(alert_count, 2);
	ck_assert_str_eq(alerts[0].text, "1; and 1 more at h.");
	ck_assert_str_eq(alerts[1].text, "2.");
}
END_TEST

START_TEST(without_a_group_each_is_its_own)
{
	add(NULL, SEVERITY_WARNING, "1");
	add(NULL, SEVERITY_WARNING, NULL);
	group();
	ck_assert_uint_eq(alert_count, 2);
	ck_assert_str_eq(alerts[1].text, "");
}
END_TEST

START_TEST(raised_and_cleared_are_two)
{
	add("g", SEVERITY_CRITICAL, "1.")->state = FINDING_CLEARED;
	add("g", SEVERITY_CRITICAL, "2.");
	add("g", SEVERITY_CRITICAL, NULL)->state = FINDING_CLEARED;
	group();
	ck_assert_uint_eq(alert_count, 2);
	ck_assert_str_eq(alerts[0].text, "1; and 1 more at g.");
	ck_assert_str_eq(alerts[1].text, "2.");
}
END_TEST

Suite *suite_alert_group(void);

Suite *suite_alert_group(void)
{
	Suite *suite = suite_create("alert_group");
	TCase *tcase = tcase_create("alert_group");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, nothing_is_no_alert);
	tcase_add_test(tcase, one_is_told_as_it_is);
	tcase_add_test(tcase, the_worst_speaks_for_its_group);
	tcase_add_test(tcase, groups_keep_the_order_of_their_first);
	tcase_add_test(tcase, without_a_group_each_is_its_own);
	tcase_add_test(tcase, raised_and_cleared_are_two);
	suite_add_tcase(suite, tcase);
	return suite;
}
