// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_import.c: one snapshot of several files of one machine.
 */
#include "source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"
#include "source_dmi.h"
#include "source_merge.h"

/* What has been read so far. */
struct import {
	struct snapshot *snapshot;	/* NULL: no file with devices yet */
	struct snapshot *strings;	/* of firmware: a board without devices */
	char *remarks;
};

static int append_remark(struct import *import, char *remark)
{
	char *both;

	if (!remark)
		return 0;
	if (!import->remarks) {
		import->remarks = remark;
		return 0;
	}
	if (asprintf(&both, "%s\n%s", import->remarks, remark) < 0)
		both = NULL;
	free(remark);
	if (!both)
		return -ENOMEM;
	free(import->remarks);
	import->remarks = both;
	return 0;
}

/* Joins @from with what @to holds, or is it. @from is taken over. */
static int join(struct snapshot **to, struct snapshot *from, char **why)
{
	int err;

	if (!*to) {
		*to = from;
		return 0;
	}
	err = source_merge(*to, from, why);
	snapshot_free(from);
	return err;
}

static int read_strings(struct import *import, const char *name, const char *text,
			size_t length, char **why)
{
	struct snapshot *strings = snapshot_new(SOURCE_LSPCI);
	int err;

	if (!strings)
		return -ENOMEM;
	strings->source_path = strdup(name);
	err = strings->source_path ? source_dmi(text, length, &strings->board) : -ENOMEM;
	if (err == -ENOENT && asprintf(why, "%s: no string of the board in it", name) < 0)
		*why = NULL;
	if (err) {
		snapshot_free(strings);
		return err == -ENOENT ? -EINVAL : err;
	}
	return join(&import->strings, strings, why);
}

static int read_file(struct import *import, const char *path, char **why)
{
	struct snapshot *snapshot = NULL;
	char *bytes = NULL, *remark = NULL;
	size_t length = 0;
	uint64_t time;
	int err;

	err = source_load(path, &bytes, &length, &time);
	if (!err && source_is_dmi(bytes, length)) {
		err = read_strings(import, path, bytes, length, why);
		free(bytes);
		return err;
	}
	if (err == -EISDIR)
		err = source_open(path, &snapshot, &remark);
	else if (!err)
		err = source_bytes(path, bytes, length, &snapshot, &remark);
	free(bytes);
	if (err) {
		*why = remark;
		return err;
	}
	if (!snapshot->time)
		snapshot->time = time;
	err = join(&import->snapshot, snapshot, why);
	if (err) {
		free(remark);
		return err;
	}
	return append_remark(import, remark);
}

static int finish(struct import *import, char **why)
{
	if (!import->snapshot) {
		if (asprintf(why, "%s: the strings of the firmware name no device: add "
			     "text of lspci, of the same machine",
			     import->strings->source_path) < 0)
			*why = NULL;
		return -EINVAL;
	}
	return import->strings ? source_merge(import->snapshot, import->strings, why) : 0;
}

int source_import(char *const *paths, size_t count, size_t *at, struct snapshot **out,
		  char **why)
{
	struct import import = { 0 };
	int err = 0;

	*why = NULL;
	for (*at = 0; *at < count && !err; (*at)++)
		err = read_file(&import, paths[*at], why);
	*at -= !!err;
	if (!err)
		err = finish(&import, why);
	snapshot_free(import.strings);
	if (err) {
		snapshot_free(import.snapshot);
		free(import.remarks);
		return err;
	}
	*why = import.remarks;
	*out = import.snapshot;
	return 0;
}
