// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config.c: the settings of the daemon, and what is said of a wrong one.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config config;
static char path[] = "/tmp/muster-config-XXXXXX";

static void set_up(void)
{
	strcpy(path + strlen(path) - 6, "XXXXXX");
	close(mkstemp(path));
	ck_assert_int_eq(config_init(&config), 0);
}

static void tear_down(void)
{
	config_clear(&config);
	unlink(path);
}

static int load(const char *text, char **why)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
	return config_load(&config, path, why);
}

START_TEST(defaults_are_as_designed)
{
	ck_assert_uint_eq(config.settle, UINT64_C(30000000000));
	ck_assert_uint_eq(config.settle_max, UINT64_C(180000000000));
	ck_assert_uint_eq(config.grace, UINT64_C(10000000000));
	ck_assert_uint_eq(config.rescan, UINT64_C(3600000000000));
	ck_assert_uint_eq(config.flap_time, UINT64_C(600000000000));
	ck_assert_uint_eq(config.flap_count, 3);
	ck_assert_str_eq(config.state_dir, "/var/lib/muster");
	ck_assert(config.journal);
}
END_TEST

/* As many times as are kept, and more than once: or nothing could flap. */
START_TEST(flap_count_has_bounds)
{
	static const char *const bad[] = { "1", "9", "x" };
	char *why;

	ck_assert_int_eq(config_set(&config, "flap_count", "8", &why), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		why = NULL;
		ck_assert_int_eq(config_set(&config, "flap_count", bad[i], &why), -EINVAL);
		ck_assert(strstr(why, "a number from 2 to 8"));
		free(why);
	}
	ck_assert_uint_eq(config.flap_count, 8);
}
END_TEST

START_TEST(a_file_is_read)
{
	char *why;

	ck_assert_int_eq(load("# all\n\n settle = 250ms # short\ngrace=2min\nrescan =7\n"
			      "keep_bytes = 3G\nlog_dir = /x y\njournal=no", &why), 0);
	ck_assert_uint_eq(config.settle, 250000000);
	ck_assert_uint_eq(config.grace, UINT64_C(120000000000));
	ck_assert_uint_eq(config.rescan, UINT64_C(7000000000));
	ck_assert_uint_eq(config.keep_bytes, UINT64_C(3) << 30);
	ck_assert_str_eq(config.log_dir, "/x y");
	ck_assert(!config.journal);
}
END_TEST

static const char *const wrong[] = {
	"settle", "= 3", "setle = 3s", "settle = ", "settle = -1", "settle = 3d",
	"settle = 99999999999999999999", "settle = 9999999999999999h", "keep_boots = 0",
	"poll = 0", "journal = maybe", "state_dir = here", "settle = 3s s",
};

START_TEST(a_wrong_line_is_named)
{
	char text[128], start[128], *why;

	snprintf(text, sizeof(text), "\n%s\n", wrong[_i]);
	snprintf(start, sizeof(start), "%s:2: ", path);
	ck_assert_int_eq(load(text, &why), -EINVAL);
	ck_assert_int_eq(strncmp(why, start, strlen(start)), 0);
	free(why);
}
END_TEST

START_TEST(no_file_is_told_apart)
{
	char *why;

	unlink(path);
	ck_assert_int_eq(config_load(&config, path, &why), -ENOENT);
	ck_assert_ptr_null(why);
}
END_TEST

Suite *suite_config(void)
{
	Suite *suite = suite_create("config");
	TCase *cases = tcase_create("config");

	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_test(cases, defaults_are_as_designed);
	tcase_add_test(cases, flap_count_has_bounds);
	tcase_add_test(cases, a_file_is_read);
	tcase_add_loop_test(cases, a_wrong_line_is_named, 0, sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_test(cases, no_file_is_told_apart);
	suite_add_tcase(suite, cases);
	return suite;
}
