/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * standing_item.h: what standing.c, standing_file.c and standing_replay.c share.
 */
#ifndef MUSTER_STANDING_ITEM_H
#define MUSTER_STANDING_ITEM_H

#include "standing.h"

/**
 * struct standing_item - a finding that holds now
 * @finding: owned
 * @told: the severity that was told; 0: nothing was told yet
 * @first: since when it holds, CLOCK_BOOTTIME, ns; 0: since before this boot
 * @confirmed: judging has found it in this boot
 * @noted: by standing_note()
 * @seen: in the verdict being applied
 */
struct standing_item {
	struct finding *finding;
	enum severity told;
	uint64_t first;
	bool confirmed, noted, seen;
};

struct standing_line {
	struct finding *finding;	/* owned */
	bool matched;
};

struct standing {
	struct standing_times times;
	struct standing_mark mark;
	uint64_t start, event, now;	/* CLOCK_BOOTTIME, ns */
	struct standing_item *items;
	size_t count, room, hint;
	struct standing_line *lines;	/* of the log, until reconciled */
	size_t line_count;
};

/** standing_find() - Return: the item of that id, or NULL. */
struct standing_item *standing_find(struct standing *standing, const char *id);

/** standing_add() - a new item; @finding is taken over, also on failure */
struct standing_item *standing_add(struct standing *standing, struct finding *finding);

/** standing_replayed() - whether the log has this line already (and take note of it) */
bool standing_replayed(struct standing *standing, const struct finding *finding);

/** standing_free_lines() - forget the lines of the log */
void standing_free_lines(struct standing *standing);

#endif /* MUSTER_STANDING_ITEM_H */
