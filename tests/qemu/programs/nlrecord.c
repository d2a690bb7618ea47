// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nlrecord: what the kernel sends, datagram by datagram, as lines "NAME HEX".
 *
 *   nlrecord answers         to one right request of each kind, and to wrong ones
 *   nlrecord events NAME     to a dump of all entries, under that name
 *   nlrecord notices NAME N  the next N that come without being asked for
 *
 * Every request has sequence number 1: who replays the lines need not mend them.
 */

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "client.h"
#include "message.h"
#include "muster.h"

#define SHORTEST (16 * 1024)	/* room for a datagram: the kernel makes dumps as small */

static void print_datagram(const char *name, const uint8_t *data, size_t length)
{
	size_t byte;

	printf("%s ", name);
	for (byte = 0; byte < length; byte++)
		printf("%02x", data[byte]);
	puts("");
}

/* Whether the last message of a datagram ends an exchange. */
static bool ends(const uint8_t *data, size_t length)
{
	const struct nlmsghdr *header = (const struct nlmsghdr *)data;
	bool end = false;

	for (; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length))
		end = header->nlmsg_type == NLMSG_ERROR || header->nlmsg_type == NLMSG_DONE;
	return end;
}

static int receive(struct client *client, const char *name, bool *end)
{
	ssize_t got = recv(client->fd, client->received, SHORTEST, 0);

	if (got < 0)
		return -errno;
	print_datagram(name, client->received, got);
	*end = ends(client->received, got);
	return 0;
}

static int record(struct client *client, const char *name, struct message *message)
{
	bool end = false;
	int err;

	client->sequence = 0;
	err = client_send(client, message);
	while (!err && !end)
		err = receive(client, name, &end);
	return err;
}

static int record_family(struct client *client, const char *name, const char *family)
{
	struct message message;

	message_begin(&message, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_ACK);
	message_put(&message, CTRL_ATTR_FAMILY_NAME, family, strlen(family) + 1);
	return record(client, name, &message);
}

/* @number: of an attribute; 0: none */
static int record_request(struct client *client, const char *name, uint8_t command,
			  uint16_t flags, uint64_t number)
{
	struct message message;

	message_begin(&message, client->family, command, flags);
	if (number)
		message_put_u64(&message, MUSTER_A_NUMBER, number);
	return record(client, name, &message);
}

static int record_answers(struct client *client)
{
	int err = record_family(client, "family", MUSTER_GENL_NAME);

	if (!err)
		err = record_family(client, "control", "nlctrl");
	if (!err)
		err = record_family(client, "absent", "mustard");
	if (!err)
		err = record_request(client, "info", MUSTER_CMD_INFO_GET, NLM_F_ACK, 0);
	if (!err)
		err = record_request(client, "device", MUSTER_CMD_DEVICE_GET, NLM_F_ACK, 3);
	if (!err)
		err = record_request(client, "nobody", MUSTER_CMD_DEVICE_GET, NLM_F_ACK, 1);
	if (!err)
		err = record_request(client, "devices", MUSTER_CMD_DEVICE_GET, NLM_F_DUMP, 0);
	if (!err)
		err = record_request(client, "beyond", MUSTER_CMD_EVENT_GET, NLM_F_DUMP, 1 << 30);
	if (!err)
		err = record_request(client, "rescan", MUSTER_CMD_RESCAN, NLM_F_ACK, 0);
	return err;
}

static int join_notices(struct client *client)
{
	/* "notify" of nlctrl has had this number for ever */
	uint32_t group = GENL_ID_CTRL;

	if (setsockopt(client->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)))
		return -errno;
	return client_join(client);
}

static int record_notices(struct client *client, const char *name, int count)
{
	int err = join_notices(client);
	bool end;

	/* who waits for it to be ready looks for this line */
	puts("listening");
	while (!err && count--)
		err = receive(client, name, &end);
	return err;
}

static int run(struct client *client, int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "answers"))
		return record_answers(client);
	if (argc == 3 && !strcmp(argv[1], "events"))
		return record_request(client, argv[2], MUSTER_CMD_EVENT_GET, NLM_F_DUMP, 1);
	if (argc == 4 && !strcmp(argv[1], "notices"))
		return record_notices(client, argv[2], atoi(argv[3]));
	return -EINVAL;
}

int main(int argc, char **argv)
{
	static struct client client;
	int one = 1, err = client_open(&client, 20);

	setvbuf(stdout, NULL, _IOLBF, 0);
	/* as the programs have it */
	if (!err && setsockopt(client.fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one)))
		err = -errno;
	if (!err)
		err = client_resolve(&client);
	if (!err)
		err = run(&client, argc, argv);
	if (err)
		fprintf(stderr, "nlrecord: %s\n", strerrorname_np(-err));
	return err ? 1 : 0;
}
