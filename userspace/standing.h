/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * standing.h: the findings that stand, across restarts and reboots; decides
 * what is news. Knows settling and grace; takes its time from the caller.
 */
#ifndef MUSTER_STANDING_H
#define MUSTER_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "compare.h"
#include "finding.h"

struct standing;

struct standing_times {	/* ns */
	uint64_t settle, settle_max, grace;
};

/** standing_new() - @now: CLOCK_BOOTTIME, ns, at start */
struct standing *standing_new(const struct standing_times *times, uint64_t now);
void standing_free(struct standing *standing);

/** standing_load() / standing_save() - the file that survives a restart; saved atomically */
int standing_load(struct standing *standing, const char *path);
int standing_save(struct standing *standing, const char *path);

/** standing_event() - something happened on a bus: settling starts over */
void standing_event(struct standing *standing, uint64_t now);
bool standing_settled(const struct standing *standing, uint64_t now);

/**
 * standing_update() - the verdict as it is now; @verdict's findings are taken over
 * @news: called for each finding that is raised or cleared, in order; the
 * finding is valid during the call only
 */
int standing_update(struct standing *standing, struct verdict *verdict,
		    uint64_t now, uint64_t realtime,
		    int (*news)(const struct finding *finding, void *context),
		    void *context);

/** standing_due() - when standing_update() wants to be called again; UINT64_MAX: never */
uint64_t standing_due(const struct standing *standing, uint64_t now);

#endif /* MUSTER_STANDING_H */
