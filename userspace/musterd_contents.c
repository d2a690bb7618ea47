// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_contents.c: what memories hold: read by a child once the board has
 * settled, when a driver makes one readable, and anew with each rescan.
 *
 * Invariant: the daemon itself waits for no bus. The child keeps what it read in the
 * cache, and from there it is taken, file by file of sysfs as it is by then.
 */
#include "musterd.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "contents_cache.h"
#include "part.h"
#include "snapshot.h"
#include "source_contents.h"

#define DELAY SECOND		/* drivers are bound in groups */
#define EACH 5000		/* ms for a memory; nobody waits here */
#define TOTAL 60000		/* ms for all */
#define PATIENCE (5 * SECOND)	/* for what is not reading */
#define RETRY (5 * SECOND)	/* where no child could be had */

void contents_want(struct musterd *musterd, bool fresh, uint64_t delay)
{
	uint64_t then = now_boottime() + delay;

	/* a rescan when the board has settled, say: all is being read anew just now */
	if (fresh && !delay && musterd->contents_child && musterd->contents_anew)
		return;
	musterd->contents_fresh |= fresh;
	if (musterd->contents_at > then)
		musterd->contents_at = then;
}

/* Who may not read some file finds it missing each time: that is no news. */
static void want_missed(struct musterd *musterd, size_t missed)
{
	if (missed && missed != musterd->contents_missed && musterd->contents_known)
		contents_want(musterd, false, DELAY);
	musterd->contents_missed = missed;
}

int contents_recall(struct musterd *musterd, struct snapshot *snapshot)
{
	struct contents_policy policy = { 0 };
	struct contents_cache *cache;
	size_t missed = 0;
	char *path;
	int err;

	if (asprintf(&path, "%s/" CONTENTS_CACHE_FILE, musterd->config.run_dir) < 0)
		return -ENOMEM;
	err = contents_cache_load(path, musterd->boot_id, &cache);
	free(path);
	if (err)
		return err;
	policy.only = cache;
	policy.missed = &missed;
	err = source_contents(snapshot, &policy);
	contents_cache_free(cache);
	if (!err)
		want_missed(musterd, missed);
	return err;
}

/* The child: its copy of what is present goes with it. */
static int read_contents(struct part_pipe *pipe, const void *context)
{
	const struct musterd *musterd = context;
	const struct contents_policy policy = {
		.fresh = musterd->contents_fresh, .run_dir = musterd->config.run_dir,
		.each = EACH, .total = TOTAL,
	};

	(void)pipe;
	/* if it hangs in the kernel, the next daemon is not kept out */
	close(musterd->state_fd);
	privilege_raise();
	return source_contents(musterd->live, &policy);
}

/* What a rescan of the module is to functions, where there is no module to ask. */
static void plan_next(struct musterd *musterd)
{
	uint64_t period = musterd->config.rescan;

	if (!musterd->netlink && period)
		contents_want(musterd, true, period);
}

static void end_reading(struct musterd *musterd)
{
	struct part part;
	int err;

	musterd->contents_source = sd_event_source_unref(musterd->contents_source);
	musterd->contents_until = NEVER;
	part_end(musterd->contents_child, &part);
	musterd->contents_child = NULL;
	trouble_set(musterd, TROUBLE_CONTENTS, part.status == PART_OK ? NULL :
		    "what memories hold could not be read: %s", part.why);
	part_clear(&part);
	musterd->contents_known = true;
	err = contents_recall(musterd, musterd->live);
	if (err)
		trouble_set(musterd, TROUBLE_CONTENTS, "what memories hold: %s", strerror(-err));
	if (musterd->contents_at == NEVER)
		plan_next(musterd);
	judge(musterd);
	previous_check(musterd);
	malloc_trim(0);
}

static int on_child(sd_event_source *source, int fd, uint32_t events, void *context)
{
	struct musterd *musterd = context;

	(void)source;
	(void)fd;
	(void)events;
	if (!part_step(musterd->contents_child))
		return 0;
	end_reading(musterd);
	judge_save(musterd);
	status_write(musterd);
	return clock_arm(musterd);
}

static int begin_reading(struct musterd *musterd)
{
	const struct part_limits limits = { .bytes = 1, .milliseconds = TOTAL };
	int err;

	err = part_begin(read_contents, musterd, &limits, &musterd->contents_child);
	if (err)
		return err;
	musterd->contents_anew = musterd->contents_fresh;
	musterd->contents_fresh = false;
	musterd->contents_until = now_boottime() + TOTAL * (SECOND / 1000) + PATIENCE;
	err = sd_event_add_io(musterd->loop, &musterd->contents_source,
			      part_fd(musterd->contents_child), EPOLLIN, on_child, musterd);
	/* unwatched it is ended by its time */
	return err < 0 ? err : 0;
}

void contents_check(struct musterd *musterd, uint64_t now)
{
	int err;

	if (musterd->contents_child && musterd->contents_until <= now)
		end_reading(musterd);
	if (musterd->settled && !musterd->contents_asked) {
		musterd->contents_asked = true;
		contents_want(musterd, true, 0);
	}
	/* one at a time; and nothing on the buses while the board still starts */
	if (musterd->contents_at > now || musterd->contents_child || !musterd->settled)
		return;
	musterd->contents_at = NEVER;
	err = begin_reading(musterd);
	if (err) {
		trouble_set(musterd, TROUBLE_CONTENTS, "what memories hold cannot be read: %s",
			    strerror(-err));
		musterd->contents_known = true;
		contents_want(musterd, false, RETRY);
	}
}

uint64_t contents_due(const struct musterd *musterd)
{
	if (musterd->settled && !musterd->contents_asked)
		return 0;
	if (musterd->contents_child)
		return musterd->contents_until;
	return musterd->settled ? musterd->contents_at : NEVER;
}

void contents_stop(struct musterd *musterd)
{
	struct part part;

	if (!musterd->contents_child)
		return;
	sd_event_source_unref(musterd->contents_source);
	part_end(musterd->contents_child, &part);
	part_clear(&part);
}
