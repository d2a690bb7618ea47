// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spd.c: which generation an SPD is of, and what all generations have alike.
 *
 * An SPD has no magic number. Byte 2 says the generation; that it does is
 * believed if two of these four agree: byte 0, byte 1, the checksums, and an
 * organization that makes sense. So one damaged byte hides no module, and a
 * memory that holds something else passes for none.
 */
#include "spd.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "jedec.h"
#include "spd_internal.h"

#define HEADER 3	/* bytes that say what this is */

const struct spd_layout *spd_layout(const uint8_t bytes[3])
{
	static const struct spd_layout *const all[] = {
		spd_layouts_ddr2, spd_layouts_ddr3, spd_layouts_ddr4, spd_layouts_ddr5,
		spd_layouts_lpddr,
	};
	const struct spd_layout *layout;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (layout = all[i]; layout->name; layout++)
			if (layout->type == bytes[2] && (bytes[0] >> 4 & 7) >= layout->total)
				return layout;
	return NULL;
}

uint16_t spd_crc(const uint8_t *bytes, size_t length)
{
	unsigned int crc = 0;
	size_t i;
	int bit;

	for (i = 0; i < length; i++) {
		crc ^= bytes[i] << 8;
		for (bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ (crc & 0x8000 ? 0x11021 : 0);
	}
	return crc;
}

bool spd_crc_right(const uint8_t *bytes, size_t length, const uint8_t *stored)
{
	return spd_crc(bytes, length) == (stored[0] | stored[1] << 8);
}

unsigned int spd_rate(int64_t numerator, int64_t denominator, int64_t tolerance,
		      int64_t tolerance_denominator)
{
	int64_t n, rate;

	if (numerator <= 0 || denominator <= 0)
		return 0;
	/* The bin n has 7500 / n ps: 15 / 14 ns is DDR3-1866, 15 / 24 DDR4-3200. */
	for (n = 7; n < 15; n++) {
		int64_t off = numerator * n - 7500 * denominator;

		if ((off < 0 ? -off : off) * tolerance_denominator <
		    tolerance * n * denominator)
			return 800 * n / 3;
	}
	rate = 2000000 * denominator / numerator;
	return rate < 1000000 ? rate : 0;
}

static bool is_blank(const uint8_t *bytes, size_t length)
{
	size_t i;

	for (i = 1; i < length; i++)
		if (bytes[i] != bytes[0])
			return false;
	return bytes[0] == 0x00 || bytes[0] == 0xff;
}

static void print_hex(char *out, const uint8_t *bytes, size_t length)
{
	size_t i;

	if (is_blank(bytes, length))
		return;
	for (i = 0; i < length; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/* Older than DDR3 they write all continuation codes, 7f each, before the code. */
static void read_maker(const uint8_t *bytes, size_t length, uint8_t id[2])
{
	unsigned int count = 0;

	if (length == 2) {
		memcpy(id, bytes, 2);
		return;
	}
	id[0] = id[1] = 0;
	if (is_blank(bytes, length))
		return;
	while (count < length - 1 && bytes[count] == 0x7f)
		count++;
	id[0] = count | (__builtin_parity(count) ? 0 : 0x80);
	id[1] = bytes[count];
}

static const char *print_maker(char out[5], const uint8_t *bytes, struct spd_span span)
{
	uint8_t id[2];

	if (!span.length)
		return NULL;
	read_maker(bytes + span.offset, span.length, id);
	print_hex(out, id, sizeof(id));
	return *out ? jedec_maker(id) : NULL;
}

static void print_part(char *out, size_t size, const uint8_t *bytes, size_t length)
{
	size_t used = 0, i;

	while (length && (bytes[length - 1] == 0x00 || bytes[length - 1] == 0xff ||
			  bytes[length - 1] == ' '))
		length--;
	for (i = 0; i < length; i++)
		used += snprintf(out + used, size - used,
				 bytes[i] < 0x20 || bytes[i] > 0x7e ? "\\x%02x" : "%c", bytes[i]);
}

static bool is_bcd(uint8_t byte)
{
	return (byte & 0x0f) <= 9 && byte >> 4 <= 9;
}

/* Year and week are in BCD; some makers write them in binary. Years from 80 on are of 19xx. */
static void print_date(char *out, size_t size, const uint8_t bytes[2])
{
	unsigned int year = bytes[0], week = bytes[1];

	if (is_blank(bytes, 2))
		return;
	if (is_bcd(bytes[0]) && is_bcd(bytes[1])) {
		year -= 6 * (year >> 4);
		week -= 6 * (week >> 4);
	} else if (year > 99 || week < 1 || week > 53) {
		snprintf(out, size, "0x%02x%02x", bytes[0], bytes[1]);
		return;
	}
	snprintf(out, size, "%02u%02u-W%02u", year >= 80 ? 19u : 20u, year % 100, week % 100);
}

static void decode_module(const uint8_t *bytes, const struct spd_layout *layout,
			  struct spd *spd)
{
	const struct spd_span *items = layout->items;

	spd->maker = print_maker(spd->maker_id, bytes, items[SPD_ITEM_MAKER]);
	spd->dram_maker = print_maker(spd->dram_maker_id, bytes, layout->dram_maker);
	print_part(spd->part, sizeof(spd->part), bytes + items[SPD_ITEM_PART].offset,
		   items[SPD_ITEM_PART].length);
	print_hex(spd->serial, bytes + items[SPD_ITEM_SERIAL].offset,
		  items[SPD_ITEM_SERIAL].length);
	print_hex(spd->revision, bytes + items[SPD_ITEM_REVISION].offset,
		  items[SPD_ITEM_REVISION].length);
	print_date(spd->date, sizeof(spd->date), bytes + items[SPD_ITEM_DATE].offset);
	spd->checksums = layout->sound(bytes) ? SPD_CHECKSUMS_GOOD : SPD_CHECKSUMS_BAD;
}

/* Of an image that is whole: two of four. */
static bool is_plausible(const uint8_t *bytes, const struct spd_layout *layout)
{
	unsigned int votes = layout->header(bytes) + layout->sound(bytes);
	struct spd spd = { 0 };

	layout->geometry(bytes, &spd);
	return votes + (spd.size_mib && spd.speed_mts) >= 2;
}

/* Read by somebody who turned no pages: the first again and again. No two are alike. */
static bool is_repeated(const uint8_t *bytes, const struct spd_layout *layout)
{
	return layout->page && !memcmp(bytes, bytes + layout->page, layout->page);
}

int spd_recognize(const uint8_t *bytes, size_t length, const struct spd_layout **layout)
{
	if (length < HEADER)
		return -ENOENT;
	*layout = spd_layout(bytes);
	if (!*layout)
		return -ENOENT;
	if (!(*layout)->length || length < (*layout)->length) {
		if ((*layout)->header(bytes) < 2)
			return -ENOENT;
		return (*layout)->length ? -EBADMSG : 0;
	}
	if (!is_plausible(bytes, *layout))
		return -ENOENT;
	return is_repeated(bytes, *layout) ? -EBADMSG : 0;
}

int spd_decode(const uint8_t *bytes, size_t length, struct spd *spd)
{
	const struct spd_layout *layout;
	int err = spd_recognize(bytes, length, &layout);

	memset(spd, 0, sizeof(*spd));
	if (err)
		return err;
	spd->type = layout->name;
	spd->depth = layout->depth;
	if (layout->depth == SPD_DEPTH_TYPE)
		return 0;
	decode_module(bytes, layout, spd);
	layout->geometry(bytes, spd);
	if (layout->depth == SPD_DEPTH_SIZELESS)
		spd->size_mib = 0;
	return 0;
}

const char *spd_byte_name(const uint8_t bytes[3], unsigned int offset)
{
	const struct spd_layout *layout = spd_layout(bytes);
	const struct spd_meaning *meaning = layout ? layout->meanings : NULL;

	for (; meaning && meaning->name; meaning++)
		if (offset >= meaning->first && offset <= meaning->last)
			return meaning->name;
	return NULL;
}
