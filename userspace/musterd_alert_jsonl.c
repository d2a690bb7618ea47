// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_alert_jsonl.c: findings.jsonl, one finding per line.
 *
 * Invariant: the file holds whole lines in order. A line that cannot be written
 * (a full disk) waits, and so does every later one.
 */
#include "musterd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAITING_MAX 4096	/* lines */

/* After a crash of the host the last line may be cut short: end it. */
static int find_end(struct alert_log *log)
{
	struct stat status;
	char last;

	if (fstat(log->fd, &status))
		return -errno;
	log->inode = status.st_ino;
	log->end = status.st_size;
	file_sync_begin(&log->sync, log->end);
	/* the last to write it may have ended before the disk took it */
	log->dirty = log->end > 0;
	if (!log->end || (pread(log->fd, &last, 1, log->end - 1) == 1 && last == '\n'))
		return 0;
	if (write(log->fd, "\n", 1) != 1)
		return -EIO;
	log->end++;
	return 0;
}

static int open_file(struct alert_log *log)
{
	int err;

	log->fd = open(log->path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
	err = log->fd < 0 ? -errno : find_end(log);
	if (err && log->fd >= 0) {
		close(log->fd);
		log->fd = -1;
	}
	return err;
}

int alert_open(struct alert_log *log, const char *directory)
{
	log->fd = -1;
	if (asprintf(&log->path, "%s/findings.jsonl", directory) < 0) {
		log->path = NULL;
		return -ENOMEM;
	}
	return open_file(log);
}

int alert_close(struct alert_log *log)
{
	int err;

	if (!log->path)
		return 0;
	err = alert_sync(log);
	if (log->fd >= 0)
		close(log->fd);
	while (log->waiting_count)
		free(log->waiting[--log->waiting_count]);
	free(log->waiting);
	free(log->path);
	log->path = NULL;
	log->fd = -1;
	return err;
}

int alert_reopen(struct alert_log *log)
{
	alert_sync(log);
	if (log->fd >= 0)
		close(log->fd);
	return open_file(log);
}

int alert_ready(struct alert_log *log)
{
	struct stat status;

	/* one that was cut by who copied it away ends elsewhere */
	if (log->fd >= 0 && !stat(log->path, &status) && status.st_ino == log->inode &&
	    (uint64_t)status.st_size >= log->end)
		return 0;
	return alert_reopen(log);
}

static int write_line(struct alert_log *log, const char *line)
{
	size_t length = strlen(line);
	ssize_t written;
	int err;

	err = alert_ready(log);
	if (err)
		return err;
	written = write(log->fd, line, length);
	if (written == (ssize_t)length) {
		log->end += length;
		log->dirty = true;
		return 0;
	}
	err = written < 0 ? -errno : -ENOSPC;
	/* half a line must not stay: the next would be glued to it */
	if (written > 0 && ftruncate(log->fd, log->end))
		err = -EIO;
	return err;
}

static int keep_waiting(struct alert_log *log, const char *line)
{
	char **waiting;

	if (log->waiting_count == WAITING_MAX)
		return -ENOBUFS;
	waiting = reallocarray(log->waiting, log->waiting_count + 1, sizeof(*waiting));
	if (!waiting)
		return -ENOMEM;
	log->waiting = waiting;
	waiting[log->waiting_count] = strdup(line);
	if (!waiting[log->waiting_count])
		return -ENOMEM;
	log->waiting_count++;
	return 0;
}

int alert_retry(struct alert_log *log)
{
	size_t done = 0;
	int err = 0;

	while (done < log->waiting_count && !err) {
		err = write_line(log, log->waiting[done]);
		if (!err)
			free(log->waiting[done++]);
	}
	log->waiting_count -= done;
	if (done)
		memmove(log->waiting, log->waiting + done,
			log->waiting_count * sizeof(*log->waiting));
	return err;
}

int alert_write(struct alert_log *log, const char *line)
{
	if (!alert_retry(log) && !write_line(log, line))
		return 0;
	return keep_waiting(log, line);
}

int alert_sync(struct alert_log *log)
{
	int err;

	if (!log->dirty || log->fd < 0)
		return 0;
	err = file_sync(&log->sync, log->fd, log->end);
	log->dirty = err != 0;
	return err;
}

int alert_read(struct alert_log *log, uint64_t inode, uint64_t offset,
	       int (*each)(const char *line, void *context), void *context)
{
	char *line = NULL;
	size_t size = 0;
	int err = 0;
	FILE *file;

	if (log->fd < 0 || log->inode != inode || offset >= log->end)
		return 0;
	file = fopen(log->path, "re");
	if (!file)
		return -errno;
	if (fseeko(file, offset, SEEK_SET))
		err = -errno;
	while (!err && getline(&line, &size, file) > 0)
		err = each(line, context);
	free(line);
	fclose(file);
	return err;
}
