/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sysfs_power.h: whether reading a PCI function would wake it, or what is above it.
 */
#ifndef MUSTER_SYSFS_POWER_H
#define MUSTER_SYSFS_POWER_H

#include <stdbool.h>

struct sysfs;

/**
 * sysfs_power_readable() - whether a function can be read as it is
 * @address: 0000:03:00.0
 * @awake: what is to be read is more than configuration space, which answers in
 * D3hot too
 *
 * Reading the space resumes all that is above the function, and it itself from
 * D3cold. To be asked right before.
 */
bool sysfs_power_readable(const struct sysfs *sysfs, const char *address, bool awake);

#endif /* MUSTER_SYSFS_POWER_H */
