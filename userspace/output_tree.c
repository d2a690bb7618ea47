// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_tree.c: a snapshot as a tree of places.
 */
#include "output.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "snapshot.h"

#define NO_PARENT SIZE_MAX

/* One device in the tree; the array is in the order of the snapshot. */
struct node {
	size_t parent;		/* index, or NO_PARENT: right below a root */
	size_t label;		/* where in its place its own steps begin */
	size_t root;		/* length of the root in its place */
	bool last;		/* among what is below the same parent */
};

/* The nearest ancestor that is in the snapshot; sets label and root too. */
static void find_parent(const struct snapshot *snapshot, size_t index, struct node *node)
{
	const char *place = snapshot->devices[index]->place;
	char above[PLACE_MAX + 1];
	size_t length;

	node->parent = NO_PARENT;
	node->root = strlen(place);
	snprintf(above, sizeof(above), "%s", place);
	while ((length = place_parent(above))) {
		size_t low = 0, high = index;

		above[length] = '\0';
		node->root = length;
		while (node->parent == NO_PARENT && low < high) {
			size_t middle = low + (high - low) / 2;

			if (place_compare(snapshot->devices[middle]->place, above) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (node->parent == NO_PARENT && low < index &&
		    !strcmp(snapshot->devices[low]->place, above)) {
			node->parent = low;
			node->label = length + 1;
		}
	}
	if (node->parent == NO_PARENT)
		node->label = node->root + (place[node->root] == '/');
}

static bool same_root(const struct snapshot *snapshot, const struct node *nodes,
		      size_t a, size_t b)
{
	return nodes[a].root == nodes[b].root &&
	       !strncmp(snapshot->devices[a]->place, snapshot->devices[b]->place,
			nodes[a].root);
}

/* Siblings follow each other, with only what is below them between. */
static void mark_last(const struct snapshot *snapshot, struct node *nodes)
{
	size_t *next_child;
	size_t next_root = NO_PARENT;
	size_t i = snapshot->count;

	next_child = calloc(snapshot->count + 1, sizeof(*next_child));
	while (next_child && i--) {
		size_t parent = nodes[i].parent;

		if (parent == NO_PARENT) {
			nodes[i].last = next_root == NO_PARENT ||
					!same_root(snapshot, nodes, i, next_root);
			next_root = i;
		} else {
			nodes[i].last = !next_child[parent];
			next_child[parent] = i;
		}
	}
	free(next_child);
}

/* The lines that lead down to what is below @index; returns their columns. */
static unsigned int print_bars(const struct output *output, const struct node *nodes,
			       size_t index)
{
	unsigned int column = 0;

	if (nodes[index].parent != NO_PARENT)
		column = print_bars(output, nodes, nodes[index].parent);
	fputs(nodes[index].last ? "  " : "| ", output->file);
	return column + 2;
}

static void print_root(const struct output *output, const struct device *device,
		       const struct node *node)
{
	const char *id = device_get(device, FIELD_ROOT_ID);
	char root[PLACE_MAX + 1];

	snprintf(root, sizeof(root), "%.*s", (int)node->root, device->place);
	output_color(output, COLOR_BOLD);
	output_clip(output, 0, root);
	output_color(output, COLOR_NONE);
	if (id) {
		fputs("  ", output->file);
		output_clip(output, 0, id);
	}
	fputc('\n', output->file);
}

static void print_node(const struct output *output, const struct device *device,
		       const struct node *nodes, size_t index)
{
	const struct node *node = &nodes[index];
	const char *address = device_get(device, FIELD_ADDRESS);
	char *summary = output_summary(output->names, device);
	unsigned int column = 0;

	if (node->parent != NO_PARENT)
		column = print_bars(output, nodes, node->parent);
	fputs(node->last ? "\\-" : "+-", output->file);
	output_color(output, COLOR_BOLD);
	column = output_clip(output, column + 2, device->place + node->label);
	output_color(output, COLOR_NONE);
	output_color(output, COLOR_DIM);
	column = output_clip(output, column, "  ");
	column = output_clip(output, column, address ? address : "-");
	output_color(output, COLOR_NONE);
	column = output_clip(output, column, "  ");
	if (summary)
		output_clip(output, column, summary);
	fputc('\n', output->file);
	free(summary);
}

/** output_tree() - Return: 0 or -ENOMEM. */
int output_tree(const struct output *output, const struct snapshot *snapshot)
{
	struct node *nodes = calloc(snapshot->count + 1, sizeof(*nodes));
	size_t i;

	if (!nodes)
		return -ENOMEM;
	for (i = 0; i < snapshot->count; i++)
		find_parent(snapshot, i, &nodes[i]);
	mark_last(snapshot, nodes);
	for (i = 0; i < snapshot->count; i++) {
		if (!i || !same_root(snapshot, nodes, i, i - 1))
			print_root(output, snapshot->devices[i], &nodes[i]);
		print_node(output, snapshot->devices[i], nodes, i);
	}
	free(nodes);
	return 0;
}
