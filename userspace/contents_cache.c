// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents_cache.c: what was read of memories since this machine booted.
 *
 * Invariant: one entry at most for a file of a place.
 */
#include "contents_cache.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "contents_cache_internal.h"

struct contents_cache *contents_cache_new(void)
{
	return calloc(1, sizeof(struct contents_cache));
}

static void clear_entry(struct contents_entry *entry)
{
	free(entry->place);
	free(entry->file);
	free(entry->driver);
	free(entry->bytes);
	memset(entry, 0, sizeof(*entry));
}

void contents_cache_free(struct contents_cache *cache)
{
	if (!cache)
		return;
	while (cache->count)
		clear_entry(&cache->entries[--cache->count]);
	free(cache->entries);
	free(cache);
}

static struct contents_entry *find_file(const struct contents_cache *cache,
					const struct contents_key *key)
{
	size_t i;

	for (i = 0; i < cache->count; i++) {
		struct contents_entry *entry = &cache->entries[i];

		if (!strcmp(entry->place, key->place) && !strcmp(entry->file, key->file))
			return entry;
	}
	return NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

bool contents_cache_find(const struct contents_cache *cache, const struct contents_key *key,
			 struct contents_kept *kept)
{
	const struct contents_entry *entry = find_file(cache, key);

	if (!entry || entry->key.inode != key->inode ||
	    !same_text(entry->driver, key->driver))
		return false;
	*kept = entry->kept;
	return true;
}

static int copy_entry(const struct contents_key *key, const struct contents_kept *kept,
		      struct contents_entry *entry)
{
	entry->key = *key;
	entry->kept = *kept;
	entry->key.place = entry->place = strdup(key->place);
	entry->key.file = entry->file = strdup(key->file);
	entry->key.driver = entry->driver = key->driver ? strdup(key->driver) : NULL;
	entry->kept.bytes = entry->bytes = malloc(kept->length + 1);
	if (!entry->place || !entry->file || !entry->bytes || (key->driver && !entry->driver))
		return -ENOMEM;
	if (kept->length)
		memcpy(entry->bytes, kept->bytes, kept->length);
	return 0;
}

/* Room for one more. Return: it, or NULL. */
static struct contents_entry *new_entry(struct contents_cache *cache)
{
	if (cache->count == cache->room) {
		size_t more = cache->room ? 2 * cache->room : 16;
		struct contents_entry *entries;

		entries = reallocarray(cache->entries, more, sizeof(*entries));
		if (!entries)
			return NULL;
		cache->entries = entries;
		cache->room = more;
	}
	return &cache->entries[cache->count];
}

int contents_cache_put(struct contents_cache *cache, const struct contents_key *key,
		       const struct contents_kept *kept)
{
	struct contents_entry fresh = { 0 };
	struct contents_entry *entry = find_file(cache, key);
	bool there = entry;
	int err = 0;

	if (!there)
		entry = cache->count < CONTENTS_CACHE_ENTRIES ? new_entry(cache) : NULL;
	if (!entry)
		err = -ENOMEM;
	if (!err)
		err = copy_entry(key, kept, &fresh);
	if (err) {
		clear_entry(&fresh);
		return err;
	}
	if (there)
		clear_entry(entry);
	else
		cache->count++;
	*entry = fresh;
	cache->changed = true;
	return 0;
}

bool contents_cache_changed(const struct contents_cache *cache)
{
	return cache->changed;
}
