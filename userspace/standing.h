/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * standing.h: the findings that stand, across restarts and reboots; decides
 * what is news. Knows settling and grace; takes its time from the caller.
 *
 * Settling. Until the board has settled, missing and degraded findings are
 * held back, and what stood before this boot is not taken for cleared merely
 * because it is not there yet. Once settled, a board stays settled until the
 * next boot.
 *
 * Grace. A part that goes is news at once, at severity notice; if it is still
 * missing after the grace time that is news again, at its rule's severity.
 *
 * Flapping. What came flap_count times within flap_time is told as flapping, once,
 * with a count, and stands as that until it has neither come nor gone for
 * flap_time; meanwhile only a higher severity is news at once, another count from
 * time to time. Memory for it is bounded: see standing_flap.c.
 *
 * A crash. The alert log is the truth about what was told: standing_replay()
 * takes the lines that were written after the last standing_save(), and what
 * judging the same entries again yields a second time is then not told again.
 */
#ifndef MUSTER_STANDING_H
#define MUSTER_STANDING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "finding.h"

struct standing;
struct verdict;

struct standing_times {	/* ns */
	uint64_t settle, settle_max, grace;
	uint64_t flap_time;	/* 0: each coming and going is told */
	uint64_t flap_count;	/* 2 to STANDING_FLAPS */
};

#define STANDING_FLAPS 8

/* How far judging and telling had come when the findings were saved. */
struct standing_mark {
	char boot_id[37];
	bool has_load;
	uint8_t load_id[16];	/* of the ledger judged last */
	uint64_t judged;	/* number of its first entry not judged yet */
	uint64_t log_inode, log_offset;	/* of the alert log: what is told */
	uint64_t settled_at;	/* CLOCK_BOOTTIME, ns; 0: not yet */
};

/**
 * typedef standing_news - told of each finding that is raised or cleared
 * @finding: complete; valid during the call only
 * Return: 0, or -errno: it is then not told, and will be news again
 */
typedef int (*standing_news)(const struct finding *finding, void *context);

/** standing_new() - @now: CLOCK_BOOTTIME, ns, at start */
struct standing *standing_new(const struct standing_times *times, uint64_t now);
void standing_free(struct standing *standing);

/** standing_set_times() - after the configuration was read again */
void standing_set_times(struct standing *standing, const struct standing_times *times);

/* standing_file.c */

/**
 * standing_load() - read the file that survives a restart
 * @boot_id: of this boot; what only concerned another is let go
 * Return: 0 also where there is none; -EINVAL: damaged, nothing was loaded.
 */
int standing_load(struct standing *standing, const char *path, const char *boot_id);

/** standing_save() - written whole or not at all, mode 0640 */
int standing_save(const struct standing *standing, const char *path);

/** standing_mark() - to be kept current by the caller; saved with the findings */
struct standing_mark *standing_mark(struct standing *standing);

/** standing_event() - something happened on a bus at @when: not settled yet */
void standing_event(struct standing *standing, uint64_t when);
bool standing_settled(struct standing *standing, uint64_t now);

/**
 * standing_update() - the verdict as it is now
 * @verdict: its findings are taken over
 * @now, @realtime: CLOCK_BOOTTIME and CLOCK_REALTIME, ns
 * @news: in order: what is raised, then what is cleared
 * Return: 0, -ENOMEM, or the first error of @news.
 */
int standing_update(struct standing *standing, struct verdict *verdict,
		    uint64_t now, uint64_t realtime, standing_news news, void *context);

/**
 * standing_note() - a finding about what is past and cannot clear: it stands
 * for the rest of the boot; told once however often it is noted
 * @finding: taken over. With a greater seq than before it is one more of the kind,
 *	     or @finding->count more.
 */
int standing_note(struct standing *standing, struct finding *finding,
		  uint64_t now, uint64_t realtime, standing_news news, void *context);

/** standing_pass() - a note that clears when none like it has come for flap_time */
int standing_pass(struct standing *standing, struct finding *finding,
		  uint64_t now, uint64_t realtime, standing_news news, void *context);

/**
 * standing_visited() - what the last verdict had at @place is over: if a verdict has it
 * again it came once more
 * @absence: those of finding_is_absence(), or the others
 * @ids: out: to be freed; NULL: none
 * Return: how many, or -ENOMEM.
 */
ssize_t standing_visited(struct standing *standing, const char *place, bool absence,
			 char (**ids)[33]);

/**
 * standing_again() - what made the finding @id has come once more and gone, between
 * two verdicts
 * @at, @realtime: when, CLOCK_BOOTTIME and CLOCK_REALTIME, ns
 * Return: whether that is counted; false: it has to be judged.
 */
bool standing_again(struct standing *standing, const char *id, uint64_t at, uint64_t realtime);

/**
 * standing_fold() - the device that flaps at @place came @times more
 * Return: whether that is counted; false: none flaps there, or more than one.
 */
bool standing_fold(struct standing *standing, const char *place, uint64_t times,
		   uint64_t at, uint64_t realtime);

/**
 * standing_due() - when standing_update() wants to be called again
 * Return: CLOCK_BOOTTIME, ns; in the past if it is overdue; UINT64_MAX: never.
 */
uint64_t standing_due(struct standing *standing, uint64_t now);

/* standing_replay.c */

/** standing_replay() - a line of the alert log after the mark; @finding is taken over */
int standing_replay(struct standing *standing, struct finding *finding);

/**
 * standing_reconcile() - end of replaying: where the log says something else
 * than judging did, believe the log; standing_update() then tells the difference
 */
int standing_reconcile(struct standing *standing);

/**
 * standing_quiet() - whether @finding, in a verdict now, would be no news
 * @now: CLOCK_BOOTTIME, ns
 */
bool standing_quiet(struct standing *standing, const struct finding *finding, uint64_t now);

/**
 * standing_recall() - give @finding the words and the device with its names that
 * it had when it was told, for one that was judged without pci.ids
 */
void standing_recall(struct standing *standing, struct finding *finding);

/** standing_count() - how many of @severity stand */
unsigned int standing_count(const struct standing *standing, enum severity severity);

/** standing_flapping() - how many flap */
unsigned int standing_flapping(const struct standing *standing);

#endif /* MUSTER_STANDING_H */
