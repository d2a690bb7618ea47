// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * part.c: one reading that may hang or fail, in a process of its own.
 *
 * Invariant: the parent waits for nothing without a deadline: not for bytes,
 * and not for the end of a child that was killed.
 */
#include "part.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXIT_VERDICT 200	/* + enum part_verdict; below: errno */
#define KILL_PATIENCE 100	/* ms, for a child to go once it was killed */
#define SLICE 500		/* ms between looks at @stop */

const char *const part_status_names[PART_STATUSES] = {
	[PART_OK] = "ok",
	[PART_TRUNCATED] = "truncated",
	[PART_TIMED_OUT] = "timed out",
	[PART_FAILED] = "failed",
	[PART_SKIPPED] = "skipped",
	[PART_ABSENT] = "absent",
	[PART_REDACTED] = "redacted",
};

struct part_child {
	pid_t pid;
	int process, pipe;	/* descriptors */
	bool closed;		/* it has handed on all there is */
	unsigned int milliseconds;	/* it was given */
	int64_t deadline;
	uint8_t *bytes;
	size_t length, room;
};

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000ll + time.tv_nsec / 1000000;
}

int part_write(struct part_pipe *pipe, const void *bytes, size_t length)
{
	size_t wanted = length < pipe->room ? length : pipe->room, done = 0;

	while (done < wanted) {
		ssize_t written = write(pipe->fd, (const char *)bytes + done, wanted - done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		done += written;
	}
	pipe->room -= wanted;
	return wanted < length ? PART_SHORT : 0;
}

int part_copy(struct part_pipe *pipe, int fd, size_t step)
{
	uint8_t buffer[4096];
	int err = 0;

	if (step > sizeof(buffer))
		step = sizeof(buffer);
	while (!err) {
		ssize_t got = read(fd, buffer, step);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			return 0;
		err = part_write(pipe, buffer, got);
	}
	return err;
}

/* The child. Signals are the parent's affair: it kills us when it is told to end. */
static void __attribute__((noreturn))
run_reader(part_reader read, const void *context, int fd, size_t bytes)
{
	struct part_pipe pipe = { .fd = fd, .room = bytes };
	int err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGPIPE, SIG_DFL);
	err = read(&pipe, context);
	_exit(err > 0 ? EXIT_VERDICT + err : -err & 0xff);
}

static int start(part_reader read, const void *context, size_t bytes,
		 struct part_child *child)
{
	int ends[2];
	int err;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	child->pid = fork();
	if (!child->pid) {
		close(ends[0]);
		run_reader(read, context, ends[1], bytes);
	}
	err = -errno;
	close(ends[1]);
	if (child->pid > 0) {
		child->pipe = ends[0];
		child->process = syscall(SYS_pidfd_open, child->pid, 0);
		return 0;
	}
	close(ends[0]);
	return err;
}

int part_begin(part_reader read, const void *context, const struct part_limits *limits,
	       struct part_child **out)
{
	struct part_child *child = calloc(1, sizeof(*child));
	int err = -ENOMEM;

	if (!child)
		return err;
	child->milliseconds = limits->milliseconds;
	child->deadline = now() + limits->milliseconds;
	child->room = 4096;
	child->bytes = calloc(1, child->room);
	if (child->bytes)
		err = start(read, context, limits->bytes, child);
	if (!err) {
		*out = child;
		return 0;
	}
	free(child->bytes);
	free(child);
	return err;
}

int part_fd(const struct part_child *child)
{
	return child->pipe;
}

/* Return: 1 when @fd has something, 0 when the time is up, -EINTR, -errno. */
static int wait_for(int fd, int64_t deadline, const volatile sig_atomic_t *stop)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };

	for (;;) {
		int64_t left = deadline - now();
		int ready;

		if (stop && *stop)
			return -EINTR;
		if (left < 0)
			return 0;
		ready = poll(&poller, 1, left < SLICE ? left : SLICE);
		if (ready > 0)
			return 1;
		if (ready < 0 && errno != EINTR)
			return -errno;
	}
}

static int make_room(struct part_child *child)
{
	uint8_t *more;

	if (child->room - child->length > 1)
		return 0;
	more = realloc(child->bytes, 2 * child->room);
	if (!more)
		return -ENOMEM;
	child->bytes = more;
	child->room *= 2;
	return 0;
}

int part_step(struct part_child *child)
{
	ssize_t got;

	if (child->closed)
		return 1;
	if (make_room(child))
		return -ENOMEM;
	got = read(child->pipe, child->bytes + child->length, child->room - child->length - 1);
	if (got < 0)
		return errno == EINTR ? 0 : -errno;
	child->closed = !got;
	child->length += got;
	child->bytes[child->length] = '\0';
	return child->closed;
}

/* How the child ended. Return: whether it did in time. */
static bool reap(const struct part_child *child, int64_t deadline, int *status)
{
	int64_t step = 0;

	for (;;) {
		pid_t pid = waitpid(child->pid, status, WNOHANG);

		if (pid == child->pid)
			return true;
		if ((pid < 0 && errno != EINTR) || now() > deadline)
			return false;
		if (child->process >= 0)
			wait_for(child->process, deadline, NULL);
		else
			poll(NULL, 0, ++step < 20 ? 1 : 20);
	}
}

static void judge(struct part *part, int status)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;

	if (WIFSIGNALED(status)) {
		part_set(part, PART_FAILED, "the process that read it was ended by a signal");
		part->err = -EINTR;
	} else if (code == EXIT_VERDICT + PART_SHORT) {
		part_set(part, PART_TRUNCATED, "there is more of it than is taken");
	} else if (code == EXIT_VERDICT + PART_ASLEEP) {
		part_set(part, PART_SKIPPED, "asleep: reading it would wake it");
	} else if (code == ENOENT) {
		part_set(part, PART_ABSENT, NULL);
	} else if (code == EPERM || code == EACCES) {
		part_set(part, PART_FAILED, "not permitted: it takes root");
	} else if (code) {
		part_set(part, PART_FAILED, strerror(code));
	} else {
		part_set(part, PART_OK, NULL);
	}
	if (part->status == PART_FAILED && !part->err)
		part->err = -code;
}

void part_end(struct part_child *child, struct part *part)
{
	int64_t patience = now() + KILL_PATIENCE;
	int status;

	memset(part, 0, sizeof(*part));
	part->bytes = child->bytes;
	part->length = child->length;
	if (child->closed &&
	    reap(child, patience > child->deadline ? patience : child->deadline, &status)) {
		judge(part, status);
	} else {
		kill(child->pid, SIGKILL);
		reap(child, now() + KILL_PATIENCE, &status);
		snprintf(part->why, sizeof(part->why), "no answer within %u.%u s",
			 child->milliseconds / 1000, child->milliseconds / 100 % 10);
		part->status = PART_TIMED_OUT;
	}
	close(child->pipe);
	if (child->process >= 0)
		close(child->process);
	free(child);
}

int part_run(part_reader read, const void *context, const struct part_limits *limits,
	     struct part *part)
{
	struct part_child *child;
	int err;

	memset(part, 0, sizeof(*part));
	err = part_begin(read, context, limits, &child);
	if (err)
		return err;
	do {
		err = wait_for(child->pipe, child->deadline, limits->stop);
		/* 0: the time is up */
		if (err <= 0)
			break;
		err = part_step(child);
	} while (!err);
	part_end(child, part);
	if (err >= 0)
		return 0;
	part_clear(part);
	return err;
}

void part_clear(struct part *part)
{
	free(part->bytes);
	part->bytes = NULL;
	part->length = 0;
}

void part_set(struct part *part, enum part_status status, const char *why)
{
	part->status = status;
	snprintf(part->why, sizeof(part->why), "%s", why ? why : "");
}
