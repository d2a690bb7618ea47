// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept.c: change an inventory until the findings named are gone, a
 * step at a time, judging again after each.
 *
 * Invariant: a text comes out only if the findings are gone and no other has come.
 */
#include "inventory_accept_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* An acceptance under way. @wanted, @before: by id; @places: of what is wanted. */
struct work {
	const struct accept_request *request;
	struct accept_result *result;
	struct json_object *before, *wanted, *places;
	struct json_edit edit;
	struct inventory *inventory;	/* the next two: of the text as it is now */
	struct verdict verdict;
};

const char *accept_refusal(const struct finding *finding, bool force)
{
	switch (finding->class) {
	case FINDING_DUPLICATE:
		return "one of two parts with one serial is a copy, or their maker gave it out twice: if so, write the serial into \"placeholders\"";
	case FINDING_UNREADABLE:
		return "nobody can vouch for what cannot be read: mend that, or make its rule optional by hand";
	case FINDING_INVENTORY:
		return "it is about the inventory itself: \"muster inventory lint\" says what is wrong";
	case FINDING_LEDGER:
		return "it is about the record, of which no inventory speaks";
	case FINDING_FORBIDDEN:
		return force ? NULL : "a rule forbids it; --force puts a rule for this part at this place where the ban was";
	default:
		return NULL;
	}
}

int accept_judge(const struct accept_request *request, const char *text, size_t length,
		 struct verdict *verdict, struct inventory **inventory, char **why)
{
	int err = inventory_parse(request->path, text, length, inventory, why);

	if (err)
		return err;
	if (request->model)
		err = inventory_extend(*inventory, request->model);
	if (!err && request->watch && !(*inventory)->no_watch)
		err = inventory_watch(*inventory, request->watch);
	if (!err)
		err = compare(request->snapshot, *inventory, request->names, verdict);
	if (!err)
		return 0;
	inventory_free(*inventory);
	*inventory = NULL;
	return err;
}

static int judge(struct work *work)
{
	char *why = NULL;
	int err;

	verdict_clear(&work->verdict);
	inventory_free(work->inventory);
	work->inventory = NULL;
	err = accept_judge(work->request, work->edit.text, work->edit.length, &work->verdict,
			   &work->inventory, &why);
	free(work->result->why);
	work->result->why = why;
	return err;
}

static bool holds(struct json_object *set, const char *key)
{
	return key && json_object_object_get_ex(set, key, NULL);
}

static void put(struct json_object *set, const char *key)
{
	if (key)
		json_object_object_add(set, key, NULL);
}

static struct json_object *entry_of(const struct finding *finding)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "id", json_object_new_string(finding->id));
	json_object_object_add(json, "class", json_object_new_string(finding_class_name(finding->class)));
	json_object_object_add(json, "place", text_json(finding->place));
	json_object_object_add(json, "rule", text_json(finding->rule));
	json_object_object_add(json, "message", text_json(finding->message));
	return json;
}

static void want(struct work *work, const struct finding *finding)
{
	if (!holds(work->wanted, finding->id))
		json_object_object_add(work->wanted, finding->id, entry_of(finding));
	put(work->places, finding->place);
	put(work->places, finding->other_place);
}

/* Where one change answers two findings, the one that says more comes first. */
static unsigned int rank(const struct finding *finding)
{
	switch (finding->class) {
	case FINDING_MOVED:
		return 0;
	case FINDING_FORBIDDEN:
		return 1;
	case FINDING_UNEXPECTED:
		return finding->rule ? 2 : 4;
	case FINDING_MISSING:
		return 5;
	default:
		return 3;
	}
}

static const struct finding *next_finding(const struct work *work)
{
	const struct finding *next = NULL;

	for (size_t i = 0; i < work->verdict.count; i++) {
		const struct finding *finding = work->verdict.findings[i];

		if (holds(work->wanted, finding->id) && (!next || rank(finding) < rank(next)))
			next = finding;
	}
	return next;
}

static const char *text_of(const struct finding *finding, const char *key)
{
	struct json_object *json;

	if (!json_object_object_get_ex(finding->device, key, &json) ||
	    !json_object_is_type(json, json_type_string))
		return NULL;
	return json_object_get_string(json);
}

/* How much of what the finding says of its device holds for @device. */
static unsigned int likeness(const struct finding *finding, const struct device *device)
{
	static const enum field fields[] = {
		FIELD_ADDRESS, FIELD_VENDOR, FIELD_DEVICE, FIELD_SUBSYSTEM_VENDOR,
		FIELD_SUBSYSTEM_DEVICE, FIELD_REVISION, FIELD_SERIAL, FIELD_NAME, FIELD_FIRMWARE_PATH,
	};
	unsigned int count = 1;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char *said = text_of(finding, field_table[fields[i]].name);
		const char *mine = device_get(device, fields[i]);

		count += said && mine && strcmp(said, mine) == 0;
	}
	return count;
}

/* Several may have one place, where a source knows only the end of it. */
static const struct device *find_device(const struct snapshot *snapshot, const struct finding *finding)
{
	const struct device *found = NULL;
	unsigned int best = 0;

	if (finding->class == FINDING_MISSING || !finding->place)
		return NULL;
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];
		unsigned int like = strcmp(device->place, finding->place) ? 0 : likeness(finding, device);

		if (like > best) {
			best = like;
			found = device;
		}
	}
	return found;
}

static const struct rule *find_rule(const struct inventory *inventory, const char *label)
{
	for (size_t i = 0; label && i < inventory->rule_count; i++)
		if (strcmp(inventory->rules[i].label, label) == 0)
			return &inventory->rules[i];
	return NULL;
}

/* @before: the text without the change; NULL: another's made it pass */
static int record(struct work *work, struct json_object *entry, const char *before)
{
	char *lines = before ? json_edit_lines(before, work->edit.text) : strdup("");

	if (!lines)
		return -ENOMEM;
	json_object_object_add(entry, "lines", text_lines(lines));
	json_object_array_add(work->result->changes, json_object_get(entry));
	free(lines);
	return 0;
}

static void explain(struct work *work, const struct finding *finding, const char *what)
{
	free(work->result->why);
	if (asprintf(&work->result->why, "%s finding %.12s at %s: %s", finding_class_name(finding->class),
		     finding->id, finding->place ? finding->place : "no place", what) < 0)
		work->result->why = NULL;
}

static int step(struct work *work, const struct finding *finding)
{
	struct change change = {
		.request = work->request, .inventory = work->inventory,
		.verdict = &work->verdict, .finding = finding,
		.device = find_device(work->request->snapshot, finding),
		.rule = find_rule(work->inventory, finding->rule),
		.index = NOT_OWN, .edit = &work->edit,
	};
	char *before = strdup(work->edit.text);
	int err = before ? accept_change(&change) : -ENOMEM;

	if (!err)
		err = record(work, json_object_object_get(work->wanted, finding->id), before);
	if (err && err != -ENOMEM) {
		explain(work, finding, change.why ? change.why :
			"the file is not laid out so that the change can be made in it");
		err = -EPERM;
	}
	free(change.why);
	free(before);
	return err;
}

/*
 * By which a duplicate is known before and after: another rule for the part makes
 * another finding of it, but no other duplicate.
 */
static bool duplicate_key(const struct finding *finding, char *key, size_t size)
{
	return finding->class == FINDING_DUPLICATE && finding->place && finding->seen &&
	       snprintf(key, size, "%s %s", finding->place, finding->seen) < (int)size;
}

static bool was_there(const struct work *work, const struct finding *finding)
{
	char key[512];

	return holds(work->before, finding->id) ||
	       (duplicate_key(finding, key, sizeof(key)) && holds(work->before, key));
}

/*
 * What came of the changes: about the same places it is accepted with them,
 * for it is the same part that somebody vouches for; else it is in the way.
 * Return: 1: there is more to do, 0, -EPERM.
 */
static int take_consequences(struct work *work)
{
	int more = 0;

	for (size_t i = 0; i < work->verdict.count; i++) {
		const struct finding *finding = work->verdict.findings[i];

		if (was_there(work, finding))
			continue;
		if (!holds(work->places, finding->place) || accept_refusal(finding, false)) {
			explain(work, finding, "it would come instead: accept it together with what gives rise to it, or change the file by hand");
			return -EPERM;
		}
		want(work, finding);
		more = 1;
	}
	return more;
}

/* Every step makes one finding go away, or ends it all. */
static int run(struct work *work)
{
	size_t left = 4 * (json_object_object_length(work->wanted) + 4);
	const struct finding *finding;
	char id[sizeof(finding->id)];
	int err = 1;

	while (err == 1) {
		err = 0;
		while (!err && (finding = next_finding(work))) {
			strcpy(id, finding->id);
			err = left-- ? step(work, finding) : -EPERM;
			if (!err)
				err = judge(work);
			finding = err ? NULL : next_finding(work);
			if (finding && strcmp(finding->id, id) == 0) {
				explain(work, finding, "no change of the rules makes it pass");
				err = -EPERM;
			}
		}
		if (!err)
			err = take_consequences(work);
	}
	return err;
}

static int choose(struct work *work, const char *const *ids, size_t count)
{
	for (size_t i = 0; i < work->verdict.count; i++) {
		const struct finding *finding = work->verdict.findings[i];
		char key[512];

		put(work->before, finding->id);
		if (duplicate_key(finding, key, sizeof(key)))
			put(work->before, key);
	}
	for (size_t i = 0; i < count; i++) {
		size_t j = 0;

		while (j < work->verdict.count && strcmp(work->verdict.findings[j]->id, ids[i]))
			j++;
		if (j == work->verdict.count) {
			if (asprintf(&work->result->why, "there is no finding %s on this machine by this inventory",
				     ids[i]) < 0)
				work->result->why = NULL;
			return -EPERM;
		}
		want(work, work->verdict.findings[j]);
	}
	return 0;
}

/* The note, and the proof of the whole once more, as it will stand in the file. */
static int finish(struct work *work)
{
	int err = 0;

	json_object_object_foreach(work->wanted, id, entry) {
		(void)id;
		if (!err && !json_object_object_get_ex(entry, "lines", NULL))
			err = record(work, entry, NULL);
	}
	if (!err)
		err = accept_note(work->request, &work->edit, work->result->changes);
	if (!err)
		err = judge(work);
	if (!err && next_finding(work))
		err = -EPERM;
	if (!err)
		err = take_consequences(work);
	if (err)
		return err > 0 ? -EPERM : err;
	work->result->text = work->edit.text;
	work->edit.text = NULL;
	return 0;
}

int accept_findings(const struct accept_request *request, const char *const *ids, size_t count,
		    struct accept_result *result)
{
	struct work work = { .request = request, .result = result };
	int err;

	*result = (struct accept_result){ .changes = json_object_new_array() };
	work.before = json_object_new_object();
	work.wanted = json_object_new_object();
	work.places = json_object_new_object();
	err = json_edit_begin(&work.edit, request->text, request->length);
	if (!err && memchr(request->text, '\0', request->length)) {
		result->why = strdup("there is a NUL byte in a comment of the file");
		err = -EINVAL;
	}
	if (!err)
		err = judge(&work);
	if (!err)
		err = choose(&work, ids, count);
	if (!err)
		err = run(&work);
	if (!err)
		err = finish(&work);
	verdict_clear(&work.verdict);
	inventory_free(work.inventory);
	json_edit_end(&work.edit);
	json_object_put(work.before);
	json_object_put(work.wanted);
	json_object_put(work.places);
	return err;
}

void accept_result_clear(struct accept_result *result)
{
	free(result->text);
	free(result->why);
	json_object_put(result->changes);
	*result = (struct accept_result){ 0 };
}
