// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_report.c: what is to be told of the machines that differ.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents_name.h"
#include "names.h"
#include "text.h"

bool merge_share(size_t have, size_t of, unsigned int percent)
{
	return (uint64_t)have * 100 >= (uint64_t)of * percent;
}

static struct json_object *names_of(const struct merge *merge, const struct machine_set *set)
{
	struct json_object *names = json_object_new_array();

	for (size_t i = 0; i < merge->machine_count; i++)
		if (machine_set_has(set, i))
			json_object_array_add(names, text_json(merge->machines[i].name));
	return names;
}

int merge_tell(struct json_object *list, const struct merge *merge, const struct slot *slot,
	       const char *kind, const struct machine_set *set, size_t of,
	       const char *format, ...)
{
	struct json_object *json = json_object_new_object();
	va_list args;
	char *what;
	int length;

	va_start(args, format);
	length = vasprintf(&what, format, args);
	va_end(args);
	if (length < 0) {
		json_object_put(json);
		return -ENOMEM;
	}
	json_object_object_add(json, "kind", json_object_new_string(kind));
	json_object_object_add(json, "place", slot ? text_json(slot->place) : NULL);
	json_object_object_add(json, "what", text_json(what));
	json_object_object_add(json, "have", json_object_new_uint64(machine_set_count(set)));
	json_object_object_add(json, "of", json_object_new_uint64(of));
	json_object_object_add(json, "machines", names_of(merge, set));
	json_object_array_add(list, json);
	free(what);
	return 0;
}

const char *merge_describe(const struct merge *merge, const struct device *device,
			   char *buffer, size_t size)
{
	const char *vendor = device_get(device, FIELD_VENDOR);
	const char *model = device_get(device, FIELD_DEVICE);
	char name[224], clean[224];

	if (!*contents_name(device, name, sizeof(name)))
		names_device(merge->options.names, device, name, sizeof(name));
	text_escape(name, clean, sizeof(clean));
	if (device->kind != DEVICE_FUNCTION)
		snprintf(buffer, size, "%s%s%s%s", device_kind_name(device->kind),
			 *clean ? " \"" : "", clean, *clean ? "\"" : "");
	else
		snprintf(buffer, size, "%s%s%s:%s%s", clean, *clean ? " (" : "",
			 vendor ? vendor : "?", model ? model : "?", *clean ? ")" : "");
	return buffer;
}
