/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger_file.h: a ledger on disk: the payloads as the module sent them, in
 * order, with the hash of each. Append-only; the last frame may be cut short
 * by a crash and is then cut off at the next opening, never guessed.
 *
 * The format, version 1. Numbers are little-endian unless it says otherwise;
 * nothing is padded or aligned.
 *
 *	header, 144 bytes:
 *	  0   8  the bytes 89 "MUSTER" 0a
 *	  8   4  version: 1
 *	 12   4  01020304 (hex) in the byte order of the payloads
 *	 16  36  boot id, as /proc/sys/kernel/random/boot_id has it
 *	 52  32  machine id, as /etc/machine-id has it; zero bytes: none
 *	 84  16  load id
 *	100  12  zero
 *	112  32  SHA-256 of the 112 bytes before
 *	frames, to the end of the file, each:
 *	  0   4  kind: "ENTR" or "LOST"
 *	  4   4  length of the body
 *	  8   4  the same, every bit inverted
 *	 12      the body
 *	body of ENTR: payload(n), then hash(n), 32 bytes
 *	body of LOST, 40 bytes: number of entries that are not here (8 bytes),
 *	  then the hash before the entry that follows, 32 bytes
 *
 * payload(n) and hash(n) are those of module/uapi/muster.h. The first entry
 * is number 1 unless a LOST frame precedes it; each further one is the next
 * number, or that much further on after a LOST frame. A LOST frame is always
 * followed by an entry. Entry 1 is LOAD and holds the load id of the header.
 *
 * So every bit is covered: header by its digest, kind by the two words there
 * are, length by its complement, payload and hash by the chain, lost count by
 * the next number, the hash after a gap by the chain from there on. What the
 * file alone cannot show is that whole frames were cut off its end. For that
 * there is a file beside it, *.head, rewritten in place after each sync of
 * the ledger: one line,
 *
 *	muster-head/1 LOADID NEXT HASH DIGEST\n
 *
 * with NEXT in 20 decimal digits, HASH that of the last entry, and DIGEST the
 * SHA-256 of the line up to and without the space before it. The ledger must
 * reach NEXT and have HASH there. Neither file can prove anything against who
 * can write both: only a copy of the hash elsewhere can.
 */
#ifndef MUSTER_LEDGER_FILE_H
#define MUSTER_LEDGER_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ledger_file;

struct ledger_id {
	char boot_id[37];	/* as /proc/sys/kernel/random/boot_id */
	char machine_id[33];	/* "": none */
	uint8_t load_id[16];
};

/* Takes one proved entry; @number is payload's own. Non-zero stops. */
typedef int (*ledger_each)(uint64_t number, const uint8_t *payload, size_t length,
			   uint64_t lost, void *context);

/**
 * ledger_file_create() - a new file, 0640, header written and synced
 *
 * It appears under its name only when the header is whole.
 * Return: 0, -EEXIST, -EINVAL: an id that is none, or the error of writing.
 */
int ledger_file_create(const char *path, const struct ledger_id *id,
		       struct ledger_file **out);

/**
 * ledger_file_open() - open for appending, verify it, cut a torn last frame off
 * @each: called for each entry as it is proved; may be NULL
 * @why: a sentence on -EBADMSG (the file is damaged and is left as it is), to
 * be freed
 */
int ledger_file_open(const char *path, struct ledger_file **out, char **why,
		     ledger_each each, void *context);

/** ledger_file_close() - after a last sync. Return: 0 or its error. */
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

/** ledger_file_sync() - to the disk, then confirm it in the file beside it */
int ledger_file_sync(struct ledger_file *file);

/** ledger_file_next() - and the like: where the file stands */
uint64_t ledger_file_next(const struct ledger_file *file); /* number wanted next */
uint64_t ledger_file_lost(const struct ledger_file *file); /* in all its gaps */
const uint8_t *ledger_file_hash(const struct ledger_file *file); /* of the last */
const char *ledger_file_path(const struct ledger_file *file);

/* What verifying a file found. */
struct ledger_report {
	struct ledger_id id;
	uint64_t entries, lost, next;
	unsigned int gaps;
	uint8_t hash[32];	/* of the last entry */
	bool torn;		/* the last frame is cut short */
	bool bound;		/* entry 1 is here, and says the same load id */
	bool foreign;		/* payloads are of the other byte order */
	bool confirmed;		/* the file beside it was there and agrees */
	uint64_t good;		/* bytes that are proved */
	uint64_t sure;		/* of them confirmed to be on the disk */
};

/**
 * ledger_file_verify() - prove a file, every byte of it
 * @each: as above
 * @why: a sentence on -EBADMSG, to be freed
 * Return: 0 (see @torn), -EBADMSG and @why, what @each returned, or the error
 * of reading.
 */
int ledger_file_verify(const char *path, struct ledger_report *report, char **why,
		       ledger_each each, void *context);

/* A ledger in memory, and the file beside it; @head NULL: there is none. */
struct ledger_bytes {
	const void *ledger;
	size_t length;
	const char *head;
	size_t head_length;
};

/** ledger_bytes_verify() - as ledger_file_verify() */
int ledger_bytes_verify(const struct ledger_bytes *bytes, struct ledger_report *report,
			char **why, ledger_each each, void *context);

#endif /* MUSTER_LEDGER_FILE_H */
