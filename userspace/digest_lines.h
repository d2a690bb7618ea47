/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * digest_lines.h: where two shapes differ that are named values: those of FRU
 * memories and of vital product data.
 *
 * Behind the first line, each is a name, a colon, a space and a value: hex, or
 * words. A name may be there more than once.
 */
#ifndef MUSTER_DIGEST_LINES_H
#define MUSTER_DIGEST_LINES_H

#include <stdbool.h>

struct digest_difference;

/** digest_lines_known() - whether @text begins as a shape that is named values */
bool digest_lines_known(const char *text);

/** digest_lines_difference() - as digest_shape_difference(), of two of one kind */
int digest_lines_difference(const char *expected, const char *seen,
			    struct digest_difference *out);

#endif /* MUSTER_DIGEST_LINES_H */
