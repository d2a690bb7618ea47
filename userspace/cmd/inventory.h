/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory.h: private to cmd/inventory*.c: what "muster inventory" can do.
 */
#ifndef MUSTER_CMD_INVENTORY_H
#define MUSTER_CMD_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>

/* argv[0] is the word after "inventory"; each prints its own errors. */
int inventory_cmd_generate(int argc, char **argv);
int inventory_cmd_review(int argc, char **argv);
int inventory_cmd_lint(int argc, char **argv);
int inventory_cmd_test(int argc, char **argv);

/** inventory_cmd_load() - as inventory_load(), with an error line */
struct inventory;
int inventory_cmd_load(const char *path, struct inventory **out);

#endif /* MUSTER_CMD_INVENTORY_H */
