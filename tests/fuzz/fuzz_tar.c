// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_tar.c: archives for the targets that read them: made here, for a fuzzer
 * alone would not get the sums right.
 */
#include "fuzz.h"

#include <string.h>

#define BLOCK 512
#define PART "\n\0\n"	/* between two members */

/* POSIX ustar, the fields that matter: where each is, and how long. */
static void *append(struct fuzz_tar *tar, size_t size)
{
	size_t padded = (size + BLOCK - 1) / BLOCK * BLOCK;

	if (tar->length + padded > tar->room) {
		tar->room = 2 * (tar->length + padded);
		tar->bytes = realloc(tar->bytes, tar->room);
		claim(tar->bytes);
	}
	memset(tar->bytes + tar->length, 0, padded);
	tar->length += padded;
	return tar->bytes + tar->length - padded;
}

void fuzz_tar_put(struct fuzz_tar *tar, const char *path, char type, const void *content,
		  size_t size)
{
	char *header = append(tar, BLOCK);
	unsigned int sum = 0;

	snprintf(header, 100, "%s", path);
	strcpy(header + 100, "0000644");
	snprintf(header + 124, 12, "%011zo", type == '0' ? size : 0);
	strcpy(header + 136, "00000000000");
	memset(header + 148, ' ', 8);
	header[156] = type;
	if (type == '2')
		snprintf(header + 157, 100, "%.*s", (int)size, (const char *)content);
	memcpy(header + 257, "ustar\000" "00", 8);
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char)header[i];
	snprintf(header + 148, 8, "%06o", sum);
	if (type == '0' && size)
		memcpy(append(tar, size), content, size);
}

void fuzz_tar_text(struct fuzz_tar *tar, const char *above, const char *text, size_t size)
{
	const char *end = text + size;

	while (text < end) {
		const char *next = memmem(text, end - text, PART, sizeof(PART) - 1);
		const char *line = memchr(text, '\n', (next ? next : end) - text);
		char path[100], type = *text == '@' ? '2' : *text == '/' ? '5' : '0';

		next = next ? next : end;
		line = line ? line : next;
		text += type != '0';
		snprintf(path, sizeof(path), "%s%.*s", above, (int)(line > text ? line - text : 0),
			 text);
		line += line < next;
		fuzz_tar_put(tar, path, type, line, next - line);
		text = next + sizeof(PART) - 1;
	}
}

void fuzz_tar_end(struct fuzz_tar *tar)
{
	append(tar, 2 * BLOCK);
}

static uint32_t crc32_of(const uint8_t *bytes, size_t size)
{
	uint32_t crc = ~0u;

	while (size--) {
		crc ^= *bytes++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	return ~crc;
}

static uint8_t *put_number(uint8_t *at, uint32_t number, int bytes)
{
	while (bytes--) {
		*at++ = number;
		number >>= 8;
	}
	return at;
}

/* RFC 1952, and stored blocks of RFC 1951, section 3.2.4 */
uint8_t *fuzz_gzip(const struct fuzz_tar *tar, size_t *size)
{
	const uint8_t *from = (const uint8_t *)tar->bytes;
	size_t left = tar->length, blocks = left / 65535 + 1;
	uint8_t *bytes = malloc(10 + 5 * blocks + left + 8), *at = bytes;

	claim(bytes);
	memcpy(at, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
	at += 10;
	do {
		size_t length = left < 65535 ? left : 65535;

		left -= length;
		*at++ = !left;
		at = put_number(at, length, 2);
		at = put_number(at, ~length, 2);
		memcpy(at, from, length);
		at += length;
		from += length;
	} while (left);
	at = put_number(at, crc32_of((const uint8_t *)tar->bytes, tar->length), 4);
	at = put_number(at, tar->length, 4);
	*size = at - bytes;
	return bytes;
}
