/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_generate.h: private to inventory_generate.c and inventory_head.c.
 */
#ifndef MUSTER_INVENTORY_GENERATE_H
#define MUSTER_INVENTORY_GENERATE_H

#include "inventory.h"

void inventory_put_text(struct json_object *json, const char *key, const char *text);

/** inventory_put_value() - a pattern that matches @value alone; nothing where it is unknown */
void inventory_put_value(struct json_object *json, const char *key,
			 const struct value *value);

/** inventory_head() - schema, kind, name, match, implicit and provenance */
struct json_object *inventory_head(const struct snapshot *snapshot,
				   const struct generate_options *options);

#endif /* MUSTER_INVENTORY_GENERATE_H */
