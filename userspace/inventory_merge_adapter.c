// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_adapter.c: one place for each adapter of a function, in whatever
 * order each machine's kernel made them: what it is called decides, and only where
 * no other machine knows that name, the order.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "root_table.h"

#define SIBLINGS_MAX 64	/* more of one function keep their order, as where they are judged */

/* @from: by the roots of the merge; @to: as the merge names it */
struct sibling {
	char *from, *to;
	size_t base;
	const char *name;	/* lent; NULL: none, or a sibling has it, too */
};

struct adapter_map {
	struct sibling *items;
	size_t count;
};

void merge_adapters_free(struct adapter_map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->count; i++) {
		free(map->items[i].from);
		free(map->items[i].to);
	}
	free(map->items);
	free(map);
}

static bool is_family(const struct sibling *a, const struct sibling *b)
{
	return a->base == b->base && strncmp(a->from, b->from, a->base) == 0;
}

static int by_family(const void *left, const void *right)
{
	const struct sibling *a = left, *b = right;
	unsigned long x, y;

	if (!is_family(a, b))
		return strcmp(a->from, b->from);
	x = a->from[a->base] ? strtoul(a->from + a->base + 1, NULL, 10) : 0;
	y = b->from[b->base] ? strtoul(b->from + b->base + 1, NULL, 10) : 0;
	return (x > y) - (x < y);
}

static int by_from(const void *left, const void *right)
{
	const struct sibling *a = left, *b = right;

	return strcmp(a->from, b->from);
}

/* Each adapter that no other adapter leads to. */
static int gather(struct merge *merge, const struct snapshot *snapshot,
		  const struct root_table *roots, struct adapter_map *map)
{
	char place[2 * PLACE_MAX];
	int err = 0;

	map->items = calloc(snapshot->count + 1, sizeof(*map->items));
	if (!map->items)
		return -ENOMEM;
	for (size_t i = 0; i < snapshot->count && !err; i++) {
		const struct device *device = snapshot->devices[i];
		struct sibling *sibling = &map->items[map->count];
		size_t base;

		if (device->kind != DEVICE_ADAPTER ||
		    place_bus(device->place, &base) != strlen(device->place))
			continue;
		err = merge_place(merge, roots, device->place, place, sizeof(place));
		if (err)
			break;
		sibling->from = strdup(place);
		sibling->name = device_get(device, FIELD_NAME);
		if (!sibling->from)
			return -ENOMEM;
		place_bus(place, &sibling->base);
		map->count++;
	}
	if (map->count)
		qsort(map->items, map->count, sizeof(*map->items), by_family);
	return err;
}

static char *key_of(const struct sibling *sibling)
{
	char *key;

	return asprintf(&key, "%.*s\n%s", (int)sibling->base, sibling->from, sibling->name) < 0 ?
		NULL : key;
}

static bool is_taken(const struct sibling *family, size_t count, const char *place)
{
	for (size_t i = 0; i < count; i++)
		if (family[i].to && strcmp(family[i].to, place) == 0)
			return true;
	return false;
}

static void forget_shared_names(struct sibling *family, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *name = family[i].name;
		bool shared = false;

		for (size_t k = i + 1; name && k < count; k++) {
			if (!family[k].name || strcmp(family[k].name, name) != 0)
				continue;
			family[k].name = NULL;
			shared = true;
		}
		if (shared)
			family[i].name = NULL;
	}
}

/* Where other machines have the one of that name. */
static int place_by_name(const struct merge *merge, struct sibling *family, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *key = family[i].name ? key_of(&family[i]) : NULL;
		size_t known = key ? merge_index_find(merge->adapter_index, key) : NOBODY;

		if (family[i].name && !key)
			return -ENOMEM;
		free(key);
		if (known == NOBODY || is_taken(family, count, merge->adapters[known].place))
			continue;
		family[i].to = strdup(merge->adapters[known].place);
		if (!family[i].to)
			return -ENOMEM;
	}
	return 0;
}

static int learn_name(struct merge *merge, const struct sibling *sibling)
{
	struct known_adapter *known;
	char *key = key_of(sibling);
	int err = key ? merge_room((void **)&merge->adapters, merge->adapter_count,
				   &merge->adapter_room, sizeof(*merge->adapters)) : -ENOMEM;

	if (!err) {
		known = &merge->adapters[merge->adapter_count];
		*known = (struct known_adapter){ strdup(sibling->to), strdup(sibling->name) };
		err = known->place && known->name ? 0 : -ENOMEM;
		if (!err)
			err = merge_index_add(merge->adapter_index, key, merge->adapter_count);
		if (!err)
			err = merge_index_add(merge->adapter_index, sibling->to,
					      merge->adapter_count);
		merge->adapter_count++;
	}
	free(key);
	return err;
}

/* Where it is, unless one of a known name is there; then the first that is free. */
static int place_by_order(struct merge *merge, struct sibling *family, size_t count, size_t i)
{
	struct sibling *sibling = &family[i];
	char *place = strdup(sibling->from);

	for (unsigned int k = 0; place && is_taken(family, count, place); k++) {
		char number[16] = "";

		free(place);
		if (k)
			snprintf(number, sizeof(number), "#%u", k);
		if (asprintf(&place, "%.*s%s", (int)sibling->base, sibling->from, number) < 0)
			place = NULL;
	}
	if (!place)
		return -ENOMEM;
	sibling->to = place;
	if (!sibling->name || merge_index_find(merge->adapter_index, place) != NOBODY)
		return 0;
	return learn_name(merge, sibling);
}

static int place_family(struct merge *merge, struct sibling *family, size_t count)
{
	int err;

	if (count > SIBLINGS_MAX)
		return 0;
	forget_shared_names(family, count);
	err = place_by_name(merge, family, count);
	for (size_t i = 0; i < count && !err; i++)
		if (!family[i].to)
			err = place_by_order(merge, family, count, i);
	return err;
}

static int place_all(struct merge *merge, struct adapter_map *map)
{
	size_t first = 0;
	int err = 0;

	for (size_t i = 1; i <= map->count && !err; i++) {
		if (i < map->count && is_family(&map->items[first], &map->items[i]))
			continue;
		err = place_family(merge, &map->items[first], i - first);
		first = i;
	}
	if (map->count)
		qsort(map->items, map->count, sizeof(*map->items), by_from);
	return err;
}

int merge_adapters(struct merge *merge, const struct snapshot *snapshot,
		   const struct root_table *roots, struct adapter_map **out)
{
	struct adapter_map *map = calloc(1, sizeof(*map));
	int err = map ? gather(merge, snapshot, roots, map) : -ENOMEM;

	if (!err)
		err = place_all(merge, map);
	if (err) {
		merge_adapters_free(map);
		map = NULL;
	}
	*out = map;
	return err;
}

int merge_adapter_place(const struct adapter_map *map, char *place, size_t size)
{
	size_t base, length = place_bus(place, &base);
	char from[2 * PLACE_MAX], rest[2 * PLACE_MAX];
	const struct sibling key = { .from = from }, *found;

	if (!length || !map->count || strlen(place) >= sizeof(from))
		return 0;
	memcpy(from, place, length);
	from[length] = '\0';
	found = bsearch(&key, map->items, map->count, sizeof(*map->items), by_from);
	if (!found || !found->to)
		return 0;
	strcpy(rest, place + length);
	return snprintf(place, size, "%s%s", found->to, rest) >= (int)size ? -ENAMETOOLONG : 0;
}

int merge_adapter_set(const struct merge *merge, struct device *device)
{
	size_t known = device->kind == DEVICE_ADAPTER ?
		merge_index_find(merge->adapter_index, device->place) : NOBODY;

	return known == NOBODY ? 0 : device_set(device, FIELD_NAME, merge->adapters[known].name);
}

void merge_adapters_clear(struct merge *merge)
{
	for (size_t i = 0; i < merge->adapter_count; i++) {
		free(merge->adapters[i].place);
		free(merge->adapters[i].name);
	}
	free(merge->adapters);
}
