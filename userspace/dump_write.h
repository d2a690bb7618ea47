/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_write.h: write a dump: it is there whole, or it is not there.
 */
#ifndef MUSTER_DUMP_WRITE_H
#define MUSTER_DUMP_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct dump_writer;

/**
 * struct dump_target - where a dump goes
 * @path: a file; "-": standard output
 * @name: the one directory of its members
 * @force: take the place of a file that is there
 * @time: of the members
 */
struct dump_target {
	const char *path, *name;
	bool force;
	time_t time;
};

/**
 * dump_writer_open() - begin, under another name beside @target->path
 * Return: 0, -EEXIST, or the error of making a file.
 */
int dump_writer_open(const struct dump_target *target, struct dump_writer **out);

/**
 * dump_writer_add() - one member
 * @name: below the one directory
 * Return: 0, -EINVAL: no name for a member, -EFBIG: beyond the bounds of
 * dump_file.h, or the error of writing (the dump cannot be finished then).
 */
int dump_writer_add(struct dump_writer *writer, const char *name,
		    const void *bytes, size_t length);

/**
 * dump_writer_commit() - finish the file, see it to the disk, name it
 * @digest: out: 32 bytes, the digest in its tail
 * Return: 0 or -errno, nothing being left then; @writer is freed in any case.
 */
int dump_writer_commit(struct dump_writer *writer, uint8_t *digest);

/** dump_writer_abort() - leave nothing behind; @writer is freed and may be NULL */
void dump_writer_abort(struct dump_writer *writer);

#endif /* MUSTER_DUMP_WRITE_H */
