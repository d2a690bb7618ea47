// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_field.c: a field where an identity holds it: by its key, or in the
 * object of its group.
 */
#include "inventory_generate.h"

#include <stdlib.h>

/* The object that holds @field; NULL: there is none, and @make says not to make it. */
static struct json_object *holder_of(struct json_object *identity, enum field field, bool make)
{
	enum field_group group = field_table[field].group;
	struct json_object *holder = NULL;

	if (group == GROUP_COUNT)
		return identity;
	json_object_object_get_ex(identity, group_table[group].name, &holder);
	if (json_object_is_type(holder, json_type_object) || !make)
		return holder;
	holder = json_object_new_object();
	json_object_object_add(identity, group_table[group].name, holder);
	return holder;
}

bool inventory_get_field(struct json_object *identity, enum field field,
			 struct json_object **json)
{
	return json_object_object_get_ex(holder_of(identity, field, false),
					 field_table[field].key, json);
}

void inventory_add_field(struct json_object *identity, enum field field,
			 struct json_object *json)
{
	json_object_object_add(holder_of(identity, field, true), field_table[field].key, json);
}

struct json_object *inventory_value(enum field field, const struct value *value)
{
	struct json_object *json = NULL, *holder;

	if (value->state == VALUE_KNOWN && field_table[field].type == FIELD_DECIMAL)
		return json_object_new_int64(strtoll(value->text, NULL, 10));
	holder = json_object_new_object();
	inventory_put_value(holder, "value", value);
	json_object_object_get_ex(holder, "value", &json);
	json_object_get(json);
	json_object_put(holder);
	return json;
}

void inventory_put_field(struct json_object *identity, const struct device *device,
			 enum field field)
{
	const struct value *value = device_value(device, field);
	struct json_object *json;

	if (value->state == VALUE_UNKNOWN)
		return;
	json = inventory_value(field, value);
	/* a text of which nothing can stand in a file is not compared */
	if (json || value->state == VALUE_NONE)
		inventory_add_field(identity, field, json);
}
