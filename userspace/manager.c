// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * manager.c: tell the service manager how we are, by the protocol of sd_notify(3).
 */
#include "manager.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void send_text(const char *path, const char *text)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(path);
	int fd;

	if ((*path != '/' && *path != '@') || length >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, length);
	/* a socket that is no file */
	if (*path == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	sendto(fd, text, strlen(text), MSG_NOSIGNAL, (struct sockaddr *)&address,
	       offsetof(struct sockaddr_un, sun_path) + length);
	close(fd);
}

void manager_tell(const char *format, ...)
{
	const char *path = getenv("NOTIFY_SOCKET");
	va_list arguments;
	char *text;

	if (!path)
		return;
	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	if (text)
		send_text(path, text);
	free(text);
}

/* Return: the number that a variable holds; 0: none. */
static uint64_t read_number(const char *name)
{
	const char *text = getenv(name);
	uint64_t number;
	char *end;

	if (!text || *text < '0' || *text > '9')
		return 0;
	errno = 0;
	number = strtoull(text, &end, 10);
	return *end || errno ? 0 : number;
}

uint64_t manager_patience(void)
{
	uint64_t usec = read_number("WATCHDOG_USEC");

	/* it may be meant for who started us */
	if (getenv("WATCHDOG_PID") && read_number("WATCHDOG_PID") != (uint64_t)getpid())
		return 0;
	return usec > UINT64_MAX / 1000 ? 0 : usec * 1000;
}
