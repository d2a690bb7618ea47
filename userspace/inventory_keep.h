/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_keep.h: the last good inventory, kept for a start at which its file
 * has become a bad one.
 */
#ifndef MUSTER_INVENTORY_KEEP_H
#define MUSTER_INVENTORY_KEEP_H

struct inventory;

/**
 * inventory_keep() - write @inventory's text, and that of the model it extends,
 * to @path, with where they come from; nothing is written where it is there already
 * Return: 0, -ESTALE: its files have changed since they were read, -errno.
 */
int inventory_keep(const struct inventory *inventory, const char *path);

/**
 * inventory_kept() - the inventory in @path, under the path that it was read from
 * Return: 0, -ENOENT, -EINVAL: it is not what was written, -ENOMEM.
 */
int inventory_kept(const char *path, struct inventory **out);

#endif /* MUSTER_INVENTORY_KEEP_H */
