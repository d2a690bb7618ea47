/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * show.h: what the files of muster show share.
 */
#ifndef MUSTER_CMD_SHOW_H
#define MUSTER_CMD_SHOW_H

struct snapshot;

/**
 * show_roms() - set the digest of the option ROM of each device of @snapshot, which
 * is of this machine
 * Return: 0, or EXIT_TROUBLE after a line for each that has none for us. An
 * interruption ends the program, after the last ROM was forbidden again.
 */
int show_roms(struct snapshot *snapshot);

#endif /* MUSTER_CMD_SHOW_H */
