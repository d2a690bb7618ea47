// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing_settle.c: when a board has settled, a part has been away for too long,
 * and when to look again.
 */
#include "standing.h"

#include <stdlib.h>

#include "standing_item.h"

void standing_set_times(struct standing *standing, const struct standing_times *times)
{
	standing->times = *times;
}

static uint64_t settling_ends(const struct standing *standing)
{
	uint64_t quiet = standing_sum(standing->event, standing->times.settle);
	uint64_t latest = standing_sum(standing->start, standing->times.settle_max);

	return quiet < latest ? quiet : latest;
}

bool standing_settled(struct standing *standing, uint64_t now)
{
	if (now > standing->now)
		standing->now = now;
	if (!standing->mark.settled_at && standing->now >= settling_ends(standing))
		standing->mark.settled_at = standing->now ? standing->now : 1;
	return standing->mark.settled_at;
}

void standing_event(struct standing *standing, uint64_t when)
{
	/* an event after the end of settling does not undo it */
	if (standing_settled(standing, when))
		return;
	if (when > standing->event)
		standing->event = when;
}

uint64_t standing_grace_ends(const struct standing *standing, const struct standing_item *item)
{
	return standing_sum(item->first, standing->times.grace);
}

uint64_t standing_due(struct standing *standing, uint64_t now)
{
	uint64_t due = standing_flaps_due(standing), then;
	size_t i;

	if (!standing_settled(standing, now))
		return settling_ends(standing) < due ? settling_ends(standing) : due;
	for (i = 0; i < standing->count; i++) {
		const struct standing_item *item = &standing->items[i];

		then = standing_grace_ends(standing, item);
		if (finding_is_absence(item->finding) && !item->away &&
		    item->told < item->finding->severity && then < due)
			due = then;
	}
	return due;
}
