// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rule.c: one rule of an inventory, and how a device compares with it.
 */
#include "rule.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "placeholder.h"


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

/* A serial that is a placeholder on the rule's side pins nothing. */
static bool pins_nothing(const struct term *term)
{
	const char *exact = pattern_exact(&term->pattern);

	return term->field == FIELD_SERIAL && exact && placeholder_serial(exact);
}

/* A field that this kind of device never has is known to be none. */
static enum match match_term(const struct term *term, const struct device *device)
{
	static const struct value none = { .state = VALUE_NONE };

	return pattern_match(&term->pattern, device_has(device, term->field) ?
			     device_value(device, term->field) : &none);
}

static struct fit fit_identity(const struct identity *identity,
			       const struct device *device)
{
	struct fit fit = { .identity = identity };

	for (size_t i = 0; i < identity->count; i++) {
		const struct term *term = &identity->terms[i];

		if (pins_nothing(term))
			continue;
		switch (match_term(term, device)) {
		case MATCH_NO:
			field_set_put(&fit.differ, term->field);
			break;
		case MATCH_UNKNOWN:
			field_set_put(&fit.unknown, term->field);
			break;
		case MATCH_YES:
			break;
		}
	}
	return fit;
}

/* Another part weighs more than any number of fields, a field more than doubts. */
unsigned int fit_distance(const struct fit *fit)
{
	return fit_other_part(fit) * 10000u +
	       field_set_count(&fit->differ) * 100u +
	       field_set_count(&fit->unknown);
}

struct fit rule_fit(const struct rule *rule, const struct device *device)
{
	struct fit best = { 0 };

	for (size_t i = 0; i < rule->identity_count; i++) {
		struct fit fit = fit_identity(&rule->identities[i], device);

		if (i == 0 || fit_distance(&fit) < fit_distance(&best))
			best = fit;
	}
	return best;
}

bool fit_other_part(const struct fit *fit)
{
	return field_set_has(&fit->differ, FIELD_VENDOR) ||
	       field_set_has(&fit->differ, FIELD_DEVICE);
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

const char *rule_serial(const struct rule *rule)
{
	const char *serial = exact_term(rule, FIELD_SERIAL);

	return serial && !placeholder_serial(serial) ? serial : NULL;
}
