/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * netlink_socket.h: what the netlink*.c files share: one generic netlink socket.
 * libnl's codes and types do not leave them.
 */
#ifndef MUSTER_NETLINK_SOCKET_H
#define MUSTER_NETLINK_SOCKET_H

#include <stddef.h>
#include <stdint.h>

#include "attributes.h"

struct nl_msg;
struct nl_sock;
struct nlmsghdr;

struct netlink_socket {
	struct nl_sock *sock;
	int fd;
	uint8_t *buffer;
	char why[256];	/* the kernel's sentence for the last refusal */
};

/* What a family is called in the kernel now. */
struct netlink_family {
	uint16_t id;
	uint32_t group;	/* of the name asked for; 0: it has none */
};

/** netlink_socket_open() - Return: 0 or -errno. */
int netlink_socket_open(struct netlink_socket *socket);
void netlink_socket_close(struct netlink_socket *socket);

/**
 * netlink_request() - a message to a family
 * @flags: NLM_F_DUMP, or 0 for a request that is acknowledged
 * Return: the message, to be freed by netlink_exchange(), or NULL.
 */
struct nl_msg *netlink_request(uint16_t family, int flags, uint8_t command, uint8_t version);

/* Return: 0 or -ENOMEM. */
int netlink_put(struct nl_msg *message, int type, const void *data, size_t length);

/**
 * netlink_exchange() - send @message, and receive until its end
 * @message: freed; NULL is -ENOMEM
 * @each: for each answer its command and attributes; non-zero is returned once
 * the rest has been received
 */
int netlink_exchange(struct netlink_socket *socket, struct nl_msg *message,
		     int (*each)(uint8_t command, struct attributes attributes,
				 void *context),
		     void *context);

/** netlink_resolve() - a family and one of its groups. -ENOENT: there is none now */
int netlink_resolve(struct netlink_socket *socket, const char *name, const char *group,
		    struct netlink_family *family);

/* What is left of a datagram. */
struct netlink_datagram {
	const uint8_t *next;
	size_t left;
};

/**
 * netlink_next() - the next message of a datagram
 * Return: the message, all of which is there; NULL at the end, or where none begins:
 * then something is left.
 */
const struct nlmsghdr *netlink_next(struct netlink_datagram *datagram);

/** netlink_parse() - the generic header of a message. Return: its command, or -EBADMSG. */
int netlink_parse(const struct nlmsghdr *message, struct attributes *attributes);

/**
 * netlink_receive() - one datagram from the kernel into the buffer
 * @flags: of recvmsg()
 * Return: its length, 0: not from the kernel, or -errno.
 */
int netlink_receive(struct netlink_socket *socket, int flags);

#endif /* MUSTER_NETLINK_SOCKET_H */
