// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_adapter.c: I2C adapters are accounted for by the function that they are
 * of, and by what firmware names; drivers make and remove them as they like. What
 * is plugged into a USB port, and what only software made up, is nobody's.
 */
#include "compare_internal.h"

#include <string.h>

#include "adapter_type.h"

static const char *type_of(const struct device *adapter)
{
	const char *type = device_get(adapter, FIELD_TYPE);

	return type ? type : "";
}

bool compare_adapter_hosted(const struct judged *judged, const struct judged *parent)
{
	const struct device *adapter = judged->device;

	if (adapter_is_guest(adapter))
		return false;
	if (parent)
		return parent->device->kind != DEVICE_CLIENT;
	return strncmp(adapter->place, "fw:", 3) == 0;
}

/* Whether nothing accounts for what it belongs to. */
static bool is_unaccounted(const struct judged *parent)
{
	return parent->outcome == OUTCOME_UNKNOWN || parent->outcome == OUTCOME_OTHER ||
	       parent->outcome == OUTCOME_SURPLUS || parent->outcome == OUTCOME_VIRTUAL ||
	       parent->outcome == OUTCOME_FORBIDDEN;
}

/* Its channels behind a mux are told with it. */
int compare_adapter_report(struct comparison *comparison, struct judged *judged)
{
	const struct judged *parent = judged->parent;
	struct report report = {
		.class = FINDING_UNEXPECTED,
		.severity = comparison->inventory->implicit,
		.place = judged->device->place,
		.judged = judged,
		.advice = "Find out first what the function is that it belongs to: the bus goes with it.",
	};
	char what[DESCRIPTION_SIZE], whose[DESCRIPTION_SIZE];

	if (judged->device->kind != DEVICE_ADAPTER || !parent ||
	    parent->device->kind != DEVICE_FUNCTION || !is_unaccounted(parent))
		return 0;
	return compare_report(comparison, &report,
			      "%s is at %s and belongs to %s, which nothing accounts for.",
			      compare_describe(comparison, judged->device, what, sizeof(what)),
			      report.place,
			      compare_describe(comparison, parent->device, whose, sizeof(whose)));
}

const char *compare_adapter_explain(const struct device *adapter, const char **advice)
{
	*advice = "Look which driver made it.";
	if (strcmp(type_of(adapter), ADAPTER_USB) == 0) {
		*advice = "Look what is plugged in there, and by whom; accept it if it belongs to the board.";
		return "no rule knows it: a USB device behind that host controller brought a bus of its own";
	}
	if (strcmp(type_of(adapter), ADAPTER_SOFTWARE) == 0) {
		*advice = "Look which module made it up (i2c-stub, say), and who loaded that.";
		return "no rule knows it, and neither a function nor firmware stands behind it: software made this bus up";
	}
	return "no rule knows it and no function accounts for it: a driver made this bus";
}
