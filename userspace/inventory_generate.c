// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_generate.c: the inventory that a snapshot passes: one rule for each
 * device with its exact place. What is unknown is not compared.
 */
#include "inventory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "inventory_generate.h"
#include "inventory_label.h"
#include "kernel_client.h"
#include "names.h"
#include "place.h"
#include "placeholder.h"
#include "text.h"
#include "text_index.h"

/* A generation under way. */
struct work {
	const struct snapshot *snapshot;
	const struct generate_options *options;
	struct device **devices;	/* in order of place; borrowed */
	struct text_index *by_place;
	struct text_index *labels;
	char (*label_texts)[INVENTORY_LABEL_MAX];
	size_t label_count;
	struct json_object *rules, *placeholders;
};

static const struct device *parent_of(const struct work *work, const char *place)
{
	char parent[PLACE_MAX + 1];
	size_t length = place_parent(place), index;

	if (!length || length >= sizeof(parent))
		return NULL;
	memcpy(parent, place, length);
	parent[length] = '\0';
	index = text_index_first(work->by_place, parent);
	return index == INDEX_END ? NULL : work->devices[index];
}

static bool is_hosted(const struct work *work, const struct device *device)
{
	const struct device *parent = parent_of(work, device->place);
	const char *virtual = device_get(device, FIELD_VIRTUAL);

	if (!parent || parent->kind == DEVICE_CLIENT)
		return false;
	return device->kind == DEVICE_ADAPTER || (virtual && strcmp(virtual, "true") == 0);
}

/* What the host makes by itself may as well not be there on another kernel. */
static bool is_optional(const struct work *work, const struct device *device)
{
	const struct device *adapter, *host = NULL;

	if (device->kind != DEVICE_CLIENT)
		return device->kind == DEVICE_ADAPTER;
	adapter = parent_of(work, device->place);
	if (adapter)
		host = parent_of(work, adapter->place);
	return host && kernel_client(device, host);
}

static struct json_object *identity_of(const struct device *device)
{
	static const enum field function[] = {
		FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
		FIELD_SUBSYSTEM_DEVICE, FIELD_CLASS, FIELD_REVISION,
	};
	struct json_object *identity;

	/* An adapter's name differs from kernel to kernel. */
	if (device->kind == DEVICE_ADAPTER)
		return NULL;
	identity = json_object_new_object();
	if (device->kind == DEVICE_CLIENT)
		inventory_put_value(identity, "name", &device->fields[FIELD_NAME]);
	/* Known by this where a source cannot tell its address. */
	if (device_get(device, FIELD_FIRMWARE_PATH))
		inventory_put_value(identity, field_table[FIELD_FIRMWARE_PATH].name,
				    &device->fields[FIELD_FIRMWARE_PATH]);
	for (size_t i = 0; device->kind == DEVICE_FUNCTION &&
	     i < sizeof(function) / sizeof(function[0]); i++)
		inventory_put_value(identity, field_table[function[i]].name,
			  &device->fields[function[i]]);
	return identity;
}

static bool is_shared(const struct work *work, const char *serial)
{
	for (size_t i = 0; i < json_object_array_length(work->placeholders); i++)
		if (strcmp(json_object_get_string(
				json_object_array_get_idx(work->placeholders, i)), serial) == 0)
			return true;
	return false;
}

static void pin_serial(const struct work *work, const struct device *device,
		       struct json_object *rule)
{
	const char *serial = device_get(device, FIELD_SERIAL);

	if (work->options->strict && serial && !placeholder_serial(serial) &&
	    !is_shared(work, serial))
		inventory_put_value(rule, "serial", &device->fields[FIELD_SERIAL]);
}

static const char *unique_label(struct work *work, const struct device *device)
{
	size_t index = work->label_count++;
	char *label = work->label_texts[index];

	inventory_label(device, label);
	for (unsigned int n = 2; text_index_first(work->labels, label) != INDEX_END; n++) {
		char suffix[16];

		inventory_label(device, label);
		snprintf(suffix, sizeof(suffix), "#%u", n);
		label[INVENTORY_LABEL_MAX - sizeof(suffix)] = '\0';
		strcat(label, suffix);
	}
	return text_index_add(work->labels, label, index) ? NULL : label;
}

static int add_rule(struct work *work, const struct device *device)
{
	struct json_object *rule = json_object_new_object(), *identity;
	const char *label = unique_label(work, device);
	char name[256];

	if (!label) {
		json_object_put(rule);
		return -ENOMEM;
	}
	inventory_put_text(rule, "label", label);
	inventory_put_text(rule, "place", device->place);
	if (*names_device(work->options->names, device, name, sizeof(name)))
		inventory_put_text(rule, "x-name", name);
	identity = identity_of(device);
	if (identity)
		json_object_object_add(rule, "identity", identity);
	else
		inventory_put_text(rule, "kind", device_kind_name(device->kind));
	pin_serial(work, device, rule);
	inventory_put_text(rule, "presence", is_optional(work, device) ? "optional" : "required");
	json_object_object_add(rule, "count", json_object_new_int(1));
	inventory_put_text(rule, "severity", "critical");
	json_object_array_add(work->rules, rule);
	return 0;
}

/* Serials that the parts of more than one slot carry are nobody's. */
static int find_placeholders(struct work *work)
{
	struct inventory nothing = { .implicit = SEVERITY_NOTICE };
	struct verdict verdict;
	int err = compare(work->snapshot, &nothing, NULL, &verdict);

	for (size_t i = 0; !err && i < verdict.count; i++) {
		const struct finding *finding = verdict.findings[i];

		if (finding->class == FINDING_DUPLICATE && !is_shared(work, finding->seen))
			json_object_array_add(work->placeholders,
					      text_json(finding->seen));
	}
	if (!err)
		verdict_clear(&verdict);
	return err;
}

/* Several devices at one place that are alike are one rule with their number. */
static bool counts_with(const struct work *work, const struct device *device)
{
	size_t count = json_object_array_length(work->rules);
	struct json_object *last, *identity = NULL, *mine;
	bool same;

	if (!count)
		return false;
	last = json_object_array_get_idx(work->rules, count - 1);
	if (strcmp(json_object_get_string(json_object_object_get(last, "place")),
		   device->place) != 0 || json_object_object_get_ex(last, "serial", NULL))
		return false;
	json_object_object_get_ex(last, "identity", &identity);
	mine = identity_of(device);
	same = json_object_equal(identity, mine);
	json_object_put(mine);
	if (same)
		json_object_int_inc(json_object_object_get(last, "count"), 1);
	return same;
}

static int add_rules(struct work *work)
{
	int err = 0;

	for (size_t i = 0; i < work->snapshot->count && !err; i++) {
		const struct device *device = work->devices[i];

		if (!is_hosted(work, device) && !counts_with(work, device))
			err = add_rule(work, device);
	}
	return err;
}

static int by_place(const void *a, const void *b)
{
	const struct device *const *x = a, *const *y = b;

	return place_compare((*x)->place, (*y)->place);
}

static int prepare(struct work *work)
{
	size_t count = work->snapshot->count;
	int err = 0;

	work->devices = calloc(count + 1, sizeof(*work->devices));
	work->label_texts = calloc(count + 1, sizeof(*work->label_texts));
	work->by_place = text_index_new(count);
	work->labels = text_index_new(count);
	work->rules = json_object_new_array();
	work->placeholders = json_object_new_array();
	if (!work->devices || !work->label_texts || !work->by_place || !work->labels ||
	    !work->rules || !work->placeholders)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		work->devices[i] = work->snapshot->devices[i];
	qsort(work->devices, count, sizeof(*work->devices), by_place);
	for (size_t i = count; i > 0 && !err; i--)
		err = text_index_add(work->by_place, work->devices[i - 1]->place, i - 1);
	return err ? err : find_placeholders(work);
}

int inventory_generate(const struct snapshot *snapshot,
		       const struct generate_options *options,
		       struct json_object **out)
{
	struct work work = { .snapshot = snapshot, .options = options };
	int err = prepare(&work);

	if (!err)
		err = add_rules(&work);
	if (!err) {
		*out = inventory_head(snapshot, options);
		if (json_object_array_length(work.placeholders))
			json_object_object_add(*out, "placeholders",
					       json_object_get(work.placeholders));
		json_object_object_add(*out, "rules", json_object_get(work.rules));
	}
	free(work.devices);
	free(work.label_texts);
	text_index_free(work.by_place);
	text_index_free(work.labels);
	json_object_put(work.rules);
	json_object_put(work.placeholders);
	return err;
}
