/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * digest_rows.h: where two shapes differ that are rows of bytes: those of memories.
 *
 * Behind the first line, a row is the offset of its first byte in hex, a colon, a
 * space, and up to 16 bytes, two digits each, or two dots where one does not
 * count. Rows follow each other without a gap.
 */
#ifndef MUSTER_DIGEST_ROWS_H
#define MUSTER_DIGEST_ROWS_H

#include <stdbool.h>

struct digest_difference;

/** digest_rows_known() - whether @text begins as a shape that is rows of bytes */
bool digest_rows_known(const char *text);

/** digest_rows_difference() - as digest_shape_difference(), of two of one kind */
int digest_rows_difference(const char *expected, const char *seen,
			   struct digest_difference *out);

#endif /* MUSTER_DIGEST_ROWS_H */
