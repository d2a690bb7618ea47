/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * standing_item.h: what standing.c, standing_file.c and standing_replay.c share.
 */
#ifndef MUSTER_STANDING_ITEM_H
#define MUSTER_STANDING_ITEM_H

#include "standing.h"

#define STANDING_AWAY_MAX 1024		/* not much more than an id each */
#define STANDING_FLAPPING_MAX 256	/* of those, with all that is told of them */

/**
 * struct standing_flaps - how often a finding came
 * @since: the first time, CLOCK_REALTIME, ns
 * @last: the last time
 * @at: CLOCK_BOOTTIME of the last times, ns; @came % STANDING_FLAPS is the oldest
 * @came: how many were put there
 * @count: how often it came; of a note, how much it says of
 * @moved: CLOCK_BOOTTIME when it came or went last, ns
 * @flapping: it is told as that, and not each time
 * @worst: the highest severity that was told as raised
 * @told: the count that was told as flapping; 0: none yet
 * @tell_at: CLOCK_BOOTTIME, ns: no other count is told before
 * @pause: time to the one after that
 */
struct standing_flaps {
	uint64_t since, last;
	uint64_t at[STANDING_FLAPS];
	uint64_t came, count, moved;
	bool flapping;
	enum severity worst;
	uint64_t told, tell_at, pause;
};

/**
 * struct standing_item - a finding that holds now, or did lately
 * @finding: owned; of one that is away and does not flap only what tells it from others
 * @told: the severity that was told; 0: nothing was told yet, or it was cleared
 * @first: since when it holds, CLOCK_BOOTTIME, ns; 0: since before this boot
 * @confirmed: judging has found it in this boot
 * @noted: by standing_note()
 * @passing: a note that is over when there is no other for long enough
 * @again: a note of more, which is news
 * @seen: in the verdict being applied
 * @over: it ended since the last verdict: in the next one it has come anew
 * @away: does not hold now; it is kept for how often it came
 */
struct standing_item {
	struct finding *finding;
	enum severity told;
	uint64_t first;
	bool confirmed, noted, passing, again, seen, over, away;
	struct standing_flaps flaps;
};

/* Whom to tell, of one verdict or note. */
struct standing_teller {
	struct standing *standing;
	const struct verdict *verdict;	/* NULL: of none */
	uint64_t realtime;
	standing_news news;
	void *context;
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

/** standing_tell() - @item as it is now, unless the log has it already; the news' result */
int standing_tell(const struct standing_teller *teller, const struct standing_item *item,
		  enum finding_state state, enum severity severity);

/** standing_wanted() - the severity to tell as long as @item holds; 0: none yet */
enum severity standing_wanted(struct standing *standing, const struct standing_item *item);

/** standing_sum() - of times or counts; what is too much is as much as there is */
static inline uint64_t standing_sum(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/** standing_drop() - forget an item; those after it move up */
void standing_drop(struct standing *standing, size_t index);

/* standing_settle.c */

/** standing_grace_ends() - Return: when absence is no reset any more, CLOCK_BOOTTIME, ns */
uint64_t standing_grace_ends(const struct standing *standing, const struct standing_item *item);

/* standing_flap.c */

/**
 * standing_came() - @item came @times more
 * @at, @realtime: the last time, CLOCK_BOOTTIME and CLOCK_REALTIME, ns
 */
void standing_came(struct standing *standing, struct standing_item *item, uint64_t times,
		   uint64_t at, uint64_t realtime);

/** standing_is_quiet() - whether it has neither come nor gone for flap_time */
bool standing_is_quiet(const struct standing *standing, const struct standing_item *item);

/** standing_leave() - it does not hold now, which was told or need not be */
void standing_leave(struct standing *standing, size_t index);

/** standing_tell_flaps() - what flaps and was not told so, or not for long; what is over */
int standing_tell_flaps(const struct standing_teller *teller);

/** standing_flaps_due() - Return: when that has something to do; UINT64_MAX: never. */
uint64_t standing_flaps_due(const struct standing *standing);

/** standing_count_words() - its sentence and how often it came, to be freed; NULL: no memory */
char *standing_count_words(const struct finding *finding, const struct standing_flaps *flaps);

/** standing_replayed() - whether the log has this line already (and take note of it) */
bool standing_replayed(struct standing *standing, const struct finding *finding);

/** standing_free_lines() - forget the lines of the log */
void standing_free_lines(struct standing *standing);

#endif /* MUSTER_STANDING_ITEM_H */
