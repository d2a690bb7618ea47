/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz.h: what the fuzz targets share. A target is one NAME.c: it turns bytes
 * into calls of one parser, and claims what must hold whatever the bytes are.
 *
 * Each has a line "about: FILE..." in its first comment, which names the sources
 * whose coverage tells how far it reached.
 */
#ifndef MUSTER_FUZZ_H
#define MUSTER_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct json_object;
struct snapshot;

/* The name that libFuzzer calls; where several are in one program, -D renames it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. */
#define claim(condition) do {						\
	if (!(condition)) {						\
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
		abort();						\
	}								\
} while (0)

/**
 * fuzz_path() - a name in a directory of this process, which goes when it ends
 * Return: the path, valid until the next call.
 */
const char *fuzz_path(const char *name);

/** fuzz_file() - the same, of a file in memory that now holds @data */
const char *fuzz_file(const char *name, const void *data, size_t size);

/** fuzz_directory() - that directory; what is left in it is an error of who left it */
const char *fuzz_directory(void);

/** fuzz_text() - @data with a NUL behind it, to be freed */
char *fuzz_text(const void *data, size_t size);

/** fuzz_json() - write and read back @json, which is given away. Return: what was read. */
struct json_object *fuzz_json(struct json_object *json);

/** fuzz_same() - claim that both are the same text; both are given away */
void fuzz_same(struct json_object *a, struct json_object *b);

/** fuzz_server() - the server of tests/fixtures, made once, never to be freed */
struct snapshot *fuzz_server(void);

/** fuzz_claim_snapshot() - that @snapshot as JSON reads back as it was */
void fuzz_claim_snapshot(const struct snapshot *snapshot);

/* A tar archive in the making: from all zero to fuzz_tar_end(), then to be freed. */
struct fuzz_tar {
	char *bytes;
	size_t length, room;
};

/** fuzz_tar_put() - one member; @type: '0' a file, '2' a link to @content, '5' a directory */
void fuzz_tar_put(struct fuzz_tar *tar, const char *path, char type, const void *content,
		  size_t size);

/** fuzz_tar_text() - members out of @text: each a path, a newline, what it holds; between
 * them a NUL between two newlines;
 * '@' before the path makes it a link, '/' a directory; @above goes before each path
 */
void fuzz_tar_text(struct fuzz_tar *tar, const char *above, const char *text, size_t size);
void fuzz_tar_end(struct fuzz_tar *tar);

/** fuzz_gzip() - the archive as a gzip member, not compressed; to be freed */
uint8_t *fuzz_gzip(const struct fuzz_tar *tar, size_t *size);

#endif /* MUSTER_FUZZ_H */
