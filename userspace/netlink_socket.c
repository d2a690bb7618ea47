// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netlink_socket.c: one generic netlink socket: send, receive, and each way in
 * which the kernel can say no.
 */
#include "netlink_socket.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#define BUFFER_SIZE (64 * 1024)
#define ERRNO_MAX 4095	/* as the kernel has it */
#define PATIENCE 30	/* seconds: the kernel answers at once, or is stuck */

/* libnl's codes that can come from what is used here. */
static int to_errno(int code)
{
	switch (code) {
	case 0:
		return 0;
	case -NLE_NOMEM:
	case -NLE_MSGSIZE:
		return -ENOMEM;
	case -NLE_PERM:
	case -NLE_NOACCESS:
		return -EPERM;
	case -NLE_AF_NOSUPPORT:
	case -NLE_PROTO_MISMATCH:
		return -EPROTONOSUPPORT;
	}
	return -EIO;
}

int netlink_socket_open(struct netlink_socket *socket)
{
	struct timeval patience = { .tv_sec = PATIENCE };
	int one = 1;
	int err = -ENOMEM;

	memset(socket, 0, sizeof(*socket));
	socket->buffer = malloc(BUFFER_SIZE);
	socket->sock = nl_socket_alloc();
	if (!socket->buffer || !socket->sock)
		goto close_socket;
	errno = 0;
	err = to_errno(nl_connect(socket->sock, NETLINK_GENERIC));
	/* what libnl has no word for, such as a lack of descriptors */
	if (err == -EIO && errno)
		err = -errno;
	if (err)
		goto close_socket;
	socket->fd = nl_socket_get_fd(socket->sock);
	/* both since Linux 4.12; refusals have no sentence without the first */
	if (setsockopt(socket->fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one)) ||
	    setsockopt(socket->fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one)) ||
	    setsockopt(socket->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience))) {
		err = -errno;
		goto close_socket;
	}
	return 0;

close_socket:
	netlink_socket_close(socket);
	return err;
}

/** netlink_socket_close() - of one that was opened, or failed to. */
void netlink_socket_close(struct netlink_socket *socket)
{
	if (socket->sock)
		nl_socket_free(socket->sock);
	free(socket->buffer);
	memset(socket, 0, sizeof(*socket));
}

struct nl_msg *netlink_request(uint16_t family, int flags, uint8_t command, uint8_t version)
{
	struct nl_msg *message = nlmsg_alloc();

	if (message && !genlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0,
				    flags ? flags : NLM_F_ACK, command, version)) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

int netlink_put(struct nl_msg *message, int type, const void *data, size_t length)
{
	return message ? to_errno(nla_put(message, type, length, data)) : -ENOMEM;
}

/* NLMSG_NEXT() goes beyond the end where the padding of the last message is not there. */
const struct nlmsghdr *netlink_next(struct netlink_datagram *datagram)
{
	const struct nlmsghdr *message = (const struct nlmsghdr *)datagram->next;
	size_t whole;

	if (datagram->left < sizeof(*message) || message->nlmsg_len < sizeof(*message) ||
	    message->nlmsg_len > datagram->left)
		return NULL;
	whole = NLMSG_ALIGN((size_t)message->nlmsg_len);
	if (whole > datagram->left)
		whole = datagram->left;
	datagram->next += whole;
	datagram->left -= whole;
	return message;
}

int netlink_parse(const struct nlmsghdr *message, struct attributes *attributes)
{
	const struct genlmsghdr *header = NLMSG_DATA(message);

	if (message->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return -EBADMSG;
	attributes->next = (const uint8_t *)header + GENL_HDRLEN;
	attributes->left = message->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN);
	return header->cmd;
}

int netlink_receive(struct netlink_socket *socket, int flags)
{
	struct sockaddr_nl sender = { 0 };
	struct iovec vector = { socket->buffer, BUFFER_SIZE };
	struct msghdr header = {
		.msg_name = &sender,
		.msg_namelen = sizeof(sender),
		.msg_iov = &vector,
		.msg_iovlen = 1,
	};
	ssize_t length;

	do {
		length = recvmsg(socket->fd, &header, flags);
	} while (length < 0 && errno == EINTR);
	if (length < 0)
		return errno == EAGAIN && !(flags & MSG_DONTWAIT) ? -ETIMEDOUT : -errno;
	if (header.msg_flags & MSG_TRUNC)
		return -EMSGSIZE;
	/* any process may send to any netlink socket: only the kernel is heard */
	return sender.nl_pid ? 0 : length;
}

/* Keeps the kernel's sentence out of the attributes that follow a refusal. */
static void keep_sentence(struct netlink_socket *socket, struct attributes attributes)
{
	struct attribute attribute;

	while (attribute_next(&attributes, &attribute) == 1) {
		const char *text = attribute_text(&attribute);

		if (attribute.type == NLMSGERR_ATTR_MSG && text)
			snprintf(socket->why, sizeof(socket->why), "%s", text);
	}
}

/*
 * NLMSG_ERROR and NLMSG_DONE begin with a code; NLMSG_ERROR then has the
 * header of the request, and all of it unless the kernel capped it.
 */
static int read_end(struct netlink_socket *socket, const struct nlmsghdr *message)
{
	const uint8_t *data = NLMSG_DATA(message);
	size_t length = message->nlmsg_len - NLMSG_HDRLEN;
	size_t skip = sizeof(int);
	struct nlmsghdr request;
	int code;

	if (length < sizeof(code))
		return message->nlmsg_type == NLMSG_DONE ? 0 : -EBADMSG;
	memcpy(&code, data, sizeof(code));
	if (message->nlmsg_type == NLMSG_ERROR) {
		if (length < sizeof(struct nlmsgerr))
			return -EBADMSG;
		memcpy(&request, data + sizeof(code), sizeof(request));
		skip = message->nlmsg_flags & NLM_F_CAPPED ? sizeof(struct nlmsgerr) :
		       sizeof(code) + NLMSG_ALIGN((size_t)request.nlmsg_len);
	}
	if (message->nlmsg_flags & NLM_F_ACK_TLVS && skip <= length)
		keep_sentence(socket, (struct attributes){ data + skip, length - skip });
	return code > 0 || code < -ERRNO_MAX ? -EBADMSG : code;
}

struct exchange {
	uint32_t sequence;
	uint16_t family;
	int (*each)(uint8_t command, struct attributes attributes, void *context);
	void *context;
	int err;	/* of @each */
	bool ended;
};

/* Return: 0 to go on, or how the exchange ended. */
static int take_message(struct netlink_socket *socket, struct exchange *exchange,
			const struct nlmsghdr *message)
{
	struct attributes attributes;
	int command;

	/* what is left of an earlier exchange */
	if (message->nlmsg_seq != exchange->sequence)
		return 0;
	switch (message->nlmsg_type) {
	case NLMSG_NOOP:
		return 0;
	case NLMSG_OVERRUN:
		exchange->ended = true;
		return -ENOBUFS;
	case NLMSG_ERROR:
	case NLMSG_DONE:
		exchange->ended = true;
		return read_end(socket, message);
	}
	if (message->nlmsg_type != exchange->family || exchange->err)
		return 0;
	command = netlink_parse(message, &attributes);
	exchange->err = command < 0 ? command : !exchange->each ? 0 :
			exchange->each(command, attributes, exchange->context);
	return 0;
}

static int receive_answers(struct netlink_socket *socket, struct exchange *exchange)
{
	int err = 0;

	while (!exchange->ended) {
		struct netlink_datagram datagram = { socket->buffer, 0 };
		const struct nlmsghdr *message;
		int length = netlink_receive(socket, 0);

		if (length < 0)
			return length;
		datagram.left = length;
		while (!exchange->ended && (message = netlink_next(&datagram)))
			err = take_message(socket, exchange, message);
		if (!exchange->ended && datagram.left)
			return -EBADMSG;
	}
	return err ? err : exchange->err;
}

int netlink_exchange(struct netlink_socket *socket, struct nl_msg *message,
		     int (*each)(uint8_t command, struct attributes attributes,
				 void *context),
		     void *context)
{
	struct exchange exchange = { .each = each, .context = context };
	int err;

	if (!message)
		return -ENOMEM;
	socket->why[0] = '\0';
	err = nl_send_auto(socket->sock, message);
	if (err >= 0) {
		exchange.sequence = nlmsg_hdr(message)->nlmsg_seq;
		exchange.family = nlmsg_hdr(message)->nlmsg_type;
		err = receive_answers(socket, &exchange);
	} else {
		err = to_errno(err);
	}
	nlmsg_free(message);
	return err;
}

struct resolution {
	const char *group;
	struct netlink_family *family;
};

static int read_group(const struct resolution *resolution, struct attributes attributes)
{
	struct attribute attribute;
	const char *name = NULL;
	uint32_t id = 0;

	while (attribute_next(&attributes, &attribute) == 1) {
		if (attribute.type == CTRL_ATTR_MCAST_GRP_NAME)
			name = attribute_text(&attribute);
		else if (attribute.type == CTRL_ATTR_MCAST_GRP_ID &&
			 attribute_u32(&attribute, &id))
			return -EBADMSG;
	}
	if (name && !strcmp(name, resolution->group))
		resolution->family->group = id;
	return 0;
}

static int read_family(uint8_t command, struct attributes attributes, void *context)
{
	const struct resolution *resolution = context;
	struct attribute attribute, group;
	int err = 0;

	if (command != CTRL_CMD_NEWFAMILY)
		return 0;
	while (!err && attribute_next(&attributes, &attribute) == 1) {
		struct attributes groups = attribute_inside(&attribute);

		if (attribute.type == CTRL_ATTR_FAMILY_ID)
			err = attribute_bytes(&attribute, &resolution->family->id,
					      sizeof(resolution->family->id));
		while (attribute.type == CTRL_ATTR_MCAST_GROUPS && !err &&
		       attribute_next(&groups, &group) == 1)
			err = read_group(resolution, attribute_inside(&group));
	}
	return err;
}

int netlink_resolve(struct netlink_socket *socket, const char *name, const char *group,
		    struct netlink_family *family)
{
	struct resolution resolution = { group, family };
	struct nl_msg *message;
	int err;

	memset(family, 0, sizeof(*family));
	message = netlink_request(GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY, 1);
	err = netlink_put(message, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	if (err) {
		nlmsg_free(message);
		return err;
	}
	err = netlink_exchange(socket, message, read_family, &resolution);
	return !err && !family->id ? -ENOENT : err;
}
