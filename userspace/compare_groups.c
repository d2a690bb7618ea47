// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_groups.c: findings under one slot or upstream port with one cause are
 * one alert.
 */
#include "compare_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

/* Slots that findings lie in, and which of them have one cause. */
struct slots {
	char (*names)[PLACE_MAX + 1];
	size_t *up;	/* union-find; an index that is its own is a root */
	size_t count;
	struct text_index *by_name;
};

/* The last step's ".f" goes; virtual functions are their physical function's. */
void compare_slot(const char *place, char *slot, size_t size)
{
	size_t length = strlen(place);
	const char *step;

	if (length >= size)
		length = size - 1;
	memcpy(slot, place, length);
	slot[length] = '\0';
	step = strrchr(slot, '/');
	if (step && strncmp(step, "/vf", 3) == 0) {
		slot[step - slot] = '\0';
		step = strrchr(slot, '/');
	}
	/* "/dd.f" and nothing else has its dot there. */
	if (step && strlen(step) == 5 && step[3] == '.')
		slot[step - slot + 3] = '\0';
}

static size_t root_of(struct slots *slots, size_t index)
{
	while (slots->up[index] != index) {
		slots->up[index] = slots->up[slots->up[index]];
		index = slots->up[index];
	}
	return index;
}

/* The lower number stays the root: places come first in order. */
static void join(struct slots *slots, size_t a, size_t b)
{
	a = root_of(slots, a);
	b = root_of(slots, b);
	if (a < b)
		slots->up[b] = a;
	else
		slots->up[a] = b;
}

static int slot_of(struct slots *slots, const char *place, size_t *index)
{
	char slot[PLACE_MAX + 1];

	compare_slot(place, slot, sizeof(slot));
	*index = text_index_first(slots->by_name, slot);
	if (*index != INDEX_END)
		return 0;
	*index = slots->count++;
	strcpy(slots->names[*index], slot);
	slots->up[*index] = *index;
	return text_index_add(slots->by_name, slots->names[*index], *index);
}

/* What, said of a bridge or adapter, explains what is said of all below it. */
static bool explains(const struct finding *finding)
{
	return finding->class == FINDING_UNEXPECTED || finding->class == FINDING_MISSING ||
	       finding->class == FINDING_MOVED || finding->class == FINDING_UNREADABLE ||
	       finding->class == FINDING_FORBIDDEN;
}

/* Join with the nearest place above that has a finding which explains this one. */
static void join_above(struct slots *slots, const struct text_index *causes,
		       const char *place, size_t mine)
{
	char above[PLACE_MAX + 1];
	size_t length = place_parent(place);

	while (length && length < sizeof(above)) {
		char slot[PLACE_MAX + 1];

		memcpy(above, place, length);
		above[length] = '\0';
		if (text_index_first(causes, above) != INDEX_END) {
			compare_slot(above, slot, sizeof(slot));
			join(slots, mine, text_index_first(slots->by_name, slot));
			return;
		}
		length = place_parent(above);
	}
}

static int join_all(struct comparison *comparison, struct slots *slots,
		    const struct text_index *causes)
{
	const struct verdict *verdict = comparison->verdict;

	for (size_t i = 0; i < verdict->count; i++) {
		const struct finding *finding = verdict->findings[i];
		size_t mine, other;
		int err;

		if (!finding->place)
			continue;
		err = slot_of(slots, finding->place, &mine);
		if (!err && finding->group) {
			err = slot_of(slots, finding->group, &other);
			if (!err)
				join(slots, mine, other);
		}
		if (!err && finding->other_place && finding->class == FINDING_MOVED) {
			err = slot_of(slots, finding->other_place, &other);
			if (!err) {
				join(slots, mine, other);
				join_above(slots, causes, finding->other_place, other);
			}
		}
		if (err)
			return err;
		join_above(slots, causes, finding->place, mine);
	}
	return 0;
}

static int name_groups(struct comparison *comparison, struct slots *slots)
{
	const struct verdict *verdict = comparison->verdict;

	for (size_t i = 0; i < verdict->count; i++) {
		struct finding *finding = verdict->findings[i];
		size_t mine;

		if (!finding->place || slot_of(slots, finding->place, &mine))
			continue;
		free(finding->group);
		finding->group = strdup(slots->names[root_of(slots, mine)]);
		if (!finding->group)
			return -ENOMEM;
	}
	return 0;
}

int compare_groups(struct comparison *comparison)
{
	const struct verdict *verdict = comparison->verdict;
	struct text_index *causes = text_index_new(verdict->count);
	struct slots slots = { 0 };
	int err = 0;

	/* Three per finding: its own, the one that it names, and its cause. */
	slots.names = calloc(3 * verdict->count + 1, sizeof(*slots.names));
	slots.up = calloc(3 * verdict->count + 1, sizeof(*slots.up));
	slots.by_name = text_index_new(3 * verdict->count);
	if (!causes || !slots.names || !slots.up || !slots.by_name)
		err = -ENOMEM;
	for (size_t i = 0; i < verdict->count && !err; i++) {
		size_t ignored;

		if (!verdict->findings[i]->place || !explains(verdict->findings[i]))
			continue;
		err = text_index_add(causes, verdict->findings[i]->place, i);
		if (!err)
			err = slot_of(&slots, verdict->findings[i]->place, &ignored);
	}
	if (!err)
		err = join_all(comparison, &slots, causes);
	if (!err)
		err = name_groups(comparison, &slots);
	text_index_free(causes);
	text_index_free(slots.by_name);
	free(slots.names);
	free(slots.up);
	return err;
}
