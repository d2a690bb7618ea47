// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_functions.c: what each PCI function says, byte for byte: its
 * configuration space, its vital product data, its resources.
 *
 * Invariant: no function is woken. Reading the space of one resumes what is
 * above it, and it itself from D3cold: their power states are looked at first,
 * by the process that reads then.
 */
#include "dump_job.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source_sysfs.h"

#define DEVICES "sys/bus/pci/devices"
#define CONFIG_STEP 64	/* bytes at a time, as lspci reads them */
#define VPD_STEP 4	/* a part that is slow or stuck is that for each 4 bytes */

enum power { POWER_ON, POWER_D3HOT, POWER_ASLEEP };

/* One file of one function. */
struct function_file {
	const struct sysfs *sysfs;
	const char *address, *file;
	bool awake;		/* it is not enough that the space answers */
	size_t step;		/* bytes at a time; 0: reading touches no device */
};

static enum power read_power(const struct sysfs *sysfs, const char *chain)
{
	int directory = sysfs_directory(sysfs, chain);
	enum power power = POWER_ON;
	char text[32];

	if (directory < 0)
		return POWER_ON;
	if (sysfs_read(sysfs, directory, "power_state", text, sizeof(text)) > 0) {
		if (!strcmp(text, "D3hot"))
			power = POWER_D3HOT;
		else if (!strcmp(text, "D1") || !strcmp(text, "D2") || !strcmp(text, "D3cold"))
			power = POWER_ASLEEP;
	} else if (sysfs_read(sysfs, directory, "power/runtime_status", text,
			      sizeof(text)) > 0 && !strcmp(text, "suspended")) {
		/* before Linux 5.11: what is suspended may be in D3cold */
		power = POWER_ASLEEP;
	}
	close(directory);
	return power;
}

/* Whether the function, and each above it, can be read as they are. */
static bool can_read(const struct function_file *file)
{
	char link[PATH_MAX], chain[PATH_MAX + 16], *at, *end;
	int devices = sysfs_directory(file->sysfs, DEVICES);
	ssize_t length;

	if (devices < 0)
		return true;
	length = sysfs_link(devices, file->address, link, sizeof(link));
	close(devices);
	if (length < 0)
		return true;	/* no links in this tree: nothing is asleep in it */
	for (at = link; !strncmp(at, "../", 3);)
		at += 3;
	snprintf(chain, sizeof(chain), "sys/%s", at);
	for (at = chain; *at; at = end) {
		enum power power;
		char kept;

		at += *at == '/';
		end = at + strcspn(at, "/");
		if (!sysfs_is_address(at, end - at))
			continue;
		kept = *end;
		*end = '\0';
		power = read_power(file->sysfs, chain);
		*end = kept;
		/* the space of the function itself answers in D3hot */
		if (power == POWER_ASLEEP || (power == POWER_D3HOT && (kept || file->awake)))
			return false;
	}
	return true;
}

static int read_function(struct part_pipe *pipe, const void *context)
{
	const struct function_file *file = context;
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", file->address, file->file);
	fd = dump_open_below(file->sysfs, path);
	if (fd >= 0 && file->step && !can_read(file))
		return PART_ASLEEP;
	return fd < 0 ? fd : part_copy(pipe, fd, file->step ? file->step : SIZE_MAX);
}

/* Without the right to more, the kernel gives the first 64 bytes and says nothing. */
static void doubt_config(struct part *part)
{
	if (part->status == PART_OK && part->length <= 64)
		part_set(part, PART_TRUNCATED, geteuid() ?
			 "only the header: more than that takes root" :
			 "only the header is there");
}

static int take_file(struct dump_job *job, const char *address, const char *name,
		     size_t step, size_t bytes)
{
	const struct function_file file = {
		.sysfs = &job->sysfs, .address = address, .file = name, .step = step,
		.awake = step == VPD_STEP,
	};
	char member[64], source[PATH_MAX];
	const struct dump_request request = {
		.name = member, .source = source, .read = read_function, .context = &file,
		.bytes = bytes, .if_there = strcmp(name, "config"),
		.redaction = step == CONFIG_STEP ? DUMP_CONFIG :
			     step == VPD_STEP ? DUMP_OUT : DUMP_NOTHING,
	};
	struct part part;
	int err;

	snprintf(member, sizeof(member), "pci/%s/%s", address, name);
	snprintf(source, sizeof(source), "/" DEVICES "/%s/%s", address, name);
	err = dump_read(job, &request, &part);
	if (err)
		return err;
	if (step == CONFIG_STEP)
		doubt_config(&part);
	return dump_keep(job, &request, &part, NULL);
}

/* Few functions have it: for the others no process is made. */
static bool has_vpd(const struct dump_job *job, const char *address)
{
	char path[PATH_MAX];
	struct stat status;
	int directory;
	bool found;

	snprintf(path, sizeof(path), DEVICES "/%s", address);
	directory = sysfs_directory(&job->sysfs, path);
	if (directory < 0)
		return false;
	found = !fstatat(directory, "vpd", &status, AT_SYMLINK_NOFOLLOW);
	close(directory);
	return found;
}

int dump_take_functions(struct dump_job *job)
{
	struct sysfs_names names;
	size_t i;
	int err;

	err = dump_list(job, DEVICES, &names);
	for (i = 0; !err && i < names.count; i++) {
		const char *address = names.names[i];

		if (!sysfs_is_address(address, strlen(address)))
			continue;
		err = take_file(job, address, "config", CONFIG_STEP, DUMP_CONFIG_MAX);
		if (!err)
			err = take_file(job, address, "resource", 0, DUMP_TEXT_MAX);
	}
	/* last of all: it is slow where it is broken */
	for (i = 0; !err && i < names.count; i++)
		if (sysfs_is_address(names.names[i], strlen(names.names[i])) &&
		    has_vpd(job, names.names[i]))
			err = take_file(job, names.names[i], "vpd", VPD_STEP, DUMP_VPD_MAX);
	sysfs_names_clear(&names);
	return err;
}
