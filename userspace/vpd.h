/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vpd.h: what the vital product data of a PCI function say (PCI 3.0, appendix I).
 *
 * Invariant: bytes are never believed to be there, to be text, or to end. What
 * follows a resource that runs past the end is never looked at.
 */
#ifndef MUSTER_VPD_H
#define MUSTER_VPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VPD_BYTES_MAX	(32u << 10)	/* 15 bits of address (I.1) */

#define VPD_IDENTITY	"muster-vpd-identity/1"	/* first lines of the texts */
#define VPD_SHAPE	"muster-vpd-shape/1"

#define VPD_TEXT_SIZE	(255 * 4 + 1)	/* the longest value, each byte as \xHH */

/* The texts that are fields. */
enum vpd_text { VPD_NAME, VPD_PART, VPD_REVISION, VPD_SERIAL, VPD_MAKER, VPD_TEXTS };

/* NONE: no RV keyword. BAD too where the keywords before it run out of their resource. */
enum vpd_checksum { VPD_CHECKSUM_NONE, VPD_CHECKSUM_BAD, VPD_CHECKSUM_GOOD };

/**
 * struct vpd - what one function says
 * @texts: the identifier string, PN, EC, SN, MN: UTF-8, control characters as \xHH,
 * trailing 00, ff and spaces cut; a longer identifier string ends with "..."; "": none
 */
struct vpd {
	char texts[VPD_TEXTS][VPD_TEXT_SIZE];
	enum vpd_checksum checksum;
};

/**
 * vpd_decode() - @length may be more than there is up to the end tag
 * Return: 0; -ENOENT: these are no vital product data, or none were written;
 * -EBADMSG: they are cut short, or too damaged for anything to be believed.
 */
int vpd_decode(const uint8_t *bytes, size_t length, struct vpd *vpd);

/**
 * vpd_identity_text() - what tells one part from its sister, as muster-digests(7)
 * writes it
 * @text: out: to be freed
 * Return: 0, -ENOENT, -EBADMSG as vpd_decode(), -ENOMEM.
 */
int vpd_identity_text(const uint8_t *bytes, size_t length, char **text);

/**
 * vpd_shape_text() - all that sisters share and nothing may change
 * @text: out: to be freed
 * Return: as vpd_identity_text().
 */
int vpd_shape_text(const uint8_t *bytes, size_t length, char **text);

#endif /* MUSTER_VPD_H */
