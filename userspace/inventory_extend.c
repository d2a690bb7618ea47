// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_extend.c: a unit on the model that it extends.
 */
#include "inventory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sha256.h"
#include "text_index.h"

/* The digest of a unit covers the model that it stands on. */
static void join_digests(struct inventory *unit, const struct inventory *model)
{
	unsigned char digest[SHA256_SIZE];
	char both[2 * sizeof(unit->digest)];
	int length;

	length = snprintf(both, sizeof(both), "%s\n%s\n", unit->digest, model->digest);
	sha256_of(both, length, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		sprintf(unit->digest + strlen("sha256:") + 2 * i, "%02x", digest[i]);
}

/* The model's rules, then what the unit has besides. The unit's rules move over. */
static void join_rules(struct inventory *unit, const struct text_index *labels,
		       struct rule *rules, size_t count)
{
	for (size_t i = 0; i < unit->rule_count; i++) {
		struct rule *mine = &unit->rules[i];
		size_t old = text_index_first(labels, mine->label);

		if (old == INDEX_END)
			old = count++;
		else
			rule_clear(&rules[old]);
		rules[old] = *mine;
	}
	free(unit->rules);
	unit->rules = rules;
	unit->rule_count = count;
}

static int extend_rules(struct inventory *unit, const struct inventory *model)
{
	size_t count = model->rule_count;
	struct rule *rules = calloc(count + unit->rule_count + 1, sizeof(*rules));
	struct text_index *labels = text_index_new(count);
	int err = rules && labels ? 0 : -ENOMEM;

	for (size_t i = 0; i < count && !err; i++) {
		err = rule_copy(&model->rules[i], &rules[i]);
		rules[i].line = 0;
		if (!err)	/* by the model's label: this copy may go before the index does */
			err = text_index_add(labels, model->rules[i].label, i);
	}
	if (!err) {
		join_rules(unit, labels, rules, count);
	} else if (rules) {
		for (size_t i = 0; i < count; i++)
			rule_clear(&rules[i]);
		free(rules);
	}
	text_index_free(labels);
	return err;
}

static int extend_placeholders(struct pattern *own, const struct pattern *model)
{
	int err = 0;

	own->none = own->none || model->none;
	for (size_t i = 0; i < model->count && !err; i++)
		err = pattern_add(own, model->texts[i]);
	return err;
}

/* What either says of the board is so. */
static void extend_memory(struct inventory_memory *own, const struct inventory_memory *model)
{
	if (model->without_spd > own->without_spd)
		own->without_spd = model->without_spd;
	if (model->without_module > own->without_module)
		own->without_module = model->without_module;
	for (size_t i = 0; i < TRAIT_COUNT; i++)
		own->not_compared[i] |= model->not_compared[i];
}

static bool has_name(const struct learned_root *items, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(items[i].name, name) == 0)
			return true;
	return false;
}

static int extend_names(struct learned_root **own, size_t *count,
			const struct learned_root *model, size_t model_count)
{
	struct learned_root *items = reallocarray(*own, *count + model_count + 1, sizeof(*items));

	if (!items)
		return -ENOMEM;
	*own = items;
	for (size_t i = 0; i < model_count; i++) {
		struct learned_root *item = &items[*count];

		if (has_name(items, *count, model[i].name))
			continue;
		item->name = strdup(model[i].name);
		item->id = strdup(model[i].id);
		++*count;
		if (!item->name || !item->id)
			return -ENOMEM;
	}
	return 0;
}

int inventory_extend(struct inventory *unit, const struct inventory *model)
{
	int err;

	extend_memory(&unit->memory, &model->memory);
	unit->model_path = strdup(model->path);
	err = unit->model_path ? extend_rules(unit, model) : -ENOMEM;
	if (!err)
		err = extend_placeholders(&unit->placeholders, &model->placeholders);
	if (!err)
		err = extend_names(&unit->roots, &unit->root_count, model->roots,
				   model->root_count);
	if (!err)
		err = extend_names(&unit->adapters, &unit->adapter_count, model->adapters,
				   model->adapter_count);
	if (!err)
		err = inventory_add_shapes(unit, model);
	unit->no_watch = unit->no_watch || model->no_watch;
	if (!err)
		join_digests(unit, model);
	return err;
}
