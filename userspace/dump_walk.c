// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_walk.c: the members of the archive in a dump, one after the other.
 */
#include "dump_walk.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive_library.h"
#include "dump_file.h"
#include "dump_manifest.h"
#include "text.h"

#define DIRECTORY_MAX 100	/* bytes of the one directory's name */

struct walker {
	struct archive_library library;
	struct archive *archive;
	char directory[DIRECTORY_MAX + 1];
	char name[256];		/* of the last member that was whole */
	char **why;
	uint64_t total;
	size_t count;
};

static int fault(struct walker *walker, int err, const char *what)
{
	if (asprintf(walker->why, "%s%s%s%s", walker->count ? "after " : "", walker->name,
		     walker->count ? ": " : "", what) < 0)
		*walker->why = NULL;
	return err;
}

/* Return: the name below the one directory, or NULL. */
static const char *split_path(struct walker *walker, const char *path)
{
	const char *slash = path ? strchr(path, '/') : NULL;
	size_t length = slash ? (size_t)(slash - path) : 0;

	if (!length || length > DIRECTORY_MAX || !dump_name_valid(slash + 1))
		return NULL;
	if (!*walker->directory) {
		memcpy(walker->directory, path, length);
		walker->directory[length] = '\0';
		if (!dump_name_valid(walker->directory))
			return NULL;
	}
	if (strlen(walker->directory) != length || memcmp(walker->directory, path, length))
		return NULL;
	return slash + 1;
}

static bool is_plain(const struct archive_library *library, struct archive_entry *entry)
{
	return library->entry_filetype(entry) == AE_IFREG && !library->entry_hardlink(entry) &&
	       !library->entry_symlink(entry) && library->entry_size_is_set(entry) &&
	       !library->entry_sparse_count(entry);
}

static int read_bytes(struct walker *walker, uint8_t *bytes, size_t length)
{
	la_ssize_t got = walker->library.read_data(walker->archive, bytes, length);

	if (got != (la_ssize_t)length)
		return fault(walker, -EBADMSG, "a member cannot be read whole");
	bytes[length] = '\0';
	return 0;
}

static int take_entry(struct walker *walker, struct archive_entry *entry,
		      int (*each)(const struct dump_walk_member *member, void *context),
		      void *context)
{
	struct dump_walk_member member = { .directory = walker->directory };
	int64_t size = walker->library.entry_size(entry);
	uint8_t *bytes;
	int err;

	if (!is_plain(&walker->library, entry))
		return fault(walker, -EBADMSG, "a member is no plain file");
	member.name = split_path(walker, walker->library.entry_pathname(entry));
	if (!member.name)
		return fault(walker, -EBADMSG, "a member has a name that none can have");
	if (size < 0 || size > DUMP_MEMBER_MAX ||
	    (uint64_t)size > DUMP_TOTAL_MAX - walker->total || walker->count == DUMP_MEMBERS_MAX)
		return fault(walker, -EFBIG, "a member is more than a dump may hold");
	bytes = malloc(size + 1);
	if (!bytes)
		return -ENOMEM;
	err = read_bytes(walker, bytes, size);
	member.bytes = bytes;
	member.length = size;
	if (!err)
		err = each(&member, context);
	free(bytes);
	walker->total += size;
	walker->count++;
	snprintf(walker->name, sizeof(walker->name), "%s", member.name);
	return err;
}

int dump_walk(const uint8_t *bytes, size_t length,
	      int (*each)(const struct dump_walk_member *member, void *context),
	      void *context, char **why)
{
	struct walker walker = { .why = why };
	const struct archive_library *library = &walker.library;
	struct archive_entry *entry;
	int err = archive_library_load(&walker.library), got;

	if (err)
		return fault(&walker, err, ARCHIVE_LIBRARY_LACKS);
	walker.archive = library->read_new();
	if (!walker.archive)
		return -ENOMEM;
	library->read_support_filter_gzip(walker.archive);
	library->read_support_format_tar(walker.archive);
	got = library->read_open_memory(walker.archive, bytes, length);
	while (!err && got == ARCHIVE_OK) {
		got = library->read_next_header(walker.archive, &entry);
		if (got == ARCHIVE_OK)
			err = take_entry(&walker, entry, each, context);
	}
	if (!err && got != ARCHIVE_EOF)
		err = fault(&walker, -EBADMSG, "the archive cannot be read on, its bytes were altered");
	library->read_free(walker.archive);
	return err;
}
