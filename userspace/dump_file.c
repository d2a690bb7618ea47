// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_file.c: read a dump, and prove it whole.
 *
 * Invariant: nothing of a dump is handed out before all of it was proved.
 */
#include "dump_file.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump_format.h"
#include "dump_manifest.h"
#include "dump_walk.h"
#include "sha256.h"

#define DEPTH_MAX 16	/* of the manifest */

struct dump {
	uint8_t *bytes;		/* the file */
	size_t length;
	struct dump_records seen;	/* the members, as the archive has them */
	char *name, *manifest_text, *sums;
	size_t manifest_length;
	struct json_object *manifest;
	struct dump_records records;	/* as the manifest has them */
};

static int fault(char **why, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The first fault is the one that is told. */
static int fault(char **why, int err, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (!*why && vasprintf(why, format, arguments) < 0)
		*why = NULL;
	va_end(arguments);
	return err;
}

static int keep_text(const struct dump_walk_member *member, char **text)
{
	if (*text)
		return 0;	/* a second one: check_order() tells */
	*text = malloc(member->length + 1);
	if (!*text)
		return -ENOMEM;
	memcpy(*text, member->bytes, member->length + 1);
	return 0;
}

static int see_member(const struct dump_walk_member *member, void *context)
{
	struct dump_record *record;
	struct dump *dump = context;
	int err = 0;

	if (!dump->name)
		dump->name = strdup(member->directory);
	if (!dump->name)
		return -ENOMEM;
	record = dump_records_add(&dump->seen, member->name);
	if (!record)
		return -ENOMEM;
	record->stored = true;
	record->size = member->length;
	sha256_of(member->bytes, member->length, record->sha256);
	if (!strcmp(member->name, DUMP_MANIFEST)) {
		err = keep_text(member, &dump->manifest_text);
		dump->manifest_length = member->length;
	} else if (!strcmp(member->name, DUMP_SUMS)) {
		err = keep_text(member, &dump->sums);
	}
	return err;
}

static int parse_manifest(struct dump *dump, char **why)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);

	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	dump->manifest = json_tokener_parse_ex(tokener, dump->manifest_text,
					       dump->manifest_length + 1);
	json_tokener_free(tokener);
	if (!dump->manifest)
		return fault(why, -EBADMSG, DUMP_MANIFEST ": it is no JSON");
	return dump_records_from_json(dump->manifest, &dump->records, why);
}

/* Each member that the manifest has is there, in its order, as it was. */
static int check_members(const struct dump *dump, char **why)
{
	const struct dump_record *seen = dump->seen.records, *record;
	size_t count = dump->seen.count - 2, at = 0, i;

	for (i = 0; i < dump->records.count; i++) {
		record = &dump->records.records[i];
		if (!record->stored)
			continue;
		if (at == count || strcmp(seen[at].name, record->name))
			return fault(why, -EBADMSG, "%s: the manifest has it, the dump has it not",
				     record->name);
		if (seen[at].size != record->size ||
		    memcmp(seen[at].sha256, record->sha256, SHA256_SIZE))
			return fault(why, -EBADMSG, "%s: it is not what the manifest says it was",
				     record->name);
		at++;
	}
	if (at != count)
		return fault(why, -EBADMSG, "%s: the manifest does not have it", seen[at].name);
	return 0;
}

static int check_sums(struct dump *dump, char **why)
{
	char *sums;
	int differs;

	dump->seen.count--;	/* they do not name themselves */
	sums = dump_records_sums(&dump->seen);
	dump->seen.count++;
	if (!sums)
		return -ENOMEM;
	differs = strcmp(sums, dump->sums);
	free(sums);
	return differs ? fault(why, -EBADMSG, DUMP_SUMS ": a digest in it is of another file") : 0;
}

static int check_content(struct dump *dump, char **why)
{
	const struct dump_record *seen = dump->seen.records;
	size_t count = dump->seen.count;
	int err;

	if (count < 2 || strcmp(seen[count - 1].name, DUMP_SUMS) ||
	    strcmp(seen[count - 2].name, DUMP_MANIFEST) || !dump->manifest_text || !dump->sums)
		return fault(why, -EBADMSG, "it ends before its manifest and digests%s%s",
			     count ? "; the last member is " : "",
			     count ? seen[count - 1].name : "");
	err = parse_manifest(dump, why);
	if (!err)
		err = check_members(dump, why);
	return err ? err : check_sums(dump, why);
}

static int check_tail(const struct dump *dump, char **why)
{
	uint8_t digest[SHA256_SIZE], tail[DUMP_TAIL_SIZE];
	size_t length = dump->length - sizeof(tail);

	sha256_of(dump->bytes, length, digest);
	dump_tail_make(digest, tail);
	if (!memcmp(tail, dump->bytes + length, sizeof(tail)))
		return 0;
	return fault(why, -EBADMSG, "its members are as they were, but not the bytes around them: it was packed again, or altered");
}

static int prove(struct dump *dump, char **why)
{
	size_t around = DUMP_HEAD_SIZE + DUMP_TAIL_SIZE;
	int err;

	if (!dump_is(dump->bytes, dump->length))
		return fault(why, -EPROTONOSUPPORT, dump->length < 2 ||
			     memcmp(dump->bytes, dump_head, 2) ? "it is no dump" :
			     "it does not begin as a dump of this version does");
	if (dump->length < around)
		return fault(why, -EBADMSG, "it is cut short after %zu bytes", dump->length);
	err = dump_walk(dump->bytes + DUMP_HEAD_SIZE, dump->length - around, see_member,
			dump, why);
	if (err && err != -ENOMEM && err != -ELIBACC &&
	    !dump_tail_is(dump->bytes + dump->length - DUMP_TAIL_SIZE)) {
		free(*why);
		*why = NULL;
		return fault(why, -EBADMSG, "it is cut short after %zu bytes%s%s", dump->length,
			     dump->seen.count ? "; the last member that can be read is " : "",
			     dump->seen.count ?
			     dump->seen.records[dump->seen.count - 1].name : "");
	}
	if (err)
		return err;
	err = check_content(dump, why);
	return err ? err : check_tail(dump, why);
}

/* Takes @bytes over, also on failure. */
static int open_owned(uint8_t *bytes, size_t length, struct dump **out, char **why)
{
	struct dump *dump = calloc(1, sizeof(*dump));
	int err;

	*why = NULL;
	if (!dump) {
		free(bytes);
		return -ENOMEM;
	}
	dump->bytes = bytes;
	dump->length = length;
	err = prove(dump, why);
	if (err) {
		dump_close(dump);
		return err;
	}
	*out = dump;
	return 0;
}

int dump_open_bytes(const void *bytes, size_t length, struct dump **out, char **why)
{
	uint8_t *copy = malloc(length + 1);

	*why = NULL;
	if (!copy)
		return -ENOMEM;
	memcpy(copy, bytes, length);
	return open_owned(copy, length, out, why);
}

/* Return: 0 or -errno; *@bytes is to be freed in any case. */
static int read_whole(int fd, uint8_t **bytes, size_t *length)
{
	size_t room = 0;

	for (;;) {
		ssize_t got;

		if (*length == room) {
			uint8_t *more;

			if (room >= DUMP_FILE_MAX)
				return -EFBIG;
			room = room ? 2 * room : 1 << 16;
			more = realloc(*bytes, room);
			if (!more)
				return -ENOMEM;
			*bytes = more;
		}
		got = read(fd, *bytes + *length, room - *length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			return 0;
		*length += got;
	}
}

bool dump_is_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	uint8_t start[DUMP_HEAD_SIZE];
	ssize_t length;

	if (fd < 0)
		return false;
	length = pread(fd, start, sizeof(start), 0);
	close(fd);
	return length > 0 && dump_is(start, length);
}

int dump_open(const char *path, struct dump **out, char **why)
{
	bool standard_input = !strcmp(path, "-");
	uint8_t *bytes = NULL;
	size_t length = 0;
	int fd, err;

	*why = NULL;
	fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = read_whole(fd, &bytes, &length);
	if (!standard_input)
		close(fd);
	if (!err)
		return open_owned(bytes, length, out, why);
	free(bytes);
	return err;
}

void dump_close(struct dump *dump)
{
	if (!dump)
		return;
	dump_records_clear(&dump->seen);
	dump_records_clear(&dump->records);
	json_object_put(dump->manifest);
	free(dump->manifest_text);
	free(dump->sums);
	free(dump->name);
	free(dump->bytes);
	free(dump);
}

int dump_each(struct dump *dump, int (*each)(const struct dump_walk_member *member,
					     void *context), void *context)
{
	char *why = NULL;
	int err;

	err = dump_walk(dump->bytes + DUMP_HEAD_SIZE,
			dump->length - DUMP_HEAD_SIZE - DUMP_TAIL_SIZE, each, context, &why);
	free(why);
	return err;
}

struct wanted {
	const char *name;
	uint8_t *bytes;
	size_t length;
};

static int take_wanted(const struct dump_walk_member *member, void *context)
{
	struct wanted *wanted = context;

	if (strcmp(member->name, wanted->name))
		return 0;
	wanted->bytes = malloc(member->length + 1);
	if (!wanted->bytes)
		return -ENOMEM;
	memcpy(wanted->bytes, member->bytes, member->length + 1);
	wanted->length = member->length;
	return 1;
}

int dump_member(struct dump *dump, const char *name, uint8_t **bytes, size_t *length)
{
	struct wanted wanted = { .name = name };
	int err;

	err = dump_each(dump, take_wanted, &wanted);
	if (err < 0)
		return err;
	if (!err)
		return -ENOENT;
	*bytes = wanted.bytes;
	*length = wanted.length;
	return 0;
}

struct json_object *dump_manifest(const struct dump *dump)
{
	return dump->manifest;
}

const struct dump_records *dump_records(const struct dump *dump)
{
	return &dump->records;
}

const char *dump_name(const struct dump *dump)
{
	return dump->name;
}
