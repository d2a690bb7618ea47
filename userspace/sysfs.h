/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sysfs.h: reading small files below a root directory: this machine's, or a
 * tree of another machine that was unpacked, and may be hostile.
 */
#ifndef MUSTER_SYSFS_H
#define MUSTER_SYSFS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sysfs {
	int root;	/* descriptor of the root directory */
	bool live;	/* "/": this machine's own */
	int lack;	/* no descriptor was to be had: its -errno, or 0 */
};

struct sysfs_names {
	char **names;	/* sorted */
	size_t count;
};

/** sysfs_open() - @root: NULL for "/". Return: 0 or -errno. */
int sysfs_open(struct sysfs *sysfs, const char *root);

/**
 * sysfs_close() - at the end
 *
 * A file that could not be opened is unknown; where that was for want of descriptors it
 * says nothing of the machine, and what was read is not to be used.
 * Return: 0, -EMFILE or -ENFILE.
 */
int sysfs_close(struct sysfs *sysfs);

/**
 * sysfs_directory() - open a directory, symbolic links never leaving the root
 * @path: from the root on, without a leading slash
 * Return: a descriptor, or -errno.
 */
int sysfs_directory(const struct sysfs *sysfs, const char *path);

/**
 * sysfs_list() - the names in a directory, without those that begin with a dot or
 * are no clean text: no kernel makes these, and they would become part of places
 */
int sysfs_list(const struct sysfs *sysfs, const char *path, struct sysfs_names *names);
void sysfs_names_clear(struct sysfs_names *names);

/**
 * sysfs_read() - read a file whole, or its first @size - 1 bytes
 * @directory: that @name is in; symbolic links are not followed
 *
 * A final newline is cut off, and a NUL appended. Bytes after a NUL are lost
 * to who treats it as a string.
 * Return: the length, or -errno.
 */
ssize_t sysfs_read(const struct sysfs *sysfs, int directory, const char *name,
		   char *buffer, size_t size);

/** sysfs_file() - open it instead. Return: a descriptor, or -errno. */
int sysfs_file(const struct sysfs *sysfs, int directory, const char *name, off_t *size);

/** sysfs_read_path() - sysfs_read() of a path from the root on */
ssize_t sysfs_read_path(const struct sysfs *sysfs, const char *path,
			char *buffer, size_t size);

/** sysfs_link() - where a symbolic link points to. Return: length or -errno. */
ssize_t sysfs_link(int directory, const char *name, char *buffer, size_t size);

/** sysfs_link_name() - the last component of that, in @buffer. Return: it, or NULL. */
const char *sysfs_link_name(int directory, const char *name, char *buffer, size_t size);

#endif /* MUSTER_SYSFS_H */
