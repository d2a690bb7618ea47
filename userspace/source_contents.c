// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_contents.c: what the memories of a machine hold.
 */
#include "source_contents.h"

#include <stddef.h>

#include "snapshot.h"
#include "sysfs.h"

static int read_all(const struct sysfs *sysfs, const struct contents_policy *policy,
		    struct snapshot *snapshot)
{
	struct contents_reader *reader;
	int err;

	err = contents_reader_open(sysfs, snapshot->boot_id, policy, &reader);
	if (err)
		return err;
	err = sysfs_contents_clients(sysfs, reader, snapshot);
	/* last: a part that is slow or broken costs the others nothing */
	if (!err)
		err = sysfs_contents_vpd(sysfs, reader, snapshot);
	contents_reader_close(reader);
	return err;
}

int source_contents(struct snapshot *snapshot, const struct contents_policy *policy)
{
	struct sysfs sysfs;
	int err;

	/* without sysfs nothing is known of them */
	if (sysfs_open(&sysfs, NULL))
		return 0;
	err = read_all(&sysfs, policy, snapshot);
	sysfs_close(&sysfs);
	return err;
}

int source_contents_tree(const struct sysfs *sysfs, struct snapshot *snapshot)
{
	return read_all(sysfs, NULL, snapshot);
}
