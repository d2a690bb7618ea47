/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * place.h: where a device sits, as text that survives renumbering.
 *
 *   root ( "/" step )*
 *   root: dddd:bb (domain 4 to 8 hex digits), fw:PATH, dev:NAME, uid:N,
 *         dddd:?, ?
 *   step: dd.f  pci  vfN (vf?)  i2c[#k]  chN[#k]  hh  tHHH  (s before either)  ?
 *
 * "?" and "vf?" stand for an address that the source could not tell. The root
 * "dddd:?" is for a function whose chain of bridges the source does not hold: the
 * domain is known, and none or more steps are missing before those that follow.
 * The root "?" is the same in a domain that a driver made, below a parent that is
 * not known. Several devices may have one such place: they are partial places.
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

/**
 * place_bus() - length of the place of the first I2C adapter that @place is on or
 * below, 0: of none; @base: out: the same without the "#k" that tells siblings apart
 */
size_t place_bus(const char *place, size_t *base);

/** place_below() - whether @place is strictly below @ancestor */
bool place_below(const char *place, const char *ancestor);

/** place_complete() - false where the source could not tell the last step's address, or the root */
bool place_complete(const char *place);

/** place_rooted() - false where the root is "dddd:?" or "?": steps may be missing */
bool place_rooted(const char *place);

/** place_valid() - whether @place follows the grammar */
bool place_valid(const char *place);

/** place_match() - @pattern: "*" within one step, "**" any number of steps */
bool place_match(const char *pattern, const char *place);

/* place_partial.c */
/**
 * place_could_be() - whether two places can be one, as far as either is known
 *
 * Bus 00 of a domain is a root that every source knows: a place with the root
 * "dddd:?" is not on it. What is missing there lies in that domain, so not below
 * a step "pci". Which bus a root "uid:N" has is not known here: it can be any.
 */
bool place_could_be(const char *a, const char *b);

/** place_could_match() - whether @place, which may be partial, can be one that @pattern matches */
bool place_could_match(const char *pattern, const char *place);

#endif /* MUSTER_PLACE_H */
