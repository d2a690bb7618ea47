// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_netlink.c: a kernel with the module, for the real client in this process.
 */
#include "fuzz_netlink.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "fuzz.h"
#include "muster.h"
#include "netlink_socket.h"

#define SOCKET		1000	/* a descriptor that is none */
#define SEQUENCE	1	/* of all that was recorded */
#define ENTRIES		64
#define QUEUED		32
#define WHOLE		(16 * 1024)	/* bytes: as the kernel fills datagrams of a dump */

struct bytes {
	uint8_t *data;
	size_t length;
	uint8_t odd;
};

struct queue {
	struct bytes items[QUEUED];
	size_t first, count;
};

static const char *const kinds[] = {
	"family", "control", "absent", "info", "device", "nobody", "devices", "beyond",
	"rescan", "events", "doorbell", "module",
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static struct queue recorded[KINDS], instead[KINDS], answers, notices;
static bool is_instead[KINDS];
static struct bytes entries[ENTRIES];	/* messages, by number */
static void (*alter_each)(struct fuzz_datagram *datagram, void *context);
static void *alter_context;

/* What the linker puts in the place of the real ones. */
ssize_t __real_recvmsg(int fd, struct msghdr *header, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *header, int flags);
int __real_setsockopt(int fd, int level, int name, const void *value, socklen_t length);
int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t length);
int __wrap_nl_connect(struct nl_sock *sock, int protocol);
int __wrap_nl_socket_get_fd(const struct nl_sock *sock);
int __wrap_nl_send_auto(struct nl_sock *sock, struct nl_msg *message);

static size_t find_kind(const char *name)
{
	size_t kind;

	for (kind = 0; kind < KINDS && strcmp(kinds[kind], name); kind++)
		;
	claim(kind < KINDS);
	return kind;
}

const char *fuzz_netlink_kind(size_t nth)
{
	return nth < KINDS ? kinds[nth] : NULL;
}

static void clear(struct queue *queue)
{
	while (queue->count)
		free(queue->items[--queue->count].data);
	queue->first = 0;
}

static void put(struct queue *queue, const void *data, size_t length, uint8_t odd)
{
	struct bytes *item = &queue->items[queue->count];

	if (queue->count == QUEUED)
		return;
	item->data = malloc(length ? length : 1);
	claim(item->data);
	memcpy(item->data, data, length);
	item->length = length;
	item->odd = odd;
	queue->count++;
}

static uint8_t digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* The number of the entry that a message carries; 0: none. */
static uint64_t number_of(const struct nlmsghdr *message)
{
	uint64_t number;

	/* headers, that of the nest, and that of its first attribute */
	if (message->nlmsg_type < NLMSG_MIN_TYPE || message->nlmsg_len < 20 + 8 + 8)
		return 0;
	memcpy(&number, (const uint8_t *)message + 20 + 8, sizeof(number));
	return number;
}

static void keep_entries(const uint8_t *data, size_t length)
{
	struct netlink_datagram datagram = { data, length };
	const struct nlmsghdr *message;

	while ((message = netlink_next(&datagram))) {
		uint64_t number = number_of(message);

		if (!number)
			continue;
		claim(number < ENTRIES);
		entries[number].length = message->nlmsg_len;
		entries[number].data = malloc(message->nlmsg_len);
		claim(entries[number].data);
		memcpy(entries[number].data, message, message->nlmsg_len);
	}
}

static void take_line(const char *line)
{
	size_t name = strcspn(line, " "), length = 0;
	static uint8_t data[32 * 1024];
	char kind[16];

	snprintf(kind, sizeof(kind), "%.*s", (int)name, line);
	for (line += name + 1; line[0] > ' '; line += 2)
		data[length++] = digit(line[0]) << 4 | digit(line[1]);
	put(&recorded[find_kind(kind)], data, length, 0);
	if (!strcmp(kind, "events"))
		keep_entries(data, length);
}

static void read_fixture(void)
{
	FILE *file;
	char *line = NULL;
	size_t size = 0;

	if (recorded[0].count)
		return;
	file = fopen(FIXTURES "/netlink.txt", "r");
	claim(file);
	while (getline(&line, &size, file) > 0)
		if (line[0] != '#')
			take_line(line);
	free(line);
	fclose(file);
	claim(recorded[0].count);
}

const uint8_t *fuzz_netlink_entry(uint64_t number, size_t *length)
{
	const uint8_t *data;
	uint16_t nest;

	read_fixture();
	if (!number || number >= ENTRIES || !entries[number].data)
		return NULL;
	data = entries[number].data + 20;
	memcpy(&nest, data, sizeof(nest));
	*length = nest - NLA_HDRLEN;
	return data + NLA_HDRLEN;
}

void fuzz_netlink_alter(void (*alter)(struct fuzz_datagram *datagram, void *context),
			void *context)
{
	alter_each = alter;
	alter_context = context;
}

void fuzz_netlink_answer(const char *kind, const uint8_t *data, size_t size)
{
	size_t nth;
	uint16_t length;

	for (nth = 0; nth < KINDS; nth++) {
		clear(&instead[nth]);
		is_instead[nth] = false;
	}
	if (!kind)
		return;
	nth = find_kind(kind);
	is_instead[nth] = true;
	while (size > 3) {
		memcpy(&length, data, sizeof(length));
		if (length > size - 3)
			length = size - 3;
		put(&instead[nth], data + 3, length, data[2]);
		data += 3 + length;
		size -= 3 + length;
	}
}

static void say(struct queue *queue, const char *kind)
{
	size_t nth = find_kind(kind), i;
	const struct queue *from = is_instead[nth] ? &instead[nth] : &recorded[nth];

	read_fixture();
	for (i = 0; i < from->count; i++)
		put(queue, from->items[i].data, from->items[i].length, from->items[i].odd);
}

void fuzz_netlink_notice(const char *kind)
{
	clear(&notices);
	say(&notices, kind);
}

/* The first message of a dump tells the hash before it. */
static size_t put_first(uint8_t *data, uint64_t number)
{
	const struct bytes *entry = &entries[number], *before = &entries[number - 1];
	struct nlattr header = { .nla_len = NLA_HDRLEN + MUSTER_HASH_SIZE,
		.nla_type = MUSTER_A_PREVIOUS_HASH };
	uint32_t length = entry->length + NLA_HDRLEN + MUSTER_HASH_SIZE;
	uint16_t nest;

	memcpy(data, entry->data, entry->length);
	memcpy(data, &length, sizeof(length));
	memcpy(data + entry->length, &header, sizeof(header));
	/* the hash stands right behind the entry */
	memcpy(&nest, before->data + 20, sizeof(nest));
	memcpy(data + entry->length + NLA_HDRLEN,
	       before->data + 20 + NLA_ALIGN((size_t)nest) + NLA_HDRLEN, MUSTER_HASH_SIZE);
	return length;
}

/* A dump from a number on, as the module makes it. */
static void say_entries_from(uint64_t number)
{
	const struct nlmsghdr end = { .nlmsg_len = NLMSG_LENGTH(sizeof(int)),
		.nlmsg_type = NLMSG_DONE, .nlmsg_flags = NLM_F_MULTI, .nlmsg_seq = SEQUENCE };
	static uint8_t data[2 * WHOLE];
	size_t used = 0;
	bool first = true;

	for (; number < ENTRIES && entries[number].data; number++) {
		if (first) {
			used = put_first(data, number);
		} else {
			memcpy(data + used, entries[number].data, entries[number].length);
			used += entries[number].length;
		}
		first = false;
		if (used < WHOLE)
			continue;
		put(&answers, data, used, 0);
		used = 0;
	}
	if (used)
		put(&answers, data, used, 0);
	memset(data, 0, 2 * sizeof(end));
	memcpy(data, &end, sizeof(end));
	put(&answers, data, end.nlmsg_len, 0);
}

static void answer_control(const struct nlmsghdr *request)
{
	struct nlattr *name = nlmsg_find_attr((struct nlmsghdr *)request, GENL_HDRLEN,
					      CTRL_ATTR_FAMILY_NAME);
	const char *text = name ? nla_data(name) : "";

	say(&answers, !strcmp(text, "nlctrl") ? "control" :
	    !strcmp(text, MUSTER_GENL_NAME) ? "family" : "absent");
}

static void answer_events(const struct nlmsghdr *request)
{
	struct nlattr *attribute = nlmsg_find_attr((struct nlmsghdr *)request, GENL_HDRLEN,
						   MUSTER_A_NUMBER);
	uint64_t number = attribute ? nla_get_u64(attribute) : 1;

	read_fixture();
	if (number <= 1 || is_instead[find_kind("events")])
		say(&answers, "events");
	else if (number >= ENTRIES || !entries[number - 1].data)
		say(&answers, "beyond");
	else
		say_entries_from(number);
}

/* Answers are there as soon as a request was sent. */
int __wrap_nl_send_auto(struct nl_sock *sock, struct nl_msg *message)
{
	struct nlmsghdr *request = nlmsg_hdr(message);
	const struct genlmsghdr *generic = nlmsg_data(request);

	(void)sock;
	request->nlmsg_seq = SEQUENCE;
	clear(&answers);
	if (request->nlmsg_type == GENL_ID_CTRL)
		answer_control(request);
	else if (generic->cmd == MUSTER_CMD_INFO_GET)
		say(&answers, "info");
	else if (generic->cmd == MUSTER_CMD_EVENT_GET)
		answer_events(request);
	else if (generic->cmd == MUSTER_CMD_RESCAN)
		say(&answers, "rescan");
	else if (request->nlmsg_flags & NLM_F_DUMP)
		say(&answers, "devices");
	else
		say(&answers, nlmsg_find_attr(request, GENL_HDRLEN, MUSTER_A_NUMBER) ?
		    "device" : "nobody");
	return request->nlmsg_len;
}

int __wrap_nl_connect(struct nl_sock *sock, int protocol)
{
	(void)sock;
	return protocol == NETLINK_GENERIC ? 0 : -NLE_PROTO_MISMATCH;
}

int __wrap_nl_socket_get_fd(const struct nl_sock *sock)
{
	(void)sock;
	return SOCKET;
}

int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
	return fd == SOCKET ? 0 : __real_setsockopt(fd, level, name, value, length);
}

/* What the byte before a datagram can make of it. */
static void make_odd(struct fuzz_datagram *datagram, uint8_t odd)
{
	static const int errnos[] = { ENOBUFS, ENOMEM, EINTR, ECONNREFUSED };

	datagram->sender = odd & 1 ? 4711 : 0;
	datagram->cut = odd & 2;
	datagram->err = odd & 4 ? errnos[odd >> 3 & 3] : 0;
}

static bool take(struct queue *queue, struct fuzz_datagram *datagram)
{
	struct bytes *item = &queue->items[queue->first];

	if (queue->first == queue->count)
		return false;
	queue->first++;
	datagram->length = item->length;
	memcpy(datagram->data, item->data, item->length);
	make_odd(datagram, item->odd);
	return true;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *header, int flags)
{
	struct queue *queue = flags & MSG_DONTWAIT ? &notices : &answers;
	struct sockaddr_nl sender = { .nl_family = AF_NETLINK };
	static struct fuzz_datagram datagram;

	if (fd != SOCKET)
		return __real_recvmsg(fd, header, flags);
	errno = EAGAIN;
	if (!take(queue, &datagram))
		return -1;
	if (alter_each)
		alter_each(&datagram, alter_context);
	errno = datagram.err;
	if (datagram.err)
		return -1;
	sender.nl_pid = datagram.sender;
	memcpy(header->msg_name, &sender, sizeof(sender));
	header->msg_flags = datagram.cut ? MSG_TRUNC : 0;
	if (datagram.length > header->msg_iov->iov_len)
		datagram.length = header->msg_iov->iov_len;
	memcpy(header->msg_iov->iov_base, datagram.data, datagram.length);
	return datagram.length;
}
