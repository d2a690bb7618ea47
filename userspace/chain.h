/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chain.h: one link of the chain that makes a ledger provable:
 * hash(n) = SHA-256(hash(n - 1) || payload(n)), hash(0) = 32 zero bytes.
 */
#ifndef MUSTER_CHAIN_H
#define MUSTER_CHAIN_H

#include <stddef.h>
#include <stdint.h>

#define CHAIN_HASH_SIZE 32	/* bytes */

/**
 * chain_next() - compute hash(n)
 * @previous: hash(n - 1), 32 bytes; may be the same memory as @hash
 * @payload: payload(n); NULL with @length 0: nothing but @previous
 * @hash: out: 32 bytes
 */
void chain_next(const uint8_t *previous, const uint8_t *payload, size_t length,
		uint8_t *hash);

/** chain_hex() - @size bytes as lower-case hex with a final NUL: 2 * @size + 1 */
void chain_hex(const uint8_t *bytes, size_t size, char *text);

/** chain_unhex() - the reverse; -EINVAL unless @text is 2 * @size hex digits exactly */
int chain_unhex(const char *text, uint8_t *bytes, size_t size);

#endif /* MUSTER_CHAIN_H */
