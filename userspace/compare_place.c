// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_place.c: whether a device is where a rule says. sysfs does not show the
 * address of a client that firmware named: its firmware path tells it apart then.
 */
#include "compare_internal.h"

#include <string.h>

#include "place.h"

static bool same_parent(const char *a, const char *b)
{
	size_t length = place_parent(a);

	return length && length == place_parent(b) && memcmp(a, b, length) == 0;
}

static bool names_path_of(const struct rule *rule, const struct device *device)
{
	const struct pattern *path = identity_term(rule->identities, FIELD_FIRMWARE_PATH);

	return pattern_match(path, &device->fields[FIELD_FIRMWARE_PATH]) == MATCH_YES;
}

bool compare_is_there(const struct comparison *comparison, const struct rule *rule,
		      const struct device *device)
{
	const char *place = compare_tally(comparison, rule)->place;

	if (!place)
		return true;
	if (!rule->exact)
		return place_match(place, device->place);
	/* Where both addresses are known nothing but they counts. */
	if ((place_complete(place) && place_complete(device->place)) ||
	    !rule_names_firmware(rule) || !device_get(device, FIELD_FIRMWARE_PATH))
		return strcmp(place, device->place) == 0;
	return same_parent(place, device->place) && names_path_of(rule, device);
}

bool compare_is_free(const struct comparison *comparison, const struct rule *rule,
		     const struct device *device)
{
	const struct tally *tally = compare_tally(comparison, rule);

	if (tally->seen >= rule->max)
		return false;
	/* Who sits at the very address comes first. */
	return !place_complete(tally->place) || strcmp(tally->place, device->place) == 0 ||
	       !compare_at(comparison, tally->place);
}
