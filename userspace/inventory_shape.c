// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_shape.c: what the shape digests of an inventory stand for, so that a
 * finding can name the register that differs.
 */
#include "inventory.h"

#include <stdlib.h>
#include <string.h>

static int by_digest(const void *key, const void *item)
{
	return strcmp(key, ((const struct known_shape *)item)->digest);
}

const char *inventory_shape(const struct inventory *inventory, const char *digest)
{
	const struct known_shape *found = NULL;

	if (inventory->shape_count)
		found = bsearch(digest, inventory->shapes, inventory->shape_count,
				sizeof(*inventory->shapes), by_digest);
	return found ? found->text : NULL;
}
