/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file_redirty.h: have what a failed fsync() left written again.
 */
#ifndef MUSTER_FILE_REDIRTY_H
#define MUSTER_FILE_REDIRTY_H

#include <stdint.h>

/**
 * file_redirty() - write the bytes from @from to @end over themselves
 * @fd: open for reading and writing, perhaps for appending
 *
 * The kernel tells of an error of the disk once, and then takes what it could not
 * write for written: the next fsync() succeeds, and nothing was done. Right after
 * the failure the bytes are still in memory.
 * Return: 0 or -errno: then too the file holds what it held.
 */
int file_redirty(int fd, uint64_t from, uint64_t end);

#endif /* MUSTER_FILE_REDIRTY_H */
