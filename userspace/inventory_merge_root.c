// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_root.c: one name for each root, whatever bus each machine
 * gave it: what firmware calls it decides.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "root_table.h"

static struct known_root *find_root(const struct merge *merge, const char *name, const char *id)
{
	for (size_t i = 0; i < merge->root_count; i++) {
		struct known_root *root = &merge->roots[i];

		if (id ? root->id && strcmp(root->id, id) == 0 : strcmp(root->name, name) == 0)
			return root;
	}
	return NULL;
}

static struct known_root *add_root(struct merge *merge, const char *name, const char *id)
{
	struct known_root *roots = reallocarray(merge->roots, merge->root_count + 1,
						sizeof(*roots)), *root;

	if (!roots)
		return NULL;
	merge->roots = roots;
	root = &roots[merge->root_count];
	root->name = strdup(name);
	root->id = id ? strdup(id) : NULL;
	if (!root->name || (id && !root->id)) {
		free(root->name);
		free(root->id);
		return NULL;
	}
	merge->root_count++;
	return root;
}

/* Another root has the bus that this one has on other machines. */
static struct known_root *add_renamed(struct merge *merge, const char *name, const char *id)
{
	const char *colon = strrchr(id, ':');
	char uid[PLACE_MAX + 1];

	snprintf(uid, sizeof(uid), "uid:%s", colon ? colon + 1 : id);
	if (!place_valid(uid) || find_root(merge, uid, NULL))
		return add_root(merge, name, NULL);
	return add_root(merge, uid, id);
}

/* The merge's name for a machine's root; NULL: no memory. */
static const struct known_root *resolve(struct merge *merge, const char *name, const char *id)
{
	struct known_root *root = id ? find_root(merge, name, id) : NULL;

	if (root)
		return root;
	root = find_root(merge, name, NULL);
	if (!root)
		return add_root(merge, name, id);
	if (!id)
		return root;
	if (root->id)
		return add_renamed(merge, name, id);
	root->id = strdup(id);
	return root->id ? root : NULL;
}

static const char *id_of(const struct root_table *roots, const char *name)
{
	const char *id;

	for (size_t i = 0; i < root_table_count(roots); i++)
		if (strcmp(root_table_get(roots, i, &id), name) == 0)
			return id;
	return NULL;
}

int merge_place(struct merge *merge, const struct root_table *roots, const char *place,
		char *out, size_t size)
{
	size_t length = strcspn(place, "/");
	const struct known_root *root;
	char name[PLACE_MAX + 1];

	if (length >= sizeof(name))
		return -ENAMETOOLONG;
	memcpy(name, place, length);
	name[length] = '\0';
	root = place_rooted(place) ? resolve(merge, name, id_of(roots, name)) : NULL;
	if (!root && place_rooted(place))
		return -ENOMEM;
	return snprintf(out, size, "%s%s", root ? root->name : name, place + length) >= (int)size ?
		-ENAMETOOLONG : 0;
}

void merge_roots_set(const struct merge *merge, struct device *device)
{
	size_t length = strcspn(device->place, "/");

	for (size_t i = 0; i < merge->root_count; i++) {
		const struct known_root *root = &merge->roots[i];

		if (root->id && strlen(root->name) == length &&
		    strncmp(root->name, device->place, length) == 0)
			device_set(device, FIELD_ROOT_ID, root->id);
	}
}
