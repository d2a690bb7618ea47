// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * finding_json.c: a finding as JSON, both ways. Keys that do not apply to a
 * finding are left out; keys that every finding has are null where unknown.
 */
#include "finding.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "text.h"

#define SECOND UINT64_C(1000000000)	/* ns */

/* RFC 3339 in UTC with nanoseconds; null for 0. */
static struct json_object *time_to_json(uint64_t time)
{
	char text[64], whole[32];
	struct tm tm;
	time_t seconds = time / SECOND;

	if (!time || !gmtime_r(&seconds, &tm))
		return NULL;
	strftime(whole, sizeof(whole), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text, sizeof(text), "%s.%09" PRIu64 "Z", whole, time % SECOND);
	return json_object_new_string(text);
}

static int time_from_json(struct json_object *json, uint64_t *time)
{
	struct tm tm = { 0 };
	unsigned int nanoseconds;
	const char *rest;
	int length = 0;
	time_t seconds;

	*time = 0;
	if (!json)
		return 0;
	if (!json_object_is_type(json, json_type_string))
		return -EINVAL;
	rest = strptime(json_object_get_string(json), "%Y-%m-%dT%H:%M:%S", &tm);
	if (!rest || sscanf(rest, ".%9uZ%n", &nanoseconds, &length) != 1 ||
	    length != 11 || rest[length])
		return -EINVAL;
	seconds = timegm(&tm);
	if (seconds < 0)
		return -EINVAL;
	*time = (uint64_t)seconds * SECOND + nanoseconds;
	return 0;
}

static struct json_object *text_to_json(const char *text)
{
	return text_json(text);
}

static void add_text(struct json_object *json, const char *key, const char *text)
{
	if (text)
		json_object_object_add(json, key, text_json(text));
}

static void add_difference(struct json_object *json, const struct finding *finding)
{
	if (finding->field) {
		add_text(json, "field", finding->field);
		json_object_object_add(json, "expected", text_to_json(finding->expected));
		json_object_object_add(json, "seen", text_to_json(finding->seen));
		add_text(json, "register", finding->location);
	}
	if (finding->expected_count || finding->seen_count) {
		json_object_object_add(json, "expected_count",
				       json_object_new_int64(finding->expected_count));
		json_object_object_add(json, "seen_count",
				       json_object_new_int64(finding->seen_count));
	}
	add_text(json, "other_place", finding->other_place);
	add_text(json, "group", finding->group);
}

/* How often it came: only of what came more than once. */
static void add_count(struct json_object *json, const struct finding *finding)
{
	if (finding->count < 2)
		return;
	json_object_object_add(json, "count", json_object_new_uint64(finding->count));
	json_object_object_add(json, "first", time_to_json(finding->first));
	json_object_object_add(json, "last", time_to_json(finding->last));
}

static struct json_object *inventory_to_json(const struct finding *finding)
{
	struct json_object *json;

	if (!finding->inventory_path && !finding->inventory_digest)
		return NULL;
	json = json_object_new_object();
	json_object_object_add(json, "path", text_to_json(finding->inventory_path));
	json_object_object_add(json, "digest", text_to_json(finding->inventory_digest));
	return json;
}

/**
 * finding_to_json() - the finding as one object of schema muster-finding/1
 * @host: who writes it; NULL: the three keys are null
 */
struct json_object *finding_to_json(const struct finding *finding,
				    const struct finding_host *host)
{
	const struct finding_host nobody = { 0 };
	struct json_object *json = json_object_new_object();

	if (!host)
		host = &nobody;
	add_text(json, "schema", FINDING_SCHEMA);
	add_text(json, "id", finding->id);
	add_text(json, "state", finding_state_name(finding->state));
	json_object_object_add(json, "since", time_to_json(finding->since));
	json_object_object_add(json, "time", time_to_json(finding->time));
	add_count(json, finding);
	add_text(json, "class", finding_class_name(finding->class));
	add_text(json, "severity", severity_name(finding->severity));
	json_object_object_add(json, "place", text_to_json(finding->place));
	add_text(json, "message", finding->message ? finding->message : "");
	add_text(json, "advice", finding->advice);
	add_difference(json, finding);
	json_object_object_add(json, "device", json_object_get(finding->device));
	json_object_object_add(json, "rule", text_to_json(finding->rule));
	add_text(json, "rule_source", finding->rule_explicit ? "explicit" : "implicit");
	json_object_object_add(json, "inventory", inventory_to_json(finding));
	json_object_object_add(json, "seq", finding->seq ?
			       json_object_new_uint64(finding->seq) : NULL);
	json_object_object_add(json, "boot_id", text_to_json(host->boot_id));
	json_object_object_add(json, "hostname", text_to_json(host->hostname));
	json_object_object_add(json, "machine_id", text_to_json(host->machine_id));
	return json;
}

/* An absent key and null are the same; a text that holds a NUL is refused. */
static int get_text(struct json_object *json, const char *key, char **out)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) || !value)
		return 0;
	if (!json_object_is_type(value, json_type_string) ||
	    strlen(json_object_get_string(value)) != (size_t)json_object_get_string_len(value))
		return -EINVAL;
	*out = strdup(json_object_get_string(value));
	return *out ? 0 : -ENOMEM;
}

static int get_count(struct json_object *json, const char *key, unsigned int *out)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) || !value)
		return 0;
	if (!json_object_is_type(value, json_type_int) ||
	    json_object_get_int64(value) < 0 || json_object_get_int64(value) > UINT32_MAX)
		return -EINVAL;
	*out = json_object_get_int64(value);
	return 0;
}

static int get_number(struct json_object *json, const char *key, uint64_t *out)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) || !value)
		return 0;
	if (!json_object_is_type(value, json_type_int))
		return -EINVAL;
	*out = json_object_get_uint64(value);
	return 0;
}

static int get_time(struct json_object *json, const char *key, uint64_t *out)
{
	struct json_object *value;

	json_object_object_get_ex(json, key, &value);
	return time_from_json(value, out);
}

/* A text that names one of a known set; @out stays 0 for any other. */
static const char *word(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return "";
	return json_object_get_string(value);
}

static int read_words(struct json_object *json, struct finding *finding)
{
	const char *id = word(json, "id");

	if (strcmp(word(json, "schema"), FINDING_SCHEMA) != 0 ||
	    strlen(id) != sizeof(finding->id) - 1 ||
	    strspn(id, "0123456789abcdef") != strlen(id))
		return -EINVAL;
	strcpy(finding->id, id);
	finding->class = finding_class_parse(word(json, "class"));
	finding->severity = severity_parse(word(json, "severity"));
	finding->state = finding_state_parse(word(json, "state"));
	finding->rule_explicit = strcmp(word(json, "rule_source"), "explicit") == 0;
	if (!finding->class || !finding->severity || !finding->state)
		return -EINVAL;
	return 0;
}

static int read_texts(struct json_object *json, struct finding *finding)
{
	struct json_object *inventory = NULL;
	const struct {
		struct json_object *json;
		const char *key;
		char **out;
	} *text, texts[] = {
		{ json, "place", &finding->place },
		{ json, "rule", &finding->rule },
		{ json, "field", &finding->field },
		{ json, "expected", &finding->expected },
		{ json, "seen", &finding->seen },
		{ json, "other_place", &finding->other_place },
		{ json, "group", &finding->group },
		{ json, "message", &finding->message },
		{ json, "register", &finding->location },
		{ json, "advice", &finding->advice },
		{ NULL, "path", &finding->inventory_path },
		{ NULL, "digest", &finding->inventory_digest },
	};
	int err;

	json_object_object_get_ex(json, "inventory", &inventory);
	if (inventory && !json_object_is_type(inventory, json_type_object))
		return -EINVAL;
	for (text = texts; text < texts + sizeof(texts) / sizeof(texts[0]); text++) {
		err = get_text(text->json ? text->json : inventory, text->key, text->out);
		if (err)
			return err;
	}
	return 0;
}

static int read_numbers(struct json_object *json, struct finding *finding)
{
	int err;

	err = get_count(json, "expected_count", &finding->expected_count);
	if (!err)
		err = get_count(json, "seen_count", &finding->seen_count);
	if (err)
		return err;
	err = get_number(json, "seq", &finding->seq);
	if (!err)
		err = get_number(json, "count", &finding->count);
	if (!err)
		err = get_time(json, "since", &finding->since);
	if (!err)
		err = get_time(json, "time", &finding->time);
	if (!err)
		err = get_time(json, "first", &finding->first);
	return err ? err : get_time(json, "last", &finding->last);
}

/**
 * finding_from_json() - read what finding_to_json() wrote; unknown keys are
 * ignored, the three names of the host are not kept
 * Return: 0, -EINVAL, -ENOMEM.
 */
int finding_from_json(struct json_object *json, struct finding **out)
{
	struct json_object *device = NULL;
	struct finding *finding;
	int err;

	if (!json_object_is_type(json, json_type_object))
		return -EINVAL;
	finding = finding_new(0, 0, NULL);
	if (!finding)
		return -ENOMEM;
	err = read_words(json, finding);
	if (!err)
		err = read_texts(json, finding);
	if (!err)
		err = read_numbers(json, finding);
	json_object_object_get_ex(json, "device", &device);
	if (!err && device && !json_object_is_type(device, json_type_object))
		err = -EINVAL;
	if (err) {
		finding_free(finding);
		return err;
	}
	finding->device = json_object_get(device);
	*out = finding;
	return 0;
}
