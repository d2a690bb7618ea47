/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fru.h: what an IPMI FRU memory says of what it is on: IPMI Platform Management
 * FRU Information Storage Definition 1.0, revision 1.3; sections are of that.
 *
 * Invariant: bytes are never believed to be there, to be text, or to end. What is
 * left blank is none; what cannot be read in a memory that is one is unknown.
 */
#ifndef MUSTER_FRU_H
#define MUSTER_FRU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRU_IDENTITY	"muster-fru-identity/1"	/* first lines of the texts */
#define FRU_SHAPE	"muster-fru-shape/1"

#define FRU_TEXT_SIZE	(63 * 4 + 1)	/* the longest field (13), each byte as \xHH */

enum fru_area { FRU_CHASSIS, FRU_BOARD, FRU_PRODUCT, FRU_AREAS };

/* The texts, in the order in which the areas have them (10, 11, 12). */
enum fru_text {
	FRU_CHASSIS_PART, FRU_CHASSIS_SERIAL,
	FRU_BOARD_MAKER, FRU_BOARD_PRODUCT, FRU_BOARD_SERIAL, FRU_BOARD_PART,
	FRU_PRODUCT_MAKER, FRU_PRODUCT_NAME, FRU_PRODUCT_PART, FRU_PRODUCT_VERSION,
	FRU_PRODUCT_SERIAL, FRU_PRODUCT_ASSET,
	FRU_TEXTS
};

/**
 * struct fru - what one memory says
 * @texts: UTF-8, control characters as \xHH, trailing 00, ff and spaces cut; "": none.
 * Of a binary field its digits in hex.
 * @board_date: "2020-04-01T10:00Z"; "": none
 * @lost: areas that are there and cannot be read: nothing is known of their fields
 * @good: whether every checksum is right: the header's, the areas', the records'
 */
struct fru {
	char texts[FRU_TEXTS][FRU_TEXT_SIZE];
	char board_date[24];
	bool lost[FRU_AREAS];
	bool good;
};

/**
 * fru_decode() - @length may be more than the areas take: the rest is ignored
 * Return: 0; -ENOENT: this is no FRU memory; -EBADMSG: it is one that is cut short,
 * or of which no area can be read.
 */
int fru_decode(const uint8_t *bytes, size_t length, struct fru *fru);

/**
 * fru_identity_text() - what tells one part from its sister, as muster-digests(7)
 * writes it: makers, names, part numbers, versions, serial numbers
 * @text: out: to be freed
 * Return: 0, -ENOENT, -EBADMSG as fru_decode(), -ENODATA: an area is lost, -ENOMEM.
 */
int fru_identity_text(const uint8_t *bytes, size_t length, char **text);

/**
 * fru_shape_text() - all that sisters share and nothing may change
 * @text: out: to be freed
 * Return: as fru_identity_text().
 */
int fru_shape_text(const uint8_t *bytes, size_t length, char **text);

/** fru_text_area() - Return: the area that has @text. */
enum fru_area fru_text_area(enum fru_text text);

#endif /* MUSTER_FRU_H */
