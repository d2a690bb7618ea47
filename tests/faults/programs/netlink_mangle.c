// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netlink_mangle.c: datagrams of the kernel made wrong at random.
 */
#include "netlink_mangle.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#include "fuzz_netlink.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HEADERS (NLMSG_HDRLEN + GENL_HDRLEN)

/* splitmix64 */
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

/* Any message that the lengths before it lead to. Return: false: there is none. */
static bool pick_message(struct mangle *mangle, const struct fuzz_datagram *datagram, size_t *at,
			 size_t *length)
{
	size_t offset = 0, seen = 0;
	struct nlmsghdr header;

	while (offset + sizeof(header) <= datagram->length) {
		memcpy(&header, datagram->data + offset, sizeof(header));
		if (header.nlmsg_len < sizeof(header) || header.nlmsg_len > datagram->length - offset)
			break;
		if (mangle_below(mangle, ++seen) == 0) {
			*at = offset;
			*length = header.nlmsg_len;
		}
		offset += NLMSG_ALIGN(header.nlmsg_len);
	}
	return seen > 0;
}

/* Any attribute of it, of a nest as likely as of the message. */
static bool pick_attribute(struct mangle *mangle, const struct fuzz_datagram *datagram,
			   size_t *at, struct nlattr *attribute)
{
	size_t begin, length, offset, seen = 0;
	unsigned int depth = mangle_below(mangle, 4);
	struct nlattr header;
	bool found = false;

	if (!pick_message(mangle, datagram, &begin, &length) || length < HEADERS)
		return false;
	offset = begin + HEADERS;
	length -= HEADERS;
	do {
		size_t end = offset + length;

		for (seen = 0; offset + NLA_HDRLEN <= end; offset += NLA_ALIGN(header.nla_len)) {
			memcpy(&header, datagram->data + offset, sizeof(header));
			if (header.nla_len < NLA_HDRLEN || header.nla_len > end - offset)
				break;
			if (mangle_below(mangle, ++seen) == 0) {
				*at = offset;
				*attribute = header;
			}
		}
		if (!seen)
			break;
		found = true;
		offset = *at + NLA_HDRLEN;
		length = attribute->nla_len - NLA_HDRLEN;
	} while (depth--);
	return found;
}

static void put(struct fuzz_datagram *datagram, size_t at, const void *data, size_t length)
{
	if (at + length <= datagram->length)
		memcpy(datagram->data + at, data, length);
}

static void spoil_byte(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	size_t at;

	if (!datagram->length)
		return;
	at = mangle_below(mangle, datagram->length);
	if (mangle_below(mangle, 2))
		datagram->data[at] = draw(mangle);
	else
		datagram->data[at] ^= 1 << mangle_below(mangle, 8);
}

static void spoil_attribute(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	struct nlattr attribute = { 0 };
	size_t at = 0;

	if (!pick_attribute(mangle, datagram, &at, &attribute))
		return;
	switch (mangle_below(mangle, 5)) {
	case 0:
		attribute.nla_len = mangle_below(mangle, 6);
		break;
	case 1:
		attribute.nla_len += mangle_below(mangle, 9) - 4;
		break;
	case 2:
		attribute.nla_len = draw(mangle);
		break;
	case 3:
		attribute.nla_type = mangle_below(mangle, 40);
		break;
	default:
		attribute.nla_type ^= 1 << mangle_below(mangle, 16);
	}
	put(datagram, at, &attribute, sizeof(attribute));
}

/* What an attribute says becomes a number of the kind that bounds are about. */
static void spoil_value(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	static const uint64_t numbers[] = { 0, 1, UINT64_MAX, INT64_MAX, UINT32_MAX, 1ULL << 63, 64 };
	uint64_t number = numbers[mangle_below(mangle, COUNT(numbers))] + mangle_below(mangle, 5) - 2;
	struct nlattr attribute = { 0 };
	size_t at = 0, length;

	if (!pick_attribute(mangle, datagram, &at, &attribute))
		return;
	length = attribute.nla_len - NLA_HDRLEN;
	put(datagram, at + NLA_HDRLEN, &number, length < 8 ? length : 8);
}

static void spoil_header(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	struct nlmsghdr header;
	size_t at = 0, length = 0;

	if (!pick_message(mangle, datagram, &at, &length))
		return;
	memcpy(&header, datagram->data + at, sizeof(header));
	switch (mangle_below(mangle, 6)) {
	case 0:
		header.nlmsg_len += mangle_below(mangle, 9) - 4;
		break;
	case 1:
		header.nlmsg_len = draw(mangle) >> mangle_below(mangle, 64);
		break;
	case 2:
		header.nlmsg_type = mangle_below(mangle, 2) ? mangle_below(mangle, 40) : draw(mangle);
		break;
	case 3:
		header.nlmsg_flags ^= 1 << mangle_below(mangle, 16);
		break;
	case 4:
		header.nlmsg_seq = mangle_below(mangle, 2) ? mangle_below(mangle, 4) : draw(mangle);
		break;
	default:
		header.nlmsg_pid = draw(mangle);
	}
	put(datagram, at, &header, sizeof(header));
}

static void cut(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	datagram->length = mangle_below(mangle, datagram->length + 1);
}

/* A message goes, comes twice, or trades its place with the next. */
static void shuffle(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	static uint8_t copy[sizeof(datagram->data)];
	size_t at = 0, length = 0, rest;

	if (!pick_message(mangle, datagram, &at, &length))
		return;
	length = NLMSG_ALIGN(length);
	if (at + length > datagram->length)
		return;
	rest = datagram->length - at - length;
	memcpy(copy, datagram->data + at, datagram->length - at);
	if (mangle_below(mangle, 2)) {
		memcpy(datagram->data + at, copy + length, rest);
		datagram->length -= length;
	} else if (datagram->length + length <= sizeof(datagram->data) / 2) {
		memcpy(datagram->data + at + length, copy, length + rest);
		datagram->length += length;
	}
}

/* Bytes behind the last message, or a message that nobody asked for. */
static void append(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	struct nlmsghdr header = {
		.nlmsg_len = mangle_below(mangle, 40), .nlmsg_type = mangle_below(mangle, 6),
		.nlmsg_flags = draw(mangle), .nlmsg_seq = mangle_below(mangle, 3),
	};
	uint8_t bytes[64];
	size_t byte, length = mangle_below(mangle, sizeof(bytes));

	for (byte = 0; byte < sizeof(bytes); byte++)
		bytes[byte] = mangle_below(mangle, 4) ? 0 : draw(mangle);
	memcpy(bytes, &header, sizeof(header));
	if (datagram->length + length > sizeof(datagram->data) / 2)
		return;
	memcpy(datagram->data + datagram->length, bytes, length);
	datagram->length += length;
}

/* As the socket may say it: from another sender, cut by the buffer, an error. */
static void misdeliver(struct mangle *mangle, struct fuzz_datagram *datagram)
{
	static const int errnos[] = { ENOBUFS, ENOMEM, ECONNREFUSED, EIO };

	switch (mangle_below(mangle, 4)) {
	case 0:
		datagram->sender = draw(mangle);
		break;
	case 1:
		datagram->cut = true;
		break;
	default:
		datagram->err = errnos[mangle_below(mangle, COUNT(errnos))];
	}
}

static unsigned int count_messages(const struct fuzz_datagram *datagram)
{
	unsigned int count = 0;
	struct nlmsghdr header;
	size_t at = 0;

	while (at + sizeof(header) <= datagram->length) {
		memcpy(&header, datagram->data + at, sizeof(header));
		count++;
		if (header.nlmsg_len < sizeof(header))
			break;
		at += NLMSG_ALIGN((size_t)header.nlmsg_len);
	}
	return count;
}

void mangle_datagram(struct fuzz_datagram *datagram, void *context)
{
	static void (*const ways[])(struct mangle *mangle, struct fuzz_datagram *datagram) = {
		spoil_byte, spoil_byte, spoil_attribute, spoil_attribute, spoil_value, spoil_value,
		spoil_header, spoil_header, cut, shuffle, append, misdeliver,
	};
	struct mangle *mangle = context;
	size_t times;

	if (!mangle->rate || mangle_below(mangle, mangle->rate))
		return;
	mangle->datagrams++;
	mangle->messages += count_messages(datagram);
	for (times = 1 + mangle_below(mangle, 4); times; times--)
		ways[mangle_below(mangle, COUNT(ways))](mangle, datagram);
}
