// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ledger_frame.c: the bytes of a ledger: its header and its frames.
 */
#include "ledger_format.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "ledger_file.h"
#include "sha256.h"

int ledger_header_make(const struct ledger_id *id, uint8_t header[LEDGER_HEADER_SIZE])
{
	const uint32_t version = htole32(LEDGER_VERSION), order = MUSTER_BYTE_ORDER;

	if (strlen(id->boot_id) != 36 ||
	    (strlen(id->machine_id) != 32 && id->machine_id[0]))
		return -EINVAL;
	memset(header, 0, LEDGER_HEADER_SIZE);
	memcpy(header, LEDGER_MAGIC, LEDGER_MAGIC_SIZE);
	memcpy(header + LEDGER_AT_VERSION, &version, sizeof(version));
	memcpy(header + LEDGER_AT_BYTE_ORDER, &order, sizeof(order));
	memcpy(header + LEDGER_AT_BOOT_ID, id->boot_id, 36);
	memcpy(header + LEDGER_AT_MACHINE_ID, id->machine_id, strlen(id->machine_id));
	memcpy(header + LEDGER_AT_LOAD_ID, id->load_id, sizeof(id->load_id));
	sha256_of(header, LEDGER_AT_DIGEST, header + LEDGER_AT_DIGEST);
	return 0;
}

static uint8_t *put_frame(uint8_t *at, const char *kind, uint32_t length)
{
	uint32_t word = htole32(length), inverse = htole32(~length);

	memcpy(at, kind, 4);
	memcpy(at + 4, &word, sizeof(word));
	memcpy(at + 8, &inverse, sizeof(inverse));
	return at + LEDGER_FRAME_SIZE;
}

size_t ledger_frames_make(const uint8_t *payload, size_t length, const uint8_t *hash,
			  const uint8_t *previous, uint64_t lost, uint8_t *frames)
{
	uint64_t count = htole64(lost);
	uint8_t *at = frames;

	if (lost) {
		at = put_frame(at, LEDGER_LOST, LEDGER_LOST_SIZE);
		memcpy(at, &count, sizeof(count));
		memcpy(at + sizeof(count), previous, CHAIN_HASH_SIZE);
		at += LEDGER_LOST_SIZE;
	}
	at = put_frame(at, LEDGER_ENTRY, length + CHAIN_HASH_SIZE);
	memcpy(at, payload, length);
	memcpy(at + length, hash, CHAIN_HASH_SIZE);
	return at + length + CHAIN_HASH_SIZE - frames;
}
