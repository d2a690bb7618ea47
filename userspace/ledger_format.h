/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger_format.h: the bytes of a ledger file, for the file that writes them
 * and the file that proves them. What they mean is in ledger_file.h.
 */
#ifndef MUSTER_LEDGER_FORMAT_H
#define MUSTER_LEDGER_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include "chain.h"
#include "../module/uapi/muster.h"

#define LEDGER_VERSION		1
#define LEDGER_MAGIC		"\x89MUSTER\n"
#define LEDGER_MAGIC_SIZE	8

#define LEDGER_AT_VERSION	8
#define LEDGER_AT_BYTE_ORDER	12
#define LEDGER_AT_BOOT_ID	16
#define LEDGER_AT_MACHINE_ID	52
#define LEDGER_AT_LOAD_ID	84
#define LEDGER_AT_ZERO		100
#define LEDGER_AT_DIGEST	112
#define LEDGER_HEADER_SIZE	144

#define LEDGER_FRAME_SIZE	12	/* before the body */
#define LEDGER_ENTRY		"ENTR"
#define LEDGER_LOST		"LOST"
#define LEDGER_LOST_SIZE	40
#define LEDGER_LOST_MAX	(UINT64_MAX / 2)	/* entries of one gap */
#define LEDGER_PAYLOAD_MIN	12	/* the attribute that holds the number */
#define LEDGER_BODY_MAX		(MUSTER_ENTRY_MAX + CHAIN_HASH_SIZE)

#define LEDGER_HEAD_SCHEMA	"muster-head/1"
/* schema, load id, 20 digits, hash, digest, with what separates them */
#define LEDGER_HEAD_SIZE	(13 + 1 + 32 + 1 + 20 + 1 + 64 + 1 + 64 + 1)

struct ledger_head {
	uint8_t load_id[16];
	uint64_t next;
	uint8_t hash[CHAIN_HASH_SIZE];
};

/* ledger_frame.c */

struct ledger_id;

/** ledger_header_make() - Return: 0, or -EINVAL: an id that is none. */
int ledger_header_make(const struct ledger_id *id, uint8_t header[LEDGER_HEADER_SIZE]);

#define LEDGER_FRAMES_MAX (2 * LEDGER_FRAME_SIZE + LEDGER_LOST_SIZE + LEDGER_BODY_MAX)

/**
 * ledger_frames_make() - the frame of an entry, after that of a gap if there is one
 * @length: of @payload, at most MUSTER_ENTRY_MAX
 * @previous: hash before the entry, for a gap of @lost entries; otherwise unused
 * @frames: out: LEDGER_FRAMES_MAX bytes at most
 * Return: how many bytes there are.
 */
size_t ledger_frames_make(const uint8_t *payload, size_t length, const uint8_t *hash,
			  const uint8_t *previous, uint64_t lost, uint8_t *frames);

/* ledger_head.c */

/** ledger_head_path() - Return: the name of the file beside @ledger, to be freed. */
char *ledger_head_path(const char *ledger);

/** ledger_head_write() - rewrite it in place through @fd */
int ledger_head_write(int fd, const struct ledger_head *head);

/** ledger_head_read() - Return: 0, -ENOENT: there is none, -EBADMSG: damaged. */
int ledger_head_read(const char *ledger, struct ledger_head *head);

/** ledger_head_parse() - the same, of what the file holds */
int ledger_head_parse(const char *text, size_t length, struct ledger_head *head);

/* ledger_verify.c */

/**
 * ledger_first_check() - entry 1 must be LOAD, and of the load that the header names
 * @fault: out: what is wrong, on -EBADMSG
 * Return: 0, -EBADMSG, -ENOMEM.
 */
int ledger_first_check(const uint8_t *payload, size_t length, const uint8_t *load_id,
		       const char **fault);

#endif /* MUSTER_LEDGER_FORMAT_H */
