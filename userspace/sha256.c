// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sha256.c: SHA-256 as FIPS 180-4 has it; the names a to h, w, and the section
 * numbers are the standard's.
 */
#include "sha256.h"

#include <string.h>

#define ROUNDS 64

/* Section 4.2.2: the first 32 bits of the fractions of the cube roots of primes. */
static const uint32_t constants[ROUNDS] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Section 5.3.3: likewise, of the square roots. */
static const uint32_t initial[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotate(uint32_t x, unsigned int n)
{
	return x >> n | x << (32 - n);
}

static uint32_t load(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static void store(uint8_t *bytes, uint32_t word)
{
	bytes[0] = word >> 24;
	bytes[1] = word >> 16;
	bytes[2] = word >> 8;
	bytes[3] = word;
}

/* Section 6.2.2, step 1. */
static void expand(uint32_t *w, const uint8_t *block)
{
	unsigned int t;

	for (t = 0; t < 16; t++)
		w[t] = load(block + 4 * t);
	for (; t < ROUNDS; t++)
		w[t] = w[t - 16] + w[t - 7] +
		       (rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3) +
		       (rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10);
}

/* Section 6.2.2, steps 2 to 4. */
static void compress(uint32_t *state, const uint8_t *block)
{
	enum { A, B, C, D, E, F, G, H };
	uint32_t w[ROUNDS], v[8];
	unsigned int t;

	expand(w, block);
	memcpy(v, state, sizeof(v));
	for (t = 0; t < ROUNDS; t++) {
		uint32_t one = v[H] + (rotate(v[E], 6) ^ rotate(v[E], 11) ^ rotate(v[E], 25)) +
			       ((v[E] & v[F]) ^ (~v[E] & v[G])) + constants[t] + w[t];
		uint32_t two = (rotate(v[A], 2) ^ rotate(v[A], 13) ^ rotate(v[A], 22)) +
			       ((v[A] & v[B]) ^ (v[A] & v[C]) ^ (v[B] & v[C]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[E] += one;
		v[A] = one + two;
	}
	for (t = 0; t < 8; t++)
		state[t] += v[t];
}

/** sha256_begin() - of nothing yet */
void sha256_begin(struct sha256 *sha256)
{
	memcpy(sha256->state, initial, sizeof(initial));
	sha256->length = 0;
}

void sha256_add(struct sha256 *sha256, const void *data, size_t length)
{
	size_t held = sha256->length % SHA256_BLOCK;
	const uint8_t *bytes = data;

	sha256->length += length;
	while (length > 0) {
		size_t taken = SHA256_BLOCK - held;

		if (taken > length)
			taken = length;
		memcpy(sha256->block + held, bytes, taken);
		held += taken;
		bytes += taken;
		length -= taken;
		if (held == SHA256_BLOCK) {
			compress(sha256->state, sha256->block);
			held = 0;
		}
	}
}

/* Section 5.1.1: a bit, zeros, and the length in bits as the last 8 bytes. */
void sha256_end(struct sha256 *sha256, uint8_t *digest)
{
	size_t held = sha256->length % SHA256_BLOCK;
	uint64_t bits = sha256->length * 8;
	uint8_t padding[SHA256_BLOCK + 8] = { 0x80 };
	size_t size = (held < 56 ? 56 : 120) - held;
	unsigned int i;

	store(padding + size, bits >> 32);
	store(padding + size + 4, bits);
	sha256_add(sha256, padding, size + 8);
	for (i = 0; i < 8; i++)
		store(digest + 4 * i, sha256->state[i]);
}

void sha256_digest(const void *data, size_t length, uint8_t *digest)
{
	struct sha256 sha256;

	sha256_begin(&sha256);
	sha256_add(&sha256, data, length);
	sha256_end(&sha256, digest);
}
