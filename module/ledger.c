// SPDX-License-Identifier: GPL-2.0-only
/*
 * The append-only record: a head that is never evicted, then a ring bounded
 * in bytes; every entry numbered and chained by SHA-256.
 *
 * Invariant: an entry is written once and never changed; the ring drops whole
 * entries, oldest first, counts them and keeps the hash before its oldest.
 * Positions are u64 and never wrap; offset = position % size.
 *
 * Everything but creating and destroying runs under the order mutex.
 */
#include "internal.h"

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"

/* Before each payload; an entry of no length fills a tail that is too short. */
struct frame {
	u32 length;
	u32 reserved;
	u8 hash[MUSTER_HASH_SIZE];
	u8 payload[];
};

/* The positions of one entry in so many are kept, to find the others from. */
#define INDEX_STRIDE	64
#define FRAME_MIN	(sizeof(struct frame) + 52)

/**
 * struct store - a run of entries, contiguous by number
 * @bytes: where they are
 * @size: bytes there, a multiple of 8
 * @begin: position of the first entry
 * @end: position after the last
 * @first: number of the first entry
 * @next: number after the last
 * @before: hash of the entry before the first
 * @hash: hash of the last entry
 * @index: position of the entry n, a multiple of INDEX_STRIDE, at
 *	   n / INDEX_STRIDE % @slots
 * @slots: positions in @index
 */
struct store {
	u8 *bytes;
	u64 size;
	u64 begin;
	u64 end;
	u64 first;
	u64 next;
	u8 before[MUSTER_HASH_SIZE];
	u8 hash[MUSTER_HASH_SIZE];
	u64 *index;
	u32 slots;
};

static struct {
	struct store head;
	struct store ring;
	bool head_closed;
	u64 lost;
	struct muster_writer writer;
	/* hashed as one: hash(n - 1), payload(n) */
	struct {
		u8 previous[MUSTER_HASH_SIZE];
		u8 payload[MUSTER_ENTRY_MAX];
	} link;
} ledger;

static int create_store(struct store *store, u64 bytes)
{
	store->size = round_up(bytes, 8);
	store->slots = div_u64(store->size, INDEX_STRIDE * FRAME_MIN) + 2;
	/* whoever loads the module is told, once */
	store->bytes = kvzalloc(store->size, GFP_KERNEL | __GFP_NOWARN);
	store->index = kvcalloc(store->slots, sizeof(*store->index), GFP_KERNEL | __GFP_NOWARN);
	if (!store->bytes || !store->index)
		return -ENOMEM;

	store->first = 1;
	store->next = 1;
	return 0;
}

static void destroy_store(struct store *store)
{
	kvfree(store->bytes);
	kvfree(store->index);
}

/**
 * muster_ledger_create() - begin an empty ledger
 * @head_bytes: size of the head
 * @ring_bytes: size of the ring, more than some entries of MUSTER_ENTRY_MAX
 *
 * Context: process context, before anything is recorded.
 * Return: 0 or -ENOMEM, then with nothing left to destroy.
 */
int muster_ledger_create(u64 head_bytes, u64 ring_bytes)
{
	int err;

	err = create_store(&ledger.head, head_bytes);
	if (!err)
		err = create_store(&ledger.ring, ring_bytes);
	if (err)
		muster_ledger_destroy();
	return err;
}

/**
 * muster_ledger_destroy() - forget everything
 *
 * Context: process context, when nothing is recorded or read any more.
 */
void muster_ledger_destroy(void)
{
	destroy_store(&ledger.head);
	destroy_store(&ledger.ring);
	memset(&ledger, 0, sizeof(ledger));
}

static struct frame *frame_at(const struct store *store, u64 position)
{
	u64 offset;

	div64_u64_rem(position, store->size, &offset);
	return (struct frame *)(store->bytes + offset);
}

static u64 bytes_to_wrap(const struct store *store, u64 position)
{
	u64 offset;

	div64_u64_rem(position, store->size, &offset);
	return store->size - offset;
}

/* Positions are multiples of 8, so a tail always has room for the length 0. */
static u64 skip_tail(const struct store *store, u64 position)
{
	if (position < store->end && !frame_at(store, position)->length)
		position += bytes_to_wrap(store, position);
	return position;
}

static u64 frame_size(u32 length)
{
	return round_up(sizeof(struct frame) + length, 8);
}

static void drop_oldest(struct store *ring)
{
	u64 position = skip_tail(ring, ring->begin);
	const struct frame *frame = frame_at(ring, position);

	memcpy(ring->before, frame->hash, sizeof(ring->before));
	ring->begin = skip_tail(ring, position + frame_size(frame->length));
	ring->first++;
	ledger.lost++;
}

/* Where an entry of @length goes in the ring; what is in its way is dropped. */
static u64 make_room(struct store *ring, u32 length)
{
	u64 tail = bytes_to_wrap(ring, ring->end);
	u64 size = frame_size(length);

	if (size > tail)
		size += tail;
	else
		tail = 0;
	while (ring->end + size - ring->begin > ring->size)
		drop_oldest(ring);
	if (tail)
		frame_at(ring, ring->end)->length = 0;
	return ring->end + tail;
}

static void close_head(void)
{
	ledger.head_closed = true;
	ledger.ring.first = ledger.head.next;
	ledger.ring.next = ledger.head.next;
	memcpy(ledger.ring.before, ledger.head.hash, sizeof(ledger.ring.before));
}

static void append(struct store *store, u64 position, u32 length)
{
	struct frame *frame = frame_at(store, position);

	sha256(ledger.link.previous, sizeof(ledger.link.previous) + length, frame->hash);
	frame->length = length;
	frame->reserved = 0;
	memcpy(frame->payload, ledger.link.payload, length);
	memcpy(store->hash, frame->hash, sizeof(store->hash));
	memcpy(ledger.link.previous, frame->hash, sizeof(ledger.link.previous));
	if (store->next % INDEX_STRIDE == 0)
		store->index[(store->next / INDEX_STRIDE) % store->slots] = position;
	if (store->first == store->next)
		store->begin = position;
	store->end = position + frame_size(length);
	store->next++;
}

static struct store *last_store(void)
{
	return ledger.head_closed ? &ledger.ring : &ledger.head;
}

/**
 * muster_ledger_begin() - begin the next entry
 *
 * Context: under the order mutex, until muster_ledger_commit().
 * Return: where to write it; its number is already there.
 */
struct muster_writer *muster_ledger_begin(void)
{
	ledger.writer = (struct muster_writer) {
		.bytes = ledger.link.payload,
		.size = sizeof(ledger.link.payload),
	};
	muster_record_begin(&ledger.writer, last_store()->next);
	return &ledger.writer;
}

/**
 * muster_ledger_commit() - append the entry that has been written
 *
 * Context: under the order mutex.
 * Return: its number.
 */
u64 muster_ledger_commit(void)
{
	u32 length = ledger.writer.used;
	struct store *head = &ledger.head;

	WARN_ON_ONCE(ledger.writer.full);
	if (!ledger.head_closed && head->end + frame_size(length) > head->size)
		close_head();
	if (ledger.head_closed)
		append(&ledger.ring, make_room(&ledger.ring, length), length);
	else
		append(head, head->end, length);
	return last_store()->next - 1;
}

/**
 * muster_ledger_state() - the ledger in figures
 * @state: to be filled
 *
 * Context: under the order mutex.
 */
void muster_ledger_state(struct muster_ledger_state *state)
{
	const struct store *ring = &ledger.ring;

	state->next = last_store()->next;
	state->head_end = ledger.head.next;
	state->oldest = ledger.head_closed ? ring->first : ledger.head.next;
	state->lost = ledger.lost;
	state->head_bytes = ledger.head.size;
	state->ring_bytes = ring->size;
	memcpy(state->hash, ledger.link.previous, sizeof(state->hash));
}

static const struct store *store_of(u64 number)
{
	return number < ledger.head.next ? &ledger.head : last_store();
}

/* Position of an entry that is there. */
static u64 find_entry(const struct store *store, u64 number)
{
	u64 at = round_down(number, INDEX_STRIDE);
	u64 position;

	if (at >= store->first) {
		position = store->index[(at / INDEX_STRIDE) % store->slots];
	} else {
		at = store->first;
		position = store->begin;
	}
	for (; at < number; at++) {
		position = skip_tail(store, position);
		position += frame_size(frame_at(store, position)->length);
	}
	return skip_tail(store, position);
}

/**
 * muster_ledger_seek() - point a cursor at an entry
 * @cursor: the cursor
 * @number: 1 to the next number; if the ring has dropped it, reading will
 *	    begin at the oldest one there
 *
 * Context: under the order mutex.
 */
void muster_ledger_seek(struct muster_cursor *cursor, u64 number)
{
	const struct store *store = store_of(number);

	cursor->number = number;
	cursor->position = store->end;
	if (number >= store->first && number < store->next)
		cursor->position = find_entry(store, number);
}

/**
 * muster_ledger_read() - see the entry at a cursor
 * @cursor: the cursor; moved to the oldest if the ring has dropped the entry
 * @view: to be filled
 *
 * Context: under the order mutex; @view is valid as long as it is held.
 * Return: false if there is no such entry yet.
 */
bool muster_ledger_read(struct muster_cursor *cursor, struct muster_view *view)
{
	const struct store *store = store_of(cursor->number);
	const struct frame *frame;

	view->lost = 0;
	if (cursor->number >= store->next)
		return false;
	if (cursor->number < store->first) {
		view->lost = store->first - cursor->number;
		cursor->number = store->first;
		cursor->position = store->begin;
	} else if (cursor->number == store->first) {
		/* the cursor may come from the end of the head */
		cursor->position = store->begin;
	}
	cursor->position = skip_tail(store, cursor->position);
	frame = frame_at(store, cursor->position);
	view->number = cursor->number;
	view->payload = frame->payload;
	view->length = frame->length;
	view->hash = frame->hash;
	return true;
}

/**
 * muster_ledger_advance() - move a cursor past the entry it showed
 * @cursor: the cursor
 * @view: what muster_ledger_read() filled; the mutex is still held
 */
void muster_ledger_advance(struct muster_cursor *cursor, const struct muster_view *view)
{
	cursor->number++;
	cursor->position += frame_size(view->length);
}

/**
 * muster_ledger_previous() - the hash before an entry
 * @number: of an entry that is there
 * @hash: to be filled
 *
 * Context: under the order mutex.
 */
void muster_ledger_previous(u64 number, u8 hash[MUSTER_HASH_SIZE])
{
	const struct store *store = store_of(number);
	const u8 *previous = store->before;

	if (number > store->first)
		previous = frame_at(store, find_entry(store, number - 1))->hash;
	memcpy(hash, previous, MUSTER_HASH_SIZE);
}
