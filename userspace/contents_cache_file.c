// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents_cache_file.c: the cache as a file that lives until the next boot.
 *
 * Invariant: a file that others than root, the directory's owner or we could have
 * written is not believed.
 */
#include "contents_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_BYTES (16u << 20)

/* Opens the directory that @path is in. Return: a descriptor, or -errno; *@name in it. */
static int open_directory(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *directory;
	int fd;

	*name = slash ? slash + 1 : path;
	directory = slash ? strndup(path, slash == path ? 1 : slash - path) : strdup(".");
	if (!directory)
		return -ENOMEM;
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(directory);
	return fd < 0 ? -errno : fd;
}

static bool is_trusted(int directory, const struct stat *file)
{
	struct stat above;

	if (fstat(directory, &above) || !S_ISREG(file->st_mode) || file->st_mode & 022 ||
	    file->st_size > FILE_BYTES)
		return false;
	return !file->st_uid || file->st_uid == geteuid() || file->st_uid == above.st_uid;
}

/* Return: the text, or NULL: none that can be believed. */
static char *read_trusted(const char *path, size_t *length)
{
	char *text = NULL;
	struct stat st;
	const char *name;
	int directory = open_directory(path, &name), fd = -1;
	ssize_t got;

	if (directory >= 0)
		fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
			    O_CLOEXEC);
	if (fd >= 0 && !fstat(fd, &st) && is_trusted(directory, &st))
		text = malloc(st.st_size + 1);
	*length = 0;
	while (text && *length < (size_t)st.st_size) {
		got = read(fd, text + *length, st.st_size - *length);
		if (got <= 0)
			break;
		*length += got;
	}
	if (fd >= 0)
		close(fd);
	if (directory >= 0)
		close(directory);
	return text;
}

int contents_cache_load(const char *path, const char *boot_id, struct contents_cache **out)
{
	size_t length;
	char *text = boot_id ? read_trusted(path, &length) : NULL;
	int err = text ? contents_cache_parse(text, length, boot_id, out) : -EINVAL;

	free(text);
	if (!err)
		return 0;
	*out = contents_cache_new();
	return *out ? 0 : -ENOMEM;
}

static int write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left) {
		ssize_t written = write(fd, text, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return written ? -errno : -ENOSPC;
		text += written;
		left -= written;
	}
	return 0;
}

/* Under a name of our own, made anew: whoever owns the directory can have put a link there. */
static int replace(int directory, const char *name, const char *text)
{
	struct stat above;
	char new[64];
	int fd, err;

	if (fstat(directory, &above))
		return -errno;
	snprintf(new, sizeof(new), ".contents-%d", (int)getpid());
	unlinkat(directory, new, 0);
	fd = openat(directory, new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	err = write_all(fd, text);
	if (!err && above.st_uid != geteuid() && fchown(fd, above.st_uid, above.st_gid))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (!err && renameat(directory, new, directory, name))
		err = -errno;
	if (err)
		unlinkat(directory, new, 0);
	return err;
}

int contents_cache_save(const struct contents_cache *cache, const char *path,
			const char *boot_id)
{
	const char *name;
	int directory, err;
	char *text;

	if (!boot_id)
		return -ENODATA;
	directory = open_directory(path, &name);
	if (directory < 0)
		return directory;
	text = contents_cache_text(cache, boot_id);
	err = text ? replace(directory, name, text) : -ENOMEM;
	free(text);
	close(directory);
	return err;
}
