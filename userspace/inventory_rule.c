// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_rule.c: one rule of an inventory file.
 */
#include "inventory_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "rule.h"

#define FUNCTION (1u << DEVICE_FUNCTION)
#define ADAPTER (1u << DEVICE_ADAPTER)
#define CLIENT (1u << DEVICE_CLIENT)

/* A rule while it is read: what only makes sense once the whole of it is known. */
struct draft {
	struct rule *rule;
	struct pattern serial;
	bool serial_pinned, counted, min_given;
};

static int read_label(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct draft *draft = target;

	return reader_text(reader, spot, json, &draft->rule->label);
}

/* "**" stands for whole steps; "*" for text within one. */
static bool pattern_valid(const char *place)
{
	const char *stars = place;

	if (strlen(place) > PLACE_MAX || *place == '/' || strstr(place, "//") ||
	    place[strlen(place) - 1] == '/')
		return false;
	while ((stars = strstr(stars, "**"))) {
		if ((stars > place && stars[-1] != '/') || (stars[2] && stars[2] != '/'))
			return false;
		stars += 2;
	}
	return true;
}

static int read_place(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct draft *draft = target;
	struct rule *rule = draft->rule;
	int err = reader_text(reader, spot, json, &rule->place);

	if (err)
		return err;
	rule->exact = !strchr(rule->place, '*');
	if (rule->exact ? !place_valid(rule->place) : !pattern_valid(rule->place))
		return reader_refuse(reader, spot, "\"%s\" is not a place, such as 0000:00/1c.4/00.0, or a pattern of one",
				     rule->place);
	return 0;
}

static int read_bus(const struct reader *reader, const struct spot *spot,
		    struct json_object *json, void *target)
{
	static const char *const words[] = { "pci", "i2c", NULL };
	static const unsigned int kinds[] = { FUNCTION, ADAPTER | CLIENT };
	struct draft *draft = target;
	int word = reader_word(reader, spot, json, words);

	if (word < 0)
		return word;
	draft->rule->kinds &= kinds[word];
	return 0;
}

static int read_kind(const struct reader *reader, const struct spot *spot,
		     struct json_object *json, void *target)
{
	static const char *const words[] = { "function", "adapter", "client", NULL };
	static const unsigned int kinds[] = { FUNCTION, ADAPTER, CLIENT };
	struct draft *draft = target;
	int word = reader_word(reader, spot, json, words);

	if (word < 0)
		return word;
	draft->rule->kinds &= kinds[word];
	return 0;
}

static int read_identities(const struct reader *reader, const struct spot *spot,
			   struct json_object *json, void *target)
{
	struct draft *draft = target;

	return identities_read(reader, spot, json, draft->rule);
}

static int read_presence(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, void *target)
{
	static const char *const words[] = { "required", "optional", "forbidden", NULL };
	struct draft *draft = target;
	int word = reader_word(reader, spot, json, words);

	if (word < 0)
		return word;
	draft->rule->presence = PRESENCE_REQUIRED + word;
	return 0;
}

static int read_min(const struct reader *reader, const struct spot *spot,
		    struct json_object *json, void *target)
{
	struct draft *draft = target;

	draft->min_given = true;
	return reader_count(reader, spot, json, &draft->rule->min);
}

static int read_max(const struct reader *reader, const struct spot *spot,
		    struct json_object *json, void *target)
{
	struct draft *draft = target;

	return reader_count(reader, spot, json, &draft->rule->max);
}

static int read_count(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	static const struct reader_key keys[] = {
		{ "min", read_min, false }, { "max", read_max, false }, { NULL, NULL, false },
	};
	struct draft *draft = target;
	struct rule *rule = draft->rule;
	int err;

	draft->counted = true;
	if (json_object_is_type(json, json_type_int)) {
		err = reader_count(reader, spot, json, &rule->max);
		rule->min = rule->max;
	} else {
		rule->max = COUNT_UNLIMITED;
		err = reader_object(reader, spot, json, keys, draft);
	}
	if (err)
		return err;
	if (rule->max == 0)
		return reader_refuse(reader, spot, "a part of which none may be there is \"presence\": \"forbidden\"");
	if (rule->min > rule->max)
		return reader_refuse(reader, spot, "min is more than max");
	return 0;
}

static int read_severity(const struct reader *reader, const struct spot *spot,
			 struct json_object *json, void *target)
{
	static const char *const words[] = { "notice", "warning", "critical", NULL };
	struct draft *draft = target;
	int word = reader_word(reader, spot, json, words);

	if (word < 0)
		return word;
	draft->rule->severity = SEVERITY_NOTICE + word;
	return 0;
}

static int read_serial(const struct reader *reader, const struct spot *spot,
		       struct json_object *json, void *target)
{
	struct draft *draft = target;

	draft->serial_pinned = true;
	draft->rule->kinds &= field_table[FIELD_SERIAL].kinds;
	return reader_pattern(reader, spot, json, &draft->serial, NULL, NULL);
}

static int read_virtual(const struct reader *reader, const struct spot *spot,
			struct json_object *json, void *target)
{
	static const char *const words[] = { "allow", "forbid", NULL };
	struct draft *draft = target;
	struct rule *rule = draft->rule;
	int word;

	rule->kinds &= FUNCTION;
	if (json_object_is_type(json, json_type_int))
		return reader_count(reader, spot, json, &rule->virtual_max);
	word = reader_word(reader, spot, json, words);
	if (word < 0)
		return word;
	rule->virtual_max = word == 0 ? COUNT_UNLIMITED : 0;
	return 0;
}

static int read_shape(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	(void)json;
	(void)target;
	return reader_refuse(reader, spot, "this version does not compute shape digests; remove the key");
}

static const struct reader_key rule_keys[] = {
	{ "label", read_label, true },
	{ "place", read_place, false },
	{ "bus", read_bus, false },
	{ "kind", read_kind, false },
	{ "identity", read_identities, false },
	{ "presence", read_presence, false },
	{ "count", read_count, false },
	{ "severity", read_severity, false },
	{ "serial", read_serial, false },
	{ "shape", read_shape, false },
	{ "virtual_functions", read_virtual, false },
	{ NULL, NULL, false },
};

/* The pinned serial is one more field of each identity. */
static int pin_serial(const struct reader *reader, const struct spot *spot,
		      struct draft *draft)
{
	struct rule *rule = draft->rule;

	if (!rule->identities) {
		rule->identities = calloc(1, sizeof(*rule->identities));
		if (!rule->identities)
			return -ENOMEM;
		rule->identity_count = 1;
	}
	for (size_t i = 0; i < rule->identity_count; i++) {
		struct pattern *pattern;

		if (identity_term(&rule->identities[i], FIELD_SERIAL))
			return reader_refuse(reader, spot, "the serial is pinned twice, by the rule and by its identity");
		pattern = identity_add(&rule->identities[i], FIELD_SERIAL);
		if (!pattern)
			return -ENOMEM;
		pattern->none = draft->serial.none;
		for (size_t k = 0; k < draft->serial.count; k++)
			if (pattern_add(pattern, draft->serial.texts[k]))
				return -ENOMEM;
	}
	return 0;
}

/* What depends on several keys at once. */
static int finish_rule(const struct reader *reader, const struct spot *spot,
		       struct draft *draft)
{
	struct rule *rule = draft->rule;

	if (!rule->kinds)
		return reader_refuse(reader, spot, "no device has what rule \"%s\" asks for: bus, kind and fields do not go together",
				     rule->label);
	if (!rule->place && !rule->identity_count && !draft->serial_pinned)
		return reader_refuse(reader, spot, "rule \"%s\" has neither place nor identity: it would pass anything",
				     rule->label);
	if (rule->presence == PRESENCE_FORBIDDEN && draft->counted)
		return reader_refuse(reader, spot, "a forbidden part has no count");
	if (rule->presence == PRESENCE_OPTIONAL && draft->min_given && rule->min)
		return reader_refuse(reader, spot, "an optional part has no min");
	if (!draft->counted) {
		rule->min = 1;
		rule->max = rule->exact ? 1 : COUNT_UNLIMITED;
	}
	if (rule->presence != PRESENCE_REQUIRED)
		rule->min = 0;
	return draft->serial_pinned ? pin_serial(reader, spot, draft) : 0;
}

int rule_read(const struct reader *reader, const struct spot *spot,
	      struct json_object *json, struct rule *rule)
{
	struct draft draft = { .rule = rule };
	int err;

	*rule = (struct rule){
		.kinds = FUNCTION | ADAPTER | CLIENT,
		.presence = PRESENCE_REQUIRED,
		.severity = SEVERITY_CRITICAL,
		.virtual_max = COUNT_UNLIMITED,
	};
	err = reader_object(reader, spot, json, rule_keys, &draft);
	if (!err)
		err = finish_rule(reader, spot, &draft);
	pattern_clear(&draft.serial);
	if (err)
		rule_clear(rule);
	return err;
}
