// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * finding.c: one difference between a snapshot and an inventory, and the id
 * that is the same for it across restarts and reboots.
 */
#include "finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_client.h"
#include "place.h"
#include "sha256.h"

static const char *const class_names[] = {
	[FINDING_UNEXPECTED] = "unexpected",
	[FINDING_MISSING] = "missing",
	[FINDING_CHANGED] = "changed",
	[FINDING_MOVED] = "moved",
	[FINDING_FORBIDDEN] = "forbidden",
	[FINDING_DUPLICATE] = "duplicate",
	[FINDING_DEGRADED] = "degraded",
	[FINDING_UNREADABLE] = "unreadable",
	[FINDING_INVENTORY] = "inventory",
	[FINDING_LEDGER] = "ledger",
};

static const char *const severity_names[] = {
	[SEVERITY_NOTICE] = "notice",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_CRITICAL] = "critical",
};

static const char *const state_names[] = {
	[FINDING_RAISED] = "raised",
	[FINDING_STANDING] = "standing",
	[FINDING_CLEARED] = "cleared",
	[FINDING_FLAPPING] = "flapping",
};

/*
 * What an arrival is told apart by. Not the serial: one source can read it
 * where another cannot, and the finding is still the same.
 */
static const char *const identity_keys[] = {
	"vendor", "device", "subsystem_vendor", "subsystem_device", "class",
	"revision", "name",
};

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const char *name_of(const char *const *names, size_t count, unsigned int index)
{
	return index < count && names[index] ? names[index] : "unknown";
}

/** finding_class_name() - the class as every output writes it */
const char *finding_class_name(enum finding_class class)
{
	return name_of(class_names, ARRAY_SIZE(class_names), class);
}

/** finding_class_parse() - Return: the class, or 0 for an unknown name. */
enum finding_class finding_class_parse(const char *name)
{
	for (size_t i = 1; i < ARRAY_SIZE(class_names); i++)
		if (strcmp(class_names[i], name) == 0)
			return i;
	return 0;
}

/** severity_name() - the severity as every file and output writes it */
const char *severity_name(enum severity severity)
{
	return name_of(severity_names, ARRAY_SIZE(severity_names), severity);
}

/** severity_parse() - Return: the severity, or 0 for an unknown name. */
enum severity severity_parse(const char *name)
{
	for (size_t i = 1; i < ARRAY_SIZE(severity_names); i++)
		if (strcmp(severity_names[i], name) == 0)
			return i;
	return 0;
}

/** finding_state_name() - the state as every output writes it */
const char *finding_state_name(enum finding_state state)
{
	return name_of(state_names, ARRAY_SIZE(state_names), state);
}

/** finding_state_parse() - Return: the state, or 0 for an unknown name. */
enum finding_state finding_state_parse(const char *name)
{
	for (size_t i = 1; i < ARRAY_SIZE(state_names); i++)
		if (strcmp(state_names[i], name) == 0)
			return i;
	return 0;
}

/**
 * finding_new() - a finding that has just been raised
 * @place: where; NULL for one that is not about a place
 * Return: the finding, or NULL without memory.
 */
struct finding *finding_new(enum finding_class class, enum severity severity,
			    const char *place)
{
	struct finding *finding = calloc(1, sizeof(*finding));

	if (!finding)
		return NULL;
	finding->class = class;
	finding->severity = severity;
	finding->state = FINDING_RAISED;
	if (place) {
		finding->place = strdup(place);
		if (!finding->place) {
			free(finding);
			return NULL;
		}
	}
	return finding;
}

bool finding_is_absence(const struct finding *finding)
{
	return finding->class == FINDING_MISSING ||
	       (finding->class == FINDING_UNREADABLE && finding->expected_count);
}

/* The owned strings, so that copying, stripping and freeing cannot forget one. */
#define STRINGS(finding) {						\
	&(finding)->place, &(finding)->rule, &(finding)->inventory_path,\
	&(finding)->inventory_digest, &(finding)->field,		\
	&(finding)->expected, &(finding)->seen, &(finding)->other_place,\
	&(finding)->group, &(finding)->message, &(finding)->location,	\
	&(finding)->advice,						\
}

/** finding_free() - NULL is fine */
void finding_free(struct finding *finding)
{
	if (!finding)
		return;

	char **strings[] = STRINGS(finding);

	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		free(*strings[i]);
	json_object_put(finding->device);
	free(finding);
}

void finding_strip(struct finding *finding)
{
	char **strings[] = STRINGS(finding);

	for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
		if (strings[i] == &finding->place || strings[i] == &finding->field)
			continue;
		free(*strings[i]);
		*strings[i] = NULL;
	}
	json_object_put(finding->device);
	finding->device = NULL;
}

/**
 * finding_copy() - a finding of its own with the same content
 * Return: the copy, or NULL without memory.
 */
struct finding *finding_copy(const struct finding *finding)
{
	struct finding *copy = malloc(sizeof(*copy));
	bool complete = true;

	if (!copy)
		return NULL;
	*copy = *finding;
	copy->device = json_object_get(finding->device);

	char **strings[] = STRINGS(copy);

	for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
		if (!*strings[i])
			continue;
		*strings[i] = strdup(*strings[i]);
		complete = complete && *strings[i];
	}
	if (complete)
		return copy;
	finding_free(copy);
	return NULL;
}

/*
 * Fold @text into @state: each text is hashed before it is folded in, so no two
 * lists of texts run together, and nothing has to be allocated.
 */
static void hash_text(unsigned char *state, const char *text)
{
	unsigned char both[2 * SHA256_SIZE];

	if (!text)
		text = "";
	memcpy(both, state, SHA256_SIZE);
	sha256_of(text, strlen(text), both + SHA256_SIZE);
	sha256_of(both, sizeof(both), state);
}

static const char *text_of(struct json_object *json, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(json, key, &value) &&
	       json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

/*
 * The memory of a module, at 50 to 57, that no firmware named: what it is called is its
 * kernel's matter, and so is whether anything was read of it.
 */
static bool is_module(const struct finding *finding)
{
	const char *kind = text_of(finding->device, "kind"), *name = text_of(finding->device, "name");
	const char *step = finding->place ? strrchr(finding->place, '/') : NULL;
	struct json_object *spd;

	if (!step || strlen(step) != 3 || step[1] != '5' || step[2] < '0' || step[2] > '7' ||
	    !kind || strcmp(kind, "client") || text_of(finding->device, "firmware_path"))
		return false;
	return (name && kernel_client_is_spd(name)) ||
	       (json_object_object_get_ex(finding->device, "spd", &spd) &&
		json_object_is_type(spd, json_type_object));
}

static void hash_identity(unsigned char *state, struct json_object *device)
{
	for (size_t i = 0; i < ARRAY_SIZE(identity_keys); i++) {
		struct json_object *value;

		if (!json_object_object_get_ex(device, identity_keys[i], &value))
			value = NULL;
		hash_text(state, value ? json_object_get_string(value) : NULL);
	}
}

/*
 * A client that firmware named counts as at its firmware path on its adapter,
 * for not every source can tell its address.
 */
static void hash_place(unsigned char *state, const struct finding *finding)
{
	char text[2 * PLACE_MAX];
	struct json_object *path;
	size_t length;

	if (!finding->place || finding_is_absence(finding) ||
	    !json_object_object_get_ex(finding->device, "firmware_path", &path) ||
	    !json_object_is_type(path, json_type_string)) {
		hash_text(state, finding->place);
		return;
	}
	length = place_parent(finding->place);
	snprintf(text, sizeof(text), "%.*s/?%s", (int)length, finding->place,
		 json_object_get_string(path));
	hash_text(state, text);
}

/**
 * finding_identify() - set the id from what the finding is about
 * @finding: complete but for its id
 *
 * Covers class, place, rule label, differing field and its value. Where no
 * field differs the device itself is the difference, so that one stranger
 * after another in one slot are two findings; but of a memory module its place.
 */
void finding_identify(struct finding *finding)
{
	unsigned char state[SHA256_SIZE] = { 0 };

	hash_text(state, "muster-finding/1");
	hash_text(state, finding_class_name(finding->class));
	hash_place(state, finding);
	hash_text(state, finding->rule);
	hash_text(state, finding->field);
	hash_text(state, finding->seen);
	if (!finding->field && finding->class != FINDING_MISSING && !is_module(finding))
		hash_identity(state, finding->device);
	for (size_t i = 0; i < (sizeof(finding->id) - 1) / 2; i++)
		snprintf(finding->id + 2 * i, 3, "%02x", state[i]);
}
