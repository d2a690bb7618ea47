/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_contents.h: what the memories of a machine hold, for a snapshot from any
 * source that sees its devices: devices are found again by their address in sysfs.
 */
#ifndef MUSTER_SOURCE_CONTENTS_H
#define MUSTER_SOURCE_CONTENTS_H

#include "contents_reader.h"

struct snapshot;
struct sysfs;

/**
 * source_contents() - read, or take from the cache, what memories of this machine hold
 * @snapshot: of this machine, from the module or sysfs
 * @policy: NULL: as a command does
 *
 * What cannot be read is unreadable, or unknown where who asks may not: neither fails.
 * Return: 0, -EINTR: stopped, -ENOMEM.
 */
int source_contents(struct snapshot *snapshot, const struct contents_policy *policy);

/** source_contents_tree() - the same of a saved tree, whose snapshot this is */
int source_contents_tree(const struct sysfs *sysfs, struct snapshot *snapshot);

/* Who reads what: each sets contents and reading of a kind, and decodes them. */
int sysfs_contents_clients(const struct sysfs *sysfs, struct contents_reader *reader,
			   struct snapshot *snapshot);	/* source_sysfs_contents.c */
int sysfs_contents_vpd(const struct sysfs *sysfs, struct contents_reader *reader,
		       struct snapshot *snapshot);	/* source_sysfs_vpd.c */

#endif /* MUSTER_SOURCE_CONTENTS_H */
