/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_file.h: a dump on disk, and reading it: proved whole as it is opened,
 * for what is not whole is no evidence. What goes in is in dump.h.
 *
 * The format, version 1, is a gzip file of three parts:
 *
 *	head, 34 bytes: a gzip member of no content, with the comment
 *	  "muster-dump/1"
 *	one gzip member that holds a tar archive (ustar, regular files only), all
 *	  of whose members lie in one directory, NAME/:
 *	    README         what this is, in words
 *	    ...            what was collected
 *	    manifest.json  the second last: all the others, and what could not be
 *	                   collected; schema muster-dump/1
 *	    SHA256SUMS     the last: the SHA-256 of all the others, as sha256sum(1)
 *	                   writes and checks it
 *	tail, 92 bytes: a gzip member of no content, with the comment
 *	  "sha256:DIGEST", the SHA-256 of all bytes before it
 *
 * gzip(1) and tar(1) read it as they read any .tar.gz. Every bit is covered:
 * head and tail are compared, the rest is under the digest in the tail. The
 * digest proves that the file is whole; against who can write it, only a copy
 * of that digest elsewhere does.
 */
#ifndef MUSTER_DUMP_FILE_H
#define MUSTER_DUMP_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dump;
struct dump_records;
struct dump_walk_member;
struct json_object;
struct snapshot;

#define DUMP_SCHEMA		"muster-dump/1"
#define DUMP_MANIFEST		"manifest.json"
#define DUMP_SUMS		"SHA256SUMS"
#define DUMP_SNAPSHOT		"snapshot.json"
#define DUMP_SNAPSHOT_SYSFS	"snapshot-sysfs.json"
#define DUMP_HEAD_SIZE		34	/* bytes */
#define DUMP_TAIL_SIZE		92

/* Bounds, of writer and reader alike. */
#define DUMP_MEMBERS_MAX	100000
#define DUMP_MEMBER_MAX		(256u << 20)	/* bytes */
#define DUMP_TOTAL_MAX		(1024u << 20)	/* of all members together */
#define DUMP_FILE_MAX		(512u << 20)	/* compressed */

/** dump_is() - whether a file that begins with @bytes is a dump, whole or not */
bool dump_is(const void *bytes, size_t length);

/** dump_is_file() - the same of the file at @path; false also if it cannot be read */
bool dump_is_file(const char *path);

/**
 * dump_open() - read a dump into memory and prove it whole
 * @path: "-": standard input
 * @why: a sentence on failure, to be freed; it names the first faulty member
 * Return: 0, -EPROTONOSUPPORT: no dump, or of a version not known here,
 * -EBADMSG: not whole, -EFBIG: beyond the bounds, or the error of reading.
 */
int dump_open(const char *path, struct dump **out, char **why);

/** dump_open_bytes() - the same, of a file read already; @bytes are copied */
int dump_open_bytes(const void *bytes, size_t length, struct dump **out, char **why);

/** dump_close() - free it, and what its functions lent; NULL is allowed */
void dump_close(struct dump *dump);

/**
 * dump_member() - the bytes of one member, with a NUL after them
 * @name: below the one directory: "snapshot.json"
 * @bytes: out: to be freed
 * Return: 0, -ENOENT, -ENOMEM, -EBADMSG.
 */
int dump_member(struct dump *dump, const char *name, uint8_t **bytes, size_t *length);

/** dump_manifest() - of schema muster-dump/1; the dump's own */
struct json_object *dump_manifest(const struct dump *dump);

/** dump_records() - the members as the manifest has them; the dump's own */
const struct dump_records *dump_records(const struct dump *dump);

/**
 * dump_each() - each member in its order, README first; see dump_walk.h
 * @each: non-zero ends the walk with that value
 */
int dump_each(struct dump *dump, int (*each)(const struct dump_walk_member *member,
					     void *context), void *context);

/** dump_name() - the one directory of its members: "muster-dump-HOST-TIME" */
const char *dump_name(const struct dump *dump);

/* source_dump.c */

/**
 * source_dump() - the snapshot that a dump holds
 * @path: "-": standard input
 * @why: a sentence on failure, to be freed
 * Return: as dump_open() and snapshot_from_json(), or -ENOENT: it holds none.
 */
int source_dump(const char *path, struct snapshot **out, char **why);

/** source_dump_bytes() - the same, of a file read already; @path: what to call it */
int source_dump_bytes(const void *bytes, size_t length, const char *path,
		      struct snapshot **out, char **why);

#endif /* MUSTER_DUMP_FILE_H */
