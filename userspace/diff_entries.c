// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_entries.c: the devices of both sides as one list, and what became of each.
 */
#include "diff_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "probe_extent.h"

#define NO_ENTRY SIZE_MAX

/* Both are walked in order of place; where each item's entry is. */
struct build {
	struct diff *diff;
	const struct pairing *pairing;
	size_t *entry_of[DIFF_SIDES];
};

static struct diff_entry *add_entry(struct build *build)
{
	struct diff *diff = build->diff;
	struct diff_entry *entry = &diff->entries[diff->count];

	*entry = (struct diff_entry){ .leader = diff->count, .instead = diff->count,
				       .like = diff->count };
	diff->count++;
	return entry;
}

static size_t index_of(const struct build *build, const struct diff_entry *entry)
{
	return entry - build->diff->entries;
}

/* The entry of what @item sits below, or NULL. */
static const struct diff_entry *entry_above(const struct build *build, enum diff_side side,
					    const struct item *item)
{
	const struct side *mine = &build->pairing->sides[side];
	const struct item *parent = pairing_parent(mine, item);
	size_t index = parent ? build->entry_of[side][parent - mine->items] : NO_ENTRY;

	return index == NO_ENTRY ? NULL : &build->diff->entries[index];
}

static bool is_virtual(const struct device *device)
{
	const char *text = device_get(device, FIELD_VIRTUAL);

	return device->kind == DEVICE_FUNCTION && text && strcmp(text, "true") == 0;
}

/* Whether a probe of the other side asked the address of what answered on this one. */
static bool was_asked(const struct build *build, enum diff_side side, const struct item *item,
		      const struct item *parent)
{
	const struct item *there;

	if (!parent || parent->partner == NO_PARTNER)
		return false;
	there = &build->pairing->sides[!side].items[parent->partner];
	return probe_extent_has_place(device_get(there->device, FIELD_PROBED),
				      item->device->place);
}

/*
 * What is in one side only, as its parent makes it: virtual functions and adapters
 * come and go with drivers, and nobody can see the clients of an adapter that is
 * not there.
 */
static void classify_single(struct build *build, enum diff_side side, const struct item *item,
			    struct diff_entry *entry)
{
	const struct item *parent = pairing_parent(&build->pairing->sides[side], item);
	const struct diff_entry *above = entry_above(build, side, item);
	enum device_kind kind = item->device->kind;
	/* what moved has no entry yet where its place of today is further on */
	bool both = parent && parent->partner != NO_PARTNER;

	entry->what = side == DIFF_A ? DIFF_GONE : DIFF_ARRIVED;
	if (kind != DEVICE_FUNCTION && !hosts_sees_i2c(build->diff->snapshots[!side])) {
		entry->what = DIFF_UNSEEN;
	} else if (is_virtual(item->device) || kind == DEVICE_ADAPTER) {
		entry->hosted = (both || (above && above->hosted)) &&
				parent->device->kind != DEVICE_CLIENT;
		if (above && above->what == DIFF_UNSEEN)
			entry->what = DIFF_UNSEEN;
		else if (above && !both)
			entry->leader = above->leader;
	} else if (kind == DEVICE_ANSWERING && !was_asked(build, side, item, parent)) {
		entry->what = DIFF_UNSEEN;
	} else if (kind == DEVICE_CLIENT && above &&
		   (above->hosted || above->what == DIFF_UNSEEN)) {
		entry->what = DIFF_UNSEEN;
	}
}

static void add_single(struct build *build, enum diff_side side, size_t index)
{
	const struct item *item = &build->pairing->sides[side].items[index];
	struct diff_entry *entry = add_entry(build);

	entry->devices[side] = item->device;
	classify_single(build, side, item, entry);
	build->entry_of[side][index] = index_of(build, entry);
	if (entry->what == DIFF_UNSEEN)
		build->diff->unseen[!side]++;
	else if (entry->hosted)
		build->diff->hosted[side]++;
}

static bool weighs_something(const struct diff_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		if (!changes->items[i].context)
			return true;
	return false;
}

static int add_pair(struct build *build, size_t a, size_t b)
{
	const struct item *item = &build->pairing->sides[DIFF_A].items[a];
	const struct item *other = &build->pairing->sides[DIFF_B].items[b];
	struct diff_entry *entry = add_entry(build);
	int err;

	entry->devices[DIFF_A] = item->device;
	entry->devices[DIFF_B] = other->device;
	build->entry_of[DIFF_A][a] = build->entry_of[DIFF_B][b] = index_of(build, entry);
	err = fields_compare(build->diff, item->device, other->device, item->moved,
			     &entry->changes);
	if (item->moved)
		entry->what = DIFF_MOVED;
	else if (weighs_something(&entry->changes))
		entry->what = DIFF_CHANGED;
	return err;
}

/* What moved is told where it is now. */
static bool is_told_at(enum diff_side side, const struct item *item)
{
	if (item->partner == NO_PARTNER)
		return true;
	return item->moved ? side == DIFF_B : side == DIFF_A;
}

static int add_item(struct build *build, enum diff_side side, size_t index)
{
	const struct item *item = &build->pairing->sides[side].items[index];

	if (!is_told_at(side, item))
		return 0;
	if (item->partner == NO_PARTNER) {
		add_single(build, side, index);
		return 0;
	}
	return side == DIFF_A ? add_pair(build, index, item->partner) :
	       add_pair(build, item->partner, index);
}

static int add_all(struct build *build)
{
	const struct side *a = &build->pairing->sides[DIFF_A];
	const struct side *b = &build->pairing->sides[DIFF_B];
	size_t i = 0, k = 0;
	int err = 0;

	while (!err && (i < a->count || k < b->count)) {
		int order = i == a->count ? 1 : k == b->count ? -1 :
			    place_compare(a->items[i].place, b->items[k].place);

		err = order > 0 ? add_item(build, DIFF_B, k++) :
		      add_item(build, DIFF_A, i++);
	}
	return err;
}

/* One gone and one arrived at one place: the one is there instead of the other. */
static void link_instead(struct build *build)
{
	const struct side *a = &build->pairing->sides[DIFF_A];

	for (size_t i = 0; i < a->count; i++) {
		const struct item *item = &a->items[i];
		const struct item *other = pairing_at(&build->pairing->sides[DIFF_B],
						      item->place, strlen(item->place));
		size_t mine, theirs;

		if (!other || (item->partner != NO_PARTNER && !item->moved) ||
		    (other->partner != NO_PARTNER && !other->moved))
			continue;
		mine = build->entry_of[DIFF_A][i];
		theirs = build->entry_of[DIFF_B][other - build->pairing->sides[DIFF_B].items];
		if (build->diff->entries[mine].what == DIFF_GONE)
			build->diff->entries[mine].instead = theirs;
		if (build->diff->entries[theirs].what == DIFF_ARRIVED)
			build->diff->entries[theirs].instead = mine;
	}
}

/* What sits at the place that @item came from, if it came from where @item is now. */
static size_t find_twin(const struct build *build, const struct item *item)
{
	const struct side *sides = build->pairing->sides;
	const struct item *now = &sides[DIFF_B].items[item->partner];
	const struct item *before = pairing_at(&sides[DIFF_A], now->place, strlen(now->place));
	const struct item *there;

	if (!before || before == item || before->partner == NO_PARTNER || !before->moved)
		return NO_ENTRY;
	there = &sides[DIFF_B].items[before->partner];
	if (strcmp(there->place, item->place) != 0)
		return NO_ENTRY;
	return build->entry_of[DIFF_B][before->partner];
}

/* The lowest function of the device that @item is of, if it moved the same way; or @item. */
static const struct item *find_first(const struct build *build, const struct item *item)
{
	const struct side *sides = build->pairing->sides;
	size_t length = strlen(item->place);
	char one[PLACE_MAX + 16], other[PLACE_MAX + 16];
	const char *now = sides[DIFF_B].items[item->partner].place;
	size_t other_length = strlen(now);

	if (item->device->kind != DEVICE_FUNCTION || length >= sizeof(one) ||
	    other_length >= sizeof(other) || length < 2 || other_length < 2 ||
	    item->place[length - 2] != '.')
		return item;
	memcpy(one, item->place, length);
	memcpy(other, now, other_length);
	for (char function = '0'; function < item->place[length - 1]; function++) {
		const struct item *a, *b;

		one[length - 1] = other[other_length - 1] = function;
		a = pairing_at(&sides[DIFF_A], one, length);
		b = pairing_at(&sides[DIFF_B], other, other_length);
		if (a && b && a->moved && b->moved && a->partner == (size_t)(b - sides[DIFF_B].items))
			return a;
	}
	return item;
}

/* Whom @item, which moved, follows: what is above it or beside it and moved the same way. */
static size_t find_leader(const struct build *build, const struct item *item)
{
	const struct side *sides = build->pairing->sides;
	const struct item *now = &sides[DIFF_B].items[item->partner];
	const struct item *above = pairing_parent(&sides[DIFF_A], item);
	const struct item *above_now = pairing_parent(&sides[DIFF_B], now);
	const struct item *leader = find_first(build, item);

	if (above && above_now && above->moved &&
	    above->partner == (size_t)(above_now - sides[DIFF_B].items))
		leader = above;
	return build->entry_of[DIFF_A][leader - sides[DIFF_A].items];
}

/* Runs in order of A's places, where what is above comes first; and its leader is known. */
static void link_moved(struct build *build)
{
	const struct side *a = &build->pairing->sides[DIFF_A];
	struct diff_entry *entries = build->diff->entries;

	for (size_t i = 0; i < a->count; i++) {
		const struct item *item = &a->items[i];
		size_t mine = build->entry_of[DIFF_A][i], twin, leader;

		if (item->partner == NO_PARTNER || !item->moved)
			continue;
		twin = find_twin(build, item);
		if (twin != NO_ENTRY)
			entries[mine].what = DIFF_SWAPPED;
		leader = find_leader(build, item);
		if (leader == mine && twin != NO_ENTRY && twin < mine)
			leader = twin;
		entries[mine].leader = leader == mine ? mine : entries[leader].leader;
	}
}

/* A leader leads itself, or else it would not be told. */
static void settle_leaders(struct diff *diff)
{
	for (size_t i = 0; i < diff->count; i++) {
		struct diff_entry *entry = &diff->entries[i];

		entry->leader = diff->entries[entry->leader].leader;
		if (diff->entries[entry->leader].leader != entry->leader)
			entry->leader = i;
	}
}

static void count_entries(struct diff *diff)
{
	for (size_t i = 0; i < diff->count; i++) {
		struct diff_entry *entry = &diff->entries[i];

		if (entry->leader != i)
			diff->entries[entry->leader].followers++;
		else if (diff_weighs(entry) || entry->what == DIFF_SAME)
			diff->counts[entry->what]++;
	}
}

int entries_build(struct diff *diff, const struct pairing *pairing)
{
	struct build build = { .diff = diff, .pairing = pairing };
	const struct side *sides = pairing->sides;
	int err = -ENOMEM;

	diff->entries = calloc(sides[DIFF_A].count + sides[DIFF_B].count + 1,
			       sizeof(*diff->entries));
	for (int k = DIFF_A; k < DIFF_SIDES; k++)
		build.entry_of[k] = malloc((sides[k].count + 1) * sizeof(*build.entry_of[k]));
	if (diff->entries && build.entry_of[DIFF_A] && build.entry_of[DIFF_B]) {
		memset(build.entry_of[DIFF_A], 0xff, sides[DIFF_A].count * sizeof(size_t));
		memset(build.entry_of[DIFF_B], 0xff, sides[DIFF_B].count * sizeof(size_t));
		err = add_all(&build);
	}
	if (!err) {
		link_instead(&build);
		link_moved(&build);
		settle_leaders(diff);
		count_entries(diff);
	}
	free(build.entry_of[DIFF_A]);
	free(build.entry_of[DIFF_B]);
	return err;
}
