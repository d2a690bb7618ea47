// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_describe.c: what findings call a device, and what a rule expects.
 */
#include "compare_internal.h"

#include <stdio.h>
#include <string.h>

#include "contents_name.h"
#include "names.h"
#include "text.h"

/* What the last step of its place is a step of, or else the first kind that it may be. */
static enum device_kind kind_of_rule(const struct rule *rule)
{
	const char *step = rule->place ? strrchr(rule->place, '/') : NULL;
	enum device_kind kind = DEVICE_FUNCTION;

	if (step && (!strncmp(step, "/i2c", 4) || !strncmp(step, "/ch", 3)))
		kind = DEVICE_ADAPTER;
	else if (step && !strchr(step, '.'))
		kind = DEVICE_CLIENT;
	if (rule->kinds & (1u << kind))
		return kind;
	kind = DEVICE_FUNCTION;
	while (kind < DEVICE_ANSWERING && !(rule->kinds & (1u << kind)))
		kind++;
	return kind;
}

struct device *compare_imagine(const struct rule *rule)
{
	enum device_kind kind = kind_of_rule(rule);
	struct device *device;

	device = device_new(kind, rule->place ? rule->place : "");
	for (size_t i = 0; device && rule->identity_count && i < rule->identities->count; i++) {
		const struct term *term = &rule->identities->terms[i];
		const char *exact = pattern_exact(&term->pattern);

		if (exact && device_set(device, term->field, exact)) {
			device_free(device);
			return NULL;
		}
	}
	return device;
}

static bool is_module(const struct device *device)
{
	return device_group_state(device, GROUP_SPD) == VALUE_KNOWN;
}

/* By what its memory says; else by what the kernel calls it. */
static void describe_client(const struct device *device, char *buffer, size_t size)
{
	const char *name = device_get(device, FIELD_NAME);
	char contents[224], clean[224];

	text_escape(contents_name(device, contents, sizeof(contents)), clean, sizeof(clean));
	if (*clean && is_module(device)) {
		snprintf(buffer, size, "%s%s", clean,
			 device_get(device, FIELD_SPD_TYPE) ? "" : " (memory module)");
	} else if (*clean) {
		snprintf(buffer, size, "%s (I2C client)", clean);
	} else {
		text_escape(name ? name : "", clean, sizeof(clean));
		snprintf(buffer, size, *clean ? "I2C client \"%s\"" : "an I2C client%s", clean);
	}
}

const char *compare_describe(const struct comparison *comparison,
			     const struct device *device, char *buffer, size_t size)
{
	const char *vendor = device_get(device, FIELD_VENDOR);
	const char *model = device_get(device, FIELD_DEVICE);
	char name[224], clean[224];

	names_device(comparison->names, device, name, sizeof(name));
	text_escape(name, clean, sizeof(clean));
	if (device->kind == DEVICE_CLIENT)
		describe_client(device, buffer, size);
	else if (device->kind == DEVICE_ANSWERING)
		snprintf(buffer, size, "something that answers on the bus");
	else if (device->kind == DEVICE_ADAPTER)
		snprintf(buffer, size, "I2C adapter \"%s\"", clean);
	else if (!vendor || !model)
		snprintf(buffer, size, "a PCI function of unknown ids");
	else if (*clean)
		snprintf(buffer, size, "%s (%s:%s)", clean, vendor, model);
	else
		snprintf(buffer, size, "device %s:%s", vendor, model);
	return buffer;
}

const char *compare_where(const struct device *device, char where[WHERE_SIZE])
{
	const char *address = device_get(device, FIELD_ADDRESS);
	char clean[48];

	text_escape(address ? address : "", clean, sizeof(clean));
	snprintf(where, WHERE_SIZE, "%s%s%s%s", device->place, *clean ? " (" : "", clean,
		 *clean ? ")" : "");
	return where;
}

/* Where the rule fixes no part, at least what kind of thing it speaks of. */
static const char *kind_of(const struct rule *rule)
{
	if (rule_compares(rule, GROUP_SPD))
		return "a memory module that";
	return rule_compares(rule, GROUP_FRU) ? "a part that" : "what";
}

const char *compare_expects(const struct comparison *comparison,
			    const struct rule *rule, char *buffer, size_t size)
{
	struct device *device = compare_imagine(rule);
	char name[8];

	if (device && (device_get(device, FIELD_VENDOR) || device_get(device, FIELD_NAME) ||
		       *contents_name(device, name, sizeof(name))))
		compare_describe(comparison, device, buffer, size);
	else
		snprintf(buffer, size, "%s rule \"%s\" describes", kind_of(rule), rule->label);
	device_free(device);
	return buffer;
}
