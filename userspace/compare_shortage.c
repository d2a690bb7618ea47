// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_shortage.c: what rules require and the snapshot does not hold.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

/*
 * What is not there and keeps clients that rules require from being seen: the
 * adapter itself, or all memories of modules that it should have.
 */
struct absent {
	char place[PLACE_MAX + 1];
	const struct rule *rule;	/* the first of them */
	enum severity severity;		/* the worst of them */
	unsigned int count;
	bool modules;
};

struct absentees {
	struct absent *items;
	size_t count;
	struct text_index *by_place;
};

static bool is_bus_step(const char *place)
{
	const char *step = strrchr(place, '/');

	return step && (strncmp(step + 1, "i2c", 3) == 0 || strncmp(step + 1, "ch", 2) == 0);
}

/*
 * The adapter that is not there and keeps a client at @place from being seen:
 * of mux channels the one that hangs below nothing absent itself.
 */
static bool absent_adapter(const struct comparison *comparison, const char *place,
			   char *adapter)
{
	size_t length = place_parent(place);
	bool absent = false;

	while (length && length <= PLACE_MAX) {
		char parent[PLACE_MAX + 1];

		memcpy(parent, place, length);
		parent[length] = '\0';
		if (!is_bus_step(parent) || compare_at(comparison, parent))
			break;
		strcpy(adapter, parent);
		absent = true;
		length = place_parent(adapter);
	}
	return absent;
}

static int add_absent(struct absentees *absentees, const char *place,
		      const struct rule *rule, bool modules)
{
	size_t index = text_index_first(absentees->by_place, place);
	struct absent *absent;

	if (index == INDEX_END) {
		index = absentees->count++;
		strcpy(absentees->items[index].place, place);
		absentees->items[index].rule = rule;
		absentees->items[index].modules = modules;
		if (text_index_add(absentees->by_place, absentees->items[index].place, index))
			return -ENOMEM;
	}
	absent = &absentees->items[index];
	absent->count++;
	if (rule->severity > absent->severity)
		absent->severity = rule->severity;
	return 0;
}

static int report_absent(struct comparison *comparison, const struct absent *absent)
{
	const char *plural = absent->count == 1 ? "" : "s";
	struct report report = {
		.class = FINDING_UNREADABLE,
		.severity = absent->severity,
		.place = absent->place,
		.rule = absent->rule,
		.expected_count = absent->count,
		.advice = "Load the driver of that adapter (i2c_i801, say), and judge again.",
	};

	if (!absent->modules)
		return compare_report(comparison, &report,
				      "The I2C adapter at %s is not there, so %u required client%s behind it (rule \"%s\" and the like) cannot be seen: its driver may not be loaded.",
				      absent->place, absent->count, plural,
				      absent->rule->label);
	report.advice = "Load the drivers (of the adapter, and ee1004 or spd5118), look what the kernel log says of SPD, and judge again; compare with what firmware says of its memory (dmidecode -t 17).";
	return compare_report(comparison, &report,
			      "Not one memory module shows itself on the I2C adapter at %s, so the %u that rules require there (rule \"%s\" and the like) cannot be seen: this kernel makes no clients for them, or all of them were taken out.",
			      absent->place, absent->count, absent->rule->label);
}

static int report_few(struct comparison *comparison, const struct report *report,
		      const struct rule *rule)
{
	char what[DESCRIPTION_SIZE];

	compare_expects(comparison, rule, what, sizeof(what));
	return compare_report(comparison, report,
			      "Rule \"%s\" requires %u of %s, and %u %s there: something was removed, failed or has no power.",
			      rule->label, rule->min, what, report->seen_count,
			      report->seen_count == 1 ? "is" : "are");
}

static int report_missing(struct comparison *comparison, const struct rule *rule,
			  unsigned int seen)
{
	const struct tally *tally = compare_tally(comparison, rule);
	struct report report = {
		.class = FINDING_MISSING,
		.severity = rule->severity,
		.place = tally->place,
		.rule = rule,
		.advice = rule_compares(rule, GROUP_SPD) ?
			"Look whether the module is in its socket and what firmware says of its memory (dmidecode -t 17); if it was taken out on purpose, accept that." :
			"Look whether it is in its slot and has power, and what the kernel log says of its link; if it was taken out on purpose, accept that.",
	};
	char what[DESCRIPTION_SIZE], there[DESCRIPTION_SIZE];

	if (!rule->exact || rule->min > 1) {
		report.expected_count = rule->min;
		report.seen_count = seen;
		return report_few(comparison, &report, rule);
	}
	compare_expects(comparison, rule, what, sizeof(what));
	if (tally->occupant)
		return compare_report(comparison, &report,
				      "At %s rule \"%s\" requires %s, and it is not there: %s has its place.",
				      tally->place, rule->label, what,
				      compare_describe(comparison, tally->occupant->device,
						       there, sizeof(there)));
	return compare_report(comparison, &report,
			      "At %s rule \"%s\" requires %s, and it is not there: it was removed, failed or has no power.",
			      tally->place, rule->label, what);
}

/* What the source could not have seen is not missing. */
static bool is_visible(const struct comparison *comparison, const struct rule *rule)
{
	const struct snapshot *snapshot = comparison->snapshot;

	if (snapshot->part_only)
		return false;
	return !snapshot->pci_only || (rule->kinds & (1u << DEVICE_FUNCTION));
}

/*
 * Kernels differ in whether they make the clients of memory modules, but not in
 * which: one alone that is not there was taken out. Modules are at 50 to 57.
 */
static bool absent_modules(const struct comparison *comparison, const struct rule *rule,
			   char *adapter)
{
	const char *place = compare_tally(comparison, rule)->place;
	size_t length = place_parent(place);
	char beside[PLACE_MAX + 8];

	if (!rule_compares(rule, GROUP_SPD) || !length)
		return false;
	for (char number = '0'; number < '8'; number++) {
		snprintf(beside, sizeof(beside), "%.*s/5%c", (int)length, place, number);
		if (compare_at(comparison, beside))
			return false;
	}
	snprintf(adapter, PLACE_MAX + 1, "%.*s", (int)length, place);
	return true;
}

static int judge_rule(struct comparison *comparison, const struct rule *rule,
		      struct absentees *absentees)
{
	const struct tally *tally = compare_tally(comparison, rule);
	unsigned int seen = tally->seen + (tally->moved ? 1 : 0);
	char adapter[PLACE_MAX + 1];

	if (rule->presence == PRESENCE_FORBIDDEN || seen >= rule->min ||
	    !is_visible(comparison, rule))
		return 0;
	if (rule->exact && !tally->occupant &&
	    absent_adapter(comparison, tally->place, adapter))
		return add_absent(absentees, adapter, rule, false);
	if (rule->exact && !tally->occupant && absent_modules(comparison, rule, adapter))
		return add_absent(absentees, adapter, rule, true);
	if (compare_answering_excused(comparison, rule))
		return 0;
	return report_missing(comparison, rule, seen);
}

int compare_shortage(struct comparison *comparison)
{
	const struct inventory *inventory = comparison->inventory;
	struct absentees absentees = { 0 };
	int err = -ENOMEM;

	absentees.items = calloc(inventory->rule_count + 1, sizeof(*absentees.items));
	absentees.by_place = text_index_new(inventory->rule_count);
	if (!absentees.items || !absentees.by_place)
		goto out;
	err = 0;
	for (size_t i = 0; i < inventory->rule_count && !err; i++)
		err = judge_rule(comparison, &inventory->rules[i], &absentees);
	for (size_t i = 0; i < absentees.count && !err; i++)
		err = report_absent(comparison, &absentees.items[i]);
out:
	text_index_free(absentees.by_place);
	free(absentees.items);
	return err;
}
