// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ledger.c: a ledger on disk and the file beside it, and the entries within.
 *
 * about: ledger_verify.c ledger_head.c entry.c entry_device.c entry_json.c attributes.c replay.c chain.c
 *
 * Input: a byte that tells what the rest is: the ledger as it is; a ledger whose
 * digests, lengths and numbers are set right first, so that the entries are
 * reached; or the file beside a good ledger.
 */
#include "fuzz.h"

#include <string.h>

#include <json-c/json.h>

#include "chain.h"
#include "entry.h"
#include "ledger_file.h"
#include "ledger_format.h"
#include "replay.h"
#include "sha256.h"
#include "snapshot.h"

enum { AS_IT_IS, MENDED, HEAD };

/* Header: magic, version and digest; the load id is what entry 1 should say. */
static void mend_header(uint8_t *header)
{
	const uint32_t version = LEDGER_VERSION, order = MUSTER_BYTE_ORDER;

	memcpy(header, LEDGER_MAGIC, LEDGER_MAGIC_SIZE);
	memcpy(header + LEDGER_AT_VERSION, &version, 4);
	memcpy(header + LEDGER_AT_BYTE_ORDER, &order, 4);
	sha256_of(header, LEDGER_AT_DIGEST, header + LEDGER_AT_DIGEST);
}

/* Return: how long the frame is that @data begins with, mended; 0: the rest is cut off. */
static size_t mend_frame(uint8_t *data, size_t left, uint64_t *number, uint8_t *hash)
{
	uint32_t length, inverted;
	bool entry;

	if (left < LEDGER_FRAME_SIZE + LEDGER_LOST_SIZE + 4)
		return 0;
	left -= LEDGER_FRAME_SIZE;
	entry = memcmp(data, LEDGER_LOST, 4);
	memcpy(&length, data + 4, 4);
	if (!entry)
		length = LEDGER_LOST_SIZE;
	else if (length < LEDGER_PAYLOAD_MIN + CHAIN_HASH_SIZE || length > left)
		length = left;
	if (length > LEDGER_BODY_MAX)
		length = LEDGER_BODY_MAX;
	inverted = ~length;
	memcpy(data + 4, &length, 4);
	memcpy(data + 8, &inverted, 4);
	data += LEDGER_FRAME_SIZE;
	if (entry) {
		memcpy(data - LEDGER_FRAME_SIZE, LEDGER_ENTRY, 4);
		memcpy(data + 4, number, 8);
		chain_next(hash, data, length - CHAIN_HASH_SIZE, hash);
		memcpy(data + length - CHAIN_HASH_SIZE, hash, CHAIN_HASH_SIZE);
		++*number;
	} else {
		memset(data + 2, 0, 6);
		*number += data[0] | data[1] << 8;
		memcpy(hash, data + 8, CHAIN_HASH_SIZE);
	}
	return LEDGER_FRAME_SIZE + length;
}

static size_t mend(uint8_t *data, size_t size)
{
	uint8_t hash[CHAIN_HASH_SIZE] = { 0 };
	uint64_t number = 1;
	size_t at = LEDGER_HEADER_SIZE, step;

	if (size < LEDGER_HEADER_SIZE)
		return size;
	mend_header(data);
	while ((step = mend_frame(data + at, size - at, &number, hash)))
		at += step;
	return at;
}

/* Every proved entry is decoded, shown, and applied to what was there before it. */
static int take(uint64_t number, const uint8_t *payload, size_t length, uint64_t lost,
		void *context)
{
	struct snapshot *live = context;
	struct device *gone = NULL;
	struct entry entry;

	(void)lost;
	if (entry_decode(payload, length, &entry))
		return 0;
	claim(entry.number == number);
	json_object_put(fuzz_json(entry_to_json(&entry)));
	claim(replay_apply(live, &entry, &gone) >= 0);
	device_free(gone);
	entry_clear(&entry);
	return 0;
}

static void verify(const char *path)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);
	struct ledger_report report;
	char *why = NULL;
	int err;

	claim(live);
	err = ledger_file_verify(path, &report, &why, take, live);
	claim(err ? !!why == (err == -74) : !why);
	for (size_t i = 1; i < live->count; i++)
		claim(live->devices[i - 1] && live->devices[i]);
	fuzz_claim_snapshot(live);
	snapshot_free(live);
	free(why);
}

/* The ledger of tests/fixtures, for a file beside it. */
static void put_ledger(void)
{
	static uint8_t bytes[1 << 16];
	static size_t size;
	FILE *file;

	if (!size) {
		file = fopen(FIXTURES "/ledger/small.ledger", "rb");
		claim(file);
		size = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
	}
	fuzz_file("a.ledger", bytes, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int what;
	uint8_t *copy;

	if (!size)
		return 0;
	what = data[0] % 3;
	copy = (uint8_t *)fuzz_text(data + 1, size - 1);
	size--;
	if (what == HEAD) {
		fuzz_file("a.head", copy, size);
		put_ledger();
	} else {
		if (what == MENDED)
			size = mend(copy, size);
		fuzz_file("a.head", "", 0);
		fuzz_file("a.ledger", copy, size);
	}
	verify(fuzz_path("a.ledger"));
	free(copy);
	return 0;
}
