// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_place.c: whether a device is where a rule says. sysfs does not show the
 * address of a client that firmware named: its firmware path tells it apart then.
 */
#include "compare_internal.h"

#include <string.h>

#include "place.h"
#include "root_table.h"

static bool same_parent(const char *a, const char *b)
{
	size_t length = place_parent(a);

	return length && length == place_parent(b) && memcmp(a, b, length) == 0;
}

static bool names_path_of(const struct rule *rule, const struct device *device)
{
	const struct pattern *path = identity_term(rule->identities, FIELD_FIRMWARE_PATH);

	return pattern_match(path, device_value(device, FIELD_FIRMWARE_PATH)) == MATCH_YES;
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

/* The name of the root that @device is below, in @name. */
static const char *root_of(const struct device *device, char *name, size_t size)
{
	size_t length = strcspn(device->place, "/");

	if (length >= size)
		return NULL;
	memcpy(name, device->place, length);
	name[length] = '\0';
	return name;
}

/* A root by UID that keeps it is one that this snapshot does not know by UID. */
bool compare_is_partial(const struct comparison *comparison, const struct rule *rule)
{
	const char *place = compare_tally(comparison, rule)->place;

	return rule->exact && (!place_rooted(place) || strncmp(place, "uid:", 4) == 0);
}

bool compare_could_be(const struct comparison *comparison, const struct rule *rule,
		      const struct device *device)
{
	const char *place = compare_tally(comparison, rule)->place;
	char root[PLACE_MAX + 1];

	if (strncmp(place, "uid:", 4) == 0 && root_of(device, root, sizeof(root)) &&
	    root_table_id(comparison->roots, root))
		return false;
	return place_could_be(place, device->place);
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
