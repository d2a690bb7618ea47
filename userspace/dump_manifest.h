/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_manifest.h: what is in a dump, what is not and why, and their digests.
 */
#ifndef MUSTER_DUMP_MANIFEST_H
#define MUSTER_DUMP_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "part.h"
#include "sha256.h"

struct json_object;

/* A member, or what would have been one. */
struct dump_record {
	char *name;		/* below the one directory */
	char *source;		/* where it was read; NULL: made here */
	char *why;		/* NULL: nothing to say */
	char *ledger;		/* what its chain came to: "whole" ...; NULL: no ledger */
	char *keyed;		/* keyed digest of what was left out, or NULL */
	enum part_status status;
	bool stored;		/* it is in the archive */
	uint64_t size;		/* bytes */
	uint8_t sha256[SHA256_SIZE];
};

struct dump_records {
	struct dump_record *records;	/* in the order of the archive */
	size_t count, room;
};

/** dump_records_add() - a new one, of the status ok. Return: it, or NULL. */
struct dump_record *dump_records_add(struct dump_records *records, const char *name);
void dump_records_clear(struct dump_records *records);

/** dump_records_to_json() - "members" of the manifest */
struct json_object *dump_records_to_json(const struct dump_records *records);

/**
 * dump_records_from_json() - the reverse, of a manifest whole
 * @why: out: a sentence on -EBADMSG, to be freed
 */
int dump_records_from_json(struct json_object *manifest, struct dump_records *records,
			   char **why);

/**
 * dump_records_sums() - the text of SHA256SUMS: a line for each that is stored
 * Return: text, to be freed, or NULL without memory.
 */
char *dump_records_sums(const struct dump_records *records);

/** dump_name_valid() - whether @name is one that a member may have */
bool dump_name_valid(const char *name);

#endif /* MUSTER_DUMP_MANIFEST_H */
