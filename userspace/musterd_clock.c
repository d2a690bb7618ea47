// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_clock.c: one timer for all deadlines, so that an idle daemon sleeps,
 * and the notice of a resume from suspend.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "loop.h"
#include "manager.h"

#define RETRY (5 * SECOND)

static uint64_t read_clock(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * SECOND + time.tv_nsec;
}

uint64_t now_boottime(void)
{
	return read_clock(CLOCK_BOOTTIME);
}

uint64_t now_realtime(void)
{
	return read_clock(CLOCK_REALTIME);
}

static int64_t time_suspended(void)
{
	return read_clock(CLOCK_BOOTTIME) - read_clock(CLOCK_MONOTONIC);
}

static uint64_t earliest(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static bool take_deadline(uint64_t *deadline, uint64_t now)
{
	if (*deadline > now)
		return false;
	*deadline = NEVER;
	return true;
}

/* One pass over everything that may be due; each sets its next time itself. */
static void on_timer(int fd, void *context)
{
	struct musterd *musterd = context;
	uint64_t now = now_boottime(), expirations;

	/* set anew since it ended: there is nothing to take */
	if (read(fd, &expirations, sizeof(expirations)) < 0)
		return;
	if (take_deadline(&musterd->retry_at, now)) {
		if (!alert_retry(&musterd->log))
			musterd->unsaved = true;
		if (musterd->netlink)
			module_pull(musterd);
		inventory_retry(musterd);
	}
	if (take_deadline(&musterd->poll_at, now))
		sysfs_poll(musterd);
	if (standing_due(musterd->standing, now) <= now ||
	    musterd->settled != standing_settled(musterd->standing, now))
		judge(musterd);
	kmsg_compare(musterd);
	contents_check(musterd, now);
	previous_check(musterd);
	probe_once(musterd);
	if (take_deadline(&musterd->link_at, now))
		link_check(musterd);
	if (take_deadline(&musterd->rescan_at, now))
		module_rescan(musterd);
	if (take_deadline(&musterd->sync_at, now))
		module_sync(musterd);
	judge_save(musterd);
	status_write(musterd);
	clock_arm(musterd);
}

void clock_retry(struct musterd *musterd)
{
	uint64_t then = now_boottime() + RETRY;

	if (musterd->retry_at > then)
		musterd->retry_at = then;
}

int clock_arm(struct musterd *musterd)
{
	uint64_t now = now_boottime(), due = standing_due(musterd->standing, now);
	struct itimerspec timer = { .it_value.tv_sec = 0 };

	/* it settled since it was judged, and nothing else may ever wake us to say so */
	if (musterd->settled != standing_settled(musterd->standing, now))
		due = now;
	/* overdue: it could not be told just now */
	if (due <= now)
		due = now + SECOND;
	due = earliest(due, musterd->rescan_at);
	due = earliest(due, musterd->poll_at);
	due = earliest(due, musterd->retry_at);
	due = earliest(due, musterd->sync_at);
	due = earliest(due, musterd->link_at);
	due = earliest(due, contents_due(musterd));
	/* at once; what is due since ever is 0, which would be never */
	if (due < now)
		due = now;
	if (due != NEVER) {
		timer.it_value.tv_sec = due / SECOND;
		timer.it_value.tv_nsec = due % SECOND;
	}
	return timerfd_settime(musterd->timer_fd, TFD_TIMER_ABSTIME, &timer, NULL) ? -errno : 0;
}

/* A timer that never ends, and is cancelled when a clock was set: or on resume. */
static int arm_clock_fd(int fd)
{
	const struct itimerspec never = { .it_value.tv_sec = INT64_C(1) << 40 };

	return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
			       &never, NULL) ? -errno : 0;
}

static void on_clocks(int fd, void *context)
{
	struct musterd *musterd = context;
	int64_t suspended = time_suspended();
	uint64_t expirations;

	if (read(fd, &expirations, sizeof(expirations)) < 0 && errno == EAGAIN)
		return;
	arm_clock_fd(fd);
	/* the two are not read at one instant: less than this is no suspend */
	if (suspended - musterd->suspended > (int64_t)SECOND / 2) {
		musterd->suspended = suspended;
		if (musterd->netlink)
			musterd->rescan_at = now_boottime();
		else
			musterd->poll_at = now_boottime();
	}
	clock_arm(musterd);
}

/* Return: a clock as a descriptor, or -errno. */
static int make_clock(clockid_t clock)
{
	int fd = timerfd_create(clock, TFD_NONBLOCK | TFD_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static void on_watchdog(int fd, void *context)
{
	uint64_t expirations;

	(void)context;
	if (read(fd, &expirations, sizeof(expirations)) > 0)
		manager_tell("WATCHDOG=1");
}

/* Only if the manager asks for it: we wake up for nothing else. */
static int watch_for_manager(struct musterd *musterd)
{
	uint64_t each = manager_patience() / 2;
	const struct timespec time = { each / SECOND, each % SECOND };
	const struct itimerspec timer = { time, time };
	int fd;

	if (!each)
		return 0;
	fd = make_clock(CLOCK_MONOTONIC);
	if (fd < 0)
		return fd;
	timerfd_settime(fd, 0, &timer, NULL);
	return loop_add(musterd->loop, fd, true, on_watchdog, musterd, &musterd->watchdog);
}

int clock_watch(struct musterd *musterd)
{
	int err, fd;

	musterd->suspended = time_suspended();
	musterd->timer_fd = make_clock(CLOCK_BOOTTIME);
	if (musterd->timer_fd < 0)
		return musterd->timer_fd;
	err = loop_add(musterd->loop, musterd->timer_fd, true, on_timer, musterd, &musterd->timer);
	if (err)
		return err;
	fd = make_clock(CLOCK_REALTIME);
	if (fd < 0)
		return fd;
	err = loop_add(musterd->loop, fd, true, on_clocks, musterd, &musterd->clocks);
	if (!err)
		err = arm_clock_fd(fd);
	return err ? err : watch_for_manager(musterd);
}
