// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_open.c: a snapshot from any file: what kind it is, its first bytes tell.
 */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dump_file.h"
#include "snapshot.h"
#include "source_archive.h"
#include "source_dmi.h"

#define FILE_MAX_BYTES (512u << 20)	/* far above any machine's */

/* Reads all of @fd. Return: 0 or -errno; *@text is to be freed. */
static int read_whole(int fd, char **text, size_t *length)
{
	size_t room = 0;

	*text = NULL;
	*length = 0;
	for (;;) {
		ssize_t got;

		if (*length == room) {
			char *more;

			room = room ? 2 * room : 1 << 16;
			more = room > FILE_MAX_BYTES ? NULL : realloc(*text, room);
			if (!more)
				return room > FILE_MAX_BYTES ? -EFBIG : -ENOMEM;
			*text = more;
		}
		got = read(fd, *text + *length, room - *length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			return 0;
		*length += got;
	}
}

/* Return: -EINVAL, with a sentence if there is memory for it. */
static int refuse(const char *name, const char *what, char **why)
{
	if (asprintf(why, "%s: %s", name, what) < 0)
		*why = NULL;
	return -EINVAL;
}

static bool begins_json(const char *bytes, size_t length)
{
	size_t at = length >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < length && memchr(" \t\r\n", bytes[at], 4))
		at++;
	return at < length && bytes[at] == '{';
}

int source_bytes(const char *name, const char *bytes, size_t length,
		 struct snapshot **out, char **why)
{
	if (!length)
		return refuse(name, "the file is empty", why);
	if (dump_is(bytes, length))
		return source_dump_bytes(bytes, length, name, out, why);
	if (source_is_archive(bytes, length))
		return source_archive(name, bytes, length, out, why);
	if (begins_json(bytes, length))
		return source_json(name, bytes, length, out, why);
	if (source_is_dmi(bytes, length))
		return refuse(name, "these are the strings of the firmware, and name no "
			      "device; \"muster import\" joins them with text of lspci", why);
	return source_lspci(name, bytes, length, out, why);
}

/* The time of the file stands for that of a text that has none. */
static void set_time(struct snapshot *snapshot, const struct stat *st)
{
	if (!snapshot->time && S_ISREG(st->st_mode) && st->st_mtim.tv_sec > 0)
		snapshot->time = st->st_mtim.tv_sec * 1000000000ull + st->st_mtim.tv_nsec;
}

static int open_fd(const char *path, int fd, struct snapshot **out, char **why)
{
	char *bytes = NULL;
	struct stat st;
	size_t length;
	int err;

	if (fstat(fd, &st))
		return -errno;
	if (S_ISDIR(st.st_mode))
		return source_tree(path, out, why);
	err = read_whole(fd, &bytes, &length);
	if (!err)
		err = source_bytes(path, bytes, length, out, why);
	free(bytes);
	if (!err)
		set_time(*out, &st);
	return err;
}

int source_open(const char *path, struct snapshot **out, char **why)
{
	bool standard_input = !strcmp(path, "-");
	char *sentence = NULL;
	int fd, err;

	fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		err = -errno;
	else
		err = open_fd(path, fd, out, &sentence);
	if (fd >= 0 && !standard_input)
		close(fd);
	if (why)
		*why = sentence;
	else
		free(sentence);
	return err;
}
