/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay.h: a snapshot kept current by applying the ledger's entries to it.
 */
#ifndef MUSTER_REPLAY_H
#define MUSTER_REPLAY_H

#include "entry.h"
#include "snapshot.h"

/* What applying an entry came to. */
enum replay_change {
	REPLAY_NOTHING,		/* already known, or no matter to what is present */
	REPLAY_ARRIVED,
	REPLAY_LEFT,
	REPLAY_CHANGED,		/* registers, reading state or driver */
};

/**
 * replay_apply() - apply one entry to @live, in order of number
 * @entry: its device is taken over (and set to NULL) when it arrives
 * @gone: out: for REPLAY_LEFT the device, to be freed; may be NULL
 *
 * @live is sorted and stays so. An entry at or before the last that a device
 * already reflects is skipped. DEL is when a device leaves; REMOVED of one that
 * has left changes nothing. A reading that failed does not wipe out what an
 * earlier one found: only the reading state changes.
 * Return: enum replay_change, or -ENOMEM.
 */
int replay_apply(struct snapshot *live, struct entry *entry, struct device **gone);

/** replay_subject() - Return: the device an entry is about, or NULL. */
struct device *replay_subject(const struct snapshot *live, const struct entry *entry);

#endif /* MUSTER_REPLAY_H */
