/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * attributes.h: reading netlink attributes out of bytes that may be hostile.
 */
#ifndef MUSTER_ATTRIBUTES_H
#define MUSTER_ATTRIBUTES_H

#include <stddef.h>
#include <stdint.h>

/* One attribute; @data points into what is being read. */
struct attribute {
	unsigned int type;
	const uint8_t *data;
	size_t length;
};

/* The bytes still to be read. */
struct attributes {
	const uint8_t *next;
	size_t left;
};

/** attribute_next() - Return: 1 and the next one, 0 at the end, -EBADMSG. */
int attribute_next(struct attributes *attributes, struct attribute *attribute);

/* Return: 0, or -EBADMSG for a wrong length. */
int attribute_u32(const struct attribute *attribute, uint32_t *value);
int attribute_u64(const struct attribute *attribute, uint64_t *value);
int attribute_bytes(const struct attribute *attribute, void *bytes, size_t size);

/** attribute_text() - a string: in place, if it ends with its only NUL; else NULL */
const char *attribute_text(const struct attribute *attribute);

/** attribute_copy() - a copy of it in *@text, which is freed. 0, -EBADMSG, -ENOMEM */
int attribute_copy(const struct attribute *attribute, char **text);

/** attribute_inside() - the attributes of a nest */
struct attributes attribute_inside(const struct attribute *attribute);

#endif /* MUSTER_ATTRIBUTES_H */
