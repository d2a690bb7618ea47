// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_sysfs.c: without the module, look at sysfs from time to time.
 */
#include "musterd.h"

#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "snapshot.h"
#include "source.h"

static bool same_devices(const struct snapshot *a, const struct snapshot *b)
{
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (strcmp(a->devices[i]->place, b->devices[i]->place))
			return false;
	return true;
}

static void look(struct musterd *musterd)
{
	uint64_t now = now_boottime();
	struct snapshot *found;
	int err;

	err = source_sysfs(NULL, &found);
	if (err) {
		trouble_set(musterd, TROUBLE_SYSFS, "sysfs cannot be read: %s", strerror(-err));
		return;
	}
	trouble_set(musterd, TROUBLE_SYSFS, NULL);
	snapshot_sort(found);
	contents_recall(musterd, found);
	snapshot_sort(musterd->live);
	if (!same_devices(musterd->live, found))
		standing_event(musterd->standing, now);
	if (musterd->live)
		link_carry(musterd->live, found);
	live_set_aside(musterd);
	if (musterd->live)
		snapshot_free(musterd->live);
	musterd->live = found;
	judge(musterd);
}

void sysfs_poll(struct musterd *musterd)
{
	look(musterd);
	/* from its end: where a look takes long there is to be a pause all the same */
	musterd->poll_at = now_boottime() + musterd->config.poll;
}
