// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd_ddr3.c: SPD of DDR3 (JEDEC 21-C, annex K, release 6).
 */
#include "spd_internal.h"

/* Byte 0: bytes used, and 256 bytes in all; byte 1: revision 1.x. */
static unsigned int count_header(const uint8_t *bytes)
{
	unsigned int used = bytes[0] & 0x0f, total = bytes[0] >> 4 & 7;

	return (used >= 1 && used <= 3 && total == 1) + (bytes[1] >> 4 == 1);
}

static bool is_sound(const uint8_t *bytes)
{
	return spd_crc_right(bytes, bytes[0] & 0x80 ? 117 : 126, bytes + 126);
}

static const char *module_type(uint8_t byte)
{
	static const char *const names[] = {
		NULL, "RDIMM", "UDIMM", "SO-DIMM", "Micro-DIMM", "Mini-RDIMM", "Mini-UDIMM",
		"Mini-CDIMM", "72b-SO-UDIMM", "72b-SO-RDIMM", "72b-SO-CDIMM", "LRDIMM",
		"16b-SO-DIMM", "32b-SO-DIMM",
	};

	return byte < sizeof(names) / sizeof(*names) ? names[byte] : NULL;
}

/* Bytes 9 to 12 and 34: cycle time in units of two time bases, which are fractions. */
static unsigned int speed(const uint8_t *bytes)
{
	const int64_t fine = bytes[9] >> 4, fine_divisor = bytes[9] & 0x0f;	/* ps */
	const int64_t medium = bytes[10], medium_divisor = bytes[11];		/* ns */

	if (!fine_divisor || !medium_divisor)
		return 0;
	return spd_rate(bytes[12] * medium * 1000 * fine_divisor +
			(int8_t)bytes[34] * fine * medium_divisor,
			medium_divisor * fine_divisor, fine, fine_divisor);
}

static void decode_geometry(const uint8_t *bytes, struct spd *spd)
{
	unsigned int density = bytes[4] & 0x0f, ranks = bytes[7] >> 3 & 7;
	unsigned int chip_width = bytes[7] & 7, width = bytes[8] & 7, extra = bytes[8] >> 3 & 3;

	spd->module_type = module_type(bytes[3]);
	spd->speed_mts = speed(bytes);
	if (ranks <= 4)
		spd->ranks = ranks == 4 ? 8 : ranks + 1;
	if (width <= 3)
		spd->data_width = 8 << width;
	if (spd->data_width && extra <= 1)
		spd->total_width = spd->data_width + 8 * extra;
	if (density <= 6 && chip_width <= 3 && chip_width <= width + 1)
		spd->size_mib = (32UL << density) * spd->data_width / (4 << chip_width) *
				spd->ranks;
}

static const struct spd_meaning meanings[] = {
	{ 0, 0, "bytes used, bytes in all, CRC coverage" },
	{ 1, 1, "SPD revision" },
	{ 2, 2, "memory type" },
	{ 3, 3, "module type" },
	{ 4, 4, "SDRAM density and banks" },
	{ 5, 5, "SDRAM addressing" },
	{ 6, 6, "nominal voltage" },
	{ 7, 7, "ranks and SDRAM width" },
	{ 8, 8, "bus width" },
	{ 9, 9, "fine time base" },
	{ 10, 11, "medium time base" },
	{ 12, 12, "minimum cycle time" },
	{ 14, 15, "CAS latencies" },
	{ 16, 16, "minimum CAS latency time" },
	{ 17, 17, "minimum write recovery time" },
	{ 18, 18, "minimum RAS to CAS delay" },
	{ 19, 19, "minimum row to row delay" },
	{ 20, 20, "minimum row precharge time" },
	{ 21, 23, "minimum active to precharge and to active times" },
	{ 24, 25, "minimum refresh recovery time" },
	{ 26, 26, "minimum write to read time" },
	{ 27, 27, "minimum read to precharge time" },
	{ 28, 29, "minimum four activate window" },
	{ 30, 30, "optional features" },
	{ 31, 31, "thermal and refresh options" },
	{ 32, 32, "thermal sensor" },
	{ 33, 33, "SDRAM device type" },
	{ 34, 38, "fine offsets of times" },
	{ 41, 41, "maximum activate count" },
	{ 60, 116, "module specific" },
	{ 117, 118, "maker of the module" },
	{ 119, 125, "place and date of making, serial number" },
	{ 126, 127, "CRC" },
	{ 128, 145, "part number" },
	{ 146, 147, "revision of the module" },
	{ 148, 149, "maker of the SDRAM" },
	{ 150, 175, "maker's own" },
	{ 176, 255, "owner's" },
	{ 0, 0, NULL }
};

#define LAYOUT(code, text) {							\
	.type = (code), .name = (text), .depth = SPD_DEPTH_WHOLE, .length = 256, .user = 176, \
	.items = { { 117, 2 }, { 119, 1 }, { 120, 2 }, { 122, 4 }, { 128, 18 },	\
		   { 146, 2 }, { 150, 26 } },					\
	.dram_maker = { 148, 2 },						\
	.sums = { { 126, 2 } },							\
	.header = count_header,							\
	.sound = is_sound,							\
	.geometry = decode_geometry,						\
	.meanings = meanings,							\
}

/* Boards with soldered LPDDR3 have it like this, by a code that Intel chose. */
const struct spd_layout spd_layouts_ddr3[] = {
	LAYOUT(0x0b, "DDR3"),
	LAYOUT(0xf1, "LPDDR3"),
	{ .name = NULL }
};
