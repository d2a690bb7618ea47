/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_merge.h: one inventory from many machines of one model. Machines are
 * added one after the other; what is kept of each is a bit per part.
 */
#ifndef MUSTER_INVENTORY_MERGE_H
#define MUSTER_INVENTORY_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <json-c/json.h>

struct merge;
struct names;
struct snapshot;

#define MERGE_SCHEMA "muster-merge/1"
#define MERGE_MIN_SHARE 50	/* percent */
#define MERGE_RARE 5		/* percent */
#define MERGE_LIST_MAX 8	/* values or second sources that a rule lists */

/**
 * struct merge_options
 * @strict: each rule lists the shapes seen, with what they stand for
 * @include_outliers: rare parts become optional, rare values are listed
 * @any_board: also machines that SMBIOS says are another board
 * @min_share: percent of the machines that a part is on at least, to be optional
 * @rare: what fewer percent of the machines have, or lack, is an outlier
 * @name: of the inventory; NULL: made from the board
 * @names: of devices; may be NULL
 */
struct merge_options {
	bool strict, include_outliers, any_board;
	unsigned int min_share, rare;
	const char *name;
	struct names *names;
};

/** merge_new() - Return: an empty merge, or NULL without memory; @options are copied. */
struct merge *merge_new(const struct merge_options *options);
void merge_free(struct merge *merge);

/**
 * merge_add() - take in one machine; @snapshot is not needed afterwards
 * @name: what to call it where its host name is not known
 *
 * Two captures of one machine (host name, machine id and, where known, product
 * UUID are the same) count as one.
 *
 * Return: 0, -EXDEV: it is another board, -EINVAL: a device's place is none; then
 * nothing was taken in; -ENOMEM.
 */
int merge_add(struct merge *merge, const struct snapshot *snapshot, const char *name);

/** merge_machines() - how many there are */
size_t merge_machines(const struct merge *merge);
/** merge_machine_name() - Return: what machine @index is called. */
const char *merge_machine_name(const struct merge *merge, size_t index);
/** merge_board() - "Supermicro X11SCZ-F", or "a board that nobody knows" */
const char *merge_board(const struct merge *merge, char *buffer, size_t size);

/**
 * merge_finish() - the inventory that all machines but the outliers pass
 * @inventory: out: for inventory_to_text()
 * @report: out: schema muster-merge/1: who differs in what, and how many have it
 * Return: 0, -ENODATA: there is no machine, -ENOMEM.
 */
int merge_finish(struct merge *merge, struct json_object **inventory,
		 struct json_object **report);

#endif /* MUSTER_INVENTORY_MERGE_H */
