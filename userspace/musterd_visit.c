// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_visit.c: what is over before anybody looks again: it came and went, or went
 * and came back, within one batch of entries.
 *
 * Invariant: it is judged once in each batch and counted from then on, so that
 * flapping does not cost a comparison per flap.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "entry.h"

static struct visit *find_visit(struct visit *visits, size_t count, const char *text)
{
	while (count > 0)
		if (!strcmp(visits[--count].text, text))
			return &visits[count];
	return NULL;
}

static int add_visit(struct visit **visits, size_t *count, char *text)
{
	struct visit *more = reallocarray(*visits, *count + 1, sizeof(*more));

	if (!more || !text) {
		*visits = more ? more : *visits;
		free(text);
		return -ENOMEM;
	}
	*visits = more;
	more[(*count)++] = (struct visit){ .text = text };
	return 0;
}

static void clear_visits(struct visit **visits, size_t *count)
{
	while (*count > 0) {
		free((*visits)[--*count].text);
		free((*visits)[*count].ids);
	}
	free(*visits);
	*visits = NULL;
}

static uint64_t realtime_of(uint64_t boottime)
{
	uint64_t now = now_boottime();

	return now_realtime() - (boottime < now ? now - boottime : 0);
}

/* Once more what was judged in this batch. Return: whether its findings count it. */
static bool count_again(struct musterd *musterd, const struct visit *visit, uint64_t when)
{
	bool counted = true;
	size_t i;

	for (i = 0; i < visit->count; i++)
		counted &= standing_again(musterd->standing, visit->ids[i], when,
					  realtime_of(when));
	return counted;
}

/* Judge what is there now, which is over before anybody else looks. */
static int judge_now(struct musterd *musterd, struct visit *visit,
		     const struct device *device, bool absence, bool over)
{
	ssize_t count = 0;
	int err;

	musterd->judging_at = device->since;
	err = judge(musterd);
	musterd->judging_at = 0;
	free(visit->ids);
	visit->ids = NULL;
	visit->count = 0;
	if (over)
		count = standing_visited(musterd->standing, device->place, absence,
					 &visit->ids);
	if (count > 0)
		visit->count = count;
	return err ? err : count < 0 ? count : 0;
}

static const char *known(const struct device *device, enum field field)
{
	const char *text = device_get(device, field);

	return text ? text : "";
}

char *visit_describe(const struct device *device)
{
	char *text;

	if (asprintf(&text, "%s %s:%s %s:%s %s %s %s %s %s %s", device->place,
		     known(device, FIELD_VENDOR), known(device, FIELD_DEVICE),
		     known(device, FIELD_SUBSYSTEM_VENDOR), known(device, FIELD_SUBSYSTEM_DEVICE),
		     known(device, FIELD_CLASS), known(device, FIELD_REVISION),
		     known(device, FIELD_SERIAL), known(device, FIELD_NAME),
		     known(device, FIELD_MODALIAS), known(device, FIELD_FIRMWARE_PATH)) < 0)
		return NULL;
	return text;
}

/* It was judged in an earlier batch: if it returns in this one, that counts. */
static int end_stay(struct musterd *musterd, const struct device *device)
{
	char (*ids)[33] = NULL;
	ssize_t count = standing_visited(musterd->standing, device->place, false, &ids);

	free(ids);
	return count < 0 ? count : 0;
}

int visit_judge(struct musterd *musterd, const struct device *device)
{
	struct visit *visit;
	char *text;
	int err;

	if (device->number < musterd->judged)
		return end_stay(musterd, device);
	text = visit_describe(device);
	visit = text ? find_visit(musterd->visits, musterd->visit_count, text) : NULL;
	if (visit) {
		free(text);
		if (count_again(musterd, visit, device->since))
			return 0;
	} else {
		err = add_visit(&musterd->visits, &musterd->visit_count, text);
		if (err)
			return err;
		visit = &musterd->visits[musterd->visit_count - 1];
	}
	return judge_now(musterd, visit, device, false, true);
}

/* A stranger was judged in its place: what it had displaced was missed then. */
static bool was_displaced(const struct musterd *musterd, const struct gone *gone)
{
	const struct visit *visit = gone->text ? find_visit(musterd->visits,
							    musterd->visit_count,
							    gone->text) : NULL;

	return visit && visit->count;
}

static bool is_same(const struct gone *gone, const struct device *device)
{
	char *text = visit_describe(device);
	bool same = text && gone->text && !strcmp(text, gone->text);

	free(text);
	return same;
}

int visit_judge_absence(struct musterd *musterd, const struct device *device)
{
	const struct gone *gone = live_gone(musterd, device->place);
	struct visit *visit;
	bool returns;
	int err;

	if (!gone || gone->number < musterd->judged || !musterd->settled ||
	    was_displaced(musterd, gone))
		return 0;
	/* another device is no end of an absence */
	returns = is_same(gone, device);
	visit = find_visit(musterd->absences, musterd->absence_count, device->place);
	if (visit && (!returns || count_again(musterd, visit, device->since)))
		return 0;
	if (!visit) {
		err = add_visit(&musterd->absences, &musterd->absence_count,
				strdup(device->place));
		if (err)
			return err;
		visit = &musterd->absences[musterd->absence_count - 1];
	}
	return judge_now(musterd, visit, device, true, returns);
}

/* It is the device's finding that flaps; where it has none, the record's. */
void visit_fold(struct musterd *musterd, const struct entry *entry)
{
	uint64_t times = entry->times[MUSTER_EVENT_ADD];

	if (entry->place && standing_fold(musterd->standing, entry->place, times, entry->last,
					  realtime_of(entry->last)))
		return;
	judge_pass(musterd, ledger_folded(musterd, entry));
}

void visits_clear(struct musterd *musterd)
{
	clear_visits(&musterd->absences, &musterd->absence_count);
	clear_visits(&musterd->visits, &musterd->visit_count);
}
