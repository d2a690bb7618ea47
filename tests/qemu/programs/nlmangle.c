// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nlmangle: says requests wrong by the hundred thousand, and judges each answer.
 *
 *   nlmangle SEED FIRST COUNT           as root
 *   nlmangle SEED FIRST COUNT nobody    without capabilities: no data may come at all
 *
 * Message number N of a seed is always the same, so a run can go on where one
 * stopped. Exit 1 where an answer is not well-formed, where one without
 * capabilities is told anything, or where a right request is not answered afterwards.
 */

#include <errno.h>
#include <grp.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "ledger.h"
#include "mangle.h"
#include "message.h"
#include "muster.h"

#define SOCKETS	16
#define NOBODY	65534
#define ERRNOS	256

struct run {
	struct mangle mangle;
	struct client asking;		/* root's, for right requests */
	struct client clients[SOCKETS];
	bool strayed[SOCKETS];		/* asked another family, too */
	bool nobody;
	uint64_t sent, refused_at_once, answers, ends;
	uint64_t errnos[ERRNOS];
	const char *fault;		/* a sentence, once something was wrong */
};

static bool whole(const uint8_t *data, size_t length)
{
	const uint8_t *end = data + length;
	struct attribute attribute;
	int more;

	do {
		more = attribute_next(&data, end, &attribute);
	} while (more == 1);
	return more == 0;
}

/* Nests of the family's answers, one level down. */
static bool is_nest(uint16_t type)
{
	return type == MUSTER_A_INFO || type == MUSTER_A_DEVICE || type == MUSTER_A_ENTRY;
}

static const char *judge_data(const struct run *run, const struct nlmsghdr *header)
{
	const uint8_t *data = (const uint8_t *)header + NLMSG_LENGTH(GENL_HDRLEN), *end;
	const struct genlmsghdr *generic = NLMSG_DATA(header);
	struct attribute attribute;

	if (header->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return "an answer without its generic header";
	/* who may hear the doorbell is another question, and not the same on all kernels */
	if (run->nobody && generic->cmd != MUSTER_CMD_EVENT_NTF)
		return "one without capabilities was told something";
	end = (const uint8_t *)header + header->nlmsg_len;
	if (!whole(data, end - data))
		return "an answer whose attributes do not add up";
	while (attribute_next(&data, end, &attribute) == 1)
		if (is_nest(attribute.type) && !whole(attribute.data, attribute.length))
			return "a nest whose attributes do not add up";
	return NULL;
}

/* A type spoiled by one or two is a neighbour's: how that ends is its own affair. */
static bool is_neighbours(const struct run *run, size_t nth, const struct nlmsghdr *header)
{
	const struct nlmsgerr *error = NLMSG_DATA(header);

	if (header->nlmsg_type == NLMSG_ERROR && header->nlmsg_len >= NLMSG_LENGTH(sizeof(*error)))
		return error->msg.nlmsg_type != run->mangle.family;
	return run->strayed[nth];
}

static void judge_end(struct run *run, size_t nth, const struct nlmsghdr *header)
{
	const int *code = NLMSG_DATA(header);

	run->ends++;
	if (is_neighbours(run, nth, header))
		return;
	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*code)) || *code > 0 || *code <= -ERRNOS)
		run->fault = "an end without an errno";
	else
		run->errnos[-*code]++;
}

static void judge_datagram(struct run *run, size_t nth, size_t got)
{
	const struct nlmsghdr *header = (const struct nlmsghdr *)run->clients[nth].received;

	for (; NLMSG_OK(header, got); header = NLMSG_NEXT(header, got)) {
		run->answers++;
		if (header->nlmsg_type == NLMSG_ERROR || header->nlmsg_type == NLMSG_DONE)
			judge_end(run, nth, header);
		else if (header->nlmsg_type == run->mangle.family && !run->fault)
			run->fault = judge_data(run, header);
		if (got < NLMSG_ALIGN(header->nlmsg_len))
			break;
	}
}

/* Answers wait already when send() returns; a dump goes on as it is read. */
static void listen_to(struct run *run, size_t nth, unsigned int most)
{
	struct client *client = &run->clients[nth];
	ssize_t got;

	while (most--) {
		got = recv(client->fd, client->received, sizeof(client->received),
			   MSG_DONTWAIT | MSG_TRUNC);
		if (got < 0)
			return;
		if ((size_t)got > sizeof(client->received))
			run->fault = "a datagram over 32 KiB";
		else
			judge_datagram(run, nth, got);
	}
}

static int reopen(struct run *run, size_t nth)
{
	struct client *client = &run->clients[nth];
	int err;

	run->strayed[nth] = false;
	if (client->fd > 0)
		client_close(client);
	err = client_open(client, 1);
	client->family = run->mangle.family;
	return err;
}

/* Groups: the right one, those beside it, and none that there could be. */
static void join_any(struct run *run, struct client *client)
{
	uint32_t group = run->asking.group + mangle_below(&run->mangle, 5) - 2;
	bool joined;

	if (mangle_below(&run->mangle, 4) == 0)
		group = mangle_below(&run->mangle, UINT32_MAX) >> mangle_below(&run->mangle, 32);
	joined = !setsockopt(client->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group));
	if (joined && mangle_below(&run->mangle, 2))
		setsockopt(client->fd, SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, &group, sizeof(group));
}

static int say_one(struct run *run, uint64_t seed, uint64_t number)
{
	struct message message;
	struct client *client;
	int err = 0;
	size_t nth;

	mangle_begin(&run->mangle, seed, number);
	nth = mangle_below(&run->mangle, SOCKETS);
	client = &run->clients[nth];
	/* closing ends a dump that nobody reads to its end */
	if (client->fd <= 0 || mangle_below(&run->mangle, 64) == 0)
		err = reopen(run, nth);
	if (err)
		return err;
	if (mangle_below(&run->mangle, 32) == 0)
		join_any(run, client);
	mangle_make(&run->mangle, &message);
	if (((struct nlmsghdr *)message.bytes)->nlmsg_type != run->mangle.family)
		run->strayed[nth] = true;
	if (send(client->fd, message.bytes, message.used, MSG_DONTWAIT) < 0)
		run->refused_at_once++;
	run->sent++;
	listen_to(run, nth, mangle_below(&run->mangle, 8) ? mangle_below(&run->mangle, 4) : 1000);
	return 0;
}

static void print_counts(const struct run *run)
{
	size_t nth;

	printf("%llu messages, %llu refused by send, %llu answers, %llu ends:",
	       (unsigned long long)run->sent, (unsigned long long)run->refused_at_once,
	       (unsigned long long)run->answers, (unsigned long long)run->ends);
	for (nth = 0; nth < ERRNOS; nth++)
		if (run->errnos[nth])
			printf(" %s %llu", nth ? strerrorname_np(nth) : "0",
			       (unsigned long long)run->errnos[nth]);
	puts("");
}

/* From here on without any capability; the sockets are opened afterwards. */
static int become_nobody(struct run *run)
{
	run->nobody = true;
	if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY))
		return -errno;
	return 0;
}

static int check_afterwards(struct run *run)
{
	struct ledger ledger = { .next = 1 };
	struct answer answer;
	int err = ledger_pull(&run->asking, &ledger, &answer);

	printf("%llu entries afterwards, %s\n", (unsigned long long)ledger.entries,
	       ledger.fault ? ledger.fault : "the chain is whole");
	return err;
}

static int begin(struct run *run)
{
	struct ledger_info info;
	int err = client_open(&run->asking, 10);

	if (!err)
		err = client_resolve(&run->asking);
	if (!err)
		err = ledger_info(&run->asking, &info);
	if (err)
		return err;
	run->mangle.family = run->asking.family;
	run->mangle.next = info.next;
	memcpy(run->mangle.load_id, info.load_id, sizeof(info.load_id));
	return 0;
}

static int run_all(struct run *run, uint64_t seed, uint64_t first, uint64_t count)
{
	uint64_t number;
	int err = 0;

	printf("seed %llu, messages %llu to %llu\n", (unsigned long long)seed,
	       (unsigned long long)first, (unsigned long long)(first + count - 1));
	for (number = first; !err && !run->fault && number < first + count; number++)
		err = say_one(run, seed, number);
	print_counts(run);
	if (run->fault)
		printf("after message %llu: %s\n", (unsigned long long)number - 1, run->fault);
	return run->fault ? -EBADMSG : err;
}

int main(int argc, char **argv)
{
	static struct run run;
	int err;

	if (argc < 4)
		return 2;
	err = begin(&run);
	if (!err && argc > 4)
		err = become_nobody(&run);
	if (!err)
		err = run_all(&run, strtoull(argv[1], NULL, 10), strtoull(argv[2], NULL, 10),
			      strtoull(argv[3], NULL, 10));
	if (!err && !run.nobody)
		err = check_afterwards(&run);
	if (err)
		fprintf(stderr, "nlmangle: %s\n", strerrorname_np(-err));
	return err ? 1 : 0;
}
