// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image*.c over texts and bytes made here: each way to write down the bytes of
 * a memory says the same, and what is none is refused.
 */
#include <check.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "snapshot.h"
#include "source.h"

#define SIZE 256	/* of the memory that is written down */

static uint8_t memory[SIZE];
static struct snapshot *snapshot;
static char *why, *text;
static size_t text_length;
static FILE *file;

static void setup(void)
{
	size_t i;

	/* no SPD, no FRU memory, no row like another, and letters among them */
	for (i = 0; i < SIZE; i++)
		memory[i] = (i * 7 + i / 16 + 0x41) & 0xff;
	memory[0x20] = 0;
	snapshot = NULL;
	why = NULL;
	file = open_memstream(&text, &text_length);
}

static void teardown(void)
{
	if (file)
		fclose(file);
	snapshot_free(snapshot);
	free(why);
	free(text);
}

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void put(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(file, format, arguments);
	va_end(arguments);
}

static int open_bytes(const void *bytes, size_t length)
{
	return source_bytes("dimm", bytes, length, &snapshot, &why);
}

static int open_text(void)
{
	fclose(file);
	file = NULL;
	return open_bytes(text, text_length);
}

static const struct contents *only(void)
{
	ck_assert_msg(snapshot && snapshot->count == 1, "%s", why ? why : "not one device");
	ck_assert_ptr_nonnull(snapshot->devices[0]->contents);
	return snapshot->devices[0]->contents;
}

/* That the text says what @memory holds, in its first @length bytes. */
static void claim_memory(size_t length)
{
	const struct contents *contents;
	size_t i;

	ck_assert_msg(!open_text(), "%s\n%s", why, text);
	contents = only();
	ck_assert_uint_eq(contents_run(contents), length);
	for (i = 0; i < length; i++)
		ck_assert_msg(contents->bytes[i] == memory[i], "byte %zx is %02x, not %02x\n%s", i,
			      contents->bytes[i], memory[i], text);
}

static void put_characters(size_t at, size_t count)
{
	size_t i;

	for (i = at; i < at + count; i++)
		fputc(memory[i] >= ' ' && memory[i] < 0x7f ? memory[i] : '.', file);
}

static void put_i2cdump(void)
{
	size_t at, i;

	put("     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef\n");
	for (at = 0; at < SIZE; at += 16) {
		put("%02zx:", at);
		for (i = 0; i < 16; i++)
			put(" %02x", memory[at + i]);
		put("    ");
		put_characters(at, 16);
		put("\n");
	}
}

START_TEST(a_table_of_i2cdump)
{
	put("# i2cdump -y 3 0x50 b\nNo size specified (using byte-data access)\n");
	put_i2cdump();
	claim_memory(SIZE);
	ck_assert_str_eq(snapshot->devices[0]->place, "?/i2c/50");
	ck_assert_str_eq(device_get(snapshot->devices[0], FIELD_ADDRESS), "3-0050");
	ck_assert(snapshot->part_only && snapshot->source == SOURCE_IMAGE);
}
END_TEST

START_TEST(a_table_quoted_and_with_carriage_returns)
{
	size_t at, i;

	put("> Here it is:\r\n>\r\n");
	put(">      0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef\r\n");
	for (at = 0; at < SIZE; at += 16) {
		put("> %02zx:", at);
		for (i = 0; i < 16; i++)
			put(" %02X", memory[at + i]);
		put("    ");
		put_characters(at, 16);
		put("\r\n");
	}
	claim_memory(SIZE);
}
END_TEST

/* Words of a memory overlap; the last reads around the end. */
START_TEST(a_table_of_words_is_a_memory_if_they_overlap)
{
	size_t at, i;

	put("     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f\n");
	for (at = 0; at < SIZE; at += 8) {
		put("%02zx: ", at);
		for (i = at; i < at + 8; i++)
			put("%02x%02x ", memory[(i + 1) % SIZE], memory[i]);
		put("\n");
	}
	claim_memory(SIZE);
}
END_TEST

static void put_rows(const char *offset, const char *gap, bool middle, bool letters)
{
	size_t at, i;

	for (at = 0; at < SIZE; at += 16) {
		put(offset, (unsigned int)at);
		put("%s", gap);
		for (i = 0; i < 16; i++)
			put("%s%s%02x", i ? " " : "", middle && i == 8 ? " " : "", memory[at + i]);
		if (letters) {
			put("  |");
			put_characters(at, 16);
			put("|");
		}
		put("\n");
	}
}

START_TEST(hexdump_canonical)
{
	put_rows("%08x", "  ", true, true);
	put("%08x\n", SIZE);
	claim_memory(SIZE);
}
END_TEST

/* What a service processor hands out ends anywhere: its last row has a middle, too. */
START_TEST(hexdump_of_a_length_that_is_no_whole_row)
{
	static const uint8_t fru[] = {
		1, 0, 0, 1, 0, 0, 0, 0xfe, 1, 3, 0, 0, 0, 0, 0xc3, 'A', 'B', 'C',
		0xc3, 'D', 'E', 'F', 0xc2, '1', '2', 0xc2, '3', '4', 0xc0, 0xc1,
	};
	const size_t length = 32 + _i;
	uint8_t sum = 0;
	size_t i;

	memset(memory, 0, length);
	memcpy(memory, fru, sizeof(fru));
	for (i = 8; i < 32; i++)
		sum -= memory[i];
	memory[31] = sum;
	for (i = 0; i < length; i++) {
		if (i % 16 == 0)
			put("%08zx ", i);
		put("%s %02x", i % 16 == 8 ? " " : "", memory[i]);
		if (i % 16 != 15 && i + 1 < length)
			continue;
		put("%*s  |", (int)(15 - i % 16) * 3 + (i % 16 < 8), "");
		put_characters(i / 16 * 16, i % 16 + 1);
		put("|\n");
	}
	put("%08zx\n", length);
	claim_memory(length);
}
END_TEST

START_TEST(od_counts_in_octal)
{
	put_rows("%07o", " ", false, false);
	put("%07o\n", SIZE);
	claim_memory(SIZE);
}
END_TEST

/* Words as a little-endian host has them: od -x in octal, hexdump in hex. */
START_TEST(words_of_the_host)
{
	size_t at, i;

	for (at = 0; at < SIZE; at += 16) {
		put(_i ? "%07o" : "%07x", (unsigned int)at);
		for (i = 0; i < 16; i += 2)
			put(" %02x%02x", memory[at + i + 1], memory[at + i]);
		put("\n");
	}
	put(_i ? "%07o\n" : "%07x\n", SIZE);
	claim_memory(SIZE);
}
END_TEST

START_TEST(xxd_in_groups)
{
	size_t at, i, group = 1u << _i;

	for (at = 0; at < SIZE; at += 16) {
		put("%08zx:", at);
		for (i = 0; i < 16; i++)
			put("%s%02x", i % group ? "" : " ", memory[at + i]);
		put("  ");
		put_characters(at, 16);
		put("\n");
	}
	claim_memory(SIZE);
}
END_TEST

START_TEST(a_boot_loader)
{
	size_t at, i;

	put("=> i2c md 50 0 100\n");
	for (at = 0; at < SIZE; at += 16) {
		put("%04zx: ", at);
		for (i = 0; i < 16; i++)
			put("%02x ", memory[at + i]);
		put("   ");
		put_characters(at, 16);
		put("\n");
	}
	claim_memory(SIZE);
}
END_TEST

/* Offsets with 0x before and no colon behind them, as LiteX prints them. */
START_TEST(a_boot_loader_with_offsets_in_c)
{
	size_t at, i;

	put("litex> spdread 1\nMemory dump:\n");
	for (at = 0; at < SIZE; at += 16) {
		put("0x%08zx  ", at);
		for (i = 0; i < 16; i++)
			put("%02x ", memory[at + i]);
		put(" ");
		put_characters(at, 16);
		put("\n");
	}
	claim_memory(SIZE);
}
END_TEST

/* Bytes alone: of firmware projects, of C, in one line, with comments. */
START_TEST(bytes_alone)
{
	static const char *const forms[][3] = {
		{ "%02X", " ", "\n" }, { "0x%02x", ", ", ",\n" }, { "%02x", "", "\n" },
		{ "%02x", "", "" }, { "%02x", "\t", "  # row\n" }, { "%02x", "\n", "\n" },
	};
	size_t i;

	put("# the SPD of a module,\n# 1024 of them\n\n");
	for (i = 0; i < SIZE; i++) {
		put(i % 16 ? "%s" : "", forms[_i][1]);
		fprintf(file, forms[_i][0], memory[i]);
		put(i % 16 == 15 ? "%s" : "", forms[_i][2]);
	}
	if (_i == 5) {
		/* a number in a line of its own may be anything */
		ck_assert_int_eq(open_text(), -EINVAL);
		return;
	}
	claim_memory(SIZE);
}
END_TEST

START_TEST(a_star_stands_for_rows_like_the_one_before)
{
	size_t i;

	memset(memory + 0x30, 0xa5, 0x90);
	put_rows("%08x", "  ", true, true);
	fflush(file);
	fclose(file);
	file = NULL;
	/* rows 40 to b0 are as row 30 */
	i = strstr(text, "00000040  ") - text;
	memmove(text + i + 2, strstr(text, "000000c0  "), strlen(strstr(text, "000000c0  ")) + 1);
	memcpy(text + i, "*\n", 2);
	ck_assert_msg(!open_bytes(text, strlen(text)), "%s", why);
	ck_assert_uint_eq(contents_run(only()), SIZE);
	ck_assert_int_eq(memcmp(only()->bytes, memory, SIZE), 0);
}
END_TEST

START_TEST(what_did_not_answer_is_not_known)
{
	uint8_t byte;

	put("     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef\n"
	    "00: 41 XX 43 xx 00 00 00 00 00 00 00 00 00 00 00 ab    AXCX............\n"
	    "10: XX XX XX XX XX XX XX XX XX XX XX XX XX XX XX XX    XXXXXXXXXXXXXXXX\n");
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert(contents_u8(only(), 0, &byte) && byte == 0x41);
	ck_assert(!contents_u8(only(), 1, &byte) && !contents_u8(only(), 3, &byte));
	ck_assert(contents_u8(only(), 15, &byte) && byte == 0xab);
	ck_assert_uint_eq(only()->length, 16);
	ck_assert_int_eq(snapshot->devices[0]->reading, READING_OK);
}
END_TEST

/* i2cdump -r 0x04-0x21 leaves what it did not ask for blank. */
START_TEST(a_range_begins_in_the_middle_of_a_row)
{
	uint8_t byte;

	put("Probe range limited to 0x04-0x21.\n"
	    "     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef\n"
	    "00:             44 45 46 47 48 49 4a 4b 4c 4d 4e 4f        DEFGHIJKLMNO\n"
	    "10: 50 51 52 53 54 55 56 57 58 59 5a 5b 5c 5d 5e 5f    PQRSTUVWXYZ[?]^_\n"
	    "20: 60 61                                              `a              \n");
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert(!contents_u8(only(), 3, &byte));
	ck_assert(contents_u8(only(), 4, &byte) && byte == 0x44);
	ck_assert(contents_u8(only(), 0x21, &byte) && byte == 0x61);
	ck_assert(!contents_u8(only(), 0x22, &byte));
}
END_TEST

START_TEST(letters_beside_the_bytes_are_no_bytes)
{
	put("     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f 0123456789abcdef\n"
	    "00: 61 62 20 63 64 20 00 01 02 03 04 05 06 07 08 09 ab cd ..........\n");
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert_uint_eq(only()->length, 16);
}
END_TEST

START_TEST(each_table_is_a_client_of_its_own)
{
	put("One:\n");
	put_i2cdump();
	put("\nTwo:\n");
	put_i2cdump();
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert_uint_eq(snapshot->count, 2);
	ck_assert_ptr_nonnull(strstr(why, "2 devices"));
}
END_TEST

START_TEST(two_readings_of_one_address_are_refused)
{
	put("# i2cdump -y 0 0x50\n");
	put_i2cdump();
	memory[1]++;
	put("# i2cdump -y 0 0x50\n");
	put_i2cdump();
	ck_assert_int_eq(open_text(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "dimm:21: address 50 is in line 3 already"));
}
END_TEST

/* Of a sensor read as bytes and as words the words say what it is. */
START_TEST(two_modes_of_one_address_are_one_device)
{
	put("# i2cdump -y 0 0x18 b\n");
	put_i2cdump();
	put("# i2cdump -y 0 0x18 w\n     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f\n"
	    "00: ef00 0000 0000 0000 0000 e8c1 4a10 0003 \n");
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert_str_eq(device_get(snapshot->devices[0], FIELD_CHIP),
			 "JC-42.4 temperature sensor STTS2002, STMicroelectronics (104a, device 0300)");
	ck_assert_uint_eq(only()->length, 16);
}
END_TEST

START_TEST(registers_one_by_one)
{
	put("0x00: 0x41\n0x01: 0x42\n0x02: XX\n0x03: 0x44\n");
	ck_assert_int_eq(open_text(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "4 bytes are no memory"));
}
END_TEST

START_TEST(pages_are_put_together)
{
	size_t i;

	put("page 0:\n");
	put_i2cdump();
	put("page 1:\n");
	put_i2cdump();
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert_uint_eq(only()->length, 2 * SIZE);
	for (i = 0; i < 2 * SIZE; i++)
		ck_assert_uint_eq(only()->bytes[i], memory[i % SIZE]);
}
END_TEST

/* Of a device with pages of registers nothing is missing where nothing answered. */
START_TEST(pages_of_registers_are_of_one_device)
{
	put("page 0\n     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f\n"
	    "98: XXXX 4e03 4c08 XXXX 0001 XXXX XXXX XXXX \n"
	    "page 1\n     0,8  1,9  2,a  3,b  4,c  5,d  6,e  7,f\n"
	    "98: XXXX 4e03 4c08 XXXX 0002 XXXX XXXX XXXX \n");
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert_uint_eq(only()->size, 0);
	ck_assert_int_eq(snapshot->devices[0]->reading, READING_OK);
	ck_assert_uint_eq(only()->bytes[2 * (256 + 0x9c)], 2);
	ck_assert_str_eq(device_get(snapshot->devices[0], FIELD_CHIP),
			 "PMBus device, MFR_ID N.., MFR_MODEL L.......");
}
END_TEST

/* The hub of a DDR5 module shows its memory 128 bytes at a time. */
START_TEST(pages_behind_a_hub_are_put_together)
{
	size_t i;

	memory[0] = 0x51;
	memory[1] = 0x18;
	memory[3] = 0x86;
	memory[4] = 0x32;
	memory[0x0b] = 0;
	put("page 0:\n");
	put_i2cdump();
	memset(memory, 0, 0x80);
	memory[0x0b] = 2;
	put("page 2:\n");
	put_i2cdump();
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert_uint_eq(only()->size, 1024);
	ck_assert_uint_eq(contents_run(only()), 128);
	ck_assert_uint_eq(only()->length, 384);
	for (i = 0; i < 128; i++) {
		ck_assert_uint_eq(only()->bytes[i], memory[128 + i]);
		ck_assert_uint_eq(only()->bytes[256 + i], memory[128 + i]);
	}
	ck_assert_str_eq(device_get(snapshot->devices[0], FIELD_CHIP),
			 "SPD5118 hub, Montage Technology (8632)");
	ck_assert_int_eq(snapshot->devices[0]->reading, READING_UNREADABLE);
}
END_TEST

START_TEST(bytes_of_a_memory_are_one)
{
	ck_assert_msg(!open_bytes(memory, SIZE), "%s", why);
	ck_assert_uint_eq(contents_run(only()), SIZE);
	ck_assert_str_eq(snapshot->devices[0]->place, "?/i2c/?");
	ck_assert_ptr_nonnull(strstr(why, "neither an SPD nor a FRU"));
}
END_TEST

START_TEST(bytes_of_no_size_are_none)
{
	ck_assert_int_eq(open_bytes(memory, 200), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "200 bytes are no memory"));
}
END_TEST

START_TEST(a_configuration_space_is_no_memory)
{
	memset(memory, 0, SIZE);
	memcpy(memory, "\x86\x80\xd3\x10\x07\x04\x10\x00\x00\x00\x00\x02", 12);
	memory[0x34] = 0x40;
	memory[0x40] = 0x01;
	ck_assert_int_eq(open_bytes(memory, SIZE), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "configuration space"));
}
END_TEST

START_TEST(text_of_lspci_is_no_memory)
{
	put("01:00.0 Ethernet controller: Intel Corporation Card\n");
	put_rows("%02x:", " ", false, false);
	put("\n");
	ck_assert_msg(!open_text(), "%s", why);
	ck_assert_int_eq(snapshot->source, SOURCE_LSPCI);
}
END_TEST

START_TEST(both_in_one_file_are_refused)
{
	put("00:1f.3 SMBus [0c05]: Intel Corporation SMBus [8086:a323] (rev 10)\n\n");
	put_i2cdump();
	ck_assert_int_eq(open_text(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "give each a file"));
}
END_TEST

START_TEST(words_are_neither)
{
	put("The cafe was bad; a dead bee fed a deaf ace.\n");
	ck_assert_int_eq(open_text(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "no function in it, nor the bytes of a memory"));
}
END_TEST

Suite *suite_image(void)
{
	Suite *suite = suite_create("image");
	TCase *tcase = tcase_create("image");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_table_of_i2cdump);
	tcase_add_test(tcase, a_table_quoted_and_with_carriage_returns);
	tcase_add_test(tcase, a_table_of_words_is_a_memory_if_they_overlap);
	tcase_add_test(tcase, hexdump_canonical);
	tcase_add_loop_test(tcase, hexdump_of_a_length_that_is_no_whole_row, 0, 17);
	tcase_add_test(tcase, od_counts_in_octal);
	tcase_add_loop_test(tcase, words_of_the_host, 0, 2);
	tcase_add_loop_test(tcase, xxd_in_groups, 0, 4);
	tcase_add_test(tcase, a_boot_loader);
	tcase_add_test(tcase, a_boot_loader_with_offsets_in_c);
	tcase_add_loop_test(tcase, bytes_alone, 0, 6);
	tcase_add_test(tcase, a_star_stands_for_rows_like_the_one_before);
	tcase_add_test(tcase, what_did_not_answer_is_not_known);
	tcase_add_test(tcase, a_range_begins_in_the_middle_of_a_row);
	tcase_add_test(tcase, letters_beside_the_bytes_are_no_bytes);
	tcase_add_test(tcase, each_table_is_a_client_of_its_own);
	tcase_add_test(tcase, two_readings_of_one_address_are_refused);
	tcase_add_test(tcase, two_modes_of_one_address_are_one_device);
	tcase_add_test(tcase, registers_one_by_one);
	tcase_add_test(tcase, pages_are_put_together);
	tcase_add_test(tcase, pages_of_registers_are_of_one_device);
	tcase_add_test(tcase, pages_behind_a_hub_are_put_together);
	tcase_add_test(tcase, bytes_of_a_memory_are_one);
	tcase_add_test(tcase, bytes_of_no_size_are_none);
	tcase_add_test(tcase, a_configuration_space_is_no_memory);
	tcase_add_test(tcase, text_of_lspci_is_no_memory);
	tcase_add_test(tcase, both_in_one_file_are_refused);
	tcase_add_test(tcase, words_are_neither);
	suite_add_tcase(suite, tcase);
	return suite;
}
