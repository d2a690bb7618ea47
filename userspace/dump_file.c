// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_file.c: read a dump, and prove it whole.
 */
#include "dump_file.h"

#include <string.h>

/* A gzip member of nothing but a comment (RFC 1952, sections 2.2 and 2.3). */
static const uint8_t head[DUMP_HEAD_SIZE] =
	"\x1f\x8b\x08\x10\0\0\0\0\0\x03" DUMP_SCHEMA "\0"	/* deflate, FCOMMENT */
	"\x03\0" "\0\0\0\0" "\0\0\0\0";		/* an empty block, CRC, length */

bool dump_is(const void *bytes, size_t length)
{
	return length >= sizeof(head) && !memcmp(bytes, head, sizeof(head));
}
