// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_split.c and source_lspci_ids.c over texts written here: several functions
 * in one line, and what people write behind one.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lspci_text.h"

#define SMBUS "00:1f.3 SMBus [0c05]: Intel Corporation SMBus [x] [8086:27da] (rev 02)"
#define AUDIO "00:1f.4 Audio device [0403]: Intel Corporation Audio [8086:2444] (rev 03)"

/* Two functions, and nothing between them that ends a line. */
static const char *const joined[] = {
	SMBUS " " AUDIO "\n\tKernel driver in use: snd\n",
	SMBUS "\\n" AUDIO "\\n\\tKernel driver in use: snd\\n\n",
	SMBUS "\\r\\n\\r\\n" AUDIO "\n\tKernel driver in use: snd\n",
	"> " SMBUS "\n> \tSubsystem: A [1025:0349] " AUDIO "\n> \tKernel driver in use: snd\n",
	SMBUS "\n\tKernel driver in use: i801_smbus " AUDIO "\n\tKernel driver in use: snd\n",
	"00:1f.3 0c05: 8086:27da (rev 02)\n\tKernel modules: i2c_a, i2c_b 00:1f.4 0403: 8086:2444 "
	"(rev 03)\n\tKernel driver in use: snd\n",
};

START_TEST(functions_in_one_line_are_two)
{
	const char *driver;

	read_text(joined[_i]);
	ck_assert_msg(!why, "%s", why);
	ck_assert_uint_eq(snapshot->count, 2);
	ck_assert_str_eq(field("0000:00:1f.3", FIELD_DEVICE), "27da");
	ck_assert_str_eq(field("0000:00:1f.3", FIELD_REVISION), "02");
	ck_assert_str_eq(field("0000:00:1f.4", FIELD_DEVICE), "2444");
	ck_assert_str_eq(field("0000:00:1f.4", FIELD_REVISION), "03");
	ck_assert_str_eq(field("0000:00:1f.4", FIELD_DRIVER), "snd");
	driver = field("0000:00:1f.3", FIELD_DRIVER);
	ck_assert(!driver || !strcmp(driver, "i801_smbus"));
}
END_TEST

/* What stands between may change what is meant: one is read, the other told. */
static const char *const apart[] = {
	SMBUS " instead of " AUDIO "\n",
	"00:1f.3 SMBus [0c05]: Intel [8086:27da] (rev 02), was in " AUDIO "\n",
	"00:1f.3 \"SMBus [0c05]\" \"Intel [8086]\" \"SMBus [27da]\" -r02 \"\" \"\" "
	"00:1f.4 \"Audio device [0403]\" \"Intel [8086]\" \"Audio [2444]\" -r03 \"\" \"\"\n",
	SMBUS "\n\tKernel driver in use: i801 as of " AUDIO "\n",
};

START_TEST(a_function_within_words_is_told_to_be_lost)
{
	read_text(apart[_i]);
	ck_assert_uint_eq(snapshot->count, 1);
	ck_assert_str_eq(field("0000:00:1f.3", FIELD_DEVICE), "27da");
	ck_assert_str_eq(field("0000:00:1f.3", FIELD_REVISION), "02");
	says("1 line seems to tell of functions");
	says("of 0000:00:1f.4");
}
END_TEST

START_TEST(ids_of_another_function_are_not_taken)
{
	read_text("00:1f.3 SMBus [0c05]: Intel Corporation (rev 02) " AUDIO "\n\tFlags: fast\n\n");
	ck_assert_ptr_null(field("0000:00:1f.3", FIELD_DEVICE));
	ck_assert_str_eq(field("0000:00:1f.3", FIELD_REVISION), "02");
	says("of 0000:00:1f.4");
}
END_TEST

/* What follows the ids; and the revision that it tells, NULL: it is not known. */
static const struct {
	const char *behind, *revision;
} tails[] = {
	{ "", "00" },
	{ " (rev 01)", "01" },
	{ "(rev a1)", "a1" },
	{ "(rev a1)(prog-if 02 [x y])", "a1" },
	{ " (rev 01) replaced by Intel X710 [8086:1572]", "01" },
	{ " replaced by Intel X710 [8086:1572]", "00" },
	{ " (prog-if 02 [x y])", "00" },
	{ " <-- this one", "00" },
	{ ", see [8086:1237] (rev 02)", NULL },
	{ " (re", NULL },
	{ " (rev 1", NULL },
	{ " - (rev 01)", NULL },
};

START_TEST(words_behind_the_ids_change_nothing)
{
	char text[256];

	snprintf(text, sizeof(text), "00:05.0 Ethernet controller [0200]: Red Hat [ab] [x:y] net "
		 "[1af4:1000]%s\n\tSubsystem: Red Hat [1af4:0001] <- [1af4:0002]\n", tails[_i].behind);
	read_text(text);
	ck_assert_str_eq(field("0000:00:05.0", FIELD_VENDOR), "1af4");
	ck_assert_str_eq(field("0000:00:05.0", FIELD_DEVICE), "1000");
	ck_assert_str_eq(field("0000:00:05.0", FIELD_SUBSYSTEM_DEVICE), "0001");
	if (tails[_i].revision)
		ck_assert_str_eq(field("0000:00:05.0", FIELD_REVISION), tails[_i].revision);
	else
		ck_assert_ptr_null(field("0000:00:05.0", FIELD_REVISION));
}
END_TEST

/* Ids that are there, and were not read: it is not said that there are none. */
static const struct {
	const char *text, *why;
} unread[] = {
	{ "00:01.0 Host bridge {0600}: AMD [AMD] Device {1022:14da}\n",
	  "text:1: here are ids that could not be read, for they are not written as lspci does" },
	{ "00:00.0 Host bridge [0600]: Advanced Micro Devices, Inc.\n[AMD] Root Complex [1022:1450]\n",
	  "text:2: here are ids that could not be read, for its line was broken" },
	{ "0000:80:01.3 (8086 0b00): ioatdma -> uio_pci_generic\n", "text:1: here are ids" },
	{ "00:02.0 &quot;VGA [0300]&quot; &quot;Intel: [8086]&quot; &quot;HD [5902]&quot;\n",
	  "text:1: here are ids" },
	{ SMBUS "\n06:00.0 Network controller [0280]: Intel Corporation [((8086:4222))] (rev 02)\n",
	  "the ids of 1 of 2 functions are not known, and line 2 holds some" },
	{ SMBUS "\n06:00.0 Network controller [0280]: Intel Corporation (rev 02)\n",
	  "the ids of 1 of 2 functions are not known, for they stand as names" },
	{ "06:00.0 Network controller: Intel Corporation 4 (rev 02)\n",
	  "this is \"lspci\" without numbers" },
};

START_TEST(ids_that_were_not_read_are_told)
{
	const char *text = unread[_i].text;

	ck_assert_int_eq(source_lspci("text", text, strlen(text), &snapshot, &why),
			 strncmp(text, SMBUS, 8) ? -EINVAL : 0);
	says(unread[_i].why);
}
END_TEST

Suite *suite_lspci_split(void);

Suite *suite_lspci_split(void)
{
	Suite *suite = suite_create("lspci_split");
	TCase *tcase = tcase_create("lspci_split");

	tcase_add_checked_fixture(tcase, setup, teardown);
#define LOOP(test, table) tcase_add_loop_test(tcase, test, 0, sizeof(table) / sizeof(*(table)))
	LOOP(functions_in_one_line_are_two, joined);
	LOOP(a_function_within_words_is_told_to_be_lost, apart);
	LOOP(words_behind_the_ids_change_nothing, tails);
	LOOP(ids_that_were_not_read_are_told, unread);
	tcase_add_test(tcase, ids_of_another_function_are_not_taken);
	suite_add_tcase(suite, tcase);
	return suite;
}
