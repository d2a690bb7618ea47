/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_probe.h: what a probe of this boot found, in a snapshot of this machine.
 */
#ifndef MUSTER_SOURCE_PROBE_H
#define MUSTER_SOURCE_PROBE_H

struct probe_record;
struct snapshot;

/**
 * source_probe() - add the addresses that answered and have no client, and say of
 * each adapter what was asked on it, from the record of this boot
 *
 * Where the record cannot be read, what was asked stays unknown.
 * Return: 0 or -ENOMEM.
 */
int source_probe(struct snapshot *snapshot);

/** source_probe_join() - the same from @record; what an earlier call added goes first */
int source_probe_join(struct snapshot *snapshot, const struct probe_record *record);

/** source_probe_remove() - take out what source_probe_join() put in */
void source_probe_remove(struct snapshot *snapshot);

#endif /* MUSTER_SOURCE_PROBE_H */
