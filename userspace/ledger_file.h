/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger_file.h: a ledger on disk: the payloads as the module sent them, in
 * order, with the hash of each. Append-only; the last frame may be cut short
 * by a crash and is then cut off at the next opening, never guessed.
 */
#ifndef MUSTER_LEDGER_FILE_H
#define MUSTER_LEDGER_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ledger_file;

struct ledger_id {
	char boot_id[37];	/* as /proc/sys/kernel/random/boot_id */
	char machine_id[33];
	uint8_t load_id[16];
};

/** ledger_file_create() - a new file, 0640, header written and synced; -EEXIST */
int ledger_file_create(const char *path, const struct ledger_id *id,
		       struct ledger_file **out);

/**
 * ledger_file_open() - open for appending, verify it, cut a torn last frame off
 * @why: a sentence on -EBADMSG (the file is damaged and is left as it is)
 */
int ledger_file_open(const char *path, struct ledger_file **out, char **why);
int ledger_file_close(struct ledger_file *file);

/**
 * ledger_file_append() - add one entry
 * @lost, @previous_hash: of a gap before it; 0 and NULL: none
 * Return: 0, -ERANGE: not the next number, -EBADMSG: its hash does not follow,
 * or the error of the write (the file is then as before).
 */
int ledger_file_append(struct ledger_file *file, const uint8_t *payload,
		       size_t length, const uint8_t *hash,
		       const uint8_t *previous_hash, uint64_t lost);
int ledger_file_sync(struct ledger_file *file);

uint64_t ledger_file_next(const struct ledger_file *file); /* number wanted next */
const uint8_t *ledger_file_hash(const struct ledger_file *file); /* of the last */
const struct ledger_id *ledger_file_id(const struct ledger_file *file);

/* What verifying a file found. */
struct ledger_report {
	struct ledger_id id;
	uint64_t entries, lost, next;
	unsigned int gaps;
	uint8_t hash[32];	/* of the last entry */
	bool torn;		/* the last frame is cut short */
	uint64_t bad_offset;	/* of the first fault; valid on -EBADMSG */
};

/**
 * ledger_file_verify() - prove a file, every byte of it
 * @each: called for each good entry in order; may be NULL; non-zero stops
 * Return: 0, -EBADMSG and @why, or the error of reading.
 */
int ledger_file_verify(const char *path, struct ledger_report *report, char **why,
		       int (*each)(const uint8_t *payload, size_t length,
				   uint64_t lost, void *context),
		       void *context);

#endif /* MUSTER_LEDGER_FILE_H */
