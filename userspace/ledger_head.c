// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ledger_head.c: the one line beside a ledger that says how far it was
 * confirmed to be on disk, so that a tail cut off is seen.
 */
#include "ledger_format.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sha256.h"

#define DIGEST_AT (LEDGER_HEAD_SIZE - 1 - 2 * CHAIN_HASH_SIZE)

char *ledger_head_path(const char *ledger)
{
	size_t length = strlen(ledger);
	char *path;

	if (length > 7 && !strcmp(ledger + length - 7, ".ledger"))
		length -= 7;
	if (asprintf(&path, "%.*s.head", (int)length, ledger) < 0)
		return NULL;
	return path;
}

/* The line that @head makes; the one form there is, so reading compares. */
static void format_line(const struct ledger_head *head, char line[LEDGER_HEAD_SIZE + 1])
{
	char load_id[33], hash[65], text[65];
	uint8_t digest[CHAIN_HASH_SIZE];

	chain_hex(head->load_id, sizeof(head->load_id), load_id);
	chain_hex(head->hash, sizeof(head->hash), hash);
	snprintf(line, LEDGER_HEAD_SIZE + 1, "%s %s %020" PRIu64 " %s ",
		 LEDGER_HEAD_SCHEMA, load_id, head->next, hash);
	sha256_of(line, DIGEST_AT - 1, digest);
	chain_hex(digest, sizeof(digest), text);
	snprintf(line + DIGEST_AT, LEDGER_HEAD_SIZE + 1 - DIGEST_AT, "%s\n", text);
}

int ledger_head_write(int fd, const struct ledger_head *head)
{
	char line[LEDGER_HEAD_SIZE + 1];
	ssize_t written;

	format_line(head, line);
	written = pwrite(fd, line, LEDGER_HEAD_SIZE, 0);
	if (written < 0)
		return -errno;
	return written == LEDGER_HEAD_SIZE ? 0 : -ENOSPC;
}

static int parse_line(const char *line, struct ledger_head *head)
{
	char load_id[33], hash[65], again[LEDGER_HEAD_SIZE + 1];

	if (sscanf(line, LEDGER_HEAD_SCHEMA " %32[0-9a-f] %20" SCNu64 " %64[0-9a-f] ",
		   load_id, &head->next, hash) != 3 ||
	    chain_unhex(load_id, head->load_id, sizeof(head->load_id)) ||
	    chain_unhex(hash, head->hash, sizeof(head->hash)))
		return -EBADMSG;
	format_line(head, again);
	return memcmp(line, again, LEDGER_HEAD_SIZE) ? -EBADMSG : 0;
}

int ledger_head_parse(const char *text, size_t length, struct ledger_head *head)
{
	static const char zeros[LEDGER_HEAD_SIZE + 1];
	char line[LEDGER_HEAD_SIZE + 1];

	/* made just before a crash, and never reached the disk */
	if (length < sizeof(zeros) && !memcmp(text, zeros, length))
		return -ENOENT;
	if (length != LEDGER_HEAD_SIZE)
		return -EBADMSG;
	memcpy(line, text, length);
	line[length] = '\0';
	return parse_line(line, head);
}

int ledger_head_read(const char *ledger, struct ledger_head *head)
{
	char line[LEDGER_HEAD_SIZE + 1];
	char *path = ledger_head_path(ledger);
	ssize_t length;
	int err, fd;

	if (!path)
		return -ENOMEM;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	err = fd < 0 ? -errno : 0;
	free(path);
	if (err)
		return err;
	length = read(fd, line, sizeof(line));
	err = length < 0 ? -errno : 0;
	close(fd);
	return err ? err : ledger_head_parse(line, length, head);
}
