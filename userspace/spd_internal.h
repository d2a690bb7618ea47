/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spd_internal.h: what the spd*.c files share: a table per generation, which the
 * decoding and both digests go by.
 */
#ifndef MUSTER_SPD_INTERNAL_H
#define MUSTER_SPD_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spd.h"

/* Some bytes; length 0: there are none such. */
struct spd_span {
	uint16_t offset, length;
};

/* What tells a module from its sisters, in the order of the identity's text. */
enum spd_item {
	SPD_ITEM_MAKER, SPD_ITEM_LOCATION, SPD_ITEM_DATE, SPD_ITEM_SERIAL,
	SPD_ITEM_PART, SPD_ITEM_REVISION, SPD_ITEM_SPECIFIC,
	SPD_ITEMS,
};

struct spd_meaning {
	uint16_t first, last;
	const char *name;
};

/**
 * struct spd_layout - one generation
 * @length: an image of fewer bytes is cut short; 0: it is known by name alone
 * @total: this many 256 bytes in all, as a power of two, or more, must byte 0 tell
 * @page: bytes that a reader gets at a time; 0: all
 * @user: from here to the end the bytes are the owner's
 * @sums: where checksums are stored
 * @header: how many of the bytes 0 and 1 are as they should be, 0 to 2
 * @sound: whether all checksums are right; called with @length bytes or more
 * @geometry: fills in module type, size, ranks, widths and speed
 * @meanings: ends with a name of NULL
 */
struct spd_layout {
	uint8_t type;
	const char *name;
	enum spd_depth depth;
	uint16_t length, user, page;
	uint8_t total;
	struct spd_span items[SPD_ITEMS];
	struct spd_span dram_maker;
	struct spd_span sums[2];
	unsigned int (*header)(const uint8_t *bytes);
	bool (*sound)(const uint8_t *bytes);
	void (*geometry)(const uint8_t *bytes, struct spd *spd);
	const struct spd_meaning *meanings;
};

extern const struct spd_layout spd_layouts_ddr2[], spd_layouts_ddr3[];
extern const struct spd_layout spd_layouts_ddr4[], spd_layouts_ddr5[];
extern const struct spd_layout spd_layouts_lpddr[];

/** spd_layout() - Return: that which the first three bytes ask for, or NULL. */
const struct spd_layout *spd_layout(const uint8_t bytes[3]);

/**
 * spd_recognize() - what @bytes are an SPD of
 * Return: 0; -ENOENT: nothing; -EBADMSG: cut short, or its first page several times.
 */
int spd_recognize(const uint8_t *bytes, size_t length, const struct spd_layout **layout);

/** spd_crc() - CRC-16 of @length bytes: polynomial 1021, from 0 (annex K, byte 126) */
uint16_t spd_crc(const uint8_t *bytes, size_t length);

/** spd_crc_right() - whether it stands, low byte first, at @stored */
bool spd_crc_right(const uint8_t *bytes, size_t length, const uint8_t *stored);

/**
 * spd_rate() - transfers a second of a cycle time of @numerator / @denominator ps:
 * of the standard's bin, of n * 400/3 MT/s, whose cycle time is not farther than
 * @tolerance ps off, where there is such; otherwise rounded down
 * @tolerance: numerator of its fraction, over @tolerance_denominator
 */
unsigned int spd_rate(int64_t numerator, int64_t denominator, int64_t tolerance,
		      int64_t tolerance_denominator);

/* What low-power memories have as others do. */
unsigned int spd_header_ddr4(const uint8_t *bytes);
bool spd_sound_ddr4(const uint8_t *bytes);
unsigned int spd_header_ddr5(const uint8_t *bytes);
bool spd_sound_ddr5(const uint8_t *bytes);
const char *spd_module_type_ddr5(uint8_t byte);

#endif /* MUSTER_SPD_INTERNAL_H */
