// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_recall.c: what earlier loads of this boot knew, from their ledgers:
 * for a daemon that was away when the module was reloaded.
 *
 * Invariant: nothing is judged by the way, and nothing but musterd->before is left.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot_store.h"
#include "chain.h"
#include "entry.h"
#include "snapshot.h"

static int apply_old(uint64_t number, const uint8_t *payload, size_t length,
		     uint64_t lost, void *context)
{
	int err = live_apply(context, payload, length);

	(void)number;
	(void)lost;
	/* what is not understood is only an origin less */
	return err == -ENOMEM ? err : 0;
}

static void forget_rest(struct musterd *musterd)
{
	while (musterd->deferred_count)
		entry_clear(&musterd->deferred[--musterd->deferred_count]);
	free(musterd->deferred);
	musterd->deferred = NULL;
	/* numbers of another load say nothing in this one */
	musterd->gone_next = 0;
}

static int recall_load(const struct boot_store_item *item, void *context)
{
	struct musterd *musterd = context;
	struct ledger_report report;
	char load_id[33], *why = NULL;
	int err;

	chain_hex(musterd->load_id, sizeof(musterd->load_id), load_id);
	if (strcmp(item->boot_id, musterd->boot_id) || strstr(item->path, load_id))
		return 0;
	err = live_reset(musterd);
	if (err)
		return err;
	musterd->walked = false;
	/* a damaged one is told where ledgers are verified: what it proves will do here */
	ledger_file_verify(item->path, &report, &why, apply_old, musterd);
	free(why);
	forget_rest(musterd);
	live_set_aside(musterd);
	return 0;
}

void live_recall(struct musterd *musterd)
{
	uint64_t judged = musterd->judged;
	char *directory;

	if (asprintf(&directory, "%s/ledger", musterd->config.state_dir) < 0)
		return;
	musterd->judged = NEVER;
	boot_store_list(directory, recall_load, musterd);
	musterd->judged = judged;
	free(directory);
}
