// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd_ddr2.c: SPD of SDR, DDR and DDR2 (JEDEC 21-C, appendices C, D and J).
 */
#include "spd_internal.h"

#define LAYOUT(code, text, function) {						\
	.type = (code), .name = (text), .depth = SPD_DEPTH_WHOLE, .length = 128, .user = 128, \
	.items = { { 64, 8 }, { 72, 1 }, { 93, 2 }, { 95, 4 }, { 73, 18 }, { 91, 2 }, \
		   { 99, 29 } },						\
	.sums = { { 63, 1 } },							\
	.header = count_header,							\
	.sound = is_sound,							\
	.geometry = (function),							\
	.meanings = meanings,							\
}

/* 128 bytes used, of a memory of 2^7 bytes or more. */
static unsigned int count_header(const uint8_t *bytes)
{
	return (bytes[0] == 128) + (bytes[1] >= 7 && bytes[1] <= 13);
}

static bool is_sound(const uint8_t *bytes)
{
	uint8_t sum = 0;
	int i;

	for (i = 0; i < 63; i++)
		sum += bytes[i];
	return sum == bytes[63];
}

/* Byte 9: nanoseconds, and a code for what is left. */
static unsigned int cycle_ps(uint8_t byte)
{
	static const unsigned int rest[16] = {
		0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 250, 330, 660, 750,
	};

	return (byte >> 4) * 1000 + rest[byte & 0x0f];
}

/* What the three have alike; @ranks: as each writes them. */
static void decode_common(const uint8_t *bytes, struct spd *spd, unsigned int ranks,
			  unsigned int transfers)
{
	unsigned int width = bytes[6] | bytes[7] << 8, extra = bytes[11] & 3 ? 8 : 0;
	unsigned int address = (bytes[3] & 0x0f) + (bytes[4] & 0x0f);
	unsigned int cycle = cycle_ps(bytes[9]);

	if (cycle)
		spd->speed_mts = transfers * 1000000 / cycle;
	spd->ranks = ranks;
	if (width <= extra || width > 1024)
		return;
	spd->total_width = width;
	spd->data_width = width - extra;
	if (address > 17 && address <= 29 && bytes[17] <= 8)
		spd->size_mib = (1UL << (address - 17)) * bytes[17] * ranks *
				spd->data_width / 64;
}

static void decode_sdr(const uint8_t *bytes, struct spd *spd)
{
	decode_common(bytes, spd, bytes[5] <= 8 ? bytes[5] : 0, 1);
}

static void decode_ddr(const uint8_t *bytes, struct spd *spd)
{
	decode_common(bytes, spd, bytes[5] <= 8 ? bytes[5] : 0, 2);
}

/* Byte 20: a bit for each kind of module. */
static void decode_ddr2(const uint8_t *bytes, struct spd *spd)
{
	static const char *const names[] = {
		"RDIMM", "UDIMM", "SO-DIMM", "Micro-DIMM", "Mini-RDIMM", "Mini-UDIMM",
	};
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bytes[20] == 1 << i)
			spd->module_type = names[i];
	decode_common(bytes, spd, (bytes[5] & 7) + 1, 2);
}

static const struct spd_meaning meanings[] = {
	{ 0, 0, "bytes used" },
	{ 1, 1, "bytes in all" },
	{ 2, 2, "memory type" },
	{ 3, 4, "SDRAM addressing" },
	{ 5, 5, "ranks" },
	{ 6, 7, "module width" },
	{ 8, 8, "voltage" },
	{ 9, 9, "minimum cycle time" },
	{ 11, 11, "parity and ECC" },
	{ 12, 12, "refresh" },
	{ 13, 13, "SDRAM width" },
	{ 17, 17, "SDRAM banks" },
	{ 18, 18, "CAS latencies" },
	{ 20, 22, "module type and features" },
	{ 23, 30, "times" },
	{ 31, 31, "rank density" },
	{ 32, 61, "times" },
	{ 62, 62, "SPD revision" },
	{ 63, 63, "checksum" },
	{ 64, 71, "maker of the module" },
	{ 72, 72, "place of making" },
	{ 73, 90, "part number" },
	{ 91, 92, "revision of the module" },
	{ 93, 98, "date of making, serial number" },
	{ 99, 127, "maker's own" },
	{ 0, 0, NULL }
};

#define BY_NAME(code, text)							\
	{ .type = (code), .name = (text), .depth = SPD_DEPTH_TYPE, .header = count_fully_buffered }

/* From FB-DIMM on byte 0 is in halves, and byte 1 the revision. */
static unsigned int count_fully_buffered(const uint8_t *bytes)
{
	unsigned int used = bytes[0] & 0x0f, total = bytes[0] >> 4 & 7;

	return (used >= 1 && used <= 3 && total >= 1 && total <= 2) + (bytes[1] >> 4 == 1);
}

const struct spd_layout spd_layouts_ddr2[] = {
	LAYOUT(0x04, "SDR", decode_sdr),
	LAYOUT(0x07, "DDR", decode_ddr),
	LAYOUT(0x08, "DDR2", decode_ddr2),
	BY_NAME(0x09, "DDR2 FB-DIMM"),
	BY_NAME(0x0a, "DDR2 FB-DIMM probe"),
	{ .name = NULL }
};
