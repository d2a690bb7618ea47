// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rule.c: one rule of an inventory.
 */
#include "rule.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serial.h"


void rule_clear(struct rule *rule)
{
	for (size_t i = 0; i < rule->identity_count; i++) {
		struct identity *identity = &rule->identities[i];

		for (size_t k = 0; k < identity->count; k++)
			pattern_clear(&identity->terms[k].pattern);
		free(identity->terms);
	}
	free(rule->identities);
	free(rule->label);
	free(rule->place);
	free(rule->link_speed);
	free(rule->why);
	*rule = (struct rule){ 0 };
}

static int copy_pattern(const struct pattern *from, struct pattern *to)
{
	int err = 0;

	*to = (struct pattern){ .none = from->none };
	for (size_t i = 0; i < from->count && !err; i++)
		err = pattern_add(to, from->texts[i]);
	return err;
}

static int copy_identity(const struct identity *from, struct identity *to)
{
	int err = 0;

	to->terms = calloc(from->count + 1, sizeof(*to->terms));
	if (!to->terms)
		return -ENOMEM;
	for (; to->count < from->count && !err; to->count++) {
		to->terms[to->count].field = from->terms[to->count].field;
		err = copy_pattern(&from->terms[to->count].pattern,
				   &to->terms[to->count].pattern);
	}
	return err;
}

/* NULL stays NULL. Return: false without memory. */
static bool copy_text(const char *from, char **to)
{
	*to = from ? strdup(from) : NULL;
	return *to || !from;
}

static bool copy_texts(const struct rule *from, struct rule *to)
{
	bool label = copy_text(from->label, &to->label);
	bool place = copy_text(from->place, &to->place);
	bool speed = copy_text(from->link_speed, &to->link_speed);
	bool why = copy_text(from->why, &to->why);

	return label && place && speed && why;
}

int rule_copy(const struct rule *from, struct rule *to)
{
	int err = 0;

	*to = *from;
	to->identity_count = 0;
	to->identities = calloc(from->identity_count + 1, sizeof(*to->identities));
	if (!copy_texts(from, to) || !to->identities)
		err = -ENOMEM;
	for (; !err && to->identity_count < from->identity_count; to->identity_count++)
		err = copy_identity(&from->identities[to->identity_count],
				    &to->identities[to->identity_count]);
	if (err)
		rule_clear(to);
	return err;
}

bool rule_concerns(const struct rule *rule, const struct device *device)
{
	return rule->kinds & (1u << device->kind);
}

const struct pattern *identity_term(const struct identity *identity, enum field field)
{
	for (size_t i = 0; identity && i < identity->count; i++)
		if (identity->terms[i].field == field)
			return &identity->terms[i].pattern;
	return NULL;
}

static const char *exact_term(const struct rule *rule, enum field field)
{
	const struct pattern *pattern;

	if (rule->identity_count != 1)
		return NULL;
	pattern = identity_term(rule->identities, field);
	return pattern ? pattern_exact(pattern) : NULL;
}

const char *rule_part(const struct rule *rule, char *buffer, size_t size)
{
	const char *vendor = exact_term(rule, FIELD_VENDOR);
	const char *device = exact_term(rule, FIELD_DEVICE);

	if (!vendor || !device)
		return NULL;
	snprintf(buffer, size, "%s:%s", vendor, device);
	return buffer;
}

bool rule_names_firmware(const struct rule *rule)
{
	const struct pattern *path;

	if (rule->identity_count != 1)
		return false;
	path = identity_term(rule->identities, FIELD_FIRMWARE_PATH);
	return path && !path->none && path->count == 1 && glob_literal(path->texts[0]);
}

enum field rule_serial_field(const struct rule *rule)
{
	if (rule->identity_count != 1)
		return FIELD_COUNT;
	for (size_t i = 0; i < rule->identities->count; i++) {
		const struct term *term = &rule->identities->terms[i];

		if (serial_is(term->field) && pattern_exact(&term->pattern) &&
		    !term_pins_nothing(term))
			return term->field;
	}
	return FIELD_COUNT;
}

const char *rule_serial(const struct rule *rule)
{
	enum field field = rule_serial_field(rule);

	return field == FIELD_COUNT ? NULL : exact_term(rule, field);
}

bool rule_compares(const struct rule *rule, enum field_group group)
{
	for (size_t i = 0; i < rule->identity_count; i++)
		for (size_t k = 0; k < rule->identities[i].count; k++)
			if (field_table[rule->identities[i].terms[k].field].group == group)
				return true;
	return false;
}
