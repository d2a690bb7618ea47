// SPDX-License-Identifier: GPL-2.0-or-later
/* Right requests made wrong at random. */

#include "mangle.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#include "message.h"
#include "muster.h"

#define HEADERS		(NLMSG_HDRLEN + GENL_HDRLEN)
#define ROOM		(MESSAGE_ROOM - 64)	/* what padding and one more header need */
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* splitmix64: a state that is a counter, so any message can be made alone. */
static uint64_t draw(struct mangle *mangle)
{
	uint64_t z = mangle->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint64_t mangle_below(struct mangle *mangle, uint64_t limit)
{
	return draw(mangle) % limit;
}

void mangle_begin(struct mangle *mangle, uint64_t seed, uint64_t number)
{
	mangle->state = seed;
	mangle->state = draw(mangle) ^ number * 0xd6e8feb86659fd93;
}

/* A number of the kind that bounds are about. */
static uint64_t draw_number(struct mangle *mangle)
{
	uint64_t near[] = { 0, 1, mangle->next, UINT64_MAX, INT64_MAX, UINT32_MAX, 1ULL << 63 };

	if (mangle_below(mangle, 4) == 0)
		return draw(mangle) >> mangle_below(mangle, 64);
	return near[mangle_below(mangle, COUNT(near))] + mangle_below(mangle, 5) - 2;
}

static void put_place(struct mangle *mangle, struct message *message)
{
	static const char *const places[] = {
		"0000:00/1f.0", "0000:00/00.0", "0000:00/1f.3/i2c", "0000:00/1f.3/i2c/50", "",
		"/", "0000:00/1f.0/1f.0", "../../etc/passwd", "%s%n\033]0;x\a", "\377\376\300\200",
	};
	const char *place = places[mangle_below(mangle, COUNT(places))];

	message_put(message, MUSTER_A_PLACE, place, strlen(place) + 1);
}

/* The generic controller tells our policies and groups: it is asked, too. */
static void make_control(struct mangle *mangle, struct message *message)
{
	static const uint8_t commands[] = { CTRL_CMD_GETFAMILY, CTRL_CMD_GETPOLICY };
	uint8_t command = commands[mangle_below(mangle, COUNT(commands))];

	message_begin(message, GENL_ID_CTRL, command,
		      mangle_below(mangle, 2) ? NLM_F_DUMP : NLM_F_ACK);
	if (mangle_below(mangle, 2))
		message_put(message, CTRL_ATTR_FAMILY_ID, &mangle->family, sizeof(mangle->family));
	else
		message_put(message, CTRL_ATTR_FAMILY_NAME, MUSTER_GENL_NAME,
			    sizeof(MUSTER_GENL_NAME));
}

static void make_events(struct mangle *mangle, struct message *message)
{
	uint64_t back = mangle_below(mangle, 40);

	message_begin(message, mangle->family, MUSTER_CMD_EVENT_GET, NLM_F_DUMP);
	if (mangle_below(mangle, 2))
		message_put_u64(message, MUSTER_A_NUMBER, back < mangle->next ? mangle->next - back : 1);
	if (mangle_below(mangle, 2))
		message_put(message, MUSTER_A_LOAD_ID, mangle->load_id, sizeof(mangle->load_id));
}

static void make_right(struct mangle *mangle, struct message *message)
{
	uint64_t which = mangle_below(mangle, 64);

	if (which < 16) {
		make_events(mangle, message);
	} else if (which < 24) {
		message_begin(message, mangle->family, MUSTER_CMD_DEVICE_GET, NLM_F_DUMP);
	} else if (which < 36) {
		message_begin(message, mangle->family, MUSTER_CMD_DEVICE_GET, NLM_F_ACK);
		message_put_u64(message, MUSTER_A_NUMBER, 2 + mangle_below(mangle, 60));
	} else if (which < 48) {
		message_begin(message, mangle->family, MUSTER_CMD_DEVICE_GET, NLM_F_ACK);
		put_place(mangle, message);
	} else if (which < 56) {
		message_begin(message, mangle->family, MUSTER_CMD_INFO_GET, NLM_F_ACK);
	} else if (which < 63) {
		make_control(mangle, message);
	} else {
		message_begin(message, mangle->family, MUSTER_CMD_RESCAN, NLM_F_ACK);
	}
}

/* Any attribute that the lengths before it still lead to, or NULL. */
static struct nlattr *pick(struct mangle *mangle, struct message *message)
{
	struct nlattr *found = NULL;
	size_t at = HEADERS, seen = 0;

	while (at + NLA_HDRLEN <= message->used) {
		struct nlattr *attribute = (struct nlattr *)(message->bytes + at);

		if (mangle_below(mangle, ++seen) == 0)
			found = attribute;
		if (attribute->nla_len < NLA_HDRLEN)
			break;
		at += NLA_ALIGN((size_t)attribute->nla_len);
	}
	return found;
}

static void put_any(struct mangle *mangle, struct message *message)
{
	uint8_t garbage[300];
	size_t length = mangle_below(mangle, 8) ? mangle_below(mangle, 40) :
			mangle_below(mangle, sizeof(garbage));
	size_t byte;

	if (message->used + length + 2 * NLA_HDRLEN > ROOM)
		return;
	for (byte = 0; byte < length; byte++)
		garbage[byte] = draw(mangle);
	message_put(message, mangle_below(mangle, 4) ? mangle_below(mangle, 16) : draw(mangle),
		    garbage, length);
}

static void put_number(struct mangle *mangle, struct message *message)
{
	if (message->used + 12 <= ROOM)
		message_put_u64(message, mangle_below(mangle, 4) ? MUSTER_A_NUMBER :
				mangle_below(mangle, 16), draw_number(mangle));
}

/* Attributes within attributes, the outer ones of any type. */
static void put_nest(struct mangle *mangle, struct message *message)
{
	size_t depth = 1 + mangle_below(mangle, 24), level;
	size_t begin = message->used;

	if (begin + (depth + 1) * NLA_HDRLEN > ROOM)
		return;
	for (level = 0; level < depth; level++)
		message_put(message, mangle_below(mangle, 14) |
			    (mangle_below(mangle, 2) ? NLA_F_NESTED : 0), NULL, 0);
	for (level = 0; level < depth; level++)
		((struct nlattr *)(message->bytes + begin + level * NLA_HDRLEN))->nla_len =
			(depth - level) * NLA_HDRLEN;
}

/* One that is there already comes twice. */
static void put_twice(struct mangle *mangle, struct message *message)
{
	const struct nlattr *attribute = pick(mangle, message);
	uint8_t copy[MESSAGE_ROOM];
	size_t length;

	if (!attribute || attribute->nla_len < NLA_HDRLEN)
		return;
	length = attribute->nla_len;
	if ((const uint8_t *)attribute + length > message->bytes + message->used ||
	    message->used + length + NLA_HDRLEN > ROOM)
		return;
	memcpy(copy, attribute, length);
	message_put_raw(message, copy, length);
	message_put_raw(message, "\0\0\0", NLA_ALIGN(length) - length);
}

static void spoil_attribute(struct mangle *mangle, struct message *message)
{
	struct nlattr *attribute = pick(mangle, message);

	if (!attribute)
		return;
	switch (mangle_below(mangle, 4)) {
	case 0:
		attribute->nla_len = mangle_below(mangle, 5);
		break;
	case 1:
		attribute->nla_len += mangle_below(mangle, 9) - 4;
		break;
	case 2:
		attribute->nla_len = draw(mangle);
		break;
	default:
		attribute->nla_type ^= 1 << mangle_below(mangle, 16);
	}
}

static void spoil_header(struct mangle *mangle, struct message *message)
{
	struct nlmsghdr *header = (struct nlmsghdr *)message->bytes;
	struct genlmsghdr *generic = (struct genlmsghdr *)(message->bytes + NLMSG_HDRLEN);

	switch (mangle_below(mangle, 7)) {
	case 0:
		header->nlmsg_flags ^= 1 << mangle_below(mangle, 16);
		break;
	case 1:
		header->nlmsg_flags = draw(mangle);
		break;
	case 2:
		header->nlmsg_len += mangle_below(mangle, 41) - 20;
		break;
	case 3:
		header->nlmsg_type += mangle_below(mangle, 5) - 2;
		break;
	case 4:
		generic->cmd = mangle_below(mangle, 2) ? mangle_below(mangle, 8) : draw(mangle);
		break;
	case 5:
		generic->version = draw(mangle);
		break;
	default:
		generic->reserved = draw(mangle);
	}
}

/* The end goes; the header may or may not admit it. */
static void cut(struct mangle *mangle, struct message *message)
{
	message->used = mangle_below(mangle, message->used + 1);
	if (mangle_below(mangle, 2))
		((struct nlmsghdr *)message->bytes)->nlmsg_len = message->used;
}

/* Several in one datagram: the kernel takes one after the other. */
static void repeat(struct mangle *mangle, struct message *message)
{
	const struct nlmsghdr *header = (const struct nlmsghdr *)message->bytes;
	size_t once = message->used, length = header->nlmsg_len, times = 1 + mangle_below(mangle, 3);

	if (once % NLMSG_ALIGNTO)
		return;
	while (times-- && message->used + once <= ROOM) {
		memcpy(message->bytes + message->used, message->bytes, once);
		message->used += once;
	}
	((struct nlmsghdr *)message->bytes)->nlmsg_len = length;
}

static void spoil_bytes(struct mangle *mangle, struct message *message)
{
	size_t at;

	if (message->used <= NLMSG_HDRLEN)
		return;
	at = NLMSG_HDRLEN + mangle_below(mangle, message->used - NLMSG_HDRLEN);
	if (mangle_below(mangle, 2))
		message->bytes[at] = draw(mangle);
	else
		message->bytes[at] ^= 1 << mangle_below(mangle, 8);
}

void mangle_make(struct mangle *mangle, struct message *message)
{
	static void (*const ways[])(struct mangle *mangle, struct message *message) = {
		put_any, put_number, put_nest, put_twice, spoil_attribute, spoil_attribute,
		spoil_header, cut, repeat, spoil_bytes,
	};
	size_t times = mangle_below(mangle, 5);

	make_right(mangle, message);
	/* what a cut leaves has no attributes that a further way could count on */
	while (times-- && message->used >= HEADERS)
		ways[mangle_below(mangle, COUNT(ways))](mangle, message);
}
