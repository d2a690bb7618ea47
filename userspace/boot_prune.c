// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot_prune.c: remove the oldest boots, whole ones, from the front.
 */
#include "boot_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOOTS_MAX 4096	/* as many as are looked at in one go */

struct boots {
	char *names[BOOTS_MAX];
	uint64_t bytes[BOOTS_MAX];
	unsigned int count;
	uint64_t total;
};

/* Call @each for each file in @name below @directory_fd. */
static int each_file(int directory_fd, const char *name,
		     int (*each)(int fd, const char *name, void *context), void *context)
{
	int fd = openat(directory_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct dirent *entry;
	int err = 0;
	DIR *files;

	files = fd < 0 ? NULL : fdopendir(fd);
	if (!files)
		return -errno;
	while (!err && (entry = readdir(files)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			err = each(fd, entry->d_name, context);
	closedir(files);
	return err;
}

static int add_size(int fd, const char *name, void *context)
{
	uint64_t *bytes = context;
	struct stat status;

	if (!fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW))
		*bytes += status.st_blocks * 512;
	return 0;
}

static int remove_file(int fd, const char *name, void *context)
{
	(void)context;
	return unlinkat(fd, name, 0) ? -errno : 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A boot's directory is NNNNNN-BOOTID; whatever else lies here is not ours. */
static int add_boot(int fd, const char *name, void *context)
{
	struct boots *boots = context;

	(void)fd;
	if (strspn(name, "0123456789") != 6 || name[6] != '-' || strlen(name) != 43 ||
	    boots->count == BOOTS_MAX)
		return 0;
	boots->names[boots->count] = strdup(name);
	if (!boots->names[boots->count])
		return -ENOMEM;
	boots->count++;
	return 0;
}

static int prune(int fd, struct boots *boots, unsigned int keep, uint64_t bytes)
{
	unsigned int i;
	int err = 0;

	qsort(boots->names, boots->count, sizeof(*boots->names), compare_names);
	for (i = 0; i < boots->count; i++) {
		err = each_file(fd, boots->names[i], add_size, &boots->bytes[i]);
		if (err)
			return err;
		boots->total += boots->bytes[i];
	}
	for (i = 0; i + 1 < boots->count; i++) {
		if (boots->count - i <= keep && boots->total <= bytes)
			break;
		err = each_file(fd, boots->names[i], remove_file, NULL);
		if (!err && unlinkat(fd, boots->names[i], AT_REMOVEDIR))
			err = -errno;
		if (err)
			break;
		boots->total -= boots->bytes[i];
	}
	return err;
}

int boot_store_prune(const char *directory, unsigned int boots, uint64_t bytes)
{
	struct boots *found = calloc(1, sizeof(*found));
	int fd, err;

	if (!found)
		return -ENOMEM;
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		err = errno == ENOENT ? 0 : -errno;
		free(found);
		return err;
	}
	err = each_file(fd, ".", add_boot, found);
	if (!err)
		err = prune(fd, found, boots, bytes);
	while (found->count)
		free(found->names[--found->count]);
	free(found);
	close(fd);
	return err;
}
