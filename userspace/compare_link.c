// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_link.c: links that carry less than their rule asks for. Narrow is a
 * fault by itself; slow only if two captures a minute apart saw it, for idle parts
 * train down on purpose.
 */
#include "compare_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>


/* Tenths of GT/s, 0 for what is no speed. */
static unsigned int speed_of(const char *text)
{
	unsigned int whole, tenths = 0;

	if (!text || sscanf(text, "%5u.%1u", &whole, &tenths) < 1)
		return 0;
	return 10 * whole + tenths;
}

static unsigned int width_of(const char *text)
{
	return text ? strtoul(text, NULL, 10) : 0;
}

/*
 * A link has two ends, and both tell of it. A rule for several places speaks of
 * the lower one: what is plugged in, not the port that it is plugged into.
 */
static bool is_asked(const struct judged *judged)
{
	const char *type = device_get(judged->device, FIELD_PORT_TYPE);

	if (!judged->rule || (!judged->rule->link_width && !judged->rule->link_speed))
		return false;
	if (judged->outcome != OUTCOME_PASSES && judged->outcome != OUTCOME_CHANGED &&
	    judged->outcome != OUTCOME_MOVED)
		return false;
	return judged->rule->exact || !type ||
	       (strcmp(type, "root port") != 0 && strcmp(type, "downstream port") != 0);
}

static int report_link(struct comparison *comparison, struct judged *judged,
		       enum field field, const char *expected, const char *twice)
{
	const char *seen = device_get(judged->device, field);
	const char *lanes = field == FIELD_LINK_WIDTH ? "x" : "";
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE], reg[96];
	const struct report report = {
		.class = FINDING_DEGRADED,
		.severity = judged->rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = judged->rule,
		.field = field_table[field].name,
		.expected = expected,
		.seen = seen,
		.location = compare_register(judged->device, field, reg, sizeof(reg)),
		.advice = "Seat the card anew and look at its contacts, then at the riser or cable and at the settings of the slot; a cold start trains the link again.",
	};

	return compare_report(comparison, &report,
			      "The link of %s at %s runs at %s%s%s, and rule \"%s\" asks for %s%s at least: a lane or contact is bad, the card is not seated well, or it sits in a slot that offers less.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where),
			      lanes, seen, twice, judged->rule->label, lanes, expected);
}

/* A link of no width is down: what it would carry nobody knows. */
static int judge_width(struct comparison *comparison, struct judged *judged)
{
	unsigned int wanted = judged->rule->link_width;
	unsigned int width = width_of(device_get(judged->device, FIELD_LINK_WIDTH));
	char expected[16];

	if (!wanted || width >= wanted)
		return 0;
	if (!width) {
		field_set_put(&judged->fit.unknown, FIELD_LINK_WIDTH);
		return 0;
	}
	snprintf(expected, sizeof(expected), "%u", wanted);
	return report_link(comparison, judged, FIELD_LINK_WIDTH, expected, "");
}

static int judge_speed(struct comparison *comparison, struct judged *judged)
{
	unsigned int wanted = speed_of(judged->rule->link_speed);
	unsigned int speed = speed_of(device_get(judged->device, FIELD_LINK_SPEED));

	if (!wanted || speed >= wanted)
		return 0;
	if (!speed || !judged->device->link_agreed) {
		field_set_put(&judged->fit.unknown, FIELD_LINK_SPEED);
		return 0;
	}
	return report_link(comparison, judged, FIELD_LINK_SPEED, judged->rule->link_speed,
			   ", and did so a minute apart");
}

int compare_links(struct comparison *comparison)
{
	int err = 0;

	for (size_t i = 0; i < comparison->snapshot->count && !err; i++) {
		struct judged *judged = &comparison->judged[i];

		if (!is_asked(judged))
			continue;
		err = judge_width(comparison, judged);
		if (!err)
			err = judge_speed(comparison, judged);
	}
	return err;
}
