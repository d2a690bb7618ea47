// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * root_table.c: the roots of a snapshot's places, and what firmware calls each.
 */
#include "root_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "snapshot.h"
#include "text_index.h"

struct root {
	char *name;
	const char *id;		/* of its first device that has one */
};

struct root_table {
	struct root *items;
	size_t count;
	struct text_index *by_name, *by_id, *by_uid;
};

void root_table_free(struct root_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->count; i++)
		free(table->items[i].name);
	text_index_free(table->by_name);
	text_index_free(table->by_id);
	text_index_free(table->by_uid);
	free(table->items);
	free(table);
}

static struct root *new_root(struct root_table *table, char *name)
{
	struct root *items = reallocarray(table->items, table->count + 1, sizeof(*items));

	if (!items)
		return NULL;
	table->items = items;
	items[table->count] = (struct root){ .name = name };
	if (text_index_add(table->by_name, name, table->count))
		return NULL;
	return &items[table->count++];
}

static int add_device(struct root_table *table, const struct device *device)
{
	char *name = strndup(device->place, strcspn(device->place, "/"));
	struct root *root;
	size_t index;

	if (!name)
		return -ENOMEM;
	index = text_index_first(table->by_name, name);
	if (index == INDEX_END) {
		root = new_root(table, name);
	} else {
		free(name);
		name = NULL;
		root = &table->items[index];
	}
	if (!root) {
		free(name);
		return -ENOMEM;
	}
	/* Behind a step "pci" the host bridge is another one; several can be "0000:?". */
	if (!root->id && place_rooted(device->place) && !strstr(device->place, "/pci/"))
		root->id = device_get(device, FIELD_ROOT_ID);
	return 0;
}

static const char *uid_of(const char *id)
{
	const char *colon = strrchr(id, ':');

	return colon ? colon + 1 : id;
}

static int fill_table(struct root_table *table, const struct snapshot *snapshot)
{
	int err = 0;

	for (size_t i = 0; i < snapshot->count && !err; i++)
		err = add_device(table, snapshot->devices[i]);
	for (size_t i = 0; i < table->count && !err; i++) {
		const char *id = table->items[i].id;

		if (!id)
			continue;
		err = text_index_add(table->by_id, id, i);
		if (!err)
			err = text_index_add(table->by_uid, uid_of(id), i);
	}
	return err;
}

struct root_table *root_table_new(const struct snapshot *snapshot)
{
	struct root_table *table = calloc(1, sizeof(*table));

	if (!table)
		return NULL;
	table->by_name = text_index_new(snapshot->count);
	table->by_id = text_index_new(snapshot->count);
	table->by_uid = text_index_new(snapshot->count);
	if (table->by_name && table->by_id && table->by_uid &&
	    fill_table(table, snapshot) == 0)
		return table;
	root_table_free(table);
	return NULL;
}

/* What two roots share tells neither. */
static const char *find_only(const struct root_table *table,
			     const struct text_index *index, const char *text)
{
	size_t found = text_index_first(index, text);

	if (found == INDEX_END || text_index_next(index, found) != INDEX_END)
		return NULL;
	return table->items[found].name;
}

const char *root_table_by_id(const struct root_table *table, const char *id)
{
	return find_only(table, table->by_id, id);
}

const char *root_table_by_uid(const struct root_table *table, const char *uid)
{
	return find_only(table, table->by_uid, uid);
}

const char *root_table_id(const struct root_table *table, const char *name)
{
	size_t found = text_index_first(table->by_name, name);

	return found == INDEX_END ? NULL : table->items[found].id;
}

size_t root_table_count(const struct root_table *table)
{
	return table->count;
}

const char *root_table_get(const struct root_table *table, size_t index, const char **id)
{
	const struct root *root = &table->items[index];

	*id = root->id && root_table_by_id(table, root->id) ? root->id : NULL;
	return root->name;
}
