// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_signature.c: where keys are installed, an inventory without a
 * signature by one of them is not used.
 *
 * Invariant: what cannot be told counts as not signed.
 */
#include "inventory_signature.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool signature_is_key(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 4 && strcmp(name + length - 4, ".pem") == 0;
}

int signature_keys(const char *directory)
{
	DIR *keys = opendir(directory);
	struct dirent *entry;
	int count = 0;

	if (!keys)
		return errno == ENOENT ? 0 : -errno;
	while ((entry = readdir(keys)))
		count += signature_is_key(entry->d_name);
	closedir(keys);
	return count;
}

char *signature_path(const char *path)
{
	char *beside;

	return asprintf(&beside, "%s" SIGNATURE_SUFFIX, path) < 0 ? NULL : beside;
}

static int read_all(int fd, char *text, size_t size)
{
	size_t length = 0;

	while (length < size) {
		ssize_t n = read(fd, text + length, size - length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO;
		length += n;
	}
	return memchr(text, '\0', size) ? -EINVAL : 0;
}

int signature_read(const char *path, char **text)
{
	/* A FIFO must not hang whoever looks. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), err;
	struct stat st;

	*text = NULL;
	if (fd < 0)
		return -errno;
	err = fstat(fd, &st) ? -errno : 0;
	if (!err && !S_ISREG(st.st_mode))
		err = -EINVAL;
	if (!err && st.st_size > SIGNATURE_FILE_MAX)
		err = -EFBIG;
	if (!err) {
		*text = calloc(1, st.st_size + 1);
		err = *text ? read_all(fd, *text, st.st_size) : -ENOMEM;
	}
	close(fd);
	if (err && *text) {
		explicit_bzero(*text, st.st_size);
		free(*text);
		*text = NULL;
	}
	return err;
}

static void say(char **why, const char *path, const char *what, const char *keys)
{
	if (why && asprintf(why, "%s:1: %s %s", path, what, keys) < 0)
		*why = NULL;
}

int inventory_signature(const struct trust *trust, const char *path, const char *text,
			size_t length, char **why)
{
	char *beside;
	int keys, err;

	if (why)
		*why = NULL;
	if (!trust || !trust->keys)
		return 0;
	keys = signature_keys(trust->keys);
	if (keys < 0)
		say(why, path, "its signature cannot be verified, for the keys cannot be read:", trust->keys);
	if (keys <= 0)
		return keys;
	beside = signature_path(path);
	if (!beside)
		return -ENOMEM;
	err = access(beside, F_OK) && errno == ENOENT ? -ENOKEY : 0;
	free(beside);
	if (err)
		say(why, path, "it is not signed (\"muster inventory sign\" does that), and only what is signed counts where keys are in", trust->keys);
	else
		err = trust->verify(trust, path, text, length, why);
	return err;
}
