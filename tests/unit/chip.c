// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * chip.c over registers made here: what says what it is is told, and nothing else.
 */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "chip.h"

static struct chip_registers registers;
static char text[CHIP_TEXT_SIZE];

static void setup(void)
{
	memset(&registers, 0, sizeof(registers));
	memset(registers.known, true, sizeof(registers.known));
}

/* Registers of 16 bits stand with the high half first on the bus. */
static void set_word(unsigned int at, uint16_t value)
{
	registers.words = true;
	registers.values[at] = value << 8 | value >> 8;
}

static void set_pair(unsigned int at, uint8_t first, uint8_t second)
{
	registers.values[at] = first;
	registers.values[at + 1] = second;
}

static void claim_chip(const char *wanted)
{
	ck_assert_int_eq(chip_describe(&registers, text), 0);
	ck_assert_str_eq(text, wanted);
}

START_TEST(nothing_is_made_of_nothing)
{
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
	memset(registers.values, 0xff, sizeof(registers.values));
	registers.words = true;
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
	memset(registers.known, false, sizeof(registers.known));
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
}
END_TEST

START_TEST(the_hub_of_a_module)
{
	set_pair(0, 0x51, 0x18);
	set_pair(3, 0x86, 0x32);
	claim_chip("SPD5118 hub, Montage Technology (8632)");
	ck_assert_int_eq(chip_hub_page(&registers), 0);
	registers.values[0x0b] = 5;
	ck_assert_int_eq(chip_hub_page(&registers), 5);
	registers.values[0x0b] = 8;
	ck_assert_int_eq(chip_hub_page(&registers), -1);
	set_pair(0, 0x51, 0x11);
	claim_chip("TS5111 temperature sensor, Montage Technology (8632)");
	registers.known[4] = false;
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
}
END_TEST

START_TEST(a_thermal_sensor_of_a_module)
{
	set_word(0, 0x00ef);
	set_word(6, 0x104a);
	set_word(7, 0x0300);
	claim_chip("JC-42.4 temperature sensor STTS2002, STMicroelectronics (104a, device 0300)");
	set_word(7, 0x7777);
	claim_chip("JC-42.4 temperature sensor, STMicroelectronics (104a, device 7777)");
	set_word(6, 0x1234);
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
	set_word(6, 0x104a);
	set_word(0, 0x80ef);
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
}
END_TEST

START_TEST(a_power_device)
{
	registers.words = true;
	registers.known[0x03] = false;
	registers.values[0x99] = 'N' << 8 | 3;
	registers.values[0x9a] = 'L' << 8 | 8;
	registers.known[0x9b] = false;
	claim_chip("PMBus device, MFR_ID N.., MFR_MODEL L.......");
	registers.values[0x98] = 0x22;
	claim_chip("PMBus device, revision 1.2, MFR_ID N.., MFR_MODEL L.......");
	registers.known[0x99] = registers.known[0x98] = false;
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
}
END_TEST

START_TEST(sensors_by_their_id_registers)
{
	set_pair(0xfe, 0x55, 0x11);
	claim_chip("TMP401 temperature sensor");
	set_pair(0xfe, 0x41, 0x51);
	claim_chip("ADT7461 temperature sensor");
	set_pair(0xfe, 0, 0);
	set_pair(0x3d, 0x73, 0x41);
	claim_chip("ADT7473 hardware monitor");
	registers.known[0x3e] = false;
	ck_assert_int_eq(chip_describe(&registers, text), -ENOENT);
	set_word(0xfe, 0x5449);
	set_word(0xff, 0x2260);
	claim_chip("INA226 current monitor");
}
END_TEST

Suite *suite_chip(void)
{
	Suite *suite = suite_create("chip");
	TCase *tcase = tcase_create("chip");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, nothing_is_made_of_nothing);
	tcase_add_test(tcase, the_hub_of_a_module);
	tcase_add_test(tcase, a_thermal_sensor_of_a_module);
	tcase_add_test(tcase, a_power_device);
	tcase_add_test(tcase, sensors_by_their_id_registers);
	suite_add_tcase(suite, tcase);
	return suite;
}
