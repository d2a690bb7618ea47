// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_archive.c: the files of a machine in an archive.
 *
 * Invariant: nothing is written but below a directory that only we can enter,
 * no member leads out of it, and it is gone in the end.
 */
#include "source_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive_library.h"
#include "snapshot.h"
#include "source.h"
#include "source_unpack.h"

#define FILE_MAX_BYTES (256u << 20)	/* of what a compressed file holds */

bool source_is_archive(const char *bytes, size_t length)
{
	static const struct { size_t length; const char *bytes; } signs[] = {
		{ 2, "\x1f\x8b" }, { 3, "BZh" }, { 6, "\xfd" "7zXZ\0" },
		{ 4, "\x28\xb5\x2f\xfd" }, { 4, "\x04\x22\x4d\x18" }, { 4, "LZIP" },
		{ 2, "\x1f\x9d" },
	};
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (length > signs[i].length &&
		    !memcmp(bytes, signs[i].bytes, signs[i].length))
			return true;
	return length >= 512 && !memcmp(bytes + 257, "ustar", 5);
}

static int refuse(const char *name, const char *what, const char *reason, char **why)
{
	if (asprintf(why, "%s: %s%s%s", name, what, reason ? ": " : "",
		     reason ? reason : "") < 0)
		*why = NULL;
	return -EINVAL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path) && errno != ENOENT ? -1 : 0;
}

/* Signals wait while there is something to clean up. */
static void hold_signals(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigprocmask(SIG_BLOCK, &set, before);
}

/* A compressed file that is no archive: text of lspci, or a snapshot. */
static int open_single(const struct archive_library *library, const char *name,
		       struct archive *archive, struct snapshot **out, char **why)
{
	size_t used = 0, room = 1 << 20;
	char *bytes = malloc(room);
	ssize_t got;
	int err;

	while (bytes) {
		char *more;

		got = library->read_data(archive, bytes + used, room - used);
		if (got <= 0)
			break;
		used += got;
		if (used < room)
			continue;
		room *= 2;
		more = room > FILE_MAX_BYTES ? NULL : realloc(bytes, room);
		if (!more) {
			free(bytes);
			return room > FILE_MAX_BYTES ? -EFBIG : -ENOMEM;
		}
		bytes = more;
	}
	if (!bytes)
		return -ENOMEM;
	if (got < 0)
		err = refuse(name, "cannot be unpacked", library->error_string(archive), why);
	else if (source_is_archive(bytes, used))
		err = refuse(name, "is compressed more than once", NULL, why);
	else
		err = source_bytes(name, bytes, used, out, why);
	free(bytes);
	return err;
}

static int rename_source(struct snapshot *snapshot, const char *name)
{
	char *path = strdup(name);

	if (!path)
		return -ENOMEM;
	free(snapshot->source_path);
	snapshot->source_path = path;
	return 0;
}

/* What was said of a path below our directory is said of the archive. */
static void rename_sentence(char **why, const char *directory, const char *name)
{
	char *found = *why ? strstr(*why, directory) : NULL;
	char *sentence;

	if (!found)
		return;
	if (asprintf(&sentence, "%.*s%s%s", (int)(found - *why), *why, name,
		     found + strlen(directory)) < 0)
		return;
	free(*why);
	*why = sentence;
}

static int open_tree(const struct archive_library *library, const char *name,
		     struct archive *archive, struct archive_entry *first,
		     struct snapshot **out, char **why)
{
	const char *temporary = getenv("TMPDIR");
	char directory[256];
	sigset_t before;
	int err;

	if (!temporary || *temporary != '/' || strlen(temporary) > 200)
		temporary = "/tmp";
	snprintf(directory, sizeof(directory), "%s/muster-XXXXXX", temporary);
	hold_signals(&before);
	if (!mkdtemp(directory)) {
		err = -errno;
		sigprocmask(SIG_SETMASK, &before, NULL);
		return err;
	}
	err = source_unpack(library, name, archive, first, directory, why);
	if (!err)
		err = source_tree(directory, out, why);
	if (!err && rename_source(*out, name)) {
		snapshot_free(*out);
		err = -ENOMEM;
	}
	rename_sentence(why, directory, name);
	nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}

int source_archive(const char *name, const char *bytes, size_t length,
		   struct snapshot **out, char **why)
{
	struct archive_library library;
	int err = archive_library_load(&library);
	struct archive_entry *entry;
	struct archive *archive;
	int status;

	if (err)
		return refuse(name, ARCHIVE_LIBRARY_LACKS, NULL, why);
	archive = library.read_new();
	if (!archive)
		return -ENOMEM;
	library.read_support_filter_all(archive);
	library.read_support_format_tar(archive);
	library.read_support_format_gnutar(archive);
	library.read_support_format_raw(archive);
	status = library.read_open_memory(archive, bytes, length);
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
		status = library.read_next_header(archive, &entry);
	if (status == ARCHIVE_EOF)
		err = refuse(name, "is an archive of nothing", NULL, why);
	else if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		err = refuse(name, "cannot be unpacked", library.error_string(archive), why);
	else if (library.format(archive) == ARCHIVE_FORMAT_RAW)
		err = open_single(&library, name, archive, out, why);
	else
		err = open_tree(&library, name, archive, entry, out, why);
	library.read_free(archive);
	return err;
}
