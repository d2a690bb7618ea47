// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_dump.c: the snapshot that a dump holds.
 */
#include "dump_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"
#include "source.h"

/* Puts the file's name before what is wrong with it. */
static void name_fault(const char *path, char **why)
{
	char *sentence;

	if (!*why)
		return;
	if (asprintf(&sentence, "%s: %s", path, *why) < 0)
		sentence = NULL;
	free(*why);
	*why = sentence;
}

static int read_snapshot(struct dump *dump, const char *path, struct snapshot **out, char **why)
{
	char *name, *end;
	uint8_t *text;
	size_t length;
	int err;

	err = dump_member(dump, DUMP_SNAPSHOT, &text, &length);
	if (err == -ENOENT && asprintf(why, "%s: it holds no snapshot; its manifest says why", path) < 0)
		*why = NULL;
	if (err)
		return err;
	if (asprintf(&name, "%s:" DUMP_SNAPSHOT, path) < 0) {
		free(text);
		return -ENOMEM;
	}
	err = source_json(name, (char *)text, length, out, why);
	free(text);
	free(name);
	if (err)
		return err;
	/* from here on the snapshot is of the dump as a whole */
	end = strrchr((*out)->source_path, ':');
	*end = '\0';
	return 0;
}

static int read_dump(int err, struct dump *dump, const char *path, struct snapshot **out,
		     char **why)
{
	if (err) {
		name_fault(path, why);
		return err;
	}
	err = read_snapshot(dump, path, out, why);
	dump_close(dump);
	return err;
}

int source_dump(const char *path, struct snapshot **out, char **why)
{
	struct dump *dump = NULL;
	int err = dump_open(path, &dump, why);

	return read_dump(err, dump, path, out, why);
}

int source_dump_bytes(const void *bytes, size_t length, const char *path,
		      struct snapshot **out, char **why)
{
	struct dump *dump = NULL;
	int err = dump_open_bytes(bytes, length, &dump, why);

	return read_dump(err, dump, path, out, why);
}
