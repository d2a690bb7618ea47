// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_write.c: write a dump: it is there whole, or it is not there.
 */
#include "dump_write.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive_library.h"
#include "dump_file.h"
#include "dump_format.h"
#include "dump_manifest.h"
#include "sha256.h"

struct dump_writer {
	struct archive_library library;
	struct archive *archive;
	struct sha256 digest;	/* of what was written so far */
	char *name, *path;	/* @path NULL: standard output */
	char *unfinished;	/* the file until it is whole; NULL: none */
	time_t time;
	bool force;
	uint64_t total;
	size_t members;
	int fd, err;
};

static int write_bytes(struct dump_writer *writer, const void *bytes, size_t length)
{
	size_t done = 0;

	sha256_add(&writer->digest, bytes, length);
	while (done < length) {
		ssize_t written = write(writer->fd, (const char *)bytes + done, length - done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return written ? -errno : -ENOSPC;
		done += written;
	}
	return 0;
}

/* libarchive's view of the same; what went wrong is kept, for it keeps no errno. */
static la_ssize_t take_bytes(struct archive *archive, void *context, const void *bytes,
			     size_t length)
{
	struct dump_writer *writer = context;

	if (!writer->err)
		writer->err = write_bytes(writer, bytes, length);
	if (!writer->err)
		return length;
	writer->library.set_error(archive, -writer->err, "%s", strerror(-writer->err));
	return ARCHIVE_FATAL;
}

static int begin_archive(struct dump_writer *writer)
{
	const struct archive_library *library = &writer->library;
	int err = archive_library_load(&writer->library);
	struct archive *archive;

	if (err)
		return err;
	archive = library->write_new();
	writer->archive = archive;
	if (!archive)
		return -ENOMEM;
	/* no time of compression: the same content makes the same bytes */
	if (library->write_set_format_ustar(archive) ||
	    library->write_add_filter_gzip(archive) ||
	    library->write_set_filter_option(archive, "gzip", "timestamp", NULL) ||
	    library->write_set_bytes_in_last_block(archive, 1) ||
	    library->write_open(archive, writer, NULL, take_bytes, NULL))
		return writer->err ? writer->err : -EIO;
	return 0;
}

/* Beside the file that it will be, so that naming it is one step. */
static int make_file(struct dump_writer *writer)
{
	struct stat status;

	if (!writer->force && !lstat(writer->path, &status))
		return -EEXIST;
	if (asprintf(&writer->unfinished, "%s.XXXXXX", writer->path) < 0) {
		writer->unfinished = NULL;
		return -ENOMEM;
	}
	writer->fd = mkostemp(writer->unfinished, O_CLOEXEC);	/* 0600 */
	if (writer->fd >= 0)
		return 0;
	free(writer->unfinished);
	writer->unfinished = NULL;
	return -errno;
}

int dump_writer_open(const struct dump_target *target, struct dump_writer **out)
{
	struct dump_writer *writer = calloc(1, sizeof(*writer));
	int err = 0;

	if (!writer)
		return -ENOMEM;
	writer->fd = -1;
	writer->time = target->time;
	writer->force = target->force;
	writer->name = strdup(target->name);
	if (strcmp(target->path, "-")) {
		writer->path = strdup(target->path);
		err = writer->path ? make_file(writer) : -ENOMEM;
	} else {
		writer->fd = dup(STDOUT_FILENO);
		err = writer->fd < 0 ? -errno : 0;
	}
	sha256_begin(&writer->digest);
	if (!err)
		err = writer->name ? write_bytes(writer, dump_head, sizeof(dump_head)) : -ENOMEM;
	if (!err)
		err = begin_archive(writer);
	if (err) {
		dump_writer_abort(writer);
		return err;
	}
	*out = writer;
	return 0;
}

static int write_member(struct dump_writer *writer, struct archive_entry *entry,
			const char *path, const void *bytes, size_t length)
{
	const struct archive_library *library = &writer->library;

	library->entry_set_pathname(entry, path);
	library->entry_set_filetype(entry, AE_IFREG);
	library->entry_set_perm(entry, 0600);
	library->entry_set_size(entry, length);
	library->entry_set_mtime(entry, writer->time, 0);
	if (library->write_header(writer->archive, entry) ||
	    library->write_data(writer->archive, bytes, length) != (la_ssize_t)length ||
	    library->write_finish_entry(writer->archive))
		return writer->err ? writer->err : -EIO;
	return 0;
}

int dump_writer_add(struct dump_writer *writer, const char *name,
		    const void *bytes, size_t length)
{
	struct archive_entry *entry;
	char *path;
	int err;

	if (!dump_name_valid(name))
		return -EINVAL;
	if (length > DUMP_MEMBER_MAX || length > DUMP_TOTAL_MAX - writer->total ||
	    writer->members == DUMP_MEMBERS_MAX)
		return -EFBIG;
	if (asprintf(&path, "%s/%s", writer->name, name) < 0)
		return -ENOMEM;
	entry = writer->library.entry_new();
	err = entry ? write_member(writer, entry, path, bytes, length) : -ENOMEM;
	writer->library.entry_free(entry);
	free(path);
	writer->members++;
	writer->total += length;
	return err;
}

static int sync_directory(const char *path)
{
	char *copy = strdup(path);
	int err = 0, fd;

	if (!copy)
		return -ENOMEM;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* a file system that cannot do that has nothing to wait for */
	if (fd < 0 || (fsync(fd) && errno != EINVAL && errno != EROFS))
		err = -errno;
	if (fd >= 0)
		close(fd);
	free(copy);
	return err;
}

/* Without force, another file of that name wins, whenever it came. */
static int name_file(struct dump_writer *writer)
{
	struct stat status;
	int err;

	if (!writer->force) {
		if (!renameat2(AT_FDCWD, writer->unfinished, AT_FDCWD, writer->path,
			       RENAME_NOREPLACE))
			return 0;
		if (errno != EINVAL && errno != ENOSYS)
			return -errno;
		if (!lstat(writer->path, &status))
			return -EEXIST;
	}
	err = rename(writer->unfinished, writer->path) ? -errno : 0;
	return err;
}

static int finish_file(struct dump_writer *writer)
{
	int err;

	if (!writer->unfinished)
		return 0;
	if (fsync(writer->fd))
		return -errno;
	err = name_file(writer);
	if (err)
		return err;
	free(writer->unfinished);
	writer->unfinished = NULL;
	return sync_directory(writer->path);
}

int dump_writer_commit(struct dump_writer *writer, uint8_t *digest)
{
	uint8_t tail[DUMP_TAIL_SIZE];
	int err = 0;

	if (writer->library.write_close(writer->archive))
		err = writer->err ? writer->err : -EIO;
	if (!err) {
		sha256_end(&writer->digest, digest);
		dump_tail_make(digest, tail);
		err = write_bytes(writer, tail, sizeof(tail));
	}
	if (!err)
		err = finish_file(writer);
	dump_writer_abort(writer);
	return err;
}

void dump_writer_abort(struct dump_writer *writer)
{
	if (!writer)
		return;
	/* what it still holds back is not wanted any more */
	writer->err = writer->err ? writer->err : -ECANCELED;
	if (writer->archive)
		writer->library.write_free(writer->archive);
	if (writer->fd >= 0)
		close(writer->fd);
	if (writer->unfinished)
		unlink(writer->unfinished);
	free(writer->unfinished);
	free(writer->path);
	free(writer->name);
	free(writer);
}
