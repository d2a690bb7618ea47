// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_finish.c: from what is known of all machines to an inventory:
 * the rules of a typical machine, each loosened as far as the machines differ.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inventory.h"
#include "inventory_generate.h"
#include "match.h"
#include "text.h"

/* What most machines have at the place. */
static size_t typical(const struct merge *merge, const struct slot *slot)
{
	size_t best = NOBODY, most = 0;

	for (size_t i = slot->first; i != NOBODY; i = merge->parts[i].next) {
		const struct part *part = &merge->parts[i];
		size_t count = part->folded || !part->level_count ? 0 :
			machine_set_count(&part->levels[0]);

		if (count > most) {
			most = count;
			best = i;
		}
	}
	return best;
}

/* The typical part comes first in its slot: it is what lines about it name. */
static void put_first(struct merge *merge, struct slot *slot, size_t part)
{
	size_t *link = &slot->first;

	while (*link != part)
		link = &merge->parts[*link].next;
	*link = merge->parts[part].next;
	merge->parts[part].next = slot->first;
	slot->first = part;
}

static int imagine_board(const struct merge *merge, struct board *board)
{
	int err = 0;

	for (enum board_field field = 0; field < BOARD_FIELDS && !err; field++) {
		const struct board_values *values = &merge->board[field];
		bool product = field == BOARD_SYS_VENDOR || field == BOARD_PRODUCT_NAME;

		if (values->count && !(product && values->blank))
			err = board_set(board, field, values->texts[0]);
	}
	board->virtual_machine = merge->virtual_machine;
	return err;
}

static struct snapshot *imagine_machine(struct merge *merge)
{
	enum source_kind source = SOURCE_MODULE;
	struct snapshot *snapshot;
	int err;

	while (!(merge->sources & (1u << source)))
		source++;
	snapshot = snapshot_new(source);
	if (!snapshot)
		return NULL;
	snapshot->time = merge->newest;
	err = imagine_board(merge, &snapshot->board);
	for (size_t i = 0; i < merge->slot_count && !err; i++) {
		size_t part = typical(merge, &merge->slots[i]);
		struct device *copy;

		if (part == NOBODY)
			continue;
		put_first(merge, &merge->slots[i], part);
		copy = device_copy(merge->parts[part].device);
		if (copy)
			merge_roots_set(merge, copy);
		err = copy ? merge_adapter_set(merge, copy) : -ENOMEM;
		if (!err)
			err = snapshot_add(snapshot, copy);
		else
			device_free(copy);
	}
	if (!err)
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

static bool is_same(struct json_object *identity, const struct device *device, enum field field)
{
	const struct value *value = device_value(device, field);
	struct json_object *json;

	if (!inventory_get_field(identity, field, &json))
		return value->state == VALUE_UNKNOWN || field == FIELD_FIRMWARE_PATH;
	if (!json_object_is_type(json, json_type_string))
		return json || value->state == VALUE_NONE;
	return value->state == VALUE_KNOWN && glob_match(json_object_get_string(json), value->text);
}

static bool is_rule_of(struct json_object *rule, const struct merge *merge, const struct slot *slot)
{
	const char *place = json_object_get_string(json_object_object_get(rule, "place"));
	struct json_object *identity = json_object_object_get(rule, "identity");
	const struct device *device = merge->parts[slot->first].device;

	if (strcmp(slot->place, place) != 0)
		return false;
	for (size_t i = 0; i < merge_card_fields && slot->partial && identity; i++)
		if (!is_same(identity, device, merge_fields[i]))
			return false;
	return true;
}

/* The slots by place, each a chain of those that share one. */
static struct lh_table *index_places(const struct merge *merge, size_t *next)
{
	struct lh_table *index = merge_index_new();

	for (size_t i = 0; i < merge->slot_count && index; i++) {
		const char *place = merge->slots[i].place;
		struct lh_entry *entry = lh_table_lookup_entry(index, place);

		next[i] = entry ? (uintptr_t)lh_entry_v(entry) - 1 : NOBODY;
		if (entry) {
			lh_entry_set_val(entry, (void *)(uintptr_t)(i + 1));
		} else if (merge_index_add(index, place, i)) {
			lh_table_free(index);
			index = NULL;
		}
	}
	return index;
}

/* What is found out on the way. */
struct result {
	struct json_object *rules, *outliers, *varying, *shapes;
};

static int decide_rule(struct merge *merge, const struct lh_table *places, const size_t *next,
		       struct json_object *rule, struct result *result)
{
	struct decision decision = {
		.merge = merge, .rule = rule, .outliers = result->outliers,
		.varying = result->varying, .used_shapes = result->shapes,
	};
	size_t i = merge_index_find(places, json_object_get_string(
				    json_object_object_get(rule, "place")));
	int err;

	while (i != NOBODY && !is_rule_of(rule, merge, &merge->slots[i]))
		i = next[i];
	if (i == NOBODY)
		return -EINVAL;
	decision.slot = &merge->slots[i];
	err = merge_decide(&decision);
	if (!err && decision.keep)
		json_object_array_add(result->rules, json_object_get(rule));
	return err;
}

static int decide_all(struct merge *merge, struct json_object *rules, struct result *result)
{
	size_t *next = calloc(merge->slot_count + 1, sizeof(*next));
	struct lh_table *places = next ? index_places(merge, next) : NULL;
	int err = places ? 0 : -ENOMEM;

	for (size_t i = 0; i < json_object_array_length(rules) && !err; i++)
		err = decide_rule(merge, places, next, json_object_array_get_idx(rules, i), result);
	if (places)
		lh_table_free(places);
	free(next);
	return err;
}

static struct json_object *date_json(uint64_t time)
{
	time_t seconds = time / 1000000000;
	char date[32];
	struct tm tm;

	if (!time || !gmtime_r(&seconds, &tm) ||
	    !strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm))
		return NULL;
	return json_object_new_string(date);
}

static void put_provenance(const struct merge *merge, struct json_object *inventory)
{
	struct json_object *provenance = json_object_object_get(inventory, "provenance");
	struct json_object *sources = json_object_new_array();

	for (enum source_kind kind = SOURCE_MODULE; kind < 32; kind++)
		if (merge->sources & (1u << kind))
			json_object_array_add(sources, json_object_new_string(source_kind_names[kind]));
	json_object_object_del(provenance, "host");
	json_object_object_del(provenance, "kernel");
	json_object_object_del(provenance, "ledger");
	json_object_object_add(provenance, "source", json_object_array_length(sources) == 1 ?
			       json_object_get(json_object_array_get_idx(sources, 0)) :
			       json_object_get(sources));
	json_object_put(sources);
	json_object_object_add(provenance, "x-oldest", date_json(merge->oldest));
	json_object_object_add(provenance, "machines", json_object_new_uint64(merge->machine_count));
}

/* Machines of several boards, where that was asked for. */
static void put_match(const struct merge *merge, struct json_object *inventory)
{
	struct json_object *match = json_object_object_get(inventory, "match");

	for (enum board_field field = 0; field < BOARD_FIELDS; field++) {
		const struct board_values *values = &merge->board[field];
		struct json_object *list;

		if (values->count < 2 ||
		    !json_object_object_get_ex(match, board_field_names[field], NULL))
			continue;
		list = json_object_new_array();
		for (size_t i = 0; i < values->count; i++) {
			char *glob = glob_escape(values->texts[i]);

			json_object_array_add(list, text_json(glob ? glob : values->texts[i]));
			free(glob);
		}
		json_object_object_add(match, board_field_names[field], list);
	}
}

/* Serials that machines share: into the inventory, and told. */
static int put_placeholders(const struct merge *merge, struct json_object *list,
			    struct json_object *told)
{
	int err = 0;

	for (size_t i = 0; i < merge->serials.shared_count && !err; i++) {
		const struct shared_serial *shared = &merge->serials.shared[i];
		char *glob = glob_escape(shared->text);

		if (glob && text_is_clean(glob))
			json_object_array_add(list, text_json(glob));
		free(glob);
		err = merge_tell(told, merge, NULL, "placeholder", &shared->machines,
				 merge->machine_count, "serial %s", shared->text);
	}
	return err;
}

/* Keys in the order in which a generated file has them. */
static struct json_object *assemble(const struct merge *merge, struct json_object *generated,
				    const struct result *result, struct json_object *placeholders)
{
	struct json_object *inventory = json_object_new_object();
	struct json_object *memory = memory_votes_json(&merge->memory);

	json_object_object_foreach(generated, key, value) {
		if (strcmp(key, "rules") && strcmp(key, "placeholders") && strcmp(key, "shapes"))
			json_object_object_add(inventory, key, json_object_get(value));
	}
	put_provenance(merge, inventory);
	put_match(merge, inventory);
	if (json_object_array_length(placeholders))
		json_object_object_add(inventory, "placeholders", json_object_get(placeholders));
	if (json_object_object_length(result->shapes))
		json_object_object_add(inventory, "shapes", json_object_get(result->shapes));
	if (memory)
		json_object_object_add(inventory, "memory", memory);
	json_object_object_add(inventory, "rules", json_object_get(result->rules));
	return inventory;
}

/* Each machine once that some outlier is of. */
static struct json_object *outlier_machines(struct json_object *outliers)
{
	struct json_object *list = json_object_new_array(), *seen = json_object_new_object();

	for (size_t i = 0; i < json_object_array_length(outliers); i++) {
		struct json_object *machines = json_object_object_get(
			json_object_array_get_idx(outliers, i), "machines");

		for (size_t j = 0; j < json_object_array_length(machines); j++) {
			struct json_object *name = json_object_array_get_idx(machines, j);

			if (!json_object_object_get_ex(seen, json_object_get_string(name), NULL))
				json_object_array_add(list, json_object_get(name));
			json_object_object_add(seen, json_object_get_string(name), NULL);
		}
	}
	json_object_put(seen);
	return list;
}

static struct json_object *make_report(const struct merge *merge, const struct result *result,
				       struct json_object *placeholders, struct json_object *name)
{
	struct json_object *report = json_object_new_object();

	json_object_object_add(report, "schema", json_object_new_string(MERGE_SCHEMA));
	json_object_object_add(report, "name", json_object_get(name));
	json_object_object_add(report, "machines", json_object_new_uint64(merge->machine_count));
	json_object_object_add(report, "rules",
			       json_object_new_uint64(json_object_array_length(result->rules)));
	json_object_object_add(report, "outliers", json_object_get(result->outliers));
	json_object_object_add(report, "outlier_machines", outlier_machines(result->outliers));
	json_object_object_add(report, "varying", json_object_get(result->varying));
	json_object_object_add(report, "placeholders", json_object_get(placeholders));
	return report;
}

static int finish(struct merge *merge, const struct snapshot *machine, struct result *result,
		  struct json_object **inventory, struct json_object **report)
{
	const struct generate_options options = {
		.name = merge->options.name, .names = merge->options.names,
	};
	struct json_object *generated, *serials = json_object_new_array();
	struct json_object *told = json_object_new_array();
	int err = inventory_generate(machine, &options, &generated);

	if (!err) {
		err = decide_all(merge, json_object_object_get(generated, "rules"), result);
		if (!err)
			err = put_placeholders(merge, serials, told);
		if (!err) {
			*inventory = assemble(merge, generated, result, serials);
			*report = make_report(merge, result, told,
					      json_object_object_get(generated, "name"));
		}
		json_object_put(generated);
	}
	json_object_put(serials);
	json_object_put(told);
	return err;
}

int merge_finish(struct merge *merge, struct json_object **inventory,
		 struct json_object **report)
{
	struct result result;
	struct snapshot *machine;
	int err;

	if (!merge->machine_count)
		return -ENODATA;
	err = merge_fold(merge);
	machine = err ? NULL : imagine_machine(merge);
	if (!machine)
		return err ? err : -ENOMEM;
	result.rules = json_object_new_array();
	result.outliers = json_object_new_array();
	result.varying = json_object_new_array();
	result.shapes = json_object_new_object();
	err = finish(merge, machine, &result, inventory, report);
	json_object_put(result.rules);
	json_object_put(result.outliers);
	json_object_put(result.varying);
	json_object_put(result.shapes);
	snapshot_free(machine);
	return err;
}
