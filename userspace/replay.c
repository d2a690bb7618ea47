// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay.c: a snapshot kept current by applying the ledger's entries to it.
 */
#include "replay.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "adapter_type.h"
#include "place.h"

static struct device *by_number(const struct snapshot *live, uint64_t number)
{
	size_t i;

	for (i = 0; number && i < live->count; i++)
		if (live->devices[i]->number == number)
			return live->devices[i];
	return NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* A device that was not tracked has no number in later events: only a name. */
static struct device *by_name(const struct snapshot *live, const struct device *device)
{
	size_t i;

	for (i = 0; i < live->count; i++)
		if (live->devices[i]->kind == device->kind &&
		    !strcmp(live->devices[i]->place, device->place) &&
		    same_text(device_get(live->devices[i], FIELD_ADDRESS),
			      device_get(device, FIELD_ADDRESS)))
			return live->devices[i];
	return NULL;
}

struct device *replay_subject(const struct snapshot *live, const struct entry *entry)
{
	if (entry->event == MUSTER_EVENT_PRESENT || entry->event == MUSTER_EVENT_ADD)
		return by_number(live, entry->number);
	if (entry->subject)
		return by_number(live, entry->subject);
	return entry->device ? by_name(live, entry->device) : NULL;
}

static struct device *parent_of(const struct snapshot *live, const struct device *device)
{
	size_t length = place_parent(device->place);
	char place[PLACE_MAX + 1];

	if (!length || length >= sizeof(place))
		return NULL;
	memcpy(place, device->place, length);
	place[length] = '\0';
	return snapshot_find(live, place);
}

/*
 * The kernel makes the clients of memory modules while the driver of an SMBus host
 * takes that over, so between its BIND and its BOUND; nobody else can then.
 */
static enum device_announced announced(const struct snapshot *live, const struct device *client)
{
	const struct device *adapter = parent_of(live, client);
	const struct device *host = adapter ? parent_of(live, adapter) : NULL;

	if (client->kind != DEVICE_CLIENT || !host || host->kind != DEVICE_FUNCTION)
		return ANNOUNCED_UNKNOWN;
	if (host->probing)
		return ANNOUNCED_BY_HOST;
	return device_get(host, FIELD_DRIVER) ? ANNOUNCED_LATER : ANNOUNCED_UNKNOWN;
}

static int arrive(struct snapshot *live, struct entry *entry)
{
	struct device *device = entry->device;
	int err;

	if (!device || by_number(live, entry->number))
		return REPLAY_NOTHING;
	err = adapter_types_set(live, device);
	if (err)
		return err;
	if (entry->event == MUSTER_EVENT_ADD)
		device->announced = announced(live, device);
	entry->device = NULL;
	err = snapshot_insert(live, device);
	return err ? err : REPLAY_ARRIVED;
}

static int leave(struct snapshot *live, struct device *device, struct device **gone)
{
	size_t i;

	for (i = 0; i < live->count && live->devices[i] != device; i++)
		;
	live->count--;
	memmove(&live->devices[i], &live->devices[i + 1],
		(live->count - i) * sizeof(*live->devices));
	if (gone)
		*gone = device;
	else
		device_free(device);
	return REPLAY_LEFT;
}

/* The driver itself is known when it is bound. */
static int begin_probe(struct device *device)
{
	device->probing = true;
	return REPLAY_NOTHING;
}

static int bind_driver(struct device *device, const char *driver)
{
	const char *before = device_get(device, FIELD_DRIVER);
	int err;

	device->probing = false;
	if (!device_has(device, FIELD_DRIVER))
		return REPLAY_NOTHING;
	if (same_text(before, driver) ||
	    (!driver && device_value(device, FIELD_DRIVER)->state == VALUE_NONE))
		return REPLAY_NOTHING;
	err = device_set(device, FIELD_DRIVER, driver);
	return err ? err : REPLAY_CHANGED;
}

/* What a memory holds is not the module's to say: it stays. */
static int keep_contents(struct device *device, struct device *fresh)
{
	fresh->contents = device->contents;
	device->contents = NULL;
	if (device->kind == DEVICE_CLIENT)
		fresh->reading = device->reading;
	return device_decode_contents(fresh);
}

/* What another look at it found takes the place of what was known. */
static int look_again(struct snapshot *live, struct device *device, struct entry *entry)
{
	struct device *fresh = entry->device;
	size_t i;
	int err;

	if (!fresh)
		return REPLAY_NOTHING;
	if (fresh->reading != READING_OK && device->kind == DEVICE_FUNCTION) {
		device->reading = fresh->reading;
		return REPLAY_CHANGED;
	}
	/* a place does not change, or the order of the snapshot would */
	if (fresh->kind != device->kind || strcmp(fresh->place, device->place))
		return -EBADMSG;
	if (adapter_types_set(live, fresh))
		return -ENOMEM;
	err = keep_contents(device, fresh);
	if (err)
		return err;
	fresh->number = device->number;
	fresh->last = device->last;
	fresh->since = device->since;
	fresh->origin = device->origin;
	fresh->announced = device->announced;
	fresh->probing = device->probing;
	for (i = 0; i < live->count; i++)
		if (live->devices[i] == device)
			live->devices[i] = fresh;
	entry->device = NULL;
	device_free(device);
	return REPLAY_CHANGED;
}

static int apply(struct snapshot *live, struct device *device, struct entry *entry,
		 struct device **gone)
{
	switch (entry->event) {
	case MUSTER_EVENT_DEL:
	case MUSTER_EVENT_REMOVED:
		return leave(live, device, gone);
	case MUSTER_EVENT_BIND:
		return begin_probe(device);
	case MUSTER_EVENT_BOUND:
		return bind_driver(device, entry->driver);
	case MUSTER_EVENT_NOT_BOUND:
	case MUSTER_EVENT_UNBOUND:
		return bind_driver(device, NULL);
	case MUSTER_EVENT_CHANGED:
		return look_again(live, device, entry);
	default:
		return REPLAY_NOTHING;
	}
}

int replay_apply(struct snapshot *live, struct entry *entry, struct device **gone)
{
	struct device *device;

	if (gone)
		*gone = NULL;
	if (entry->event == MUSTER_EVENT_PRESENT || entry->event == MUSTER_EVENT_ADD)
		return arrive(live, entry);
	device = replay_subject(live, entry);
	if (!device || entry->number <= device->last)
		return REPLAY_NOTHING;
	device->last = entry->number;
	return apply(live, device, entry, gone);
}
