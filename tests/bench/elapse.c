// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * elapse.c: how long a command takes from its start to its end, in ns.
 *
 * usage: elapse [-s STATUS] COMMAND [ARGUMENT...]
 *
 * What the command prints is thrown away; it must end with status 0, or at most
 * with STATUS.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	int status, err, most = 0;
	uint64_t begin;
	pid_t pid;

	if (argc > 3 && !strcmp(argv[1], "-s")) {
		most = atoi(argv[2]);
		argc -= 2;
		argv += 2;
	}
	if (argc < 2) {
		fprintf(stderr, "usage: elapse [-s STATUS] COMMAND [ARGUMENT...]\n");
		return 2;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	begin = now();
	err = posix_spawnp(&pid, argv[1], &actions, NULL, argv + 1, environ);
	if (err) {
		fprintf(stderr, "elapse: %s: %s\n", argv[1], strerror(err));
		return EXIT_FAILURE;
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > most) {
		fprintf(stderr, "elapse: %s did not end well\n", argv[1]);
		return EXIT_FAILURE;
	}
	printf("%" PRIu64 "\n", now() - begin);
	return EXIT_SUCCESS;
}
