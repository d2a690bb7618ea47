// SPDX-License-Identifier: GPL-2.0-only
/*
 * ring.c: entries of any length are written and read in any order: ledger.c and
 * the writer of record.c as they are, compiled here.
 *
 * about: ../module/ledger.c ../module/record.c
 *
 * Input: the size of the ring, then two bytes for each step: an entry of that
 * length, or with the highest bit a reader's next look.
 */
#include "fuzz.h"

#define MUSTER_SOURCE_DIGEST "of no source"

#include "../../module/ledger.c"
#include "../../module/place.c"
#include "../../module/record.c"

#define ROOM	(MUSTER_ENTRY_MAX - 12 - 4)
#define STEPS	2048

int muster_firmware_path(struct device *dev, char *path, u32 room)
{
	(void)dev, (void)path, (void)room;
	return -ENOENT;
}

int muster_firmware_id(struct device *dev, char *id, u32 room)
{
	(void)dev, (void)id, (void)room;
	return -ENOENT;
}

static u8 hashes[STEPS + 1][MUSTER_HASH_SIZE];

static void write_one(u32 length)
{
	static u8 bytes[ROOM];
	struct muster_ledger_state state;
	u64 number;

	memset(bytes, length, length);
	muster_put(muster_ledger_begin(), MUSTER_A_ENTRY_DRIVER, bytes, length);
	number = muster_ledger_commit();
	muster_ledger_state(&state);
	claim(number == state.next - 1);
	claim(state.lost == state.oldest - state.head_end);
	memcpy(hashes[number], state.hash, MUSTER_HASH_SIZE);
}

/* What a reader sees follows on what it saw, but for what it is told it missed. */
static bool look(struct muster_cursor *cursor)
{
	u8 link[MUSTER_HASH_SIZE + MUSTER_ENTRY_MAX];
	u64 expected = cursor->number;
	u8 hash[MUSTER_HASH_SIZE];
	struct muster_view view;
	u64 number;

	if (!muster_ledger_read(cursor, &view))
		return false;
	claim(view.number == expected + view.lost);
	claim(view.length <= MUSTER_ENTRY_MAX);
	memcpy(&number, view.payload + NLA_HDRLEN, sizeof(number));
	claim(number == view.number);
	claim(!memcmp(view.hash, hashes[number], sizeof(hash)));
	muster_ledger_previous(number, link);
	claim(!memcmp(link, hashes[number - 1], sizeof(hash)));
	memcpy(link + MUSTER_HASH_SIZE, view.payload, view.length);
	sha256(link, MUSTER_HASH_SIZE + view.length, hash);
	claim(!memcmp(hash, view.hash, sizeof(hash)));
	muster_ledger_advance(cursor, &view);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct muster_ledger_state state;
	struct muster_cursor cursor;
	size_t step;

	if (size < 2)
		return 0;
	claim(!muster_ledger_create(8 * data[0], 16384 + 8 * data[1]));
	muster_ledger_seek(&cursor, 1);
	for (step = 1; step < STEPS && 2 * step + 1 < size; step++) {
		u32 word = data[2 * step] << 8 | data[2 * step + 1];

		if (word & 0x8000)
			look(&cursor);
		else
			write_one(word % (ROOM + 1));
	}
	while (look(&cursor))
		;
	muster_ledger_state(&state);
	claim(cursor.number == state.next);
	for (muster_ledger_seek(&cursor, 1); look(&cursor);)
		;
	claim(cursor.number == state.next);
	muster_ledger_destroy();
	return 0;
}
