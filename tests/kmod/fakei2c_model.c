// SPDX-License-Identifier: GPL-2.0-only
/* How simulated chips behave: simple ones, memories, and some that a careless probe harms. */

#include "fakei2c.h"

/* Answers to all: the address, or the address with the register number folded in. */
static int write_plain(struct fakei2c_chip *chip, const u8 *bytes, size_t length)
{
	chip->pointer = length ? bytes[0] : 0;
	return 0;
}

static int read_plain(struct fakei2c_chip *chip, u8 *bytes, size_t length)
{
	memset(bytes, chip->address ^ chip->pointer, length);
	chip->pointer = 0;
	return 0;
}

/**
 * fakei2c_cell_read() - a byte of a chip's contents
 * @chip: chip
 * @at: which
 * @byte: where to
 *
 * Return: 0, or -EIO from where the chip is broken.
 */
int fakei2c_cell_read(struct fakei2c_chip *chip, u32 at, u8 *byte)
{
	if (at >= chip->broken)
		return -EIO;
	*byte = chip->bytes[at % chip->size];
	return 0;
}

/**
 * fakei2c_cell_write() - write a byte of a chip's contents
 * @chip: chip
 * @at: which
 * @byte: what
 */
void fakei2c_cell_write(struct fakei2c_chip *chip, u32 at, u8 byte)
{
	if (!chip->protected)
		chip->bytes[at % chip->size] = byte;
}

static void write_cells(struct fakei2c_chip *chip, const u8 *bytes, size_t length)
{
	while (length--) {
		fakei2c_cell_write(chip, chip->pointer, *bytes++);
		chip->pointer = (chip->pointer + 1) % chip->size;
	}
}

/* A memory whose bytes are counted by one byte, 24c02 and the like. */
static int write_byte_memory(struct fakei2c_chip *chip, const u8 *bytes, size_t length)
{
	if (!length)
		return 0;
	chip->pointer = bytes[0] % chip->size;
	write_cells(chip, bytes + 1, length - 1);
	return 0;
}

/* By two bytes, 24c32 and larger: what they get first is the upper one. */
static int write_word_memory(struct fakei2c_chip *chip, const u8 *bytes, size_t length)
{
	if (!length)
		return 0;
	chip->pointer = (bytes[0] << 8 | (length > 1 ? bytes[1] : chip->pointer & 0xff)) %
			chip->size;
	if (length > 2)
		write_cells(chip, bytes + 2, length - 2);
	return 0;
}

static int read_memory(struct fakei2c_chip *chip, u8 *bytes, size_t length)
{
	int err = 0;

	while (length-- && !err) {
		err = fakei2c_cell_read(chip, chip->pointer, bytes++);
		chip->pointer = (chip->pointer + 1) % chip->size;
	}
	return err;
}

/* The memories of DDR2 and DDR3 modules: a write to 30 + n protects that at 50 + n for ever. */
static int protect_memory(struct fakei2c_chip *chip, const struct fakei2c_wire *wire)
{
	if (wire->address != (0x30 | (chip->address & 7)))
		return 1;
	if (wire->reads)
		return chip->protected ? 1 : 0;
	chip->protected = true;
	return 0;
}

/* AT24RF08 takes a quick write for the begin of a write, and loses a byte. */
static int write_fragile(struct fakei2c_chip *chip, const u8 *bytes, size_t length)
{
	if (length)
		return write_byte_memory(chip, bytes, length);
	fakei2c_cell_write(chip, chip->pointer, 0);
	return 0;
}

/* Some clock chips can only be written: asked for a byte, they hold the bus. */
static int read_clock(struct fakei2c_chip *chip, u8 *bytes, size_t length)
{
	fakei2c_trouble_stick(chip->root, 0, -ETIMEDOUT, 0);
	return -ETIMEDOUT;
}

static const struct fakei2c_model models[] = {
	{ .name = "plain", .least = 1, .most = 1, .write = write_plain, .read = read_plain },
	{ .name = "byte", .least = 256, .most = 256,
	  .write = write_byte_memory, .read = read_memory },
	{ .name = "word", .least = 256, .most = 65536,
	  .write = write_word_memory, .read = read_memory },
	{ .name = "34c02", .least = 256, .most = 256,
	  .write = write_byte_memory, .read = read_memory, .elsewhere = protect_memory },
	{ .name = "fragile", .least = 256, .most = 256,
	  .write = write_fragile, .read = read_memory },
	{ .name = "clock", .least = 1, .most = 1, .write = write_plain, .read = read_clock },
};

/**
 * fakei2c_model_find() - a model by its name
 * @name: as in the commands
 *
 * Return: the model or NULL.
 */
const struct fakei2c_model *fakei2c_model_find(const char *name)
{
	size_t at;

	if (!strcmp(name, fakei2c_ee1004.name))
		return &fakei2c_ee1004;
	if (!strcmp(name, fakei2c_spd5118.name))
		return &fakei2c_spd5118;
	for (at = 0; at < ARRAY_SIZE(models); at++) {
		if (!strcmp(name, models[at].name))
			return &models[at];
	}
	return NULL;
}
