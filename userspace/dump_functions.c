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
#include "sysfs_power.h"
#include "sysfs_rom.h"

#define DEVICES "sys/bus/pci/devices"
#define CONFIG_STEP 64	/* bytes at a time, as lspci reads them */
#define VPD_STEP 4	/* a part that is slow or stuck is that for each 4 bytes */

/* One file of one function. */
struct function_file {
	const struct sysfs *sysfs;
	const char *address, *file;
	bool awake;		/* it is not enough that the space answers */
	size_t step;		/* bytes at a time; 0: reading touches no device */
};

static int read_function(struct part_pipe *pipe, const void *context)
{
	const struct function_file *file = context;
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", file->address, file->file);
	fd = dump_open_below(file->sysfs, path);
	if (fd >= 0 && file->step &&
	    !sysfs_power_readable(file->sysfs, file->address, file->awake))
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
static bool has_file(const struct dump_job *job, const char *address, const char *file)
{
	char path[PATH_MAX];
	struct stat status;
	int directory;
	bool found;

	snprintf(path, sizeof(path), DEVICES "/%s", address);
	directory = sysfs_directory(&job->sysfs, path);
	if (directory < 0)
		return false;
	found = !fstatat(directory, file, &status, AT_SYMLINK_NOFOLLOW);
	close(directory);
	return found;
}

/* Not as take_file() does: between two writes that allow and forbid it. */
static int take_rom(struct dump_job *job, const char *address)
{
	char member[64], source[PATH_MAX];
	struct dump_request request = {
		.name = member, .source = source, .read = sysfs_rom_reader,
		.bytes = SYSFS_ROM_MAX, .redaction = DUMP_OUT,
	};
	struct sysfs_rom *rom;
	struct part part;
	int err = sysfs_rom_open(&job->sysfs, address, &rom);

	snprintf(member, sizeof(member), "pci/%s/rom", address);
	snprintf(source, sizeof(source), "/" DEVICES "/%s/rom", address);
	if (err == -ENOMEM)
		return err;
	if (err)
		return dump_note(job, member, err == -EBUSY || err == -EHOSTDOWN ?
				 PART_SKIPPED : PART_FAILED,
				 err == -EBUSY ? "it has a driver" :
				 err == -EHOSTDOWN ? "it sleeps" : strerror(-err));
	request.context = rom;
	err = dump_read(job, &request, &part);
	sysfs_rom_close(rom);
	return err ? err : dump_keep(job, &request, &part, NULL);
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
		    has_file(job, names.names[i], "vpd"))
			err = take_file(job, names.names[i], "vpd", VPD_STEP, DUMP_VPD_MAX);
	for (i = 0; !err && job->options->rom && i < names.count; i++)
		if (sysfs_is_address(names.names[i], strlen(names.names[i])) &&
		    has_file(job, names.names[i], "rom"))
			err = take_rom(job, names.names[i]);
	sysfs_names_clear(&names);
	return err;
}
