/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contents_reader.h: read files that are memories behind a bus: once per boot, in
 * a process that may hang, and within a time for all of them.
 */
#ifndef MUSTER_CONTENTS_READER_H
#define MUSTER_CONTENTS_READER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "device.h"

struct contents;
struct contents_cache;
struct contents_reader;
struct sysfs;

/**
 * struct contents_policy - how memories are read; all zero: as a command does
 * @fresh: what was read before does not count
 * @run_dir: where the cache is; NULL: /run/muster
 * @each: ms for one file, 0: 3000
 * @total: ms for all, 0: 20000
 * @stop: set by a signal: give up; NULL: none
 * @only: nothing is read: what this holds is all that is taken; NULL: read
 * @missed: counts the files that @only does not hold; NULL: nobody asks
 */
struct contents_policy {
	bool fresh;
	const struct contents_cache *only;
	size_t *missed;
	const char *run_dir;
	unsigned int each, total;
	const volatile sig_atomic_t *stop;
};

/**
 * struct contents_request - a file to read
 * @place, @driver: of the device; @driver NULL: none
 * @directory: that the file is in, from the root on: "sys/bus/i2c/devices/0-0050"
 * @file: its name
 * @most: bytes to take at most, and bytes to ask for at a time
 * @check: asked before anything is read, in the process that reads; returns 0,
 * PART_ASLEEP or -errno; NULL: nothing to ask
 */
struct contents_request {
	const char *place, *driver;
	const char *directory, *file;
	size_t most, step;
	int (*check)(const void *context);
	const void *context;
};

/**
 * struct contents_result - what it came to
 * @contents: what is known of it; NULL: nothing
 * @reading: READING_OK, READING_UNREADABLE, READING_ASLEEP; READING_NONE: there is
 * no such file, or who asks may not read it, so that nothing is known
 * @err: 0 or -errno, why it is not READING_OK
 * @cached: it was read earlier in this boot
 */
struct contents_result {
	struct contents *contents;
	enum device_reading reading;
	int err;
	bool cached;
};

/** contents_reader_open() - Return: 0 or -ENOMEM. */
int contents_reader_open(const struct sysfs *sysfs, const char *boot_id,
			 const struct contents_policy *policy, struct contents_reader **out);

/**
 * contents_reader_read() - from the cache, or else from the device
 * @result: out: its contents are to be freed
 * Return: 0, also where it could not be read; -EINTR: stopped; -ENOMEM.
 */
int contents_reader_read(struct contents_reader *reader, const struct contents_request *request,
			 struct contents_result *result);

/** contents_reader_close() - keep what was read, where that is allowed */
void contents_reader_close(struct contents_reader *reader);

#endif /* MUSTER_CONTENTS_READER_H */
