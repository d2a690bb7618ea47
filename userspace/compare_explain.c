// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_explain.c: the rule that judges a device, and why the others do not.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "text.h"

static const struct judged *find_judged(const struct comparison *comparison,
					const struct device *device)
{
	for (size_t i = 0; i < comparison->snapshot->count; i++)
		if (comparison->judged[i].device == device)
			return &comparison->judged[i];
	return NULL;
}

/* "vendor is 10ec and not 8086; class is 020000 and not 01*" */
static void list_differences(FILE *out, const struct fit *fit, const struct device *device)
{
	const char *separator = "";

	for (int field = 0; field < FIELD_COUNT; field++) {
		const struct pattern *pattern = identity_term(fit->identity, field);
		const char *text = device_get(device, field);
		char *shown;

		if (!field_set_has(&fit->differ, field) || !pattern)
			continue;
		shown = pattern_show(pattern);
		fprintf(out, "%s%s is ", separator, field_table[field].name);
		text_print(out, text ? text : "none");
		fprintf(out, " and not %s", shown ? shown : "what it wants");
		free(shown);
		separator = "; ";
	}
}

/* What goes before @rule, which fits as well. */
static void explain_order(FILE *out, const struct judged *judged, const struct rule *rule)
{
	const struct fit fit = rule_fit(rule, judged->device);

	if (rule->presence == PRESENCE_FORBIDDEN && !field_set_empty(&fit.unknown))
		fputs("whether it is what this rule forbids could not be read", out);
	else if (judged->outcome == OUTCOME_HOSTED || judged->outcome == OUTCOME_VIRTUAL)
		fputs("what it belongs to accounts for it", out);
	else if (judged->rule && judged->rule->presence == PRESENCE_FORBIDDEN)
		fputs("forbidden comes first", out);
	else if (judged->rule && judged->rule->exact && !rule->exact)
		fputs("a rule with its exact place comes first", out);
	else if (judged->rule && judged->rule->exact)
		fputs("another rule that could be of its place fits as well", out);
	else
		fputs("another rule comes first in the file", out);
}

/* One of the two places is known in part only. */
static bool may_be_there(const struct comparison *comparison, const struct rule *rule,
			 const struct device *device)
{
	return rule->exact && compare_could_be(comparison, rule, device) &&
	       (!place_rooted(device->place) || compare_is_partial(comparison, rule));
}

static char *explain_rule(const struct comparison *comparison,
			  const struct judged *judged, const struct rule *rule)
{
	const char *place = compare_tally(comparison, rule)->place;
	const struct fit fit = rule_fit(rule, judged->device);
	char *why = NULL;
	size_t size;
	FILE *out = open_memstream(&why, &size);

	if (!out)
		return NULL;
	if (!rule_concerns(rule, judged->device))
		fputs("it is for another kind of device", out);
	else if (!compare_is_there(comparison, rule, judged->device) &&
		 !may_be_there(comparison, rule, judged->device))
		fprintf(out, "its place is %s", place);
	else if (!field_set_empty(&fit.differ))
		list_differences(out, &fit, judged->device);
	else
		explain_order(out, judged, rule);
	if (fclose(out) == 0)
		return why;
	free(why);
	return NULL;
}

static int explain_all(const struct comparison *comparison, const struct judged *judged,
		       void (*each)(const struct rule *, const char *, void *),
		       void *context)
{
	for (size_t i = 0; i < comparison->inventory->rule_count; i++) {
		const struct rule *rule = &comparison->inventory->rules[i];
		char *why = NULL;

		if (rule != judged->rule) {
			why = explain_rule(comparison, judged, rule);
			if (!why)
				return -ENOMEM;
		}
		each(rule, why, context);
		free(why);
	}
	return 0;
}

int compare_explain(const struct snapshot *snapshot, const struct inventory *inventory,
		    const struct device *device,
		    void (*each)(const struct rule *rule, const char *why, void *context),
		    void *context)
{
	struct verdict verdict = { 0 };
	struct comparison comparison = {
		.snapshot = snapshot,
		.inventory = inventory,
		.verdict = &verdict,
	};
	const struct judged *judged;
	int err = compare_begin(&comparison);

	if (!err)
		err = compare_assign(&comparison);
	if (!err)
		err = compare_moves(&comparison);
	if (!err)
		err = compare_relocate(&comparison);
	if (!err) {
		judged = find_judged(&comparison, device);
		err = judged ? explain_all(&comparison, judged, each, context) : -ENOENT;
	}
	compare_end(&comparison);
	return err;
}
