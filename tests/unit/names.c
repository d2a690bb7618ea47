// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * names.c (the library's): what a file in the form of pci.ids calls a function,
 * and that a file which is not in that form is no more than names not found.
 */
#include "names.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"

/* Invented, but for its form. */
static const char usual[] =
	"#\n# a comment\n\n"
	"0010  First Vendor\n"
	"\t8139  Its Card\n"
	"1af4  Middle Vendor, Inc.\n"
	"# between\n"
	"\t1000  Small Card\n"
	"\t\t1af4 0001  Small Card, as sold\n"
	"\t1041  Other Card\n"
	"8086  Late Vendor\n"
	"\t10d3  Network Card\n"
	"\t\t8086 a01f  Network Card, as sold\n"
	"ffff  Last Vendor\n"
	"C 00  Old things\n"
	"\t01  Old display\n"
	"C 02  Network\n"
	"\t00  Ethernet\n"
	"\t\t01  Some interface\n"
	"\t80  Other network\n";

static char path[] = "/tmp/muster-names-XXXXXX";

static void set_up(void)
{
	int fd;

	strcpy(path + strlen(path) - 6, "XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void tear_down(void)
{
	unlink(path);
}

static struct names *open_text(const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	fclose(file);
	return names_open_file(path);
}

/* Return: "DEVICE|CLASS". */
static const char *look_up(struct names *names, const char *vendor, const char *part,
			   const char *class)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/01.0");
	static char both[160];
	char name[64], kind[64];

	device_set(device, FIELD_VENDOR, vendor);
	device_set(device, FIELD_DEVICE, part);
	device_set(device, FIELD_CLASS, class);
	snprintf(both, sizeof(both), "%s|%s", names_device(names, device, name, sizeof(name)),
		 names_class(names, device, kind, sizeof(kind)));
	device_free(device);
	return both;
}

START_TEST(every_vendor_is_found)
{
	struct names *names = open_text(usual, strlen(usual));

	ck_assert_str_eq(look_up(names, "0010", "8139", "000100"),
			 "First Vendor Its Card|Old display");
	ck_assert_str_eq(look_up(names, "1af4", "1041", "020000"),
			 "Middle Vendor, Inc. Other Card|Ethernet");
	ck_assert_str_eq(look_up(names, "8086", "10d3", "028000"),
			 "Late Vendor Network Card|Other network");
	ck_assert_str_eq(look_up(names, "ffff", "0000", "02ff00"), "Last Vendor|Network");
	names_close(names);
}
END_TEST

START_TEST(who_rests_finds_the_same)
{
	struct names *names = open_text(usual, strlen(usual));
	FILE *file;

	ck_assert_ptr_eq(names_wake(names), names);
	names_rest(names);
	names_rest(names);
	ck_assert_ptr_eq(names_wake(names), names);
	ck_assert_str_eq(look_up(names, "0010", "8139", "000100"),
			 "First Vendor Its Card|Old display");
	ck_assert_str_eq(look_up(names, "8086", "10d3", "028000"),
			 "Late Vendor Network Card|Other network");
	ck_assert_str_eq(look_up(names, "ffff", "0000", "02ff00"), "Last Vendor|Network");
	ck_assert_str_eq(look_up(names, "1af5", "1000", "010000"), "|");
	ck_assert_str_eq(look_up(names, "0000", "8139", "030000"), "|");
	names_rest(names);
	/* another file under that name */
	file = fopen(path, "w");
	fputs("8086  New Name\n", file);
	fclose(file);
	ck_assert_ptr_eq(names_wake(names), names);
	ck_assert_str_eq(look_up(names, "8086", "10d3", "028000"), "New Name|");
	names_rest(names);
	unlink(path);
	ck_assert_ptr_null(names_wake(names));
	names_close(names);
}
END_TEST

START_TEST(what_is_not_there_has_no_name)
{
	struct names *names = open_text(usual, strlen(usual));

	ck_assert_str_eq(look_up(names, "0000", "8139", "030000"), "|");
	ck_assert_str_eq(look_up(names, "1af5", "1000", "010000"), "|");
	/* of another vendor, and of a subsystem */
	ck_assert_str_eq(look_up(names, "1af4", "10d3", "020100"), "Middle Vendor, Inc.|Network");
	ck_assert_str_eq(look_up(names, "8086", "a01f", ""), "Late Vendor|");
	ck_assert_str_eq(look_up(names, NULL, NULL, NULL), "|");
	names_close(names);
}
END_TEST

START_TEST(no_file_is_no_names)
{
	struct names *names = names_open_file("/nowhere/at/all");

	ck_assert_ptr_null(names);
	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "|");
	names_close(names);
	ck_assert_ptr_null(open_text("", 0));
	ck_assert_ptr_null(names_open_file("/tmp"));
}
END_TEST

/* Wherever the file is cut, and with whatever end, nothing else is read. */
START_TEST(a_cut_file_ends_where_it_ends)
{
	size_t length;

	for (length = 1; length < strlen(usual); length++) {
		struct names *names = open_text(usual, length);

		look_up(names, "0010", "8139", "000100");
		look_up(names, "8086", "10d3", "028000");
		look_up(names, "ffff", "ffff", "ff0000");
		names_close(names);
	}
}
END_TEST

START_TEST(the_last_line_needs_no_end)
{
	static const char text[] = "8086  Vendor\n\t10d3  Card";
	struct names *names = open_text(text, strlen(text));

	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "Vendor Card|");
	names_close(names);
}
END_TEST

/* A mapped page that is full has no byte after it that could be read. */
START_TEST(a_file_may_fill_its_page)
{
	long size = sysconf(_SC_PAGESIZE);
	char *text = malloc(size);
	struct names *names;

	memset(text, '\n', size);
	memcpy(text + size - 12, "8086  Vendor", 12);
	names = open_text(text, size);
	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "Vendor|");
	names_close(names);
	memset(text, '\n', size);
	memcpy(text + size - 6, "8086  ", 6);
	names = open_text(text, size);
	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "|");
	names_close(names);
	free(text);
}
END_TEST

START_TEST(lines_may_end_as_elsewhere)
{
	static const char text[] = "8086  Vendor\r\n\t10d3  Card\r\nC 02  Network\r\n\t00  Ethernet\r\n";
	struct names *names = open_text(text, strlen(text));

	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "Vendor Card|Ethernet");
	names_close(names);
}
END_TEST

/* Not found, or found: but an answer, and a right one. */
START_TEST(vendors_out_of_order_are_names_lost)
{
	static const char text[] =
		"ffff  Last\n\t0001  L\n8086  Vendor\n\t10d3  Card\n0010  First\n\t0001  F\n";
	struct names *names = open_text(text, strlen(text));
	const char *seen = look_up(names, "8086", "10d3", "020000");

	ck_assert_msg(!strcmp(seen, "Vendor Card|") || !strcmp(seen, "|"), "%s", seen);
	seen = look_up(names, "0010", "0001", "020000");
	ck_assert_msg(!strcmp(seen, "First F|") || !strcmp(seen, "|"), "%s", seen);
	names_close(names);
}
END_TEST

START_TEST(a_huge_line_is_one_line)
{
	size_t size = 8 << 20, length;
	char *text = malloc(size + 128);
	struct names *names;

	length = sprintf(text, "0010  ");
	memset(text + length, 'x', size);
	length += size;
	length += sprintf(text + length, "\n\t0001  F\n8086  Vendor\n\t10d3  Card\n");
	names = open_text(text, length);
	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "Vendor Card|");
	/* as much of it as there is room for */
	ck_assert_uint_eq(strlen(look_up(names, "0010", "0001", "020000")), 64);
	/* and one that has no end, nor a beginning that says anything */
	memset(text, 'x', size);
	names_close(names);
	names = open_text(text, size);
	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "|");
	names_close(names);
	free(text);
}
END_TEST

START_TEST(bytes_that_are_no_text_do_no_harm)
{
	static const char text[] = "8086  Ven\0dor\n\t10d3  \xff\xfe\x80\n\0\0\0\nC 02  \0\n";
	struct names *names = open_text(text, sizeof(text) - 1);

	ck_assert_str_eq(look_up(names, "8086", "10d3", "020000"), "Ven \xff\xfe\x80|");
	names_close(names);
}
END_TEST

Suite *suite_names(void);

Suite *suite_names(void)
{
	Suite *suite = suite_create("names");
	TCase *tcase = tcase_create("names");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, every_vendor_is_found);
	tcase_add_test(tcase, who_rests_finds_the_same);
	tcase_add_test(tcase, what_is_not_there_has_no_name);
	tcase_add_test(tcase, no_file_is_no_names);
	tcase_add_test(tcase, a_cut_file_ends_where_it_ends);
	tcase_add_test(tcase, the_last_line_needs_no_end);
	tcase_add_test(tcase, a_file_may_fill_its_page);
	tcase_add_test(tcase, lines_may_end_as_elsewhere);
	tcase_add_test(tcase, vendors_out_of_order_are_names_lost);
	tcase_add_test(tcase, a_huge_line_is_one_line);
	tcase_add_test(tcase, bytes_that_are_no_text_do_no_harm);
	suite_add_tcase(suite, tcase);
	return suite;
}
