/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * digest.h: the two digests of a function, identity and shape.
 *
 * A digest is the SHA-256 of a text in ASCII, each line ended by a line feed,
 * which muster-digests(7) defines line by line. It is made of read-only
 * registers alone, so a driver, a reboot, another kernel, renumbering,
 * virtual functions or a resized BAR do not change it.
 *
 * Invariant: of a function that is not known in full there is no text, and so
 * no digest.
 */
#ifndef MUSTER_DIGEST_H
#define MUSTER_DIGEST_H

#include <stddef.h>

struct device;

#define DIGEST_PREFIX	"sha256:"
#define DIGEST_SIZE	(sizeof(DIGEST_PREFIX) + 64)	/* with the NUL */

#define DIGEST_IDENTITY	"muster-identity/1"	/* first lines */
#define DIGEST_SHAPE	"muster-shape/1"

/**
 * digest_identity_text() - what @device is: ids, class, revision, serial number
 * @text: out: to be freed
 * Return: 0, -ENODATA: something of it is unknown, -ENOMEM.
 */
int digest_identity_text(const struct device *device, char **text);

/**
 * digest_shape_text() - how @device is built: capabilities in their order, their
 * read-only registers, the header's, BARs
 * @text: out: to be freed
 * Return: 0, -ENODATA: something of it is unknown, -ENOMEM.
 */
int digest_shape_text(const struct device *device, char **text);

/** digest_text() - @out: "sha256:" and the digest of @text in hex */
void digest_text(const char *text, char out[DIGEST_SIZE]);
/** digest_bytes() - the same of bytes */
void digest_bytes(const void *bytes, size_t length, char out[DIGEST_SIZE]);

/**
 * struct digest_difference - the first line in which two shapes differ
 * @where: the register or capability in the field's words: "34h (capabilities
 * pointer)", "capability 0010 (SR-IOV) at 160h", "capability 10 (PCI Express) at
 * 40h, offset 0ch (Link Capabilities)", "BAR 0"
 * @expected: its value there, "0x..." or words; "not there" where it has none
 * @seen: the same of the other
 * @sentence: both in one clause without a full stop: "capability 0010 (SR-IOV)
 * at 160h is not there"; with "(and N more)" where more lines differ
 * @count: of lines that differ
 */
struct digest_difference {
	char where[128];
	char expected[96];
	char seen[96];
	char sentence[384];
	unsigned int count;
};

/**
 * digest_shape_difference() - where two texts of digest_shape_text() differ, or two
 * of the same kind of memory (spd_shape_text() and others of digest_rows.h): then
 * the register is a byte, "byte 4 (SDRAM density and banks)"
 * @expected: from an inventory, say: any text, it is escaped and cut
 *
 * Return: 0, -ENOENT: they are equal, -EINVAL: one is no shape.
 */
int digest_shape_difference(const char *expected, const char *seen,
			    struct digest_difference *out);

#endif /* MUSTER_DIGEST_H */
