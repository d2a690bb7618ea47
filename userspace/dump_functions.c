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
#define AHEAD 64	/* functions that one process reads */
#define AHEAD_MAX 4096u	/* bytes of each of their files */

/* One file of one function. */
struct function_file {
	const struct sysfs *sysfs;
	const char *address, *file;
	bool awake;		/* it is not enough that the space answers */
	size_t step;		/* bytes at a time; 0: reading touches no device */
};

/* Return: a descriptor; -errno; -EHOSTDOWN: it would have to be woken. */
static int open_file(const struct function_file *file)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", file->address, file->file);
	fd = dump_open_below(file->sysfs, path);
	if (fd < 0 || !file->step ||
	    sysfs_power_readable(file->sysfs, file->address, file->awake))
		return fd;
	close(fd);
	return -EHOSTDOWN;
}

static int read_function(struct part_pipe *pipe, const void *context)
{
	const struct function_file *file = context;
	int fd = open_file(file);

	if (fd == -EHOSTDOWN)
		return PART_ASLEEP;
	return fd < 0 ? fd : part_copy(pipe, fd, file->step ? file->step : SIZE_MAX);
}

/* What is read of every function. */
static const struct {
	const char *name;
	size_t step, bytes;
} files[] = {
	{ "config", CONFIG_STEP, DUMP_CONFIG_MAX },
	{ "resource", 0, DUMP_TEXT_MAX },
};

#define FILES (sizeof(files) / sizeof(*files))

/*
 * A process for each file is most of what a dump of a large board costs. So one reads
 * those of several functions ahead; what it did not get, for whatever reason, is read
 * by a process of its own, which tells that reason.
 */
struct ahead {
	const struct sysfs *sysfs;
	char *const *addresses;
	size_t count;
	struct part part;	/* frames */
};

struct frame {
	uint32_t function, file, length;
};

/* Return: bytes, or -errno: not all of it, not at once, or not at all. */
static ssize_t read_small(const struct function_file *file, uint8_t *buffer)
{
	size_t step = file->step ? file->step : AHEAD_MAX + 1, length = 0;
	int fd = open_file(file);
	ssize_t got;

	if (fd < 0)
		return fd;
	do {
		size_t room = AHEAD_MAX + 1 - length;

		got = read(fd, buffer + length, step < room ? step : room);
		length += got > 0 ? got : 0;
	} while (got > 0 && length <= AHEAD_MAX);
	close(fd);
	return got < 0 || length > AHEAD_MAX ? -EIO : (ssize_t)length;
}

static int read_ahead(struct part_pipe *pipe, const void *context)
{
	const struct ahead *ahead = context;
	uint8_t buffer[AHEAD_MAX + 1];
	size_t i;
	int err = 0;

	for (i = 0; i < ahead->count * FILES && !err; i++) {
		struct frame frame = { .function = i / FILES, .file = i % FILES };
		const struct function_file file = {
			.sysfs = ahead->sysfs, .address = ahead->addresses[frame.function],
			.file = files[frame.file].name, .step = files[frame.file].step,
		};
		ssize_t length = read_small(&file, buffer);

		if (length < 0)
			continue;
		frame.length = length;
		err = part_write(pipe, &frame, sizeof(frame));
		if (!err)
			err = part_write(pipe, buffer, length);
	}
	return err;
}

static int take_ahead(struct dump_job *job, char *const *addresses, size_t count,
		      struct ahead *ahead)
{
	const struct dump_request request = {
		.name = "pci", .read = read_ahead, .context = ahead,
		.bytes = AHEAD * FILES * (AHEAD_MAX + sizeof(struct frame)),
	};

	*ahead = (struct ahead){ .sysfs = &job->sysfs, .addresses = addresses, .count = count };
	return dump_read(job, &request, &ahead->part);
}

/* Return: whether all of it was read ahead, and then @part. */
static bool find_ahead(const struct ahead *ahead, size_t function, size_t file,
		       struct part *part)
{
	const uint8_t *at = ahead->part.bytes, *end = at + ahead->part.length;
	struct frame frame;

	for (; (size_t)(end - at) >= sizeof(frame); at += frame.length) {
		memcpy(&frame, at, sizeof(frame));
		at += sizeof(frame);
		if ((size_t)(end - at) < frame.length)
			return false;
		if (frame.function != function || frame.file != file)
			continue;
		memset(part, 0, sizeof(*part));
		part->bytes = calloc(1, frame.length + 1);
		if (!part->bytes)
			return false;
		memcpy(part->bytes, at, frame.length);
		part->length = frame.length;
		return true;
	}
	return false;
}

/* Without the right to more, the kernel gives the first 64 bytes and says nothing. */
static void doubt_config(struct part *part)
{
	if (part->status == PART_OK && part->length <= 64)
		part_set(part, PART_TRUNCATED, geteuid() ?
			 "only the header: more than that takes root" :
			 "only the header is there");
}

/* @ready: what was read ahead; NULL: nothing was */
static int take_file(struct dump_job *job, const char *address, const char *name,
		     size_t step, size_t bytes, const struct part *ready)
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
	if (ready)
		part = *ready;
	err = ready ? 0 : dump_read(job, &request, &part);
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

/* So many functions from @addresses on. */
static int take_some(struct dump_job *job, char *const *addresses, size_t count)
{
	struct ahead ahead;
	struct part ready;
	size_t i, file;
	int err = take_ahead(job, addresses, count, &ahead);

	for (i = 0; i < count * FILES && !err; i++) {
		file = i % FILES;
		err = take_file(job, addresses[i / FILES], files[file].name, files[file].step,
				files[file].bytes,
				find_ahead(&ahead, i / FILES, file, &ready) ? &ready : NULL);
	}
	part_clear(&ahead.part);
	return err;
}

static void keep_addresses(struct sysfs_names *names)
{
	size_t i, kept = 0;

	for (i = 0; i < names->count; i++)
		if (sysfs_is_address(names->names[i], strlen(names->names[i])))
			names->names[kept++] = names->names[i];
		else
			free(names->names[i]);
	names->count = kept;
}

int dump_take_functions(struct dump_job *job)
{
	struct sysfs_names names;
	size_t i;
	int err;

	err = dump_list(job, DEVICES, &names);
	keep_addresses(&names);
	for (i = 0; !err && i < names.count; i += AHEAD)
		err = take_some(job, names.names + i,
				names.count - i < AHEAD ? names.count - i : AHEAD);
	/* last of all: it is slow where it is broken */
	for (i = 0; !err && i < names.count; i++)
		if (has_file(job, names.names[i], "vpd"))
			err = take_file(job, names.names[i], "vpd", VPD_STEP, DUMP_VPD_MAX, NULL);
	for (i = 0; !err && job->options->rom && i < names.count; i++)
		if (has_file(job, names.names[i], "rom"))
			err = take_rom(job, names.names[i]);
	sysfs_names_clear(&names);
	return err;
}
