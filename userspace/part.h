/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * part.h: one reading that may hang or fail, in a process of its own.
 */
#ifndef MUSTER_PART_H
#define MUSTER_PART_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a reading came to; the words are those of the manifest. */
enum part_status {
	PART_OK,
	PART_TRUNCATED,		/* there was more, or less than there should be */
	PART_TIMED_OUT,		/* with what came before */
	PART_FAILED,		/* with what came before */
	PART_SKIPPED,		/* not tried, on purpose */
	PART_ABSENT,		/* the machine has none */
	PART_REDACTED,		/* left out: it would name the machine */
};

#define PART_STATUSES (PART_REDACTED + 1)

extern const char *const part_status_names[PART_STATUSES];

/* What a reader may return beside 0 and -errno. */
enum part_verdict {
	PART_SHORT = 1,		/* all that is allowed, and there is more */
	PART_ASLEEP,		/* skipped: it would have to be woken */
};

/* Where a reader writes to. */
struct part_pipe {
	int fd;
	size_t room;		/* bytes that are still wanted */
};

/**
 * part_write() - hand bytes on
 * Return: 0, PART_SHORT when no more are wanted, or -errno.
 */
int part_write(struct part_pipe *pipe, const void *bytes, size_t length);

/**
 * part_copy() - hand on what can be read from @fd, as it comes
 * @step: bytes to ask for at a time
 * Return: 0 at its end, PART_SHORT, or -errno.
 */
int part_copy(struct part_pipe *pipe, int fd, size_t step);

/* Reads in the child. Return: 0, enum part_verdict, or -errno. */
typedef int (*part_reader)(struct part_pipe *pipe, const void *context);

struct part_limits {
	size_t bytes;
	unsigned int milliseconds;
	const volatile sig_atomic_t *stop;	/* set by a signal: give up; NULL: none */
};

struct part {
	enum part_status status;
	int err;		/* -errno for PART_FAILED, else 0 */
	char why[128];		/* "": nothing to say */
	uint8_t *bytes;		/* with a NUL after them; never NULL after success */
	size_t length;
};

/**
 * part_run() - run @read in a child, and end it when its time is up
 *
 * A child that cannot be killed, for it sleeps in the kernel, is left behind:
 * nothing is waited for longer than the time there is.
 * Return: 0 and @part, to be cleared; -EINTR: stopped; -ENOMEM, or the error
 * of making a process.
 */
int part_run(part_reader read, const void *context, const struct part_limits *limits,
	     struct part *part);
void part_clear(struct part *part);

/*
 * The same for a program that waits for other things as well: begin, step each time
 * the descriptor can be read, and end when a step says so or the time is up.
 */
struct part_child;

/** part_begin() - Return: 0 and @child, to be ended; or -errno. @limits->stop is not asked. */
int part_begin(part_reader read, const void *context, const struct part_limits *limits,
	       struct part_child **child);
int part_fd(const struct part_child *child);

/**
 * part_step() - take what has come; waits if nothing has
 * Return: 0: there may be more, 1: that was all, -errno: end it.
 */
int part_step(struct part_child *child);

/**
 * part_end() - what it came to; a child that has not handed on all there is by now
 * is killed, and its part timed out
 * @part: out: to be cleared
 */
void part_end(struct part_child *child, struct part *part);

/** part_set() - what a part came to without a reading; @why may be NULL */
void part_set(struct part *part, enum part_status status, const char *why);

#endif /* MUSTER_PART_H */
