// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff.c: two snapshots side by side, step by step.
 */
#include "diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "diff_internal.h"

static int compare_values(const struct value *a, const struct value *b)
{
	if (a->state != b->state)
		return (int)a->state - (int)b->state;
	return a->state == VALUE_KNOWN ? strcmp(a->text, b->text) : 0;
}

/*
 * An order of snapshots that does not depend on which is called A. Devices are
 * paired in it, so that exchanging A and B pairs them no other way.
 */
static int compare_snapshots(const struct snapshot *a, const struct snapshot *b)
{
	int order = (a->count > b->count) - (a->count < b->count);

	for (size_t i = 0; i < a->count && !order; i++) {
		const struct device *x = a->devices[i], *y = b->devices[i];

		order = strcmp(x->place, y->place);
		for (int field = 0; field < FIELD_COUNT && !order; field++)
			order = compare_values(device_value(x, field), device_value(y, field));
	}
	return order;
}

static int pair_devices(struct pairing *pairing, const struct snapshot *a,
			const struct snapshot *b)
{
	bool turned = compare_snapshots(a, b) > 0;
	int err = turned ? pairing_begin(pairing, b, a) : pairing_begin(pairing, a, b);

	if (!err)
		err = pairing_places(pairing);
	if (!err)
		err = pairing_moves(pairing);
	if (turned) {
		struct side side = pairing->sides[DIFF_A];

		pairing->sides[DIFF_A] = pairing->sides[DIFF_B];
		pairing->sides[DIFF_B] = side;
	}
	return err;
}

int diff_new(const struct snapshot *a, const struct snapshot *b, struct diff **out)
{
	struct pairing pairing = { 0 };
	struct diff *diff = calloc(1, sizeof(*diff));
	int err;

	if (!diff)
		return -ENOMEM;
	diff->snapshots[DIFF_A] = a;
	diff->snapshots[DIFF_B] = b;
	err = pair_devices(&pairing, a, b);
	if (!err)
		err = entries_build(diff, &pairing);
	if (!err)
		err = hints_find(diff);
	if (!err)
		err = hosts_compare(diff);
	pairing_end(&pairing);
	if (err) {
		diff_free(diff);
		return err;
	}
	hosts_reasons(diff);
	*out = diff;
	return 0;
}

void diff_free(struct diff *diff)
{
	if (!diff)
		return;
	for (size_t i = 0; i < diff->count; i++)
		changes_clear(&diff->entries[i].changes);
	changes_clear(&diff->board);
	changes_clear(&diff->context);
	free(diff->entries);
	free(diff);
}

bool diff_weighs(const struct diff_entry *entry)
{
	return entry->what != DIFF_SAME && entry->what != DIFF_UNSEEN && !entry->hosted;
}

bool diff_differs(const struct diff *diff)
{
	if (diff->board.count)
		return true;
	for (size_t i = 0; i < diff->count; i++)
		if (diff_weighs(&diff->entries[i]))
			return true;
	return false;
}

const char *diff_place(const struct diff_entry *entry)
{
	return entry->devices[entry->devices[DIFF_B] ? DIFF_B : DIFF_A]->place;
}

const char *diff_what_name(enum diff_what what)
{
	static const char *const names[DIFF_WHATS] = {
		[DIFF_SAME] = "same",
		[DIFF_ARRIVED] = "arrived",
		[DIFF_GONE] = "gone",
		[DIFF_CHANGED] = "changed",
		[DIFF_MOVED] = "moved",
		[DIFF_SWAPPED] = "swapped",
		[DIFF_UNSEEN] = "unseen",
	};

	return names[what];
}

const char *diff_blind_name(enum field field)
{
	enum field_group group = field_table[field].group;

	return group != GROUP_COUNT && group_table[group].first == field ?
		group_table[group].name : field_table[field].name;
}
