// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * entry.c: one entry of a ledger, decoded from its payload.
 */
#include "entry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attributes.h"

/* Calls @read for each attribute of @inside. Return: 0, -EBADMSG, -ENOMEM. */
static int read_each(struct entry *entry, struct attributes inside,
		     int (*read)(struct entry *entry, const struct attribute *attribute))
{
	struct attribute attribute;
	int more, err = 0;

	while (!err && (more = attribute_next(&inside, &attribute)))
		err = more < 0 ? more : read(entry, &attribute);
	return err;
}

static int read_dmi(struct entry *entry, const struct attribute *attribute)
{
	static const enum board_field fields[] = {
		[MUSTER_A_DMI_SYS_VENDOR] = BOARD_SYS_VENDOR,
		[MUSTER_A_DMI_PRODUCT_NAME] = BOARD_PRODUCT_NAME,
		[MUSTER_A_DMI_PRODUCT_VERSION] = BOARD_PRODUCT_VERSION,
		[MUSTER_A_DMI_PRODUCT_SKU] = BOARD_PRODUCT_SKU,
		[MUSTER_A_DMI_PRODUCT_UUID] = BOARD_PRODUCT_UUID,
		[MUSTER_A_DMI_BOARD_VENDOR] = BOARD_BOARD_VENDOR,
		[MUSTER_A_DMI_BOARD_NAME] = BOARD_BOARD_NAME,
		[MUSTER_A_DMI_BOARD_VERSION] = BOARD_BOARD_VERSION,
		[MUSTER_A_DMI_BIOS_VERSION] = BOARD_BIOS_VERSION,
	};
	const char *text;

	if (!attribute->type || attribute->type >= sizeof(fields) / sizeof(*fields))
		return 0;
	text = attribute_text(attribute);
	return text ? board_set(&entry->board, fields[attribute->type], text) : -EBADMSG;
}

static int read_load(struct entry *entry, const struct attribute *attribute)
{
	uint32_t order;

	switch (attribute->type) {
	case MUSTER_A_LOAD_BYTE_ORDER:
		/* a ledger of a machine of the other byte order is not read here */
		return attribute_u32(attribute, &order) || order != MUSTER_BYTE_ORDER ?
		       -EBADMSG : 0;
	case MUSTER_A_LOAD_LOAD_ID:
		return attribute_bytes(attribute, entry->load_id, sizeof(entry->load_id));
	case MUSTER_A_LOAD_VERSION:
		return attribute_copy(attribute, &entry->version);
	case MUSTER_A_LOAD_SOURCE_DIGEST:
		return attribute_copy(attribute, &entry->source_digest);
	case MUSTER_A_LOAD_KERNEL:
		return attribute_copy(attribute, &entry->kernel);
	case MUSTER_A_LOAD_DMI:
		return read_each(entry, attribute_inside(attribute), read_dmi);
	}
	return 0;
}

static int read_counts(struct entry *entry, const struct attribute *attribute)
{
	switch (attribute->type) {
	case MUSTER_A_COUNTS_TICKET:
		return attribute_u64(attribute, &entry->ticket);
	case MUSTER_A_COUNTS_SEEN:
		return attribute_u32(attribute, &entry->seen);
	case MUSTER_A_COUNTS_CHANGED:
		return attribute_u32(attribute, &entry->changed);
	case MUSTER_A_COUNTS_UNREADABLE:
		return attribute_u32(attribute, &entry->unreadable);
	case MUSTER_A_COUNTS_BOUND:
		return attribute_u32(attribute, &entry->bound);
	}
	return 0;
}

static int read_fold_count(struct entry *entry, struct attributes inside)
{
	struct attribute attribute;
	uint32_t event = 0;
	uint64_t times = 0;
	int more, err = 0;

	while (!err && (more = attribute_next(&inside, &attribute))) {
		if (more < 0)
			return more;
		if (attribute.type == MUSTER_A_FOLD_COUNT_EVENT)
			err = attribute_u32(&attribute, &event);
		else if (attribute.type == MUSTER_A_FOLD_COUNT_TIMES)
			err = attribute_u64(&attribute, &times);
	}
	if (!err && event <= MUSTER_EVENT_MAX)
		entry->times[event] = times;
	return err;
}

static int read_fold(struct entry *entry, const struct attribute *attribute)
{
	switch (attribute->type) {
	case MUSTER_A_FOLD_PLACE:
		return attribute_copy(attribute, &entry->place);
	case MUSTER_A_FOLD_FIRST:
		return attribute_u64(attribute, &entry->first);
	case MUSTER_A_FOLD_LAST:
		return attribute_u64(attribute, &entry->last);
	case MUSTER_A_FOLD_COUNT:
		return read_fold_count(entry, attribute_inside(attribute));
	}
	return 0;
}

static int read_device(struct entry *entry, const struct attribute *attribute)
{
	struct device *device;
	int err;

	err = entry_device(attribute->data, attribute->length, &device);
	if (err)
		return err;
	device_free(entry->device);
	entry->device = device;
	return 0;
}

static int read_event(struct entry *entry, const struct attribute *attribute)
{
	uint32_t event;

	if (attribute_u32(attribute, &event) || !event)
		return -EBADMSG;
	entry->event = event;
	return 0;
}

static int read_attribute(struct entry *entry, const struct attribute *attribute)
{
	switch (attribute->type) {
	case MUSTER_A_ENTRY_EVENT:
		return read_event(entry, attribute);
	case MUSTER_A_ENTRY_FLAGS:
		return attribute_u32(attribute, &entry->flags);
	case MUSTER_A_ENTRY_BOOTTIME:
		return attribute_u64(attribute, &entry->boottime);
	case MUSTER_A_ENTRY_REALTIME:
		return attribute_u64(attribute, &entry->realtime);
	case MUSTER_A_ENTRY_SUBJECT:
		return attribute_u64(attribute, &entry->subject);
	case MUSTER_A_ENTRY_DEVICE:
		return read_device(entry, attribute);
	case MUSTER_A_ENTRY_DRIVER:
		return attribute_copy(attribute, &entry->driver);
	case MUSTER_A_ENTRY_LOAD:
		return read_each(entry, attribute_inside(attribute), read_load);
	case MUSTER_A_ENTRY_COUNTS:
		return read_each(entry, attribute_inside(attribute), read_counts);
	case MUSTER_A_ENTRY_FOLD:
		return read_each(entry, attribute_inside(attribute), read_fold);
	}
	return 0;
}

/* The entry that introduces a device gives it what a roster message would. */
static void introduce(struct entry *entry)
{
	struct device *device = entry->device;

	if (entry->event != MUSTER_EVENT_PRESENT && entry->event != MUSTER_EVENT_ADD)
		return;
	device->number = entry->number;
	device->last = entry->number;
	device->since = entry->boottime;
	device->origin = entry->event == MUSTER_EVENT_PRESENT ? ORIGIN_BOOT : ORIGIN_HOT;
}

int entry_decode(const uint8_t *payload, size_t length, struct entry *entry)
{
	struct attributes inside = { payload, length };
	struct attribute attribute;
	int err = -EBADMSG;

	memset(entry, 0, sizeof(*entry));
	/* the protocol puts the number first */
	if (attribute_next(&inside, &attribute) == 1 &&
	    attribute.type == MUSTER_A_ENTRY_NUMBER &&
	    !attribute_u64(&attribute, &entry->number) && entry->number)
		err = read_each(entry, inside, read_attribute);
	if (!err && !entry->event)
		err = -EBADMSG;
	if (err) {
		entry_clear(entry);
		return err;
	}
	if (entry->device)
		introduce(entry);
	return 0;
}

/** entry_clear() - free what an entry owns. */
void entry_clear(struct entry *entry)
{
	device_free(entry->device);
	free(entry->driver);
	free(entry->version);
	free(entry->source_digest);
	free(entry->kernel);
	free(entry->place);
	board_clear(&entry->board);
	memset(entry, 0, sizeof(*entry));
}

/** entry_event_name() - Return: the word that JSON uses, "unknown" for a new one. */
const char *entry_event_name(enum muster_event event)
{
	static const char *const names[] = {
		[MUSTER_EVENT_LOAD] = "load",
		[MUSTER_EVENT_PRESENT] = "present",
		[MUSTER_EVENT_WALKED] = "walked",
		[MUSTER_EVENT_ADD] = "add",
		[MUSTER_EVENT_DEL] = "del",
		[MUSTER_EVENT_REMOVED] = "removed",
		[MUSTER_EVENT_BIND] = "bind",
		[MUSTER_EVENT_BOUND] = "bound",
		[MUSTER_EVENT_NOT_BOUND] = "not_bound",
		[MUSTER_EVENT_UNBIND] = "unbind",
		[MUSTER_EVENT_UNBOUND] = "unbound",
		[MUSTER_EVENT_CHANGED] = "changed",
		[MUSTER_EVENT_RESCANNED] = "rescanned",
		[MUSTER_EVENT_FOLDED] = "folded",
	};

	if ((unsigned int)event >= sizeof(names) / sizeof(*names) || !names[event])
		return "unknown";
	return names[event];
}
