/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source.h: where a snapshot can come from. Each yields the same snapshot.
 */
#ifndef MUSTER_SOURCE_H
#define MUSTER_SOURCE_H

struct netlink;
struct snapshot;

/** source_sysfs() - @root: NULL for "/", else a directory that holds sys/ and proc/ */
int source_sysfs(const char *root, struct snapshot **out);

/** source_module() - the roster of the loaded module, with the host's board */
int source_module(struct netlink *netlink, struct snapshot **out);

/**
 * source_file() - a saved snapshot; path "-" reads standard input
 * @why: a sentence with file:line where it can, to be freed
 */
int source_file(const char *path, struct snapshot **out, char **why);

/**
 * source_machine() - the module if it is there, otherwise sysfs
 * @why: NULL, or out: why not the module, to be freed (a sentence)
 */
int source_machine(struct snapshot **out, char **why);

#endif /* MUSTER_SOURCE_H */
