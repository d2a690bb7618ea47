// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * file_redirty.c: have what a failed fsync() left written again.
 */
#include "file_redirty.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int copy_over(int fd, uint64_t from, uint64_t end)
{
	char bytes[4096];
	ssize_t got;

	while (from < end) {
		size_t left = end - from;

		got = pread(fd, bytes, left < sizeof(bytes) ? left : sizeof(bytes), from);
		if (got <= 0)
			return got ? -errno : -EIO;
		if (pwrite(fd, bytes, got, from) != got)
			return -EIO;
		from += got;
	}
	return 0;
}

int file_redirty(int fd, uint64_t from, uint64_t end)
{
	int flags = fcntl(fd, F_GETFL), err;

	/* pwrite() heeds no offset where it appends */
	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_APPEND))
		return -errno;
	err = copy_over(fd, from, end);
	if (fcntl(fd, F_SETFL, flags) && !err)
		err = -errno;
	return err;
}
