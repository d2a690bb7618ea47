/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sysfs_rom.h: the option ROM of a function of this machine.
 *
 * Reading it is the one thing here that makes the kernel write to a device: it
 * sets the enable bit of the ROM's base address register, and clears it again
 * after each read. A device may use one address decoder for its ROM and for its
 * other registers (PCI 3.0, 6.2.5.2), so it is never done under a driver.
 *
 * Invariant: what was allowed is forbidden again, whatever came between.
 */
#ifndef MUSTER_SYSFS_ROM_H
#define MUSTER_SYSFS_ROM_H

#include <signal.h>

#include "part.h"

struct sysfs;

#define SYSFS_ROM_MAX	(16u << 20)	/* bytes: the largest that the register can have */

struct sysfs_rom;

/**
 * sysfs_rom_open() - let the ROM of a function be read
 * @address: 0000:03:00.0
 *
 * Return: 0; -ENOENT: no such function, or it has no ROM; -EBUSY: it has a driver;
 * -EHOSTDOWN: it sleeps; -EROFS: a saved tree; or -errno: EACCES takes root.
 */
int sysfs_rom_open(const struct sysfs *sysfs, const char *address, struct sysfs_rom **out);

/** sysfs_rom_reader() - reads all of it; the context is the struct sysfs_rom */
int sysfs_rom_reader(struct part_pipe *pipe, const void *context);

/** sysfs_rom_close() - forbid it again; NULL is none */
void sysfs_rom_close(struct sysfs_rom *rom);

/**
 * sysfs_rom_read() - open, read in a child, close
 * @limits: its @bytes, if 0, are SYSFS_ROM_MAX
 * Return: as sysfs_rom_open(), or as part_run() with @part, to be cleared.
 */
int sysfs_rom_read(const struct sysfs *sysfs, const char *address,
		   const struct part_limits *limits, struct part *part);

#endif /* MUSTER_SYSFS_ROM_H */
