/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe_record.h: what probes of this boot came to, kept until the next boot.
 *
 * Invariant: what one probe found stands until another asks the same address.
 */
#ifndef MUSTER_PROBE_RECORD_H
#define MUSTER_PROBE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probe.h"

#define PROBE_SCHEMA "muster-probe/1"
#define PROBE_RECORD "/run/muster/probe.json"

struct json_object;

/**
 * struct probed - one adapter
 * @address, @name: as its device had them; may be NULL
 * @time: of its last probe, CLOCK_REALTIME, ns
 * @elapsed: ns
 */
struct probed {
	char *place, *address, *name;
	uint64_t time, elapsed;
	struct probe probe;
};

struct probe_record {
	char boot_id[37];
	struct probed *adapters;
	size_t count;
};

/** probe_record_clear() - free what it holds, not @record */
void probe_record_clear(struct probe_record *record);

/** probe_record_find() - Return: the adapter at @place, or NULL. */
const struct probed *probe_record_find(const struct probe_record *record, const char *place);

/**
 * probe_record_merge() - take in what a probe came to; of addresses that it did not
 * ask, what was known stays
 * Return: 0 or -ENOMEM.
 */
int probe_record_merge(struct probe_record *record, const struct probed *probed);

/**
 * probe_record_load() - read @path
 * @boot_id: of the running boot; a record of another is empty
 * Return: 0, @record empty where there is no file or it is of another boot; -EINVAL:
 * the file is none; or the error of reading.
 */
int probe_record_load(const char *path, const char *boot_id, struct probe_record *record);

/** probe_record_save() - replace @path, for everyone to read. Return: 0 or -errno. */
int probe_record_save(const char *path, const struct probe_record *record);

/**
 * probe_record_lock() - keep other probes out, those of other users too
 * @path: the record, whose directory is made where it lacks
 * Return: a descriptor that holds the lock until it is closed; -EWOULDBLOCK: another
 * probe is at work (or hangs); or -errno.
 */
int probe_record_lock(const char *path);

/** probed_extent() - what was asked, as probe_extent_text(); to be freed; NULL: no memory */
char *probed_extent(const struct probe *probe);

/**
 * probed_to_json() - one adapter
 * @all: also the addresses that were left alone, and why
 */
struct json_object *probed_to_json(const struct probed *probed, bool all);

/** probed_from_json() - Return: 0 and @probed to be cleared, -EINVAL, -ENOMEM. */
int probed_from_json(struct json_object *json, struct probed *probed);
void probed_clear(struct probed *probed);

#endif /* MUSTER_PROBE_RECORD_H */
