// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sha256.c: the one file that knows which library hashes.
 */
#include "sha256.h"

void sha256_begin(struct sha256 *sha256)
{
	sha256_init(&sha256->context);
}

void sha256_add(struct sha256 *sha256, const void *data, size_t length)
{
	if (length > 0)
		sha256_update(&sha256->context, length, data);
}

void sha256_end(struct sha256 *sha256, uint8_t *digest)
{
	sha256_digest(&sha256->context, SHA256_SIZE, digest);
}

void sha256_of(const void *data, size_t length, uint8_t *digest)
{
	struct sha256 sha256;

	sha256_begin(&sha256);
	sha256_add(&sha256, data, length);
	sha256_end(&sha256, digest);
}
