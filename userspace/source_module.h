/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_module.h: private to source_module*.c: a snapshot of the loaded module.
 */
#ifndef MUSTER_SOURCE_MODULE_H
#define MUSTER_SOURCE_MODULE_H

#include <stdint.h>

struct netlink;
struct snapshot;

/**
 * source_module_ledger() - set when each client was announced, where it matters
 * @load_id: of the module that @snapshot is of
 * Return: 0 or -ENOMEM.
 */
int source_module_ledger(struct netlink *netlink, const uint8_t load_id[16],
			 struct snapshot *snapshot);

#endif /* MUSTER_SOURCE_MODULE_H */
