/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * message.h: netlink messages as bytes, so that a test can also say them wrong.
 *
 * Written against the protocol's header alone, apart from muster's own
 * reader: a mistake there must not be able to hide here.
 */
#ifndef TEST_MESSAGE_H
#define TEST_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MESSAGE_ROOM	1024

/* A request being put together; starts with its two headers. */
struct message {
	size_t used;
	uint8_t bytes[MESSAGE_ROOM] __attribute__((aligned(8)));
};

/* One attribute as it was received. */
struct attribute {
	uint16_t type;
	size_t length;
	const uint8_t *data;
};

/** message_begin() - @flags: NLM_F_*, NLM_F_REQUEST comes by itself */
void message_begin(struct message *message, uint16_t family, uint8_t command, uint16_t flags);
void message_put(struct message *message, uint16_t type, const void *data, size_t length);
void message_put_u64(struct message *message, uint16_t type, uint64_t value);
void message_put_raw(struct message *message, const void *data, size_t length);

/**
 * attribute_next() - read the attribute at *@at and step over it
 * Return: 1, 0 at @end, or -EBADMSG: cut short, or padding that is not zero.
 */
int attribute_next(const uint8_t **at, const uint8_t *end, struct attribute *attribute);

/** attribute_find() - Return: the only attribute of @type; false: none or several. */
bool attribute_find(const uint8_t *data, size_t length, uint16_t type, struct attribute *found);
bool attribute_u64(const uint8_t *data, size_t length, uint16_t type, uint64_t *value);
bool attribute_u32(const uint8_t *data, size_t length, uint16_t type, uint32_t *value);

#endif /* TEST_MESSAGE_H */
