/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file_sync.h: how far a file is on the disk, on one that fails, too.
 */
#ifndef MUSTER_FILE_SYNC_H
#define MUSTER_FILE_SYNC_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct file_sync - how far a file that only grows is on the disk
 * @sure: bytes of it that are
 * @from: where what the disk has is looked at, once it is @doubted
 * @doubted: a sync has failed since all was sure, or another process wrote it
 */
struct file_sync {
	uint64_t sure;
	uint64_t from;
	bool doubted;
};

/**
 * file_sync_begin() - a file that was found
 * @sync: filled in; zeros do for a new file
 * @sure: bytes of it that are said to be on the disk; the next sync looks at the last
 *
 * Who wrote them may have been killed while the disk failed.
 */
void file_sync_begin(struct file_sync *sync, uint64_t sure);

/**
 * file_sync() - have what was appended written to the disk
 * @sync: how far it is
 * @fd: open for reading and writing, perhaps for appending
 * @end: how long the file is
 *
 * The kernel tells of an error of the disk once, and then takes what it could not
 * write for written; a file system may keep it as zeros (ext4: "failed to convert
 * unwritten extents"), and what is below it may tell of half a write as if it were
 * whole (a loop device does). So after an error the bytes are
 * written over themselves, and when a sync succeeds again they are read past the
 * kernel's memory and compared, where the file system can do that; from 1 MiB before
 * what was sure.
 * Return: 0 when all is on the disk, or -errno: to be tried again; then too the file
 * holds what it held.
 */
int file_sync(struct file_sync *sync, int fd, uint64_t end);

#endif /* MUSTER_FILE_SYNC_H */
