// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nlread: the record as JSON lines, with every rule of the protocol checked.
 *
 *   nlread info              the nest MUSTER_A_INFO
 *   nlread events [NUMBER]   a line per entry, from NUMBER on; chain and numbers checked
 *   nlread devices           a line per device, each with "next"
 *   nlread device NUMBER|PLACE
 *   nlread rescan            the ticket
 *   nlread rescans           two at once: the ticket, then what the second gets
 *   nlread load ID           how many entries the load of that id (hex) has
 *   nlread hold FILE         says "holding" with a dump begun, goes on when FILE is gone
 *   nlread families          a line each time that the family comes or goes
 *
 * Exit 0, or 1 after a line on standard error: the errno's name or what is wrong.
 */

#include <errno.h>
#include <inttypes.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

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
	if (entry->previous) {
		fputs(",\"previous_hash\":", stdout);
		print_hex(stdout, entry->previous, MUSTER_HASH_SIZE);
	}
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

static int run_rescans(struct client *client, const char *argument, struct answer *answer)
{
	int err = run_rescan(client, argument, answer);

	return err ? err : run_rescan(client, argument, answer);
}

static bool parse_id(const char *text, uint8_t *id, size_t size)
{
	unsigned int byte;
	size_t nth;

	if (!text || strlen(text) != 2 * size)
		return false;
	for (nth = 0; nth < size; nth++) {
		if (sscanf(text + 2 * nth, "%2x", &byte) != 1)
			return false;
		id[nth] = byte;
	}
	return true;
}

static int run_load(struct client *client, const char *argument, struct answer *answer)
{
	uint8_t id[MUSTER_LOAD_ID_SIZE];
	struct message message;
	int err;

	if (!parse_id(argument, id, sizeof(id)))
		return -EINVAL;
	message_begin(&message, client->family, MUSTER_CMD_EVENT_GET, NLM_F_DUMP);
	message_put(&message, MUSTER_A_LOAD_ID, id, sizeof(id));
	err = client_ask(client, &message, NULL, NULL, answer);
	if (!err)
		printf("%u\n", answer->messages);
	return err;
}

static int run_hold(struct client *client, const char *argument, struct answer *answer)
{
	struct message message;
	int err;

	message_begin(&message, client->family, MUSTER_CMD_EVENT_GET, NLM_F_DUMP);
	err = client_send(client, &message);
	if (err)
		return err;
	puts("holding");
	while (argument && !access(argument, F_OK))
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	err = client_receive(client, NULL, NULL, answer);
	printf("%u\n", answer->messages);
	return err ? err : answer->err;
}

/* A message of nlctrl's group "notify". */
static void print_family(const uint8_t *message, size_t length)
{
	const struct genlmsghdr *generic = NLMSG_DATA(message);
	struct attribute name;

	if (length < NLMSG_LENGTH(GENL_HDRLEN) ||
	    !attribute_find(message + NLMSG_LENGTH(GENL_HDRLEN),
			    length - NLMSG_LENGTH(GENL_HDRLEN), CTRL_ATTR_FAMILY_NAME, &name) ||
	    name.length != sizeof(MUSTER_GENL_NAME) ||
	    memcmp(name.data, MUSTER_GENL_NAME, name.length))
		return;
	if (generic->cmd == CTRL_CMD_NEWFAMILY)
		puts("new");
	else if (generic->cmd == CTRL_CMD_DELFAMILY)
		puts("gone");
}

static int run_families(struct client *client, const char *argument, struct answer *answer)
{
	ssize_t got;
	int err;

	(void)argument;
	(void)answer;
	client->group = GENL_ID_CTRL;
	err = client_join(client);
	if (err)
		return err;
	puts("watching");
	for (;;) {
		got = recv(client->fd, client->received, sizeof(client->received), 0);
		if (got > 0)
			print_family(client->received, got);
		else if (errno != EAGAIN)
			return -errno;
	}
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
	{ "rescans", run_rescans },
	{ "load", run_load },
	{ "hold", run_hold },
	{ "families", run_families },
};

static int run(const char *verb, const char *argument, struct answer *answer)
{
	static struct client client;
	size_t nth;
	int err = client_open(&client, 10);

	if (!err && strcmp(verb, "families"))
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
	int err;

	setvbuf(stdout, NULL, _IOLBF, 0);
	err = run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : NULL, &answer);
	if (!err)
		return 0;
	fprintf(stderr, "nlread: %s: %s\n", strerrorname_np(-err),
		fault ? fault : answer.sentence);
	return 1;
}
