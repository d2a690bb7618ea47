// SPDX-License-Identifier: GPL-2.0-only
/* The memories of DDR4 and DDR5 modules: pages chosen for a whole bus, and a hub with registers. */

#include "fakei2c.h"

#define EE1004_PAGE 256
/* Written to, they choose page 0 or 1 of all; read, the first answers while that is page 0. */
#define EE1004_FIRST 0x36
#define EE1004_SECOND 0x37

#define HUB_PAGE 128
#define HUB_CONTENTS 0x80	/* offsets from here are the contents, below it the registers */
#define MR_TYPE 0x00
#define MR_REVISION 0x02
#define MR_MAKER 0x03
#define MR_CAPABILITY 0x05
#define MR_PAGE 0x0b
#define MR_LIMITS 0x1c
#define MR_TEMPERATURE 0x31

static u32 ee1004_cell(const struct fakei2c_chip *chip)
{
	return chip->page * EE1004_PAGE + chip->pointer;
}

static int write_ee1004(struct fakei2c_chip *chip, const u8 *bytes, size_t length)
{
	size_t at;

	if (!length)
		return 0;
	chip->pointer = bytes[0];
	for (at = 1; at < length; at++) {
		fakei2c_cell_write(chip, ee1004_cell(chip), bytes[at]);
		chip->pointer = (chip->pointer + 1) % EE1004_PAGE;
	}
	return 0;
}

static int read_ee1004(struct fakei2c_chip *chip, u8 *bytes, size_t length)
{
	int err = 0;

	while (length-- && !err) {
		err = fakei2c_cell_read(chip, ee1004_cell(chip), bytes++);
		chip->pointer = (chip->pointer + 1) % EE1004_PAGE;
	}
	return err;
}

static int choose_page(struct fakei2c_chip *chip, const struct fakei2c_wire *wire)
{
	if (wire->address != EE1004_FIRST && wire->address != EE1004_SECOND)
		return 1;
	if (wire->writes) {
		chip->page = wire->address == EE1004_SECOND;
		return 0;
	}
	if (wire->address == EE1004_SECOND || chip->page)
		return 1;
	memset(wire->in, 0xff, wire->asked);
	return 0;
}

const struct fakei2c_model fakei2c_ee1004 = {
	.name = "ee1004",
	.least = 2 * EE1004_PAGE,
	.most = 2 * EE1004_PAGE,
	.write = write_ee1004,
	.read = read_ee1004,
	.elsewhere = choose_page,
};

/* JESD300-5, section 5: a hub with a sensor, by a maker that has an id; 25 degrees. */
static void prepare_hub(struct fakei2c_chip *chip)
{
	u8 *registers = chip->registers;

	registers[MR_TYPE] = 0x51;
	registers[MR_TYPE + 1] = 0x18;
	registers[MR_REVISION] = 0x0a;
	registers[MR_MAKER] = 0x86;
	registers[MR_MAKER + 1] = 0x32;
	registers[MR_CAPABILITY] = 0x03;
	registers[MR_LIMITS] = 0x70;
	registers[MR_LIMITS + 1] = 0x03;
	registers[MR_LIMITS + 4] = 0x50;
	registers[MR_LIMITS + 5] = 0x05;
	registers[MR_TEMPERATURE] = 0x90;
	registers[MR_TEMPERATURE + 1] = 0x01;
}

static bool is_writable(u32 number)
{
	return number == MR_PAGE || number == 0x0c || number == 0x0d ||
	       (number >= 0x12 && number <= 0x23);
}

static u32 hub_cell(const struct fakei2c_chip *chip)
{
	return (chip->registers[MR_PAGE] & 7) * HUB_PAGE + chip->pointer % HUB_PAGE;
}

static int write_hub(struct fakei2c_chip *chip, const u8 *bytes, size_t length)
{
	size_t at;

	if (!length)
		return 0;
	chip->pointer = bytes[0];
	for (at = 1; at < length; at++) {
		if (chip->pointer >= HUB_CONTENTS)
			fakei2c_cell_write(chip, hub_cell(chip), bytes[at]);
		else if (is_writable(chip->pointer))
			chip->registers[chip->pointer] = bytes[at];
		chip->pointer = (chip->pointer + 1) & 0xff;
	}
	return 0;
}

static int read_hub(struct fakei2c_chip *chip, u8 *bytes, size_t length)
{
	int err = 0;

	for (; length-- && !err; bytes++) {
		if (chip->pointer >= HUB_CONTENTS)
			err = fakei2c_cell_read(chip, hub_cell(chip), bytes);
		else
			*bytes = chip->registers[chip->pointer];
		chip->pointer = (chip->pointer + 1) & 0xff;
	}
	return err;
}

const struct fakei2c_model fakei2c_spd5118 = {
	.name = "spd5118",
	.least = 8 * HUB_PAGE,
	.most = 8 * HUB_PAGE,
	.prepare = prepare_hub,
	.write = write_hub,
	.read = read_hub,
};
