/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * place.h: where a device sits, as text that survives renumbering.
 *
 *   root ( "/" step )*
 *   root: dddd:bb (domain 4 to 8 hex digits), fw:PATH, dev:NAME, uid:N
 *   step: dd.f  pci  vfN (vf?)  i2c[#k]  chN[#k]  hh  tHHH  (s before either)  ?
 *
 * "?" and "vf?" stand for an address that the source could not tell: several
 * devices may have one such place.
 */
#ifndef MUSTER_PLACE_H
#define MUSTER_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#define PLACE_MAX 255	/* bytes, without the final NUL */

/** place_compare() - order for output: numbers as numbers in each step, parents first */
int place_compare(const char *a, const char *b);

/** place_parent() - length of @place's parent's part, 0 at the root */
size_t place_parent(const char *place);

/** place_below() - whether @place is strictly below @ancestor */
bool place_below(const char *place, const char *ancestor);

/** place_complete() - false where the source could not tell the last step's address */
bool place_complete(const char *place);

/** place_valid() - whether @place follows the grammar */
bool place_valid(const char *place);

/** place_match() - @pattern: "*" within one step, "**" any number of steps */
bool place_match(const char *pattern, const char *place);

#endif /* MUSTER_PLACE_H */
