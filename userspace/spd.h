/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spd.h: what a memory module says of itself, out of the bytes of its SPD.
 *
 * Of DDR3 (JEDEC 21-C, annex K), DDR4 (annex L), DDR5 (JESD400-5) and their
 * low-power kin all that stands here is decoded, of SDR to DDR2 nearly all; some
 * other generations are known by name alone.
 *
 * Invariant: bytes are never believed to be there, nor to be text. What the
 * maker left blank, all 00 or all ff, is none, and so is a number whose code the
 * standard reserves.
 */
#ifndef MUSTER_SPD_H
#define MUSTER_SPD_H

#include <stddef.h>
#include <stdint.h>

#define SPD_BYTES_MAX	1024	/* the longest: DDR5 */

#define SPD_IDENTITY	"muster-spd-identity/1"	/* first lines of the texts */
#define SPD_SHAPE	"muster-spd-shape/1"

/* How much of this generation is decoded; the rest is unknown, not none. */
enum spd_depth {
	SPD_DEPTH_TYPE,		/* type */
	SPD_DEPTH_SIZELESS,	/* and all but the size */
	SPD_DEPTH_WHOLE,
};

enum spd_checksums { SPD_CHECKSUMS_BAD, SPD_CHECKSUMS_GOOD };

/**
 * struct spd - one module. A text that is empty or NULL, a number that is 0: none
 * @type: "DDR4"; @module_type: "RDIMM"
 * @maker, @dram_maker: names by JEP-106 where ours knows one
 * @maker_id, @dram_maker_id: both bytes in hex: continuation codes, code: "80ce"
 * @part: trailing 00, ff and spaces cut; what is not printable ASCII as \xHH
 * @serial: 8 digits in hex; @revision: 2 or 4
 * @date: "2020-W14"; "0x" and 4 digits in hex of what is no date
 * @size_mib: of all ranks, without what is there for ECC
 * @ranks: package ranks (DDR5: of each sub-channel)
 * @data_width, @total_width: bits of the whole module, without and with ECC
 * @speed_mts: millions of transfers a second at the shortest cycle time, by the
 * standard's bins
 */
struct spd {
	enum spd_depth depth;
	const char *type, *module_type, *maker, *dram_maker;
	char maker_id[5], dram_maker_id[5];
	char part[30 * 4 + 1];
	char serial[9], date[9], revision[5];
	unsigned long size_mib;
	unsigned int ranks, data_width, total_width, speed_mts;
	enum spd_checksums checksums;
};

/**
 * spd_decode() - @length may be more than the generation has: the rest is ignored
 * Return: 0; -ENOENT: this is no SPD; -EBADMSG: it is one that is cut short, or read
 * without turning its pages.
 */
int spd_decode(const uint8_t *bytes, size_t length, struct spd *spd);

/**
 * spd_identity_text() - what tells one module from its sisters, as
 * muster-digests(7) writes it
 * @text: out: to be freed
 * Return: 0, -ENOENT, -EBADMSG as spd_decode(), -ENODATA: of this generation it is
 * not known where it stands, -ENOMEM.
 */
int spd_identity_text(const uint8_t *bytes, size_t length, char **text);

/**
 * spd_shape_text() - all that sisters share and nothing may change
 * @text: out: to be freed
 * Return: as spd_identity_text().
 */
int spd_shape_text(const uint8_t *bytes, size_t length, char **text);

/**
 * spd_byte_name() - what byte @offset means in an SPD
 * @bytes: its first three
 * Return: a few words, or NULL where we have none.
 */
const char *spd_byte_name(const uint8_t bytes[3], unsigned int offset);

#endif /* MUSTER_SPD_H */
