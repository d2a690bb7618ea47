// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * file_replace.c: put a file in the place of another, whole or not at all.
 */
#include "file_replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, const char *text)
{
	size_t left = strlen(text);
	ssize_t written;

	while (left) {
		written = write(fd, text, left);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return written ? -errno : -ENOSPC;
		text += written;
		left -= written;
	}
	return 0;
}

int file_replace(const char *path, mode_t mode, const char *text, bool durable)
{
	struct stat st;
	int err, fd;
	char *new;

	/* Renaming over /dev/null would take it from everybody. */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return -ENOTSUP;
	if (asprintf(&new, "%s.new", path) < 0)
		return -ENOMEM;
	fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
	/* who may read it is said by @mode, not by the umask of whoever runs us */
	err = fd < 0 || fchmod(fd, mode) ? -errno : write_all(fd, text);
	if (!err && durable && fdatasync(fd))
		err = -errno;
	if (fd >= 0 && close(fd) && !err)
		err = -errno;
	if (!err && rename(new, path))
		err = -errno;
	if (err && fd >= 0)
		unlink(new);
	free(new);
	return err;
}
