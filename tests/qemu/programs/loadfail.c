// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loadfail: load the module with its first allocation failing, then with its
 * second, and so on until none fails any more.
 *
 *   loadfail FAULT FILE PARAMETERS ADAPTER CHECK
 *
 * FAULT is the directory of the kernel's fault injection, set up but for times,
 * interval and probability (see fault.sh). A line for each load:
 *
 *   N refused ERROR [LEFT...]   LEFT: what it should not have left behind
 *   N loaded                    the shell command CHECK was run, with N in $N
 *   N none                      loaded, and nothing failed: the end
 *
 * After a refusal a client comes and goes on ADAPTER: a notifier that was left
 * behind would be called.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client.h"

#define MOST 2000

static struct client client;

static void die(const char *what)
{
	fprintf(stderr, "loadfail: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void put(const char *directory, const char *name, const char *text)
{
	char path[256];
	int file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0 || write(file, text, strlen(text)) < 0)
		die(path);
	close(file);
}

static void put_number(const char *directory, const char *name, unsigned int number)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	put(directory, name, text);
}

static unsigned int get_number(const char *directory, const char *name)
{
	char path[256];
	unsigned int number;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "re");
	if (!file || fscanf(file, "%u", &number) != 1)
		die(path);
	fclose(file);
	return number;
}

/* Of this process alone, not of those that happen to run meanwhile. */
static int load(const char *fault, unsigned int goal, const char *path, const char *parameters)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (file < 0)
		die(path);
	put_number(fault, "interval", goal);
	put_number(fault, "times", 1);
	put("/proc/self", "make-it-fail", "1");
	put_number(fault, "probability", 100);
	if (syscall(SYS_finit_module, file, parameters, 0))
		err = -errno;
	put_number(fault, "probability", 0);
	put("/proc/self", "make-it-fail", "0");
	close(file);
	return err;
}

static void say_refused(unsigned int n, int err, const char *adapter)
{
	printf("%u refused %s", n, strerrorname_np(-err));
	if (!access("/sys/module/muster", F_OK))
		printf(" module");
	if (!client_resolve(&client))
		printf(" family");
	put(adapter, "new_device", "fakechip 0x53");
	put(adapter, "delete_device", "0x53");
	putchar('\n');
}

static void say_loaded(unsigned int n, const char *check)
{
	char number[16];

	printf("%u loaded\n", n);
	snprintf(number, sizeof(number), "%u", n);
	setenv("N", number, 1);
	if (system(check))
		printf("%u loaded but the check failed\n", n);
	if (syscall(SYS_delete_module, "muster", O_NONBLOCK))
		die("delete_module");
}

int main(int argc, char **argv)
{
	unsigned int n, goal, count = 0;
	int err;

	if (argc != 6) {
		fputs("usage: loadfail FAULT FILE PARAMETERS ADAPTER CHECK\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (client_open(&client, 5))
		die("netlink");
	put(argv[1], "task-filter", "Y");
	for (n = 1; n < MOST; n++) {
		goal = count + n;
		err = load(argv[1], goal, argv[2], argv[3]);
		if (get_number(argv[1], "times")) {
			printf("%u %s\n", n, err ? strerrorname_np(-err) : "none");
			break;
		}
		/* "interval" counts, but for an interval of 1 */
		if (goal > 1)
			count = goal;
		if (err)
			say_refused(n, err, argv[4]);
		else
			say_loaded(n, argv[5]);
	}
	put_number(argv[1], "times", 0);
	put(argv[1], "task-filter", "N");
	return n == MOST;
}
