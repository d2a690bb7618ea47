// SPDX-License-Identifier: GPL-2.0-or-later
/* spd.c, spd_ddr*.c, spd_lpddr.c: what memory modules say, field by field. */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "spd_images.h"

static const struct expected {
	const char *type, *module_type, *maker, *maker_id, *dram_maker, *dram_maker_id;
	const char *part, *serial, *date, *revision;
	unsigned int size_mib, ranks, data_width, total_width, speed_mts;
} expected[GENERATIONS] = {
	{ "DDR3", "RDIMM", "Samsung", "80ce", "Samsung", "80ce", "M393B1G70QH0-YK0", "1234abcd",
	  "2013-W29", "0051", 8192, 2, 64, 72, 1600 },
	{ "DDR4", "UDIMM", "Kingston", "0198", "SK hynix", "80ad", "9905678-012.A00G", "0a0b0c0d",
	  "2020-W14", "31", 16384, 2, 64, 64, 2666 },
	{ "DDR5", "RDIMM", "Micron Technology", "802c", "Micron Technology", "802c",
	  "MTC20F2085S1RC48BA1 QSFF", "e4000001", "2022-W31", "42", 32768, 2, 64, 80, 4800 },
};

static struct spd decode(const struct spd_image *image)
{
	struct spd spd;

	ck_assert_int_eq(spd_decode(image->bytes, image->length, &spd), 0);
	return spd;
}

START_TEST(every_field)
{
	const struct spd_image image = makers[_i]();
	const struct expected *want = &expected[_i];
	const struct spd spd = decode(&image);

	ck_assert_int_eq(spd.depth, SPD_DEPTH_WHOLE);
	ck_assert_str_eq(spd.type, want->type);
	ck_assert_str_eq(spd.module_type, want->module_type);
	ck_assert_str_eq(spd.maker, want->maker);
	ck_assert_str_eq(spd.maker_id, want->maker_id);
	ck_assert_str_eq(spd.dram_maker, want->dram_maker);
	ck_assert_str_eq(spd.dram_maker_id, want->dram_maker_id);
	ck_assert_str_eq(spd.part, want->part);
	ck_assert_str_eq(spd.serial, want->serial);
	ck_assert_str_eq(spd.date, want->date);
	ck_assert_str_eq(spd.revision, want->revision);
	ck_assert_uint_eq(spd.size_mib, want->size_mib);
	ck_assert_uint_eq(spd.ranks, want->ranks);
	ck_assert_uint_eq(spd.data_width, want->data_width);
	ck_assert_uint_eq(spd.total_width, want->total_width);
	ck_assert_uint_eq(spd.speed_mts, want->speed_mts);
	ck_assert_int_eq(spd.checksums, SPD_CHECKSUMS_GOOD);
}
END_TEST

/* Bytes of an image, and what one number becomes of them; the checksums are mended. */
static const struct variant {
	int generation;
	struct { unsigned int offset, value; } set[6];
	unsigned int size_mib, ranks, data_width, total_width, speed_mts;
} variants[] = {
	/* DDR3: quad rank x4 LRDIMM of 8 Gb; eight ranks; 32-bit module; reserved codes */
	{ 0, { { 4, 0x05 }, { 7, 0x18 } }, 65536, 4, 64, 72, 1600 },
	{ 0, { { 7, 0x21 } }, 32768, 8, 64, 72, 1600 },
	{ 0, { { 8, 0x02 } }, 4096, 2, 32, 32, 1600 },
	{ 0, { { 7, 0x29 } }, 0, 0, 64, 72, 1600 },
	{ 0, { { 8, 0x13 } }, 8192, 2, 64, 0, 1600 },
	/* DDR3-1866 as 9 * 125 - 54 ps, DDR3-1333, DDR3-1066; no time base */
	{ 0, { { 12, 0x09 }, { 34, 0xca } }, 8192, 2, 64, 72, 1866 },
	{ 0, { { 12, 0x0c } }, 8192, 2, 64, 72, 1333 },
	{ 0, { { 12, 0x0f } }, 8192, 2, 64, 72, 1066 },
	{ 0, { { 11, 0x00 } }, 8192, 2, 64, 72, 0 },
	{ 0, { { 9, 0x50 } }, 8192, 2, 64, 72, 0 },
	/* DDR4: 16 Gb dies x8; dual-die stacks are ranks; 3DS of four dies x4 with ECC */
	{ 1, { { 4, 0x86 } }, 32768, 2, 64, 64, 2666 },
	{ 1, { { 6, 0x91 } }, 16384, 2, 64, 64, 2666 },
	{ 1, { { 6, 0xb2 }, { 12, 0x08 }, { 13, 0x0b } }, 131072, 2, 64, 72, 2666 },
	/* 12 Gb dies; a second rank of one and of two steps less; half of the stack */
	{ 1, { { 4, 0x88 } }, 24576, 2, 64, 64, 2666 },
	{ 1, { { 12, 0x49 }, { 10, 0x04 } }, 12288, 2, 64, 64, 2666 },
	{ 1, { { 12, 0x49 }, { 10, 0x08 } }, 10240, 2, 64, 64, 2666 },
	{ 1, { { 12, 0x48 }, { 6, 0xb2 }, { 10, 0x92 } }, 98304, 2, 64, 64, 2666 },
	{ 1, { { 4, 0x87 }, { 12, 0x49 }, { 10, 0x04 } }, 57344, 2, 64, 64, 2666 },
	/* reserved: density, steps, width of a die, of the bus, of what is added to it */
	{ 1, { { 4, 0x8c } }, 0, 2, 64, 64, 2666 },
	{ 1, { { 12, 0x49 }, { 10, 0x0c } }, 0, 2, 64, 64, 2666 },
	{ 1, { { 12, 0x0c } }, 0, 2, 64, 64, 2666 },
	{ 1, { { 13, 0x04 } }, 0, 2, 0, 0, 2666 },
	{ 1, { { 13, 0x13 } }, 16384, 2, 64, 0, 2666 },
	/* DDR4-3200, -2933 as 682 ps, -2400 as 833 ps, -2133 as 938 ps; other time bases */
	{ 1, { { 18, 0x05 } }, 16384, 2, 64, 64, 3200 },
	{ 1, { { 18, 0x06 }, { 125, 0xbc } }, 16384, 2, 64, 64, 2933 },
	{ 1, { { 18, 0x07 }, { 125, 0xd6 } }, 16384, 2, 64, 64, 2400 },
	{ 1, { { 18, 0x08 }, { 125, 0xc2 } }, 16384, 2, 64, 64, 2133 },
	{ 1, { { 17, 0x01 } }, 16384, 2, 64, 64, 0 },
	/* DDR5: 24 Gb; dual die packages; 3DS of 4, of 8 dies x4; one channel; 4 bits of ECC */
	{ 2, { { 4, 0x05 } }, 49152, 2, 64, 80, 4800 },
	{ 2, { { 4, 0x24 } }, 32768, 2, 64, 80, 4800 },
	{ 2, { { 4, 0x64 }, { 6, 0x00 } }, 262144, 2, 64, 80, 4800 },
	{ 2, { { 4, 0x88 }, { 6, 0x00 } }, 2097152, 2, 64, 80, 4800 },
	{ 2, { { 235, 0x12 } }, 16384, 2, 32, 40, 4800 },
	{ 2, { { 235, 0x2a } }, 32768, 2, 64, 72, 4800 },
	/* ranks that differ; a second SDRAM that is none; reserved codes */
	{ 2, { { 234, 0x48 }, { 8, 0x02 }, { 10, 0x20 } }, 24576, 2, 64, 80, 4800 },
	{ 2, { { 234, 0x48 } }, 0, 2, 64, 80, 4800 },
	{ 2, { { 4, 0x09 } }, 0, 2, 64, 80, 4800 },
	{ 2, { { 4, 0xc4 } }, 0, 2, 64, 80, 4800 },
	{ 2, { { 235, 0x3a } }, 32768, 2, 64, 0, 4800 },
	{ 2, { { 235, 0x34 } }, 0, 2, 0, 0, 4800 },
	{ 2, { { 235, 0x92 } }, 0, 2, 0, 0, 4800 },
	/* DDR5-5600 as 357, -6400 as 312, -7200 as 277, -8800 as 227 ps; none */
	{ 2, { { 20, 0x65 } }, 32768, 2, 64, 80, 5600 },
	{ 2, { { 20, 0x38 } }, 32768, 2, 64, 80, 6400 },
	{ 2, { { 20, 0x15 } }, 32768, 2, 64, 80, 7200 },
	{ 2, { { 20, 0xe3 }, { 21, 0x00 } }, 32768, 2, 64, 80, 8800 },
	{ 2, { { 20, 0x00 }, { 21, 0x00 } }, 32768, 2, 64, 80, 0 },
};

START_TEST(sizes_and_speeds)
{
	const struct variant *variant = &variants[_i];
	struct spd_image image = makers[variant->generation]();
	struct spd spd;
	size_t i;

	for (i = 0; i < 6 && variant->set[i].offset; i++)
		image.bytes[variant->set[i].offset] = variant->set[i].value;
	spd_image_sum(&image);
	spd = decode(&image);
	ck_assert_uint_eq(spd.size_mib, variant->size_mib);
	ck_assert_uint_eq(spd.ranks, variant->ranks);
	ck_assert_uint_eq(spd.data_width, variant->data_width);
	ck_assert_uint_eq(spd.total_width, variant->total_width);
	ck_assert_uint_eq(spd.speed_mts, variant->speed_mts);
	ck_assert_int_eq(spd.checksums, SPD_CHECKSUMS_GOOD);
}
END_TEST

/* A part number in each image; the rest of its room is of the last character. */
static const struct { const char *bytes; size_t length; const char *text; } parts[] = {
	{ "KVR\0\0", 5, "KVR" },
	{ "KVR\xff", 4, "KVR" },
	{ "KVR ", 4, "KVR" },
	{ "\0", 1, "" },
	{ "\xff", 1, "" },
	{ " ", 1, "" },
	{ " kvr\0X ", 7, " kvr\\x00X" },
	{ "a\033[31m ", 7, "a\\x1b[31m" },
	{ "\xc3\xa4\x7f ", 4, "\\xc3\\xa4\\x7f" },
	{ "a\nb\"\\ ", 6, "a\\x0ab\"\\" },
};

START_TEST(part_numbers)
{
	int generation;
	size_t i;

	for (generation = 0; generation < GENERATIONS; generation++) {
		const struct places *place = &places[generation];
		struct spd_image image = makers[generation]();

		for (i = 0; i < place->part_length; i++)
			image.bytes[place->part + i] =
				parts[_i].bytes[i < parts[_i].length ? i : parts[_i].length - 1];
		ck_assert_str_eq(decode(&image).part, parts[_i].text);
	}
}
END_TEST

START_TEST(the_longest_part_number_is_escaped_whole)
{
	struct spd_image image = spd_image_ddr5();

	memset(image.bytes + 521, 0x01, 30);
	ck_assert_uint_eq(strlen(decode(&image).part), 120);
}
END_TEST

static const struct { uint8_t bytes[2]; const char *text; } dates[] = {
	{ { 0x20, 0x14 }, "2020-W14" },
	{ { 0x99, 0x52 }, "1999-W52" },
	{ { 0x0d, 0x20 }, "2013-W32" },		/* binary */
	{ { 0x20, 0x0e }, "2032-W14" },
	{ { 0x20, 0x00 }, "2020-W00" },
	{ { 0x20, 0x99 }, "2020-W99" },
	{ { 0x5f, 0x3c }, "0x5f3c" },
	{ { 0xaa, 0x01 }, "0xaa01" },
	{ { 0x00, 0x00 }, "" },
	{ { 0xff, 0xff }, "" },
};

START_TEST(dates_and_blanks)
{
	int generation;

	for (generation = 0; generation < GENERATIONS; generation++) {
		struct spd_image image = makers[generation]();

		memcpy(image.bytes + places[generation].date, dates[_i].bytes, 2);
		ck_assert_str_eq(decode(&image).date, dates[_i].text);
	}
}
END_TEST

START_TEST(what_the_maker_left_blank_is_none)
{
	struct spd_image image = makers[_i]();
	const uint8_t fill[] = { 0x00, 0xff };
	size_t i;

	for (i = 0; i < sizeof(fill); i++) {
		struct spd spd;

		memset(image.bytes + places[_i].serial, fill[i], 4);
		memset(image.bytes + places[_i].maker, fill[i], 2);
		spd = decode(&image);
		ck_assert_str_eq(spd.serial, "");
		ck_assert_str_eq(spd.maker_id, "");
		ck_assert_ptr_null(spd.maker);
	}
	memcpy(image.bytes + places[_i].maker, "\x80\xcf", 2);
	ck_assert_str_eq(decode(&image).maker_id, "80cf");
	ck_assert_ptr_null(decode(&image).maker);
}
END_TEST

/* What is no SPD is none, and what is one of another kind is told by name. */
static const struct {
	const char *what;
	size_t length;
	uint8_t fill, head[16];
	int err;
} others[] = {
	{ "nothing", 512, 0x00, { 0 }, -ENOENT },
	{ "blank", 512, 0xff, { 0xff, 0xff, 0xff }, -ENOENT },
	{ "FRU", 256, 0x00, { 0x01, 0x00, 0x0c, 0x01, 0x02, 0x00, 0x00, 0xf0 }, -ENOENT },
	{ "FRU", 256, 0x20, { 0x01, 0x10, 0x0b, 0x01, 0x02, 0x05, 0x00, 0xdc }, -ENOENT },
	{ "SPD hub", 256, 0x00, { 0x51, 0x18, 0x0a, 0x86, 0x32, 0x03, 0x32 }, -ENOENT },
	{ "EDID", 256, 0x00, { 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00 }, -ENOENT },
	{ "text", 256, 'a', { 'a', 'b', 'c' }, -ENOENT },
	{ "DDR5 NVDIMM-P", 1024, 0x00, { 0x30, 0x10, 0x14, 0x01 }, 0 },
	{ "DDR2 FB-DIMM", 256, 0x00, { 0x92, 0x11, 0x09, 0x07 }, 0 },
};

START_TEST(other_memories)
{
	uint8_t bytes[1024];
	struct spd spd;
	char *text;

	memset(bytes, others[_i].fill, sizeof(bytes));
	memcpy(bytes, others[_i].head, sizeof(others[_i].head));
	ck_assert_int_eq(spd_decode(bytes, others[_i].length, &spd), others[_i].err);
	if (others[_i].err)
		return;
	ck_assert_str_eq(spd.type, others[_i].what);
	ck_assert_int_eq(spd.depth, SPD_DEPTH_TYPE);
	ck_assert_int_eq(spd_shape_text(bytes, others[_i].length, &text), -ENODATA);
}
END_TEST

/* 2 GiB DDR2-800 SO-DIMM, and LPDDR5X on a CAMM2 module and soldered. */
START_TEST(the_old_and_the_low)
{
	static const uint8_t ddr2[] = {
		0x80, 0x08, 0x08, 0x0e, 0x0a, 0x61, 0x40, 0x00, 0x05, 0x25, 0x40, 0x00, 0x82, 0x08,
		0x00, 0x00, 0x0c, 0x08, 0x70, 0x01, 0x04,
	};
	static const uint8_t camm[] = {
		0x30, 0x10, 0x15, 0x08, 0x96, 0x22, 0xb5, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x01,
		0x00, 0x00, 0x00, 0x00, 0x08,
	};
	uint8_t bytes[1024] = { 0 };
	struct spd spd;
	int i;

	memcpy(bytes, ddr2, sizeof(ddr2));
	memcpy(bytes + 64, "\x7f\x7f\x9e", 3);
	memcpy(bytes + 73, "VS2GSDS800D2      \x20\x20\x08\x05\x01\x02\x03\x04", 26);
	for (i = 0; i < 63; i++)
		bytes[63] += bytes[i];
	ck_assert_int_eq(spd_decode(bytes, 256, &spd), 0);
	ck_assert_str_eq(spd.type, "DDR2");
	ck_assert_str_eq(spd.module_type, "SO-DIMM");
	ck_assert_str_eq(spd.maker_id, "029e");
	ck_assert_str_eq(spd.maker, "Corsair");
	ck_assert_str_eq(spd.part, "VS2GSDS800D2");
	ck_assert_str_eq(spd.date, "2008-W05");
	ck_assert_str_eq(spd.serial, "01020304");
	ck_assert_uint_eq(spd.size_mib, 2048);
	ck_assert_uint_eq(spd.speed_mts, 800);
	ck_assert_int_eq(spd.checksums, SPD_CHECKSUMS_GOOD);

	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes, camm, sizeof(camm));
	bytes[125] = 0x43;	/* 8 * 125 + 67 ps */
	bytes[235] = 0x61;
	memcpy(bytes + 521, "CT32G75C2LP5XG", 14);
	ck_assert_int_eq(spd_decode(bytes, 1024, &spd), 0);
	ck_assert_str_eq(spd.type, "LPDDR5X");
	ck_assert_str_eq(spd.module_type, "CAMM2");
	ck_assert_str_eq(spd.part, "CT32G75C2LP5XG");
	ck_assert_uint_eq(spd.data_width, 128);
	ck_assert_uint_eq(spd.speed_mts, 7500);
	ck_assert_int_eq(spd.depth, SPD_DEPTH_SIZELESS);

	bytes[0] = 0x23;
	bytes[3] = 0x0e;
	ck_assert_int_eq(spd_decode(bytes, 512, &spd), 0);
	ck_assert_str_eq(spd.module_type, "Solder down");
	ck_assert_uint_eq(spd.data_width, 16);
	ck_assert_str_eq(spd.part, "");
}
END_TEST

START_TEST(bytes_have_names)
{
	static const uint8_t ddr4[] = { 0x23, 0x11, 0x0c }, none[] = { 0x23, 0x11, 0xcc };

	ck_assert_str_eq(spd_byte_name(ddr4, 4), "SDRAM density and banks");
	ck_assert_str_eq(spd_byte_name(ddr4, 348), "part number");
	ck_assert_ptr_null(spd_byte_name(ddr4, 300));
	ck_assert_ptr_null(spd_byte_name(ddr4, 5000));
	ck_assert_ptr_null(spd_byte_name(none, 4));
}
END_TEST

Suite *suite_spd(void);

Suite *suite_spd(void)
{
	Suite *suite = suite_create("spd");
	TCase *tcase = tcase_create("spd");

	tcase_add_loop_test(tcase, every_field, 0, GENERATIONS);
	tcase_add_loop_test(tcase, sizes_and_speeds, 0, sizeof(variants) / sizeof(*variants));
	tcase_add_loop_test(tcase, part_numbers, 0, sizeof(parts) / sizeof(*parts));
	tcase_add_test(tcase, the_longest_part_number_is_escaped_whole);
	tcase_add_loop_test(tcase, dates_and_blanks, 0, sizeof(dates) / sizeof(*dates));
	tcase_add_loop_test(tcase, what_the_maker_left_blank_is_none, 0, GENERATIONS);
	tcase_add_loop_test(tcase, other_memories, 0, sizeof(others) / sizeof(*others));
	tcase_add_test(tcase, the_old_and_the_low);
	tcase_add_test(tcase, bytes_have_names);
	suite_add_tcase(suite, tcase);
	return suite;
}
