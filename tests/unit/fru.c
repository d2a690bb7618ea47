// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fru*.c, device_fru.c: what a FRU memory says, however damaged it is.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "device.h"
#include "fru.h"
#include "text.h"

#define SIZE	256

/* A memory in the making: an area after the other, each where the header says. */
struct image {
	uint8_t bytes[SIZE];
	size_t length;
	size_t area;	/* where the last one begins */
};

static uint8_t sum_of(const uint8_t *bytes, size_t length)
{
	uint8_t sum = 0;

	while (length--)
		sum += *bytes++;
	return sum;
}

static void seal_header(struct image *image)
{
	image->bytes[7] = 0;
	image->bytes[7] = -sum_of(image->bytes, 8);
}

static void begin(struct image *image)
{
	*image = (struct image){ .bytes = { 1 }, .length = 8 };
	seal_header(image);
}

static void put(struct image *image, const void *bytes, size_t length)
{
	memcpy(image->bytes + image->length, bytes, length);
	image->length += length;
}

/* @slot: of the header; @head: what precedes the fields, version and length aside. */
static void begin_area(struct image *image, size_t slot, const char *head, size_t length)
{
	image->area = image->length;
	image->bytes[slot] = image->area / 8;
	seal_header(image);
	put(image, "\1", 2);
	put(image, head, length);
}

static void put_field(struct image *image, unsigned int type, const void *bytes, size_t length)
{
	uint8_t head = type << 6 | length;

	put(image, &head, 1);
	put(image, bytes, length);
}

static void put_text(struct image *image, const char *text)
{
	put_field(image, 3, text, strlen(text));
}

static void seal_area(struct image *image)
{
	size_t size = (image->length - image->area + 1 + 7) / 8 * 8;
	uint8_t *area = image->bytes + image->area;

	area[1] = size / 8;
	area[size - 1] = -sum_of(area, size - 1);
	image->length = image->area + size;
}

static void end_area(struct image *image)
{
	put(image, "\xc1", 1);
	seal_area(image);
}

static void make_board(struct image *image)
{
	begin_area(image, 3, "\x19\x60\x54\xc3", 4);
	put_text(image, "Example Works");
	put_text(image, "Board One");
	put_text(image, "SN00042");
	put_text(image, "PN-1234-A");
	put_text(image, "");
	put_text(image, "custom");
	end_area(image);
}

static void make_whole(struct image *image)
{
	static const uint8_t record[] = { 0xc0, 0x82, 4, 0xf2, 0, 0x5a, 0x31, 0x00, 0x83 };

	begin(image);
	begin_area(image, 2, "\x17", 1);
	put_text(image, "CH-9");
	put_text(image, "CHS0042");
	end_area(image);
	make_board(image);
	begin_area(image, 4, "", 1);
	put_text(image, "Example Works");
	put_text(image, "Server Two");
	put_text(image, "SRV-2");
	put_text(image, "1.0");
	put_text(image, "SYS0042");
	put_text(image, "asset 7");
	end_area(image);
	image->bytes[5] = image->length / 8;
	seal_header(image);
	put(image, record, sizeof(record));
	image->bytes[image->length - 5] = -sum_of(image->bytes + image->length - 9, 4);
}

static void decode(const struct image *image, struct fru *fru)
{
	ck_assert_int_eq(fru_decode(image->bytes, image->length, fru), 0);
}

/* What @make says of the memory; to be freed. */
static char *text_of(const struct image *image,
		     int (*make)(const uint8_t *bytes, size_t length, char **text))
{
	char *text = NULL;

	ck_assert_int_eq(make(image->bytes, image->length, &text), 0);
	return text;
}

START_TEST(every_area_is_read)
{
	struct image image;
	struct fru fru;

	make_whole(&image);
	decode(&image, &fru);
	ck_assert(fru.good);
	ck_assert_str_eq(fru.texts[FRU_CHASSIS_PART], "CH-9");
	ck_assert_str_eq(fru.texts[FRU_CHASSIS_SERIAL], "CHS0042");
	ck_assert_str_eq(fru.texts[FRU_BOARD_MAKER], "Example Works");
	ck_assert_str_eq(fru.texts[FRU_BOARD_PRODUCT], "Board One");
	ck_assert_str_eq(fru.texts[FRU_BOARD_SERIAL], "SN00042");
	ck_assert_str_eq(fru.texts[FRU_BOARD_PART], "PN-1234-A");
	ck_assert_str_eq(fru.board_date, "2020-05-03T16:00Z");
	ck_assert_str_eq(fru.texts[FRU_PRODUCT_NAME], "Server Two");
	ck_assert_str_eq(fru.texts[FRU_PRODUCT_VERSION], "1.0");
	ck_assert_str_eq(fru.texts[FRU_PRODUCT_ASSET], "asset 7");
}
END_TEST

/* One board maker of that encoding in that language. */
static const char *read_field(uint8_t language, unsigned int type, const char *bytes,
			      size_t length)
{
	static struct fru fru;
	struct image image;

	begin(&image);
	begin_area(&image, 3, "\0\0\0\0", 4);
	image.bytes[image.area + 2] = language;
	put_field(&image, type, bytes, length);
	end_area(&image);
	decode(&image, &fru);
	ck_assert(fru.good);
	return fru.texts[FRU_BOARD_MAKER];
}

START_TEST(fields_have_four_encodings)
{
	ck_assert_str_eq(read_field(0, 0, "\x01\xfe\xa0", 3), "01fea0");
	ck_assert_str_eq(read_field(0, 1, "\x12\xa3\xbc\x90", 4), "12 3-.90");
	/* of the definition: "IPMI" */
	ck_assert_str_eq(read_field(0, 2, "\x29\xdc\xa6", 3), "IPMI");
	ck_assert_str_eq(read_field(0, 2, "\x29", 1), "I");
	ck_assert_str_eq(read_field(0, 3, "a\xe9 ", 3), "a\xc3\xa9");
	ck_assert_str_eq(read_field(0, 3, "a\x1b\x00" "b\0\xff", 6), "a\\x1b\\x00b");
	ck_assert_str_eq(read_field(25, 3, "\xc4" "b", 2), "\xc3\x84" "b");
	/* Japanese: two bytes a character */
	ck_assert_str_eq(read_field(9, 3, "\xe5\x65\x2c\x67\x20\x00", 6), "\xe6\x97\xa5\xe6\x9c\xac");
	ck_assert_str_eq(read_field(9, 3, "A\0\x00\xd8\x07\x00", 6), "A\\x00\\xd8\\x07\\x00");
	/* and of those who said so and wrote ASCII */
	ck_assert_str_eq(read_field(9, 3, "MAKERS", 6), "MAKERS");
	ck_assert_str_eq(read_field(9, 3, "MAKER", 5), "MAKER");
}
END_TEST

START_TEST(what_is_blank_is_none)
{
	ck_assert_str_eq(read_field(0, 3, "", 0), "");
	ck_assert_str_eq(read_field(0, 3, "\xff\xff\xff", 3), "");
	ck_assert_str_eq(read_field(0, 3, "   ", 3), "");
	ck_assert_str_eq(read_field(0, 0, "\0\0", 2), "");
	ck_assert_str_eq(read_field(9, 3, "\x20\x00\x20\x00", 4), "");
	ck_assert_str_eq(read_field(0, 2, "\0\0\0", 3), "");
}
END_TEST

START_TEST(a_date_is_counted_from_1996)
{
	static const struct { const char *bytes, *date; } dates[] = {
		{ "\0\0\0\0", "" }, { "\0\xff\xff\xff", "" },
		{ "\0\x01\0\0", "1996-01-01T00:01Z" }, { "\0\xfe\xff\xff", "2027-11-24T20:14Z" },
	};
	struct image image;
	struct fru fru;
	size_t i;

	for (i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		begin(&image);
		begin_area(&image, 3, dates[i].bytes, 4);
		end_area(&image);
		decode(&image, &fru);
		ck_assert_str_eq(fru.board_date, dates[i].date);
	}
}
END_TEST

START_TEST(what_is_no_fru_is_none)
{
	uint8_t bytes[SIZE];
	struct fru fru;

	memset(bytes, 0xff, sizeof(bytes));
	ck_assert_int_eq(fru_decode(bytes, sizeof(bytes), &fru), -ENOENT);
	memset(bytes, 0, sizeof(bytes));
	ck_assert_int_eq(fru_decode(bytes, sizeof(bytes), &fru), -ENOENT);
	ck_assert_int_eq(fru_decode(bytes, 0, &fru), -ENOENT);
	memcpy(bytes, "HEADER0;S26113-E", 16);
	ck_assert_int_eq(fru_decode(bytes, sizeof(bytes), &fru), -ENOENT);
	/* a header that has nothing is one */
	memcpy(bytes, "\1\0\0\0\0\0\0\xff", 8);
	ck_assert_int_eq(fru_decode(bytes, sizeof(bytes), &fru), 0);
	ck_assert(fru.good);
}
END_TEST

START_TEST(wrong_sums_are_told_and_decoded)
{
	struct image image;
	struct fru fru;

	begin(&image);
	make_board(&image);
	image.bytes[image.length - 1]++;
	decode(&image, &fru);
	ck_assert(!fru.good);
	ck_assert_str_eq(fru.texts[FRU_BOARD_SERIAL], "SN00042");
	/* the header's: the area vouches for the memory */
	begin(&image);
	make_board(&image);
	image.bytes[7]++;
	decode(&image, &fru);
	ck_assert(!fru.good);
	ck_assert_str_eq(fru.texts[FRU_BOARD_SERIAL], "SN00042");
	/* neither: nobody can say that it is one */
	image.bytes[image.length - 1]++;
	ck_assert_int_eq(fru_decode(image.bytes, image.length, &fru), -ENOENT);
}
END_TEST

START_TEST(fields_without_an_end_are_read)
{
	struct image image;
	struct fru fru;

	begin(&image);
	begin_area(&image, 3, "\0\0\0\0", 4);
	put_text(&image, "Maker");
	put_text(&image, "Product");
	seal_area(&image);
	decode(&image, &fru);
	ck_assert(fru.good);
	ck_assert_str_eq(fru.texts[FRU_BOARD_PRODUCT], "Product");
	ck_assert_str_eq(fru.texts[FRU_BOARD_SERIAL], "");
	/* a field that runs out of the area is not there */
	begin(&image);
	begin_area(&image, 3, "\0\0\0\0", 4);
	put_text(&image, "Maker");
	put(&image, "\xffSN", 3);
	seal_area(&image);
	decode(&image, &fru);
	ck_assert_str_eq(fru.texts[FRU_BOARD_MAKER], "Maker");
	ck_assert_str_eq(fru.texts[FRU_BOARD_PRODUCT], "");
}
END_TEST

START_TEST(an_area_may_be_longer_than_it_says)
{
	uint8_t claimed;

	for (claimed = 0; claimed < 5; claimed++) {
		struct image image;
		struct fru fru;

		begin(&image);
		make_board(&image);
		image.bytes[image.area + 1] = claimed;
		decode(&image, &fru);
		ck_assert(!fru.good);
		ck_assert_str_eq(fru.texts[FRU_BOARD_SERIAL], "SN00042");
		ck_assert_str_eq(fru.texts[FRU_BOARD_PART], "PN-1234-A");
	}
}
END_TEST

START_TEST(fields_do_not_run_into_the_next_area)
{
	struct image image;
	struct fru fru;
	size_t board;

	begin(&image);
	begin_area(&image, 3, "\0\0\0\0", 4);
	board = image.area;
	put_text(&image, "Maker of boards");
	put_text(&image, "Product");
	put(&image, "\xc9", 1);
	seal_area(&image);
	image.bytes[board + 1] = 2;
	begin_area(&image, 4, "", 1);
	put_text(&image, "Other");
	end_area(&image);
	decode(&image, &fru);
	ck_assert(!fru.good);
	ck_assert_str_eq(fru.texts[FRU_BOARD_MAKER], "");
	ck_assert_str_eq(fru.texts[FRU_PRODUCT_MAKER], "Other");
}
END_TEST

START_TEST(an_area_of_another_format_is_lost)
{
	struct image image;
	struct fru fru;
	char *text = NULL;

	make_whole(&image);
	image.bytes[8] = 2;
	decode(&image, &fru);
	ck_assert(fru.lost[FRU_CHASSIS] && !fru.lost[FRU_BOARD] && !fru.good);
	ck_assert_int_eq(fru_identity_text(image.bytes, image.length, &text), -ENODATA);
	ck_assert_int_eq(fru_shape_text(image.bytes, image.length, &text), -ENODATA);
	/* and where it was never written, it is none */
	memset(image.bytes + 8, 0xff, 8);
	decode(&image, &fru);
	ck_assert(!fru.lost[FRU_CHASSIS] && !fru.good);
	/* all lost */
	begin(&image);
	make_board(&image);
	image.bytes[image.area] = 9;
	ck_assert_int_eq(fru_decode(image.bytes, image.length, &fru), -EBADMSG);
}
END_TEST

START_TEST(records_end)
{
	static const uint8_t empty[] = { 0x00, 0x02, 0, 0, 0xfe };
	struct image image;
	struct fru fru;
	char *text;

	/* records of no length to the end of the memory, then what was never written */
	begin(&image);
	image.bytes[5] = 1;
	seal_header(&image);
	while (image.length + sizeof(empty) <= 200)
		put(&image, empty, sizeof(empty));
	image.length = SIZE;
	decode(&image, &fru);
	ck_assert(fru.good);
	/* the sum of a record, and of its header */
	make_whole(&image);
	image.bytes[image.length - 1]++;
	decode(&image, &fru);
	ck_assert(!fru.good);
	make_whole(&image);
	image.bytes[image.length - 9]++;
	decode(&image, &fru);
	ck_assert(!fru.good);
	/* an offset that is another area's, as one maker has it */
	make_whole(&image);
	image.bytes[5] = 1;
	seal_header(&image);
	decode(&image, &fru);
	ck_assert(!fru.good);
	text = text_of(&image, fru_shape_text);
	ck_assert_ptr_null(strstr(text, "record"));
	free(text);
}
END_TEST

START_TEST(texts_of_digests_are_as_the_manual_has_them)
{
	struct image image;
	char *text;

	begin(&image);
	make_board(&image);
	text = text_of(&image, fru_identity_text);
	ck_assert_str_eq(text, "muster-fru-identity/1\nchassis_part: none\nchassis_serial: none\n"
			 "board_maker: 3 4578616d706c6520576f726b73\n"
			 "board_product: 3 426f617264204f6e65\nboard_serial: 3 534e3030303432\n"
			 "board_part: 3 504e2d313233342d41\nproduct_maker: none\n"
			 "product_name: none\nproduct_part: none\nproduct_version: none\n"
			 "product_serial: none\n");
	free(text);
	text = text_of(&image, fru_shape_text);
	ck_assert_str_eq(text, "muster-fru-shape/1\nchassis: none\nboard: 19\n"
			 "board maker: 3 4578616d706c6520576f726b73\n"
			 "board product: 3 426f617264204f6e65\nboard serial: ..\n"
			 "board part: 3 504e2d313233342d41\nboard file: 3 empty\n"
			 "board custom 1: 3 637573746f6d\nproduct: none\n");
	free(text);
}
END_TEST

START_TEST(sisters_have_one_shape)
{
	struct image image, sister;
	char *text, *other;
	uint8_t *at;

	make_whole(&image);
	sister = image;
	at = memmem(sister.bytes, sister.length, "SN00042", 7);
	at[6]++;
	text = text_of(&image, fru_shape_text);
	other = text_of(&sister, fru_shape_text);
	ck_assert_str_eq(text, other);
	free(text);
	free(other);
	text = text_of(&image, fru_identity_text);
	other = text_of(&sister, fru_identity_text);
	ck_assert_str_ne(text, other);
	free(text);
	free(other);
}
END_TEST

START_TEST(a_cut_is_no_match)
{
	struct image image;
	size_t length;

	make_whole(&image);
	for (length = 0; length < image.length; length++) {
		/* in memory of its own, so that a sanitizer sees what is behind it */
		uint8_t *bytes = malloc(length + 1);
		struct fru fru;
		int err;

		memcpy(bytes, image.bytes, length);
		bytes = realloc(bytes, length ? length : 1);
		err = fru_decode(bytes, length, &fru);
		ck_assert_int_eq(err, length ? -EBADMSG : -ENOENT);
		free(bytes);
	}
}
END_TEST

START_TEST(a_flip_is_seen)
{
	struct image image;
	size_t bit;

	make_whole(&image);
	for (bit = 0; bit < image.length * 8; bit++) {
		struct image flipped = image;
		struct fru fru;
		int err;

		flipped.bytes[bit / 8] ^= 1u << bit % 8;
		err = fru_decode(flipped.bytes, flipped.length, &fru);
		ck_assert_msg(err || !fru.good, "bit %zu", bit);
		ck_assert(err == 0 || err == -EBADMSG || err == -ENOENT);
	}
}
END_TEST

/* Whatever the bytes: texts are fit to show, and digests follow from what is decoded. */
static void claim_sane(const uint8_t *bytes, size_t length)
{
	char *text = NULL;
	struct fru fru;
	int err = fru_decode(bytes, length, &fru), i;

	for (i = 0; i < FRU_TEXTS && !err; i++)
		ck_assert(text_is_clean(fru.texts[i]));
	if (fru_shape_text(bytes, length, &text))
		return;
	ck_assert_int_eq(err, 0);
	ck_assert(text_is_clean(fru.board_date));
	free(text);
}

START_TEST(chance_breaks_nothing)
{
	unsigned int round;

	srandom(1996);
	for (round = 0; round < 20000; round++) {
		struct image image;
		size_t changes = random() % 8, i;

		make_whole(&image);
		for (i = 0; i < changes; i++)
			image.bytes[random() % image.length] = random();
		if (round % 2)
			seal_header(&image);
		claim_sane(image.bytes, random() % (image.length + 1));
	}
}
END_TEST

static struct device *make_device(const struct image *image, size_t size)
{
	struct device *device = device_new(DEVICE_CLIENT, "0000:00/1f.4/i2c/50");

	device->contents = contents_new(size);
	ck_assert_int_eq(contents_put(device->contents, 0, image->bytes, image->length), 0);
	ck_assert_int_eq(device_decode(device), 0);
	return device;
}

START_TEST(a_client_has_its_fields)
{
	struct device *device;
	struct image image;

	make_whole(&image);
	device = make_device(&image, image.length);
	ck_assert_int_eq(device->reading, READING_OK);
	ck_assert_str_eq(device_get(device, FIELD_FRU_BOARD_SERIAL), "SN00042");
	ck_assert_str_eq(device_get(device, FIELD_FRU_CHECKSUMS), "good");
	ck_assert_int_eq(strncmp(device_get(device, FIELD_FRU_IDENTITY), "sha256:", 7), 0);
	device_free(device);
	/* the memory is larger than what was read */
	device = make_device(&image, SIZE);
	ck_assert_int_eq(device->reading, READING_UNREADABLE);
	ck_assert_int_eq(device_value(device, FIELD_FRU_BOARD_SERIAL)->state, VALUE_UNKNOWN);
	device_free(device);
	/* one area is lost */
	image.bytes[8] = 2;
	device = make_device(&image, image.length);
	ck_assert_int_eq(device_value(device, FIELD_FRU_CHASSIS_PART)->state, VALUE_UNKNOWN);
	ck_assert_int_eq(device_value(device, FIELD_FRU_IDENTITY)->state, VALUE_UNKNOWN);
	ck_assert_str_eq(device_get(device, FIELD_FRU_BOARD_SERIAL), "SN00042");
	device_free(device);
}
END_TEST

Suite *suite_fru(void)
{
	Suite *suite = suite_create("fru");
	TCase *tcase = tcase_create("fru");

	tcase_add_test(tcase, every_area_is_read);
	tcase_add_test(tcase, fields_have_four_encodings);
	tcase_add_test(tcase, what_is_blank_is_none);
	tcase_add_test(tcase, a_date_is_counted_from_1996);
	tcase_add_test(tcase, what_is_no_fru_is_none);
	tcase_add_test(tcase, wrong_sums_are_told_and_decoded);
	tcase_add_test(tcase, fields_without_an_end_are_read);
	tcase_add_test(tcase, an_area_may_be_longer_than_it_says);
	tcase_add_test(tcase, fields_do_not_run_into_the_next_area);
	tcase_add_test(tcase, an_area_of_another_format_is_lost);
	tcase_add_test(tcase, records_end);
	tcase_add_test(tcase, texts_of_digests_are_as_the_manual_has_them);
	tcase_add_test(tcase, sisters_have_one_shape);
	tcase_add_test(tcase, a_cut_is_no_match);
	tcase_add_test(tcase, a_flip_is_seen);
	tcase_add_test(tcase, chance_breaks_nothing);
	tcase_add_test(tcase, a_client_has_its_fields);
	suite_add_tcase(suite, tcase);
	return suite;
}
