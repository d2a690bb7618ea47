/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contents_cache.h: what was read of memories since this machine booted, so that
 * reading one again is no traffic on its bus.
 *
 * Invariant: what was read of one file is never taken for that of another: a
 * device that came anew, or its driver, has another inode in sysfs.
 */
#ifndef MUSTER_CONTENTS_CACHE_H
#define MUSTER_CONTENTS_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONTENTS_CACHE_SCHEMA "muster-contents/1"
#define CONTENTS_CACHE_FILE "contents.json"	/* in /run/muster */

struct contents_cache;

/* Which file of which device it is. */
struct contents_key {
	const char *place;	/* of the device */
	const char *file;	/* "eeprom", "nvmem", "vpd" */
	const char *driver;	/* bound when it was read; NULL: none */
	uint64_t inode;		/* of the file in sysfs */
};

/**
 * struct contents_kept - what reading it came to
 * @time: when, CLOCK_REALTIME in ns
 * @size: how large it is; 0: not known
 * @err: 0, or -errno: why it was not read to its end
 * @bytes: what came before; the cache's own
 */
struct contents_kept {
	uint64_t time;
	size_t size;
	int err;
	const uint8_t *bytes;
	size_t length;
};

/** contents_cache_new() - Return: an empty one, or NULL without memory. */
struct contents_cache *contents_cache_new(void);
void contents_cache_free(struct contents_cache *cache);

/**
 * contents_cache_load() - what @path holds, if it is of this boot
 * @boot_id: of this boot; NULL: not known, and nothing is taken
 * @out: always set on success: empty where there is none that can be believed
 * Return: 0 or -ENOMEM.
 */
int contents_cache_load(const char *path, const char *boot_id, struct contents_cache **out);

/**
 * contents_cache_save() - write it, 0600, in the place of what is there
 *
 * Its owner becomes that of the directory, for the daemon is not root.
 * Return: 0 or -errno; @path is then as before.
 */
int contents_cache_save(const struct contents_cache *cache, const char *path,
			const char *boot_id);

/** contents_cache_parse() - from text. Return: 0, -EINVAL: another boot's, or wrong; -ENOMEM. */
int contents_cache_parse(const char *text, size_t length, const char *boot_id,
			 struct contents_cache **out);

/** contents_cache_text() - Return: the text, to be freed; NULL without memory. */
char *contents_cache_text(const struct contents_cache *cache, const char *boot_id);

/** contents_cache_find() - Return: whether it is there, and @kept until it is changed. */
bool contents_cache_find(const struct contents_cache *cache, const struct contents_key *key,
			 struct contents_kept *kept);

/** contents_cache_put() - instead of all that is known of this file of that place */
int contents_cache_put(struct contents_cache *cache, const struct contents_key *key,
		       const struct contents_kept *kept);

/** contents_cache_changed() - whether something was put since it was loaded or made */
bool contents_cache_changed(const struct contents_cache *cache);

#endif /* MUSTER_CONTENTS_CACHE_H */
