/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_sysfs_function.h: the fields of one function, from its directory.
 */
#ifndef MUSTER_SOURCE_SYSFS_FUNCTION_H
#define MUSTER_SOURCE_SYSFS_FUNCTION_H

struct device;
struct sysfs_function;
struct sysfs_scan;

/**
 * sysfs_function_ids() - what the kernel cached: ids, class, revision, driver
 * Return: 0, 1: the function went away, or -ENOMEM.
 */
int sysfs_function_ids(struct sysfs_scan *scan, int directory, struct device *device);

/** sysfs_function_rest() - BARs, slot, marks, digests; after device_decode_fields() */
int sysfs_function_rest(struct sysfs_scan *scan, int directory, struct device *device);

/** sysfs_function_root() - the host bridge it is below */
int sysfs_function_root(struct sysfs_scan *scan, const struct sysfs_function *function,
			struct device *device);

#endif /* MUSTER_SOURCE_SYSFS_FUNCTION_H */
