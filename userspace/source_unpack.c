// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_unpack.c: unpack what is needed of an archive that may be hostile.
 *
 * Invariant: each step of a member's path is opened without following links, so
 * that nothing is made outside of the directory.
 */
#include "source_unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive_library.h"

#define MEMBERS_MAX 1000000
#define FILES_MAX 300000	/* of those, unpacked */
#define BYTES_MAX (256u << 20)	/* of all of them */
#define SMALL_MAX 65536		/* no file of sysfs that is read is larger */
#define PATH_MAX_BYTES 4096

struct unpack {
	const struct archive_library *library;
	const char *name;
	int root;
	unsigned int members, files;
	size_t bytes;
	char **why;
};

static int refuse(struct unpack *unpack, const char *what, const char *reason)
{
	if (asprintf(unpack->why, "%s: %s%s%s", unpack->name, what, reason ? ": " : "",
		     reason ? reason : "") < 0)
		*unpack->why = NULL;
	return -EINVAL;
}

/* Whether @path holds @part from a step on. */
static bool has_step(const char *path, const char *part)
{
	const char *found;

	for (found = strstr(path, part); found; found = strstr(found + 1, part))
		if (found == path || found[-1] == '/')
			return true;
	return false;
}

/* Whether a member is one that a source reads. */
static bool is_wanted(const char *path)
{
	static const char *const parts[] = {
		"sys/devices/", "sys/bus/pci/", "sys/bus/i2c/", "sys/class/dmi/",
		"sys/kernel/iommu_groups", "devices/pci", "bus/pci/", "proc/cpuinfo",
		"proc/sys/kernel/", "etc/hostname", "etc/machine-id", "sos_commands/pci/",
		"sos_commands/hardware/dmidecode", "sos_commands/host/hostname",
		"sos_commands/kernel/uname", "dmidecode", "hostname", "uname", "lspci",
	};
	size_t i;

	if (has_step(path, "sys/devices/system/"))
		return false;
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (has_step(path, parts[i]))
			return true;
	return false;
}

/* Opens the directory @name in @at, made if need be. The descriptor @at is closed. */
static int enter(int at, const char *name)
{
	int fd;

	if (mkdirat(at, name, 0700) && errno != EEXIST)
		fd = -errno;
	else
		fd = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		fd = -errno;
	close(at);
	return fd;
}

/* Opens the directory that @path ends in; *@last is its last step. */
static int enter_all(struct unpack *unpack, char *path, char **last)
{
	int at = fcntl(unpack->root, F_DUPFD_CLOEXEC, 0);

	*last = NULL;
	while (at >= 0) {
		char *step = strsep(&path, "/");

		if (!step)
			break;
		if (!*step || !strcmp(step, "."))
			continue;
		if (!strcmp(step, "..")) {
			close(at);
			return -ELOOP;
		}
		if (*last)
			at = enter(at, *last);
		*last = step;
	}
	if (at >= 0 && !*last) {
		close(at);
		return -EEXIST;		/* it is the top itself */
	}
	return at;
}

static int write_file(struct unpack *unpack, struct archive *archive, int at,
		      const char *name, bool small)
{
	int fd = openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	char buffer[16384];
	size_t used = 0;
	ssize_t got;
	int err = 0;

	if (fd < 0)
		return errno == EEXIST ? 0 : -errno;
	while (!err && (got = unpack->library->read_data(archive, buffer, sizeof(buffer))) > 0) {
		used += got;
		unpack->bytes += got;
		if (small && used > SMALL_MAX)
			break;
		if (unpack->bytes > BYTES_MAX)
			err = refuse(unpack, "holds more bytes than the files of a machine", NULL);
		else if (write(fd, buffer, got) != got)
			err = -EIO;
	}
	if (!err && got < 0)
		err = refuse(unpack, "cannot be unpacked", unpack->library->error_string(archive));
	close(fd);
	return err;
}

static int unpack_member(struct unpack *unpack, struct archive *archive,
			 struct archive_entry *entry)
{
	const struct archive_library *library = unpack->library;
	const char *path = library->entry_pathname(entry);
	const char *target = library->entry_symlink(entry);
	mode_t type = library->entry_filetype(entry);
	char copy[PATH_MAX_BYTES], *name;
	int at, err = 0;

	if (!path || strlen(path) >= sizeof(copy) || !is_wanted(path))
		return 0;
	if (type != AE_IFREG && type != AE_IFDIR && type != AE_IFLNK)
		return 0;
	if (library->entry_hardlink(entry))
		return 0;
	if (++unpack->files > FILES_MAX)
		return refuse(unpack, "holds more files than a machine's", NULL);
	strcpy(copy, path);
	at = enter_all(unpack, copy, &name);
	if (at == -EEXIST)
		return 0;
	if (at == -ELOOP || at == -ENOTDIR)
		return refuse(unpack, "a member leads out of it", path);
	if (at < 0)
		return at;
	if (type == AE_IFDIR)
		err = mkdirat(at, name, 0700) && errno != EEXIST ? -errno : 0;
	else if (type == AE_IFLNK)
		err = target && symlinkat(target, at, name) && errno != EEXIST ? -errno : 0;
	else
		err = write_file(unpack, archive, at, name, has_step(path, "sys/"));
	close(at);
	return err;
}

static bool signal_waits(void)
{
	sigset_t set;

	return !sigpending(&set) && (sigismember(&set, SIGINT) || sigismember(&set, SIGTERM) ||
				     sigismember(&set, SIGHUP) || sigismember(&set, SIGQUIT));
}

static int unpack_all(struct unpack *unpack, struct archive *archive,
		      struct archive_entry *entry)
{
	int err = 0, status = ARCHIVE_OK;

	while (!err && status != ARCHIVE_EOF) {
		if (++unpack->members > MEMBERS_MAX)
			return refuse(unpack, "holds too many members", NULL);
		if (signal_waits())
			return -EINTR;
		err = unpack_member(unpack, archive, entry);
		if (err)
			break;
		status = unpack->library->read_next_header(archive, &entry);
		if (status == ARCHIVE_FATAL || status == ARCHIVE_RETRY)
			err = refuse(unpack, "is damaged", unpack->library->error_string(archive));
	}
	return err;
}

int source_unpack(const struct archive_library *library, const char *name,
		  struct archive *archive, struct archive_entry *first,
		  const char *directory, char **why)
{
	struct unpack unpack = { .library = library, .name = name, .why = why };
	int err;

	unpack.root = open(directory, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (unpack.root < 0)
		return -errno;
	err = unpack_all(&unpack, archive, first);
	close(unpack.root);
	return err;
}
