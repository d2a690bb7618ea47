/* SPDX-License-Identifier: GPL-2.0-only */
/* The append-only record, as those who write and read it see it. */
#ifndef _MUSTER_LEDGER_H
#define _MUSTER_LEDGER_H

#include <linux/types.h>

#include "uapi/muster.h"

struct muster_writer;

/**
 * struct muster_ledger_state - the ledger in figures
 * @next: number the next entry will have
 * @head_end: first number that is not in the head
 * @oldest: oldest number in the ring
 * @lost: entries the ring has dropped
 * @head_bytes: size of the head
 * @ring_bytes: size of the ring
 * @hash: of the entry before @next
 */
struct muster_ledger_state {
	u64 next;
	u64 head_end;
	u64 oldest;
	u64 lost;
	u64 head_bytes;
	u64 ring_bytes;
	u8 hash[MUSTER_HASH_SIZE];
};

/**
 * struct muster_cursor - where a reader of the ledger is
 * @number: of the entry to read next
 * @position: where that is; meaningless once it has been dropped
 */
struct muster_cursor {
	u64 number;
	u64 position;
};

/**
 * struct muster_view - one entry of the ledger, valid under the order mutex
 * @number: its number
 * @lost: entries between the one asked for and this one
 * @payload: its attributes
 * @length: bytes of @payload
 * @hash: of the chain up to it
 */
struct muster_view {
	u64 number;
	u64 lost;
	const u8 *payload;
	u32 length;
	const u8 *hash;
};

int muster_ledger_create(u64 head_bytes, u64 ring_bytes);
void muster_ledger_destroy(void);
struct muster_writer *muster_ledger_begin(void);
u64 muster_ledger_commit(void);
void muster_ledger_state(struct muster_ledger_state *state);
void muster_ledger_seek(struct muster_cursor *cursor, u64 number);
bool muster_ledger_read(struct muster_cursor *cursor, struct muster_view *view);
void muster_ledger_advance(struct muster_cursor *cursor, const struct muster_view *view);
void muster_ledger_previous(u64 number, u8 hash[MUSTER_HASH_SIZE]);

#endif /* _MUSTER_LEDGER_H */
