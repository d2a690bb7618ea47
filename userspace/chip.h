/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chip.h: what the registers of an I2C device say it is, where they say so.
 *
 * Only registers that a specification or a data sheet gives to that purpose count:
 * the device type and maker of a JEDEC hub (JESD300-5, MR0, MR1, MR3, MR4) and of
 * its thermal sensors (JESD302-1, the same), registers 6 and 7 of JC-42.4, the
 * MFR_* commands of PMBus (part II, section 22), and the id registers of families
 * of sensors. What has none of them, as an LM75 has not, is not guessed at.
 */
#ifndef MUSTER_CHIP_H
#define MUSTER_CHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHIP_REGISTERS	256
#define CHIP_TEXT_SIZE	160

/**
 * struct chip_registers - what reading each register gave
 * @words: read as words, the first byte on the bus in the low half; else only the
 * low halves hold something
 * @known: it answered
 */
struct chip_registers {
	bool words;
	uint16_t values[CHIP_REGISTERS];
	bool known[CHIP_REGISTERS];
};

/**
 * chip_describe() - "SPD5118 hub, Montage Technology (8632)"
 * @text: out: printable ASCII
 * Return: 0, or -ENOENT: the registers do not say.
 */
int chip_describe(const struct chip_registers *registers, char text[CHIP_TEXT_SIZE]);

/** chip_is_hub() - whether they are those of the hub on a DDR5 module */
bool chip_is_hub(const struct chip_registers *registers);

/** chip_hub_page() - which page of its memory a hub shows at 80h; -1: none, or no hub */
int chip_hub_page(const struct chip_registers *registers);

/* chip_table.c */

/** chip_table_find() - by id registers of one byte. Return: its name, or NULL. */
const char *chip_table_find(const struct chip_registers *registers);

/** chip_table_find_words() - by id registers of two bytes. Return: its name, or NULL. */
const char *chip_table_find_words(const struct chip_registers *registers);

#endif /* MUSTER_CHIP_H */
