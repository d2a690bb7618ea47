// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * settled.c: whether the daemon says that the board has settled. Without a
 * daemon nobody waits for late devices, and nobody can say that they are due.
 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#define STATUS_FILE "/run/muster/status.json"

/* A status file that a killed daemon left behind says nothing. */
static bool is_alive(struct json_object *status)
{
	struct json_object *pid;

	if (!json_object_object_get_ex(status, "pid", &pid) ||
	    json_object_get_int(pid) <= 0)
		return true;
	return kill(json_object_get_int(pid), 0) == 0 || errno != ESRCH;
}

static bool is_settled(void)
{
	int fd = open(STATUS_FILE, O_RDONLY | O_CLOEXEC);
	/* no descriptor to be had: it cannot be told */
	bool yes = fd >= 0 || (errno != EMFILE && errno != ENFILE);
	struct json_object *status = fd < 0 ? NULL : json_object_from_fd(fd), *settled;

	if (fd >= 0)
		close(fd);
	if (json_object_object_get_ex(status, "settled", &settled) && is_alive(status))
		yes = json_object_get_boolean(settled);
	json_object_put(status);
	return yes;
}

bool settled_wait(unsigned int seconds)
{
	const struct timespec pause = { .tv_nsec = 200000000 };
	struct timespec now;
	time_t end;

	clock_gettime(CLOCK_MONOTONIC, &now);
	end = now.tv_sec + seconds;
	while (!is_settled()) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec >= end)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}
