// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing.c: the findings that stand, and what of them is news.
 *
 * Invariant: an item's told severity changes only after the news of it was
 * taken, so what could not be told is news again.
 */
#include "standing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "standing_item.h"

struct teller {
	struct standing *standing;
	const struct verdict *verdict;	/* NULL: of none */
	uint64_t realtime;
	standing_news news;
	void *context;
};

struct standing *standing_new(const struct standing_times *times, uint64_t now)
{
	struct standing *standing = calloc(1, sizeof(*standing));

	if (!standing)
		return NULL;
	standing->times = *times;
	standing->start = now;
	standing->event = now;
	standing->now = now;
	return standing;
}

void standing_free(struct standing *standing)
{
	size_t i;

	if (!standing)
		return;
	for (i = 0; i < standing->count; i++)
		finding_free(standing->items[i].finding);
	standing_free_lines(standing);
	free(standing->items);
	free(standing);
}

void standing_set_times(struct standing *standing, const struct standing_times *times)
{
	standing->times = *times;
}

struct standing_mark *standing_mark(struct standing *standing)
{
	return &standing->mark;
}

static uint64_t add_times(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t settling_ends(const struct standing *standing)
{
	uint64_t quiet = add_times(standing->event, standing->times.settle);
	uint64_t latest = add_times(standing->start, standing->times.settle_max);

	return quiet < latest ? quiet : latest;
}

bool standing_settled(struct standing *standing, uint64_t now)
{
	if (now > standing->now)
		standing->now = now;
	if (!standing->mark.settled_at && standing->now >= settling_ends(standing))
		standing->mark.settled_at = standing->now ? standing->now : 1;
	return standing->mark.settled_at;
}

void standing_event(struct standing *standing, uint64_t when)
{
	/* an event after the end of settling does not undo it */
	if (standing_settled(standing, when))
		return;
	if (when > standing->event)
		standing->event = when;
}

struct standing_item *standing_find(struct standing *standing, const char *id)
{
	size_t i;

	/* a verdict comes in the order of the one before: look on from there */
	for (i = 0; i < standing->count; i++) {
		size_t index = (standing->hint + i) % standing->count;

		if (strcmp(standing->items[index].finding->id, id) != 0)
			continue;
		standing->hint = index + 1;
		return &standing->items[index];
	}
	return NULL;
}

struct standing_item *standing_add(struct standing *standing, struct finding *finding)
{
	size_t room = standing->room ? 2 * standing->room : 16;
	struct standing_item *items;

	if (standing->count == standing->room) {
		items = reallocarray(standing->items, room, sizeof(*items));
		if (!items) {
			finding_free(finding);
			return NULL;
		}
		standing->items = items;
		standing->room = room;
	}
	items = &standing->items[standing->count++];
	memset(items, 0, sizeof(*items));
	items->finding = finding;
	return items;
}

static int tell(const struct teller *teller, const struct standing_item *item,
		enum finding_state state, enum severity severity)
{
	struct finding line = *item->finding;

	line.state = state;
	line.severity = severity;
	line.time = teller->realtime;
	if (standing_replayed(teller->standing, &line))
		return 0;
	return teller->news(&line, teller->context);
}

/* What a finding's severity is to be as long as it holds; 0: not told yet. */
static enum severity wanted(struct standing *standing, const struct standing_item *item)
{
	const struct finding *finding = item->finding;

	if (!finding_is_absence(finding) && finding->class != FINDING_DEGRADED)
		return finding->severity;
	if (!standing_settled(standing, standing->now))
		return item->told;
	if (finding_is_absence(finding) &&
	    standing->now < add_times(item->first, standing->times.grace))
		return item->told > SEVERITY_NOTICE ? item->told : SEVERITY_NOTICE;
	return finding->severity;
}

bool standing_quiet(struct standing *standing, const struct finding *finding, uint64_t now)
{
	const struct standing_item *item = standing_find(standing, finding->id);
	struct standing_item as_if;

	standing_settled(standing, now);
	if (!item)
		return false;
	as_if = *item;
	as_if.finding = (struct finding *)finding;
	return wanted(standing, &as_if) == item->told;
}

void standing_recall(struct standing *standing, struct finding *finding)
{
	const struct standing_item *item = standing_find(standing, finding->id);
	char *message;

	if (!item || !item->finding->message)
		return;
	message = strdup(item->finding->message);
	if (!message)
		return;
	free(finding->message);
	finding->message = message;
	json_object_put(finding->device);
	finding->device = json_object_get(item->finding->device);
}

static int raise_item(const struct teller *teller, struct standing_item *item)
{
	enum severity severity = wanted(teller->standing, item);
	int err;

	if (severity == item->told)
		return 0;
	err = tell(teller, item, FINDING_RAISED, severity);
	if (!err)
		item->told = severity;
	return err;
}

/* The finding as it is now, told since when it was first. */
static void refresh_item(struct standing_item *item, struct finding *finding)
{
	finding->since = item->finding->since;
	if (item->finding->seq)
		finding->seq = item->finding->seq;
	finding_free(item->finding);
	item->finding = finding;
}

static int take_finding(struct standing *standing, struct finding *finding,
			uint64_t realtime)
{
	struct standing_item *item = standing_find(standing, finding->id);

	if (item) {
		refresh_item(item, finding);
	} else {
		finding->since = realtime;
		item = standing_add(standing, finding);
		if (!item)
			return -ENOMEM;
		item->first = standing->now;
	}
	item->seen = true;
	item->confirmed = true;
	return 0;
}

static int clear_item(const struct teller *teller, size_t index)
{
	struct standing *standing = teller->standing;
	struct standing_item *item = &standing->items[index];
	int err = 0;

	if (item->told)
		err = tell(teller, item, FINDING_CLEARED, item->told);
	if (err)
		return err;
	finding_free(item->finding);
	memmove(item, item + 1, (standing->count - index - 1) * sizeof(*item));
	standing->count--;
	return 0;
}

/* A source that cannot read a field has not shown that it is right again. */
static bool is_unverified(const struct verdict *verdict, const struct finding *finding)
{
	size_t i;

	if ((finding->class != FINDING_CHANGED && finding->class != FINDING_DEGRADED) ||
	    !finding->place)
		return false;
	for (i = 0; i < verdict->unverified_count; i++)
		if (!strcmp(verdict->unverified[i].device->place, finding->place))
			return true;
	return false;
}

static bool holds(const struct teller *teller, const struct standing_item *item)
{
	struct standing *standing = teller->standing;

	if (item->seen || item->noted)
		return true;
	/* from before this boot: it may only be late */
	if (!item->confirmed && !standing_settled(standing, standing->now))
		return true;
	return is_unverified(teller->verdict, item->finding);
}

static int tell_news(const struct teller *teller)
{
	struct standing *standing = teller->standing;
	int first = 0, err;
	size_t i;

	for (i = 0; i < standing->count; i++) {
		if (!standing->items[i].seen && !standing->items[i].noted)
			continue;
		err = raise_item(teller, &standing->items[i]);
		first = first ? first : err;
	}
	for (i = 0; i < standing->count;) {
		if (holds(teller, &standing->items[i])) {
			i++;
			continue;
		}
		err = clear_item(teller, i);
		i += err != 0;
		first = first ? first : err;
	}
	return first;
}

int standing_update(struct standing *standing, struct verdict *verdict,
		    uint64_t now, uint64_t realtime, standing_news news, void *context)
{
	const struct teller teller = { standing, verdict, realtime, news, context };
	int first = 0, err;
	size_t i;

	standing_settled(standing, now);
	for (i = 0; i < standing->count; i++)
		standing->items[i].seen = false;
	for (i = 0; i < verdict->count; i++) {
		err = take_finding(standing, verdict->findings[i], realtime);
		first = first ? first : err;
	}
	verdict->count = 0;
	/* half a verdict would clear what it merely could not hold */
	return first ? first : tell_news(&teller);
}

int standing_note(struct standing *standing, struct finding *finding,
		  uint64_t now, uint64_t realtime, standing_news news, void *context)
{
	const struct teller teller = { standing, NULL, realtime, news, context };
	struct standing_item *item;
	int err;

	standing_settled(standing, now);
	err = take_finding(standing, finding, realtime);
	if (err)
		return err;
	item = standing_find(standing, finding->id);
	item->noted = true;
	return raise_item(&teller, item);
}

uint64_t standing_due(struct standing *standing, uint64_t now)
{
	uint64_t due = UINT64_MAX, then;
	size_t i;

	if (!standing_settled(standing, now))
		return settling_ends(standing);
	for (i = 0; i < standing->count; i++) {
		const struct standing_item *item = &standing->items[i];

		then = add_times(item->first, standing->times.grace);
		if (finding_is_absence(item->finding) &&
		    item->told < item->finding->severity && then < due)
			due = then;
	}
	return due;
}

unsigned int standing_count(const struct standing *standing, enum severity severity)
{
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < standing->count; i++)
		count += standing->items[i].told == severity;
	return count;
}
