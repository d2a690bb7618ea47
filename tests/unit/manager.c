// SPDX-License-Identifier: GPL-2.0-or-later
/* manager.c and journal.c: what systemd hears, byte for byte. */
#include "manager.h"

#include <check.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "journal.h"

static char directory[32], path[64], heard[256];
static int listening;

static void listen_at(const char *name, size_t length)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	memcpy(address.sun_path, name, length);
	ck_assert_int_eq(bind(listening, (struct sockaddr *)&address,
			      offsetof(struct sockaddr_un, sun_path) + length), 0);
}

static void set_up(void)
{
	strcpy(directory, "/tmp/muster-unit.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/socket", directory);
	listening = socket(AF_UNIX, SOCK_DGRAM, 0);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

static void tear_down(void)
{
	close(listening);
	unlink(path);
	rmdir(directory);
}

/* Return: bytes of what came; -1: nothing. */
static ssize_t hear(void)
{
	ssize_t length = recv(listening, heard, sizeof(heard) - 1, MSG_DONTWAIT);

	heard[length > 0 ? length : 0] = '\0';
	return length;
}

START_TEST(the_manager_hears_at_its_file)
{
	listen_at(path, strlen(path) + 1);
	setenv("NOTIFY_SOCKET", path, 1);
	manager_tell("STATUS=%d of %s", 2, "three");
	hear();
	ck_assert_str_eq(heard, "STATUS=2 of three");
}
END_TEST

START_TEST(the_manager_hears_at_a_socket_without_a_file)
{
	char name[sizeof(path) + 1];

	snprintf(name, sizeof(name), "@%s", path);
	*name = '\0';
	listen_at(name, strlen(path) + 1);
	*name = '@';
	setenv("NOTIFY_SOCKET", name, 1);
	manager_tell("READY=1");
	hear();
	ck_assert_str_eq(heard, "READY=1");
}
END_TEST

START_TEST(who_does_not_listen_does_not_matter)
{
	manager_tell("READY=1");
	setenv("NOTIFY_SOCKET", "", 1);
	manager_tell("READY=1");
	setenv("NOTIFY_SOCKET", "vsock:2:1", 1);
	manager_tell("READY=1");
	setenv("NOTIFY_SOCKET", path, 1);
	manager_tell("READY=1");
	ck_assert_int_eq(hear(), -1);
}
END_TEST

START_TEST(its_patience_is_ours_alone)
{
	char pid[16];

	ck_assert_uint_eq(manager_patience(), 0);
	setenv("WATCHDOG_USEC", "30000000", 1);
	ck_assert_uint_eq(manager_patience(), UINT64_C(30000000000));
	snprintf(pid, sizeof(pid), "%d", getpid());
	setenv("WATCHDOG_PID", pid, 1);
	ck_assert_uint_eq(manager_patience(), UINT64_C(30000000000));
	setenv("WATCHDOG_PID", "1", 1);
	ck_assert_uint_eq(manager_patience(), 0);
}
END_TEST

START_TEST(a_patience_that_is_no_number_is_none)
{
	static const char *const texts[] = { "", "soon", "-1", "1s", "18446744073709551615",
					     "99999999999999999999999" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		setenv("WATCHDOG_USEC", texts[i], 1);
		ck_assert_uint_eq(manager_patience(), 0);
	}
}
END_TEST

static size_t make_entry(const char *name, const char *value, char **text)
{
	size_t length;
	FILE *entry = open_memstream(text, &length);

	journal_put(entry, "PRIORITY", "2");
	journal_put(entry, name, value);
	fclose(entry);
	return length;
}

START_TEST(the_journal_gets_a_line_for_a_field)
{
	size_t length;
	char *text;

	listen_at(path, strlen(path) + 1);
	length = make_entry("MESSAGE", "a card came", &text);
	ck_assert_int_eq(journal_submit(path, text, length), 0);
	ck_assert_int_eq(hear(), length);
	ck_assert_str_eq(heard, "PRIORITY=2\nMESSAGE=a card came\n");
	free(text);
}
END_TEST

/* Or a device's name could forge fields. */
START_TEST(lines_of_a_value_are_no_fields)
{
	static const char wanted[] = "PRIORITY=2\nMESSAGE\n\x0c\0\0\0\0\0\0\0a\nPRIORITY=7\n";
	char *text;
	size_t length = make_entry("MESSAGE", "a\nPRIORITY=7", &text);

	ck_assert_uint_eq(length, sizeof(wanted) - 1);
	ck_assert_mem_eq(text, wanted, length);
	free(text);
}
END_TEST

START_TEST(a_value_without_end_is_cut)
{
	char *long_text = malloc(4 * JOURNAL_TEXT_MAX), *text;

	memset(long_text, 'x', 4 * JOURNAL_TEXT_MAX);
	long_text[4 * JOURNAL_TEXT_MAX - 1] = '\0';
	ck_assert_uint_eq(make_entry("M", long_text, &text), 11 + 2 + JOURNAL_TEXT_MAX + 1);
	free(text);
	free(long_text);
}
END_TEST

START_TEST(where_no_journal_runs_all_is_well)
{
	char long_path[256];

	ck_assert_int_eq(journal_submit(path, "A=b\n", 4), 0);
	listen_at(path, strlen(path) + 1);
	close(listening);
	ck_assert_int_eq(journal_submit(path, "A=b\n", 4), -ECONNREFUSED);
	memset(long_path, 'x', sizeof(long_path));
	long_path[sizeof(long_path) - 1] = '\0';
	ck_assert_int_eq(journal_submit(long_path, "A=b\n", 4), -ENAMETOOLONG);
	listening = socket(AF_UNIX, SOCK_DGRAM, 0);
}
END_TEST

Suite *suite_manager(void);

Suite *suite_manager(void)
{
	Suite *suite = suite_create("manager");
	TCase *tests = tcase_create("manager");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_manager_hears_at_its_file);
	tcase_add_test(tests, the_manager_hears_at_a_socket_without_a_file);
	tcase_add_test(tests, who_does_not_listen_does_not_matter);
	tcase_add_test(tests, its_patience_is_ours_alone);
	tcase_add_test(tests, a_patience_that_is_no_number_is_none);
	tcase_add_test(tests, the_journal_gets_a_line_for_a_field);
	tcase_add_test(tests, lines_of_a_value_are_no_fields);
	tcase_add_test(tests, a_value_without_end_is_cut);
	tcase_add_test(tests, where_no_journal_runs_all_is_well);
	suite_add_tcase(suite, tests);
	return suite;
}
