// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_verify.c: have the tool verify a signature. The library that can do it
 * would cost the daemon more memory than all else that it links; a process that
 * lives for a moment costs none.
 *
 * Invariant: whatever goes wrong, the signature is not taken for good.
 */
#include "musterd.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inventory_signature.h"
#include "lack.h"

#define PATIENCE 10	/* s; it takes a few ms */

/* The tool that came with this daemon: beside it, or in the bin beside its sbin. */
int tool_find(char *path, size_t size)
{
	static const char *const places[] = { "muster", "../bin/muster" };
	char self[4096];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (length < 0)
		return -errno;
	self[length] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return -ENOENT;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, size, "%.*s/%s", (int)(slash - self), self, places[i]);
		if (access(path, X_OK) == 0)
			return 0;
	}
	return -ENOENT;
}

static int start(const char *tool, const char *keys, const char *path, int end, pid_t *pid)
{
	const char *const argv[] = { "muster", "inventory", "verify", "--keys", keys,
		"--as", path, "-", NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int err;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	/* The daemon blocks the signals that it waits for. */
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	err = posix_spawn(pid, tool, &actions, &attributes, (char *const *)argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return -err;
}

static int send_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t n = send(fd, text, length, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		length -= n;
	}
	return shutdown(fd, SHUT_WR) ? -errno : 0;
}

/* The first line of what it says. */
static int receive(int fd, char *line, size_t size)
{
	size_t length = 0;
	ssize_t n = 1;

	while (n && length < size - 1) {
		n = recv(fd, line + length, size - 1 - length, 0);
		if (n < 0 && errno != EINTR)
			return -errno;
		length += n > 0 ? n : 0;
	}
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return 0;
}

/* Return: its exit status; it is killed where it did not answer. */
static int finish(pid_t pid, bool hangs)
{
	int status;

	if (hangs)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -EIO;
}

/* Closes the tool's end. */
static int ask(const int fds[2], const char *tool, const struct trust *trust, const char *path,
	       const char *text, size_t length, char *line, size_t size)
{
	const struct timeval patience = { .tv_sec = PATIENCE };
	pid_t pid;
	int err = start(tool, trust->keys, path, fds[1], &pid), status;

	close(fds[1]);
	if (err)
		return err;
	setsockopt(fds[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fds[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	err = send_all(fds[0], text, length);
	if (!err)
		err = receive(fds[0], line, size);
	status = finish(pid, err);
	return err ? err : status;
}

int verify_by_tool(const struct trust *trust, const char *path, const char *text,
		   size_t length, char **why)
{
	char tool[4096 + 16], line[1024] = "";
	int fds[2], err = tool_find(tool, sizeof(tool));

	if (!err && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		err = -errno;
	else if (!err) {
		err = ask(fds, tool, trust, path, text, length, line, sizeof(line));
		close(fds[0]);
	}
	if (!err || is_lack(err))
		return err;
	if (err < 0)
		snprintf(line, sizeof(line), "%s:1: its signature cannot be verified, for \"muster inventory verify\" does not run: %s",
			 path, strerror(-err));
	if (why)
		*why = strdup(*line ? line : "its signature cannot be verified");
	return -EKEYREJECTED;
}
