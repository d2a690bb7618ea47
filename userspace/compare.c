// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare.c: judge a snapshot by an inventory, step by step.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

static int compare_values(const struct value *a, const struct value *b)
{
	if (a->state != b->state)
		return (int)a->state - (int)b->state;
	return a->state == VALUE_KNOWN ? strcmp(a->text, b->text) : 0;
}

/* Whatever the order of the snapshot, those at one place have one of their own. */
static int by_place(const void *a, const void *b)
{
	const struct device *x = ((const struct judged *)a)->device;
	const struct device *y = ((const struct judged *)b)->device;
	int order = place_compare(x->place, y->place);

	if (!order)
		order = (int)x->kind - (int)y->kind;
	for (int field = 0; field < FIELD_COUNT && !order; field++)
		order = compare_values(device_value(x, field), device_value(y, field));
	return order ? order : (int)x->reading - (int)y->reading;
}

/* Devices in order of place, whatever the order of the snapshot. */
static int index_devices(struct comparison *comparison)
{
	const struct snapshot *snapshot = comparison->snapshot;
	int err = 0;

	comparison->judged = calloc(snapshot->count + 1, sizeof(*comparison->judged));
	comparison->devices = text_index_new(snapshot->count);
	if (!comparison->judged || !comparison->devices)
		return -ENOMEM;
	for (size_t i = 0; i < snapshot->count; i++)
		comparison->judged[i].device = snapshot->devices[i];
	qsort(comparison->judged, snapshot->count, sizeof(*comparison->judged), by_place);
	for (size_t i = snapshot->count; i > 0 && !err; i--)
		err = text_index_add(comparison->devices,
				     comparison->judged[i - 1].device->place, i - 1);
	return err;
}

/* Findings without a place come first, then by place, then by class. */
static int by_finding(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a;
	const struct finding *y = *(struct finding *const *)b;
	int order;

	if (!x->place || !y->place)
		order = !!x->place - !!y->place;
	else
		order = place_compare(x->place, y->place);
	if (!order)
		order = (int)x->class - (int)y->class;
	return order ? order : strcmp(x->id, y->id);
}

static char *list_fields(const struct device *device, const struct field_set *fields)
{
	const char *separator = "";
	char *list = NULL;
	size_t size;
	FILE *out = open_memstream(&list, &size);

	if (!out)
		return NULL;
	for (int field = 0; field < FIELD_COUNT; field++) {
		enum field_group group = field_table[field].group;
		const char *name = field_table[field].name;

		if (!field_set_has(fields, field))
			continue;
		/* a memory that was not read is one thing that is not known */
		if (group != GROUP_COUNT &&
		    device_group_state(device, group) == VALUE_UNKNOWN) {
			name = group_table[group].name;
			field = group_table[group].first + group_table[group].count - 1;
		}
		fprintf(out, "%s%s", separator, name);
		separator = ",";
	}
	if (field_set_has(fields, FIELD_PLACE))
		fprintf(out, "%splace", separator);
	if (fclose(out) == 0)
		return list;
	free(list);
	return NULL;
}

static int add_unverified(struct verdict *verdict, const struct judged *judged)
{
	bool doubt = judged->outcome != OUTCOME_PASSES ||
		     field_set_empty(&judged->fit.unknown);
	const struct rule *rule = doubt ? judged->doubt : judged->rule;
	struct unverified *unverified = &verdict->unverified[verdict->unverified_count++];

	unverified->device = judged->device;
	unverified->rule = strdup(rule->label);
	unverified->fields = list_fields(judged->device, doubt ? &judged->doubt_fields : &judged->fit.unknown);
	return unverified->rule && unverified->fields ? 0 : -ENOMEM;
}

/* Who has found the rule of its own place is not where another rule forbids it. */
static bool is_in_doubt(const struct judged *judged)
{
	bool placed = judged->outcome == OUTCOME_PASSES && judged->rule && judged->rule->exact;

	return judged->doubt && !(placed && field_set_has(&judged->doubt_fields, FIELD_PLACE));
}

/* A device that passes, but for what nobody can tell of it. */
static bool is_unverified(const struct judged *judged)
{
	if (judged->reported)
		return false;
	return is_in_doubt(judged) || (judged->outcome == OUTCOME_PASSES &&
				       !field_set_empty(&judged->fit.unknown));
}

static int list_unverified(struct comparison *comparison)
{
	struct verdict *verdict = comparison->verdict;
	int err = 0;

	verdict->unverified = calloc(comparison->snapshot->count +
				     comparison->inventory->rule_count + 1,
				     sizeof(*verdict->unverified));
	if (!verdict->unverified)
		return -ENOMEM;
	for (size_t i = 0; i < comparison->snapshot->count && !err; i++)
		if (is_unverified(&comparison->judged[i]))
			err = add_unverified(verdict, &comparison->judged[i]);
	return err ? err : compare_answering_unverified(comparison);
}

int compare_begin(struct comparison *comparison)
{
	int err = index_devices(comparison);

	return err ? err : compare_rules_index(comparison);
}

void compare_end(struct comparison *comparison)
{
	compare_rules_clear(comparison);
	text_index_free(comparison->devices);
	free(comparison->judged);
}

static int judge(struct comparison *comparison)
{
	struct verdict *verdict = comparison->verdict;
	int err;

	err = compare_assign(comparison);
	if (!err)
		err = compare_moves(comparison);
	if (!err)
		err = compare_relocate(comparison);
	if (!err)
		err = compare_answering(comparison);
	if (!err)
		err = compare_findings(comparison);
	if (!err)
		err = compare_links(comparison);
	if (!err)
		err = compare_memory(comparison);
	if (!err)
		err = compare_shortage(comparison);
	if (!err)
		err = compare_duplicates(comparison);
	if (err)
		return err;
	if (verdict->count)
		qsort(verdict->findings, verdict->count, sizeof(*verdict->findings),
		      by_finding);
	err = compare_groups(comparison);
	return err ? err : list_unverified(comparison);
}

int compare(const struct snapshot *snapshot, const struct inventory *inventory,
	    struct names *names, struct verdict *verdict)
{
	struct comparison comparison = {
		.snapshot = snapshot,
		.inventory = inventory,
		.names = names,
		.verdict = verdict,
	};
	int err;

	*verdict = (struct verdict){ .judged = snapshot->count };
	err = compare_begin(&comparison);
	if (!err)
		err = judge(&comparison);
	compare_end(&comparison);
	if (err)
		verdict_clear(verdict);
	return err;
}

void verdict_clear(struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->count; i++)
		finding_free(verdict->findings[i]);
	for (size_t i = 0; i < verdict->unverified_count; i++) {
		free(verdict->unverified[i].rule);
		free(verdict->unverified[i].fields);
	}
	free(verdict->findings);
	free(verdict->unverified);
	*verdict = (struct verdict){ 0 };
}
