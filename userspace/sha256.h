/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sha256.h: SHA-256 (FIPS 180-4), for the chain and for digests of texts.
 *
 * Our own, for what the daemon would pay for a library: libcrypto alone is
 * half of the memory of a daemon that hashes some hundred bytes an event. The
 * module hashes with the kernel's own code, so each entry read checks this.
 */
#ifndef MUSTER_SHA256_H
#define MUSTER_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32	/* bytes of a digest */
#define SHA256_BLOCK 64	/* bytes */

struct sha256 {
	uint32_t state[8];
	uint64_t length;	/* bytes so far */
	uint8_t block[SHA256_BLOCK];	/* the last ones, not yet a whole block */
};

void sha256_begin(struct sha256 *sha256);
/** sha256_add() - @data may be NULL with @length 0 */
void sha256_add(struct sha256 *sha256, const void *data, size_t length);
/** sha256_end() - @digest: out: 32 bytes; @sha256 is used up */
void sha256_end(struct sha256 *sha256, uint8_t *digest);

/** sha256_digest() - of @data alone; @digest may be the same memory */
void sha256_digest(const void *data, size_t length, uint8_t *digest);

#endif /* MUSTER_SHA256_H */
