// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_answering.c: what a probe found, and what rules say of it. Nobody can say
 * that something does not answer which nobody asked.
 */
#include "compare_internal.h"

#include <errno.h>
#include <string.h>

#include "place.h"
#include "probe_extent.h"

#define ANSWERING (1u << DEVICE_ANSWERING)
#define CLIENT (1u << DEVICE_CLIENT)

/* The first rule in file order for a client at just this place, or NULL. */
static const struct rule *client_rule(const struct comparison *comparison, const char *place)
{
	size_t i;

	for (i = text_index_first(comparison->exact, place); i != INDEX_END;
	     i = text_index_next(comparison->exact, i)) {
		const struct rule *rule = &comparison->inventory->rules[i];

		if ((rule->kinds & CLIENT) && !compare_tally(comparison, rule)->seen)
			return rule;
	}
	return NULL;
}

static int report_undeclared(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	const struct report report = {
		.class = FINDING_UNREADABLE,
		.severity = rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
		.advice = "Load the driver that declares it (for memory modules the SMBus host's own, with SPD support), or declare it through new_device, and judge again.",
	};
	char what[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "At %s rule \"%s\" requires %s; the kernel has no client there, but a probe was answered: something is there, and nobody can tell whether it is the right part.",
			      report.place, rule->label,
			      compare_expects(comparison, rule, what, sizeof(what)));
}

/* The part that a rule knows at this address answers, though the kernel was not told of it. */
static int judge_undeclared(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = client_rule(comparison, judged->device->place);
	struct tally *tally;

	if (!rule)
		return 0;
	tally = compare_tally(comparison, rule);
	tally->seen++;
	tally->passed++;
	judged->rule = rule;
	judged->outcome = OUTCOME_PASSES;
	field_set_put(&judged->fit.unknown, FIELD_NAME);
	return rule->min ? report_undeclared(comparison, judged) : 0;
}

int compare_answering(struct comparison *comparison)
{
	int err = 0;

	for (size_t i = 0; i < comparison->snapshot->count && !err; i++) {
		struct judged *judged = &comparison->judged[i];

		if (judged->device->kind == DEVICE_ANSWERING &&
		    judged->outcome == OUTCOME_UNKNOWN)
			err = judge_undeclared(comparison, judged);
	}
	return err;
}

static bool was_asked(const struct device *adapter, const char *place)
{
	return probe_extent_has_place(device_get(adapter, FIELD_PROBED), place);
}

/* An adapter that was not probed, or not to its end, and that @rule may be about; or NULL. */
static const struct device *unasked_adapter(const struct comparison *comparison,
					    const struct rule *rule)
{
	const struct judged *adapter;

	if (rule->exact) {
		const char *place = compare_tally(comparison, rule)->place;

		adapter = compare_parent(comparison, place);
		return adapter && !was_asked(adapter->device, place) ? adapter->device : NULL;
	}
	for (size_t i = 0; i < comparison->snapshot->count; i++) {
		const struct device *device = comparison->judged[i].device;

		if (device->kind == DEVICE_ADAPTER && !device_get(device, FIELD_PROBED))
			return device;
	}
	return NULL;
}

/* By now the kernel has a client there, which is judged by itself. */
static bool is_declared(const struct comparison *comparison, const struct rule *rule)
{
	const struct judged *there = rule->exact ?
		compare_at(comparison, compare_tally(comparison, rule)->place) : NULL;

	return there && there->device->kind == DEVICE_CLIENT;
}

bool compare_answering_excused(const struct comparison *comparison, const struct rule *rule)
{
	struct tally *tally = compare_tally(comparison, rule);

	if (rule->kinds != ANSWERING)
		return false;
	if (is_declared(comparison, rule))
		return true;
	tally->unasked = unasked_adapter(comparison, rule);
	return tally->unasked;
}

int compare_answering_unverified(struct comparison *comparison)
{
	struct verdict *verdict = comparison->verdict;

	for (size_t i = 0; i < comparison->inventory->rule_count; i++) {
		struct unverified *unverified = &verdict->unverified[verdict->unverified_count];

		if (!comparison->tallies[i].unasked)
			continue;
		unverified->device = comparison->tallies[i].unasked;
		unverified->rule = strdup(comparison->inventory->rules[i].label);
		unverified->fields = strdup(field_table[FIELD_PROBED].name);
		verdict->unverified_count++;
		if (!unverified->rule || !unverified->fields)
			return -ENOMEM;
	}
	return 0;
}
