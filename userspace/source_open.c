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
#include <time.h>
#include <unistd.h>

#include "dump_file.h"
#include "snapshot.h"
#include "source_archive.h"
#include "source_dmi.h"
#include "source_image.h"

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

/*
 * Text of lspci, or the bytes of a memory. A table of i2cdump is no part of a listing;
 * rows of bytes without its head are, if a function stands above them.
 */
static int open_listing(const char *name, const char *bytes, size_t length,
			  struct snapshot **out, char **why)
{
	bool table = source_image_is_i2cdump(bytes, length);
	char *sentence = NULL;
	int err, image;

	err = source_lspci(name, bytes, length, out, why);
	if (!err && table) {
		snapshot_free(*out);
		*out = NULL;
		free(*why);
		return refuse(name, "text of lspci and of i2cdump are both in it: give each a file "
			      "of its own", why);
	}
	if (!err || (err != -ENOENT && !table))
		return err;
	image = source_image(name, bytes, length, out, &sentence);
	if (image == -ENOENT)
		return err == -ENOENT ? -EINVAL : err;
	free(*why);
	*why = sentence;
	return image;
}

int source_bytes(const char *name, const char *bytes, size_t length,
		 struct snapshot **out, char **why)
{
	int err;

	if (!length)
		return refuse(name, "the file is empty", why);
	if (dump_is(bytes, length)) {
		err = source_dump_bytes(bytes, length, name, out, why);
		if (!err)
			(*out)->source = SOURCE_DUMP;
		return err;
	}
	if (source_is_archive(bytes, length))
		return source_archive(name, bytes, length, out, why);
	if (begins_json(bytes, length))
		return source_json(name, bytes, length, out, why);
	if (source_is_dmi(bytes, length))
		return refuse(name, "these are the strings of the firmware, and name no "
			      "device; \"muster import\" joins them with text of lspci", why);
	return open_listing(name, bytes, length, out, why);
}

/* Opens @path for reading. Return: a descriptor, or -errno; *@st is of it. */
static int open_path(const char *path, struct stat *st)
{
	int fd, err;

	fd = strcmp(path, "-") ? open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC) : STDIN_FILENO;
	if (fd < 0)
		return -errno;
	err = fstat(fd, st) ? -errno : S_ISDIR(st->st_mode) ? -EISDIR : 0;
	if (err && fd != STDIN_FILENO)
		close(fd);
	return err ? err : fd;
}

int source_load(const char *path, char **bytes, size_t *length, uint64_t *time)
{
	struct timespec when;
	struct stat st;
	int fd, err;

	fd = open_path(path, &st);
	if (fd < 0)
		return fd;
	/* of a pipe it is now */
	clock_gettime(CLOCK_REALTIME, &when);
	if (S_ISREG(st.st_mode) && st.st_mtim.tv_sec > 0)
		when = st.st_mtim;
	*time = when.tv_sec * 1000000000ull + when.tv_nsec;
	err = read_whole(fd, bytes, length);
	if (fd != STDIN_FILENO)
		close(fd);
	if (err) {
		free(*bytes);
		*bytes = NULL;
	}
	return err;
}

static int open_file(const char *path, struct snapshot **out, char **why)
{
	char *bytes = NULL;
	uint64_t time;
	size_t length;
	int err;

	err = source_load(path, &bytes, &length, &time);
	if (err == -EISDIR)
		return source_tree(path, out, why);
	if (!err)
		err = source_bytes(path, bytes, length, out, why);
	free(bytes);
	/* the time of the file stands for that of a text that has none */
	if (!err && !(*out)->time)
		(*out)->time = time;
	return err;
}

int source_open(const char *path, struct snapshot **out, char **why)
{
	char *sentence = NULL;
	int err = open_file(path, out, &sentence);

	if (err)
		*out = NULL;
	if (why)
		*why = sentence;
	else
		free(sentence);
	return err;
}
