/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contents.h: the bytes of a memory that userspace reads, with a map of those that
 * are known: an SPD, a FRU memory, the vital product data of a function.
 */
#ifndef MUSTER_CONTENTS_H
#define MUSTER_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONTENTS_MAX (64u << 10)	/* bytes: the largest memory that is taken */

/**
 * struct contents - what was read of a memory
 * @size: how large it is; 0: not known. Where fewer bytes are known it is cut short.
 * @length: room of @bytes: behind the last that is known
 * @known: one bit per byte
 */
struct contents {
	size_t size, length;
	uint8_t *bytes, *known;
};

/** contents_new() - Return: contents of which nothing is known, or NULL. */
struct contents *contents_new(size_t size);
struct contents *contents_copy(const struct contents *contents);
void contents_free(struct contents *contents);

/** contents_put() - Return: 0, -ERANGE beyond CONTENTS_MAX, -ENOMEM. */
int contents_put(struct contents *contents, size_t offset, const void *bytes, size_t length);

/** contents_u8() - Return: true and the value if that byte is known. */
bool contents_u8(const struct contents *contents, size_t offset, uint8_t *value);

/** contents_run() - Return: how many bytes are known from the first on, unbroken. */
size_t contents_run(const struct contents *contents);

#endif /* MUSTER_CONTENTS_H */
