// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loop.c: wait for descriptors, and call who is in charge of each.
 *
 * Invariant: between two waits one handler is called: so a handler may remove
 * any source, and what is never empty keeps nobody else waiting, for the kernel
 * goes through what is ready in turn.
 */
#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

struct loop {
	int epoll;
	bool ended;
};

struct loop_source {
	struct loop *loop;
	int fd;
	bool owned;
	loop_handler handler;
	void *context;
};

int loop_new(struct loop **out)
{
	struct loop *loop = calloc(1, sizeof(*loop));
	int err;

	if (!loop)
		return -ENOMEM;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll >= 0) {
		*out = loop;
		return 0;
	}
	err = -errno;
	free(loop);
	return err;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	close(loop->epoll);
	free(loop);
}

int loop_add(struct loop *loop, int fd, bool owned, loop_handler handler, void *context,
	     struct loop_source **out)
{
	struct loop_source *source = malloc(sizeof(*source));
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = source };
	int err = -ENOMEM;

	if (source) {
		*source = (struct loop_source){ loop, fd, owned, handler, context };
		err = epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
	}
	if (!err) {
		*out = source;
		return 0;
	}
	if (owned)
		close(fd);
	free(source);
	return err;
}

struct loop_source *loop_remove(struct loop_source *source)
{
	if (!source)
		return NULL;
	/* closing would not do: a child may have a copy of it */
	epoll_ctl(source->loop->epoll, EPOLL_CTL_DEL, source->fd, NULL);
	if (source->owned)
		close(source->fd);
	free(source);
	return NULL;
}

int loop_run(struct loop *loop)
{
	const struct loop_source *source;
	struct epoll_event event;
	int ready;

	while (!loop->ended) {
		ready = epoll_wait(loop->epoll, &event, 1, -1);
		if (ready < 0 && errno != EINTR)
			return -errno;
		if (ready <= 0)
			continue;
		source = event.data.ptr;
		source->handler(source->fd, source->context);
	}
	return 0;
}

void loop_end(struct loop *loop)
{
	loop->ended = true;
}
