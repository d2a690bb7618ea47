// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vpd*.c, device_vpd.c: what vital product data say, however damaged they are.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "device.h"
#include "text.h"
#include "vpd.h"

#define SIZE	1024

/* Vital product data in the making. */
struct image {
	uint8_t bytes[SIZE];
	size_t length;
	size_t resource;	/* where the last large one begins */
};

static void put(struct image *image, const void *bytes, size_t length)
{
	memcpy(image->bytes + image->length, bytes, length);
	image->length += length;
}

static void set_length(struct image *image, size_t length)
{
	image->bytes[image->resource + 1] = length;
	image->bytes[image->resource + 2] = length >> 8;
}

static void begin_resource(struct image *image, uint8_t tag)
{
	image->resource = image->length;
	put(image, (uint8_t[]){ tag, 0, 0 }, 3);
}

static void end_resource(struct image *image)
{
	set_length(image, image->length - image->resource - 3);
}

static void put_keyword(struct image *image, const char *name, const char *value)
{
	uint8_t length = strlen(value);

	put(image, name, 2);
	put(image, &length, 1);
	put(image, value, length);
}

/* With @more bytes in reserve behind the sum. */
static void put_sum(struct image *image, uint8_t more)
{
	uint8_t head[] = { 'R', 'V', 1 + more }, sum = 0;
	size_t i;

	put(image, head, sizeof(head));
	end_resource(image);
	set_length(image, image->length - image->resource - 3 + 1 + more);
	for (i = 0; i < image->length; i++)
		sum -= image->bytes[i];
	put(image, &sum, 1);
	image->length += more;
}

static void put_name(struct image *image, const char *name)
{
	begin_resource(image, 0x82);
	put(image, name, strlen(name));
	end_resource(image);
}

static void make(struct image *image)
{
	memset(image, 0, sizeof(*image));
	put_name(image, "Example 2-port adapter");
	begin_resource(image, 0x90);
	put_keyword(image, "PN", "EX-1234");
	put_keyword(image, "EC", "A1");
	put_keyword(image, "SN", "S0042  ");
	put_keyword(image, "MN", "1028");
	put_keyword(image, "V0", "PCIe Gen3 x8");
	put_keyword(image, "V3", "00112233-4455-6677-8899-aabbccddeeff");
	put_sum(image, 2);
	begin_resource(image, 0x91);
	put_keyword(image, "YA", "asset");
	end_resource(image);
	put(image, "\x78", 1);
}

static void decode(const struct image *image, struct vpd *vpd)
{
	ck_assert_int_eq(vpd_decode(image->bytes, image->length, vpd), 0);
}

static char *text_of(const struct image *image,
		     int (*read)(const uint8_t *bytes, size_t length, char **text))
{
	char *text = NULL;

	ck_assert_int_eq(read(image->bytes, image->length, &text), 0);
	return text;
}

START_TEST(keywords_are_read)
{
	struct image image;
	struct vpd vpd;

	make(&image);
	decode(&image, &vpd);
	ck_assert_str_eq(vpd.texts[VPD_NAME], "Example 2-port adapter");
	ck_assert_str_eq(vpd.texts[VPD_PART], "EX-1234");
	ck_assert_str_eq(vpd.texts[VPD_REVISION], "A1");
	ck_assert_str_eq(vpd.texts[VPD_SERIAL], "S0042");
	ck_assert_str_eq(vpd.texts[VPD_MAKER], "1028");
	ck_assert_int_eq(vpd.checksum, VPD_CHECKSUM_GOOD);
	/* what follows the end tag does not matter */
	image.length = SIZE;
	decode(&image, &vpd);
	ck_assert_int_eq(vpd.checksum, VPD_CHECKSUM_GOOD);
}
END_TEST

START_TEST(what_is_no_vpd_is_none)
{
	static const char *const others[] = {
		"", "\x05\x01", "\x80\x10", "\x78", "\x85\x01\x01x", "\x00\x82\x01",
	};
	uint8_t bytes[SIZE];
	struct vpd vpd;
	size_t i;

	memset(bytes, 0xff, sizeof(bytes));
	ck_assert_int_eq(vpd_decode(bytes, sizeof(bytes), &vpd), -ENOENT);
	memset(bytes, 0, sizeof(bytes));
	ck_assert_int_eq(vpd_decode(bytes, sizeof(bytes), &vpd), -ENOENT);
	ck_assert_int_eq(vpd_decode(bytes, 0, &vpd), -ENOENT);
	for (i = 0; i < sizeof(others) / sizeof(*others); i++) {
		memset(bytes, 0, sizeof(bytes));
		memcpy(bytes, others[i], strlen(others[i]));
		ck_assert_int_eq(vpd_decode(bytes, sizeof(bytes), &vpd), -ENOENT);
	}
}
END_TEST

START_TEST(a_wrong_sum_is_told)
{
	struct image image;
	struct vpd vpd;

	make(&image);
	image.bytes[5]++;
	decode(&image, &vpd);
	ck_assert_int_eq(vpd.checksum, VPD_CHECKSUM_BAD);
	ck_assert_str_eq(vpd.texts[VPD_PART], "EX-1234");
	/* one of no length */
	memset(&image, 0, sizeof(image));
	begin_resource(&image, 0x90);
	put_keyword(&image, "PN", "EX-1234");
	put_keyword(&image, "RV", "");
	end_resource(&image);
	put(&image, "\x78", 1);
	decode(&image, &vpd);
	ck_assert_int_eq(vpd.checksum, VPD_CHECKSUM_BAD);
}
END_TEST

START_TEST(without_a_sum_it_is_none)
{
	struct image image = { 0 };
	struct vpd vpd;

	begin_resource(&image, 0x90);
	put_keyword(&image, "PN", "EX-1234");
	put(&image, "\0\0\0\0\0", 5);
	end_resource(&image);
	put(&image, "\x79\x12", 2);
	decode(&image, &vpd);
	ck_assert_int_eq(vpd.checksum, VPD_CHECKSUM_NONE);
	ck_assert_str_eq(vpd.texts[VPD_PART], "EX-1234");
	ck_assert_str_eq(vpd.texts[VPD_NAME], "");
}
END_TEST

START_TEST(a_right_sum_vouches)
{
	struct image image, broken;
	struct vpd vpd;
	size_t end;

	/* no end tag, nothing behind it, and the same with other things behind it */
	make(&image);
	end = image.resource;
	broken = image;
	broken.length = end;
	decode(&broken, &vpd);
	ck_assert_str_eq(vpd.texts[VPD_SERIAL], "S0042");
	broken.length = end + 20;
	memset(broken.bytes + end, 0xaa, 20);
	decode(&broken, &vpd);
	memset(broken.bytes + end, 0xff, 20);
	decode(&broken, &vpd);
	/* a length that runs past all there is */
	broken = image;
	broken.bytes[end + 2] = 0x7f;
	decode(&broken, &vpd);
	/* and with a sum that is wrong, none of it is believed */
	broken.bytes[5]++;
	ck_assert_int_eq(vpd_decode(broken.bytes, broken.length, &vpd), -EBADMSG);
	broken.length = end;
	ck_assert_int_eq(vpd_decode(broken.bytes, broken.length, &vpd), -EBADMSG);
	memset(broken.bytes + end, 0xaa, 20);
	broken.length = end + 20;
	ck_assert_int_eq(vpd_decode(broken.bytes, broken.length, &vpd), -EBADMSG);
	/* but where only the end tag was never written */
	memset(broken.bytes + end, 0xff, 20);
	decode(&broken, &vpd);
	ck_assert_int_eq(vpd.checksum, VPD_CHECKSUM_BAD);
}
END_TEST

START_TEST(keywords_stay_in_their_resource)
{
	struct image image = { 0 };
	struct vpd vpd;

	begin_resource(&image, 0x90);
	put_keyword(&image, "PN", "EX-1234");
	put(&image, "SN\xff", 3);
	put(&image, "S0042", 5);
	end_resource(&image);
	begin_resource(&image, 0x91);
	put_keyword(&image, "SN", "writable");
	end_resource(&image);
	put(&image, "\x78", 1);
	decode(&image, &vpd);
	ck_assert_int_eq(vpd.checksum, VPD_CHECKSUM_BAD);
	ck_assert_str_eq(vpd.texts[VPD_PART], "EX-1234");
	ck_assert_str_eq(vpd.texts[VPD_SERIAL], "");
}
END_TEST

START_TEST(a_long_name_is_cut)
{
	struct image image = { 0 };
	struct vpd vpd;
	char name[600];

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	put_name(&image, name);
	put(&image, "\x78", 1);
	decode(&image, &vpd);
	ck_assert_uint_eq(strlen(vpd.texts[VPD_NAME]), 258);
	ck_assert_str_eq(vpd.texts[VPD_NAME] + 254, "n...");
	memset(image.bytes + 3, 0x01, sizeof(name) - 1);
	decode(&image, &vpd);
	ck_assert_uint_eq(strlen(vpd.texts[VPD_NAME]) + 1, VPD_TEXT_SIZE - 1);
}
END_TEST

START_TEST(texts_of_digests_are_as_the_manual_has_them)
{
	struct image image;
	char *text;

	make(&image);
	text = text_of(&image, vpd_identity_text);
	ck_assert_str_eq(text, "muster-vpd-identity/1\n"
			 "name: 4578616d706c6520322d706f72742061646170746572\n"
			 "PN: 45582d31323334\nEC: 4131\nSN: 53303034322020\nMN: 31303238\n");
	free(text);
	text = text_of(&image, vpd_shape_text);
	ck_assert_str_eq(text, "muster-vpd-shape/1\n"
			 "name+000: 4578616d706c6520322d706f72742061\n"
			 "name+010: 646170746572\n"
			 "PN: 45582d31323334\nEC: 4131\nSN: ..\nMN: 31303238\n"
			 "V0: 504349652047656e33207838\nV3: ..\nRV: ..\n");
	free(text);
}
END_TEST

START_TEST(a_cut_is_no_match)
{
	struct image image;
	size_t length, vouched;

	make(&image);
	/* up to the sum: with it all is there that is compared */
	vouched = (uint8_t *)memmem(image.bytes, image.length, "RV\3", 3) - image.bytes + 6;
	for (length = 0; length < image.length; length++) {
		uint8_t *bytes = malloc(length ? length : 1);
		struct vpd vpd;
		int err;

		memcpy(bytes, image.bytes, length);
		err = vpd_decode(bytes, length, &vpd);
		if (length < vouched)
			ck_assert_int_eq(err, length ? -EBADMSG : -ENOENT);
		else
			ck_assert_int_eq(err, 0);
		free(bytes);
	}
}
END_TEST

START_TEST(a_flip_is_seen)
{
	struct image image;
	size_t bit, end;

	make(&image);
	end = (uint8_t *)memmem(image.bytes, image.length, "RV\3", 3) - image.bytes + 4;
	for (bit = 0; bit < end * 8; bit++) {
		struct image flipped = image;
		struct vpd vpd;
		int err;

		flipped.bytes[bit / 8] ^= 1u << bit % 8;
		err = vpd_decode(flipped.bytes, flipped.length, &vpd);
		ck_assert_msg(err || vpd.checksum != VPD_CHECKSUM_GOOD, "bit %zu", bit);
	}
}
END_TEST

START_TEST(chance_breaks_nothing)
{
	unsigned int round;

	srandom(1998);
	for (round = 0; round < 20000; round++) {
		size_t changes = random() % 8, i;
		struct image image;
		struct vpd vpd;
		char *text;

		make(&image);
		for (i = 0; i < changes; i++)
			image.bytes[random() % image.length] = random();
		if (vpd_decode(image.bytes, random() % (image.length + 1), &vpd))
			continue;
		for (i = 0; i < VPD_TEXTS; i++)
			ck_assert(text_is_clean(vpd.texts[i]));
		if (!vpd_shape_text(image.bytes, image.length, &text))
			free(text);
	}
}
END_TEST

static struct device *make_device(const struct image *image, size_t size)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/1c.0/00.0");

	device->contents = contents_new(size);
	ck_assert_int_eq(contents_put(device->contents, 0, image->bytes, image->length), 0);
	ck_assert_int_eq(device_decode(device), 0);
	return device;
}

START_TEST(a_function_has_its_fields)
{
	struct device *device;
	struct image image;

	make(&image);
	device = make_device(&image, 0);
	ck_assert_str_eq(device_get(device, FIELD_VPD_SERIAL), "S0042");
	ck_assert_str_eq(device_get(device, FIELD_VPD_CHECKSUM), "good");
	ck_assert_int_eq(strncmp(device_get(device, FIELD_VPD_SHAPE), "sha256:", 7), 0);
	device_free(device);
	/* cut short: unknown, and its configuration space is none the worse */
	image.length = 40;
	device = make_device(&image, 0);
	ck_assert_int_eq(device_value(device, FIELD_VPD_SERIAL)->state, VALUE_UNKNOWN);
	ck_assert_int_eq(device->reading, READING_NONE);
	device_free(device);
	/* never written */
	memset(image.bytes, 0xff, sizeof(image.bytes));
	device = make_device(&image, 0);
	ck_assert_int_eq(device_value(device, FIELD_VPD_SERIAL)->state, VALUE_NONE);
	device_free(device);
}
END_TEST

Suite *suite_vpd(void)
{
	Suite *suite = suite_create("vpd");
	TCase *tcase = tcase_create("vpd");

	tcase_add_test(tcase, keywords_are_read);
	tcase_add_test(tcase, what_is_no_vpd_is_none);
	tcase_add_test(tcase, a_wrong_sum_is_told);
	tcase_add_test(tcase, without_a_sum_it_is_none);
	tcase_add_test(tcase, a_right_sum_vouches);
	tcase_add_test(tcase, keywords_stay_in_their_resource);
	tcase_add_test(tcase, a_long_name_is_cut);
	tcase_add_test(tcase, texts_of_digests_are_as_the_manual_has_them);
	tcase_add_test(tcase, a_cut_is_no_match);
	tcase_add_test(tcase, a_flip_is_seen);
	tcase_add_test(tcase, chance_breaks_nothing);
	tcase_add_test(tcase, a_function_has_its_fields);
	suite_add_tcase(suite, tcase);
	return suite;
}
