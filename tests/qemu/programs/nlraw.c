// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nlraw: says requests wrong, and looks at how they are refused.
 *
 *   nlraw table          every request of malformed.c: a line for each; exit 1 where one
 *                        is not refused as it must be
 *   nlraw refused        every right request: each must end in EPERM, without any data
 *   nlraw join           joins the group "events"; prints its errno's name, or "joined"
 *   nlraw fuzz SEED N    N right requests with wrong bytes; exit 1 where the family
 *                        no longer answers a right one
 */

#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "ledger.h"
#include "malformed.h"
#include "message.h"
#include "muster.h"

static const char *judge(const struct malformed *malformed, const struct answer *answer)
{
	if (answer->silent)
		return "no answer";
	if (answer->messages)
		return "data";
	if (answer->err != -malformed->err)
		return "another errno";
	if (malformed->words == WORDS && !answer->sentence[0])
		return "no sentence";
	return NULL;
}

static bool refuse_one(struct client *client, const struct malformed *malformed)
{
	struct message message;
	struct answer answer;
	const char *wrong;
	int err;

	malformed_build(malformed, client, &message);
	err = client_ask(client, &message, NULL, NULL, &answer);
	wrong = judge(malformed, &answer);
	if (!wrong && err != answer.err)
		wrong = strerrorname_np(-err);
	printf("%s %s: %s: %s%s%s\n", wrong ? "WRONG" : "refused", malformed->name,
	       answer.err ? strerrorname_np(-answer.err) : "0", answer.sentence,
	       wrong ? " -- " : "", wrong ? wrong : "");
	return !wrong;
}

static int run_table(struct client *client)
{
	size_t nth, wrong = 0;

	for (nth = 0; nth < malformed_count; nth++)
		wrong += !refuse_one(client, &malformed_table[nth]);
	printf("%zu requests, %zu not refused as they must be\n", malformed_count, wrong);
	return wrong ? -EBADMSG : 0;
}

static const struct {
	const char *name;
	uint8_t command;
	uint16_t flags;
	bool numbered;
} right[] = {
	{ "info", MUSTER_CMD_INFO_GET, NLM_F_ACK, false },
	{ "device", MUSTER_CMD_DEVICE_GET, NLM_F_ACK, true },
	{ "devices", MUSTER_CMD_DEVICE_GET, NLM_F_DUMP, false },
	{ "events", MUSTER_CMD_EVENT_GET, NLM_F_DUMP, true },
	{ "rescan", MUSTER_CMD_RESCAN, NLM_F_ACK, false },
};

#define RIGHT (sizeof(right) / sizeof(right[0]))

static void build_right(const struct client *client, size_t nth, struct message *message)
{
	message_begin(message, client->family, right[nth].command, right[nth].flags);
	if (right[nth].numbered)
		message_put_u64(message, MUSTER_A_NUMBER, 2);
}

static int run_refused(struct client *client)
{
	struct message message;
	struct answer answer;
	size_t nth, wrong = 0;

	for (nth = 0; nth < RIGHT; nth++) {
		build_right(client, nth, &message);
		client_ask(client, &message, NULL, NULL, &answer);
		printf("%s: %s, %u messages\n", right[nth].name,
		       answer.err ? strerrorname_np(-answer.err) : "0", answer.messages);
		wrong += answer.err != -EPERM || answer.messages;
	}
	return wrong ? -EBADMSG : 0;
}

static int run_join(struct client *client)
{
	int err = client_join(client);

	puts(err ? strerrorname_np(-err) : "joined");
	return 0;
}

/* A right request with up to four wrong bytes, or a wrong end, but for the family and length. */
static void spoil(struct message *message)
{
	struct nlmsghdr *header = (struct nlmsghdr *)message->bytes;
	size_t times = 1 + random() % 4;
	uint16_t garbage[16];
	size_t nth;

	if (random() % 4 == 0) {
		for (nth = 0; nth < sizeof(garbage) / sizeof(garbage[0]); nth++)
			garbage[nth] = random() % 3 ? random() % 24 : random();
		message_put_raw(message, garbage, random() % sizeof(garbage));
	}
	while (times--) {
		nth = sizeof(*header) + random() % (message->used - sizeof(*header));
		message->bytes[nth] = random() % 2 ? random() : message->bytes[nth] ^ 1 << random() % 8;
	}
}

/* Each on a socket of its own: closing one ends a dump that nobody reads. */
static int spoil_one(struct client *client)
{
	struct client other = { .family = 0 };
	struct message message;
	struct answer answer;
	int err = client_open(&other, 1);

	if (err)
		return err;
	other.family = client->family;
	build_right(&other, random() % RIGHT, &message);
	spoil(&message);
	client_send(&other, &message);
	if (random() % 2)
		client_receive(&other, NULL, NULL, &answer);
	client_close(&other);
	return 0;
}

static int run_fuzz(struct client *client, unsigned int seed, unsigned long times)
{
	struct ledger ledger = { .next = 1 };
	struct answer answer;
	int err = 0;

	srandom(seed);
	while (!err && times--)
		err = spoil_one(client);
	if (!err)
		err = ledger_pull(client, &ledger, &answer);
	printf("%llu entries afterwards, %s\n", (unsigned long long)ledger.entries,
	       ledger.fault ? ledger.fault : "the chain is whole");
	return err;
}

static int run(struct client *client, int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "table"))
		return run_table(client);
	if (argc == 2 && !strcmp(argv[1], "refused"))
		return run_refused(client);
	if (argc == 2 && !strcmp(argv[1], "join"))
		return run_join(client);
	if (argc == 4 && !strcmp(argv[1], "fuzz"))
		return run_fuzz(client, atoi(argv[2]), strtoul(argv[3], NULL, 10));
	return -EINVAL;
}

int main(int argc, char **argv)
{
	static struct client client;
	int err = client_open(&client, 2);

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!err)
		err = client_resolve(&client);
	if (!err)
		err = run(&client, argc, argv);
	if (err)
		fprintf(stderr, "nlraw: %s\n", strerrorname_np(-err));
	return err ? 1 : 0;
}
