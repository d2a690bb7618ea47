/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diff.h: two snapshots of one board, or of two, side by side: pure, no I/O, no
 * printing.
 *
 * Invariant: judges nothing and favours neither side: with A and B exchanged the
 * outcome is the same but for its direction. What either side could not see is
 * counted, and is no difference.
 */
#ifndef MUSTER_DIFF_H
#define MUSTER_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <json-c/json.h>

#include "device.h"
#include "snapshot.h"

#define DIFF_SCHEMA "muster-diff/1"

enum diff_side { DIFF_A, DIFF_B, DIFF_SIDES };

enum diff_what {
	DIFF_SAME,	/* in both, but for what is of no weight */
	DIFF_ARRIVED,	/* in B only */
	DIFF_GONE,	/* in A only */
	DIFF_CHANGED,	/* the same part at the same place, with a value different */
	DIFF_MOVED,	/* the same part at another place */
	DIFF_SWAPPED,	/* the same, and its place is now that of the one that was there */
	DIFF_UNSEEN,	/* in one only; the other could not have seen it */
	DIFF_WHATS,
};

/**
 * struct diff_change - a value that differs
 * @name: as in JSON: a field, "reading", or "bar 0"
 * @values: of either side, as text; NULL: none
 * @part: shape: which register differs, in words; otherwise NULL
 * @context: of no weight: what drivers, the kernel or the moment make of it
 */
struct diff_change {
	const char *name;
	char *values[DIFF_SIDES];
	char *part;
	bool context;
};

struct diff_changes {
	struct diff_change *items;	/* owned */
	size_t count;
};

/**
 * struct diff_entry - one device, of both sides or of one
 * @devices: borrowed from the snapshots; NULL: not there
 * @hosted: its parent is in both and makes it (virtual functions, adapters):
 * that it came or went is of no weight
 * @leader: index of the entry that this one follows, as what sits below a card
 * that has moved, or the second of two that were swapped; its own: none
 * @followers: how many follow this one and are in its place on the other side
 * @instead: index of the entry at the same place that took this one's place, or
 * whose place this one took; its own: none
 * @like: index of the only other of its model that went, or arrived: the two may be
 * one part; its own: none
 */
struct diff_entry {
	enum diff_what what;
	const struct device *devices[DIFF_SIDES];
	struct diff_changes changes;
	bool hosted;
	size_t leader, followers, instead, like;
};

/**
 * struct diff - the outcome
 * @entries: all devices of both, in order of place; of one place what has gone first
 * @board: SMBIOS strings that say that it is another board
 * @context: what else differs of the hosts: "kernel", "bios_version", ...
 * @counts: entries of each kind that weigh something
 * @hosted: virtual functions and adapters that are in one side only
 * @renumbered: functions in both at one place with another address
 * @renumbered_adapters: adapters with another number
 * @reasons: why a side could not see something, as the end of a sentence, or NULL
 * @blind: fields that one side knows and this one does not, each once per device
 * @blind_devices: devices that this side has such a field of
 * @unseen: devices that this side could not have seen
 */
struct diff {
	const struct snapshot *snapshots[DIFF_SIDES];
	struct diff_entry *entries;
	size_t count;
	struct diff_changes board, context;
	size_t counts[DIFF_WHATS];
	size_t hosted[DIFF_SIDES];
	size_t renumbered, renumbered_adapters;
	const char *reasons[DIFF_SIDES];
	size_t blind[DIFF_SIDES][FIELD_COUNT];
	size_t blind_devices[DIFF_SIDES];
	size_t unseen[DIFF_SIDES];
};

/**
 * diff_new() - compare two snapshots, which must outlive @out
 * Return: 0 or -ENOMEM.
 */
int diff_new(const struct snapshot *a, const struct snapshot *b, struct diff **out);
void diff_free(struct diff *diff);

/** diff_differs() - whether anything of weight differs */
bool diff_differs(const struct diff *diff);
/** diff_weighs() - whether an entry is a difference */
bool diff_weighs(const struct diff_entry *entry);
/** diff_place() - where an entry is now, or was last */
const char *diff_place(const struct diff_entry *entry);
const char *diff_what_name(enum diff_what what);	/* "arrived", ... */
/** diff_blind_name() - what @blind counts under @field: of a group all fields under the first */
const char *diff_blind_name(enum field field);

/* diff_json.c */
struct names;
/** diff_to_json() - the whole document, schema muster-diff/1. Return: NULL without memory. */
struct json_object *diff_to_json(const struct diff *diff, struct names *names);

#endif /* MUSTER_DIFF_H */
