// SPDX-License-Identifier: GPL-2.0-or-later
/* Netlink messages as bytes. */

#include "message.h"

#include <assert.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

void message_begin(struct message *message, uint16_t family, uint8_t command, uint16_t flags)
{
	struct nlmsghdr header = { .nlmsg_type = family, .nlmsg_flags = NLM_F_REQUEST | flags };
	struct genlmsghdr generic = { .cmd = command, .version = 1 };

	memset(message, 0, sizeof(*message));
	message_put_raw(message, &header, sizeof(header));
	message_put_raw(message, &generic, sizeof(generic));
}

void message_put_raw(struct message *message, const void *data, size_t length)
{
	struct nlmsghdr *header = (struct nlmsghdr *)message->bytes;

	assert(message->used + NLA_ALIGN(length) <= sizeof(message->bytes));
	if (length)
		memcpy(message->bytes + message->used, data, length);
	message->used += length;
	header->nlmsg_len = message->used;
}

void message_put(struct message *message, uint16_t type, const void *data, size_t length)
{
	struct nlattr attribute = { .nla_len = NLA_HDRLEN + length, .nla_type = type };

	message_put_raw(message, &attribute, sizeof(attribute));
	message_put_raw(message, data, length);
	message_put_raw(message, "\0\0\0", NLA_ALIGN(length) - length);
}

void message_put_u64(struct message *message, uint16_t type, uint64_t value)
{
	message_put(message, type, &value, sizeof(value));
}

int attribute_next(const uint8_t **at, const uint8_t *end, struct attribute *attribute)
{
	size_t left = end - *at;
	struct nlattr header;
	size_t byte, aligned;

	if (!left)
		return 0;
	if (left < sizeof(header))
		return -EBADMSG;
	memcpy(&header, *at, sizeof(header));
	aligned = NLA_ALIGN((size_t)header.nla_len);
	if (header.nla_len < sizeof(header) || aligned > left)
		return -EBADMSG;
	for (byte = header.nla_len; byte < aligned; byte++) {
		if ((*at)[byte])
			return -EBADMSG;
	}
	attribute->type = header.nla_type & NLA_TYPE_MASK;
	attribute->length = header.nla_len - sizeof(header);
	attribute->data = *at + sizeof(header);
	*at += aligned;
	return 1;
}

bool attribute_find(const uint8_t *data, size_t length, uint16_t type, struct attribute *found)
{
	const uint8_t *end = data + length;
	struct attribute attribute;
	unsigned int count = 0;

	while (attribute_next(&data, end, &attribute) == 1) {
		if (attribute.type == type) {
			*found = attribute;
			count++;
		}
	}
	return count == 1;
}

bool attribute_u64(const uint8_t *data, size_t length, uint16_t type, uint64_t *value)
{
	struct attribute attribute;

	if (!attribute_find(data, length, type, &attribute) ||
	    attribute.length != sizeof(*value))
		return false;
	memcpy(value, attribute.data, sizeof(*value));
	return true;
}

bool attribute_u32(const uint8_t *data, size_t length, uint16_t type, uint32_t *value)
{
	struct attribute attribute;

	if (!attribute_find(data, length, type, &attribute) ||
	    attribute.length != sizeof(*value))
		return false;
	memcpy(value, attribute.data, sizeof(*value));
	return true;
}
