/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contents_cache_internal.h: what the cache and its file know of each other.
 */
#ifndef MUSTER_CONTENTS_CACHE_INTERNAL_H
#define MUSTER_CONTENTS_CACHE_INTERNAL_H

#include "contents_cache.h"

#define CONTENTS_CACHE_ENTRIES 4096	/* far above any machine's */

/* One file; all pointers are owned, @key and @kept point into them. */
struct contents_entry {
	char *place, *file, *driver;
	uint8_t *bytes;
	struct contents_key key;
	struct contents_kept kept;
};

struct contents_cache {
	struct contents_entry *entries;
	size_t count, room;
	bool changed;
};

#endif /* MUSTER_CONTENTS_CACHE_INTERNAL_H */
