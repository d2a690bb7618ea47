/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file_replace.h: put a file in the place of another, whole or not at all.
 */
#ifndef MUSTER_FILE_REPLACE_H
#define MUSTER_FILE_REPLACE_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * file_replace() - write @text under another name, then rename it to @path
 * @durable: wait until it is on the disk before the rename
 * Return: 0; -ENOTSUP: @path is a device, a directory or the like; or another
 * -errno; @path is then as before.
 */
int file_replace(const char *path, mode_t mode, const char *text, bool durable);

#endif /* MUSTER_FILE_REPLACE_H */
