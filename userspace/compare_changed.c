// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_changed.c: what is to be said of a part that is the right model with a
 * field different: which register, both values, what it may mean, what to do.
 */
#include "compare_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device_shape.h"
#include "digest.h"
#include "field_told.h"
#include "text.h"

static struct meaning meaning_of_serial(bool none)
{
	if (none)
		return (struct meaning){
			"the device hides its serial, or its firmware was rewritten",
			"Find out whether its firmware was updated; otherwise take a dump and compare the part with a known good one.",
		};
	return (struct meaning){
		"it is another part of the same model, or its serial was rewritten",
		"Look for a repair or a swap in the records of this machine; if it was meant, accept the new serial.",
	};
}

/* What a field that differs may mean. */
static struct meaning meaning_of(const struct judged *judged, enum field field)
{
	const bool none = !device_get(judged->device, field);

	if (field_table[field].group != GROUP_COUNT)
		return compare_contents_meaning(judged, field);
	switch (field) {
	case FIELD_SERIAL:
		return meaning_of_serial(none);
	case FIELD_SUBSYSTEM_VENDOR:
	case FIELD_SUBSYSTEM_DEVICE:
		return (struct meaning){
			"it is the same chip on another card, or its firmware was rewritten",
			"Compare the label of the card with what was ordered.",
		};
	case FIELD_REVISION:
		return (struct meaning){
			"it is another stepping of the chip, or its firmware was rewritten",
			"If parts of both steppings are in use, let the rule list both revisions.",
		};
	case FIELD_CLASS:
		return (struct meaning){
			"it claims to be of another kind: its mode or its firmware was changed",
			"Look at the settings of the firmware (RAID or AHCI, say) before anything else.",
		};
	case FIELD_SHAPE:
		return (struct meaning){
			"its firmware was updated or changed its settings, or another device claims to be it",
			"If its firmware was updated, accept the new shape; if not, take a dump of it and of a known good one and compare them.",
		};
	case FIELD_CONTENTS:
	case FIELD_ROM:
		return (struct meaning){
			"bytes were rewritten that say neither what it is nor how it is built: notes and profiles of its user, or what an update stores",
			"If it was updated on purpose, accept it; otherwise compare the bytes with those of a known good one (muster diff names them).",
		};
	case FIELD_NAME:
	case FIELD_MODALIAS:
		return (struct meaning){ "another driver is asked to serve this address", NULL };
	case FIELD_FIRMWARE_PATH:
		return (struct meaning){
			none ? "someone told the kernel of it, where the firmware once announced it" :
			"the firmware announces it by another name, or announces another device",
			NULL,
		};
	default:
		return (struct meaning){ "it was replaced, or its firmware was rewritten", NULL };
	}
}

/* Of the shapes that the rule allows the one that differs least, as far as their lines are known. */
static bool nearest_shape(const struct comparison *comparison, const struct pattern *pattern,
			  const char *seen, struct digest_difference *nearest)
{
	bool found = false;

	for (size_t i = 0; i < pattern->count; i++) {
		const char *expected = inventory_shape(comparison->inventory, pattern->texts[i]);
		struct digest_difference difference;

		if (!expected || digest_shape_difference(expected, seen, &difference))
			continue;
		if (!found || difference.count < nearest->count)
			*nearest = difference;
		found = true;
	}
	return found;
}

static bool find_difference(const struct comparison *comparison, const struct judged *judged,
			    enum field field, const struct pattern *pattern,
			    struct digest_difference *difference)
{
	char *seen;
	bool found;

	if (device_shape_text(judged->device, field, &seen))
		return false;
	found = nearest_shape(comparison, pattern, seen, difference);
	free(seen);
	return found;
}

static int report_shape(struct comparison *comparison, struct judged *judged,
			enum field field, struct report *report, const struct pattern *pattern)
{
	const struct meaning meaning = meaning_of(judged, field);
	const char *contents = compare_contents_name(field);
	struct digest_difference difference;
	char where[WHERE_SIZE], what[DESCRIPTION_SIZE];
	bool found = find_difference(comparison, judged, field, pattern, &difference);

	report->location = found ? difference.where : NULL;
	return compare_report(comparison, report,
			      "%s at %s is the part by its %s, but %s%s%s rule \"%s\" expects: %s: %s.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      compare_where(judged->device, where),
			      contents ? "names" : "ids", contents ? "its " : "is built",
			      contents ? contents : "",
			      contents ? " is not what" : " otherwise than",
			      report->rule->label, found ? difference.sentence :
			      "where is not known, for the bytes of one of the two are not at hand",
			      meaning.sense);
}

static int report_field(struct comparison *comparison, struct judged *judged,
			enum field field)
{
	const struct pattern *pattern = identity_term(judged->fit.identity, field);
	char *expected = pattern_show(pattern), seen[160], what[DESCRIPTION_SIZE], reg[96];
	char where[WHERE_SIZE];
	const char *text = device_get(judged->device, field);
	const struct meaning meaning = meaning_of(judged, field);
	struct report report = {
		.class = FINDING_CHANGED,
		.severity = judged->rule->severity,
		.place = judged->device->place,
		.judged = judged,
		.rule = judged->rule,
		.field = field_table[field].name,
		.expected = expected,
		.seen = text,
		.location = compare_register(judged->device, field, reg, sizeof(reg)),
		.advice = meaning.advice,
	};
	int err;

	text_escape(text ? text : "none", seen, sizeof(seen));
	if (device_shape_is(field) && text)
		err = report_shape(comparison, judged, field, &report, pattern);
	else
		err = compare_report(comparison, &report,
				     "%s at %s has %s %s, and rule \"%s\" expects %s: %s.",
				     compare_describe(comparison, judged->device, what,
						      sizeof(what)),
				     compare_where(judged->device, where),
				     report.field, seen, judged->rule->label,
				     expected ? expected : "another", meaning.sense);
	free(expected);
	return err;
}

/* Nothing at all is left of what the field is of. */
static bool is_gone(const struct judged *judged, enum field field)
{
	enum field_group group = field_table[field].group;

	return group != GROUP_COUNT &&
	       device_group_state(judged->device, group) == VALUE_NONE;
}

/* Of the fields of its group that differ; one finding is for them all. */
static bool is_first(const struct judged *judged, enum field field)
{
	for (enum field i = group_table[field_table[field].group].first; i < field; i++)
		if (field_set_has(&judged->fit.differ, i))
			return false;
	return true;
}

int compare_changed(struct comparison *comparison, struct judged *judged)
{
	const struct field_set *differ = &judged->fit.differ;
	int err = 0;

	for (enum field field = 0; field < FIELD_COUNT && !err; field++) {
		if (!field_set_has(differ, field) || field_told(field, differ))
			continue;
		if (!is_gone(judged, field))
			err = report_field(comparison, judged, field);
		else if (is_first(judged, field))
			err = compare_contents_gone(comparison, judged,
						    field_table[field].group);
	}
	return err;
}
