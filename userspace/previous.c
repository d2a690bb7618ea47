// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * previous.c: what differs since the previous boot: that boot's devices, made
 * into an inventory, judge this boot's as any inventory does.
 */
#include "previous.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "digest.h"
#include "finding.h"
#include "inventory.h"
#include "snapshot.h"
#include "text.h"
#include "text_index.h"

static int learn(const struct snapshot *before, const char *path, struct inventory **out)
{
	const struct generate_options options = { .strict = true };
	struct json_object *json;
	char *text;
	int err;

	err = inventory_generate(before, &options, &json);
	if (err)
		return err;
	text = inventory_to_text(json);
	err = text ? inventory_parse(path, text, strlen(text), out, NULL) : -ENOMEM;
	free(text);
	json_object_put(json);
	return err;
}

static const char *text_of(struct json_object *json, const char *key)
{
	struct json_object *value = NULL;

	json_object_object_get_ex(json, key, &value);
	return value ? json_object_get_string(value) : "";
}

/* What a finding's device is called; the JSON is our own. */
static void describe(const struct finding *finding, char *buffer, size_t size)
{
	const char *vendor = text_of(finding->device, "vendor"), *name;
	struct json_object *names = NULL;
	char clean[224];

	json_object_object_get_ex(finding->device, "names", &names);
	name = text_of(names, "device");
	text_escape(*name ? name : text_of(finding->device, "name"), clean, sizeof(clean));
	if (*vendor && *clean)
		snprintf(buffer, size, "%s (%s:%s)", clean, vendor,
			 text_of(finding->device, "device"));
	else if (*vendor)
		snprintf(buffer, size, "device %s:%s", vendor,
			 text_of(finding->device, "device"));
	else if (*clean)
		snprintf(buffer, size, "I2C device \"%s\"", clean);
	else
		snprintf(buffer, size, "a device");
}

static const char *or_none(const char *text)
{
	return text ? text : "none";
}

/* Two digests, or a group of which nothing is left. */
static bool tells_digests(const struct finding *finding)
{
	const char *seen = finding->seen, *expected = finding->expected;

	return (seen && !strncmp(seen, DIGEST_PREFIX, strlen(DIGEST_PREFIX))) ||
	       (expected && !strncmp(expected, DIGEST_PREFIX, strlen(DIGEST_PREFIX))) ||
	       (finding->field && group_find(finding->field) != GROUP_COUNT);
}

static char *make_sentence(const struct finding *finding)
{
	const char *place = finding->place ? finding->place : "?";
	char what[320], *text;
	int length;

	describe(finding, what, sizeof(what));
	switch (finding->class) {
	case FINDING_UNEXPECTED:
		length = asprintf(&text, "Since the previous boot %s has come to %s.", what, place);
		break;
	case FINDING_MISSING:
		length = asprintf(&text, "Since the previous boot %s has gone from %s.", what,
				  place);
		break;
	case FINDING_MOVED:
		length = asprintf(&text, "Since the previous boot %s has moved from %s to %s.",
				  what, or_none(finding->other_place), place);
		break;
	case FINDING_DEGRADED:
		length = asprintf(&text, "Since the previous boot the link of %s at %s carries less: %s is %s and was %s.",
				  what, place, or_none(finding->field), or_none(finding->seen),
				  or_none(finding->expected));
		break;
	case FINDING_CHANGED:
		/* digests say nothing: its own sentence names the register, or the byte */
		if (tells_digests(finding)) {
			length = asprintf(&text, "Since the previous boot something differs: %s",
					  or_none(finding->message));
			break;
		}
		length = asprintf(&text, "Since the previous boot the %s of %s at %s has changed from %s to %s.",
				  or_none(finding->field), what, place,
				  or_none(finding->expected), or_none(finding->seen));
		break;
	default:
		length = asprintf(&text, "Since the previous boot something differs: %s",
				  or_none(finding->message));
	}
	return length < 0 ? NULL : text;
}

/* The same difference, as one between two boots: never more than a notice. */
static int retell(struct finding *finding)
{
	char *message = make_sentence(finding), *rule = strdup(PREVIOUS_RULE);

	if (!message || !rule) {
		free(message);
		free(rule);
		return -ENOMEM;
	}
	free(finding->message);
	free(finding->rule);
	finding->message = message;
	finding->rule = rule;
	finding->rule_explicit = true;
	finding->severity = SEVERITY_NOTICE;
	finding_identify(finding);
	return 0;
}

/* Places that the findings of the inventory in force are about, and name. */
struct told {
	struct text_index *places, *others;
};

static int index_told(struct told *told, const struct verdict *own)
{
	int err = 0;

	told->places = text_index_new(own->count);
	told->others = text_index_new(own->count);
	if (!told->places || !told->others)
		return -ENOMEM;
	for (size_t i = 0; i < own->count && !err; i++) {
		const struct finding *finding = own->findings[i];

		if (finding->place)
			err = text_index_add(told->places, finding->place, i);
		if (finding->other_place && !err)
			err = text_index_add(told->others, finding->other_place, i);
	}
	return err;
}

static bool holds(const struct text_index *index, const char *text)
{
	return text && text_index_first(index, text) != INDEX_END;
}

static bool speaks_of(const struct told *told, const struct finding *finding)
{
	return holds(told->places, finding->place) || holds(told->others, finding->place) ||
	       holds(told->places, finding->other_place);
}

/* Leaves what was not @told already, told anew. */
static int sift(struct verdict *verdict, const struct told *told)
{
	size_t i, kept = 0;
	int err = 0;

	for (i = 0; i < verdict->count; i++) {
		struct finding *finding = verdict->findings[i];

		if (speaks_of(told, finding)) {
			finding_free(finding);
			continue;
		}
		verdict->findings[kept++] = finding;
		if (!err)
			err = retell(finding);
	}
	verdict->count = kept;
	return err;
}

static int sift_by(struct verdict *verdict, const struct verdict *own)
{
	struct told told = { 0 };
	int err = index_told(&told, own);

	if (!err)
		err = sift(verdict, &told);
	text_index_free(told.places);
	text_index_free(told.others);
	return err;
}

int previous_compare(const struct snapshot *before, const char *path,
		     const struct snapshot *now, const struct inventory *own,
		     struct names *names, struct verdict *verdict)
{
	struct inventory *then = NULL;
	struct verdict judged = { 0 };
	int err;

	*verdict = (struct verdict){ 0 };
	if (!before->count)
		return 0;
	err = learn(before, path, &then);
	if (err)
		return err;
	err = compare(now, then, names, verdict);
	if (!err && own)
		err = compare(now, own, NULL, &judged);
	if (!err)
		err = sift_by(verdict, &judged);
	verdict_clear(&judged);
	if (err)
		verdict_clear(verdict);
	inventory_free(then);
	return err;
}
