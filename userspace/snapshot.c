// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot.c: the devices present at one time, with how they were collected.
 */
#include "snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"

const char *const board_field_names[BOARD_FIELDS] = {
	[BOARD_SYS_VENDOR] = "sys_vendor",
	[BOARD_PRODUCT_NAME] = "product_name",
	[BOARD_PRODUCT_VERSION] = "product_version",
	[BOARD_PRODUCT_SKU] = "product_sku",
	[BOARD_PRODUCT_UUID] = "product_uuid",
	[BOARD_PRODUCT_SERIAL] = "product_serial",
	[BOARD_BOARD_VENDOR] = "board_vendor",
	[BOARD_BOARD_NAME] = "board_name",
	[BOARD_BOARD_VERSION] = "board_version",
	[BOARD_BOARD_SERIAL] = "board_serial",
	[BOARD_BIOS_VERSION] = "bios_version",
};

const char *const source_kind_names[] = {
	[SOURCE_MODULE] = "module",
	[SOURCE_SYSFS] = "sysfs",
	[SOURCE_SNAPSHOT] = "snapshot",
	[SOURCE_LSPCI] = "lspci",
	[SOURCE_DUMP] = "dump",
	[SOURCE_IMAGE] = "image",
};

/** snapshot_new() - Return: an empty snapshot, or NULL without memory. */
struct snapshot *snapshot_new(enum source_kind source)
{
	struct snapshot *snapshot = calloc(1, sizeof(*snapshot));

	if (!snapshot)
		return NULL;
	snapshot->source = source;
	snapshot->pci_only = source == SOURCE_LSPCI;
	snapshot->part_only = source == SOURCE_IMAGE;
	return snapshot;
}

/** board_clear() - free what @board owns; every field is unknown afterwards. */
void board_clear(struct board *board)
{
	int field;

	for (field = 0; field < BOARD_FIELDS; field++)
		free(board->fields[field].text);
	memset(board, 0, sizeof(*board));
}

int board_set(struct board *board, enum board_field field, const char *text)
{
	struct value *value = &board->fields[field];
	char *copy = NULL;

	if (text) {
		copy = strdup(text);
		if (!copy)
			return -ENOMEM;
	}
	free(value->text);
	value->text = copy;
	value->state = text ? VALUE_KNOWN : VALUE_NONE;
	return 0;
}

/** snapshot_free() - free a snapshot and its devices; NULL is none. */
void snapshot_free(struct snapshot *snapshot)
{
	size_t i;

	if (!snapshot)
		return;
	for (i = 0; i < snapshot->count; i++)
		device_free(snapshot->devices[i]);
	free(snapshot->devices);
	board_clear(&snapshot->board);
	smbios_memories_clear(&snapshot->memory);
	free(snapshot->source_path);
	free(snapshot->hostname);
	free(snapshot->boot_id);
	free(snapshot->machine_id);
	free(snapshot->kernel);
	free(snapshot);
}

int snapshot_add(struct snapshot *snapshot, struct device *device)
{
	if (snapshot->count == snapshot->room) {
		size_t room = snapshot->room ? 2 * snapshot->room : 64;
		struct device **devices;

		devices = reallocarray(snapshot->devices, room, sizeof(*devices));
		if (!devices) {
			device_free(device);
			return -ENOMEM;
		}
		snapshot->devices = devices;
		snapshot->room = room;
	}
	snapshot->devices[snapshot->count++] = device;
	return 0;
}

/* By place; where two claim one place, by what tells them apart for good. */
static int compare_devices(const void *left, const void *right)
{
	const struct device *a = *(struct device *const *)left;
	const struct device *b = *(struct device *const *)right;
	const char *address_a, *address_b;
	int order = place_compare(a->place, b->place);

	if (order)
		return order;
	if (a->number != b->number)
		return a->number > b->number ? 1 : -1;
	address_a = device_get(a, FIELD_ADDRESS);
	address_b = device_get(b, FIELD_ADDRESS);
	return strcmp(address_a ? address_a : "", address_b ? address_b : "");
}

void snapshot_sort(struct snapshot *snapshot)
{
	if (snapshot->count)
		qsort(snapshot->devices, snapshot->count, sizeof(*snapshot->devices),
		      compare_devices);
}

int snapshot_insert(struct snapshot *snapshot, struct device *device)
{
	size_t low = 0, high = snapshot->count;
	int err;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_devices(&snapshot->devices[middle], &device) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	err = snapshot_add(snapshot, device);
	if (err)
		return err;
	memmove(&snapshot->devices[low + 1], &snapshot->devices[low],
		(snapshot->count - 1 - low) * sizeof(*snapshot->devices));
	snapshot->devices[low] = device;
	return 0;
}

struct device *snapshot_find(const struct snapshot *snapshot, const char *place)
{
	size_t low = 0, high = snapshot->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place_compare(snapshot->devices[middle]->place, place) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == snapshot->count || strcmp(snapshot->devices[low]->place, place))
		return NULL;
	return snapshot->devices[low];
}
