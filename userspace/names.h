/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * names.h: what pci.ids calls a function; never a reason to fail.
 */
#ifndef MUSTER_NAMES_H
#define MUSTER_NAMES_H

#include <stddef.h>

struct device;
struct names;

/** names_open() - Return: the names, or NULL (every call below accepts that). */
struct names *names_open(void);
/** names_open_file() - the same, from a file in the form of pci.ids */
struct names *names_open_file(const char *path);
void names_close(struct names *names);

/**
 * names_rest() - and names_wake(): for who looks now and then, and quickly
 *
 * At rest nothing of the file is in memory, but where things are is remembered
 * as long as the file stays as it is. Nothing can be looked up until it is woken.
 * Return: @names, or NULL: not to be had now; still to be closed.
 */
void names_rest(struct names *names);
struct names *names_wake(struct names *names);

/** names_device() - "Intel Corporation 82574L Gigabit Network Connection", or "" ; for I2C its name */
const char *names_device(struct names *names, const struct device *device,
			 char *buffer, size_t size);
/** names_class() - "Ethernet controller", or "" */
const char *names_class(struct names *names, const struct device *device,
			char *buffer, size_t size);

#endif /* MUSTER_NAMES_H */
