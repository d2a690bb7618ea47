// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_ledgers.c: the record: as the module holds it, and as the daemon keeps
 * it for this boot and those before.
 *
 * A ledger is kept as it is, damaged or not: the manifest says what it was.
 */
#include "dump_job.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chain.h"
#include "dump_file.h"
#include "dump_ledger.h"
#include "ledger_file.h"
#include "ledger_format.h"
#include "netlink.h"

#define TRIES 3			/* at a ledger that grows as it is read */
#define MEMBER_MAX 150		/* bytes of a member's name */
#define TRY_AGAIN 50000		/* us later */

static int write_entry(const struct netlink_entry *entry, void *context)
{
	uint8_t frames[LEDGER_FRAMES_MAX];
	struct part_pipe *pipe = context;
	size_t length;

	if (entry->length < LEDGER_PAYLOAD_MIN || entry->length > MUSTER_ENTRY_MAX ||
	    (entry->lost && !entry->previous_hash))
		return -EBADMSG;
	length = ledger_frames_make(entry->payload, entry->length, entry->hash,
				    entry->previous_hash, entry->lost, frames);
	return part_write(pipe, frames, length);
}

/* As the daemon would have written it. */
static int read_module(struct part_pipe *pipe, const void *context)
{
	const struct dump_host *host = context;
	uint8_t header[LEDGER_HEADER_SIZE];
	struct netlink_info info;
	struct ledger_id id = { .boot_id = "" };
	struct netlink *netlink;
	int err;

	err = netlink_open(&netlink);
	if (!err)
		err = netlink_info(netlink, &info);
	if (err)
		return err;
	snprintf(id.boot_id, sizeof(id.boot_id), "%.36s", host->boot_id);
	snprintf(id.machine_id, sizeof(id.machine_id), "%.32s", host->machine_id);
	memcpy(id.load_id, info.load_id, sizeof(id.load_id));
	err = ledger_header_make(&id, header);
	if (!err)
		err = part_write(pipe, header, sizeof(header));
	if (!err)
		err = netlink_entries(netlink, 1, info.load_id, write_entry, pipe);
	return err;
}

/* @result: what proving it came to, for the manifest */
static int keep_ledger(struct dump_job *job, const struct dump_request *request,
		       struct part *part, enum ledger_result result)
{
	struct dump_record *record;
	int err;

	err = dump_keep(job, request, part, &record);
	if (err || !record || !record->stored)
		return err;
	record->ledger = strdup(ledger_result_names[result]);
	return record->ledger ? 0 : -ENOMEM;
}

static enum ledger_result verify(const struct part *part, const struct part *head)
{
	const struct ledger_bytes bytes = {
		.ledger = part->bytes, .length = part->length,
		.head = head && head->length ? (char *)head->bytes : NULL,
		.head_length = head ? head->length : 0,
	};

	return dump_ledger_verify(&bytes, NULL);
}

int dump_take_module_ledger(struct dump_job *job)
{
	char load_id[33], name[64];
	const struct dump_request request = {
		.name = name, .source = "the module", .read = read_module,
		.context = &job->host, .bytes = DUMP_MEMBER_MAX,
		.factor = DUMP_WHOLE_FACTOR, .redaction = DUMP_OUT,
	};
	struct part part;
	int err;

	if (!job->has_ledger)
		return 0;
	chain_hex(job->load_id, sizeof(job->load_id), load_id);
	snprintf(name, sizeof(name), DUMP_LEDGER_MODULE "%s.ledger", load_id);
	err = dump_read(job, &request, &part);
	return err ? err : keep_ledger(job, &request, &part, verify(&part, NULL));
}

struct ledger_path {
	const struct sysfs *sysfs;
	const char *path;
};

static int read_path(struct part_pipe *pipe, const void *context)
{
	const struct ledger_path *file = context;
	int fd = dump_open_below(file->sysfs, file->path);

	return fd < 0 ? fd : part_copy(pipe, fd, SIZE_MAX);
}

/* A frame that is being written is waited for. */
static int read_ledger(struct dump_job *job, const struct dump_request *request,
		       struct part *part)
{
	int err = dump_read(job, request, part);
	int tries = 0;

	while (!err && job->sysfs.live && part->status == PART_OK && ++tries < TRIES &&
	       verify(part, NULL) == LEDGER_TORN) {
		part_clear(part);
		usleep(TRY_AGAIN);
		err = dump_read(job, request, part);
	}
	return err;
}

/* What confirms it is read first, for the ledger may be growing; and written first. */
static int take_files(struct dump_job *job, const struct dump_request *request,
		      const struct dump_request *head_request)
{
	enum ledger_result result;
	struct part part, head;
	int err;

	err = dump_read(job, head_request, &head);
	if (err)
		return err;
	err = read_ledger(job, request, &part);
	if (err) {
		part_clear(&head);
		return err;
	}
	result = verify(&part, &head);
	err = dump_keep(job, head_request, &head, NULL);
	if (!err)
		return keep_ledger(job, request, &part, result);
	part_clear(&part);
	return err;
}

static int take_ledger(struct dump_job *job, const char *path, const char *member)
{
	char source[2 * PATH_MAX + 8], head_source[2 * PATH_MAX + 8];
	char head_member[MEMBER_MAX + 8];
	size_t stem = strlen(member) - strlen(".ledger");
	char *head_path = ledger_head_path(path);
	const struct ledger_path file = { &job->sysfs, path };
	const struct ledger_path head_file = { &job->sysfs, head_path };
	const struct dump_request request = {
		.name = member, .source = source, .read = read_path, .context = &file,
		.bytes = DUMP_MEMBER_MAX, .factor = DUMP_WHOLE_FACTOR, .redaction = DUMP_OUT,
	};
	const struct dump_request head_request = {
		.name = head_member, .source = head_source, .read = read_path,
		.context = &head_file, .bytes = LEDGER_HEAD_SIZE + 1, .if_there = true,
		.redaction = DUMP_OUT,
	};
	int err;

	if (!head_path)
		return -ENOMEM;
	snprintf(source, sizeof(source), "/%s", path);
	snprintf(head_source, sizeof(head_source), "/%s", head_path);
	memcpy(head_member, member, stem);
	strcpy(head_member + stem, ".head");
	err = take_files(job, &request, &head_request);
	free(head_path);
	return err;
}

static bool is_ledger(const char *name)
{
	size_t length = strlen(name);

	return length > 7 && !strcmp(name + length - 7, ".ledger");
}

static int take_boot(struct dump_job *job, const char *store, const char *boot)
{
	char path[PATH_MAX], file[2 * PATH_MAX], member[2 * PATH_MAX], name[MEMBER_MAX];
	struct sysfs_names names;
	size_t i;
	int err;

	if (snprintf(path, sizeof(path), "%s/%s", store, boot) >= (int)sizeof(path))
		return 0;
	err = dump_list(job, path, &names);
	for (i = 0; !err && i < names.count; i++) {
		if (!is_ledger(names.names[i]))
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, names.names[i]);
		snprintf(member, sizeof(member), DUMP_LEDGER_STORE "%s/%s", boot, names.names[i]);
		err = take_ledger(job, file, dump_member_name(member, name, sizeof(name)));
	}
	sysfs_names_clear(&names);
	return err;
}

int dump_take_ledgers(struct dump_job *job)
{
	char store[PATH_MAX];
	struct sysfs_names names;
	size_t i;
	int err;

	snprintf(store, sizeof(store), "%s/ledger", job->config.state_dir + 1);
	err = dump_list(job, store, &names);
	for (i = 0; !err && i < names.count; i++)
		if (*names.names[i] >= '0' && *names.names[i] <= '9')
			err = take_boot(job, store, names.names[i]);
	sysfs_names_clear(&names);
	return err;
}
