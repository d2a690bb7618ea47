// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_open_below.c: open one file of a machine, or of a tree of one.
 *
 * Invariant: of a tree nothing outside of it is opened, and no device node,
 * for opening one can do something.
 */
#include "dump_job.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_confined(int root, const char *path, int flags)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	int fd = syscall(SYS_openat2, root, path, &how, sizeof(how));

	return fd < 0 ? -errno : fd;
}

/* Return: 0 for what may be opened. A pipe may: its time will be up. */
static int check_kind(int fd)
{
	struct stat status;

	if (fstat(fd, &status))
		return -errno;
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	return S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) ? 0 : -EINVAL;
}

int dump_open_below(const struct sysfs *sysfs, const char *path)
{
	int fd, err;

	if (sysfs->live) {
		fd = openat(sysfs->root, path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
		return fd < 0 ? -errno : fd;
	}
	fd = open_confined(sysfs->root, path, O_PATH);
	if (fd < 0)
		return fd;
	err = check_kind(fd);
	close(fd);
	if (err)
		return err;
	fd = open_confined(sysfs->root, path, O_RDONLY | O_NOCTTY);
	if (fd < 0)
		return fd;
	err = check_kind(fd);
	if (!err)
		return fd;
	close(fd);
	return err;
}
