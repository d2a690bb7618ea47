/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe_extent.h: which addresses of an adapter a probe asked, as the text of its
 * field "probed": "read byte 50-5f; quick write 09-0b,0d-27".
 */
#ifndef MUSTER_PROBE_EXTENT_H
#define MUSTER_PROBE_EXTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "probe.h"

/**
 * probe_extent_text() - the text of what was asked, or is to be
 * @methods: by address; PROBE_NO_METHOD: not asked
 * Return: a text to be freed; NULL without memory. "": nothing.
 */
char *probe_extent_text(const enum probe_method methods[PROBE_ADDRESSES]);

/** probe_extent_ranges() - "50-57,5a" of a set of addresses. Return: as probe_extent_text(). */
char *probe_extent_ranges(const bool set[PROBE_ADDRESSES]);

/** probe_extent_has() - whether @address was asked, by the text @probed (NULL: no probe) */
bool probe_extent_has(const char *probed, unsigned int address);

/** probe_extent_has_place() - the same of the address at the end of @place */
bool probe_extent_has_place(const char *probed, const char *place);

/** probe_extent_valid() - whether @probed is such a text */
bool probe_extent_valid(const char *probed);

#endif /* MUSTER_PROBE_EXTENT_H */
