// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing_replay.c: after a crash, what the alert log says was told.
 */
#include "standing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "standing_item.h"

void standing_free_lines(struct standing *standing)
{
	while (standing->line_count)
		finding_free(standing->lines[--standing->line_count].finding);
	free(standing->lines);
	standing->lines = NULL;
}

int standing_replay(struct standing *standing, struct finding *finding)
{
	struct standing_line *lines;

	lines = reallocarray(standing->lines, standing->line_count + 1, sizeof(*lines));
	if (!lines) {
		finding_free(finding);
		return -ENOMEM;
	}
	standing->lines = lines;
	lines[standing->line_count++] = (struct standing_line){ .finding = finding };
	return 0;
}

static bool same_line(const struct finding *a, const struct finding *b)
{
	/* which arrival made it flap depends on how many were read at once */
	return !strcmp(a->id, b->id) && a->state == b->state && a->severity == b->severity &&
	       (a->state == FINDING_FLAPPING || a->seq == b->seq);
}

bool standing_replayed(struct standing *standing, const struct finding *finding)
{
	struct standing_line *line, *end = standing->lines + standing->line_count;

	for (line = standing->lines; line < end; line++) {
		if (line->matched || !same_line(line->finding, finding))
			continue;
		line->matched = true;
		return true;
	}
	/* told anew: this is then the last word on it, whatever the log said */
	for (line = standing->lines; line < end; line++)
		if (!strcmp(line->finding->id, finding->id))
			line->matched = true;
	return false;
}

static void believe_flaps(const struct standing *standing, struct standing_item *item,
			  const struct finding *line)
{
	struct standing_flaps *flaps = &item->flaps;

	flaps->flapping = true;
	flaps->since = line->first;
	flaps->last = line->last;
	flaps->told = line->count;
	if (flaps->count < line->count)
		flaps->count = line->count;
	if (flaps->worst < line->severity)
		flaps->worst = line->severity;
	if (!flaps->moved)
		flaps->moved = standing->now;
}

static struct standing_item *put_back(struct standing_item *item, struct finding *finding)
{
	finding_free(item->finding);
	item->finding = finding;
	item->away = false;
	return item;
}

/* Make the item say that what @line says was told. */
static int believe(struct standing *standing, const struct finding *line)
{
	struct standing_item *item = standing_find(standing, line->id);
	struct finding *copy;

	if (line->state == FINDING_CLEARED) {
		if (item) {
			item->told = 0;
			item->flaps.flapping = false;
		}
		return 0;
	}
	if (!item || item->away) {
		copy = finding_copy(line);
		item = copy && item ? put_back(item, copy) :
		       copy ? standing_add(standing, copy) : NULL;
		if (!item)
			return -ENOMEM;
		item->confirmed = true;
	}
	item->told = line->severity;
	if (line->state == FINDING_FLAPPING)
		believe_flaps(standing, item, line);
	else
		item->finding->since = line->since;
	return 0;
}

int standing_reconcile(struct standing *standing)
{
	int first = 0, err;
	size_t i;

	/* in order: the last line of an id wins */
	for (i = 0; i < standing->line_count; i++) {
		if (standing->lines[i].matched)
			continue;
		err = believe(standing, standing->lines[i].finding);
		first = first ? first : err;
	}
	standing_free_lines(standing);
	return first;
}
