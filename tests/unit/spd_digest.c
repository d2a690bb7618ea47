// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd_digest.c, digest_rows.c, device_spd.c: no damage to an SPD goes unseen: images
 * cut at every byte, and with every single bit turned; and what differs is named.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "device.h"
#include "device_spd.h"
#include "digest.h"
#include "spd_images.h"

static struct spd decode(const struct spd_image *image)
{
	struct spd spd;

	ck_assert_int_eq(spd_decode(image->bytes, image->length, &spd), 0);
	return spd;
}

START_TEST(cut_at_every_byte)
{
	const struct spd_image image = makers[_i]();
	struct spd spd;
	size_t length;
	char *text;

	for (length = 0; length < image.length; length++) {
		uint8_t *bytes = malloc(length ? length : 1);	/* so that one too far is seen */
		int want = length < 3 ? -ENOENT : -EBADMSG;

		memcpy(bytes, image.bytes, length);
		ck_assert_int_eq(spd_decode(bytes, length, &spd), want);
		ck_assert_int_eq(spd_identity_text(bytes, length, &text), want);
		ck_assert_int_eq(spd_shape_text(bytes, length, &text), want);
		free(bytes);
	}
}
END_TEST

START_TEST(pages_that_nobody_turned)
{
	struct spd_image image = makers[_i]();
	const size_t page = image.length == 1024 ? 128 : 256;
	struct spd spd;
	size_t at;

	for (at = page; at < image.length; at += page)
		memcpy(image.bytes + at, image.bytes, page);
	ck_assert_int_eq(spd_decode(image.bytes, image.length, &spd), page < image.length ?
			 -EBADMSG : 0);
}
END_TEST

START_TEST(what_is_longer_is_the_same)
{
	const struct spd_image image = makers[_i]();
	uint8_t bytes[4096];
	char *cut, *whole;

	memset(bytes, 0xff, sizeof(bytes));
	memcpy(bytes, image.bytes, image.length);
	ck_assert_int_eq(spd_shape_text(image.bytes, image.length, &cut), 0);
	ck_assert_int_eq(spd_shape_text(bytes, sizeof(bytes), &whole), 0);
	ck_assert_str_eq(cut, whole);
	free(cut);
	free(whole);
}
END_TEST

/* Both texts together; NULL: it is no SPD. */
static char *texts_of(const struct spd_image *image)
{
	char *identity, *shape, *both;

	if (spd_identity_text(image->bytes, image->length, &identity))
		return NULL;
	ck_assert_int_eq(spd_shape_text(image->bytes, image->length, &shape), 0);
	ck_assert_int_gt(asprintf(&both, "%s%s", identity, shape), 0);
	free(identity);
	free(shape);
	return both;
}

static bool is_sum(const struct spd_image *image, size_t at)
{
	return image->length == 1024 ? at == 510 || at == 511 :
	       at == 126 || at == 127 || (image->length == 512 && (at == 254 || at == 255));
}

static bool is_summed(const struct spd_image *image, size_t at)
{
	return image->length == 1024 ? at < 510 :
	       image->length == 512 ? at < 126 || (at >= 128 && at < 254) : at < 117;
}

/* Turned one by one: a checksum, a digest or both tell, but of what is the owner's. */
START_TEST(every_bit)
{
	const struct spd_image whole = makers[_i]();
	char *before = texts_of(&whole);
	size_t bit, lost = 0;

	for (bit = 0; bit < whole.length * 8; bit++) {
		size_t at = bit / 8;
		struct spd_image image = whole;
		struct spd spd;
		char *after;

		image.bytes[at] ^= 1 << bit % 8;
		after = texts_of(&image);
		if (!after) {		/* the generation: of bytes 0 to 2 that says another */
			ck_assert_uint_eq(at, 2);
			lost++;
			continue;
		}
		spd = decode(&image);
		ck_assert_int_eq(spd.checksums, is_sum(&whole, at) || is_summed(&whole, at) ?
				 SPD_CHECKSUMS_BAD : SPD_CHECKSUMS_GOOD);
		ck_assert_int_eq(!strcmp(before, after),
				 is_sum(&whole, at) || at >= places[_i].user);
		free(after);
	}
	ck_assert_uint_ge(lost, 6);
	free(before);
}
END_TEST

START_TEST(sisters_share_the_shape)
{
	const struct spd_image image = makers[_i]();
	struct spd_image sister = image;
	char *texts[4];
	int i;

	sister.bytes[places[_i].serial] ^= 1;
	sister.bytes[places[_i].user] ^= 1;
	spd_image_sum(&sister);
	ck_assert_int_eq(spd_shape_text(image.bytes, image.length, &texts[0]), 0);
	ck_assert_int_eq(spd_shape_text(sister.bytes, sister.length, &texts[1]), 0);
	ck_assert_int_eq(spd_identity_text(image.bytes, image.length, &texts[2]), 0);
	ck_assert_int_eq(spd_identity_text(sister.bytes, sister.length, &texts[3]), 0);
	ck_assert_str_eq(texts[0], texts[1]);
	ck_assert_str_ne(texts[2], texts[3]);
	for (i = 0; i < 4; i++)
		free(texts[i]);
}
END_TEST

START_TEST(texts_are_written_as_the_manual_says)
{
	const struct spd_image image = spd_image_ddr3();
	char *text;

	ck_assert_int_eq(spd_identity_text(image.bytes, image.length, &text), 0);
	ck_assert_str_eq(text,
		"muster-spd-identity/1\ntype 0b\nmaker 80ce\nlocation 02\ndate 1329\n"
		"serial 1234abcd\npart 4d33393342314737305148302d594b302020\nrevision 0051\n"
		"specific 6c6f742031370000000000000000000000000000000000000000\n");
	free(text);
	ck_assert_int_eq(spd_shape_text(image.bytes, image.length, &text), 0);
	ck_assert_str_eq(text,
		"muster-spd-shape/1\n"
		"000: 92130b01042102090b1101080a000000\n"
		"010: 00000000000000000000000000000000\n"
		"020: 00000000000000000000000000000000\n"
		"030: 00000000000000000000000000000000\n"
		"040: 00000000000000000000000000000000\n"
		"050: 00000000000000000000000000000000\n"
		"060: 00000000000000000000000000000000\n"
		"070: 0000000000......................\n"
		"080: ................................\n"
		"090: ........80ce....................\n"
		"0a0: ................................\n");
	free(text);
}
END_TEST

static char *shape_of(const struct spd_image *image)
{
	char *text;

	ck_assert_int_eq(spd_shape_text(image->bytes, image->length, &text), 0);
	return text;
}

/* BadRAM: a module claims twice its size, and its checksum is right. */
START_TEST(what_differs_is_named)
{
	const struct spd_image image = spd_image_ddr4();
	struct spd_image changed = image;
	struct digest_difference difference;
	char *before = shape_of(&image), *after;

	changed.bytes[4]++;
	changed.bytes[5] += 8;
	spd_image_sum(&changed);
	after = shape_of(&changed);
	ck_assert_int_eq(digest_shape_difference(before, after, &difference), 0);
	ck_assert_str_eq(difference.where, "byte 4 (SDRAM density and banks)");
	ck_assert_str_eq(difference.expected, "0x85");
	ck_assert_str_eq(difference.seen, "0x86");
	ck_assert_uint_eq(difference.count, 2);
	ck_assert_str_eq(difference.sentence,
			 "byte 4 (SDRAM density and banks) is 0x86 instead of 0x85 (and 1 more)");
	ck_assert_int_eq(digest_shape_difference(before, before, &difference), -ENOENT);
	free(before);
	free(after);
}
END_TEST

START_TEST(another_generation_differs)
{
	const struct spd_image ddr3 = spd_image_ddr3(), ddr4 = spd_image_ddr4();
	struct digest_difference difference;
	char *before = shape_of(&ddr3), *after = shape_of(&ddr4);

	ck_assert_int_eq(digest_shape_difference(before, after, &difference), 0);
	ck_assert_str_eq(difference.where, "byte 0 (bytes used, bytes in all, CRC coverage)");
	ck_assert_uint_gt(difference.count, 16 * 13);
	free(before);
	free(after);
}
END_TEST

/* Texts come from inventories: what is no shape is refused. */
static const char *const broken[] = {
	"muster-spd-shape/1\n010: 00\n",
	"muster-spd-shape/1\n000:00\n",
	"muster-spd-shape/1\n000: 0\n",
	"muster-spd-shape/1\n000: 0g\n",
	"muster-spd-shape/1\n000: .0\n",
	"muster-spd-shape/1\n000: AA\n",
	"muster-spd-shape/1\n000: 0000000000000000000000000000000000\n",
	"muster-spd-shape/1\n000: 00\n000: 00\n",
	"muster-spd-shape/1\n000: 00\n00001: 00\n",
	"muster-spd-shape/1\n\n",
	"muster-shape/1\n",
	"",
};

START_TEST(what_is_no_shape_is_refused)
{
	static const char good[] = "muster-spd-shape/1\n000: 00..\n002: ff\n";
	struct digest_difference difference;

	ck_assert_int_eq(digest_shape_difference(good, broken[_i], &difference), -EINVAL);
	ck_assert_int_eq(digest_shape_difference(broken[_i], good, &difference), -EINVAL);
	ck_assert_int_eq(digest_shape_difference(good, "muster-spd-shape/1\n000: 0000\n",
						 &difference), 0);
	ck_assert_str_eq(difference.where, "byte 1");
	ck_assert_str_eq(difference.expected, "no byte that counts");
	ck_assert_uint_eq(difference.count, 2);
}
END_TEST

static struct device *client_of(const struct spd_image *image, size_t length)
{
	struct device *device = device_new(DEVICE_CLIENT, "?/i2c/50");

	device->contents = contents_new(image->length);
	ck_assert_int_eq(contents_put(device->contents, 0, image->bytes, length), 0);
	ck_assert_int_eq(device_decode(device), 0);
	return device;
}

START_TEST(a_client_has_the_fields)
{
	const struct spd_image image = makers[_i]();
	struct device *device = client_of(&image, image.length);
	char digest[DIGEST_SIZE], *text;
	int field;

	ck_assert_int_eq(device->reading, READING_OK);
	for (field = FIELD_SPD_TYPE; field <= FIELD_SPD_SHAPE; field++)
		ck_assert_ptr_nonnull(device_get(device, field));
	ck_assert_str_eq(device_get(device, FIELD_SPD_CHECKSUMS), "good");
	ck_assert_int_eq(device_spd_shape_text(device, &text), 0);
	digest_text(text, digest);
	ck_assert_str_eq(device_get(device, FIELD_SPD_SHAPE), digest);
	free(text);
	device_free(device);
}
END_TEST

START_TEST(a_client_cut_short_has_none_of_them)
{
	const struct spd_image image = makers[_i]();
	struct device *device = client_of(&image, image.length / 2);
	char *text;
	int field;

	ck_assert_int_eq(device->reading, READING_UNREADABLE);
	for (field = FIELD_SPD_TYPE; field <= FIELD_SPD_SHAPE; field++)
		ck_assert_int_eq(device_value(device, field)->state, VALUE_UNKNOWN);
	ck_assert_int_eq(device_spd_shape_text(device, &text), -ENODATA);
	device_free(device);
}
END_TEST

Suite *suite_spd_digest(void);

Suite *suite_spd_digest(void)
{
	Suite *suite = suite_create("spd_digest");
	TCase *tcase = tcase_create("spd_digest");

	tcase_add_loop_test(tcase, cut_at_every_byte, 0, GENERATIONS);
	tcase_add_loop_test(tcase, pages_that_nobody_turned, 0, GENERATIONS);
	tcase_add_loop_test(tcase, what_is_longer_is_the_same, 0, GENERATIONS);
	tcase_add_loop_test(tcase, every_bit, 0, GENERATIONS);
	tcase_add_loop_test(tcase, sisters_share_the_shape, 0, GENERATIONS);
	tcase_add_test(tcase, texts_are_written_as_the_manual_says);
	tcase_add_test(tcase, what_differs_is_named);
	tcase_add_test(tcase, another_generation_differs);
	tcase_add_loop_test(tcase, what_is_no_shape_is_refused, 0,
			    sizeof(broken) / sizeof(*broken));
	tcase_add_loop_test(tcase, a_client_has_the_fields, 0, GENERATIONS);
	tcase_add_loop_test(tcase, a_client_cut_short_has_none_of_them, 0, GENERATIONS);
	suite_add_tcase(suite, tcase);
	return suite;
}
