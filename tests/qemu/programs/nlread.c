// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nlread: the record as JSON lines, with every rule of the protocol checked.
 *
 *   nlread info              the nest MUSTER_A_INFO
 *   nlread events [NUMBER]   a line per entry, from NUMBER on; chain and numbers checked
 *   nlread devices           a line per device, each with "next"
 *   nlread device NUMBER|PLACE
 *   nlread rescan            the ticket
 *   nlread stale             EVENT_GET with a load id that is not this load's
 *
 * Exit 0, or 1 after a line on standard error: the errno's name or what is wrong.
 */

#include <errno.h>
#include <inttypes.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "ledger.h"
#include "message.h"
#include "muster.h"
#include "print.h"

static const char *fault;

static int print_line(const struct print_nest *nest, const uint8_t *data, size_t length)
{
	fault = print_object(stdout, nest, data, length);
	return fault ? -EBADMSG : 0;
}

static int take_info(void *context, uint8_t command, const uint8_t *data, size_t length)
{
	struct attribute nest;
	int err;

	(void)context;
	if (command != MUSTER_CMD_INFO_GET || !attribute_find(data, length, MUSTER_A_INFO, &nest))
		return -EBADMSG;
	err = print_line(&print_info, nest.data, nest.length);
	putchar('\n');
	return err;
}

static int run_info(struct client *client, const char *argument, struct answer *answer)
{
	struct message message;

	(void)argument;
	message_begin(&message, client->family, MUSTER_CMD_INFO_GET, NLM_F_ACK);
	return client_ask(client, &message, take_info, NULL, answer);
}

static int take_entry(void *context, const struct ledger_entry *entry)
{
	int err;

	(void)context;
	printf("{\"lost\":%" PRIu64 ",\"hash\":", entry->lost);
	print_hex(stdout, entry->hash, MUSTER_HASH_SIZE);
	fputs(",\"entry\":", stdout);
	err = print_line(&print_entry, entry->payload, entry->length);
	puts("}");
	return err;
}

static int run_events(struct client *client, const char *argument, struct answer *answer)
{
	struct ledger ledger = { .next = 1, .take = take_entry };
	int err;

	if (argument)
		ledger.next = strtoull(argument, NULL, 10);
	err = ledger_pull(client, &ledger, answer);
	if (ledger.fault)
		fault = ledger.fault;
	return err;
}

static int take_device(void *context, uint8_t command, const uint8_t *data, size_t length)
{
	struct attribute nest;
	uint64_t next;
	int err;

	(void)context;
	if (command != MUSTER_CMD_DEVICE_GET ||
	    !attribute_find(data, length, MUSTER_A_DEVICE, &nest))
		return -EBADMSG;
	putchar('{');
	if (attribute_u64(data, length, MUSTER_A_NEXT, &next))
		printf("\"next\":%" PRIu64 ",", next);
	fputs("\"device\":", stdout);
	err = print_line(&print_device, nest.data, nest.length);
	puts("}");
	return err;
}

static int run_devices(struct client *client, const char *argument, struct answer *answer)
{
	struct message message;

	(void)argument;
	message_begin(&message, client->family, MUSTER_CMD_DEVICE_GET, NLM_F_DUMP);
	return client_ask(client, &message, take_device, NULL, answer);
}

static int run_device(struct client *client, const char *argument, struct answer *answer)
{
	struct message message;
	char *end;
	uint64_t number = strtoull(argument ? argument : "", &end, 10);

	message_begin(&message, client->family, MUSTER_CMD_DEVICE_GET, NLM_F_ACK);
	if (argument && *argument && !*end)
		message_put_u64(&message, MUSTER_A_NUMBER, number);
	else
		message_put(&message, MUSTER_A_PLACE, argument ? argument : "",
			    strlen(argument ? argument : "") + 1);
	return client_ask(client, &message, take_device, NULL, answer);
}

static int take_ticket(void *context, uint8_t command, const uint8_t *data, size_t length)
{
	uint64_t ticket;

	(void)context;
	if (command != MUSTER_CMD_RESCAN ||
	    !attribute_u64(data, length, MUSTER_A_TICKET, &ticket))
		return -EBADMSG;
	printf("%" PRIu64 "\n", ticket);
	return 0;
}

static int run_rescan(struct client *client, const char *argument, struct answer *answer)
{
	struct message message;

	(void)argument;
	message_begin(&message, client->family, MUSTER_CMD_RESCAN, NLM_F_ACK);
	return client_ask(client, &message, take_ticket, NULL, answer);
}

static int run_stale(struct client *client, const char *argument, struct answer *answer)
{
	struct message message;
	struct ledger_info info;
	int err = ledger_info(client, &info);

	(void)argument;
	if (err)
		return err;
	info.load_id[0] ^= 1;
	message_begin(&message, client->family, MUSTER_CMD_EVENT_GET, NLM_F_DUMP);
	message_put(&message, MUSTER_A_LOAD_ID, info.load_id, sizeof(info.load_id));
	return client_ask(client, &message, NULL, NULL, answer);
}

static const struct {
	const char *name;
	int (*run)(struct client *client, const char *argument, struct answer *answer);
} verbs[] = {
	{ "info", run_info },
	{ "events", run_events },
	{ "devices", run_devices },
	{ "device", run_device },
	{ "rescan", run_rescan },
	{ "stale", run_stale },
};

static int run(const char *verb, const char *argument, struct answer *answer)
{
	static struct client client;
	size_t nth;
	int err = client_open(&client, 10);

	if (!err)
		err = client_resolve(&client);
	for (nth = 0; !err && nth < sizeof(verbs) / sizeof(verbs[0]); nth++) {
		if (!strcmp(verbs[nth].name, verb))
			return verbs[nth].run(&client, argument, answer);
	}
	return err ? err : -EINVAL;
}

int main(int argc, char **argv)
{
	struct answer answer = { 0 };
	int err = run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : NULL, &answer);

	if (!err)
		return 0;
	fprintf(stderr, "nlread: %s: %s\n", strerrorname_np(-err),
		fault ? fault : answer.sentence);
	return 1;
}
