// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netlink_listener.c: the socket that hears the module's doorbell, and nlctrl
 * telling that the module came or went.
 */
#include "netlink.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../module/uapi/muster.h"
#include "netlink_socket.h"

struct listener {
	struct netlink_socket socket;	/* hears */
	struct netlink_socket asking;	/* resolves: answers would get lost in the other */
	uint16_t family;		/* 0: not there */
};

static int join(struct netlink_socket *socket, uint32_t group)
{
	return setsockopt(socket->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
			  &group, sizeof(group)) ? -errno : 0;
}

/* Return: 0 also where the module is not there; then family is 0. */
static int join_module(struct listener *listener)
{
	struct netlink_family family;
	int err;

	listener->family = 0;
	err = netlink_resolve(&listener->asking, MUSTER_GENL_NAME, MUSTER_MCGRP_EVENTS,
			      &family);
	if (err == -ENOENT)
		return 0;
	if (!err && !family.group)
		err = -EPROTO;
	if (!err)
		err = join(&listener->socket, family.group);
	/* it went between the two: nlctrl will have said so */
	if (err == -ENOENT || err == -EINVAL)
		return 0;
	if (!err)
		listener->family = family.id;
	return err;
}

int listener_open(struct listener **out)
{
	struct listener *listener = calloc(1, sizeof(*listener));
	struct netlink_family control;
	int err;

	if (!listener)
		return -ENOMEM;
	err = netlink_socket_open(&listener->asking);
	if (err)
		goto free_listener;
	err = netlink_socket_open(&listener->socket);
	if (err)
		goto close_asking;
	err = netlink_resolve(&listener->asking, "nlctrl", "notify", &control);
	if (!err)
		err = join(&listener->socket, control.group);
	if (!err)
		err = join_module(listener);
	if (err)
		goto close_socket;
	*out = listener;
	return 0;

close_socket:
	netlink_socket_close(&listener->socket);
close_asking:
	netlink_socket_close(&listener->asking);
free_listener:
	free(listener);
	return err;
}

/** listener_close() - NULL is none. */
void listener_close(struct listener *listener)
{
	if (!listener)
		return;
	netlink_socket_close(&listener->socket);
	netlink_socket_close(&listener->asking);
	free(listener);
}

/** listener_fd() - readable when there is something for listener_read() */
int listener_fd(const struct listener *listener)
{
	return listener->socket.fd;
}

int listener_set_buffer(struct listener *listener, int bytes)
{
	return setsockopt(listener->socket.fd, SOL_SOCKET, SO_RCVBUF,
			  &bytes, sizeof(bytes)) ? -errno : 0;
}

/* Whether a message of nlctrl is about the module's family. */
static bool is_ours(struct attributes attributes)
{
	struct attribute attribute;

	while (attribute_next(&attributes, &attribute) == 1) {
		const char *text = attribute_text(&attribute);

		if (attribute.type == CTRL_ATTR_FAMILY_NAME)
			return text && !strcmp(text, MUSTER_GENL_NAME);
	}
	return false;
}

/* Return: NETLINK_* bits, or -errno. */
static int hear(struct listener *listener, const struct nlmsghdr *message)
{
	struct attributes attributes;
	int command, err;

	if (message->nlmsg_type < GENL_ID_CTRL)
		return 0;
	command = netlink_parse(message, &attributes);
	if (command < 0)
		return command;
	if (message->nlmsg_type != GENL_ID_CTRL)
		return message->nlmsg_type == listener->family &&
		       command == MUSTER_CMD_EVENT_NTF ? NETLINK_RANG : 0;
	if (!is_ours(attributes))
		return 0;
	if (command == CTRL_CMD_DELFAMILY) {
		listener->family = 0;
		return NETLINK_WENT;
	}
	if (command != CTRL_CMD_NEWFAMILY)
		return 0;
	err = join_module(listener);
	return err ? err : listener->family ? NETLINK_CAME : 0;
}

/*
 * Something was lost: a doorbell, or that the module went, or came. Another
 * family id than before means that it did both.
 */
static int catch_up(struct listener *listener)
{
	uint16_t before = listener->family;
	int err;

	err = join_module(listener);
	if (err)
		return err;
	if (listener->family == before)
		return NETLINK_RANG;
	return NETLINK_RANG | (before ? NETLINK_WENT : 0) |
	       (listener->family ? NETLINK_CAME : 0);
}

int listener_read(struct listener *listener)
{
	int what = 0;

	for (;;) {
		struct netlink_datagram datagram = { listener->socket.buffer, 0 };
		int length = netlink_receive(&listener->socket, MSG_DONTWAIT);
		const struct nlmsghdr *message;
		int heard = 0;

		if (length == -EAGAIN)
			return what;
		if (length == -ENOBUFS)
			heard = catch_up(listener);
		else if (length < 0)
			return length;
		datagram.left = length > 0 ? length : 0;
		while (heard >= 0 && (message = netlink_next(&datagram))) {
			heard = hear(listener, message);
			what |= heard > 0 ? heard : 0;
		}
		if (heard >= 0 && datagram.left)
			heard = -EBADMSG;
		if (heard < 0)
			return heard;
		what |= heard;
	}
}
