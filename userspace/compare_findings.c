// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_findings.c: what is to be said of each device that is there.
 */
#include "compare_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_client.h"
#include "place.h"
#include "text.h"


static enum severity worse(enum severity a, enum severity b)
{
	return a > b ? a : b;
}

static const char *address_of(const struct device *device)
{
	const char *address = device_get(device, FIELD_ADDRESS);

	return address ? address : "no address";
}

static bool made_by_kernel(const struct comparison *comparison,
			   const struct device *device)
{
	const struct judged *adapter = NULL, *host = NULL;

	if (device->kind == DEVICE_CLIENT)
		adapter = compare_parent(comparison, device->place);
	if (adapter)
		host = compare_parent(comparison, adapter->device->place);
	return host && kernel_client(device, host->device);
}

static int report_unknown(struct comparison *comparison, struct judged *judged)
{
	const struct device *device = judged->device;
	struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = comparison->inventory->implicit,
		.place = device->place,
		.judged = judged,
	};
	const char *why = "no rule knows it: it was added, or the inventory does not list it yet";
	char what[DESCRIPTION_SIZE];

	if (made_by_kernel(comparison, device)) {
		report.severity = SEVERITY_NOTICE;
		why = "no rule knows it; it looks like one that the kernel makes by itself for a memory module";
	} else if (device->kind == DEVICE_ADAPTER) {
		report.severity = SEVERITY_NOTICE;
		why = "no rule knows it and no function accounts for it: a driver made this bus";
	} else if (device->kind == DEVICE_CLIENT) {
		why = device_get(device, FIELD_FIRMWARE_PATH) ?
			"no rule knows it: the firmware announces it now" :
			"no rule knows it: someone told the kernel of it, or a driver found it";
	}
	return compare_report(comparison, &report, "%s is at %s (%s), where %s.",
			      compare_describe(comparison, device, what, sizeof(what)),
			      device->place, address_of(device), why);
}

static int report_other(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	const struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = worse(rule->severity, comparison->inventory->implicit),
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
	};
	char what[DESCRIPTION_SIZE], wanted[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "%s is at %s (%s), where %s belongs: another part was put in its place.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      judged->device->place, address_of(judged->device),
			      compare_expects(comparison, rule, wanted, sizeof(wanted)));
}

static int report_surplus(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	const struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
		.expected_count = rule->max,
		.seen_count = judged->count,
	};
	char what[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "%s is at %s (%s) and is number %u where rule \"%s\" allows %u: one was added.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      judged->device->place, address_of(judged->device),
			      judged->count, rule->label, rule->max);
}

static int report_virtual(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
		.other_place = judged->parent->device->place,
		.expected_count = rule->virtual_max,
		.seen_count = judged->count,
	};

	if (!rule->virtual_max) {
		report.class = FINDING_FORBIDDEN;
		report.seen_count = 0;
		return compare_report(comparison, &report,
				      "A virtual function is at %s (%s), and rule \"%s\" forbids its physical function to have any: someone enabled SR-IOV.",
				      report.place, address_of(judged->device), rule->label);
	}
	return compare_report(comparison, &report,
			      "A virtual function is at %s (%s) and is number %u where rule \"%s\" allows %u.",
			      report.place, address_of(judged->device), judged->count,
			      rule->label, rule->virtual_max);
}

static int report_forbidden(struct comparison *comparison, struct judged *judged)
{
	const struct report report = {
		.class = FINDING_FORBIDDEN,
		.severity = judged->rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = judged->rule,
	};
	char what[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "%s is at %s (%s), and rule \"%s\" forbids it.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      judged->device->place, address_of(judged->device),
			      judged->rule->label);
}

static int report_unreadable(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	const bool gone = judged->device->reading == READING_GONE;
	const struct report report = {
		.class = FINDING_UNREADABLE,
		.severity = rule->presence == PRESENCE_REQUIRED ? rule->severity
								: SEVERITY_NOTICE,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
	};
	char what[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "%s at %s (%s) %s: it failed, lost power or is being pulled; the kernel still lists it, so it is not counted as missing.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      judged->device->place, address_of(judged->device),
			      gone ? "is gone from its link" : "does not answer");
}

/* The part that belongs at @judged's place sits where @judged belongs. */
static bool is_swapped(const struct comparison *comparison, const struct judged *judged)
{
	const char *from = compare_tally(comparison, judged->rule)->place;
	const struct judged *there = compare_at(comparison, from);

	return there && there->outcome == OUTCOME_MOVED &&
	       strcmp(compare_tally(comparison, there->rule)->place,
		      judged->device->place) == 0;
}

static const char *how_it_moved(const struct comparison *comparison,
				const struct judged *judged)
{
	switch (judged->how) {
	case MOVE_BRIDGE_ADDED:
		return "a bridge that was not there is in front of it";
	case MOVE_BRIDGE_REMOVED:
		return "a bridge that was in front of it is not there any more";
	case MOVE_ROOT:
		return "its whole root bus has another number, and firmware does not say which root it is";
	case MOVE_FOLLOWS:
		return "what it belongs to is at another place, and it went with it";
	default:
		return is_swapped(comparison, judged) ?
			"it has changed places with the part that belongs there" :
			"it was put into another slot";
	}
}

static const char *what_to_do_of_move(enum move_cause how)
{
	switch (how) {
	case MOVE_SERIAL:
		return "If nobody moved it on purpose, find out who had the machine open; put it back, or accept the new place.";
	case MOVE_ROOT:
		return "Firmware or its settings may have changed; if nothing else was found, learn the inventory anew from a source that names the roots (sysfs or the module).";
	default:
		return "Look at the bridge: a riser, a switch or an adapter card was added, taken out or exchanged; if that was meant, accept the new places.";
	}
}

static int report_moved(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	const char *from = compare_tally(comparison, rule)->place;
	const char *serial = device_get(judged->device, FIELD_SERIAL);
	char what[DESCRIPTION_SIZE], root[PLACE_MAX + 1];
	const struct report report = {
		.class = FINDING_MOVED,
		.severity = rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
		.other_place = from,
		.advice = what_to_do_of_move(judged->how),
		.cause = judged->how == MOVE_ROOT ? root : NULL,
	};

	snprintf(root, sizeof(root), "%.*s", (int)strcspn(report.place, "/"), report.place);
	return compare_report(comparison, &report,
			      "%s%s%s belongs at %s (rule \"%s\") and is now at %s (%s): %s.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      judged->how == MOVE_SERIAL ? " with serial " : "",
			      judged->how == MOVE_SERIAL ? serial : "", from, rule->label,
			      judged->device->place, address_of(judged->device),
			      how_it_moved(comparison, judged));
}

/* What a field that differs may mean. */
static const char *meaning(enum field field, bool none)
{
	if (field == FIELD_SERIAL && none)
		return "the device hides its serial, or its firmware was rewritten";
	switch (field) {
	case FIELD_SERIAL:
		return "it is another part of the same model, or its serial was rewritten";
	case FIELD_SUBSYSTEM_VENDOR:
	case FIELD_SUBSYSTEM_DEVICE:
		return "it is the same chip on another card, or its firmware was rewritten";
	case FIELD_REVISION:
		return "it is another stepping of the chip, or its firmware was rewritten";
	case FIELD_CLASS:
		return "it claims to be of another kind: its mode or its firmware was changed";
	case FIELD_NAME:
	case FIELD_MODALIAS:
		return "another driver is asked to serve this address";
	case FIELD_FIRMWARE_PATH:
		return none ? "someone told the kernel of it, where the firmware once announced it" :
			"the firmware announces it by another name, or announces another device";
	default:
		return "it was replaced, or its firmware was rewritten";
	}
}

static int report_field(struct comparison *comparison, struct judged *judged,
			enum field field)
{
	const struct rule *rule = judged->rule;
	const struct pattern *pattern = identity_term(judged->fit.identity, field);
	char *expected = pattern_show(pattern), seen[160], what[DESCRIPTION_SIZE];
	const char *text = device_get(judged->device, field);
	struct report report = {
		.class = FINDING_CHANGED,
		.severity = rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
		.field = field_table[field].name,
		.expected = expected,
		.seen = text,
	};
	int err;

	text_escape(text ? text : "none", seen, sizeof(seen));
	err = compare_report(comparison, &report,
			     "%s at %s (%s) has %s %s, and rule \"%s\" expects %s: %s.",
			     compare_describe(comparison, judged->device, what, sizeof(what)),
			     judged->device->place, address_of(judged->device),
			     report.field, seen, rule->label, expected ? expected : "another",
			     meaning(field, !text));
	free(expected);
	return err;
}

static int report_changed(struct comparison *comparison, struct judged *judged)
{
	int err = 0;

	for (int field = 0; field < FIELD_COUNT && !err; field++)
		if (judged->fit.differ & (UINT64_C(1) << field))
			err = report_field(comparison, judged, field);
	return err;
}

int compare_findings(struct comparison *comparison)
{
	static int (*const reports[])(struct comparison *, struct judged *) = {
		[OUTCOME_FORBIDDEN] = report_forbidden,
		[OUTCOME_CHANGED] = report_changed,
		[OUTCOME_OTHER] = report_other,
		[OUTCOME_SURPLUS] = report_surplus,
		[OUTCOME_VIRTUAL] = report_virtual,
		[OUTCOME_UNREADABLE] = report_unreadable,
		[OUTCOME_MOVED] = report_moved,
		[OUTCOME_UNKNOWN] = report_unknown,
	};
	int err = 0;

	for (size_t i = 0; i < comparison->snapshot->count && !err; i++) {
		struct judged *judged = &comparison->judged[i];

		if (reports[judged->outcome])
			err = reports[judged->outcome](comparison, judged);
	}
	return err;
}
