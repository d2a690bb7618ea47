/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * journal.h: an entry for systemd's journal, in its native protocol.
 *
 * systemd documents it as stable. Its library does the same, and has seven others
 * loaded for it: more than half a megabyte in a daemon of two.
 */
#ifndef MUSTER_JOURNAL_H
#define MUSTER_JOURNAL_H

#include <stddef.h>
#include <stdio.h>

#define JOURNAL_SOCKET "/run/systemd/journal/socket"
#define JOURNAL_TEXT_MAX 65536	/* bytes of a value; a longer one is cut */

/** journal_put() - a field; @value may hold whatever a text can */
void journal_put(FILE *entry, const char *name, const char *value);
/**
 * journal_submit() - hand an entry over
 * @socket: JOURNAL_SOCKET, but in a test
 * Return: 0, also where no journal runs, or -errno.
 */
int journal_submit(const char *socket, const void *entry, size_t length);

#endif /* MUSTER_JOURNAL_H */
