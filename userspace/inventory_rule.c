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
#include "text.h"

#define FUNCTION (1u << DEVICE_FUNCTION)
#define ADAPTER (1u << DEVICE_ADAPTER)
#define CLIENT (1u << DEVICE_CLIENT)
#define ANSWERING (1u << DEVICE_ANSWERING)

/* A rule while it is read: what only makes sense once the whole of it is known. */
struct draft {
	struct rule *rule;
	struct pattern serial, shape;
	bool counted, min_given;
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
	static const unsigned int kinds[] = { FUNCTION, ADAPTER | CLIENT | ANSWERING };
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
	static const char *const words[] = {
		"function", "adapter", "client", "answering", NULL,
	};
	static const unsigned int kinds[] = { FUNCTION, ADAPTER, CLIENT, ANSWERING };
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

	draft->rule->kinds &= field_table[FIELD_SERIAL].kinds;
	return reader_pattern(reader, spot, json, &draft->serial, NULL, NULL);
}

static int read_shape(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct draft *draft = target;

	draft->rule->kinds &= field_table[FIELD_SHAPE].kinds;
	return reader_pattern(reader, spot, json, &draft->shape, digest_valid, NULL);
}

static int read_width(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	struct draft *draft = target;
	unsigned int width;
	int err = reader_count(reader, spot, json, &width);

	if (err)
		return err;
	/* PCI Express: the widths that a link may have */
	if (!width || width > 32 || ((width & (width - 1)) && width != 12))
		return reader_refuse(reader, spot, "%u is no width of a link: 1, 2, 4, 8, 12, 16 or 32 is", width);
	draft->rule->link_width = width;
	return 0;
}

static int read_speed(const struct reader *reader, const struct spot *spot,
		      struct json_object *json, void *target)
{
	static const char *const words[] = {
		"2.5 GT/s", "5.0 GT/s", "8.0 GT/s", "16.0 GT/s", "32.0 GT/s",
		"64.0 GT/s", NULL,
	};
	struct draft *draft = target;
	int word = reader_word(reader, spot, json, words);

	if (word < 0)
		return word;
	draft->rule->link_speed = strdup(words[word]);
	return draft->rule->link_speed ? 0 : -ENOMEM;
}

static int read_link(const struct reader *reader, const struct spot *spot,
		     struct json_object *json, void *target)
{
	static const struct reader_key keys[] = {
		{ "width", read_width, false }, { "speed", read_speed, false },
		{ NULL, NULL, false },
	};
	struct draft *draft = target;
	int err = reader_object(reader, spot, json, keys, draft);

	if (err)
		return err;
	draft->rule->kinds &= FUNCTION;
	if (!draft->rule->link_width && !draft->rule->link_speed)
		return reader_refuse(reader, spot, "a link is asked for its \"width\", its \"speed\" or both");
	return 0;
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
	{ "link", read_link, false },
	{ "virtual_functions", read_virtual, false },
	{ NULL, NULL, false },
};

static bool is_given(const struct pattern *pattern)
{
	return pattern->count || pattern->none;
}

/* Without an identity the rule gets one, so that it can hold what is pinned. */
static int need_identity(struct rule *rule)
{
	if (rule->identities)
		return 0;
	rule->identities = calloc(1, sizeof(*rule->identities));
	if (!rule->identities)
		return -ENOMEM;
	rule->identity_count = 1;
	return 0;
}

/* What is pinned is one more field of each identity. */
static int pin(const struct reader *reader, const struct spot *spot, struct rule *rule,
	       enum field field, const struct pattern *pinned)
{
	int err = is_given(pinned) ? need_identity(rule) : 0;

	for (size_t i = 0; is_given(pinned) && !err && i < rule->identity_count; i++) {
		struct pattern *pattern;

		if (identity_term(&rule->identities[i], field))
			return reader_refuse(reader, spot, "the %s is pinned twice, by the rule and by its identity",
					     field_table[field].name);
		pattern = identity_add(&rule->identities[i], field);
		if (!pattern)
			return -ENOMEM;
		pattern->none = pinned->none;
		for (size_t k = 0; k < pinned->count && !err; k++)
			err = pattern_add(pattern, pinned->texts[k]);
	}
	return err;
}

/* What depends on several keys at once. */
static int finish_rule(const struct reader *reader, const struct spot *spot,
		       struct draft *draft)
{
	struct rule *rule = draft->rule;
	int err;

	if (!rule->kinds)
		return reader_refuse(reader, spot, "no device has what rule \"%s\" asks for: bus, kind and fields do not go together",
				     rule->label);
	if (!rule->place && !rule->identity_count && !is_given(&draft->serial) &&
	    !is_given(&draft->shape))
		return reader_refuse(reader, spot, "rule \"%s\" has neither place nor identity: it would pass anything",
				     rule->label);
	if (rule->presence == PRESENCE_FORBIDDEN && draft->counted)
		return reader_refuse(reader, spot, "a forbidden part has no count");
	if (rule->presence == PRESENCE_FORBIDDEN && (rule->link_width || rule->link_speed))
		return reader_refuse(reader, spot, "a forbidden part has no link");
	if (rule->presence == PRESENCE_OPTIONAL && draft->min_given && rule->min)
		return reader_refuse(reader, spot, "an optional part has no min");
	if (!draft->counted) {
		rule->min = 1;
		rule->max = rule->exact ? 1 : COUNT_UNLIMITED;
	}
	if (rule->presence != PRESENCE_REQUIRED)
		rule->min = 0;
	err = pin(reader, spot, rule, FIELD_SERIAL, &draft->serial);
	return err ? err : pin(reader, spot, rule, FIELD_SHAPE, &draft->shape);
}

/* Keys beginning "x-" are for people: so is this one, whom findings tell it. */
static int keep_why(struct json_object *json, struct rule *rule)
{
	struct json_object *why = NULL;
	const char *text;

	json_object_object_get_ex(json, "x-why", &why);
	if (!json_object_is_type(why, json_type_string))
		return 0;
	text = json_object_get_string(why);
	if (!*text || !text_is_clean(text))
		return 0;
	rule->why = strdup(text);
	return rule->why ? 0 : -ENOMEM;
}

int rule_read(const struct reader *reader, const struct spot *spot,
	      struct json_object *json, struct rule *rule)
{
	struct draft draft = { .rule = rule };
	int err;

	*rule = (struct rule){
		.kinds = FUNCTION | ADAPTER | CLIENT | ANSWERING,
		.presence = PRESENCE_REQUIRED,
		.severity = SEVERITY_CRITICAL,
		.virtual_max = COUNT_UNLIMITED,
	};
	err = reader_object(reader, spot, json, rule_keys, &draft);
	if (!err)
		err = finish_rule(reader, spot, &draft);
	if (!err)
		err = keep_why(json, rule);
	pattern_clear(&draft.serial);
	pattern_clear(&draft.shape);
	if (err)
		rule_clear(rule);
	return err;
}
