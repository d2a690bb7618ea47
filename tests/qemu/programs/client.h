/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * client.h: a generic netlink socket, its family, and requests with their answers.
 */
#ifndef TEST_CLIENT_H
#define TEST_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message;

#define CLIENT_ROOM	32768

struct client {
	int fd;
	uint16_t family;
	uint32_t group;		/* "events" */
	uint32_t sequence;
	uint8_t received[CLIENT_ROOM] __attribute__((aligned(8)));
};

/* How a request ended. */
struct answer {
	int err;		/* 0 or -errno, as the kernel says */
	bool silent;		/* nothing came within the time */
	bool interrupted;	/* NLM_F_DUMP_INTR was set somewhere */
	unsigned int messages;	/* of data */
	char sentence[256];	/* of the extended acknowledgement, or empty */
};

/** typedef client_take_fn - a message of data: its attributes. Return: 0 or -errno. */
typedef int client_take_fn(void *context, uint8_t command, const uint8_t *data, size_t length);

/** client_open() - @seconds: how long a receive waits. Return: 0 or -errno. */
int client_open(struct client *client, unsigned int seconds);
void client_close(struct client *client);

/** client_resolve() - find the family "muster". Return: 0 or -errno. */
int client_resolve(struct client *client);

/** client_join() - join the group "events". Return: 0 or -errno. */
int client_join(struct client *client);

/** client_send() - as it is, with the next sequence number. Return: 0 or -errno. */
int client_send(struct client *client, struct message *message);

/**
 * client_receive() - take messages until the request sent last has ended
 * @take: NULL where no data is wanted
 * Return: 0 (see @answer), or -errno: no answer could be had, or @take's.
 */
int client_receive(struct client *client, client_take_fn *take, void *context,
		   struct answer *answer);

/** client_ask() - client_send() and client_receive(); -errno of the answer, too. */
int client_ask(struct client *client, struct message *message, client_take_fn *take,
	       void *context, struct answer *answer);

#endif /* TEST_CLIENT_H */
