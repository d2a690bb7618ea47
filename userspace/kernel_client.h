/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel_client.h: I2C clients that the kernel makes by itself.
 */
#ifndef MUSTER_KERNEL_CLIENT_H
#define MUSTER_KERNEL_CLIENT_H

#include <stdbool.h>

struct device;

/**
 * kernel_client() - whether @client looks like one that the kernel's own SPD and
 * sensor drivers made
 * @host: the device that its adapter belongs to
 *
 * Anyone who may write to new_device can imitate that. Where the ledger has seen
 * the driver of @host take it over, it tells: the kernel makes these then.
 */
bool kernel_client(const struct device *client, const struct device *host);

/**
 * kernel_client_name() - what the kernel may call such a client, by index from 0;
 * which name it takes differs from kernel to kernel. Return: NULL after the last.
 */
const char *kernel_client_name(unsigned int index);

/**
 * kernel_client_late() - whether it is named like one that the kernel only makes when
 * the driver of its host takes that over, and came later
 */
bool kernel_client_late(const struct device *client);

/** kernel_client_is_spd() - whether it calls the memory of a module, not its sensor, so */
bool kernel_client_is_spd(const char *name);

#endif /* MUSTER_KERNEL_CLIENT_H */
