// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_mail.c: quoted-printable (RFC 2045, 6.7), as mails are kept.
 *
 * Invariant: one sign in the listing that no such text has, as in "sec-latency=0", and
 * nothing is decoded: lspci's own "secondary=20" would be lost.
 */
#include "source_lspci.h"

#include <string.h>

/* "=3D", in capitals as it must be. Return: whether @text is of that form. */
static bool is_coded(const char *text, unsigned int *byte)
{
	return text[0] == '=' && strspn(text + 1, "0123456789ABCDEF") >= 2 &&
	       lspci_hex_at(text + 1, 2, byte);
}

static bool is_end(const char *text)
{
	return *text == '\n' || (text[0] == '\r' && text[1] == '\n');
}

/* "=" at the end of a line: it goes on in the next one. */
static bool is_soft(const char *text)
{
	return text[0] == '=' && is_end(text + 1);
}

/* Return: where the first function is told of, behind the headers of a mail; or NULL. */
static const char *find_listing(const char *text)
{
	while (*text) {
		uint8_t bus, devfn;
		uint32_t domain;
		size_t length;

		text += strspn(text, " \t>|");
		if (lspci_address(text, &domain, &bus, &devfn))
			return text;
		length = strcspn(text, "\n");
		text += length + (text[length] == '\n');
	}
	return NULL;
}

bool lspci_is_printable(const char *text)
{
	const char *at = find_listing(text);
	unsigned int byte, codes = 0, soft = 0;

	for (at = at ? strchr(at, '=') : NULL; at; at = strchr(at + 1, '=')) {
		if (is_soft(at))
			soft++;
		else if (!is_coded(at, &byte))
			return false;
		else
			codes += byte == '=' || (byte == ' ' && (!at[3] || is_end(at + 3)));
	}
	return codes || soft > 1;
}

static size_t decode(char *line, size_t size)
{
	size_t from, to = 0;
	unsigned int byte;

	line[size] = '\0';
	for (from = 0; from < size; from++) {
		line[to] = line[from];
		if (is_coded(line + from, &byte) && (byte >= ' ' || byte == '\t')) {
			line[to] = byte;
			from += 2;
		}
		to++;
	}
	return lspci_plain(line, to);
}

size_t lspci_decode(char *line, size_t size, char **next, const char *end, unsigned int *lines)
{
	for (;;) {
		char *newline;
		size_t more;

		while (size && strchr("\r \t", line[size - 1]))
			size--;
		if (!size || line[size - 1] != '=' || *next >= end)
			break;
		newline = memchr(*next, '\n', end - *next);
		more = (newline ? newline : end) - *next;
		memmove(line + --size, *next, more);
		size += more;
		*next = newline ? newline + 1 : (char *)end;
		++*lines;
	}
	return decode(line, size);
}
