/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capabilities_json.h: the capabilities of a device as JSON, and back.
 */
#ifndef MUSTER_CAPABILITIES_JSON_H
#define MUSTER_CAPABILITIES_JSON_H

#include <stdbool.h>

struct device;
struct json_object;

/**
 * capabilities_to_json() - adds "capabilities" and "capabilities_end" to @json
 * @fields: also the read-only fields of each, where bytes of it are known
 */
void capabilities_to_json(struct json_object *json, const struct device *device,
			  bool fields);

/**
 * capabilities_from_json() - what capabilities_to_json() wrote, into @device
 * Return: 0, also where there is nothing; -EINVAL, -ENOMEM.
 */
int capabilities_from_json(struct json_object *json, struct device *device);

#endif /* MUSTER_CAPABILITIES_JSON_H */
