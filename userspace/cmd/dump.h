/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump.h: the halves of "muster dump" that read.
 */
#ifndef MUSTER_CMD_DUMP_H
#define MUSTER_CMD_DUMP_H

#include <stdbool.h>

/** dump_verify() - "muster dump --verify". Return: exit status. */
int dump_verify(const char *path, bool json);

/** dump_show() - "muster dump --list". Return: exit status. */
int dump_show(const char *path, bool json);

#endif /* MUSTER_CMD_DUMP_H */
