// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standing_flap.c: what comes and goes again and again is told once, with a count.
 *
 * Invariant: whatever flaps was told as raised before, at the highest severity
 * that it had, and is told as cleared or raised when it has been quiet. What is
 * kept of findings that do not hold is bounded, whoever makes them: the oldest goes
 * first, and one that was told as flapping is told as cleared then.
 */
#include "standing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "standing_item.h"

#define SECOND UINT64_C(1000000000)
#define PAUSE_MIN (60 * SECOND)		/* from the first count told to the next */
#define PAUSE_MAX (3600 * SECOND)	/* doubling up to this */

static bool too_often(const struct standing *standing, const struct standing_item *item)
{
	const struct standing_flaps *flaps = &item->flaps;
	uint64_t wanted = standing->times.flap_count;
	uint64_t newest, oldest;

	if (!standing->times.flap_time || wanted < 2 || wanted > STANDING_FLAPS ||
	    flaps->came < wanted)
		return false;
	/* whoever mends an inventory's file wants to see that it is good now */
	if (item->finding->class == FINDING_INVENTORY)
		return false;
	newest = flaps->at[(flaps->came - 1) % STANDING_FLAPS];
	oldest = flaps->at[(flaps->came - wanted) % STANDING_FLAPS];
	return newest < oldest || newest - oldest <= standing->times.flap_time;
}

void standing_came(struct standing *standing, struct standing_item *item, uint64_t times,
		   uint64_t at, uint64_t realtime)
{
	struct standing_flaps *flaps = &item->flaps;

	if (!flaps->count)
		flaps->since = realtime;
	flaps->at[flaps->came++ % STANDING_FLAPS] = at;
	flaps->count = standing_sum(flaps->count, times);
	flaps->last = realtime;
	flaps->moved = standing->now;
	if (flaps->flapping || !too_often(standing, item))
		return;
	flaps->flapping = true;
	flaps->told = 0;
	flaps->pause = PAUSE_MIN;
}

void standing_leave(struct standing *standing, size_t index)
{
	struct standing_item *item = &standing->items[index];

	item->away = true;
	item->seen = false;
	item->over = false;
	item->flaps.moved = standing->now;
	if (item->flaps.flapping)
		return;
	if (standing->times.flap_time)
		finding_strip(item->finding);
	else
		standing_drop(standing, index);
}

bool standing_is_quiet(const struct standing *standing, const struct standing_item *item)
{
	return standing->now >= standing_sum(item->flaps.moved, standing->times.flap_time);
}

static int announce(const struct standing_teller *teller, struct standing_item *item)
{
	enum severity severity = item->away ? 0 : standing_wanted(teller->standing, item);
	struct standing_flaps *flaps = &item->flaps;
	uint64_t now = teller->standing->now;
	int err;

	if (severity < item->told)
		severity = item->told;
	/* as it was told before the news of its last coming was not taken */
	if (!severity && item->away)
		severity = flaps->worst;
	/* it only ever gets worse, so this is no way around the pause */
	if (flaps->told && severity == item->told &&
	    (flaps->told == flaps->count || now < flaps->tell_at))
		return 0;
	/* held back as yet */
	if (!severity)
		return 0;
	err = standing_tell(teller, item, FINDING_FLAPPING, severity);
	if (err)
		return err;
	item->told = severity;
	flaps->pause = !flaps->told ? PAUSE_MIN :
		       flaps->pause < PAUSE_MAX / 2 ? 2 * flaps->pause : PAUSE_MAX;
	flaps->told = flaps->count;
	flaps->tell_at = standing_sum(now, flaps->pause);
	return 0;
}

/* It is there, and has been for long enough: a finding like any other from now on. */
static int settle_down(const struct standing_teller *teller, struct standing_item *item)
{
	enum severity severity = standing_wanted(teller->standing, item);
	int err = 0;

	if (severity)
		err = standing_tell(teller, item, FINDING_RAISED, severity);
	if (err)
		return err;
	item->told = severity;
	item->again = false;
	item->flaps.flapping = false;
	item->flaps.told = 0;
	return 0;
}

/* The last word on it. */
static int finish(const struct standing_teller *teller, size_t index)
{
	struct standing_item *item = &teller->standing->items[index];
	int err = 0;

	if (item->told)
		err = standing_tell(teller, item, FINDING_CLEARED, item->told);
	if (!err)
		standing_drop(teller->standing, index);
	return err;
}

static bool is_over(const struct standing *standing, const struct standing_item *item)
{
	/* without a time for it each note stands, as any other does */
	if (item->passing && !standing->times.flap_time)
		return false;
	return (item->away || item->passing) && standing_is_quiet(standing, item);
}

/* Of those that fit @which, the one that has not moved for longest, if they are too many. */
static ssize_t find_surplus(const struct standing *standing, size_t most,
			    bool (*which)(const struct standing_item *item))
{
	ssize_t oldest = -1;
	size_t count = 0, i;

	for (i = 0; i < standing->count; i++) {
		if (!which(&standing->items[i]))
			continue;
		count++;
		if (oldest < 0 ||
		    standing->items[i].flaps.moved < standing->items[oldest].flaps.moved)
			oldest = i;
	}
	return count > most ? oldest : -1;
}

static bool is_memory(const struct standing_item *item)
{
	return item->away && !item->flaps.flapping;
}

static bool is_kept_whole(const struct standing_item *item)
{
	return item->passing || (item->away && item->flaps.flapping);
}

static int bound(const struct standing_teller *teller)
{
	struct standing *standing = teller->standing;
	ssize_t index;
	int err = 0;

	while ((index = find_surplus(standing, STANDING_AWAY_MAX, is_memory)) >= 0)
		standing_drop(standing, index);
	while (!err && (index = find_surplus(standing, STANDING_FLAPPING_MAX,
					     is_kept_whole)) >= 0)
		err = finish(teller, index);
	return err;
}

int standing_tell_flaps(const struct standing_teller *teller)
{
	struct standing *standing = teller->standing;
	int first = 0, err;
	size_t i;

	for (i = 0; i < standing->count;) {
		struct standing_item *item = &standing->items[i];
		size_t before = standing->count;

		err = 0;
		if (is_over(standing, item))
			err = finish(teller, i);
		else if (item->flaps.flapping)
			err = standing_is_quiet(standing, item) ?
			      settle_down(teller, item) : announce(teller, item);
		first = first ? first : err;
		i += standing->count == before;
	}
	err = bound(teller);
	return first ? first : err;
}

uint64_t standing_flaps_due(const struct standing *standing)
{
	uint64_t due = UINT64_MAX, then;
	size_t i;

	for (i = 0; i < standing->count; i++) {
		const struct standing_item *item = &standing->items[i];
		const struct standing_flaps *flaps = &item->flaps;

		/* what is merely remembered is forgotten when there is something to do */
		if (!flaps->flapping && (!item->passing || !standing->times.flap_time))
			continue;
		then = standing_sum(flaps->moved, standing->times.flap_time);
		if (flaps->flapping && flaps->told != flaps->count && flaps->tell_at < then)
			then = flaps->tell_at;
		if (then < due)
			due = then;
	}
	return due;
}

ssize_t standing_visited(struct standing *standing, const char *place, bool absence,
			 char (**ids)[33])
{
	char (*found)[33] = NULL, (*more)[33];
	ssize_t count = 0;

	for (size_t i = 0; i < standing->count; i++) {
		const struct finding *finding = standing->items[i].finding;

		if (!standing->items[i].seen || standing->items[i].noted || !finding->place ||
		    strcmp(finding->place, place) || finding_is_absence(finding) != absence)
			continue;
		more = reallocarray(found, count + 1, sizeof(*found));
		if (!more) {
			free(found);
			return -ENOMEM;
		}
		found = more;
		memcpy(found[count++], finding->id, sizeof(*found));
		standing->items[i].over = true;
	}
	*ids = found;
	return count;
}

bool standing_again(struct standing *standing, const char *id, uint64_t at, uint64_t realtime)
{
	struct standing_item *item = standing_find(standing, id);

	if (!item || (item->away && !item->flaps.flapping))
		return false;
	standing_came(standing, item, 1, at, realtime);
	item->first = standing->now;
	return true;
}

/* A device that is not where it should be has a finding of another kind. */
static bool flaps_at(const struct standing_item *item, const char *place)
{
	const struct finding *finding = item->finding;

	return item->flaps.flapping && !item->noted && finding->place &&
	       !strcmp(finding->place, place) && !finding_is_absence(finding);
}

bool standing_fold(struct standing *standing, const char *place, uint64_t times,
		   uint64_t at, uint64_t realtime)
{
	const struct standing_item *one = NULL;
	size_t i;

	for (i = 0; i < standing->count; i++) {
		if (!flaps_at(&standing->items[i], place))
			continue;
		/* findings of one device came with one entry */
		if (one && one->finding->seq != standing->items[i].finding->seq)
			return false;
		one = &standing->items[i];
	}
	for (i = 0; i < standing->count && one; i++)
		if (flaps_at(&standing->items[i], place))
			standing_came(standing, &standing->items[i], times, at, realtime);
	return one;
}

unsigned int standing_flapping(const struct standing *standing)
{
	unsigned int count = 0;

	for (size_t i = 0; i < standing->count; i++)
		count += standing->items[i].flaps.flapping && standing->items[i].told;
	return count;
}

static void format_time(uint64_t realtime, char *buffer, size_t size)
{
	time_t seconds = realtime / SECOND;
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) || !strftime(buffer, size, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(buffer, size, "?");
}

char *standing_count_words(const struct finding *finding, const struct standing_flaps *flaps)
{
	bool lost = finding->field && !strcmp(finding->field, "lost");
	const char *what = finding_is_absence(finding) ? "it went" : lost ? "in all" : "it came";
	const char *message = finding->message ? finding->message : "";
	int length = strlen(message);
	char since[32], last[32], *text;

	if (length && message[length - 1] == '.')
		length--;
	format_time(flaps->since, since, sizeof(since));
	format_time(flaps->last, last, sizeof(last));
	if (asprintf(&text, "%.*s; %s %llu %s since %s, last at %s.", length, message, what,
		     (unsigned long long)flaps->count, lost ? "entries" : "times", since, last) < 0)
		return NULL;
	return text;
}
