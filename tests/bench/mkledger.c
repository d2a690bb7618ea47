// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mkledger.c: a ledger of so many entries, each as long as those of true ones on average.
 *
 * usage: mkledger FILE ENTRIES
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "entry.h"
#include "ledger_file.h"

#define FILLER 256	/* bytes of a device's description */

static const struct ledger_id id = {
	.boot_id = "6f1c2b7e-0a51-4c39-9b1e-5d8f7a3c2e10",
	.machine_id = "0123456789abcdef0123456789abcdef",
	.load_id = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
};

/* An attribute as the module writes it. Return: its bytes with padding. */
static size_t put(uint8_t *at, uint16_t type, const void *value, uint16_t size)
{
	uint16_t length = size + 4;

	memcpy(at, &length, sizeof(length));
	memcpy(at + 2, &type, sizeof(type));
	memcpy(at + 4, value, size);
	memset(at + length, 0, -length & 3);
	return (length + 3) & ~3;
}

static size_t put_load(uint8_t *at)
{
	const uint32_t order = MUSTER_BYTE_ORDER, protocol = 1;
	uint8_t nest[128];
	size_t length = 0;

	length += put(nest, MUSTER_A_LOAD_BYTE_ORDER, &order, sizeof(order));
	length += put(nest + length, MUSTER_A_LOAD_LOAD_ID, id.load_id, sizeof(id.load_id));
	length += put(nest + length, MUSTER_A_LOAD_PROTOCOL, &protocol, sizeof(protocol));
	length += put(nest + length, MUSTER_A_LOAD_VERSION, "0", 2);
	return put(at, MUSTER_A_ENTRY_LOAD, nest, length);
}

static size_t make_payload(uint8_t *payload, uint64_t number)
{
	const uint32_t event = number == 1 ? MUSTER_EVENT_LOAD : MUSTER_EVENT_ADD, flags = 0;
	const uint64_t boottime = number * 1000, realtime = number * 2000;
	uint8_t filler[FILLER];
	size_t length = 0;

	length += put(payload, MUSTER_A_ENTRY_NUMBER, &number, sizeof(number));
	length += put(payload + length, MUSTER_A_ENTRY_EVENT, &event, sizeof(event));
	length += put(payload + length, MUSTER_A_ENTRY_FLAGS, &flags, sizeof(flags));
	length += put(payload + length, MUSTER_A_ENTRY_BOOTTIME, &boottime, sizeof(boottime));
	length += put(payload + length, MUSTER_A_ENTRY_REALTIME, &realtime, sizeof(realtime));
	if (number == 1)
		return length + put_load(payload + length);
	memset(filler, number, sizeof(filler));
	return length + put(payload + length, MUSTER_A_ENTRY_DEVICE, filler, sizeof(filler));
}

int main(int argc, char **argv)
{
	uint8_t hash[CHAIN_HASH_SIZE] = { 0 }, payload[1024];
	uint64_t number, count = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
	struct ledger_file *file;
	size_t length;
	int err;

	if (!count)
		return 2;
	err = ledger_file_create(argv[1], &id, &file);
	for (number = 1; number <= count && !err; number++) {
		length = make_payload(payload, number);
		chain_next(hash, payload, length, hash);
		err = ledger_file_append(file, payload, length, hash, NULL, 0);
	}
	if (!err)
		err = ledger_file_close(file);
	if (err)
		fprintf(stderr, "mkledger: %s: %s\n", argv[1], strerror(-err));
	return err ? EXIT_FAILURE : EXIT_SUCCESS;
}
