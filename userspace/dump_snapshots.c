// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_snapshots.c: the devices that are there: as the module has them, and as
 * sysfs shows them. Where both are, they are held against each other.
 */
#include "dump_job.h"

#include <errno.h>
#include <json-c/json.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "dump_file.h"
#include "dump_redact.h"
#include "netlink.h"
#include "snapshot.h"
#include "source.h"
#include "source_contents.h"
#include "source_probe.h"

#define STYLE (JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE)

static int write_snapshot(struct part_pipe *pipe, struct snapshot *snapshot)
{
	struct json_object *json;
	const char *text;
	int err;

	json = snapshot_to_json_full(snapshot);
	snapshot_free(snapshot);
	if (!json)
		return -ENOMEM;
	text = json_object_to_json_string_ext(json, STYLE);
	err = text ? part_write(pipe, text, strlen(text)) : -ENOMEM;
	return err ? err : part_write(pipe, "\n", 1);
}

/* Memories are read anew once; the snapshot after it has what the first found. */
static int read_contents(const struct dump_job *job, bool fresh, struct snapshot *snapshot)
{
	const struct contents_policy policy = {
		.fresh = fresh, .each = job->options->timeout,
		/* less than there is for the whole snapshot */
		.total = job->options->timeout * (DUMP_WHOLE_FACTOR - 1),
	};

	return source_contents(snapshot, &policy);
}

static int read_module(struct part_pipe *pipe, const void *context)
{
	struct snapshot *snapshot = NULL;
	struct netlink *netlink;
	int err;

	err = netlink_open(&netlink);
	if (!err)
		err = source_module(netlink, &snapshot);
	if (!err)
		err = source_probe(snapshot);
	if (!err)
		err = read_contents(context, true, snapshot);
	return err ? err : write_snapshot(pipe, snapshot);
}

static int read_sysfs(struct part_pipe *pipe, const void *context)
{
	const struct dump_job *job = context;
	struct snapshot *snapshot = NULL;
	int err = source_sysfs(job->options->root, &snapshot);

	if (!err && job->sysfs.live)
		err = source_probe(snapshot);
	if (!err && job->sysfs.live)
		err = read_contents(job, !job->has_module, snapshot);
	return err ? err : write_snapshot(pipe, snapshot);
}

static int read_saved(struct part_pipe *pipe, const void *context)
{
	struct snapshot *snapshot = NULL;
	int err = source_open(context, &snapshot, NULL);

	return err ? err : write_snapshot(pipe, snapshot);
}

/* What was written is what is looked at from here on. */
static void parse(const struct part *part, enum source_kind source, struct snapshot **out)
{
	char *why = NULL;

	*out = NULL;
	if (part->status != PART_OK)
		return;
	if (source_json("", (char *)part->bytes, part->length, out, &why)) {
		*out = NULL;
	} else {
		/* it is not yet of a file */
		(*out)->source = source;
		free((*out)->source_path);
		(*out)->source_path = NULL;
	}
	free(why);
}

static int redact(const struct dump_redact *redact, struct snapshot *snapshot,
		  struct part *part)
{
	struct json_object *json;
	const char *text;
	char *copy;
	int err;

	err = dump_redact_snapshot(redact, snapshot, &json);
	if (err)
		return err;
	text = json_object_to_json_string_ext(json, STYLE);
	copy = text ? strdup(text) : NULL;
	json_object_put(json);
	if (!copy)
		return -ENOMEM;
	free(part->bytes);
	part->bytes = (uint8_t *)copy;
	part->length = strlen(copy);
	return 0;
}

/* A snapshot that cannot be parsed again is not handed on unredacted. */
static int keep(struct dump_job *job, const struct dump_request *request, struct part *part,
		struct snapshot *snapshot)
{
	struct dump_redact *key = job->options->redact;
	struct dump_request rest = *request;
	int err = 0;

	/* of the first snapshot, whose reading of memories was anew, and before it is redacted */
	if (snapshot && (!job->has_module || snapshot->source == SOURCE_MODULE))
		err = dump_take_clients(job, snapshot);
	if (!err && key && snapshot) {
		err = dump_redact_know_snapshot(key, snapshot);
		if (!err)
			err = redact(key, snapshot, part);
		rest.redaction = DUMP_NOTHING;
	}
	if (!err)
		return dump_keep(job, &rest, part, NULL);
	part_clear(part);
	return err;
}

int dump_take_saved(struct dump_job *job)
{
	const char *path = job->options->from;
	const struct dump_request request = {
		.name = DUMP_SNAPSHOT, .source = path, .read = read_saved, .context = path,
		.bytes = DUMP_MEMBER_MAX, .factor = DUMP_WHOLE_FACTOR, .redaction = DUMP_OUT,
	};
	struct snapshot *snapshot = NULL;
	struct part part;
	int err;

	err = dump_read(job, &request, &part);
	if (!err && part.status != PART_OK) {
		/* there is nothing else that would go in */
		err = part.err ? part.err : part.status == PART_ABSENT ? -ENOENT : -ETIMEDOUT;
		part_clear(&part);
	}
	if (err)
		return err;
	parse(&part, SOURCE_SNAPSHOT, &snapshot);
	err = keep(job, &request, &part, snapshot);
	snapshot_free(snapshot);
	return err;
}

static int take_module(struct dump_job *job, struct snapshot **out)
{
	const struct dump_request request = {
		.name = DUMP_SNAPSHOT, .source = "the module", .read = read_module,
		.context = job, .bytes = DUMP_MEMBER_MAX, .factor = DUMP_WHOLE_FACTOR, .redaction = DUMP_OUT,
	};
	struct part part;
	int err;

	err = dump_read(job, &request, &part);
	if (err)
		return err;
	if (part.status != PART_OK) {
		err = dump_note(job, "module", part.status,
				part.status == PART_ABSENT ? "the module is not loaded" :
				part.err == -EPERM ? "asking it needs CAP_NET_ADMIN" : part.why);
		part_clear(&part);
		return err;
	}
	job->has_module = true;
	parse(&part, SOURCE_MODULE, out);
	if (*out) {
		job->has_ledger = (*out)->has_ledger;
		memcpy(job->load_id, (*out)->load_id, sizeof(job->load_id));
	}
	return keep(job, &request, &part, *out);
}

static int take_sysfs(struct dump_job *job, const struct snapshot *module)
{
	const struct dump_request request = {
		.name = job->has_module ? DUMP_SNAPSHOT_SYSFS : DUMP_SNAPSHOT, .source = "sysfs",
		.read = read_sysfs, .context = job,
		.bytes = DUMP_MEMBER_MAX, .factor = DUMP_WHOLE_FACTOR, .redaction = DUMP_OUT,
	};
	struct snapshot *shown;
	struct part part;
	int err;

	err = dump_read(job, &request, &part);
	if (err)
		return err;
	parse(&part, SOURCE_SYSFS, &shown);
	job->has_sysfs = shown;
	if (module && shown)
		job->differences = dump_differences(module, shown);
	err = keep(job, &request, &part, shown);
	snapshot_free(shown);
	return err;
}

int dump_take_snapshots(struct dump_job *job)
{
	struct snapshot *module = NULL;
	int err = 0;

	if (job->sysfs.live)
		err = take_module(job, &module);
	if (!err)
		err = take_sysfs(job, module);
	snapshot_free(module);
	/* each part from here on is a process more: what it copies is to be small */
	malloc_trim(0);
	return err;
}
