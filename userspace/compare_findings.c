// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_findings.c: what is to be said of each device that is there.
 */
#include "compare_internal.h"

#include <stdio.h>
#include <string.h>

#include "adapter_type.h"
#include "kernel_client.h"
#include "place.h"
#include "serial.h"
#include "text.h"

static enum severity worse(enum severity a, enum severity b)
{
	return a > b ? a : b;
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

/* Another function of the same slot that its rule knows, or NULL. */
static const struct judged *known_beside(const struct comparison *comparison,
					 const struct device *device)
{
	size_t length = strlen(device->place);
	char place[PLACE_MAX + 1];

	if (device->kind != DEVICE_FUNCTION || !place_rooted(device->place) || length < 2 ||
	    device->place[length - 2] != '.')
		return NULL;
	strcpy(place, device->place);
	for (char number = '0'; number < '8'; number++) {
		const struct judged *beside;

		place[length - 1] = number;
		beside = compare_at(comparison, place);
		if (beside && beside->device != device && beside->rule &&
		    (beside->outcome == OUTCOME_PASSES || beside->outcome == OUTCOME_CHANGED ||
		     beside->outcome == OUTCOME_MOVED))
			return beside;
	}
	return NULL;
}

static int report_function(struct comparison *comparison, struct judged *judged,
			   const struct judged *beside)
{
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE], known[DESCRIPTION_SIZE];
	const struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = worse(comparison->inventory->implicit, beside->rule->severity),
		.place = judged->device->place,
		.judged = judged,
		.advice = "Look what was changed in its firmware or its settings (a service processor's virtual media or host network, say); accept it only if that was meant.",
	};

	return compare_report(comparison, &report,
			      "%s is at %s, one function more of a device that is known (%s at %s): its firmware or its settings show more than when the inventory was made.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where),
			      compare_describe(comparison, beside->device, known, sizeof(known)),
			      beside->device->place);
}

/*
 * A memory module in a slot that no rule speaks of. Where no rule speaks of any
 * module there, the kernel of that time may have shown none.
 */
static bool is_added_module(const struct comparison *comparison, const struct device *device)
{
	const struct inventory *inventory = comparison->inventory;
	size_t length = place_parent(device->place);

	if (device->kind != DEVICE_CLIENT || !device_get(device, FIELD_SPD_CHECKSUMS))
		return false;
	for (size_t i = 0; i < inventory->rule_count; i++) {
		const char *place = comparison->tallies[i].place;
		bool beside = !place || !inventory->rules[i].exact ||
			      (place_parent(place) == length && !strncmp(place, device->place, length));

		if (beside && rule_compares(&inventory->rules[i], GROUP_SPD))
			return true;
	}
	return false;
}

/* Why a client that no rule knows may be there, and what it is worth. */
static const char *explain_client(const struct comparison *comparison,
				  const struct device *device, struct report *report)
{
	if (device->kind == DEVICE_ANSWERING) {
		report->advice = "Find out what sits at that address (the board's manual, its maker), and who put it there; once it is known, accept it.";
		return "no rule knows it: it answered when the bus was probed, and neither firmware nor a driver declares it";
	}
	if (is_added_module(comparison, device)) {
		report->advice = "Look who added memory and when; accept it if that was meant, otherwise take it out.";
		return "no rule knows it: a memory module was added, or its SPD can be read now and could not be when the inventory was made";
	}
	if (made_by_kernel(comparison, device)) {
		report->severity = SEVERITY_NOTICE;
		report->advice = "Nothing, unless memory modules were changed: newer kernels make more of these.";
		return "no rule knows it; it looks like one that the kernel makes by itself for a memory module";
	}
	if (device->kind == DEVICE_ADAPTER) {
		if (!adapter_is_guest(device))
			report->severity = SEVERITY_NOTICE;
		return compare_adapter_explain(device, &report->advice);
	}
	if (device->kind == DEVICE_CLIENT && kernel_client_late(device)) {
		report->advice = "Find out who wrote to new_device, and what was read or written there since.";
		return "no rule knows it: it is named as the kernel names those of memory modules, but came after the kernel had made its own";
	}
	report->advice = "Find out who announces it: the firmware's tables, a driver, or someone who wrote to new_device.";
	return device_get(device, FIELD_FIRMWARE_PATH) ?
		"no rule knows it: the firmware announces it now" :
		"no rule knows it: someone told the kernel of it, or a driver found it";
}

static int report_unknown(struct comparison *comparison, struct judged *judged)
{
	const struct device *device = judged->device;
	const struct judged *beside = known_beside(comparison, device);
	struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = comparison->inventory->implicit,
		.place = device->place,
		.judged = judged,
		.advice = "Find out who added it and when; take it out, or accept it once it is known what it is.",
	};
	const char *why = "no rule knows it: it was added, or the inventory does not list it yet";
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE];

	if (beside)
		return report_function(comparison, judged, beside);
	if (device->kind != DEVICE_FUNCTION)
		why = explain_client(comparison, device, &report);
	return compare_report(comparison, &report, "%s is at %s, where %s.",
			      compare_describe(comparison, device, what, sizeof(what)),
			      compare_where(device, where), why);
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
		.advice = "If the part was replaced on purpose, accept the new one; otherwise find out who had the machine open.",
	};
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE], wanted[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "%s is at %s, where %s belongs: another part was put in its place.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where),
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
		.advice = "Take out what is too many, or let the rule count one more.",
	};
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "%s is at %s and is number %u where rule \"%s\" allows %u: one was added.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where),
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
		.advice = "Look who wrote to sriov_numvfs; if virtual functions are meant, let the rule allow them.",
	};

	char where[WHERE_SIZE];

	if (!rule->virtual_max) {
		report.class = FINDING_FORBIDDEN;
		report.seen_count = 0;
		return compare_report(comparison, &report,
				      "A virtual function is at %s, and rule \"%s\" forbids its physical function to have any: someone enabled SR-IOV.",
				      compare_where(judged->device, where), rule->label);
	}
	return compare_report(comparison, &report,
			      "A virtual function is at %s and is number %u where rule \"%s\" allows %u.",
			      compare_where(judged->device, where), judged->count,
			      rule->label, rule->virtual_max);
}

static int report_forbidden(struct comparison *comparison, struct judged *judged)
{
	const struct rule *rule = judged->rule;
	const struct report report = {
		.class = FINDING_FORBIDDEN,
		.severity = rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = rule,
		.advice = rule->origin ?
			"Leave it powered and take a dump first if you investigate. If it belongs here, give the inventory a rule of its own with this label, or say \"watch_list\": false in it." :
			"Leave it powered and take a dump first if you investigate; then find out how it came there, and take it out.",
	};
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE], why[512];

	text_escape(rule->why ? rule->why : "", why, sizeof(why));
	return compare_report(comparison, &report, "%s is at %s, and rule \"%s\" forbids it%s%s%s%s",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where), rule->label,
			      rule->origin ? " (watch-list)" : "", *why ? ": " : "", why,
			      *why && why[strlen(why) - 1] == '.' ? "" : ".");
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
		.advice = "Read the kernel log for its link and its driver; seat it anew or power the machine off and on.",
	};
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE];

	if (judged->device->kind == DEVICE_CLIENT)
		return compare_contents_unreadable(comparison, judged);
	return compare_report(comparison, &report,
			      "%s at %s %s: it failed, lost power or is being pulled; the kernel still lists it, so it is not counted as missing.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where),
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
	const char *serial = serial_real(judged->device);
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE], root[PLACE_MAX + 1];
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
			      "%s%s%s belongs at %s (rule \"%s\") and is now at %s: %s.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      judged->how == MOVE_SERIAL ? " with serial " : "",
			      judged->how == MOVE_SERIAL ? serial : "", from, rule->label,
			      compare_where(judged->device, where),
			      how_it_moved(comparison, judged));
}

int compare_findings(struct comparison *comparison)
{
	static int (*const reports[])(struct comparison *, struct judged *) = {
		[OUTCOME_HOSTED] = compare_adapter_report,
		[OUTCOME_FORBIDDEN] = report_forbidden,
		[OUTCOME_CHANGED] = compare_changed,
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
