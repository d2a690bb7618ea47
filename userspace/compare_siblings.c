// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_siblings.c: adapters of one function that only their order tells apart
 * (i2c, i2c#1, ...): where the inventory knows what each was called, the one of that
 * name is it, in whatever order this kernel makes them.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

#define SIBLINGS_MAX 64

/* What the adapter was called, if no sibling was called the same. */
static const char *learned_name(const struct inventory *inventory, const char *place,
				size_t length, size_t base)
{
	const char *name = NULL;

	for (size_t i = 0; i < inventory->adapter_count; i++)
		if (strlen(inventory->adapters[i].name) == length &&
		    memcmp(inventory->adapters[i].name, place, length) == 0)
			name = inventory->adapters[i].id;
	for (size_t i = 0; name && i < inventory->adapter_count; i++) {
		const struct learned_root *other = &inventory->adapters[i];

		if (other->id != name && strcmp(other->id, name) == 0 &&
		    strncmp(other->name, place, base) == 0)
			return NULL;
	}
	return name;
}

/* Return: which of the siblings has that name; SIBLINGS_MAX: none, or more than one. */
static unsigned int find_sibling(const struct comparison *comparison, const char *base,
				 const char *name)
{
	unsigned int found = SIBLINGS_MAX;

	for (unsigned int k = 0; k < SIBLINGS_MAX; k++) {
		char place[PLACE_MAX + 16];
		const struct judged *judged;
		const char *called;

		snprintf(place, sizeof(place), k ? "%s#%u" : "%s", base, k);
		judged = compare_at(comparison, place);
		called = judged ? device_get(judged->device, FIELD_NAME) : NULL;
		if (!called || strcmp(called, name) != 0)
			continue;
		if (found < SIBLINGS_MAX)
			return SIBLINGS_MAX;
		found = k;
	}
	return found;
}

int compare_sibling(const struct comparison *comparison, const char *written, char **place)
{
	size_t base, length = place_bus(written, &base), now_base, now;
	const char *name = length ? learned_name(comparison->inventory, written, length, base) : NULL;
	char text[PLACE_MAX + 1], *translated;
	unsigned int k;

	now = place_bus(*place, &now_base);
	if (!name || !now || now_base > PLACE_MAX)
		return 0;
	snprintf(text, sizeof(text), "%.*s", (int)now_base, *place);
	k = find_sibling(comparison, text, name);
	if (k == SIBLINGS_MAX)
		return 0;
	if ((k ? asprintf(&translated, "%s#%u%s", text, k, *place + now) :
	     asprintf(&translated, "%s%s", text, *place + now)) < 0)
		return -ENOMEM;
	free(*place);
	*place = translated;
	return 0;
}
