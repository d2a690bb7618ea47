// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sysfs_rom.c: the option ROM of a function of this machine.
 */
#include "sysfs_rom.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source_sysfs.h"
#include "sysfs.h"
#include "sysfs_power.h"

#define DEVICES "sys/bus/pci/devices"

struct sysfs_rom {
	int fd;
};

/* At its beginning, and two bytes: only "0" with a newline forbids it, all else allows. */
static int say(int fd, const char *what)
{
	return pwrite(fd, what, 2, 0) == 2 ? 0 : -errno;
}

static int check(const struct sysfs *sysfs, const char *address, int directory)
{
	struct stat status;

	if (fstatat(directory, "rom", &status, AT_SYMLINK_NOFOLLOW))
		return -errno;
	if (!fstatat(directory, "driver", &status, AT_SYMLINK_NOFOLLOW))
		return -EBUSY;
	return sysfs_power_readable(sysfs, address, true) ? 0 : -EHOSTDOWN;
}

int sysfs_rom_open(const struct sysfs *sysfs, const char *address, struct sysfs_rom **out)
{
	struct sysfs_rom *rom;
	int directory, err;
	char path[64];

	if (!sysfs->live)
		return -EROFS;
	if (!sysfs_is_address(address, strlen(address)))
		return -ENOENT;
	snprintf(path, sizeof(path), DEVICES "/%s", address);
	directory = sysfs_directory(sysfs, path);
	if (directory < 0)
		return directory;
	rom = calloc(1, sizeof(*rom));
	err = rom ? check(sysfs, address, directory) : -ENOMEM;
	if (!err) {
		rom->fd = openat(directory, "rom", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
		err = rom->fd < 0 ? -errno : say(rom->fd, "1\n");
		if (err && rom->fd >= 0)
			close(rom->fd);
	}
	close(directory);
	if (err)
		free(rom);
	else
		*out = rom;
	return err;
}

int sysfs_rom_reader(struct part_pipe *pipe, const void *context)
{
	const struct sysfs_rom *rom = context;

	return lseek(rom->fd, 0, SEEK_SET) ? -errno : part_copy(pipe, rom->fd, SIZE_MAX);
}

void sysfs_rom_close(struct sysfs_rom *rom)
{
	if (!rom)
		return;
	say(rom->fd, "0\n");
	close(rom->fd);
	free(rom);
}

int sysfs_rom_read(const struct sysfs *sysfs, const char *address,
		   const struct part_limits *limits, struct part *part)
{
	struct part_limits bounded = *limits;
	struct sysfs_rom *rom;
	int err = sysfs_rom_open(sysfs, address, &rom);

	if (err)
		return err;
	if (!bounded.bytes)
		bounded.bytes = SYSFS_ROM_MAX;
	err = part_run(sysfs_rom_reader, rom, &bounded, part);
	sysfs_rom_close(rom);
	return err;
}
