/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boot_store.h: the ledgers of all boots, one directory per boot and one file
 * per load of the module:
 *
 *	DIRECTORY/NNNNNN-BOOTID/NNN-LOADID.ledger, with a .head beside it
 *
 * The numbers count boots and loads as they were first seen, so names sort by
 * time whatever the clocks said, and a boot or load taken away shows as a
 * hole: only the oldest boots are ever pruned, from the front.
 */
#ifndef MUSTER_BOOT_STORE_H
#define MUSTER_BOOT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger_file.h"

#define BOOT_STORE_DIRECTORY "/var/lib/muster/ledger"

/* What opening the ledger of a load came to. */
struct boot_store_opened {
	struct ledger_file *file;	/* to be closed by the caller */
	bool created;		/* nothing of this load was on disk */
	bool reloaded;		/* another load of this boot is on disk */
	char *damage;		/* why an earlier file of this load could not be
				 * continued, to be freed; it is left as it is and
				 * @file is a new one
				 */
};

/**
 * boot_store_open() - open the ledger of a load, or begin one
 * @each: called for the entries that are there already; may be NULL
 * Return: 0 or -errno; on failure nothing is to be freed.
 */
int boot_store_open(const char *directory, const struct ledger_id *id,
		    struct boot_store_opened *opened, ledger_each each, void *context);

/**
 * boot_store_prune() - remove the oldest boots until at most @boots remain and
 * they take no more than @bytes; the newest is never removed
 */
int boot_store_prune(const char *directory, unsigned int boots, uint64_t bytes);

/* One ledger on disk. */
struct boot_store_item {
	const char *path;
	unsigned int boot, load;	/* numbers as above */
	char boot_id[37];
	bool hole;		/* one between the previous item and this is gone */
};

/**
 * boot_store_list() - the ledgers of @directory, oldest first
 * @each: non-zero stops
 * Return: 0, what @each returned, or -errno.
 */
int boot_store_list(const char *directory,
		    int (*each)(const struct boot_store_item *item, void *context),
		    void *context);

#endif /* MUSTER_BOOT_STORE_H */
