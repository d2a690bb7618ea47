// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz.c: files in memory, and the server that targets compare with.
 */
#include "fuzz.h"

#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <json-c/json.h>

#include "snapshot.h"
#include "source.h"

#define FILES 8

static char directory[PATH_MAX];
static struct {
	char name[32];
	int fd;
} files[FILES];

static void remove_directory(void)
{
	char path[PATH_MAX + 32];

	for (int i = 0; i < FILES && files[i].name[0]; i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, files[i].name);
		unlink(path);
	}
	claim(!directory[0] || !rmdir(directory));
}

const char *fuzz_directory(void)
{
	const char *temporary = getenv("TMPDIR");

	if (!directory[0]) {
		snprintf(directory, sizeof(directory), "%s/muster-fuzz.XXXXXX",
			 temporary ? temporary : "/tmp");
		claim(mkdtemp(directory));
		atexit(remove_directory);
	}
	return directory;
}

const char *fuzz_path(const char *name)
{
	static char path[PATH_MAX + 32];

	snprintf(path, sizeof(path), "%s/%s", fuzz_directory(), name);
	return path;
}

/* A file is a link to memory: nothing is written to a disk. */
static int open_file(const char *name)
{
	char target[64];
	int i;

	for (i = 0; i < FILES && files[i].name[0]; i++)
		if (!strcmp(files[i].name, name))
			return files[i].fd;
	claim(i < FILES);
	files[i].fd = memfd_create(name, 0);
	claim(files[i].fd >= 0);
	snprintf(files[i].name, sizeof(files[i].name), "%s", name);
	snprintf(target, sizeof(target), "/proc/%d/fd/%d", getpid(), files[i].fd);
	claim(!symlink(target, fuzz_path(name)));
	return files[i].fd;
}

const char *fuzz_file(const char *name, const void *data, size_t size)
{
	int fd = open_file(name);

	claim(!ftruncate(fd, 0));
	claim(pwrite(fd, data, size, 0) == (ssize_t)size);
	return fuzz_path(name);
}

char *fuzz_text(const void *data, size_t size)
{
	char *text = malloc(size + 1);

	claim(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

struct json_object *fuzz_json(struct json_object *json)
{
	const char *text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN);
	struct json_object *read;

	claim(text);
	read = json_tokener_parse(text);
	claim(read);
	json_object_put(json);
	return read;
}

void fuzz_same(struct json_object *a, struct json_object *b)
{
	const char *left = json_object_to_json_string(a);
	const char *right = json_object_to_json_string(b);

	if (strcmp(left, right)) {
		fprintf(stderr, "once:  %s\ntwice: %s\n", left, right);
		abort();
	}
	json_object_put(a);
	json_object_put(b);
}

struct snapshot *fuzz_server(void)
{
	static struct snapshot *server;

	if (!server)
		claim(!source_open(FIXTURES "/server.json", &server, NULL));
	return server;
}

static void read_snapshot(struct json_object *json, struct snapshot **snapshot)
{
	char *why = NULL;

	if (snapshot_from_json(json, snapshot, &why)) {
		fprintf(stderr, "%s: %s\n", json_object_to_json_string(json), why ? why : "?");
		abort();
	}
}

void fuzz_claim_snapshot(const struct snapshot *snapshot)
{
	struct json_object *json = fuzz_json(snapshot_to_json_full(snapshot)), *again;
	struct snapshot *copy, *twice;

	/* The first reading may drop what no file holds (the source); then it stays. */
	read_snapshot(json, &copy);
	claim(copy->count == snapshot->count);
	again = fuzz_json(snapshot_to_json_full(copy));
	json_object_put(json);
	read_snapshot(again, &twice);
	fuzz_same(again, fuzz_json(snapshot_to_json_full(twice)));
	snapshot_free(copy);
	snapshot_free(twice);
}
