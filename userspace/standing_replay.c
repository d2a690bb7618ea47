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
	return !strcmp(a->id, b->id) && a->state == b->state &&
	       a->severity == b->severity && a->seq == b->seq;
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

/* Make the item say that what @line says was told. */
static int believe(struct standing *standing, const struct finding *line)
{
	struct standing_item *item = standing_find(standing, line->id);
	struct finding *copy;

	if (line->state == FINDING_CLEARED) {
		if (item)
			item->told = 0;
		return 0;
	}
	if (!item) {
		copy = finding_copy(line);
		item = copy ? standing_add(standing, copy) : NULL;
		if (!item)
			return -ENOMEM;
		item->confirmed = true;
	}
	item->told = line->severity;
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
