/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diff_internal.h: private to diff*.c: which device of one side is which of the
 * other.
 *
 * Order: by exact place; by places of which only a part is known; then what
 * moved, by identity and serial, with what hangs together with it.
 */
#ifndef MUSTER_DIFF_INTERNAL_H
#define MUSTER_DIFF_INTERNAL_H

#include <stdint.h>

#include "diff.h"

#define NO_PARTNER SIZE_MAX

struct text_index;

/**
 * struct item - a device of one side
 * @place: its place, by the roots of side A where firmware knows both
 * @owned: @place is not the device's own text
 * @partner: index on the other side, or NO_PARTNER
 * @moved: @partner is elsewhere
 * @loose: paired by place, but with another serial: it may be the part of
 * another place
 */
struct item {
	const struct device *device;
	const char *place;
	bool owned;
	size_t partner;
	bool moved, loose;
};

struct side {
	struct item *items;	/* in order of place */
	size_t count;
	struct text_index *by_place;
};

struct pairing {
	struct side sides[DIFF_SIDES];
};

/* diff_pair.c */
/** pairing_begin() - the devices of both sides, none paired; pairing_end() also where it failed */
int pairing_begin(struct pairing *pairing, const struct snapshot *a, const struct snapshot *b);
void pairing_end(struct pairing *pairing);
/** pairing_places() - pair what is, or can be, at one place and the same part */
int pairing_places(struct pairing *pairing);
void pairing_join(struct pairing *pairing, size_t a, size_t b);
void pairing_part(struct pairing *pairing, size_t a);
/** pairing_at() - Return: the first item at @place, or NULL. */
struct item *pairing_at(const struct side *side, const char *place, size_t length);
/** pairing_parent() - Return: the item that @item sits below, or NULL. */
struct item *pairing_parent(const struct side *side, const struct item *item);
/** pairing_same_part() - false for another vendor:device, or another kind of device */
bool pairing_same_part(const struct device *a, const struct device *b);

/* diff_runs.c */
/**
 * struct run_pass - pair by one key
 * @key: writes @item's key to @buffer. Return: false: not in this pass.
 * @agree: whether two of one key can be one; NULL: always
 * @even: pair only where both sides have as many of a key
 * @moved: what is paired has moved
 */
struct run_pass {
	bool (*key)(const struct item *item, char *buffer, size_t size);
	bool (*agree)(const struct item *a, const struct item *b);
	bool even, moved;
};

/** runs_pair() - pair what is open and has one key, in order of place. Return: 0 or -ENOMEM. */
int runs_pair(struct pairing *pairing, const struct run_pass *pass);

/* diff_moves.c */
int pairing_moves(struct pairing *pairing);

/* diff_entries.c */
/** entries_build() - what became of each device, once all are paired */
int entries_build(struct diff *diff, const struct pairing *pairing);

/* diff_hints.c */
/** hints_find() - what may have moved, though nothing proves it */
int hints_find(struct diff *diff);

/* diff_fields.c, diff_shape.c */
/** fields_compare() - what differs between two; counts what either does not know */
int fields_compare(struct diff *diff, const struct device *a, const struct device *b,
		   bool moved, struct diff_changes *changes);
/** shape_explain() - the first register or byte by which two shapes differ, instead of two digests */
int shape_explain(struct diff_change *change, const struct device *a, const struct device *b,
		  enum field field);
/** contents_explain() - the first byte by which two memories differ, instead of two digests */
int contents_explain(struct diff_change *change, const struct device *a,
		     const struct device *b);
/** changes_add() - @a, @b: NULL: none. Return: the new one, or NULL without memory. */
struct diff_change *changes_add(struct diff_changes *changes, const char *name,
				const char *a, const char *b);
void changes_clear(struct diff_changes *changes);

/* diff_hosts.c */
/** hosts_compare() - boards, and what else is said of the hosts */
int hosts_compare(struct diff *diff);
/** hosts_reasons() - why a side could not see all */
void hosts_reasons(struct diff *diff);
/** hosts_sees_i2c() - whether the side could have seen adapters and clients */
bool hosts_sees_i2c(const struct snapshot *snapshot);

#endif /* MUSTER_DIFF_INTERNAL_H */
