// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * journal.c: an entry for systemd's journal, in its native protocol.
 */
#include "journal.h"

#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A line NAME=VALUE; with a length before it where the value has lines of its own. */
void journal_put(FILE *entry, const char *name, const char *value)
{
	size_t length = strnlen(value, JOURNAL_TEXT_MAX);
	uint64_t size = htole64(length);

	fputs(name, entry);
	if (memchr(value, '\n', length)) {
		fputc('\n', entry);
		fwrite(&size, sizeof(size), 1, entry);
	} else {
		fputc('=', entry);
	}
	fwrite(value, 1, length, entry);
	fputc('\n', entry);
}

int journal_submit(const char *path, const void *entry, size_t length)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int err = 0, fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (sendto(fd, entry, length, MSG_NOSIGNAL, (struct sockaddr *)&address,
		   sizeof(address)) < 0)
		err = errno == ENOENT ? 0 : -errno;
	close(fd);
	return err;
}
