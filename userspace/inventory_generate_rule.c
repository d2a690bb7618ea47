// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_generate_rule.c: what the rule of one device says. What is unknown is
 * not compared; names, drivers, slots and groups are the kernel's and never are.
 */
#include "inventory_generate.h"

#include <stdlib.h>
#include <string.h>

#include "kernel_client.h"
#include "placeholder.h"
#include "text.h"

/* Which of its names the kernel gives a client that it makes depends on the kernel. */
static void put_made_names(struct json_object *identity)
{
	struct json_object *names = json_object_new_array();
	const char *name;

	for (unsigned int i = 0; (name = kernel_client_name(i)); i++)
		json_object_array_add(names, json_object_new_string(name));
	json_object_object_add(identity, field_table[FIELD_NAME].name, names);
}

int rule_identity(const struct rule_maker *maker, const struct device *device, bool made,
		  struct json_object **out)
{
	static const enum field function[] = {
		FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
		FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION,
	};
	struct json_object *identity;

	*out = NULL;
	/* An adapter's name differs from kernel to kernel. */
	if (device->kind == DEVICE_ADAPTER || device->kind == DEVICE_ANSWERING)
		return 0;
	*out = identity = json_object_new_object();
	/* What a module says of itself says more than what a kernel calls it. */
	if (device->kind == DEVICE_CLIENT && made && !rule_knows_module(device))
		put_made_names(identity);
	else if (device->kind == DEVICE_CLIENT && !rule_knows_module(device))
		inventory_put_field(identity, device, FIELD_NAME);
	/* Known by this where a source cannot tell its address. */
	if (device_get(device, FIELD_FIRMWARE_PATH))
		inventory_put_field(identity, device, FIELD_FIRMWARE_PATH);
	for (size_t i = 0; device->kind == DEVICE_FUNCTION &&
	     i < sizeof(function) / sizeof(function[0]); i++)
		inventory_put_field(identity, device, function[i]);
	return rule_contents(maker, device, identity);
}

bool rule_shared_serial(const struct rule_maker *maker, const char *serial)
{
	for (size_t i = 0; i < json_object_array_length(maker->placeholders); i++)
		if (strcmp(json_object_get_string(
				json_object_array_get_idx(maker->placeholders, i)), serial) == 0)
			return true;
	return false;
}

/* The value of @field that is worth pinning, or NULL. */
static const char *pinnable(const struct rule_maker *maker, const struct device *device,
			    enum field field)
{
	const char *text = device_get(device, field);

	if (!maker->strict || !text)
		return NULL;
	if (field == FIELD_SERIAL && (placeholder_serial(text) || rule_shared_serial(maker, text)))
		return NULL;
	return text;
}

/*
 * Only the lower end of a link is asked for its width. From a port nobody knows
 * whether something should be below it; what integrated endpoints say is no link.
 */
static int link_width(const struct device *device)
{
	static const char *const lower[] = {
		"endpoint", "legacy endpoint", "upstream port", "PCIe to PCI bridge",
	};
	const char *type = device_get(device, FIELD_PORT_TYPE);
	const char *width = device_get(device, FIELD_LINK_WIDTH);

	for (size_t i = 0; type && width && i < sizeof(lower) / sizeof(lower[0]); i++)
		if (strcmp(lower[i], type) == 0)
			return atoi(width);
	return 0;
}

static void put_link(struct json_object *rule, int width)
{
	struct json_object *link = json_object_new_object();

	json_object_object_add(link, "width", json_object_new_int(width));
	json_object_object_add(rule, "link", link);
}

int rule_pin(const struct rule_maker *maker, const struct device *device,
	     struct json_object *rule)
{
	const char *shape = pinnable(maker, device, FIELD_SHAPE);
	int width = link_width(device);

	if (pinnable(maker, device, FIELD_SERIAL))
		inventory_put_value(rule, "serial", device_value(device, FIELD_SERIAL));
	if (shape)
		inventory_put_value(rule, "shape", device_value(device, FIELD_SHAPE));
	if (width > 0)
		put_link(rule, width);
	return shape ? rule_keep_shape(maker, device, FIELD_SHAPE) : 0;
}
