// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_clock.c: one timer for all deadlines, so that an idle daemon sleeps,
 * and the notice of a resume from suspend.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

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
static int on_timer(sd_event_source *source, uint64_t when, void *context)
{
	struct musterd *musterd = context;
	uint64_t now = now_boottime();

	(void)source;
	(void)when;
	if (take_deadline(&musterd->retry_at, now)) {
		if (!alert_retry(&musterd->log))
			musterd->unsaved = true;
		if (musterd->netlink)
			module_pull(musterd);
		else if (musterd->module_lacked)
			module_try(musterd);
		inventory_retry(musterd);
		if (settings_retry(musterd))
			judge(musterd);
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
	return clock_arm(musterd);
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
	int err;

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
	if (due == NEVER)
		return sd_event_source_set_enabled(musterd->timer, SD_EVENT_OFF);
	/* never a little too early: what is due would not be yet */
	err = sd_event_source_set_time(musterd->timer, due / 1000 + 1);
	return err < 0 ? err : sd_event_source_set_enabled(musterd->timer, SD_EVENT_ONESHOT);
}

/* A timer that never ends, and is cancelled when a clock was set: or on resume. */
static int arm_clock_fd(int fd)
{
	const struct itimerspec never = { .it_value.tv_sec = INT64_C(1) << 40 };

	return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
			       &never, NULL) ? -errno : 0;
}

static int on_clocks(sd_event_source *source, int fd, uint32_t events, void *context)
{
	struct musterd *musterd = context;
	int64_t suspended = time_suspended();
	uint64_t expirations;

	(void)source;
	(void)events;
	if (read(fd, &expirations, sizeof(expirations)) < 0 && errno == EAGAIN)
		return 0;
	arm_clock_fd(fd);
	/* the two are not read at one instant: less than this is no suspend */
	if (suspended - musterd->suspended > (int64_t)SECOND / 2) {
		musterd->suspended = suspended;
		if (musterd->netlink)
			musterd->rescan_at = now_boottime();
		else
			musterd->poll_at = now_boottime();
	}
	return clock_arm(musterd);
}

int clock_watch(struct musterd *musterd)
{
	int err;

	/* now, for it takes a descriptor: later on that is no reason to end */
	err = sd_event_add_time(musterd->loop, &musterd->timer, CLOCK_BOOTTIME,
				UINT64_MAX, 1000, on_timer, musterd);
	if (err < 0)
		return err;
	musterd->suspended = time_suspended();
	musterd->clock_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (musterd->clock_fd < 0)
		return -errno;
	err = arm_clock_fd(musterd->clock_fd);
	if (err)
		return err;
	return sd_event_add_io(musterd->loop, &musterd->clocks, musterd->clock_fd,
			       EPOLLIN, on_clocks, musterd);
}
