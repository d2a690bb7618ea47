// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * observe.c: print each line of a file that grows, with the time it was seen whole.
 *
 * usage: observe FILE
 *
 * Stamps are CLOCK_MONOTONIC, ns, taken after the read that ended the line:
 * another process has the line by then. Begins at the file's end.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 65536	/* bytes; a longer line is an error */

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static int complain(const char *what)
{
	fprintf(stderr, "observe: %s: %s\n", what, strerror(errno));
	return EXIT_FAILURE;
}

/* Prints the whole lines of @line, keeps the rest. Return: its length. */
static size_t print_lines(char *line, size_t length, uint64_t seen)
{
	char *end;

	while ((end = memchr(line, '\n', length))) {
		size_t taken = end - line + 1;

		printf("%" PRIu64 " ", seen);
		fwrite(line, 1, taken, stdout);
		length -= taken;
		memmove(line, line + taken, length);
	}
	fflush(stdout);
	return length;
}

static int follow(int file, int events)
{
	static char line[LINE_SIZE];
	char event[4096];
	size_t length = 0;

	for (;;) {
		ssize_t got = read(file, line + length, sizeof(line) - length);

		if (got < 0)
			return complain("reading");
		length = print_lines(line, length + got, now());
		if (length == sizeof(line)) {
			errno = EOVERFLOW;
			return complain("a line");
		}
		if (!got && read(events, event, sizeof(event)) < 0)
			return complain("waiting");
	}
}

int main(int argc, char **argv)
{
	int file, events;

	if (argc != 2) {
		fprintf(stderr, "usage: observe FILE\n");
		return 2;
	}
	events = inotify_init1(IN_CLOEXEC);
	file = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (events < 0 || file < 0 || inotify_add_watch(events, argv[1], IN_MODIFY) < 0 ||
	    lseek(file, 0, SEEK_END) < 0)
		return complain(argv[1]);
	return follow(file, events);
}
