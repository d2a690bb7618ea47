// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents_reader.c: read files that are memories behind a bus.
 *
 * Invariant: of this machine a device is only read by a child that has a deadline;
 * a failure is kept as well, so that a stuck bus is not asked by each command.
 */
#include "contents_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "contents.h"
#include "contents_cache.h"
#include "part.h"
#include "sysfs.h"

#define RUN_DIRECTORY "/run/muster"
#define EACH 3000		/* ms */
#define TOTAL 20000
#define BYTES_PER_MS 2		/* of a bus of 100 kHz that is read byte by byte */

struct contents_reader {
	const struct sysfs *sysfs;
	struct contents_policy policy;
	struct contents_cache *cache;	/* NULL: none, as of a saved tree */
	char *path, *boot_id;		/* of the cache */
	int64_t deadline;
};

/* What a child is given. */
struct reading {
	const struct contents_request *request;
	int fd;
};

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000ll + time.tv_nsec / 1000000;
}

static uint64_t now_realtime(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static int open_cache(struct contents_reader *reader, const char *boot_id)
{
	const char *directory = reader->policy.run_dir;

	reader->boot_id = boot_id ? strdup(boot_id) : NULL;
	if ((boot_id && !reader->boot_id) ||
	    asprintf(&reader->path, "%s/" CONTENTS_CACHE_FILE,
		     directory ? directory : RUN_DIRECTORY) < 0)
		return -ENOMEM;
	return contents_cache_load(reader->path, boot_id, &reader->cache);
}

static void free_reader(struct contents_reader *reader)
{
	contents_cache_free(reader->cache);
	free(reader->boot_id);
	free(reader->path);
	free(reader);
}

int contents_reader_open(const struct sysfs *sysfs, const char *boot_id,
			 const struct contents_policy *policy, struct contents_reader **out)
{
	struct contents_reader *reader = calloc(1, sizeof(*reader));
	int err = 0;

	if (!reader)
		return -ENOMEM;
	reader->sysfs = sysfs;
	if (policy)
		reader->policy = *policy;
	if (!reader->policy.each)
		reader->policy.each = EACH;
	if (!reader->policy.total)
		reader->policy.total = TOTAL;
	reader->deadline = now_ms() + reader->policy.total;
	if (sysfs->live && !reader->policy.only)
		err = open_cache(reader, boot_id);
	if (err)
		free_reader(reader);
	else
		*out = reader;
	return err;
}

/* Nobody but root may make the directory; without it nothing is kept. */
static void save_cache(const struct contents_reader *reader)
{
	char *slash = strrchr(reader->path, '/');

	*slash = '\0';
	if (!geteuid())
		mkdir(reader->path, 0755);
	*slash = '/';
	contents_cache_save(reader->cache, reader->path, reader->boot_id);
}

void contents_reader_close(struct contents_reader *reader)
{
	if (reader->cache && contents_cache_changed(reader->cache))
		save_cache(reader);
	free_reader(reader);
}

static int read_in_child(struct part_pipe *pipe, const void *context)
{
	const struct reading *reading = context;
	const struct contents_request *request = reading->request;
	int err = request->check ? request->check(request->context) : 0;

	return err ? err : part_copy(pipe, reading->fd, request->step);
}

/* Return: 0, PART_ASLEEP or -errno: what the reading came to. */
static int judge(const struct part *part)
{
	switch (part->status) {
	case PART_OK:
	case PART_TRUNCATED:
		return 0;
	case PART_TIMED_OUT:
		return -ETIMEDOUT;
	case PART_SKIPPED:
		return PART_ASLEEP;
	case PART_ABSENT:
		return -ENOENT;
	default:
		return part->err ? part->err : -EIO;
	}
}

static unsigned int time_for(const struct contents_reader *reader, size_t size, size_t most)
{
	int64_t left = reader->deadline - now_ms();
	unsigned int time = reader->policy.each + (size < most ? size : most) / BYTES_PER_MS;

	return left <= 0 ? 0 : left < time ? left : time;
}

/* Return: 0 and @part, whose @verdict says how it ended; or -errno. */
static int read_device(const struct contents_reader *reader, const struct reading *reading,
		       size_t size, struct part *part, int *verdict)
{
	struct part_limits limits = {
		.bytes = reading->request->most,
		.milliseconds = time_for(reader, size, reading->request->most),
		.stop = reader->policy.stop,
	};
	int err;

	memset(part, 0, sizeof(*part));
	*verdict = -ETIME;
	if (!limits.milliseconds)
		return 0;
	err = part_run(read_in_child, reading, &limits, part);
	if (!err)
		*verdict = judge(part);
	return err;
}

/* A file of a saved tree: no device is behind it. */
static int read_saved(const struct reading *reading, struct part *part, int *verdict)
{
	size_t most = reading->request->most;

	memset(part, 0, sizeof(*part));
	part->bytes = malloc(most);
	if (!part->bytes)
		return -ENOMEM;
	*verdict = 0;
	while (part->length < most) {
		ssize_t got = read(reading->fd, part->bytes + part->length, most - part->length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			*verdict = -errno;
		if (got <= 0)
			break;
		part->length += got;
	}
	return 0;
}

static int set_result(const struct contents_kept *kept, struct contents_result *result)
{
	int err = 0;

	result->err = kept->err;
	result->reading = kept->err ? READING_UNREADABLE : READING_OK;
	if (!kept->length && kept->err)
		return 0;
	result->contents = contents_new(kept->size);
	if (!result->contents)
		return -ENOMEM;
	err = contents_put(result->contents, 0, kept->bytes, kept->length);
	if (err) {
		contents_free(result->contents);
		result->contents = NULL;
	}
	return err;
}

/* What says nothing of the device is not kept. */
static bool is_ours(int verdict)
{
	return verdict == -EACCES || verdict == -EPERM || verdict == -ENOENT ||
	       verdict == -ENOMEM || verdict == -EINTR || verdict == -ETIME ||
	       verdict == PART_ASLEEP;
}

static int conclude(struct contents_reader *reader, const struct contents_request *request,
		    const struct contents_key *key, size_t size, const struct part *part,
		    int verdict, struct contents_result *result)
{
	struct contents_kept kept = {
		.time = now_realtime(), .err = verdict,
		/* of a larger one, what is taken is all there is to be known */
		.size = size < request->most ? size : request->most,
		.bytes = part->bytes, .length = part->length,
	};

	/* the end came before there was anything, or before the size that it says */
	if (!verdict && (!kept.length || kept.length < kept.size))
		verdict = kept.err = -ENODATA;
	if (verdict == PART_ASLEEP || verdict == -EACCES || verdict == -EPERM ||
	    verdict == -ENOENT) {
		result->reading = verdict == PART_ASLEEP ? READING_ASLEEP : READING_NONE;
		result->err = verdict == PART_ASLEEP ? -EHOSTDOWN : verdict;
		return 0;
	}
	/* nothing is lost but time where it cannot be kept */
	if (reader->cache && (!is_ours(verdict) || (verdict == -ETIME && reader->policy.fresh)))
		contents_cache_put(reader->cache, key, &kept);
	return set_result(&kept, result);
}

static int read_file(struct contents_reader *reader, const struct contents_request *request,
		     const struct contents_key *key, int fd, size_t size,
		     struct contents_result *result)
{
	const struct reading reading = { .request = request, .fd = fd };
	struct part part;
	int err, verdict;

	if (reader->sysfs->live)
		err = read_device(reader, &reading, size, &part, &verdict);
	else
		err = read_saved(&reading, &part, &verdict);
	if (!err)
		err = conclude(reader, request, key, size, &part, verdict, result);
	part_clear(&part);
	return err;
}

/* What is known without reading. Return: whether that is all there will be. */
static bool recall(struct contents_reader *reader, const struct contents_key *key,
		   struct contents_result *result, int *err)
{
	const struct contents_policy *policy = &reader->policy;
	const struct contents_cache *cache = policy->only ? policy->only : reader->cache;
	struct contents_kept kept;

	*err = 0;
	if (cache && !policy->fresh && contents_cache_find(cache, key, &kept)) {
		result->cached = true;
		*err = set_result(&kept, result);
		return true;
	}
	if (policy->only) {
		result->err = -EAGAIN;
		if (policy->missed)
			++*policy->missed;
	}
	return policy->only;
}

static int read_below(struct contents_reader *reader, const struct contents_request *request,
		      int directory, struct contents_result *result)
{
	struct contents_key key = {
		.place = request->place, .file = request->file, .driver = request->driver,
	};
	struct stat st;
	off_t size;
	int fd, err;

	if (fstatat(directory, request->file, &st, AT_SYMLINK_NOFOLLOW)) {
		result->err = -errno;
		return 0;
	}
	key.inode = st.st_ino;
	if (recall(reader, &key, result, &err))
		return err;
	/* opening it is no traffic yet */
	fd = sysfs_file(reader->sysfs, directory, request->file, &size);
	if (fd < 0) {
		result->err = fd;
		return 0;
	}
	err = read_file(reader, request, &key, fd, size > 0 ? size : 0, result);
	close(fd);
	return err;
}

int contents_reader_read(struct contents_reader *reader, const struct contents_request *request,
			 struct contents_result *result)
{
	int directory, err;

	memset(result, 0, sizeof(*result));
	result->reading = READING_NONE;
	directory = sysfs_directory(reader->sysfs, request->directory);
	if (directory < 0) {
		result->err = directory;
		return 0;
	}
	err = read_below(reader, request, directory, result);
	close(directory);
	return err;
}
