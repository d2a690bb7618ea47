// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nlslow: a listener that does not listen, and follows the record all the same.
 *
 *   nlslow FILE busy   says "ready"; while FILE is there it leaves its doorbells alone,
 *                      and dumps roster and ledger again and again
 *   nlslow FILE idle   the same, but asks for nothing until FILE is gone
 *
 * Each time, the roster that was dumped and brought up to date by the entries
 * after it must be the one that all entries from the first on tell. In the end
 * the doorbells are taken, what is new is pulled by number until INFO_GET has the
 * same number and hash, and the ledger once more from 1 must have them, too. Prints a JSON line; exit 1
 * after a line on standard error where anything does not fit.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "crowd.h"
#include "ledger.h"
#include "message.h"
#include "muster.h"

#define TRIES	500	/* of 10 ms, until the record is quiet */

struct watcher {
	struct client bell;	/* joins and does not read */
	struct client client;
	struct ledger ledger;
	struct crowd told;	/* by all entries */
	struct crowd seen;	/* by the last dump of the roster, and the entries after it */
	unsigned int bells;
	unsigned int overruns;	/* ENOBUFS */
	unsigned int rosters;
	unsigned int interrupted;
	const char *fault;
};

static void pause_a_little(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
}

static int fail(struct watcher *watcher, const char *fault)
{
	watcher->fault = fault;
	return -EBADMSG;
}

static int take_entry(void *context, const struct ledger_entry *entry)
{
	struct watcher *watcher = context;

	crowd_tell(&watcher->told, entry);
	crowd_tell(&watcher->seen, entry);
	return 0;
}

static int start(struct watcher *watcher)
{
	int small = 1, err;

	watcher->ledger.next = 1;
	watcher->ledger.take = take_entry;
	watcher->ledger.context = watcher;
	err = client_open(&watcher->client, 10);
	if (!err)
		err = client_resolve(&watcher->client);
	if (!err)
		err = client_open(&watcher->bell, 10);
	if (!err)
		err = client_resolve(&watcher->bell);
	if (!err)
		err = client_join(&watcher->bell);
	if (!err && setsockopt(watcher->bell.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)))
		err = -errno;
	return err;
}

/* The roster, then the entries since the last time: both must come to the same. */
static int follow(struct watcher *watcher)
{
	struct answer answer;
	int err = crowd_dump(&watcher->client, &watcher->seen, &answer);

	if (err)
		return fail(watcher, answer.sentence[0] ? answer.sentence : "the roster's dump");
	watcher->rosters++;
	watcher->interrupted += answer.interrupted;
	err = ledger_pull(&watcher->client, &watcher->ledger, &answer);
	if (watcher->ledger.fault)
		return fail(watcher, watcher->ledger.fault);
	if (err)
		return fail(watcher, answer.sentence[0] ? answer.sentence : "the ledger's dump");
	if (watcher->told.fault || watcher->seen.fault)
		return fail(watcher, watcher->told.fault ? watcher->told.fault :
							   watcher->seen.fault);
	if (!watcher->ledger.lost && !crowd_equal(&watcher->told, &watcher->seen))
		return fail(watcher, "roster and entries tell of different devices");
	return 0;
}

static const char *check_bell(const uint8_t *data, size_t length)
{
	const uint8_t *at = data, *end = data + length;
	struct attribute attribute;
	uint64_t next;

	while (attribute_next(&at, end, &attribute) == 1) {
		if (attribute.type != MUSTER_A_LOAD_ID && attribute.type != MUSTER_A_NEXT)
			return "a doorbell that tells more than load id and next";
	}
	if (!attribute_u64(data, length, MUSTER_A_NEXT, &next) ||
	    !attribute_find(data, length, MUSTER_A_LOAD_ID, &attribute) ||
	    attribute.length != MUSTER_LOAD_ID_SIZE)
		return "a doorbell without load id and next";
	return NULL;
}

static int take_bells(struct watcher *watcher)
{
	static const size_t headers = 20;	/* netlink's and generic netlink's */
	uint8_t *buffer = watcher->bell.received;
	const char *fault;
	ssize_t got;

	for (;;) {
		got = recv(watcher->bell.fd, buffer, CLIENT_ROOM, MSG_DONTWAIT);
		if (got < 0 && errno == EAGAIN)
			return 0;
		if (got < 0 && errno == ENOBUFS) {
			watcher->overruns++;
			continue;
		}
		if (got < (ssize_t)headers || buffer[16] != MUSTER_CMD_EVENT_NTF)
			return fail(watcher, "something that is no doorbell");
		fault = check_bell(buffer + headers, got - headers);
		if (fault)
			return fail(watcher, fault);
		watcher->bells++;
	}
}

/* Pull until INFO_GET has nothing newer; then number and hash must be the same. */
static int catch_up(struct watcher *watcher, struct ledger_info *info)
{
	unsigned int try;
	int err;

	for (try = 0; try < TRIES; try++) {
		err = follow(watcher);
		if (!err)
			err = ledger_info(&watcher->client, info);
		if (err)
			return err;
		if (info->next == watcher->ledger.next)
			break;
		pause_a_little();
	}
	if (info->next != watcher->ledger.next)
		return fail(watcher, "the record never comes to rest");
	if (memcmp(info->hash, watcher->ledger.hash, MUSTER_HASH_SIZE))
		return fail(watcher, "INFO_GET has another hash");
	if (!watcher->ledger.lost && info->present != watcher->told.count)
		return fail(watcher, "INFO_GET counts other devices");
	return 0;
}

struct proof {
	const struct ledger_info *info;
	bool held;
};

static int take_proof(void *context, const struct ledger_entry *entry)
{
	struct proof *proof = context;

	if (entry->number == proof->info->next - 1)
		proof->held = !memcmp(entry->hash, proof->info->hash, MUSTER_HASH_SIZE);
	return 0;
}

/* From 1 in one go; it may have grown beyond @info since. */
static int read_again(struct watcher *watcher, const struct ledger_info *info)
{
	struct proof proof = { .info = info };
	struct ledger ledger = { .next = 1, .take = take_proof, .context = &proof };
	struct answer answer;
	int err = ledger_pull(&watcher->client, &ledger, &answer);

	if (err)
		return fail(watcher, ledger.fault ? ledger.fault : "the last dump");
	if (!proof.held)
		return fail(watcher, "the ledger read in one go is another one");
	return 0;
}

static int run(struct watcher *watcher, const char *path, bool busy)
{
	struct ledger_info info;
	int err = start(watcher);

	if (!err)
		err = follow(watcher);
	if (err)
		return err;
	puts("ready");
	while (!err && !access(path, F_OK)) {
		if (busy)
			err = follow(watcher);
		else
			pause_a_little();
	}
	if (!err)
		err = take_bells(watcher);
	if (!err)
		err = catch_up(watcher, &info);
	if (!err)
		err = read_again(watcher, &info);
	return err;
}

int main(int argc, char **argv)
{
	static struct watcher watcher;
	int err = -EINVAL;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3)
		err = run(&watcher, argv[1], !strcmp(argv[2], "busy"));
	if (err) {
		fprintf(stderr, "nlslow: %s: %s\n", strerrorname_np(-err),
			watcher.fault ? watcher.fault : "");
		return 1;
	}
	printf("{\"entries\":%llu,\"lost\":%llu,\"gaps\":%u,\"bells\":%u,\"overruns\":%u,"
	       "\"rosters\":%u,\"interrupted\":%u,\"devices\":%zu}\n",
	       (unsigned long long)watcher.ledger.entries, (unsigned long long)watcher.ledger.lost,
	       watcher.ledger.gaps, watcher.bells, watcher.overruns, watcher.rosters,
	       watcher.interrupted, watcher.told.count);
	return 0;
}
