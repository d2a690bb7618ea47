// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree.c: the devices of a snapshot by what they sit below.
 */
#include "tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "finding.h"
#include "place.h"
#include "snapshot.h"
#include "text_index.h"

/* What becomes a node: a device, or a finding of what is not there. */
struct item {
	const char *place;
	const struct device *device;
	const struct finding *finding;
};

struct builder {
	struct tree *tree;
	const struct verdict *verdict;
	struct item *items;
	size_t count;
	struct text_index *devices, *findings, *unverified;	/* by place */
	size_t *last_child;	/* per node */
	size_t last_root;
};

/* What is not there comes first: what is below the place belongs to what is. */
static int by_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = place_compare(x->place, y->place);
	const char *address, *other;

	if (order || !x->device || !y->device)
		return order ? order : !!x->device - !!y->device;
	address = device_get(x->device, FIELD_ADDRESS);
	other = device_get(y->device, FIELD_ADDRESS);
	return address && other ? strcmp(address, other) : !!address - !!other;
}

static bool is_there(const struct builder *builder, const char *place)
{
	return text_index_first(builder->devices, place) != INDEX_END;
}

/* Where a finding is to be shown though no device is: NULL: nowhere. */
static const char *ghost_place(const struct builder *builder, const struct finding *finding)
{
	const char *place = finding->place;

	if (finding->class == FINDING_MOVED)
		place = finding->other_place;
	if (!place || !place_valid(place))
		return NULL;
	return finding->class == FINDING_MISSING || !is_there(builder, place) ? place : NULL;
}

static void take_finding(struct builder *builder, const struct finding *finding)
{
	const char *place = ghost_place(builder, finding);
	struct tree *tree = builder->tree;

	if (place)
		builder->items[builder->count++] = (struct item){ place, NULL, finding };
	else if (!finding->place || !is_there(builder, finding->place))
		tree->homeless[tree->homeless_count++] = finding;
}

static int index_devices(struct builder *builder, const struct snapshot *snapshot)
{
	int err = 0;

	builder->devices = text_index_new(snapshot->count);
	if (!builder->devices)
		return -ENOMEM;
	for (size_t i = 0; i < snapshot->count && !err; i++) {
		const struct device *device = snapshot->devices[i];

		builder->items[builder->count++] = (struct item){ device->place, device, NULL };
		err = text_index_add(builder->devices, device->place, i);
	}
	return err;
}

static int index_verdict(struct builder *builder)
{
	const struct verdict *verdict = builder->verdict;
	int err = 0;

	builder->findings = text_index_new(verdict->count);
	builder->unverified = text_index_new(verdict->unverified_count);
	if (!builder->findings || !builder->unverified)
		return -ENOMEM;
	for (size_t i = 0; i < verdict->count && !err; i++) {
		const struct finding *finding = verdict->findings[i];

		take_finding(builder, finding);
		if (finding->place && finding->class != FINDING_MISSING)
			err = text_index_add(builder->findings, finding->place, i);
	}
	for (size_t i = 0; i < verdict->unverified_count && !err; i++)
		err = text_index_add(builder->unverified,
				     verdict->unverified[i].device->place, i);
	return err;
}

/* Of several devices at one place, which is not known in full, the address tells. */
static bool speaks_of(const struct finding *finding, const struct device *device)
{
	const char *address = device_get(device, FIELD_ADDRESS), *other;
	struct json_object *json;

	if (!address || !json_object_object_get_ex(finding->device, "address", &json) ||
	    !json_object_is_type(json, json_type_string))
		return true;
	other = json_object_get_string(json);
	return strcmp(address, other) == 0;
}

static const struct finding *find_finding(const struct builder *builder,
					  const struct device *device)
{
	const struct finding *gravest = NULL;
	size_t i;

	for (i = text_index_first(builder->findings, device->place); i != INDEX_END;
	     i = text_index_next(builder->findings, i)) {
		const struct finding *finding = builder->verdict->findings[i];

		if (speaks_of(finding, device) &&
		    (!gravest || finding->severity > gravest->severity))
			gravest = finding;
	}
	return gravest;
}

static const struct unverified *find_unverified(const struct builder *builder,
						const struct device *device)
{
	size_t i;

	for (i = text_index_first(builder->unverified, device->place); i != INDEX_END;
	     i = text_index_next(builder->unverified, i))
		if (builder->verdict->unverified[i].device == device)
			return &builder->verdict->unverified[i];
	return NULL;
}

/* Each item may need a root and a domain besides. */
static struct tree_node *add_node(struct builder *builder, const char *place, size_t length,
				  size_t parent)
{
	struct tree *tree = builder->tree;
	size_t index = tree->count, *last;
	struct tree_node *node = &tree->nodes[index];

	*node = (struct tree_node){ .parent = parent, .child = TREE_NONE, .next = TREE_NONE,
				    .bus = -1, .last_bus = -1 };
	node->place = strndup(place, length);
	if (!node->place)
		return NULL;
	tree->count++;
	builder->last_child[index] = TREE_NONE;
	last = parent == TREE_NONE ? &builder->last_root : &builder->last_child[parent];
	if (*last != TREE_NONE)
		tree->nodes[*last].next = index;
	else if (parent == TREE_NONE)
		tree->first = index;
	else
		tree->nodes[parent].child = index;
	*last = index;
	if (parent != TREE_NONE)
		node->label = strlen(tree->nodes[parent].place) + 1;
	return node;
}

/* Length of the root of @place, which may hold slashes of its own. */
static size_t root_length(const char *place)
{
	char above[PLACE_MAX + 1];
	size_t length, root = strlen(place);

	snprintf(above, sizeof(above), "%s", place);
	while ((length = place_parent(above))) {
		above[length] = '\0';
		root = length;
	}
	return root;
}

static bool begins(const char *place, const char *root, size_t length)
{
	return !strncmp(place, root, length) && (!place[length] || place[length] == '/');
}

/* The node that @place sits below: the last one added, or one above it, or a new root. */
static size_t find_parent(struct builder *builder, const char *place)
{
	struct tree *tree = builder->tree;
	size_t parent = tree->count ? tree->count - 1 : TREE_NONE, root;

	while (parent != TREE_NONE && !place_below(place, tree->nodes[parent].place))
		parent = tree->nodes[parent].parent;
	if (parent != TREE_NONE)
		return parent;
	root = root_length(place);
	if (builder->last_root != TREE_NONE &&
	    begins(place, tree->nodes[builder->last_root].place, root) &&
	    strlen(tree->nodes[builder->last_root].place) == root)
		return builder->last_root;
	if (!add_node(builder, place, root, TREE_NONE))
		return TREE_NONE;
	return builder->last_root;
}

/* A domain that a driver made has a root of its own, below its function. */
static size_t find_domain(struct builder *builder, const char *place, size_t parent)
{
	size_t length = strlen(builder->tree->nodes[parent].place);

	if (strncmp(place + length, "/pci/", 5) != 0)
		return parent;
	if (!add_node(builder, place, length + 4, parent))
		return TREE_NONE;
	return builder->tree->count - 1;
}

static int add_item(struct builder *builder, const struct item *item)
{
	size_t parent = find_parent(builder, item->place);
	struct tree_node *node;

	if (parent != TREE_NONE)
		parent = find_domain(builder, item->place, parent);
	if (parent == TREE_NONE)
		return -ENOMEM;
	/* a place without steps is what its root is */
	node = add_node(builder, item->place, strlen(item->place), parent);
	if (!node)
		return -ENOMEM;
	if (node->label > strlen(node->place))
		node->label = 0;
	node->device = item->device;
	node->finding = item->finding;
	if (item->device && builder->verdict) {
		node->finding = find_finding(builder, item->device);
		node->unverified = find_unverified(builder, item->device);
	}
	return 0;
}

/* The bus of "dddd:bb:dd.f", or -1. */
static int bus_of(const struct device *device)
{
	const char *address = device ? device_get(device, FIELD_ADDRESS) : NULL;
	unsigned int domain, bus;

	if (!address || device->kind != DEVICE_FUNCTION ||
	    sscanf(address, "%8x:%2x:", &domain, &bus) != 2)
		return -1;
	return bus;
}

/* What each node is told by what is below it: children come after their parents. */
static void measure(struct tree *tree)
{
	for (size_t i = tree->count; i > 0; i--) {
		struct tree_node *node = &tree->nodes[i - 1], *parent;
		int bus = bus_of(node->device);

		if (node->parent == TREE_NONE)
			continue;
		parent = &tree->nodes[node->parent];
		if (parent->height <= node->height)
			parent->height = node->height + 1;
		if (bus >= 0)
			parent->bus = bus;
		if (parent->last_bus < bus)
			parent->last_bus = bus;
		if (parent->last_bus < node->last_bus && node->device)
			parent->last_bus = node->last_bus;
	}
}

static int build(struct builder *builder, const struct snapshot *snapshot, size_t room)
{
	struct tree *tree = builder->tree;
	int err;

	builder->items = calloc(room, sizeof(*builder->items));
	builder->last_child = calloc(3 * room, sizeof(*builder->last_child));
	tree->nodes = calloc(3 * room, sizeof(*tree->nodes));
	tree->homeless = calloc(room, sizeof(*tree->homeless));
	if (!builder->items || !builder->last_child || !tree->nodes || !tree->homeless)
		return -ENOMEM;
	err = index_devices(builder, snapshot);
	if (!err && builder->verdict)
		err = index_verdict(builder);
	qsort(builder->items, builder->count, sizeof(*builder->items), by_place);
	for (size_t i = 0; i < builder->count && !err; i++)
		err = add_item(builder, &builder->items[i]);
	if (!err)
		measure(tree);
	return err;
}

int tree_new(const struct snapshot *snapshot, const struct verdict *verdict, struct tree **out)
{
	struct tree *tree = calloc(1, sizeof(*tree));
	struct builder builder = { .tree = tree, .verdict = verdict, .last_root = TREE_NONE };
	int err;

	if (!tree)
		return -ENOMEM;
	tree->first = TREE_NONE;
	err = build(&builder, snapshot, snapshot->count + (verdict ? verdict->count : 0) + 1);
	free(builder.items);
	free(builder.last_child);
	text_index_free(builder.devices);
	text_index_free(builder.findings);
	text_index_free(builder.unverified);
	if (err)
		tree_free(tree);
	else
		*out = tree;
	return err;
}

void tree_free(struct tree *tree)
{
	if (!tree)
		return;
	for (size_t i = 0; i < tree->count; i++)
		free(tree->nodes[i].place);
	free(tree->nodes);
	free(tree->homeless);
	free(tree);
}
