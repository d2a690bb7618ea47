/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger.h: a reader of the ledger that believes nothing: numbers, gaps and chain.
 */
#ifndef TEST_LEDGER_H
#define TEST_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster.h"

struct client;
struct answer;

/* One entry as an EVENT_GET message carries it. */
struct ledger_entry {
	uint64_t number;
	uint64_t lost;
	const uint8_t *payload;
	size_t length;
	const uint8_t *hash;
	const uint8_t *previous;	/* NULL: not in the message */
};

/* What INFO_GET says of the ledger. */
struct ledger_info {
	uint64_t next;
	uint64_t head_end;
	uint64_t oldest;
	uint64_t lost;
	uint32_t present;	/* functions, adapters and clients */
	uint8_t load_id[MUSTER_LOAD_ID_SIZE];
	uint8_t hash[MUSTER_HASH_SIZE];
};

/** typedef ledger_take_fn - an entry that fits the chain. Return: 0 or -errno. */
typedef int ledger_take_fn(void *context, const struct ledger_entry *entry);

/* A position in the ledger; begin with @next = 1 and all else zero. */
struct ledger {
	uint64_t next;			/* number wanted */
	bool chained;			/* @hash is that of the entry before @next */
	uint8_t hash[MUSTER_HASH_SIZE];
	uint64_t entries;		/* taken so far */
	uint64_t lost;			/* missed so far */
	unsigned int gaps;
	bool first;			/* no message of this dump has come */
	const char *fault;		/* a sentence, once something was wrong */
	ledger_take_fn *take;		/* or NULL */
	void *context;
};

/**
 * ledger_pull() - dump from @ledger->next on and check every message
 * Return: 0, -EBADMSG (see @ledger->fault), or -errno of the dump.
 */
int ledger_pull(struct client *client, struct ledger *ledger, struct answer *answer);

/** ledger_info() - Return: 0 or -errno. */
int ledger_info(struct client *client, struct ledger_info *info);

#endif /* TEST_LEDGER_H */
