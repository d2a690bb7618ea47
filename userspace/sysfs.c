// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sysfs.c: reading small files below a root directory.
 *
 * Invariant: nothing outside of the root directory is read, and nothing that
 * is not a regular file.
 */
#include "sysfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "text.h"

int sysfs_open(struct sysfs *sysfs, const char *root)
{
	sysfs->live = !root || !strcmp(root, "/");
	sysfs->lack = 0;
	sysfs->root = open(root ? root : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return sysfs->root < 0 ? -errno : 0;
}

/** sysfs_close() - close the root; descriptors taken from it stay open. */
int sysfs_close(struct sysfs *sysfs)
{
	close(sysfs->root);
	return sysfs->lack;
}

/* Every opening comes by here; that one lacked a descriptor is all that it changes. */
static int opened(const struct sysfs *sysfs, int fd)
{
	int err = fd < 0 ? -errno : fd;

	if (err == -EMFILE || err == -ENFILE)
		((struct sysfs *)sysfs)->lack = err;
	return err;
}

/* A tree of another machine is confined; this machine's own sysfs is trusted. */
static int open_path(const struct sysfs *sysfs, const char *path, int flags)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	int fd;

	if (sysfs->live)
		fd = openat(sysfs->root, path, flags | O_CLOEXEC);
	else
		fd = syscall(SYS_openat2, sysfs->root, path, &how, sizeof(how));
	return opened(sysfs, fd);
}

int sysfs_directory(const struct sysfs *sysfs, const char *path)
{
	return open_path(sysfs, path, O_RDONLY | O_DIRECTORY);
}

/** sysfs_names_clear() - free a list of names. */
void sysfs_names_clear(struct sysfs_names *names)
{
	while (names->count)
		free(names->names[--names->count]);
	free(names->names);
	names->names = NULL;
}

static int append_name(struct sysfs_names *names, size_t *room, const char *name)
{
	if (names->count == *room) {
		size_t more = *room ? 2 * *room : 64;
		char **list = reallocarray(names->names, more, sizeof(*list));

		if (!list)
			return -ENOMEM;
		names->names = list;
		*room = more;
	}
	names->names[names->count] = strdup(name);
	if (!names->names[names->count])
		return -ENOMEM;
	names->count++;
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int sysfs_list(const struct sysfs *sysfs, const char *path, struct sysfs_names *names)
{
	struct dirent *entry;
	size_t room = 0;
	DIR *directory;
	int err = 0;
	int fd;

	memset(names, 0, sizeof(*names));
	fd = sysfs_directory(sysfs, path);
	if (fd < 0)
		return fd;
	directory = fdopendir(fd);
	if (!directory) {
		err = -errno;
		close(fd);
		return err;
	}
	for (errno = 0; !err && (entry = readdir(directory)); errno = 0)
		if (entry->d_name[0] != '.' && text_is_clean(entry->d_name))
			err = append_name(names, &room, entry->d_name);
	if (!err)
		err = -errno;
	closedir(directory);
	if (err)
		sysfs_names_clear(names);
	else if (names->count)
		qsort(names->names, names->count, sizeof(*names->names), compare_names);
	return err;
}

/* Reads until the end or @size; the descriptor is closed. */
static ssize_t read_all(int fd, void *buffer, size_t size)
{
	size_t used = 0;
	ssize_t got;

	while (used < size) {
		got = read(fd, (char *)buffer + used, size - used);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			got = -errno;
			close(fd);
			return got;
		}
		if (!got)
			break;
		used += got;
	}
	close(fd);
	return used;
}

/* In a tree of another machine there may be pipes and device nodes. */
static int check_regular(const struct sysfs *sysfs, int fd)
{
	struct stat st;

	if (sysfs->live)
		return 0;
	if (fstat(fd, &st))
		return -errno;
	return S_ISREG(st.st_mode) ? 0 : -EINVAL;
}

static int open_file(const struct sysfs *sysfs, int directory, const char *name)
{
	int fd = opened(sysfs, openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
				      O_NOCTTY | O_CLOEXEC));
	int err;

	if (fd < 0)
		return fd;
	err = check_regular(sysfs, fd);
	if (err)
		close(fd);
	return err ? err : fd;
}

int sysfs_file(const struct sysfs *sysfs, int directory, const char *name, off_t *size)
{
	int fd = open_file(sysfs, directory, name);
	struct stat st;
	int err;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st)) {
		err = -errno;
		close(fd);
		return err;
	}
	*size = st.st_size;
	return fd;
}

/* Makes a string of @length bytes that were read, or passes the error on. */
static ssize_t terminate(char *buffer, ssize_t length)
{
	if (length < 0)
		return length;
	if (length && buffer[length - 1] == '\n')
		length--;
	buffer[length] = '\0';
	return length;
}

ssize_t sysfs_read(const struct sysfs *sysfs, int directory, const char *name,
		   char *buffer, size_t size)
{
	int fd = open_file(sysfs, directory, name);

	return fd < 0 ? fd : terminate(buffer, read_all(fd, buffer, size - 1));
}

ssize_t sysfs_read_path(const struct sysfs *sysfs, const char *path,
			char *buffer, size_t size)
{
	int fd = open_path(sysfs, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	int err;

	if (fd < 0)
		return fd;
	err = check_regular(sysfs, fd);
	if (err) {
		close(fd);
		return err;
	}
	return terminate(buffer, read_all(fd, buffer, size - 1));
}

ssize_t sysfs_link(int directory, const char *name, char *buffer, size_t size)
{
	ssize_t length = readlinkat(directory, name, buffer, size - 1);

	if (length < 0)
		return -errno;
	if ((size_t)length == size - 1)
		return -ENAMETOOLONG;
	buffer[length] = '\0';
	return length;
}

const char *sysfs_link_name(int directory, const char *name, char *buffer, size_t size)
{
	const char *slash;

	if (sysfs_link(directory, name, buffer, size) < 0)
		return NULL;
	slash = strrchr(buffer, '/');
	return slash ? slash + 1 : buffer;
}
