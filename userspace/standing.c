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

struct standing_mark *standing_mark(struct standing *standing)
{
	return &standing->mark;
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

void standing_drop(struct standing *standing, size_t index)
{
	struct standing_item *item = &standing->items[index];

	finding_free(item->finding);
	memmove(item, item + 1, (standing->count - index - 1) * sizeof(*item));
	standing->count--;
}

int standing_tell(const struct standing_teller *teller, const struct standing_item *item,
		  enum finding_state state, enum severity severity)
{
	const struct standing_flaps *flaps = &item->flaps;
	struct finding line = *item->finding;
	int err;

	line.state = state;
	line.severity = severity;
	line.time = teller->realtime;
	line.count = flaps->count;
	line.first = flaps->since;
	line.last = flaps->last;
	if (flaps->flapping)
		line.since = flaps->since;
	if (standing_replayed(teller->standing, &line))
		return 0;
	/* without memory for the words the plain sentence has to do */
	if (line.count > 1)
		line.message = standing_count_words(item->finding, flaps);
	if (!line.message)
		line.message = item->finding->message;
	err = teller->news(&line, teller->context);
	if (line.message != item->finding->message)
		free(line.message);
	return err;
}

enum severity standing_wanted(struct standing *standing, const struct standing_item *item)
{
	const struct finding *finding = item->finding;

	if (!finding_is_absence(finding) && finding->class != FINDING_DEGRADED)
		return finding->severity;
	if (!standing_settled(standing, standing->now))
		return item->told;
	if (finding_is_absence(finding) && standing->now < standing_grace_ends(standing, item))
		return item->told > SEVERITY_NOTICE ? item->told : SEVERITY_NOTICE;
	return finding->severity;
}

bool standing_quiet(struct standing *standing, const struct finding *finding, uint64_t now)
{
	const struct standing_item *item = standing_find(standing, finding->id);
	struct standing_item as_if;

	standing_settled(standing, now);
	if (!item || (item->away && !item->flaps.flapping))
		return false;
	as_if = *item;
	as_if.finding = (struct finding *)finding;
	if (item->away)
		as_if.first = standing->now;
	if (item->flaps.flapping)
		return standing_wanted(standing, &as_if) <= item->flaps.worst;
	return standing_wanted(standing, &as_if) == item->told;
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

static int raise_item(const struct standing_teller *teller, struct standing_item *item)
{
	enum severity severity = standing_wanted(teller->standing, item);
	struct standing_flaps *flaps = &item->flaps;
	int err;

	/* what flaps is told by standing_tell_flaps(), unless it is worse than ever */
	if (flaps->flapping ? severity <= flaps->worst :
			      severity == item->told && !item->again)
		return 0;
	err = standing_tell(teller, item, FINDING_RAISED, severity);
	if (err)
		return err;
	item->told = severity;
	item->again = false;
	if (flaps->worst < severity)
		flaps->worst = severity;
	return 0;
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

/* It was over and is there again; until it was told as cleared it is the same finding. */
static void return_item(struct standing *standing, struct standing_item *item,
			struct finding *finding, uint64_t realtime)
{
	/* remembered for too long: it is as if it had never been */
	if (item->away && !item->flaps.flapping && standing_is_quiet(standing, item))
		memset(&item->flaps, 0, sizeof(item->flaps));
	finding->since = item->away ? realtime : item->finding->since;
	finding_free(item->finding);
	item->finding = finding;
	item->first = standing->now;
	item->away = false;
	item->over = false;
}

static int take_finding(struct standing *standing, struct finding *finding,
			uint64_t realtime, struct standing_item **out)
{
	struct standing_item *item = standing_find(standing, finding->id);
	bool comes = !item || item->away || item->over;
	uint64_t at = finding->at && finding->at < standing->now ? finding->at : standing->now;
	uint64_t ago = standing->now - at, times = finding->count ? finding->count : 1;

	if (!item) {
		finding->since = realtime;
		item = standing_add(standing, finding);
		if (!item)
			return -ENOMEM;
		item->first = standing->now;
	} else if (comes) {
		return_item(standing, item, finding, realtime);
	} else {
		refresh_item(item, finding);
	}
	if (comes)
		standing_came(standing, item, times, at, realtime > ago ? realtime - ago : 0);
	item->seen = true;
	item->confirmed = true;
	if (out)
		*out = item;
	return 0;
}

static int clear_item(const struct standing_teller *teller, size_t index)
{
	struct standing_item *item = &teller->standing->items[index];
	int err;

	/* held back to its end */
	if (!item->told && !(item->flaps.flapping && item->flaps.worst)) {
		standing_drop(teller->standing, index);
		return 0;
	}
	if (!item->flaps.flapping) {
		err = standing_tell(teller, item, FINDING_CLEARED, item->told);
		if (err)
			return err;
		item->told = 0;
	}
	standing_leave(teller->standing, index);
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

static bool holds(const struct standing_teller *teller, const struct standing_item *item)
{
	struct standing *standing = teller->standing;

	if (item->seen || item->noted || item->away)
		return true;
	/* from before this boot: it may only be late */
	if (!item->confirmed && !standing_settled(standing, standing->now))
		return true;
	return is_unverified(teller->verdict, item->finding);
}

static int tell_news(const struct standing_teller *teller)
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
		size_t before = standing->count;

		err = holds(teller, &standing->items[i]) ? 0 : clear_item(teller, i);
		first = first ? first : err;
		i += standing->count == before;
	}
	err = standing_tell_flaps(teller);
	return first ? first : err;
}

int standing_update(struct standing *standing, struct verdict *verdict,
		    uint64_t now, uint64_t realtime, standing_news news, void *context)
{
	const struct standing_teller teller = { standing, verdict, realtime, news, context };
	int first = 0, err;
	size_t i;

	standing_settled(standing, now);
	for (i = 0; i < standing->count; i++)
		standing->items[i].seen = false;
	for (i = 0; i < verdict->count; i++) {
		err = take_finding(standing, verdict->findings[i], realtime, NULL);
		first = first ? first : err;
	}
	verdict->count = 0;
	/* half a verdict would clear what it merely could not hold */
	return first ? first : tell_news(&teller);
}

static int note(const struct standing_teller *teller, struct finding *finding, bool passing)
{
	struct standing *standing = teller->standing;
	struct standing_item *item = standing_find(standing, finding->id);
	uint64_t seq = finding->seq, times = finding->count ? finding->count : 1;
	/* the same one noted again, as after a crash, is not one more */
	bool more = item && !item->away && (seq > item->finding->seq || !item->confirmed);
	int err;

	err = take_finding(standing, finding, teller->realtime, &item);
	if (err)
		return err;
	item->noted = true;
	item->passing = passing;
	if (more) {
		item->finding->seq = seq;
		standing_came(standing, item, times, standing->now, teller->realtime);
		item->again = !item->flaps.flapping;
	}
	err = raise_item(teller, item);
	return err ? err : standing_tell_flaps(teller);
}

int standing_note(struct standing *standing, struct finding *finding,
		  uint64_t now, uint64_t realtime, standing_news news, void *context)
{
	const struct standing_teller teller = { standing, NULL, realtime, news, context };

	standing_settled(standing, now);
	return note(&teller, finding, false);
}

int standing_pass(struct standing *standing, struct finding *finding,
		  uint64_t now, uint64_t realtime, standing_news news, void *context)
{
	const struct standing_teller teller = { standing, NULL, realtime, news, context };

	standing_settled(standing, now);
	return note(&teller, finding, true);
}

unsigned int standing_count(const struct standing *standing, enum severity severity)
{
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < standing->count; i++)
		count += standing->items[i].told == severity;
	return count;
}
