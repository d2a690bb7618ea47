/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * log.h: the two halves of "muster log".
 */
#ifndef MUSTER_CMD_LOG_H
#define MUSTER_CMD_LOG_H

/** log_show() - "muster log show"; argv[0] is "show". Return: exit status. */
int log_show(int argc, char **argv);

/** log_verify() - "muster log verify"; argv[0] is "verify". Return: exit status. */
int log_verify(int argc, char **argv);

/** log_time() - write an entry's time as UTC: 2026-11-21T23:03:02.123456789Z */
void log_time(unsigned long long realtime, char *buffer, unsigned long size);

#endif /* MUSTER_CMD_LOG_H */
