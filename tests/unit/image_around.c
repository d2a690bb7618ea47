// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image*.c over what stands around tables of bytes, and what only looks like
 * one: maps of i2cdetect, commands, headings that a mail has wrapped.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "snapshot.h"
#include "source.h"

#define HEAD	"     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f"
#define LETTERS	"    0123456789abcdef\n"
#define SILENT	" -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --\n"
#define UNREAD	" XX XX XX XX XX XX XX XX XX XX XX XX XX XX XX XX\n"
#define ZEROS	" 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
#define TWO(row) "10:" row "20:" row
#define SIX(row) TWO(row) "30:" row "40:" row "50:" row "60:" row

static struct snapshot *snapshot;
static char *why;

static void setup(void)
{
	snapshot = NULL;
	why = NULL;
}

static void teardown(void)
{
	snapshot_free(snapshot);
	free(why);
}

static int open_text(const char *text)
{
	teardown();
	setup();
	return source_bytes("text", text, strlen(text), &snapshot, &why);
}

static void claim_refused(const char *text, const char *sentence)
{
	ck_assert_msg(open_text(text) == -EINVAL, "taken:\n%s", text);
	ck_assert_msg(why && strstr(why, sentence), "%s", why);
}

/* That @text is one device, here, and the first bytes of it. */
static const struct device *claim_one(const char *text, const char *place)
{
	ck_assert_msg(!open_text(text), "%s\n%s", why, text);
	ck_assert_msg(snapshot->count == 1, "%zu devices: %s", snapshot->count, why);
	ck_assert_str_eq(snapshot->devices[0]->place, place);
	return snapshot->devices[0];
}

static bool knows(const struct device *device, size_t at, uint8_t expected)
{
	uint8_t byte;

	return contents_u8(device->contents, at, &byte) && byte == expected;
}

/* As i2cdetect prints it: from 08, from 03, all, a range; pasted into a page; cut. */
static const char *const maps[] = {
	HEAD "\n00:                         08 -- -- -- -- -- -- -- \n10:" SILENT
	"50: UU UU -- -- 54 55 -- -- -- -- -- -- -- -- -- 5f \n70: -- -- -- -- -- -- -- --     \n",
	HEAD "\n00:          -- -- -- -- -- -- -- -- 0b -- -- -- -- \n" SIX(SILENT)
	"70: -- -- -- -- -- -- -- 77\n",
	HEAD "\n00: 00 -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- \n" SIX(SILENT) "70:" SILENT,
	HEAD "\n" TWO(SILENT),
	HEAD "\n50: UU                                              \n",
	"0 1 2 3 4 5 6 7 8 9 a b c d e f\n00: -- -- -- -- -- -- -- -- 0b -- -- -- --\n" SIX(SILENT),
	"00:          -- -- -- -- -- 08 -- -- -- -- -- -- -- \n" SIX(SILENT),
	/* old ones print XX */
	HEAD "\n00:          XX XX XX XX XX 08 XX XX XX XX XX XX XX\n" SIX(UNREAD)
	"70: XX XX XX XX XX XX XX XX\n",
	"# i2cdetect -y 1 0x50 0x51\n" HEAD "\n50: 50 51 \n",
	"# i2cdetect -y 1\n" HEAD "\n10: -- -- 17 --\n",
};

START_TEST(a_map_of_addresses_has_no_bytes)
{
	claim_refused(maps[_i], "i2cdetect tells addresses that answer, not bytes");
	ck_assert_ptr_nonnull(strstr(why, "i2cdump"));
}
END_TEST

START_TEST(a_map_beside_a_dump_is_passed_over)
{
	const struct device *device;
	char text[4096];

	snprintf(text, sizeof(text), "# i2cdetect -y 2\n%s\n# i2cdump -y 2 8\n" HEAD LETTERS
		 "00: 41 42" LETTERS "\n%s", maps[_i], maps[_i]);
	device = claim_one(text, "?/i2c/08");
	ck_assert_str_eq(device_get(device, FIELD_ADDRESS), "2-0008");
	ck_assert(knows(device, 0, 0x41) && !knows(device, 8, 8));
	ck_assert_msg(strstr(why, "map of i2cdetect in line "), "%s", why);
	ck_assert_msg(!strstr(why, "2 devices"), "%s", why);
}
END_TEST

/* Bytes that are their own offsets, silence, the word i2cdetect: none makes a map alone. */
START_TEST(a_dump_is_no_map)
{
	static const char *const dumps[] = {
		HEAD LETTERS "00: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f    ................\n",
		HEAD "\n00: XX XX XX 03 XX XX XX XX XX XX XX XX XX XX XX XX\n",
		"# i2cdetect -y 1\n# i2cdump -y 1 0x50\n"
		HEAD "\n00: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n",
		"what i2cdetect showed:\n" HEAD "\n00: 00 01 02 03 ff 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n",
		HEAD LETTERS "00:          03 -- -- -- -- -- -- -- -- -- -- -- -- \n",
		HEAD "\n00: -- -- -- 03 44 -- -- -- -- -- -- -- -- -- -- --\n",
		HEAD "\n00:          03 XX XX XX\n" SIX(UNREAD) "70:" UNREAD "80:" UNREAD,
		HEAD "\n00: -- -- -- 03 -- -- -- --\nf0:" SILENT,
	};

	ck_assert_msg(!open_text(dumps[_i]), "%s\n%s", why, dumps[_i]);
	ck_assert_uint_ge(snapshot->count, 1);
	ck_assert(knows(snapshot->devices[snapshot->count - 1], 3, 3));
}
END_TEST

/* A mail has wrapped the head: what stands above the characters is no row of bytes. */
START_TEST(a_head_in_two_lines_is_one)
{
	static const char *const heads[] = {
		">> # i2cdump 1 0x51\n>> " HEAD "    \n>> 0123456789abcdef\n>> ",
		"# i2cdump 1 0x51\n" HEAD "\n0123456789ABCDEF\n",
		"# i2cdump 1 0x51\n     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f\n0123456789abcdef\n",
		/* nobody knows the line before it, or it is lost */
		"# i2cdump 1 0x51\n 0 1 2 3 4 5 6 7 8 9 a b c d e\n0123456789abcdef\n",
		"# i2cdump 1 0x51\n00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n",
	};
	const struct device *device;
	char text[512];

	snprintf(text, sizeof(text), _i == 2 ? "%s00: 1851 860a\nf0: 0000\n" :
		 "%s00: 51 18 0a 86\n10: 00 00\nf0: 00 00\n", heads[_i]);
	device = claim_one(text, "?/i2c/51");
	ck_assert_str_eq(device_get(device, FIELD_ADDRESS), "1-0051");
	ck_assert(knows(device, 0, 0x51) && knows(device, 3, 0x86));
}
END_TEST

/* Digits that count up are as good as others, where digits are all there is. */
START_TEST(digits_that_count_up_are_bytes)
{
	char text[1024] = "0123456789abcdef\n";
	size_t i;

	for (i = 0; i < 15; i++)
		strcat(text, "a0a1a2a3a4a5a6a7\n");
	strcat(text, "0123456789abcdef\n");
	ck_assert_msg(open_text(text) == -EINVAL, "taken");
	ck_assert_msg(strstr(why, "136 bytes are no memory"), "%s", why);
	claim_one(text + 17, "?/i2c/?");
	ck_assert(knows(snapshot->devices[0], 127, 0xef));
}
END_TEST

static const struct {
	const char *above, *place, *address;
} commands[] = {
	{ "# i2cdump -y 1 0x50\n", "?/i2c/50", "1-0050" },
	{ "# i2cdump -f -y -r 0x00-0x0f 1 0x50 b 2>/dev/null\n", "?/i2c/50", "1-0050" },
	{ "# i2cdump -y 1 80 2>&1\n", "?/i2c/50", "1-0050" },
	{ "$ sudo i2cdump -y 1 0x50; i2cget -y 1 0x51 0\n", "?/i2c/50", "1-0050" },
	{ "this is i2cdump 1 0x50 on mine:\n", "?/i2c/50", "1-0050" },
	{ "# i2cdump -y 1 0x50 bp\nas i2cdump shows 8 registers:\n", "?/i2c/50", "1-0050" },
	{ "# i2cdump -y SMBus 0x50 b\n", "?/i2c/50", NULL },
	/* a tool of another name: its first number is the address, or a register */
	{ "# ipctool i2cdump 0x61 0x00 0xfe\n", "?/i2c/?", NULL },
	{ "# ipctool i2cdump 0x61 0x10 0xfe\n", "?/i2c/?", NULL },
	{ "# i2cdump -y 1 0x50\n# ipctool i2cdump 0x61 0x00 0xfe\n", "?/i2c/?", NULL },
	{ "# i2cdump -y 1 0x78\n", "?/i2c/?", NULL },
	{ "# i2cdump -y 1 0x02 b\n", "?/i2c/?", NULL },
	{ "# i2cdump -y 1 0x1050 b\n", "?/i2c/?", NULL },
	{ "as i2cdump shows 8 registers:\n", "?/i2c/?", NULL },
};

START_TEST(a_command_tells_bus_and_address)
{
	const struct device *device;
	const char *address;
	char text[512];

	snprintf(text, sizeof(text), "%s" HEAD LETTERS "00: 51 18\n", commands[_i].above);
	device = claim_one(text, commands[_i].place);
	address = device_get(device, FIELD_ADDRESS);
	ck_assert_str_eq(address ? address : "", commands[_i].address ? commands[_i].address : "");
}
END_TEST

#define PAGE_0 "# i2cset -y 1 0x36 0x00 0x00\n"
#define PAGE_1 "# i2cset -f -y -m 0xff 1 0x37 0 0 b\n"
#define DUMP(address, first) \
	"# i2cdump -y 1 " address " b\n" HEAD LETTERS "00: " first " 00\n10:" ZEROS "f0:" ZEROS

/* A bus of DDR4 modules shows one half of each at a time: i2cset asks for it. */
START_TEST(pages_that_i2cset_selects_are_put_together)
{
	static const char *const texts[] = {
		PAGE_0 DUMP("0x50", "23") PAGE_1 DUMP("0x50", "99"),
		PAGE_0 DUMP("0x50", "23") DUMP("0x51", "24") PAGE_1 DUMP("0x50", "99")
		DUMP("0x51", "98"),
		PAGE_0 DUMP("0x51", "24") DUMP("0x50", "23") PAGE_1 DUMP("0x51", "98")
		"page 1:\n" DUMP("0x50", "99"),
	};
	size_t i;

	ck_assert_msg(!open_text(texts[_i]), "%s\n%s", why, texts[_i]);
	ck_assert_uint_eq(snapshot->count, _i ? 2 : 1);
	for (i = 0; i < snapshot->count; i++) {
		ck_assert(knows(snapshot->devices[i], 0, 0x23 + i));
		ck_assert(knows(snapshot->devices[i], 256, 0x99 - i));
		ck_assert_uint_eq(snapshot->devices[i]->contents->length, 512);
	}
}
END_TEST

/* Nobody knows which page is which; or it is told twice, or of another bus. */
START_TEST(pages_that_are_not_known_are_two_readings)
{
	static const char *const texts[] = {
		DUMP("0x50", "23") DUMP("0x50", "99"),
		"i2cset -y 1 0x36 0 0; i2cdump -y 1 0x50; i2cset -y 1 0x37 0 0\n"
		DUMP("0x50", "23") DUMP("0x50", "99"),
		PAGE_0 DUMP("0x50", "23") PAGE_1 DUMP("0x50", "99") DUMP("0x50", "98"),
		"# i2cset -y 2 0x36 0 0\n" DUMP("0x50", "23") "# i2cset -y 2 0x37 0 0\n"
		DUMP("0x50", "99"),
		PAGE_0 DUMP("0x18", "23") PAGE_1 DUMP("0x18", "99"),
	};

	claim_refused(texts[_i], "is in line ");
	ck_assert_msg(strstr(why, "\"page 0:\", \"page 1:\""), "%s", why);
}
END_TEST

/* A FRU memory on the same bus has no pages. */
START_TEST(a_memory_without_pages_shows_the_same_twice)
{
	const struct device *device =
		claim_one(PAGE_0 DUMP("0x57", "41") PAGE_1 DUMP("0x57", "41"), "?/i2c/57");

	ck_assert_uint_eq(device->contents->length, 256);
}
END_TEST

/* A mail that is quoted-printable hides the last cell of a row behind "=20". */
START_TEST(a_blank_of_a_mail_is_one)
{
	const struct device *device =
		claim_one("     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f=20\n"
			  "00: ff67 ca00 a25d c803 5006 0080 817f 00fe=20\n08: 0000 1234 =20\n"
			  "10: =20\npage=20\n", "?/i2c/?");

	ck_assert(knows(device, 14, 0xfe) && knows(device, 15, 0));
	ck_assert(knows(device, 18, 0x34) && knows(device, 19, 0x12));
	ck_assert_uint_eq(device->contents->length, 20);
	claim_one("page=0\n" HEAD LETTERS "00: 11 22=20\n\npage=20\n" HEAD LETTERS "00: 33 44=20\n",
		  "?/i2c/?");
	ck_assert(knows(snapshot->devices[0], 20 * 256, 0x33));
	claim_refused("deadbeef=20\n", "no function in it, nor the bytes of a memory");
}
END_TEST

#define FRU_BYTES \
	"00000000  01 00 00 01 00 00 00 fe  01 03 00 00 00 00 c3 41\n" \
	"00000010  42 43 c3 44 45 46 c2 31  32 c2 33 34 c0 c1 00 d6\n" \
	"00000020\n"
#define NO_MEMORY \
	"00000000  00 1c bf 42 fd 7e 00 00  00 1c bf 42 fd 7e 00 00\n" \
	"00000010  00 00 00 00\n" \
	"00000014\n"

START_TEST(bytes_that_are_no_memory_withhold_none)
{
	static const char *const texts[] = {
		"first try:\n" NO_MEMORY "second:\n" FRU_BYTES,
		FRU_BYTES "\nagain:\n" NO_MEMORY,
		NO_MEMORY NO_MEMORY FRU_BYTES,
	};
	static const char *const notes[] = {
		"1 of 2 tables of bytes, the first is in line 2: 20 bytes are no memory",
		"1 of 2 tables of bytes, the first is in line 6: 20 bytes are no memory",
		"2 of 3 tables of bytes, the first is in line 1: 20 bytes are no memory",
	};
	const struct device *device = claim_one(texts[_i], "?/i2c/?");

	ck_assert(knows(device, 0, 1) && knows(device, 15, 0x41));
	ck_assert_msg(strstr(why, notes[_i]), "%s", why);
	ck_assert_msg(!strstr(why, "2 devices"), "%s", why);
}
END_TEST

START_TEST(bytes_of_several_that_are_no_memory_are_named_by_line)
{
	claim_refused("One:\n" NO_MEMORY "Two:\n" NO_MEMORY, "text:2: 20 bytes are no memory");
	claim_refused("One:\n" NO_MEMORY, "text: 20 bytes are no memory");
}
END_TEST

Suite *suite_image_around(void)
{
	Suite *suite = suite_create("image_around");
	TCase *tcase = tcase_create("image_around");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, a_map_of_addresses_has_no_bytes, 0,
			    sizeof(maps) / sizeof(*maps));
	tcase_add_loop_test(tcase, a_map_beside_a_dump_is_passed_over, 0,
			    sizeof(maps) / sizeof(*maps));
	tcase_add_loop_test(tcase, a_dump_is_no_map, 0, 8);
	tcase_add_loop_test(tcase, a_head_in_two_lines_is_one, 0, 5);
	tcase_add_test(tcase, digits_that_count_up_are_bytes);
	tcase_add_loop_test(tcase, a_command_tells_bus_and_address, 0,
			    sizeof(commands) / sizeof(*commands));
	tcase_add_loop_test(tcase, pages_that_i2cset_selects_are_put_together, 0, 3);
	tcase_add_loop_test(tcase, pages_that_are_not_known_are_two_readings, 0, 5);
	tcase_add_test(tcase, a_memory_without_pages_shows_the_same_twice);
	tcase_add_loop_test(tcase, bytes_that_are_no_memory_withhold_none, 0, 3);
	tcase_add_test(tcase, bytes_of_several_that_are_no_memory_are_named_by_line);
	tcase_add_test(tcase, a_blank_of_a_mail_is_one);
	suite_add_tcase(suite, tcase);
	return suite;
}
