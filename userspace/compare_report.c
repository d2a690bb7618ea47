// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_report.c: a finding from what was decided.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents_name.h"
#include "names.h"
#include "text.h"

/* A memory is called by what it belongs to, where that is known. */
static struct json_object *names_to_json(struct names *names, const struct device *device)
{
	struct json_object *json = json_object_new_object();
	char name[256];

	if (!*contents_name(device, name, sizeof(name)))
		names_device(names, device, name, sizeof(name));
	json_object_object_add(json, "device", text_json(name));
	json_object_object_add(json, "class",
			       text_json(names_class(names, device, name, sizeof(name))));
	return json;
}

/* A field of a group stands in an object of that name, as in a device. */
static void add_expected(struct json_object *json, const struct term *term)
{
	enum field_group group = field_table[term->field].group;
	struct json_object *holder = json;
	char *shown = pattern_show(&term->pattern);

	if (group != GROUP_COUNT &&
	    !json_object_object_get_ex(json, group_table[group].name, &holder)) {
		holder = json_object_new_object();
		json_object_object_add(json, group_table[group].name, holder);
	}
	json_object_object_add(holder, field_table[term->field].key, text_json(shown));
	free(shown);
}

/* What a rule expects, with the keys a device has: patterns as a person reads them. */
static struct json_object *expected_to_json(const struct comparison *comparison,
					    const struct rule *rule)
{
	struct json_object *json = json_object_new_object();
	struct device *device = compare_imagine(rule);
	bool i2c = !(rule->kinds & (1u << DEVICE_FUNCTION));

	json_object_object_add(json, "bus", json_object_new_string(i2c ? "i2c" : "pci"));
	json_object_object_add(json, "place",
			       text_json(compare_tally(comparison, rule)->place));
	for (size_t i = 0; rule->identity_count && i < rule->identities->count; i++)
		add_expected(json, &rule->identities->terms[i]);
	if (device)
		json_object_object_add(json, "names",
				       names_to_json(comparison->names, device));
	device_free(device);
	return json;
}

static struct json_object *device_json(const struct comparison *comparison,
				       const struct report *report)
{
	struct json_object *json;

	if (!report->judged)
		return report->rule ? expected_to_json(comparison, report->rule) : NULL;
	json = device_to_json(report->judged->device);
	json_object_object_add(json, "names",
			       names_to_json(comparison->names, report->judged->device));
	return json;
}

static bool copy_text(char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return !from || *to;
}

static bool fill(const struct comparison *comparison, const struct report *report,
		 struct finding *finding)
{
	const struct inventory *inventory = comparison->inventory;

	const char *origin = report->rule ? report->rule->origin : NULL;

	finding->rule_explicit = report->rule;
	finding->expected_count = report->expected_count;
	finding->seen_count = report->seen_count;
	finding->seq = report->judged ? report->judged->device->number : 0;
	finding->device = device_json(comparison, report);
	return copy_text(&finding->rule, report->rule ? report->rule->label : NULL) &&
	       copy_text(&finding->inventory_path, origin ? origin : inventory->path) &&
	       copy_text(&finding->inventory_digest,
			 origin ? inventory->watch_digest : inventory->digest) &&
	       copy_text(&finding->field, report->field) &&
	       copy_text(&finding->expected, report->expected) &&
	       copy_text(&finding->seen, report->seen) &&
	       copy_text(&finding->location, report->location) &&
	       copy_text(&finding->advice, report->advice) &&
	       copy_text(&finding->group, report->cause) &&
	       copy_text(&finding->other_place, report->other_place);
}

static int append(struct comparison *comparison, struct finding *finding)
{
	struct verdict *verdict = comparison->verdict;

	if (verdict->count == comparison->room) {
		size_t room = comparison->room ? 2 * comparison->room : 16;
		struct finding **findings = reallocarray(verdict->findings, room,
							 sizeof(*findings));

		if (!findings)
			return -ENOMEM;
		verdict->findings = findings;
		comparison->room = room;
	}
	verdict->findings[verdict->count++] = finding;
	return 0;
}

int compare_report(struct comparison *comparison, const struct report *report,
		   const char *format, ...)
{
	struct finding *finding = finding_new(report->class, report->severity,
					      report->place);
	va_list args;
	int length;

	if (!finding)
		return -ENOMEM;
	va_start(args, format);
	length = vasprintf(&finding->message, format, args);
	va_end(args);
	if (length < 0)
		finding->message = NULL;
	if (length < 0 || !fill(comparison, report, finding) ||
	    append(comparison, finding)) {
		finding_free(finding);
		return -ENOMEM;
	}
	if (report->judged)
		report->judged->reported = true;
	finding_identify(finding);
	return 0;
}
