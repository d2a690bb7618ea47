/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * list.h: private to cmd/list*.c.
 */
#ifndef MUSTER_CMD_LIST_H
#define MUSTER_CMD_LIST_H

struct inventory_options;
struct output;
struct snapshot;

/**
 * list_tree() - the tree, with verdicts where an inventory is the board's
 * @options: an inventory that it names must be there
 * Return: 0 or EXIT_TROUBLE, after an error line.
 */
int list_tree(const struct output *output, const struct snapshot *snapshot,
	      const struct inventory_options *options);

#endif /* MUSTER_CMD_LIST_H */
