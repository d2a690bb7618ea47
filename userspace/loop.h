/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * loop.h: wait for descriptors, and call who is in charge of each.
 *
 * Everything that wakes the daemon is a descriptor: sockets and pipes, and
 * signals, clocks and children through those that the kernel makes of them.
 */
#ifndef MUSTER_LOOP_H
#define MUSTER_LOOP_H

#include <stdbool.h>

struct loop;
struct loop_source;

/* What is told of @fd; it takes what is there, or is called again. */
typedef void (*loop_handler)(int fd, void *context);

/** loop_new() - Return: 0 or -errno; to be freed by loop_free(). */
int loop_new(struct loop **out);
/** loop_free() - after its sources; NULL is none */
void loop_free(struct loop *loop);
/**
 * loop_add() - from now on, call @handler whenever @fd can be read
 * @fd: is closed with the source if @owned, and if it cannot be added
 * @out: to be freed by loop_remove(), before @loop
 * Return: 0 or -errno.
 */
int loop_add(struct loop *loop, int fd, bool owned, loop_handler handler, void *context,
	     struct loop_source **out);
/** loop_remove() - also from its own handler; NULL is none. Return: NULL. */
struct loop_source *loop_remove(struct loop_source *source);
/** loop_run() - until loop_end(). Return: 0 or -errno. */
int loop_run(struct loop *loop);
/** loop_end() - let loop_run() return, once the handler that calls has */
void loop_end(struct loop *loop);

#endif /* MUSTER_LOOP_H */
