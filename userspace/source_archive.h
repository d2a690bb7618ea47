/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_archive.h: a tree with sys/ and proc/, in an archive or unpacked, or
 * what a sosreport holds instead of it.
 */
#ifndef MUSTER_SOURCE_ARCHIVE_H
#define MUSTER_SOURCE_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

struct snapshot;

/** source_is_archive() - whether @bytes are a tar archive, or compressed */
bool source_is_archive(const char *bytes, size_t length);

/**
 * source_archive() - what is in an archive, or in a compressed file
 * @name: of the file
 *
 * What is needed of it is unpacked below a directory of its own, which is gone
 * when this returns. Signals that would end the program wait for that.
 * Return: 0, -EINVAL with @why, or another -errno.
 */
int source_archive(const char *name, const char *bytes, size_t length,
		   struct snapshot **out, char **why);

/**
 * source_tree() - the machine whose files lie in, or some levels below, @path
 * Return: 0, -EINVAL with @why, or another -errno.
 */
int source_tree(const char *path, struct snapshot **out, char **why);

#endif /* MUSTER_SOURCE_ARCHIVE_H */
