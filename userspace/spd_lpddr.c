// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd_lpddr.c: SPD of LPDDR3, LPDDR4 and LPDDR4X (JEDEC 21-C, annex M), and of
 * LPDDR5 and LPDDR5X: on modules by JESD406-5, in 1024 bytes; what firmware keeps
 * of soldered chips is in 512 bytes, as annex M has them.
 *
 * Most of these are never on a bus; CAMM2 modules are. Of how many channels of a die
 * the density is, writers of them do not agree: so the size is told only as far
 * as to see whether it makes sense.
 */
#include "spd_internal.h"

#define ANNEX_M(code, text, fill)						\
	.type = (code), .name = (text), .depth = SPD_DEPTH_SIZELESS, .length = 512, .user = 384, \
	.page = 256,								\
	.items = { { 320, 2 }, { 322, 1 }, { 323, 2 }, { 325, 4 }, { 329, 20 },	\
		   { 349, 1 }, { 353, 29 } },					\
	.dram_maker = { 350, 2 },						\
	.sums = { { 126, 2 }, { 254, 2 } },					\
	.header = spd_header_ddr4,						\
	.sound = spd_sound_ddr4,						\
	.geometry = (fill),							\
	.meanings = meanings

#define JESD406(code, text)							\
	.type = (code), .name = (text), .depth = SPD_DEPTH_SIZELESS, .length = 1024, .user = 640, \
	.page = 128,								\
	.total = 3,								\
	.items = { { 512, 2 }, { 514, 1 }, { 515, 2 }, { 517, 4 }, { 521, 30 },	\
		   { 551, 1 }, { 555, 85 } },					\
	.dram_maker = { 552, 2 },						\
	.sums = { { 510, 2 } },							\
	.header = spd_header_ddr5,						\
	.sound = spd_sound_ddr5,						\
	.geometry = decode_camm,						\
	.meanings = meanings

/* Byte 18 and its fine offset, byte 125, in 125 ps and 1 ps; @transfers in a cycle. */
static unsigned int speed(const uint8_t *bytes, unsigned int transfers)
{
	static const unsigned int grades[] = {
		1600, 1866, 2133, 3200, 3733, 4266, 5500, 6000, 6400, 7500, 8533, 9600,
	};
	int cycle = bytes[18] * 125 + (int8_t)bytes[125];
	size_t i;

	if (bytes[17] & 0x0f || cycle <= 0)
		return 0;
	/* What was rounded to 1 ps is of the grade that it was rounded from. */
	for (i = 0; i < sizeof(grades) / sizeof(*grades); i++) {
		int grade = transfers * 1000000 / grades[i];

		if (cycle >= grade - 1 && cycle <= grade + 1)
			return grades[i];
	}
	return transfers * 1000000 / cycle;
}

static unsigned long density(uint8_t byte)
{
	static const unsigned long gigabits[16] = { 0, 0, 1, 2, 4, 8, 16, 32, 12, 24, 3, 6, 18 };

	return gigabits[byte & 0x0f] * 1024;
}

static void decode_organization(const uint8_t *bytes, struct spd *spd, unsigned int channels)
{
	unsigned int chip_width = bytes[12] & 7, width = bytes[13] & 7;

	spd->ranks = (bytes[12] >> 3 & 7) + 1;
	if (!channels || width > 3)
		return;
	spd->data_width = channels * (8 << width);
	spd->total_width = spd->data_width;
	if (chip_width <= 3 && chip_width <= width + 1)
		spd->size_mib = density(bytes[4]) / 8 * (8U << width) / (4 << chip_width) *
				spd->ranks * channels;
}

static void decode_annex_m(const uint8_t *bytes, struct spd *spd, unsigned int transfers)
{
	static const unsigned int channels[8] = { 1, 2, 3, 4, 8 };

	spd->module_type = (bytes[3] & 0x0f) == 7 ? "LP-DIMM" :
			   (bytes[3] & 0x0f) == 14 ? "Solder down" : NULL;
	spd->speed_mts = speed(bytes, transfers);
	decode_organization(bytes, spd, channels[bytes[13] >> 5]);
}

static void decode_double(const uint8_t *bytes, struct spd *spd)
{
	decode_annex_m(bytes, spd, 2);
}

/* The data clock of LPDDR5 has four times the rate of the clock. */
static void decode_lpddr5(const uint8_t *bytes, struct spd *spd)
{
	decode_annex_m(bytes, spd, 8);
}

static void decode_camm(const uint8_t *bytes, struct spd *spd)
{
	spd->module_type = spd_module_type_ddr5(bytes[3]);
	spd->speed_mts = speed(bytes, 8);
	decode_organization(bytes, spd, bytes[235] >> 5 <= 3 ? 1 << (bytes[235] >> 5) : 0);
}

static const struct spd_meaning meanings[] = {
	{ 0, 0, "bytes used, bytes in all" },
	{ 1, 1, "SPD revision" },
	{ 2, 2, "memory type" },
	{ 3, 3, "module type" },
	{ 4, 4, "SDRAM density and banks" },
	{ 5, 5, "SDRAM addressing" },
	{ 6, 6, "SDRAM package" },
	{ 7, 9, "optional features" },
	{ 12, 12, "ranks and SDRAM width" },
	{ 13, 13, "channels and bus width" },
	{ 16, 16, "signal loading" },
	{ 17, 17, "time bases" },
	{ 18, 18, "minimum cycle time" },
	{ 19, 19, "maximum cycle time" },
	{ 20, 23, "CAS latencies" },
	{ 24, 32, "minimum times" },
	{ 60, 77, "connector to SDRAM bit mapping" },
	{ 120, 125, "fine offsets of times" },
	{ 0, 0, NULL }
};

const struct spd_layout spd_layouts_lpddr[] = {
	{ ANNEX_M(0x0f, "LPDDR3", decode_double) },
	{ ANNEX_M(0x10, "LPDDR4", decode_double) },
	{ ANNEX_M(0x11, "LPDDR4X", decode_double) },
	{ JESD406(0x13, "LPDDR5") },
	{ ANNEX_M(0x13, "LPDDR5", decode_lpddr5) },
	{ JESD406(0x15, "LPDDR5X") },
	{ ANNEX_M(0x15, "LPDDR5X", decode_lpddr5) },
	{ .name = NULL }
};
