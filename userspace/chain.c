// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * chain.c: one link of the chain that makes a ledger provable.
 */
#include "chain.h"

#include <errno.h>
#include <string.h>

#include "sha256.h"

void chain_next(const uint8_t *previous, const uint8_t *payload, size_t length,
		uint8_t *hash)
{
	struct sha256 sha256;

	sha256_begin(&sha256);
	sha256_add(&sha256, previous, CHAIN_HASH_SIZE);
	sha256_add(&sha256, payload, length);
	sha256_end(&sha256, hash);
}

void chain_hex(const uint8_t *bytes, size_t size, char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * size] = '\0';
}

static int parse_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

int chain_unhex(const char *text, uint8_t *bytes, size_t size)
{
	size_t i;

	if (strlen(text) != 2 * size)
		return -EINVAL;
	for (i = 0; i < size; i++) {
		int high = parse_digit(text[2 * i]), low = parse_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return -EINVAL;
		bytes[i] = high << 4 | low;
	}
	return 0;
}
