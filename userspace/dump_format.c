// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_format.c: the bytes around the archive of a dump: gzip members that
 * hold nothing but a comment (RFC 1952, sections 2.2 and 2.3).
 */
#include "dump_format.h"

#include <stdio.h>
#include <string.h>

#include "chain.h"

#define MEMBER	"\x1f\x8b\x08\x10\0\0\0\0\0\x03"	/* deflate, FCOMMENT, Unix */
#define DIGEST_AT 17	/* in the tail: after MEMBER and "sha256:" */
#define EMPTY	"\x03\0\0\0\0\0\0\0\0\0"		/* an empty block, CRC, length */

const uint8_t dump_head[DUMP_HEAD_SIZE] = { MEMBER DUMP_SCHEMA "\0" EMPTY };

void dump_tail_make(const uint8_t *digest, uint8_t tail[DUMP_TAIL_SIZE])
{
	char text[2 * CHAIN_HASH_SIZE + 1];
	uint8_t *at = tail;

	chain_hex(digest, CHAIN_HASH_SIZE, text);
	memcpy(at, MEMBER, 10);
	at += 10;
	at += sprintf((char *)at, "sha256:%s", text) + 1;
	memcpy(at, EMPTY, 10);
}

bool dump_tail_is(const uint8_t tail[DUMP_TAIL_SIZE])
{
	uint8_t digest[CHAIN_HASH_SIZE], again[DUMP_TAIL_SIZE];
	char text[2 * CHAIN_HASH_SIZE + 1];

	memcpy(text, tail + DIGEST_AT, sizeof(text));
	text[sizeof(text) - 1] = '\0';
	if (chain_unhex(text, digest, sizeof(digest)))
		return false;
	dump_tail_make(digest, again);
	return !memcmp(tail, again, sizeof(again));
}

bool dump_is(const void *bytes, size_t length)
{
	return length >= sizeof(dump_head) && !memcmp(bytes, dump_head, sizeof(dump_head));
}
