// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * chip_table.c: families of sensors by the registers that their data sheets give to
 * the maker and the part.
 *
 * Invariant: no chip is told by fewer than twelve bits.
 */
#include "chip.h"

#define IDS_MAX 4

/* A register, and what stands in the bits of @mask; mask 0: no more. */
struct id {
	uint8_t at, value, mask;
};

struct chip {
	const char *name;
	struct id ids[IDS_MAX];
};

/* Maker and part in two registers that follow each other, all bits of both. */
#define PAIR(at, maker, part)	{ { at, maker, 0xff }, { (at) + 1, part, 0xff } }
#define PART(at, maker, part, mask) { { at, maker, 0xff }, { (at) + 1, part, mask } }

static const struct chip chips[] = {
	/* FEh maker, FFh part */
	{ "LM63 temperature sensor and fan controller", PAIR(0xfe, 0x01, 0x41) },
	{ "LM96163 temperature sensor and fan controller", PAIR(0xfe, 0x01, 0x49) },
	{ "LM64 temperature sensor and fan controller", PAIR(0xfe, 0x01, 0x51) },
	{ "LM95234 temperature sensor", PAIR(0xfe, 0x01, 0x79) },
	{ "LM95233 temperature sensor", PAIR(0xfe, 0x01, 0x89) },
	{ "LM95241 temperature sensor", PAIR(0xfe, 0x01, 0xa4) },
	{ "LM95231 temperature sensor", PAIR(0xfe, 0x01, 0xa6) },
	{ "LM95235 temperature sensor", PAIR(0xfe, 0x01, 0xb1) },
	{ "LM95245 temperature sensor", PAIR(0xfe, 0x01, 0xb3) },
	{ "LM83 temperature sensor", PAIR(0xfe, 0x01, 0x03) },
	{ "LM86 temperature sensor", PART(0xfe, 0x01, 0x10, 0xf0) },
	{ "LM90 temperature sensor", PART(0xfe, 0x01, 0x20, 0xf0) },
	{ "LM89 or LM99 temperature sensor", PART(0xfe, 0x01, 0x30, 0xf0) },
	{ "ADT7481 temperature sensor",
		{ { 0x3d, 0x81, 0xff }, { 0x3e, 0x41, 0xff }, { 0xfe, 0x41, 0xff } } },
	{ "ADT7461 temperature sensor", PAIR(0xfe, 0x41, 0x51) },
	{ "ADT7461A or NCT1008 temperature sensor", PAIR(0xfe, 0x41, 0x57) },
	{ "NCT72 temperature sensor", PAIR(0xfe, 0x41, 0x55) },
	{ "ADM1032 temperature sensor", PART(0xfe, 0x41, 0x40, 0xf0) },
	{ "ADM1023 or ADM1021A temperature sensor", PART(0xfe, 0x41, 0x30, 0xf0) },
	{ "NCT218 temperature sensor", PAIR(0xfe, 0x1a, 0xca) },
	{ "G781 temperature sensor", PAIR(0xfe, 0x47, 0x01) },
	{ "MAX1617A temperature sensor", PAIR(0xfe, 0x4d, 0x01) },
	{ "MAX1619 temperature sensor", PAIR(0xfe, 0x4d, 0x04) },
	{ "MAX1668 temperature sensor", PAIR(0xfe, 0x4d, 0x03) },
	{ "MAX1805 temperature sensor", PAIR(0xfe, 0x4d, 0x05) },
	{ "MAX6654 temperature sensor", PAIR(0xfe, 0x4d, 0x08) },
	{ "MAX1989 temperature sensor", PAIR(0xfe, 0x4d, 0x0b) },
	{ "MAX6657, MAX6658 or MAX6659 temperature sensor", PAIR(0xfe, 0x4d, 0x4d) },
	{ "MAX6646, MAX6647 or MAX6649 temperature sensor", PAIR(0xfe, 0x4d, 0x59) },
	{ "STTS751 temperature sensor", PAIR(0xfe, 0x53, 0x01) },
	{ "TMP411C temperature sensor", PAIR(0xfe, 0x55, 0x10) },
	{ "TMP401 temperature sensor", PAIR(0xfe, 0x55, 0x11) },
	{ "TMP411A temperature sensor", PAIR(0xfe, 0x55, 0x12) },
	{ "TMP411B temperature sensor", PAIR(0xfe, 0x55, 0x13) },
	{ "TMP421 temperature sensor", PAIR(0xfe, 0x55, 0x21) },
	{ "TMP422 temperature sensor", PAIR(0xfe, 0x55, 0x22) },
	{ "TMP423 temperature sensor", PAIR(0xfe, 0x55, 0x23) },
	{ "TMP431 temperature sensor", PAIR(0xfe, 0x55, 0x31) },
	{ "TMP432 temperature sensor", PAIR(0xfe, 0x55, 0x32) },
	{ "TMP435 temperature sensor", PAIR(0xfe, 0x55, 0x35) },
	{ "TMP441 temperature sensor", PAIR(0xfe, 0x55, 0x41) },
	{ "TMP442 temperature sensor", PAIR(0xfe, 0x55, 0x42) },
	/* FDh part, FEh maker */
	{ "EMC1402 temperature sensor", PAIR(0xfd, 0x20, 0x5d) },
	{ "EMC1403 temperature sensor", PAIR(0xfd, 0x21, 0x5d) },
	{ "EMC1422 temperature sensor", PAIR(0xfd, 0x22, 0x5d) },
	{ "EMC1423 temperature sensor", PAIR(0xfd, 0x23, 0x5d) },
	{ "EMC2103 fan controller", PAIR(0xfd, 0x24, 0x5d) },
	{ "EMC1404 temperature sensor", PAIR(0xfd, 0x25, 0x5d) },
	{ "EMC2103 fan controller", PAIR(0xfd, 0x26, 0x5d) },
	{ "EMC1424 temperature sensor", PAIR(0xfd, 0x27, 0x5d) },
	{ "EMC1438 temperature sensor", PAIR(0xfd, 0x59, 0x5d) },
	{ "NCT7802 hardware monitor",
		{ { 0xfd, 0x50, 0xff }, { 0xfe, 0xc3, 0xff }, { 0xff, 0x20, 0xf0 } } },
	/* 3Dh part, 3Eh maker, 3Fh revision */
	{ "ADT7470 fan controller", { { 0x3d, 0x70, 0xff }, { 0x3e, 0x41, 0xff } } },
	{ "ADT7462 hardware monitor",
		{ { 0x3d, 0x62, 0xff }, { 0x3e, 0x41, 0xff }, { 0x3f, 0x04, 0xff } } },
	{ "ADT7473 hardware monitor", PAIR(0x3d, 0x73, 0x41) },
	{ "ADT7475 hardware monitor", PAIR(0x3d, 0x75, 0x41) },
	{ "ADT7476 hardware monitor", PAIR(0x3d, 0x76, 0x41) },
	{ "ADT7490 hardware monitor", PAIR(0x3d, 0x90, 0x41) },
	{ "ADM1030 hardware monitor", PAIR(0x3d, 0x30, 0x41) },
	{ "ADM1031 hardware monitor", PAIR(0x3d, 0x31, 0x41) },
	{ "AMC6821 fan controller", PAIR(0x3d, 0x21, 0x49) },
	{ "MAX6639 fan controller", PAIR(0x3d, 0x58, 0x4d) },
	{ "ADC128D818 analog-to-digital converter", PAIR(0x3e, 0x01, 0x09) },
	{ "LM85B hardware monitor", PAIR(0x3e, 0x01, 0x62) },
	{ "LM85C hardware monitor", PAIR(0x3e, 0x01, 0x60) },
	{ "LM96000 hardware monitor", PART(0x3e, 0x01, 0x68, 0xfe) },
	{ "LM93 hardware monitor", PAIR(0x3e, 0x01, 0x73) },
	{ "LM94 hardware monitor", PAIR(0x3e, 0x01, 0x79) },
	{ "LM87 hardware monitor", PART(0x3e, 0x02, 0x00, 0xf0) },
	{ "LM81 hardware monitor",
		{ { 0x3e, 0x01, 0xff }, { 0x3f, 0x00, 0xf0 }, { 0x48, 0x2c, 0xfc } } },
	{ "ADM9240 hardware monitor",
		{ { 0x3e, 0x23, 0xff }, { 0x3f, 0x00, 0xf0 }, { 0x48, 0x2c, 0xfc } } },
	{ "DS1780 hardware monitor",
		{ { 0x3e, 0xda, 0xff }, { 0x3f, 0x00, 0xf0 }, { 0x48, 0x2c, 0xfc } } },
	{ "ADM1024 hardware monitor", PART(0x3e, 0x41, 0x10, 0xf0) },
	{ "ADM1025 hardware monitor", PART(0x3e, 0x41, 0x20, 0xf0) },
	{ "ADM1027 hardware monitor", PAIR(0x3e, 0x41, 0x60) },
	{ "ADT7463 or ADT7468 hardware monitor", PART(0x3e, 0x41, 0x60, 0xf0) },
	{ "ADT7468 hardware monitor", PART(0x3e, 0x41, 0x70, 0xf0) },
	{ "ADM1022 temperature sensor", PART(0x3e, 0x41, 0xc0, 0xf0) },
	{ "THMC50 temperature sensor", PART(0x3e, 0x49, 0xc0, 0xf0) },
	{ "SMSC47M192 hardware monitor", PART(0x3e, 0x55, 0x20, 0xf0) },
	{ "EMC6D10x hardware monitor", PART(0x3e, 0x5c, 0x60, 0xf0) },
	{ "SCH5027 hardware monitor", PAIR(0x3e, 0x5c, 0x69) },
	{ "DME1737 hardware monitor", PART(0x3e, 0x5c, 0x88, 0xf8) },
	{ "EMC6W201 hardware monitor", PART(0x3e, 0x5c, 0xb0, 0xf0) },
	{ "ASC7621 hardware monitor", PART(0x3e, 0x61, 0x6c, 0xfe) },
	/* others */
	{ "ADM1026 hardware monitor", PART(0x16, 0x41, 0x40, 0xf0) },
	{ "ADT7411 hardware monitor", PAIR(0x4d, 0x02, 0x41) },
	{ "NCT7904 hardware monitor", PAIR(0x7a, 0x50, 0xc5) },
	{ "F75375 hardware monitor",
		{ { 0x5a, 0x03, 0xff }, { 0x5b, 0x06, 0xff }, { 0x5d, 0x19, 0xff },
		  { 0x5e, 0x34, 0xff } } },
	{ "F75373 hardware monitor",
		{ { 0x5a, 0x02, 0xff }, { 0x5b, 0x04, 0xff }, { 0x5d, 0x19, 0xff },
		  { 0x5e, 0x34, 0xff } } },
	{ "F75387 hardware monitor",
		{ { 0x5a, 0x04, 0xff }, { 0x5b, 0x10, 0xff }, { 0x5d, 0x19, 0xff },
		  { 0x5e, 0x34, 0xff } } },
	{ "Fujitsu Siemens Hermes hardware monitor",
		{ { 0x00, 'H', 0xff }, { 0x01, 'E', 0xff }, { 0x02, 'R', 0xff } } },
	{ "Fujitsu Siemens Scylla hardware monitor",
		{ { 0x00, 'S', 0xff }, { 0x01, 'C', 0xff }, { 0x02, 'Y', 0xff } } },
	{ "Fujitsu Siemens Syleus hardware monitor",
		{ { 0x00, 'S', 0xff }, { 0x01, 'Y', 0xff }, { 0x02, 'L', 0xff } } },
	{ "Fujitsu Siemens Poseidon hardware monitor",
		{ { 0x00, 'P', 0xff }, { 0x01, 'E', 0xff }, { 0x02, 'G', 0xff } } },
	{ "Fujitsu Siemens Heimdal hardware monitor",
		{ { 0x00, 'H', 0xff }, { 0x01, 'M', 0xff }, { 0x02, 'D', 0xff } } },
	{ "Fujitsu Siemens Hades hardware monitor",
		{ { 0x00, 'H', 0xff }, { 0x01, 'D', 0xff }, { 0x02, 'S', 0xff } } },
};

static bool matches(const struct chip_registers *registers, const struct chip *chip)
{
	unsigned int i;

	for (i = 0; i < IDS_MAX && chip->ids[i].mask; i++) {
		const struct id *id = &chip->ids[i];

		if (!registers->known[id->at] || (registers->values[id->at] & id->mask) != id->value)
			return false;
	}
	return true;
}

const char *chip_table_find(const struct chip_registers *registers)
{
	size_t i;

	for (i = 0; i < sizeof(chips) / sizeof(*chips); i++)
		if (matches(registers, &chips[i]))
			return chips[i].name;
	return NULL;
}

/* Registers of 16 bits, the high half first on the bus: a maker's and a part's. */
static const struct {
	const char *name;
	uint8_t maker_at, at;
	uint16_t maker, value, mask;
} word_chips[] = {
	{ "INA226 current monitor", 0xfe, 0xff, 0x5449, 0x2260, 0xfff0 },
	{ "INA260 current monitor", 0xfe, 0xff, 0x5449, 0x2270, 0xfff0 },
	{ "INA3221 current monitor", 0xfe, 0xff, 0x5449, 0x3220, 0xffff },
	{ "INA228 current monitor", 0x3e, 0x3f, 0x5449, 0x2280, 0xfff0 },
	{ "INA237 current monitor", 0x3e, 0x3f, 0x5449, 0x2370, 0xfff0 },
	{ "INA238 current monitor", 0x3e, 0x3f, 0x5449, 0x2380, 0xfff0 },
	{ "HDC1080 humidity sensor", 0xfe, 0xff, 0x5449, 0x1050, 0xffff },
	{ "TMP464 temperature sensor", 0xfe, 0xff, 0x5449, 0x1468, 0xffff },
	{ "TMP468 temperature sensor", 0xfe, 0xff, 0x5449, 0x0468, 0xffff },
	{ "TMP512 temperature and current monitor", 0xfe, 0xff, 0x55ff, 0x22ff, 0xffff },
	{ "TMP513 temperature and current monitor", 0xfe, 0xff, 0x55ff, 0x23ff, 0xffff },
	{ "OPT3001 light sensor", 0x7e, 0x7f, 0x5449, 0x3001, 0xffff },
	{ "LM92 temperature sensor", 0x07, 0x07, 0x8001, 0x8001, 0xffff },
	{ "LM73 temperature sensor", 0x07, 0x07, 0x0190, 0x0190, 0xffff },
};

const char *chip_table_find_words(const struct chip_registers *registers)
{
	size_t i;

	for (i = 0; i < sizeof(word_chips) / sizeof(*word_chips); i++) {
		uint8_t maker_at = word_chips[i].maker_at, at = word_chips[i].at;
		uint16_t maker = __builtin_bswap16(registers->values[maker_at]);
		uint16_t value = __builtin_bswap16(registers->values[at]);

		if (registers->known[maker_at] && registers->known[at] &&
		    maker == word_chips[i].maker &&
		    (value & word_chips[i].mask) == word_chips[i].value)
			return word_chips[i].name;
	}
	return NULL;
}
