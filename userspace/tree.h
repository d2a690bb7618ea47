/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tree.h: the devices of a snapshot by what they sit below, and in their place
 * what an inventory says should be there: pure.
 */
#ifndef MUSTER_TREE_H
#define MUSTER_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;
struct finding;
struct snapshot;
struct unverified;
struct verdict;

#define TREE_NONE SIZE_MAX

/**
 * struct tree_node - a root, a device, or what is not there
 * @place: owned
 * @label: where in @place its own steps begin
 * @device: NULL: a root, a domain below a function, or something that is not there
 * @finding: the gravest one about it; for what is not there the one that says so
 * @unverified: a rule asks what cannot be told
 * @parent, @child, @next: indices, or TREE_NONE: above, first below, next beside
 * @height: of what is below it, 0 for a leaf
 * @bus, @last_bus: of the first function below it, and the highest of all; -1: none
 */
struct tree_node {
	char *place;
	size_t label;
	const struct device *device;
	const struct finding *finding;
	const struct unverified *unverified;
	size_t parent, child, next;
	unsigned int height;
	int bus, last_bus;
};

/**
 * struct tree - read-only
 * @nodes: each before what is below it
 * @first: the first root, or TREE_NONE
 * @homeless: findings that are of no one place; borrowed
 */
struct tree {
	struct tree_node *nodes;
	size_t count, first;
	const struct finding **homeless;
	size_t homeless_count;
};

/** tree_new() - @verdict: NULL: none; both must outlive @out. Return: 0 or -ENOMEM. */
int tree_new(const struct snapshot *snapshot, const struct verdict *verdict, struct tree **out);
void tree_free(struct tree *tree);

#endif /* MUSTER_TREE_H */
