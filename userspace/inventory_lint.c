// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_lint.c: what in an inventory does not do what its author thinks.
 */
#include "inventory_lint.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device_shape.h"
#include "inventory.h"
#include "place.h"
#include "placeholder.h"
#include "text_index.h"

#define PART_SIZE 16
#define GENERAL_MAX 500		/* rules for several parts that each rule is held against */

/* Rules of one sort, by the only part that each may be; general: those with several or any. */
struct sort {
	struct text_index *by_part;
	size_t *general;
	size_t general_count;
};

struct lint {
	const struct inventory *inventory;
	void (*say)(const struct lint_remark *remark, void *context);
	void *context;
	char (*parts)[PART_SIZE];
	struct text_index *by_place;	/* of rules with one place, none forbidden */
	struct sort forbidden, loose;
	int err;
};

static void __attribute__((format(printf, 4, 5)))
say(struct lint *lint, bool error, const struct rule *rule, const char *format, ...)
{
	struct lint_remark remark = { .error = error, .line = rule ? rule->line : 1 };
	va_list args;
	char *text;

	/* what it extends, or watches for, has a file of its own */
	if (rule && !rule->line)
		return;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (!text) {
		lint->err = -ENOMEM;
		return;
	}
	remark.rule = rule ? rule->label : NULL;
	remark.text = text;
	lint->say(&remark, lint->context);
	free(text);
}

static void check_match(struct lint *lint)
{
	const struct inventory *inventory = lint->inventory;

	if (inventory->kind == INVENTORY_WATCH_LIST)
		return;
	for (size_t i = 0; i < inventory->match_count; i++) {
		const char *exact = pattern_exact(&inventory->match[i].pattern);

		if (!exact || !placeholder_dmi(exact))
			return;
	}
	say(lint, false, NULL, "\"match\" names nothing that tells one board from another");
}

static bool has_idle_serial(const struct identity *identity)
{
	for (size_t i = 0; i < identity->count; i++)
		if (term_pins_nothing(&identity->terms[i]))
			return true;
	return false;
}

/* Exact serials that pin nothing, however strict the rule looks. */
static void check_serials(struct lint *lint, const struct rule *rule)
{
	bool forbidden = rule->presence == PRESENCE_FORBIDDEN;

	for (size_t i = 0; i < rule->identity_count; i++) {
		const struct identity *identity = &rule->identities[i];

		if (!has_idle_serial(identity))
			continue;
		if (forbidden && identity->count == 1)
			say(lint, true, rule, "the serial is a placeholder and is not compared, so it forbids everything");
		else
			say(lint, false, rule, "the serial is a placeholder and is not compared");
		return;
	}
}

/* The first digest of a shape in @identity that stands for nothing known, or NULL. */
static const char *find_bare_shape(const struct lint *lint, const struct identity *identity,
				   enum field *field)
{
	for (size_t i = 0; i < identity->count; i++) {
		const struct pattern *shape = &identity->terms[i].pattern;

		*field = identity->terms[i].field;
		for (size_t k = 0; device_shape_is(*field) && k < shape->count; k++)
			if (!inventory_shape(lint->inventory, shape->texts[k]))
				return shape->texts[k];
	}
	return NULL;
}

static void check_shapes(struct lint *lint, const struct rule *rule)
{
	const char *digest = NULL;
	enum field field;

	for (size_t i = 0; i < rule->identity_count && !digest; i++)
		digest = find_bare_shape(lint, &rule->identities[i], &field);
	if (digest)
		say(lint, false, rule, "\"shapes\" does not hold what %s stands for, so no finding can name the %s that differs",
		    digest, field == FIELD_SHAPE ? "register" : "byte");
}

/* A place that no SPD can have, and names that differ from kernel to kernel. */
static void check_modules(struct lint *lint, const struct rule *rule)
{
	bool required = rule->presence == PRESENCE_REQUIRED;

	if (!rule_compares(rule, GROUP_SPD))
		return;
	if (rule->exact && !rule_may_be_spd(rule->place))
		say(lint, required, rule, "SPD memories are at 50 to 57 of an I2C adapter: at its place there is never one");
	for (size_t i = 0; i < rule->identity_count; i++)
		if (identity_term(&rule->identities[i], FIELD_NAME)) {
			say(lint, false, rule, "what the kernel calls the client of a memory module differs from kernel to kernel; leave \"name\" away, \"spd\" says what it is");
			return;
		}
}

static void check_count(struct lint *lint, const struct rule *rule)
{
	if (!rule->exact || !place_complete(rule->place))
		return;
	if (rule->min > 1)
		say(lint, true, rule, "it requires %u devices at one place, where there can only be one",
		    rule->min);
}

static void check_alone(struct lint *lint, const struct rule *rule)
{
	bool nameless = !(rule->kinds & ~(1u << DEVICE_ADAPTER | 1u << DEVICE_ANSWERING));

	check_serials(lint, rule);
	check_shapes(lint, rule);
	check_modules(lint, rule);
	check_count(lint, rule);
	/* nothing of these but their place outlives a change of the kernel, or is known */
	if (rule->presence != PRESENCE_FORBIDDEN && !rule->identity_count && !nameless)
		say(lint, false, rule, "any device may be at its place, for it has no identity");
}

/* The first rule of @sort, before @index, that leaves nothing for @rule; or NULL. */
static const struct rule *find_cover(const struct lint *lint, const struct sort *sort,
				     const struct rule *rule, size_t before)
{
	const struct rule *rules = lint->inventory->rules;
	size_t self = rule - rules;

	/* bounded, so that the time stays linear in the rules */
	for (size_t i = 0; i < sort->general_count && i < GENERAL_MAX &&
	     sort->general[i] < before; i++)
		if (sort->general[i] != self && rule_covers(&rules[sort->general[i]], rule))
			return &rules[sort->general[i]];
	if (!*lint->parts[self])
		return NULL;
	for (size_t i = text_index_first(sort->by_part, lint->parts[self]); i != INDEX_END;
	     i = text_index_next(sort->by_part, i))
		if (i < before && i != self && rule_covers(&rules[i], rule))
			return &rules[i];
	return NULL;
}

static const char *whose(const struct rule *rule)
{
	return rule->origin ? " of the watch-list" : rule->line ? "" : " of the model";
}

static void check_forbidden(struct lint *lint, const struct rule *rule)
{
	size_t self = rule - lint->inventory->rules;
	bool forbidden = rule->presence == PRESENCE_FORBIDDEN;
	const struct rule *other = find_cover(lint, &lint->forbidden, rule,
					      forbidden ? self : SIZE_MAX);

	if (!other)
		return;
	if (rule->presence == PRESENCE_REQUIRED)
		say(lint, true, rule, "rule \"%s\"%s forbids what it requires; a rule of that label in this file would replace it",
		    other->label, whose(other));
	else
		say(lint, false, rule, "it never judges: rule \"%s\"%s forbids all that it describes",
		    other->label, whose(other));
}

static void check_same_place(struct lint *lint, const struct rule *rule)
{
	const struct rule *rules = lint->inventory->rules;
	size_t self = rule - rules, i;

	for (i = text_index_first(lint->by_place, rule->place); i != INDEX_END;
	     i = text_index_next(lint->by_place, i)) {
		const struct rule *other = &rules[i];

		if (i >= self || !(rule->kinds & other->kinds) || !place_complete(rule->place))
			continue;
		if (rule->presence == PRESENCE_REQUIRED && other->presence == PRESENCE_REQUIRED)
			say(lint, true, rule, "rule \"%s\"%s requires a part at the same place, so one of them is always missing; one rule may list several identities",
			    other->label, whose(other));
		else if (rule_covers(other, rule))
			say(lint, false, rule, "it never judges: rule \"%s\"%s, which comes first at the same place, describes all that it does",
			    other->label, whose(other));
		else
			continue;
		return;
	}
}

static void check_loose(struct lint *lint, const struct rule *rule)
{
	const struct rule *other = find_cover(lint, &lint->loose, rule,
					      rule - lint->inventory->rules);

	if (!other)
		return;
	if (rule->presence == PRESENCE_REQUIRED)
		say(lint, true, rule, "it never judges, so what it requires is always missing: rule \"%s\"%s comes first and describes all that it does",
		    other->label, whose(other));
	else
		say(lint, false, rule, "it never judges: rule \"%s\"%s comes first and describes all that it does",
		    other->label, whose(other));
}

static void check_among_others(struct lint *lint, const struct rule *rule)
{
	check_forbidden(lint, rule);
	if (rule->presence == PRESENCE_FORBIDDEN)
		return;
	if (rule->exact)
		check_same_place(lint, rule);
	else
		check_loose(lint, rule);
}

static int new_sort(struct sort *sort, size_t count)
{
	sort->by_part = text_index_new(count);
	sort->general = calloc(count + 1, sizeof(*sort->general));
	return sort->by_part && sort->general ? 0 : -ENOMEM;
}

static void clear_sort(struct sort *sort)
{
	text_index_free(sort->by_part);
	free(sort->general);
}

/* Called from the last rule to the first; general rules are put in order afterwards. */
static int file_rule(struct lint *lint, size_t index)
{
	const struct rule *rule = &lint->inventory->rules[index];
	bool forbidden = rule->presence == PRESENCE_FORBIDDEN;
	struct sort *sort = forbidden ? &lint->forbidden : &lint->loose;

	if (!rule_part(rule, lint->parts[index], PART_SIZE))
		lint->parts[index][0] = '\0';
	if (rule->exact && !forbidden)
		return text_index_add(lint->by_place, rule->place, index);
	if (*lint->parts[index])
		return text_index_add(sort->by_part, lint->parts[index], index);
	sort->general[sort->general_count++] = index;
	return 0;
}

static int by_index(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int file_rules(struct lint *lint)
{
	size_t count = lint->inventory->rule_count;
	int err;

	lint->parts = calloc(count + 1, sizeof(*lint->parts));
	lint->by_place = text_index_new(count);
	err = new_sort(&lint->forbidden, count);
	if (!err)
		err = new_sort(&lint->loose, count);
	if (!lint->parts || !lint->by_place)
		err = -ENOMEM;
	for (size_t i = count; i > 0 && !err; i--)
		err = file_rule(lint, i - 1);
	if (err)
		return err;
	qsort(lint->forbidden.general, lint->forbidden.general_count, sizeof(size_t), by_index);
	qsort(lint->loose.general, lint->loose.general_count, sizeof(size_t), by_index);
	return 0;
}

int inventory_lint(const struct inventory *inventory,
		   void (*tell)(const struct lint_remark *remark, void *context),
		   void *context)
{
	struct lint lint = { .inventory = inventory, .say = tell, .context = context };

	lint.err = file_rules(&lint);
	if (!lint.err)
		check_match(&lint);
	for (size_t i = 0; i < inventory->rule_count && !lint.err; i++) {
		check_alone(&lint, &inventory->rules[i]);
		check_among_others(&lint, &inventory->rules[i]);
	}
	free(lint.parts);
	text_index_free(lint.by_place);
	clear_sort(&lint.forbidden);
	clear_sort(&lint.loose);
	return lint.err;
}

static const struct pattern *match_term(const struct inventory *inventory,
					enum board_field field)
{
	for (size_t i = 0; i < inventory->match_count; i++)
		if (inventory->match[i].field == field)
			return &inventory->match[i].pattern;
	return NULL;
}

bool inventory_rivals(const struct inventory *a, const struct inventory *b)
{
	if (a->kind != b->kind || a->match_count != b->match_count)
		return false;
	for (size_t i = 0; i < a->match_count; i++) {
		const struct pattern *x = &a->match[i].pattern;
		const struct pattern *y = match_term(b, a->match[i].field);

		if (!y || x->none != y->none || x->count != y->count)
			return false;
		for (size_t k = 0; k < x->count; k++)
			if (strcmp(x->texts[k], y->texts[k]) != 0)
				return false;
	}
	return true;
}
