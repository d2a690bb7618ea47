// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_watch.c: the ids that nobody's board should have, whatever its
 * inventory: a list of forbidden rules that stands beside it.
 */
#include "inventory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lack.h"
#include "text_index.h"

/* Rules of @watch that @inventory does not name itself, behind its own. */
static int append_rules(struct inventory *inventory, const struct inventory *watch,
			const struct text_index *labels)
{
	struct rule *rules = reallocarray(inventory->rules, inventory->rule_count +
					  watch->rule_count + 1, sizeof(*rules));

	if (!rules)
		return -ENOMEM;
	inventory->rules = rules;
	for (size_t i = 0; i < watch->rule_count; i++) {
		struct rule *rule = &rules[inventory->rule_count];
		int err;

		if (text_index_first(labels, watch->rules[i].label) != INDEX_END)
			continue;
		err = rule_copy(&watch->rules[i], rule);
		if (err)
			return err;
		rule->origin = inventory->watch_path;
		inventory->rule_count++;
	}
	return 0;
}

/* They stand behind all others. */
static void drop_rules(struct inventory *inventory)
{
	while (inventory->rule_count && inventory->rules[inventory->rule_count - 1].origin)
		rule_clear(&inventory->rules[--inventory->rule_count]);
	free(inventory->watch_path);
	inventory->watch_path = NULL;
	inventory->watch_digest[0] = '\0';
}

int inventory_watch(struct inventory *inventory, const struct inventory *watch)
{
	struct text_index *labels;
	int err = 0;

	drop_rules(inventory);
	if (!watch || inventory->no_watch)
		return 0;
	labels = text_index_new(inventory->rule_count);
	inventory->watch_path = strdup(watch->path);
	if (!labels || !inventory->watch_path)
		err = -ENOMEM;
	for (size_t i = 0; i < inventory->rule_count && !err; i++)
		err = text_index_add(labels, inventory->rules[i].label, i);
	if (!err)
		err = append_rules(inventory, watch, labels);
	if (!err)
		strcpy(inventory->watch_digest, watch->digest);
	text_index_free(labels);
	return err;
}

/* It passes whatever no other rule forbids. */
static int add_last_rule(struct inventory *inventory)
{
	struct rule *rules = reallocarray(inventory->rules, inventory->rule_count + 1,
					  sizeof(*rules));
	struct rule *last;

	if (!rules)
		return -ENOMEM;
	inventory->rules = rules;
	last = &rules[inventory->rule_count];
	*last = (struct rule){
		.label = strdup("not on the watch-list"),
		.kinds = 1u << DEVICE_FUNCTION | 1u << DEVICE_ADAPTER | 1u << DEVICE_CLIENT,
		.presence = PRESENCE_OPTIONAL,
		.severity = SEVERITY_NOTICE,
		.max = COUNT_UNLIMITED,
		.virtual_max = COUNT_UNLIMITED,
	};
	if (!last->label)
		return -ENOMEM;
	inventory->rule_count++;
	return 0;
}

int inventory_watch_alone(const struct inventory *watch, struct inventory **out)
{
	struct inventory *inventory = calloc(1, sizeof(*inventory));
	int err = -ENOMEM;

	if (!inventory)
		return err;
	inventory->kind = INVENTORY_WATCH_LIST;
	inventory->implicit = SEVERITY_NOTICE;
	inventory->reviewed = true;
	inventory->path = strdup(watch->path);
	inventory->name = strdup(watch->name);
	strcpy(inventory->digest, watch->digest);
	/* Serials are not its business. */
	if (inventory->path && inventory->name && !pattern_add(&inventory->placeholders, "*"))
		err = inventory_watch(inventory, watch);
	if (!err)
		err = add_last_rule(inventory);
	if (err)
		inventory_free(inventory);
	else
		*out = inventory;
	return err;
}

/* Return: 0, also where the file is bad (@why), -ENOENT, or a lack. */
static int load_one(const char *path, struct inventory **out, char **why)
{
	char *sentence = NULL;
	int err = inventory_load(path, out, &sentence);

	if (!err && (*out)->kind != INVENTORY_WATCH_LIST) {
		inventory_free(*out);
		*out = NULL;
		err = -EINVAL;
		if (asprintf(&sentence, "%s:1: its kind is not \"watch-list\"", path) < 0)
			return -ENOMEM;
	}
	if (err == -ENOENT || is_lack(err) || !err) {
		free(sentence);
		return err;
	}
	if (!sentence && asprintf(&sentence, "%s:1: %s", path, strerror(-err)) < 0)
		return -ENOMEM;
	if (*why)
		free(sentence);
	else
		*why = sentence;
	return 0;
}

int inventory_watch_load(const char *path, struct inventory **out, char **why)
{
	const char *const usual[] = { WATCH_LIST_OWN, WATCH_LIST_SHIPPED };
	int err = 0;

	*out = NULL;
	*why = NULL;
	if (path)
		err = load_one(path, out, why);
	for (size_t i = 0; i < 2 && !path && !*out && !is_lack(err); i++)
		err = load_one(usual[i], out, why);
	return is_lack(err) ? err : 0;
}
