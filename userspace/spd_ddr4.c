// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd_ddr4.c: SPD of DDR4 (JEDEC 21-C, annex L, release 6).
 */
#include "spd_internal.h"

#define LAYOUT(code, text) {							\
	.type = (code), .name = (text), .depth = SPD_DEPTH_WHOLE, .length = 512, .user = 384, \
	.page = 256,								\
	.items = { { 320, 2 }, { 322, 1 }, { 323, 2 }, { 325, 4 }, { 329, 20 },	\
		   { 349, 1 }, { 353, 29 } },					\
	.dram_maker = { 350, 2 },						\
	.sums = { { 126, 2 }, { 254, 2 } },					\
	.header = spd_header_ddr4,						\
	.sound = spd_sound_ddr4,						\
	.geometry = decode_geometry,						\
	.meanings = meanings,							\
}

/* Byte 0: bytes used, and 256 or 512 bytes in all; byte 1: revision 1.x. */
unsigned int spd_header_ddr4(const uint8_t *bytes)
{
	unsigned int used = bytes[0] & 0x0f, total = bytes[0] >> 4;

	return (used >= 1 && used <= 4 && total >= 1 && total <= 2) + (bytes[1] >> 4 == 1);
}

bool spd_sound_ddr4(const uint8_t *bytes)
{
	return spd_crc_right(bytes, 126, bytes + 126) &&
	       spd_crc_right(bytes + 128, 126, bytes + 254);
}

static const char *module_type(uint8_t byte)
{
	static const char *const names[16] = {
		[1] = "RDIMM", "UDIMM", "SO-DIMM", "LRDIMM", "Mini-RDIMM", "Mini-UDIMM",
		[8] = "72b-SO-RDIMM", "72b-SO-UDIMM",
		[12] = "16b-SO-DIMM", "32b-SO-DIMM",
	};

	return names[byte & 0x0f];
}

/* Byte 4: megabits of a die; 0: reserved. */
static unsigned long density(uint8_t byte)
{
	static const unsigned long densities[16] = {
		256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 12288, 24576,
	};

	return densities[byte & 0x0f];
}

/*
 * Bytes 6 and 10: logical ranks in a package rank. Only a 3DS stack has several:
 * the dies of other stacks are package ranks, or share one by their width.
 */
static unsigned int logical_ranks(uint8_t package)
{
	return package & 0x80 && (package & 3) == 2 ? (package >> 4 & 7) + 1 : 1;
}

/*
 * Byte 12, bit 6: the second and fourth rank are as byte 10 says, whose dies are
 * one or two steps of the density's scale smaller.
 */
static unsigned long rank_megabits(const uint8_t *bytes, unsigned int rank)
{
	static const uint8_t scale[] = { 0, 1, 2, 3, 4, 5, 8, 6, 9, 7 };
	unsigned int steps = bytes[10] >> 2 & 3, at;

	if (!(bytes[12] & 0x40) || !(rank & 1))
		return density(bytes[4]) * logical_ranks(bytes[6]);
	for (at = 0; at < sizeof(scale) && scale[at] != (bytes[4] & 0x0f); at++)
		;
	if (steps > 2 || at == sizeof(scale) || at < steps)
		return 0;
	return density(scale[at - steps]) * logical_ranks(bytes[10]);
}

static unsigned long size(const uint8_t *bytes, const struct spd *spd)
{
	unsigned int chip_width = bytes[12] & 7, rank;
	unsigned long megabits = 0;

	if (!spd->data_width || chip_width > 3 || 4U << chip_width > spd->data_width)
		return 0;
	for (rank = 0; rank < spd->ranks; rank++) {
		unsigned long of_rank = rank_megabits(bytes, rank);

		if (!of_rank)
			return 0;
		megabits += of_rank;
	}
	return megabits / 8 * (spd->data_width / (4 << chip_width));
}

static void decode_geometry(const uint8_t *bytes, struct spd *spd)
{
	unsigned int width = bytes[13] & 7, extra = bytes[13] >> 3 & 3;

	spd->module_type = module_type(bytes[3]);
	/* Time bases are 125 ps and 1 ps; other codes of byte 17 are reserved. */
	if (!(bytes[17] & 0x0f))
		spd->speed_mts = spd_rate(bytes[18] * 125 + (int8_t)bytes[125], 1, 1, 1);
	spd->ranks = (bytes[12] >> 3 & 7) + 1;
	if (width <= 3)
		spd->data_width = 8 << width;
	if (spd->data_width && extra <= 1)
		spd->total_width = spd->data_width + 8 * extra;
	spd->size_mib = size(bytes, spd);
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
	{ 10, 10, "second SDRAM package" },
	{ 11, 11, "nominal voltage" },
	{ 12, 12, "ranks and SDRAM width" },
	{ 13, 13, "bus width" },
	{ 14, 14, "thermal sensor" },
	{ 15, 15, "extended module type" },
	{ 17, 17, "time bases" },
	{ 18, 18, "minimum cycle time" },
	{ 19, 19, "maximum cycle time" },
	{ 20, 23, "CAS latencies" },
	{ 24, 24, "minimum CAS latency time" },
	{ 25, 25, "minimum RAS to CAS delay" },
	{ 26, 26, "minimum row precharge time" },
	{ 27, 29, "minimum active to precharge and to active times" },
	{ 30, 35, "minimum refresh recovery times" },
	{ 36, 37, "minimum four activate window" },
	{ 38, 39, "minimum activate to activate times" },
	{ 40, 40, "minimum CAS to CAS time" },
	{ 41, 42, "minimum write recovery time" },
	{ 43, 45, "minimum write to read times" },
	{ 60, 77, "connector to SDRAM bit mapping" },
	{ 117, 125, "fine offsets of times" },
	{ 126, 127, "CRC" },
	{ 128, 191, "module specific" },
	{ 192, 253, "hybrid memory" },
	{ 254, 255, "CRC" },
	{ 320, 321, "maker of the module" },
	{ 322, 328, "place and date of making, serial number" },
	{ 329, 348, "part number" },
	{ 349, 349, "revision of the module" },
	{ 350, 351, "maker of the SDRAM" },
	{ 352, 352, "stepping of the SDRAM" },
	{ 353, 381, "maker's own" },
	{ 384, 511, "owner's" },
	{ 0, 0, NULL }
};

const struct spd_layout spd_layouts_ddr4[] = {
	LAYOUT(0x0c, "DDR4"),
	LAYOUT(0x0e, "DDR4E"),
	{ .name = NULL }
};
