// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * musterd_live.c: what is present, kept current entry by entry.
 *
 * Invariant: what came and went between two looks is judged while it is there,
 * and a part that went and came back while it is away.
 */
#include "musterd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "entry.h"
#include "replay.h"
#include "snapshot.h"

int live_new(struct snapshot **out)
{
	struct snapshot *live = snapshot_new(SOURCE_MODULE);
	int err;

	if (!live)
		return -ENOMEM;
	err = snapshot_identify_host(live, NULL);
	if (err)
		snapshot_free(live);
	else
		*out = live;
	return err;
}

void live_replace(struct musterd *musterd, struct snapshot *live)
{
	if (musterd->live)
		snapshot_free(musterd->live);
	musterd->live = live;
}

int live_reset(struct musterd *musterd)
{
	struct snapshot *live;
	int err = live_new(&live);

	if (!err)
		live_replace(musterd, live);
	return err;
}

void live_set_aside(struct musterd *musterd)
{
	if (!musterd->live || musterd->live->source != SOURCE_MODULE)
		return;
	if (musterd->before)
		snapshot_free(musterd->before);
	musterd->before = musterd->live;
	musterd->live = NULL;
	snapshot_sort(musterd->before);
	if (musterd->before->count)
		return;
	snapshot_free(musterd->before);
	musterd->before = NULL;
}

static struct device *find_number(const struct snapshot *live, uint64_t number)
{
	size_t i;

	/* what comes and goes is among the last that came */
	for (i = live->count; i > 0 && number; i--)
		if (live->devices[i - 1]->number == number)
			return live->devices[i - 1];
	return NULL;
}

static int judge_before(struct musterd *musterd, const struct entry *entry)
{
	const struct device *device;

	/* half a roster is not to be judged, nor is what was judged before */
	if (!musterd->walked || entry->number < musterd->judged)
		return 0;
	if (entry->event == MUSTER_EVENT_ADD && entry->device)
		return visit_judge_absence(musterd, entry->device);
	if (entry->event != MUSTER_EVENT_DEL)
		return 0;
	device = find_number(musterd->live, entry->subject);
	if (!device)
		return 0;
	return visit_judge(musterd, device);
}

/*
 * Boot is what the first load of a boot found, or what came before the board
 * had settled; after a reload, what the load before knew as such.
 */
static void set_origin(struct musterd *musterd, struct device *device, bool present)
{
	uint64_t settled_at = standing_mark(musterd->standing)->settled_at;
	const struct device *before = NULL;

	if (musterd->before)
		before = snapshot_find(musterd->before, device->place);
	if (present && musterd->before)
		device->origin = before ? before->origin : ORIGIN_HOT;
	else if (present)
		device->origin = ORIGIN_BOOT;
	else
		device->origin = settled_at && device->since > settled_at ?
				 ORIGIN_HOT : ORIGIN_BOOT;
}

static void remember_gone(struct musterd *musterd, struct device *device, uint64_t number)
{
	struct gone *gone = &musterd->gone[musterd->gone_next++ % GONE_MAX];

	free(gone->place);
	free(gone->text);
	gone->text = visit_describe(device);
	gone->place = device->place;
	gone->number = number;
	device->place = NULL;
	device_free(device);
}

const struct gone *live_gone(const struct musterd *musterd, const char *place)
{
	size_t i;

	/* the last one wins */
	for (i = 0; i < GONE_MAX && i < musterd->gone_next; i++) {
		const struct gone *gone = &musterd->gone[(musterd->gone_next - 1 - i) % GONE_MAX];

		if (!strcmp(gone->place, place))
			return gone;
	}
	return NULL;
}

static bool unsettles(enum muster_event event)
{
	return event != MUSTER_EVENT_RESCANNED && event != MUSTER_EVENT_CHANGED;
}

/* Looking for what memories hold takes longer than all else between an event and its finding. */
static bool may_have_memory(const struct device *device)
{
	if (device->kind == DEVICE_FUNCTION)
		return device_group_state(device, GROUP_VPD) != VALUE_NONE;
	return device->kind == DEVICE_CLIENT;
}

static int apply(struct musterd *musterd, struct entry *entry)
{
	bool present = entry->event == MUSTER_EVENT_PRESENT;
	struct device *gone = NULL;
	struct device *device;
	int change;

	change = replay_apply(musterd->live, entry, &gone);
	if (change < 0)
		return change;
	if (change == REPLAY_LEFT && gone)
		remember_gone(musterd, gone, entry->number);
	if (change != REPLAY_ARRIVED && change != REPLAY_CHANGED)
		return 0;
	device = find_number(musterd->live, entry->subject ? entry->subject : entry->number);
	if (device && change == REPLAY_ARRIVED)
		set_origin(musterd, device, present);
	musterd->arrived |= change == REPLAY_ARRIVED;
	/* a driver makes a memory readable, or lets go of it */
	musterd->contents_came |= !device || may_have_memory(device);
	return 0;
}

/* What leaves during the walk stays until all is there that was: then judge. */
static int end_walk(struct musterd *musterd)
{
	bool news = false;
	size_t i;
	int err = 0;

	musterd->walked = true;
	for (i = 0; i < musterd->deferred_count; i++)
		news |= musterd->deferred[i].number >= musterd->judged;
	if (news)
		err = judge(musterd);
	for (i = 0; i < musterd->deferred_count; i++) {
		if (!err)
			err = apply(musterd, &musterd->deferred[i]);
		entry_clear(&musterd->deferred[i]);
	}
	free(musterd->deferred);
	musterd->deferred = NULL;
	musterd->deferred_count = 0;
	return err;
}

static int defer(struct musterd *musterd, struct entry *entry)
{
	struct entry *deferred;

	deferred = reallocarray(musterd->deferred, musterd->deferred_count + 1,
				sizeof(*deferred));
	if (!deferred)
		return -ENOMEM;
	musterd->deferred = deferred;
	deferred[musterd->deferred_count++] = *entry;
	memset(entry, 0, sizeof(*entry));
	return 0;
}

int live_apply(struct musterd *musterd, const uint8_t *payload, size_t length)
{
	struct entry entry;
	int err;

	err = entry_decode(payload, length, &entry);
	if (err)
		return err;
	if (unsettles(entry.event))
		standing_event(musterd->standing, entry.boottime);
	err = judge_before(musterd, &entry);
	musterd->applied = entry.number + 1;
	if (!err && entry.event == MUSTER_EVENT_DEL && !musterd->walked)
		err = defer(musterd, &entry);
	else if (!err)
		err = apply(musterd, &entry);
	if (!err && entry.event == MUSTER_EVENT_WALKED)
		err = end_walk(musterd);
	if (!err && entry.event == MUSTER_EVENT_FOLDED && entry.number >= musterd->judged)
		visit_fold(musterd, &entry);
	entry_clear(&entry);
	return err;
}

static int take_device(struct device *device, void *context)
{
	struct musterd *musterd = context;
	uint64_t settled_at = standing_mark(musterd->standing)->settled_at;

	device->origin = settled_at && device->since > settled_at ? ORIGIN_HOT : ORIGIN_BOOT;
	return snapshot_add(musterd->live, device);
}

int live_take_roster(struct musterd *musterd)
{
	uint64_t next = 0;
	int err;

	err = live_reset(musterd);
	if (!err)
		err = netlink_devices(musterd->netlink, &next, take_device, musterd);
	if (err)
		return err;
	musterd->walked = true;
	musterd->contents_came = true;
	if (next > musterd->applied)
		musterd->applied = next;
	return 0;
}

void live_end_batch(struct musterd *musterd)
{
	visits_clear(musterd);
}

void live_clear(struct musterd *musterd)
{
	size_t i;

	live_end_batch(musterd);
	for (i = 0; i < musterd->deferred_count; i++)
		entry_clear(&musterd->deferred[i]);
	free(musterd->deferred);
	for (i = 0; i < GONE_MAX; i++) {
		free(musterd->gone[i].place);
		free(musterd->gone[i].text);
	}
	if (musterd->live)
		snapshot_free(musterd->live);
	if (musterd->before)
		snapshot_free(musterd->before);
}
