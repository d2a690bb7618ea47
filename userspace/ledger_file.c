// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ledger_file.c: write a ledger to disk, one frame per entry.
 *
 * Invariant: the file ends after a whole frame whenever no call is running; a
 * write that fails half way is taken back.
 */
#include "ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "file_sync.h"
#include "ledger_format.h"

struct ledger_file {
	int fd, head_fd;
	char *path;
	uint64_t end;		/* bytes */
	struct file_sync sync;	/* how far it is on the disk */
	uint64_t lost;
	bool dirty;		/* since the last sync */
	struct ledger_head head;
};

static int sync_directory(const char *path)
{
	char *copy = strdup(path);
	int err = 0, fd;

	if (!copy)
		return -ENOMEM;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd))
		err = -errno;
	if (fd >= 0)
		close(fd);
	free(copy);
	return err;
}

/* Under another name first: under its own, a ledger always has a whole header. */
static int write_header(const char *path, const struct ledger_id *id)
{
	uint8_t header[LEDGER_HEADER_SIZE];
	int err, fd;
	char *new;

	err = ledger_header_make(id, header);
	if (err)
		return err;
	if (asprintf(&new, "%s.new", path) < 0)
		return -ENOMEM;
	fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (fd < 0 || write(fd, header, sizeof(header)) != sizeof(header) || fsync(fd) ||
	    link(new, path))
		err = errno ? -errno : -ENOSPC;
	if (fd >= 0) {
		close(fd);
		unlink(new);
	}
	free(new);
	return err ? err : sync_directory(path);
}

/* Of one that was killed before it could take it away. */
static void forget_new(const char *path)
{
	char *new;

	if (asprintf(&new, "%s.new", path) < 0)
		return;
	unlink(new);
	free(new);
}

static int open_files(struct ledger_file *file)
{
	char *head = ledger_head_path(file->path);
	int err = 0;

	if (!head)
		return -ENOMEM;
	file->fd = open(file->path, O_RDWR | O_CLOEXEC);
	if (file->fd < 0 || flock(file->fd, LOCK_EX | LOCK_NB))
		err = -errno;
	if (!err) {
		file->head_fd = open(head, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
		err = file->head_fd < 0 ? -errno : 0;
	}
	free(head);
	return err;
}

static void free_file(struct ledger_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	if (file->head_fd >= 0)
		close(file->head_fd);
	free(file->path);
	free(file);
}

static struct ledger_file *new_file(const char *path)
{
	struct ledger_file *file = calloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->fd = -1;
	file->head_fd = -1;
	file->path = strdup(path);
	if (file->path)
		return file;
	free(file);
	return NULL;
}

int ledger_file_open(const char *path, struct ledger_file **out, char **why,
		     ledger_each each, void *context)
{
	struct ledger_file *file = new_file(path);
	struct ledger_report report;
	int err;

	*why = NULL;
	if (!file)
		return -ENOMEM;
	err = open_files(file);
	if (!err)
		err = ledger_file_verify(path, &report, why, each, context);
	if (!err && report.foreign)
		err = -EPROTONOSUPPORT;
	if (!err && report.torn && ftruncate(file->fd, report.good))
		err = -errno;
	if (err) {
		free_file(file);
		return err;
	}
	forget_new(path);
	file->end = report.good;
	file_sync_begin(&file->sync, report.sure);
	file->lost = report.lost;
	file->head.next = report.next;
	/* what a killed writer appended was perhaps never synced */
	file->dirty = report.entries > 0;
	memcpy(file->head.hash, report.hash, sizeof(report.hash));
	memcpy(file->head.load_id, report.id.load_id, sizeof(report.id.load_id));
	*out = file;
	return 0;
}

int ledger_file_create(const char *path, const struct ledger_id *id,
		       struct ledger_file **out)
{
	char *why = NULL;
	int err;

	err = write_header(path, id);
	if (err)
		return err;
	err = ledger_file_open(path, out, &why, NULL, NULL);
	free(why);
	return err;
}

int ledger_file_close(struct ledger_file *file)
{
	int err;

	if (!file)
		return 0;
	err = ledger_file_sync(file);
	free_file(file);
	return err;
}

/* One write for the gap and the entry: neither makes sense alone. */
static int write_frames(struct ledger_file *file, const uint8_t *payload, size_t length,
			const uint8_t *hash, const uint8_t *previous, uint64_t lost)
{
	uint8_t buffer[LEDGER_FRAMES_MAX];
	ssize_t size, written;
	int err;

	size = ledger_frames_make(payload, length, hash, previous, lost, buffer);
	written = pwrite(file->fd, buffer, size, file->end);
	if (written == size) {
		file->end += written;
		return 0;
	}
	err = written < 0 ? -errno : -ENOSPC;
	if (written > 0 && ftruncate(file->fd, file->end))
		err = -EIO;
	return err;
}

int ledger_file_append(struct ledger_file *file, const uint8_t *payload,
		       size_t length, const uint8_t *hash,
		       const uint8_t *previous_hash, uint64_t lost)
{
	uint8_t expected[CHAIN_HASH_SIZE];
	const char *fault;
	uint64_t number;
	int err;

	if (length < LEDGER_PAYLOAD_MIN || length > MUSTER_ENTRY_MAX ||
	    (lost && !previous_hash) || lost > LEDGER_LOST_MAX)
		return -EBADMSG;
	memcpy(&number, payload + 4, sizeof(number));
	if (number != file->head.next + lost)
		return -ERANGE;
	/* where nothing was lost, the hash before is the one we have ourselves */
	chain_next(lost ? previous_hash : file->head.hash, payload, length, expected);
	if (memcmp(expected, hash, sizeof(expected)))
		return -EBADMSG;
	/* what reading would not take for proved is not written */
	err = number == 1 ? ledger_first_check(payload, length, file->head.load_id, &fault) : 0;
	if (err)
		return err;
	err = write_frames(file, payload, length, hash, previous_hash, lost);
	if (err)
		return err;
	memcpy(file->head.hash, hash, sizeof(expected));
	file->head.next = number + 1;
	file->lost += lost;
	file->dirty = true;
	return 0;
}

int ledger_file_sync(struct ledger_file *file)
{
	int err;

	if (!file->dirty)
		return 0;
	err = file_sync(&file->sync, file->fd, file->end);
	if (err)
		return err;
	err = ledger_head_write(file->head_fd, &file->head);
	file->dirty = err != 0;
	return err;
}

uint64_t ledger_file_next(const struct ledger_file *file)
{
	return file->head.next;
}

uint64_t ledger_file_lost(const struct ledger_file *file)
{
	return file->lost;
}

const uint8_t *ledger_file_hash(const struct ledger_file *file)
{
	return file->head.hash;
}

const char *ledger_file_path(const struct ledger_file *file)
{
	return file->path;
}
