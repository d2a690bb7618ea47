/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe_i2c.h: a probe's transfers, through i2c-dev, in a process of their own.
 *
 * Invariant: the kernel's own check stands: an address that a client with a driver
 * has is refused by it and never forced; nothing is set that outlives the probe.
 */
#ifndef MUSTER_PROBE_I2C_H
#define MUSTER_PROBE_I2C_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "probe.h"

/**
 * struct probe_i2c - an adapter of the running kernel
 * @number: N of /dev/i2c-N
 * @seen: numbers of all adapters whose clients may answer on it, itself included
 * @milliseconds: after which the process is given up
 * @stop: set by a signal: give up; NULL: none
 * @progress: as in struct probe_bus, with @context; called in the other process
 */
struct probe_i2c {
	long number;
	const long *seen;
	size_t seen_count;
	unsigned int milliseconds;
	const volatile sig_atomic_t *stop;
	void (*progress)(void *context, unsigned int address, unsigned int done,
			 unsigned int all);
	void *context;
};

/**
 * probe_i2c_run() - probe_run() on that adapter
 * @elapsed: out: how long it took, ns
 *
 * Where the other process hangs in the kernel it is left behind, and @probe->stopped
 * is -ETIME; its address is the one that was asked then.
 * Return: 0, also where it was stopped; or why there was no other process.
 */
int probe_i2c_run(struct probe *probe, const struct probe_i2c *i2c, uint64_t *elapsed);

#endif /* MUSTER_PROBE_I2C_H */
