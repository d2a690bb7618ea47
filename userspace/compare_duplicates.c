// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_duplicates.c: a serial that two parts carry. Functions of one device
 * and ports of one switch share theirs rightly.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "serial.h"

/* Of a FRU memory there may rightly be a second one with the same contents. */
static const char *real_serial(const struct comparison *comparison,
			       const struct device *device)
{
	const struct pattern *shared = &comparison->inventory->placeholders;
	enum field field = serial_field(device);
	const char *serial = serial_real(device);

	if (!serial || field_table[field].group == GROUP_FRU)
		return NULL;
	for (size_t i = 0; i < shared->count; i++)
		if (glob_match(shared->texts[i], serial))
			return NULL;
	return serial;
}

static bool is_bridge(const struct device *device)
{
	const char *class = device_get(device, FIELD_CLASS);

	return class && strncmp(class, "0604", 4) == 0;
}

/* The uppermost function with this serial on the way up without a gap. */
static const struct judged *top_of(const struct comparison *comparison,
				   const struct judged *judged, const char *serial)
{
	const struct judged *parent;

	while ((parent = compare_parent(comparison, judged->device->place))) {
		const char *above = device_get(parent->device, FIELD_SERIAL);

		if (!above || strcmp(above, serial) != 0)
			break;
		judged = parent;
	}
	return judged;
}

/*
 * Whether two have one serial by right: in one slot, or ports below one upstream
 * port, whose own serial may not be readable.
 */
static bool share(const struct device *a, const struct device *b)
{
	char slot_a[PLACE_MAX + 1], slot_b[PLACE_MAX + 1];
	size_t parent = place_parent(a->place);

	if (a == b)
		return true;
	/* at one partial place they are two all the same */
	if (!place_rooted(a->place) && strcmp(a->place, b->place) == 0)
		return is_bridge(a) && is_bridge(b);
	compare_slot(a->place, slot_a, sizeof(slot_a));
	compare_slot(b->place, slot_b, sizeof(slot_b));
	if (strcmp(slot_a, slot_b) == 0)
		return true;
	return is_bridge(a) && is_bridge(b) && parent && parent == place_parent(b->place) &&
	       strncmp(a->place, b->place, parent) == 0;
}

static int report_duplicate(struct comparison *comparison, struct judged *judged,
			    const struct judged *first, const char *serial)
{
	enum field field = serial_field(judged->device);
	char where[96];
	const struct report report = {
		.class = FINDING_DUPLICATE,
		.severity = judged->rule ? judged->rule->severity
					 : comparison->inventory->implicit,
		.place = judged->device->place,
		.judged = judged,
		.rule = judged->rule,
		.field = field_table[field].name,
		.seen = serial,
		.location = compare_register(judged->device, field, where, sizeof(where)),
		.other_place = first->device->place,
		.advice = "Compare both parts with their labels and papers; if the maker gives this serial to every part, list it under \"placeholders\".",
	};
	char what[DESCRIPTION_SIZE];

	return compare_report(comparison, &report,
			      "%s at %s has serial %s, as has the part at %s: one of them is a copy, or its maker gave out a serial twice.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      judged->device->place, serial, first->device->place);
}

/* @first begins the chain of devices with @serial. */
static int judge_chain(struct comparison *comparison, const struct text_index *serials,
		       size_t first, const char *serial)
{
	const struct device *top = top_of(comparison, &comparison->judged[first],
					  serial)->device;
	int err = 0;

	for (size_t i = text_index_next(serials, first); i != INDEX_END && !err;
	     i = text_index_next(serials, i)) {
		struct judged *judged = &comparison->judged[i];

		if (!share(top, top_of(comparison, judged, serial)->device))
			err = report_duplicate(comparison, judged,
					       &comparison->judged[first], serial);
	}
	return err;
}

/* What no two parts have rightly: of a function its serial, of a module more, in @made. */
static const char *key_of(const struct device *device, const char *serial, char **made)
{
	char key[SERIAL_KEY_SIZE];

	if (serial_field(device) == FIELD_SERIAL)
		return serial;
	*made = serial_key(device, key, sizeof(key)) ? strdup(key) : NULL;
	return *made;
}

/* The keys of devices, by their index; those that were made are to be freed. */
static int index_keys(struct comparison *comparison, struct text_index *serials,
		      const char **keys, char **made)
{
	int err = 0;

	for (size_t i = comparison->snapshot->count; i > 0 && !err; i--) {
		const struct device *device = comparison->judged[i - 1].device;
		const char *serial = real_serial(comparison, device);

		if (!serial)
			continue;
		keys[i - 1] = key_of(device, serial, &made[i - 1]);
		err = keys[i - 1] ? text_index_add(serials, keys[i - 1], i - 1) : -ENOMEM;
	}
	return err;
}

int compare_duplicates(struct comparison *comparison)
{
	size_t count = comparison->snapshot->count;
	struct text_index *serials = text_index_new(count);
	const char **keys = calloc(count + 1, sizeof(*keys));
	char **made = calloc(count + 1, sizeof(*made));
	int err = serials && keys && made ? 0 : -ENOMEM;

	if (!err)
		err = index_keys(comparison, serials, keys, made);
	for (size_t i = 0; i < count && !err; i++)
		if (keys[i] && text_index_first(serials, keys[i]) == i)
			err = judge_chain(comparison, serials, i,
					  serial_real(comparison->judged[i].device));
	for (size_t i = 0; i < count && made; i++)
		free(made[i]);
	free(made);
	free(keys);
	text_index_free(serials);
	return err;
}
