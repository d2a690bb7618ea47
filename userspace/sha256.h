/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sha256.h: SHA-256 for the chain and for digests of texts, by libnettle: next
 * to libcrypto it costs the daemon a tenth of the memory.
 */
#ifndef MUSTER_SHA256_H
#define MUSTER_SHA256_H

#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE SHA256_DIGEST_SIZE	/* bytes of a digest */

struct sha256 {
	struct sha256_ctx context;
};

/** sha256_begin() - sha256_add() as often as needed, then sha256_end(): the digest */
void sha256_begin(struct sha256 *sha256);
/** sha256_add() - @data may be NULL with @length 0 */
void sha256_add(struct sha256 *sha256, const void *data, size_t length);
/** sha256_end() - @digest: out: 32 bytes; @sha256 is used up */
void sha256_end(struct sha256 *sha256, uint8_t *digest);

/** sha256_of() - the digest of @data alone; @digest may be the same memory */
void sha256_of(const void *data, size_t length, uint8_t *digest);

#endif /* MUSTER_SHA256_H */
