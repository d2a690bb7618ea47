/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory.h: the known-good list of a board, as parsed from its file.
 */
#ifndef MUSTER_INVENTORY_H
#define MUSTER_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <json-c/json.h>

#include "finding.h"
#include "snapshot.h"

#define INVENTORY_SCHEMA "muster-inventory/1"
#define INVENTORY_DIRECTORY "/etc/muster/inventory.d"

struct inventory;

/**
 * inventory_load() - parse and check one file
 * @why: a sentence that begins with file:line:, to be freed
 * Return: 0, -EINVAL, -EPROTONOSUPPORT, -ENOMEM, or why it could not be read.
 */
int inventory_load(const char *path, struct inventory **out, char **why);
void inventory_free(struct inventory *inventory);

const char *inventory_path(const struct inventory *inventory);
const char *inventory_digest(const struct inventory *inventory); /* "sha256:..." */
const char *inventory_name(const struct inventory *inventory);
/** inventory_reviewed() - false: "learned from this machine, not reviewed" */
bool inventory_reviewed(const struct inventory *inventory);
size_t inventory_rules(const struct inventory *inventory);

/**
 * inventory_select() - the inventory of @directory that is @board's
 * @out: NULL when none fits
 * @trouble: out: a finding of class inventory for none, a tie, or bad files
 * (a bad file does not hide a good one that fits); NULL when all is well
 * Return: 0 (see @out and @trouble), or -ENOMEM.
 */
int inventory_select(const char *directory, const struct board *board,
		     struct inventory **out, struct finding **trouble);

struct generate_options {
	bool strict;	/* pin serials; default is by model */
	const char *name;	/* NULL: made from the board */
	unsigned char *ledger_hash;	/* 32 bytes for provenance, or NULL */
};

/** inventory_generate() - the inventory that @snapshot passes, with provenance */
int inventory_generate(const struct snapshot *snapshot,
		       const struct generate_options *options,
		       struct json_object **out);

#endif /* MUSTER_INVENTORY_H */
