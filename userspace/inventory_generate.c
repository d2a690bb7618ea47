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

#include "adapter_type.h"
#include "compare.h"
#include "contents_name.h"
#include "inventory_generate.h"
#include "inventory_label.h"
#include "inventory_memory.h"
#include "kernel_client.h"
#include "names.h"
#include "place.h"
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
	struct rule_maker maker;
	struct json_object *rules;
	struct text_index *by_key;	/* of the rules: what they say before anything is pinned */
	char **keys;
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

	/* whose virtual function it is, the source may not have told */
	if (!parent && virtual && strcmp(virtual, "true") == 0 && !place_rooted(device->place))
		return true;
	if (!parent || parent->kind == DEVICE_CLIENT || adapter_is_guest(device))
		return false;
	return device->kind == DEVICE_ADAPTER || (virtual && strcmp(virtual, "true") == 0);
}

/* What the host makes by itself may as well not be there on another kernel. */
static bool is_optional(const struct work *work, const struct device *device)
{
	const struct device *adapter, *host = NULL;

	if (device->kind != DEVICE_CLIENT)
		return device->kind != DEVICE_FUNCTION;
	/* nobody but the module itself could have said what it is */
	if (rule_knows_module(device))
		return false;
	adapter = parent_of(work, device->place);
	if (adapter)
		host = parent_of(work, adapter->place);
	return host && kernel_client(device, host);
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

/* What of @device the inventory is to hold. */
static struct json_object *draft_of(const struct work *work, const struct device *device,
				    int *err)
{
	bool made = device->kind == DEVICE_CLIENT && is_optional(work, device);
	struct json_object *draft = json_object_new_object(), *identity;

	*err = rule_identity(&work->maker, device, made, &identity);
	inventory_put_text(draft, "place", device->place);
	if (identity)
		json_object_object_add(draft, "identity", identity);
	else
		inventory_put_text(draft, "kind", device_kind_name(device->kind));
	if (!*err)
		*err = rule_pin(&work->maker, device, draft);
	return draft;
}

/* The draft with what a person wants to see first, and the rest. Takes it over. */
static int add_rule(struct work *work, const struct device *device,
		    struct json_object *draft)
{
	struct json_object *rule = json_object_new_object();
	const char *label = unique_label(work, device);
	char name[256];

	contents_name(device, name, sizeof(name));
	if (!*name)
		names_device(work->options->names, device, name, sizeof(name));
	json_object_array_add(work->rules, rule);
	inventory_put_text(rule, "label", label);
	json_object_object_foreach(draft, key, value) {
		json_object_object_add(rule, key, json_object_get(value));
		if (strcmp(key, "place") == 0 && *name)
			inventory_put_text(rule, "x-name", name);
	}
	json_object_put(draft);
	inventory_put_text(rule, "presence", is_optional(work, device) ? "optional" : "required");
	json_object_object_add(rule, "count", json_object_new_int(1));
	inventory_put_text(rule, "severity", "critical");
	return label ? 0 : -ENOMEM;
}

/* Devices that one rule describes alike, at a place that they share, are counted. */
static int add_device(struct work *work, const struct device *device)
{
	size_t index = json_object_array_length(work->rules), same;
	struct json_object *draft;
	char *key;
	int err;

	draft = draft_of(work, device, &err);
	key = strdup(json_object_to_json_string_ext(draft, JSON_C_TO_STRING_PLAIN));
	same = key ? text_index_first(work->by_key, key) : INDEX_END;
	if (!err && same != INDEX_END) {
		struct json_object *rule = json_object_array_get_idx(work->rules, same);

		json_object_int_inc(json_object_object_get(rule, "count"), 1);
		free(key);
		json_object_put(draft);
		return 0;
	}
	work->keys[index] = key;
	if (!err)
		err = key ? text_index_add(work->by_key, key, index) : -ENOMEM;
	if (!err)
		return add_rule(work, device, draft);
	json_object_put(draft);
	return err;
}

static void add_placeholder(struct json_object *placeholders, const char *serial)
{
	for (size_t i = 0; i < json_object_array_length(placeholders); i++)
		if (strcmp(json_object_get_string(
				json_object_array_get_idx(placeholders, i)), serial) == 0)
			return;
	json_object_array_add(placeholders, text_json(serial));
}

/* Serials that the parts of more than one slot carry are nobody's. */
static int find_placeholders(struct work *work)
{
	struct inventory nothing = { .implicit = SEVERITY_NOTICE };
	struct verdict verdict;
	int err = compare(work->snapshot, &nothing, NULL, &verdict);

	for (size_t i = 0; !err && i < verdict.count; i++) {
		const struct finding *finding = verdict.findings[i];

		if (finding->class == FINDING_DUPLICATE)
			add_placeholder(work->maker.placeholders, finding->seen);
	}
	if (!err)
		verdict_clear(&verdict);
	return err;
}

static int add_rules(struct work *work)
{
	int err = 0;

	for (size_t i = 0; i < work->snapshot->count && !err; i++)
		if (!is_hosted(work, work->devices[i]))
			err = add_device(work, work->devices[i]);
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
	work->by_key = text_index_new(count);
	work->keys = calloc(count + 1, sizeof(*work->keys));
	if (!work->devices || !work->label_texts || !work->by_place || !work->labels ||
	    !work->by_key || !work->keys)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		work->devices[i] = work->snapshot->devices[i];
	qsort(work->devices, count, sizeof(*work->devices), by_place);
	for (size_t i = count; i > 0 && !err; i--)
		err = text_index_add(work->by_place, work->devices[i - 1]->place, i - 1);
	return err ? err : find_placeholders(work);
}

static void clear(struct work *work)
{
	for (size_t i = 0; work->keys && i < work->snapshot->count; i++)
		free(work->keys[i]);
	free(work->keys);
	free(work->devices);
	free(work->label_texts);
	text_index_free(work->by_place);
	text_index_free(work->labels);
	text_index_free(work->by_key);
	json_object_put(work->rules);
	json_object_put(work->maker.placeholders);
	json_object_put(work->maker.shapes);
}

int inventory_generate(const struct snapshot *snapshot,
		       const struct generate_options *options,
		       struct json_object **out)
{
	struct work work = {
		.snapshot = snapshot,
		.options = options,
		.rules = json_object_new_array(),
		.maker = {
			.strict = options->strict || snapshot->part_only,
			.part = snapshot->part_only,
			.placeholders = json_object_new_array(),
			.shapes = json_object_new_object(),
		},
	};
	struct inventory_memory memory;
	int err = prepare(&work);

	if (!err)
		err = add_rules(&work);
	if (!err && inventory_memory_learn(snapshot, &memory) == -ENOMEM)
		err = -ENOMEM;
	if (!err) {
		struct json_object *habits = inventory_memory_json(&memory);

		*out = inventory_head(snapshot, options);
		if (json_object_array_length(work.maker.placeholders))
			json_object_object_add(*out, "placeholders",
					       json_object_get(work.maker.placeholders));
		if (json_object_object_length(work.maker.shapes))
			json_object_object_add(*out, "shapes",
					       json_object_get(work.maker.shapes));
		if (habits)
			json_object_object_add(*out, "memory", habits);
		json_object_object_add(*out, "rules", json_object_get(work.rules));
	}
	clear(&work);
	return err;
}
