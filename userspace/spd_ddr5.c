// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd_ddr5.c: SPD of DDR5 (JESD400-5), and the name of a relative.
 */
#include "spd_internal.h"

/* Byte 0: 256 to 2048 bytes in all; byte 1: revision, 0.8 the first in use. */
unsigned int spd_header_ddr5(const uint8_t *bytes)
{
	unsigned int total = bytes[0] >> 4 & 7;

	return (total >= 1 && total <= 4) + (bytes[1] >= 0x08 && bytes[1] < 0x20);
}

bool spd_sound_ddr5(const uint8_t *bytes)
{
	return spd_crc_right(bytes, 510, bytes + 510);
}

const char *spd_module_type_ddr5(uint8_t byte)
{
	static const char *const names[16] = {
		[1] = "RDIMM", "UDIMM", "SO-DIMM", "LRDIMM", "CUDIMM", "CSO-DIMM", "MRDIMM",
		"CAMM2", [10] = "DDIMM", "Solder down",
	};

	return names[byte & 0x0f];
}

/* The first SDRAM is described in four bytes from 4 on, the second from 8 on. */
static unsigned long rank_megabits(const uint8_t *sdram, unsigned int width)
{
	static const unsigned long gigabits[] = { 0, 4, 8, 12, 16, 24, 32, 48, 64 };
	unsigned int density = sdram[0] & 0x1f, package = sdram[0] >> 5;
	unsigned int chip_width = sdram[2] >> 5;

	/* Only the dies of a 3DS stack, codes 2 to 5, are more than the rank's own. */
	if (density >= sizeof(gigabits) / sizeof(*gigabits) || package > 5 || chip_width > 3 ||
	    4U << chip_width > width)
		return 0;
	return gigabits[density] * 1024 * (package < 2 ? 1 : 1 << (package - 1)) *
	       (width / (4 << chip_width));
}

/* Byte 234: package ranks of each sub-channel; bit 6: every second is of the second SDRAM. */
static unsigned long size(const uint8_t *bytes, unsigned int ranks, unsigned int channels,
			  unsigned int width)
{
	unsigned int second = bytes[234] & 0x40 ? ranks / 2 : 0;
	unsigned long of_first = rank_megabits(bytes + 4, width);
	unsigned long of_second = rank_megabits(bytes + 8, width);

	if (!of_first || (second && !of_second))
		return 0;
	return channels * ((ranks - second) * of_first + second * of_second) / 8;
}

static void decode_geometry(const uint8_t *bytes, struct spd *spd)
{
	unsigned int width = bytes[235] & 7, extra = bytes[235] >> 3 & 3;
	unsigned int cycle = bytes[20] | bytes[21] << 8;	/* ps */
	unsigned int channels = 1U << (bytes[235] >> 5);

	spd->module_type = spd_module_type_ddr5(bytes[3]);
	/* Cycle times are rounded to 1 ps: 357 ps of DDR5-5600 are 5602 MT/s. */
	if (cycle)
		spd->speed_mts = (2000000 / cycle + 50) / 100 * 100;
	spd->ranks = (bytes[234] >> 3 & 7) + 1;
	if (channels > 8 || width > 3)
		return;
	spd->data_width = channels * (8 << width);
	if (extra <= 2)
		spd->total_width = spd->data_width + channels * 4 * extra;
	spd->size_mib = size(bytes, spd->ranks, channels, 8 << width);
}

static const struct spd_meaning meanings[] = {
	{ 0, 0, "bytes in all" },
	{ 1, 1, "SPD revision" },
	{ 2, 2, "memory type" },
	{ 3, 3, "module type" },
	{ 4, 4, "SDRAM density and package" },
	{ 5, 5, "SDRAM addressing" },
	{ 6, 6, "SDRAM width" },
	{ 7, 7, "SDRAM banks" },
	{ 8, 8, "second SDRAM density and package" },
	{ 9, 9, "second SDRAM addressing" },
	{ 10, 10, "second SDRAM width" },
	{ 11, 11, "second SDRAM banks" },
	{ 12, 14, "optional features" },
	{ 16, 18, "nominal voltages" },
	{ 19, 19, "time bases" },
	{ 20, 21, "minimum cycle time" },
	{ 22, 23, "maximum cycle time" },
	{ 24, 28, "CAS latencies" },
	{ 30, 31, "minimum CAS latency time" },
	{ 32, 33, "minimum RAS to CAS delay" },
	{ 34, 35, "minimum row precharge time" },
	{ 36, 39, "minimum active to precharge and to active times" },
	{ 40, 41, "minimum write recovery time" },
	{ 42, 53, "minimum refresh recovery times" },
	{ 54, 69, "refresh management" },
	{ 70, 102, "minimum times between commands" },
	{ 192, 192, "revision of the module's part" },
	{ 193, 193, "hashing" },
	{ 194, 197, "SPD hub" },
	{ 198, 201, "first PMIC" },
	{ 202, 205, "second PMIC" },
	{ 206, 209, "third PMIC" },
	{ 210, 213, "temperature sensors" },
	{ 230, 231, "height and thickness" },
	{ 232, 232, "reference card" },
	{ 233, 233, "module attributes" },
	{ 234, 234, "ranks" },
	{ 235, 235, "channels and bus width" },
	{ 240, 447, "module specific" },
	{ 510, 511, "CRC" },
	{ 512, 513, "maker of the module" },
	{ 514, 520, "place and date of making, serial number" },
	{ 521, 550, "part number" },
	{ 551, 551, "revision of the module" },
	{ 552, 553, "maker of the SDRAM" },
	{ 554, 554, "stepping of the SDRAM" },
	{ 555, 639, "maker's own" },
	{ 640, 1023, "owner's" },
	{ 0, 0, NULL }
};

const struct spd_layout spd_layouts_ddr5[] = {
	{
		.type = 0x12, .name = "DDR5", .depth = SPD_DEPTH_WHOLE, .length = 1024, .user = 640,
		.page = 128,
		.items = { { 512, 2 }, { 514, 1 }, { 515, 2 }, { 517, 4 }, { 521, 30 }, { 551, 1 },
			   { 555, 85 } },
		.dram_maker = { 552, 2 },
		.sums = { { 510, 2 } },
		.header = spd_header_ddr5,
		.sound = spd_sound_ddr5,
		.geometry = decode_geometry,
		.meanings = meanings,
	},
	{
		.type = 0x14, .name = "DDR5 NVDIMM-P", .depth = SPD_DEPTH_TYPE,
		.header = spd_header_ddr5,
	},
	{ .name = NULL }
};
