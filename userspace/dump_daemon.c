// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_daemon.c: what muster itself has on the machine: settings, inventories,
 * status, findings. Where it keeps them its settings say.
 */
#include "dump_job.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CONFIG_MAX (1u << 20)	/* bytes of musterd.conf */

/* From memory: what was taken is what is believed. */
static int load_config(struct dump_job *job, const struct part *part)
{
	char path[64], *why = NULL;
	int fd, err;

	fd = memfd_create("musterd.conf", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (write(fd, part->bytes, part->length) == (ssize_t)part->length) {
		err = config_load(&job->config, path, &why);
		free(why);
		/* what cannot be read says nothing of where things are */
		if (err && err != -ENOMEM) {
			config_clear(&job->config);
			err = config_init(&job->config);
		}
	} else {
		err = -errno;
	}
	close(fd);
	return err;
}

struct config_file {
	const struct sysfs *sysfs;
};

static int read_config(struct part_pipe *pipe, const void *context)
{
	const struct config_file *file = context;
	int fd = dump_open_below(file->sysfs, &CONFIG_PATH[1]);

	return fd < 0 ? fd : part_copy(pipe, fd, SIZE_MAX);
}

static int take_config(struct dump_job *job)
{
	const struct config_file file = { .sysfs = &job->sysfs };
	const struct dump_request request = {
		.name = "muster/musterd.conf", .source = CONFIG_PATH, .read = read_config,
		.context = &file, .bytes = CONFIG_MAX, .redaction = DUMP_TEXT,
		.if_there = true,
	};
	struct part part;
	int err;

	err = dump_read(job, &request, &part);
	if (err)
		return err;
	if (part.status == PART_OK && part.length)
		err = load_config(job, &part);
	if (!err)
		return dump_keep(job, &request, &part, NULL);
	part_clear(&part);
	return err;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), rest = strlen(end);

	return length >= rest && !strcmp(text + length - rest, end);
}

/* Files of @directory whose names hold @part, as members below @below. */
static int take_directory(struct dump_job *job, const char *directory, const char *part,
			  const char *below)
{
	char path[2 * PATH_MAX], name[2 * PATH_MAX], member[140];
	struct sysfs_names names;
	size_t i;
	int err;

	err = dump_list(job, directory + 1, &names);
	for (i = 0; !err && i < names.count; i++) {
		const char *file = names.names[i];

		if (!strstr(file, part))
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory + 1, file);
		snprintf(name, sizeof(name), "muster/%s/%s", below, file);
		err = dump_take_file(job, path, dump_member_name(name, member, sizeof(member)),
				     DUMP_TEXT_MAX,
				     ends_with(file, ".json") ? DUMP_JSON :
				     strstr(file, ".jsonl") && !ends_with(file, "z") ?
				     DUMP_JSON_LINES : DUMP_OUT);
	}
	sysfs_names_clear(&names);
	return err;
}

int dump_take_daemon(struct dump_job *job)
{
	const struct config *config = &job->config;
	int err;

	err = take_config(job);
	if (!err)
		err = take_directory(job, config->inventory_dir, "", "inventory");
	if (!err)
		err = take_directory(job, config->vendor_dir, "", "vendor");
	if (!err)
		err = take_directory(job, config->run_dir, "status.json", "run");
	if (!err)
		err = take_directory(job, config->state_dir, ".json", "state");
	if (!err)
		err = take_directory(job, config->log_dir, "findings", "log");
	return err;
}
