// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_duplicates.c: a serial that two parts carry. Functions of one device
 * and ports of one switch share theirs rightly.
 */
#include "compare_internal.h"

#include <errno.h>
#include <string.h>

#include "place.h"
#include "placeholder.h"

static const char *real_serial(const struct comparison *comparison,
			       const struct device *device)
{
	const char *serial = device_get(device, FIELD_SERIAL);
	const struct pattern *shared = &comparison->inventory->placeholders;

	if (!serial || placeholder_serial(serial))
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
	char where[96];
	const struct report report = {
		.class = FINDING_DUPLICATE,
		.severity = judged->rule ? judged->rule->severity
					 : comparison->inventory->implicit,
		.place = judged->device->place,
		.judged = judged,
		.rule = judged->rule,
		.field = field_table[FIELD_SERIAL].name,
		.seen = serial,
		.location = compare_register(judged->device, FIELD_SERIAL, where, sizeof(where)),
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

int compare_duplicates(struct comparison *comparison)
{
	size_t count = comparison->snapshot->count;
	struct text_index *serials = text_index_new(count);
	int err = serials ? 0 : -ENOMEM;

	for (size_t i = count; i > 0 && !err; i--) {
		const char *serial = real_serial(comparison,
						 comparison->judged[i - 1].device);

		if (serial)
			err = text_index_add(serials, serial, i - 1);
	}
	for (size_t i = 0; i < count && !err; i++) {
		const char *serial = real_serial(comparison, comparison->judged[i].device);

		if (serial && text_index_first(serials, serial) == i)
			err = judge_chain(comparison, serials, i, serial);
	}
	text_index_free(serials);
	return err;
}
