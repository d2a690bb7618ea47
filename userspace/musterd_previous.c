// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_previous.c: what was there when a board had settled is kept for the
 * next boot, which says once what differs.
 *
 * Invariant: the file is of an earlier boot until all that differs from it is
 * told and on the disk; so a crash repeats the comparison, and skips nothing.
 */
#include "musterd.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "compare.h"
#include "file_replace.h"
#include "json_file.h"
#include "names.h"
#include "previous.h"
#include "snapshot.h"

static char *file_path(const struct musterd *musterd)
{
	char *path;

	return asprintf(&path, "%s/previous.json", musterd->config.state_dir) < 0 ? NULL : path;
}

/* Return: 0, -ENOENT: this is the first boot, -EINVAL: damaged; or a lack. */
static int load(const char *path, struct snapshot **out)
{
	struct json_object *json;
	int err = json_file_read(path, &json);

	if (err)
		return err;
	err = snapshot_from_json(json, out, NULL);
	json_object_put(json);
	return err;
}

static int save(struct musterd *musterd, const char *path)
{
	struct json_object *json;
	const char *text;
	int err;

	musterd->live->time = now_realtime();
	json = snapshot_to_json_full(musterd->live);
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	err = text ? file_replace(path, 0640, text, true) : -ENOMEM;
	json_object_put(json);
	return err;
}

static int tell_differences(struct musterd *musterd, const struct snapshot *before,
			    const char *path)
{
	struct names *names = names_open();
	struct verdict verdict;
	int err;

	err = previous_compare(before, path, musterd->live, musterd->inventory, names, &verdict);
	names_close(names);
	if (err)
		return err;
	err = judge_notes(musterd, &verdict);
	verdict_clear(&verdict);
	judge_save(musterd);
	/* what waits for room on the disk is not told yet */
	return !err && (musterd->log.waiting_count || musterd->unsaved) ? -EAGAIN : err;
}

/* Another boot's: tell what differs from it. This boot's: that was done before. */
static int compare_once(struct musterd *musterd, const char *path)
{
	struct snapshot *before = NULL;
	bool done = false;
	int err;

	err = load(path, &before);
	if (!err) {
		done = before->boot_id && !strcmp(before->boot_id, musterd->boot_id);
		if (!done)
			err = tell_differences(musterd, before, path);
		snapshot_free(before);
	}
	if (err == -EINVAL || err == -EPROTONOSUPPORT)
		fprintf(stderr, "musterd: %s cannot be read: what differs since the previous boot is not known\n",
			path);
	else if (err && err != -ENOENT)
		return err;
	return done ? 0 : save(musterd, path);
}

static bool is_known(const struct musterd *musterd)
{
	return musterd->live && musterd->live->count && !musterd->adrift &&
	       musterd->contents_known &&
	       (!musterd->netlink || musterd->walked);
}

void previous_check(struct musterd *musterd)
{
	char *path;
	int err;

	if (musterd->compared || !musterd->settled || !is_known(musterd))
		return;
	path = file_path(musterd);
	err = path ? compare_once(musterd, path) : -ENOMEM;
	free(path);
	/* two boards and their text: not needed again until the end */
	malloc_trim(0);
	musterd->compared = !err;
	if (err)
		clock_retry(musterd);
	trouble_set(musterd, TROUBLE_PREVIOUS, err ? "what is there cannot be kept for the next boot yet: %s" : NULL,
		    strerror(-err));
}

void previous_keep(struct musterd *musterd)
{
	char *path;

	if (!musterd->compared || !is_known(musterd))
		return;
	path = file_path(musterd);
	if (!path || save(musterd, path))
		fprintf(stderr, "musterd: what is there now could not be kept for the next boot\n");
	free(path);
}
