/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_sysfs_i2c.h: adapters and clients while their places are found.
 */
#ifndef MUSTER_SOURCE_SYSFS_I2C_H
#define MUSTER_SOURCE_SYSFS_I2C_H

#include <stdbool.h>
#include <stddef.h>

struct sysfs_scan;

struct i2c_object {
	char *name;		/* i2c-0, 0-0050, i2c-IPI0001:00 */
	char *chain;		/* from the root on: sys/devices/... */
	unsigned int depth;	/* directories in @chain */
	long number;		/* of an adapter; -1: a client */
	bool channel;		/* of a mux */
	char *place;		/* this and the next: set by sysfs_i2c_places() */
	size_t root;		/* bytes of @chain up to where the place begins; 0: dev: */
};

struct i2c_objects {
	struct i2c_object *items;	/* parents before what is below them */
	size_t count;
};

/** sysfs_i2c_places() - set the place of every object. Return: 0 or -ENOMEM. */
int sysfs_i2c_places(struct sysfs_scan *scan, struct i2c_objects *objects);

#endif /* MUSTER_SOURCE_SYSFS_I2C_H */
