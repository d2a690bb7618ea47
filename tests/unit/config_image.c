// SPDX-License-Identifier: GPL-2.0-or-later
/* config_image.c: unknown bytes are never handed out. */
#include <check.h>
#include <errno.h>

#include "config_image.h"

START_TEST(nothing_is_known_at_first)
{
	struct config_image *image = config_image_new(256);
	uint8_t byte;

	ck_assert(!config_image_u8(image, 0, &byte));
	ck_assert(!config_image_u8(image, 255, &byte));
	ck_assert(!config_image_u8(NULL, 0, &byte));
	config_image_free(image);
}
END_TEST

START_TEST(values_are_little_endian)
{
	struct config_image *image = config_image_new(256);
	uint32_t dword;
	uint16_t word;

	ck_assert_int_eq(config_image_put(image, 4, "\x78\x56\x34\x92", 4), 0);
	ck_assert(config_image_u32(image, 4, &dword));
	ck_assert_uint_eq(dword, 0x92345678);
	ck_assert(config_image_u16(image, 6, &word));
	ck_assert_uint_eq(word, 0x9234);
	config_image_free(image);
}
END_TEST

START_TEST(a_value_needs_all_its_bytes)
{
	struct config_image *image = config_image_new(256);
	uint32_t dword;
	uint16_t word;

	config_image_put(image, 4, "\1\2\3", 3);
	ck_assert(!config_image_u32(image, 4, &dword));
	ck_assert(!config_image_u16(image, 6, &word));
	ck_assert(!config_image_u16(image, 3, &word));
	ck_assert(config_image_u16(image, 5, &word));
	config_image_free(image);
}
END_TEST

START_TEST(nothing_goes_beyond_the_space)
{
	struct config_image *image = config_image_new(256);
	uint32_t dword;
	uint8_t bytes[8] = { 0 };

	ck_assert_int_eq(config_image_put(image, 252, bytes, 8), -ERANGE);
	ck_assert_int_eq(config_image_put(image, 257, bytes, 0), -ERANGE);
	ck_assert_int_eq(config_image_put(image, 0xfffffffc, bytes, 8), -ERANGE);
	ck_assert_int_eq(config_image_put(image, 0, bytes, (size_t)-1), -ERANGE);
	ck_assert(!config_image_u32(image, 252, &dword));
	ck_assert(!config_image_u32(image, 4094, &dword));
	ck_assert(!config_image_u32(image, 0xfffffffe, &dword));
	config_image_free(image);
}
END_TEST

START_TEST(a_space_of_unknown_size_ends_at_4096)
{
	struct config_image *image = config_image_new(0);
	uint8_t byte = 7;

	ck_assert_int_eq(config_image_put(image, 4095, &byte, 1), 0);
	ck_assert_int_eq(config_image_put(image, 4096, &byte, 1), -ERANGE);
	ck_assert(config_image_u8(image, 4095, &byte));
	config_image_free(image);
}
END_TEST

Suite *suite_config_image(void);

Suite *suite_config_image(void)
{
	Suite *suite = suite_create("config_image");
	TCase *tcase = tcase_create("config_image");

	tcase_add_test(tcase, nothing_is_known_at_first);
	tcase_add_test(tcase, values_are_little_endian);
	tcase_add_test(tcase, a_value_needs_all_its_bytes);
	tcase_add_test(tcase, nothing_goes_beyond_the_space);
	tcase_add_test(tcase, a_space_of_unknown_size_ends_at_4096);
	suite_add_tcase(suite, tcase);
	return suite;
}
