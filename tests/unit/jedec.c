// SPDX-License-Identifier: GPL-2.0-or-later
/* jedec.c: a maker has a name only where both bytes of its number are sound. */
#include <check.h>
#include <stdbool.h>
#include <string.h>

#include "jedec.h"

static const struct { uint8_t id[2]; const char *name; } known[] = {
	{ { 0x80, 0xce }, "Samsung" },
	{ { 0x80, 0xad }, "SK hynix" },
	{ { 0x80, 0x2c }, "Micron Technology" },
	{ { 0x80, 0xb3 }, "IDT" },
	{ { 0x80, 0x97 }, "Texas Instruments" },
	{ { 0x01, 0x98 }, "Kingston" },
	{ { 0x01, 0x94 }, "Smart Modular" },
	{ { 0x02, 0x9e }, "Corsair" },
	{ { 0x83, 0x0b }, "Nanya Technology" },
	{ { 0x04, 0x43 }, "Ramaxel Technology" },
	{ { 0x04, 0xcb }, "A-DATA Technology" },
	{ { 0x04, 0xcd }, "G Skill" },
	{ { 0x85, 0x9b }, "Crucial" },
	{ { 0x86, 0x32 }, "Montage Technology" },
	{ { 0x86, 0x9d }, "Rambus" },
	{ { 0x8a, 0x8c }, "Richtek Power" },
	{ { 0x8a, 0x91 }, "CXMT" },
	{ { 0x0b, 0x2a }, "Monolithic Power Systems" },
};

START_TEST(the_well_known)
{
	ck_assert(jedec_id_sound(known[_i].id));
	ck_assert_str_eq(jedec_maker(known[_i].id), known[_i].name);
}
END_TEST

START_TEST(a_wrong_bit_is_no_maker)
{
	uint8_t id[2];
	int bit;

	for (bit = 0; bit < 16; bit++) {
		memcpy(id, known[_i].id, sizeof(id));
		id[bit / 8] ^= 1 << bit % 8;
		ck_assert(!jedec_id_sound(id));
		ck_assert_ptr_null(jedec_maker(id));
	}
}
END_TEST

START_TEST(every_number_is_answered)
{
	unsigned int names = 0, number;

	for (number = 0; number < 0x10000; number++) {
		const uint8_t id[2] = { number >> 8, number };
		const char *name = jedec_maker(id);

		if (!name)
			continue;
		names++;
		ck_assert(jedec_id_sound(id) && *name);
	}
	ck_assert_uint_gt(names, 500);
	ck_assert_ptr_null(jedec_maker((const uint8_t[]){ 0x00, 0x00 }));
	ck_assert_ptr_null(jedec_maker((const uint8_t[]){ 0xff, 0xff }));
}
END_TEST

Suite *suite_jedec(void);

Suite *suite_jedec(void)
{
	Suite *suite = suite_create("jedec");
	TCase *tcase = tcase_create("jedec");
	const int count = sizeof(known) / sizeof(*known);

	tcase_add_loop_test(tcase, the_well_known, 0, count);
	tcase_add_loop_test(tcase, a_wrong_bit_is_no_maker, 0, count);
	tcase_add_test(tcase, every_number_is_answered);
	suite_add_tcase(suite, tcase);
	return suite;
}
