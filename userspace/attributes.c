// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * attributes.c: reading netlink attributes out of bytes that may be hostile.
 *
 * Nothing is taken to be aligned: the bytes may lie anywhere in a file.
 */
#include "attributes.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

int attribute_next(struct attributes *attributes, struct attribute *attribute)
{
	struct nlattr header;
	size_t whole;

	if (!attributes->left)
		return 0;
	if (attributes->left < sizeof(header))
		return -EBADMSG;
	memcpy(&header, attributes->next, sizeof(header));
	if (header.nla_len < sizeof(header) || header.nla_len > attributes->left)
		return -EBADMSG;
	attribute->type = header.nla_type & NLA_TYPE_MASK;
	attribute->data = attributes->next + sizeof(header);
	attribute->length = header.nla_len - sizeof(header);
	whole = NLA_ALIGN((size_t)header.nla_len);
	/* the padding of the last one may be missing */
	if (whole > attributes->left)
		whole = attributes->left;
	attributes->next += whole;
	attributes->left -= whole;
	return 1;
}

int attribute_bytes(const struct attribute *attribute, void *bytes, size_t size)
{
	if (attribute->length != size)
		return -EBADMSG;
	memcpy(bytes, attribute->data, size);
	return 0;
}

int attribute_u32(const struct attribute *attribute, uint32_t *value)
{
	return attribute_bytes(attribute, value, sizeof(*value));
}

int attribute_u64(const struct attribute *attribute, uint64_t *value)
{
	return attribute_bytes(attribute, value, sizeof(*value));
}

const char *attribute_text(const struct attribute *attribute)
{
	size_t length = attribute->length;

	if (!length || memchr(attribute->data, '\0', length) !=
		       attribute->data + length - 1)
		return NULL;
	return (const char *)attribute->data;
}

int attribute_copy(const struct attribute *attribute, char **text)
{
	const char *found = attribute_text(attribute);
	char *copy;

	if (!found)
		return -EBADMSG;
	copy = strdup(found);
	if (!copy)
		return -ENOMEM;
	free(*text);
	*text = copy;
	return 0;
}

struct attributes attribute_inside(const struct attribute *attribute)
{
	return (struct attributes){ attribute->data, attribute->length };
}
