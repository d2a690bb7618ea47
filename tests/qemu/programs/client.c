// SPDX-License-Identifier: GPL-2.0-or-later
/* A generic netlink socket, its family, and requests with their answers. */

#include "client.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "message.h"
#include "muster.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

int client_open(struct client *client, unsigned int seconds)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	struct timeval wait = { .tv_sec = seconds };
	int one = 1;

	client->family = 0;
	client->group = 0;
	client->sequence = 0;
	client->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (client->fd < 0)
		return -errno;
	if (setsockopt(client->fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one)) ||
	    setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) ||
	    bind(client->fd, (struct sockaddr *)&address, sizeof(address)))
		return -errno;
	return 0;
}

void client_close(struct client *client)
{
	close(client->fd);
	client->fd = -1;
}

int client_send(struct client *client, struct message *message)
{
	struct nlmsghdr *header = (struct nlmsghdr *)message->bytes;

	header->nlmsg_seq = ++client->sequence;
	return send(client->fd, message->bytes, message->used, 0) < 0 ? -errno : 0;
}

static void read_sentence(const uint8_t *data, size_t length, struct answer *answer)
{
	struct attribute attribute;

	if (!attribute_find(data, length, NLMSGERR_ATTR_MSG, &attribute))
		return;
	if (attribute.length >= sizeof(answer->sentence))
		attribute.length = sizeof(answer->sentence) - 1;
	memcpy(answer->sentence, attribute.data, attribute.length);
}

/* An acknowledgement: the error, the header it is about, perhaps its payload, and words. */
static int end_by_error(const struct nlmsghdr *header, struct answer *answer)
{
	const struct nlmsgerr *error = NLMSG_DATA(header);
	size_t skip = sizeof(*error);

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*error)))
		return -EBADMSG;
	answer->err = error->error;
	if (!(header->nlmsg_flags & NLM_F_CAPPED) && error->error)
		skip += NLMSG_ALIGN(error->msg.nlmsg_len) - sizeof(error->msg);
	if (header->nlmsg_flags & NLM_F_ACK_TLVS && header->nlmsg_len > NLMSG_LENGTH(skip))
		read_sentence((const uint8_t *)error + skip,
			      header->nlmsg_len - NLMSG_LENGTH(skip), answer);
	return 0;
}

static int end_by_done(const struct nlmsghdr *header, struct answer *answer)
{
	const int *code = NLMSG_DATA(header);

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*code)))
		return -EBADMSG;
	answer->err = *code;
	if (header->nlmsg_flags & NLM_F_ACK_TLVS)
		read_sentence((const uint8_t *)(code + 1),
			      header->nlmsg_len - NLMSG_LENGTH(sizeof(*code)), answer);
	return 0;
}

static int take_data(const struct nlmsghdr *header, client_take_fn *take, void *context,
		     struct answer *answer)
{
	const struct genlmsghdr *generic = NLMSG_DATA(header);

	if (header->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return -EBADMSG;
	answer->messages++;
	if (!take)
		return 0;
	return take(context, generic->cmd, (const uint8_t *)generic + GENL_HDRLEN,
		    header->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN));
}

/* Return: 1 when the request has ended, 0 to go on, or -errno. */
static int take_message(struct client *client, const struct nlmsghdr *header,
			client_take_fn *take, void *context, struct answer *answer)
{
	int err;

	if (header->nlmsg_seq != client->sequence)
		return 0;
	if (header->nlmsg_flags & NLM_F_DUMP_INTR)
		answer->interrupted = true;
	switch (header->nlmsg_type) {
	case NLMSG_ERROR:
		err = end_by_error(header, answer);
		return err ? err : 1;
	case NLMSG_DONE:
		err = end_by_done(header, answer);
		return err ? err : 1;
	default:
		return take_data(header, take, context, answer);
	}
}

int client_receive(struct client *client, client_take_fn *take, void *context,
		   struct answer *answer)
{
	const struct nlmsghdr *header;
	ssize_t got;
	int err = 0;

	memset(answer, 0, sizeof(*answer));
	while (!err) {
		got = recv(client->fd, client->received, sizeof(client->received), MSG_TRUNC);
		if (got < 0) {
			answer->silent = errno == EAGAIN;
			return -errno;
		}
		if ((size_t)got > sizeof(client->received))
			return -EMSGSIZE;
		header = (const struct nlmsghdr *)client->received;
		for (; !err && NLMSG_OK(header, got); header = NLMSG_NEXT(header, got))
			err = take_message(client, header, take, context, answer);
	}
	return err < 0 ? err : 0;
}

int client_ask(struct client *client, struct message *message, client_take_fn *take,
	       void *context, struct answer *answer)
{
	int err = client_send(client, message);

	if (!err)
		err = client_receive(client, take, context, answer);
	return err ? err : answer->err;
}

static int take_group(struct client *client, const struct attribute *groups)
{
	const uint8_t *at = groups->data, *end = at + groups->length;
	struct attribute group, name;

	while (attribute_next(&at, end, &group) == 1) {
		if (attribute_find(group.data, group.length, CTRL_ATTR_MCAST_GRP_NAME, &name) &&
		    name.length == sizeof(MUSTER_MCGRP_EVENTS) &&
		    !memcmp(name.data, MUSTER_MCGRP_EVENTS, name.length) &&
		    attribute_u32(group.data, group.length, CTRL_ATTR_MCAST_GRP_ID,
				  &client->group))
			return 0;
	}
	return -EBADMSG;
}

static int take_family(void *context, uint8_t command, const uint8_t *data, size_t length)
{
	struct client *client = context;
	struct attribute attribute;

	(void)command;
	if (!attribute_find(data, length, CTRL_ATTR_FAMILY_ID, &attribute) ||
	    attribute.length != sizeof(client->family))
		return -EBADMSG;
	memcpy(&client->family, attribute.data, sizeof(client->family));
	if (!attribute_find(data, length, CTRL_ATTR_MCAST_GROUPS, &attribute))
		return -EBADMSG;
	return take_group(client, &attribute);
}

int client_resolve(struct client *client)
{
	struct message message;
	struct answer answer;

	message_begin(&message, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_ACK);
	message_put(&message, CTRL_ATTR_FAMILY_NAME, MUSTER_GENL_NAME, sizeof(MUSTER_GENL_NAME));
	return client_ask(client, &message, take_family, client, &answer);
}

int client_join(struct client *client)
{
	if (setsockopt(client->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &client->group,
		       sizeof(client->group)))
		return -errno;
	return 0;
}
