// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * file_sync.c: how far a file is on the disk, on one that fails, too.
 */
#include "file_sync.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lack.h"

#define BACK	(1 << 20)	/* bytes before what was sure */
#define CHUNK	(1 << 16)	/* bytes; whole pages of any machine */
#define ALIGN	4096		/* what reading past the kernel's memory asks for */
#define TRIES	3

/* Two views of a chunk: the kernel's memory, and the disk. */
struct views {
	int fd, disk;
	uint8_t *cached, *stored;
};

/* One read of at most so many bytes. Return: how many, or -errno. */
static ssize_t read_at(int fd, uint8_t *bytes, size_t size, uint64_t at)
{
	ssize_t got;

	do {
		got = pread(fd, bytes, size, at);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

static size_t chunk_at(uint64_t at, uint64_t end)
{
	return end - at < CHUNK - at % CHUNK ? end - at : CHUNK - at % CHUNK;
}

static int write_at(int fd, const uint8_t *bytes, size_t size, uint64_t at)
{
	return pwrite(fd, bytes, size, at) == (ssize_t)size ? 0 : -EIO;
}

/* While the disk fails no page is let go of: nobody could read it again. */
static int rewrite(const struct views *views, uint64_t from, uint64_t end)
{
	while (from < end) {
		size_t size = chunk_at(from, end);
		ssize_t got = read_at(views->fd, views->cached, size, from);

		if (got != (ssize_t)size)
			return got < 0 ? got : -EIO;
		if (write_at(views->fd, views->cached, size, from))
			return -EIO;
		from += size;
	}
	return 0;
}

/* New pages ask the file system anew where they belong; to the end of the file, the last. */
static int renew(const struct views *views, size_t size, uint64_t at, bool last)
{
	posix_fadvise(views->fd, at, last ? 0 : size, POSIX_FADV_DONTNEED);
	return write_at(views->fd, views->cached, size, at);
}

/* Return: how many chunks differed (they are written anew), or -errno. */
static int compare(const struct views *views, uint64_t from, uint64_t end)
{
	int differ = 0;

	for (uint64_t at = from - from % CHUNK; at < end; at += CHUNK) {
		size_t size = chunk_at(at, end);
		ssize_t got = read_at(views->fd, views->cached, size, at);
		int err;

		if (got == (ssize_t)size)
			got = read_at(views->disk, views->stored, CHUNK, at);
		if (got < (ssize_t)size)
			return got < 0 ? got : -EIO;
		if (!memcmp(views->cached, views->stored, size))
			continue;
		err = renew(views, size, at, at + size == end);
		if (err)
			return err;
		differ++;
	}
	return differ;
}

/* Past the kernel's memory; not every file system can. Return: a descriptor, or -errno. */
static int open_disk(int fd)
{
	char path[32];
	int disk;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	disk = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
	return disk < 0 ? -errno : disk;
}

static int look(const struct views *views, uint64_t from, uint64_t end)
{
	if (views->disk < 0)
		return is_lack(views->disk) ? views->disk : 0;
	for (int tries = 0; tries < TRIES; tries++) {
		int differ = compare(views, from, end);

		if (differ <= 0)
			return differ;
		if (fdatasync(views->fd))
			return -errno;
	}
	return -EIO;
}

/* With everything at hand to look at both sides, where pwrite() heeds its offset. */
static int with_views(int fd, uint64_t from, uint64_t end,
		      int (*act)(const struct views *views, uint64_t from, uint64_t end))
{
	int flags = fcntl(fd, F_GETFL), err = 0;
	struct views views = { .fd = fd, .disk = open_disk(fd) };

	if (posix_memalign((void **)&views.cached, ALIGN, CHUNK) ||
	    posix_memalign((void **)&views.stored, ALIGN, CHUNK))
		err = -ENOMEM;
	if (!err && (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_APPEND)))
		err = -errno;
	if (!err) {
		err = act(&views, from, end);
		if (fcntl(fd, F_SETFL, flags) && !err)
			err = -errno;
	}
	if (views.disk >= 0)
		close(views.disk);
	free(views.cached);
	free(views.stored);
	return err;
}

/* In doubt the inode is written anew, too: a new time asks for that. */
static int write_out(int fd, bool doubted)
{
	if (doubted)
		futimens(fd, NULL);
	return (doubted ? fsync(fd) : fdatasync(fd)) ? -errno : 0;
}

static void doubt(struct file_sync *sync)
{
	sync->doubted = true;
	sync->from = sync->sure > BACK ? sync->sure - BACK : 0;
}

void file_sync_begin(struct file_sync *sync, uint64_t sure)
{
	sync->sure = sure;
	doubt(sync);
}

int file_sync(struct file_sync *sync, int fd, uint64_t end)
{
	int err = write_out(fd, sync->doubted);

	if (err) {
		if (!sync->doubted)
			doubt(sync);
		with_views(fd, sync->sure, end, rewrite);
		return err;
	}
	if (sync->doubted)
		err = with_views(fd, sync->from, end, look);
	if (err)
		return err;
	sync->doubted = false;
	sync->sure = end;
	return 0;
}
