/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_unpack.h: unpack what is needed of an archive that may be hostile.
 */
#ifndef MUSTER_SOURCE_UNPACK_H
#define MUSTER_SOURCE_UNPACK_H

struct archive;
struct archive_entry;
struct archive_library;

/**
 * source_unpack() - files, directories and symbolic links of sys/, proc/, etc/ and
 * of what sos collects, below @directory
 * @library: loaded
 * @name: of the archive, for @why
 * @first: the member whose header was read already
 *
 * Bounded in members and bytes; stops when a signal waits.
 * Return: 0, -EINVAL with @why, -EINTR, or another -errno.
 */
int source_unpack(const struct archive_library *library, const char *name,
		  struct archive *archive, struct archive_entry *first,
		  const char *directory, char **why);

#endif /* MUSTER_SOURCE_UNPACK_H */
