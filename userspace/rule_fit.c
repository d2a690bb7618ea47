// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rule_fit.c: how a device compares with a rule.
 */
#include "rule.h"

#include <string.h>

#include "serial.h"

bool term_pins_nothing(const struct term *term)
{
	const char *exact = serial_is(term->field) ? pattern_exact(&term->pattern) : NULL;

	return exact && serial_placeholder(term->field, exact);
}

/* The last step of a place that an SPD can have: 50 to 57 (JEDEC 21-C, 4.1.6; JESD300-5). */
bool rule_may_be_spd(const char *place)
{
	const char *step = strrchr(place, '/');

	return !step || strlen(step) != 3 || (step[1] == '5' && step[2] >= '0' && step[2] <= '7');
}

/* A field that this kind of device never has is known to be none. */
static const struct value *value_of(const struct device *device, enum field field)
{
	static const struct value none = { .state = VALUE_NONE };
	const struct value *value;

	if (!device_has(device, field))
		return &none;
	value = device_value(device, field);
	if (value->state == VALUE_UNKNOWN && field_table[field].group == GROUP_SPD &&
	    !rule_may_be_spd(device->place))
		return &none;
	return value;
}

static bool differs(const struct fit *fit, enum field field)
{
	return field_set_has(&fit->differ, field);
}

static bool is_other_module(const struct fit *fit, const struct device *device)
{
	if (!device_get(device, FIELD_SPD_CHECKSUMS) ||
	    !(differs(fit, FIELD_SPD_MAKER_ID) || differs(fit, FIELD_SPD_PART)))
		return false;
	return differs(fit, FIELD_SPD_SHAPE) || !identity_term(fit->identity, FIELD_SPD_SHAPE);
}

static bool is_other_fru(const struct fit *fit, const struct device *device)
{
	static const enum field names[] = {
		FIELD_FRU_BOARD_MAKER, FIELD_FRU_BOARD_PRODUCT, FIELD_FRU_BOARD_PART,
		FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME, FIELD_FRU_PRODUCT_PART,
	};
	const char *checksums = device_get(device, FIELD_FRU_CHECKSUMS);

	if (!checksums || strcmp(checksums, "good"))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (differs(fit, names[i]))
			return true;
	return false;
}

static struct fit fit_identity(const struct identity *identity,
			       const struct device *device)
{
	struct fit fit = { .identity = identity };

	for (size_t i = 0; i < identity->count; i++) {
		const struct term *term = &identity->terms[i];

		if (term_pins_nothing(term))
			continue;
		switch (pattern_match(&term->pattern, value_of(device, term->field))) {
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
	if (!field_set_empty(&fit.differ))
		fit.other = differs(&fit, FIELD_VENDOR) || differs(&fit, FIELD_DEVICE) ||
			    is_other_module(&fit, device) || is_other_fru(&fit, device);
	return fit;
}

/* Another part weighs more than any number of fields, a field more than doubts. */
unsigned int fit_distance(const struct fit *fit)
{
	return fit_other_part(fit) * 100000u +
	       field_set_count(&fit->differ) * 200u +
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
	return fit->other;
}

bool fit_asks_contents(const struct fit *fit)
{
	for (enum field field = 0; field < FIELD_COUNT; field++)
		if (field_set_has(&fit->unknown, field) &&
		    (field == FIELD_CONTENTS || field_table[field].group != GROUP_COUNT))
			return true;
	return false;
}
