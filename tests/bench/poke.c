// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * poke.c: how long the kernel takes to answer writes, in ns.
 *
 * usage: poke FILE TEXT [FILE TEXT...]
 *
 * Writes each text to its file, in order; the time is that of the writes alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

/* Return: ns, or 0: it did not work. */
static uint64_t poke(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	uint64_t begin = now();
	ssize_t written;

	written = fd < 0 ? -1 : write(fd, text, strlen(text));
	if (written < 0)
		fprintf(stderr, "poke: %s: %s\n", path, strerror(errno));
	begin = now() - begin;
	if (fd >= 0)
		close(fd);
	return written < 0 ? 0 : begin;
}

int main(int argc, char **argv)
{
	uint64_t sum = 0, taken;
	int i;

	for (i = 1; i + 1 < argc; i += 2) {
		taken = poke(argv[i], argv[i + 1]);
		if (!taken)
			return EXIT_FAILURE;
		sum += taken;
	}
	printf("%" PRIu64 "\n", sum);
	return EXIT_SUCCESS;
}
