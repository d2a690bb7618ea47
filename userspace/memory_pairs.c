// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory_pairs.c: which SPD is that of which module that firmware reports.
 */
#include "memory_pairs.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_client.h"
#include "memory_text.h"
#include "snapshot.h"

/* How sure it is that two belong together; each pass asks for less. */
enum likeness { LIKE_NOT, LIKE_ANY, LIKE_SIZE, LIKE_PART, LIKE_PART_AND_SIZE, LIKE_SERIAL };

static bool is_spd_client(const struct device *device)
{
	const char *name = device_get(device, FIELD_NAME);

	return device->kind == DEVICE_CLIENT && name && kernel_client_is_spd(name);
}

static bool is_read(const struct device *device)
{
	return device->kind == DEVICE_CLIENT && device_get(device, FIELD_SPD_TYPE);
}

static bool same_size(const struct smbios_memory *module, const struct device *client)
{
	const char *size = device_get(client, FIELD_SPD_SIZE_MIB);

	return !size || !module->size_mib || strtoull(size, NULL, 10) == module->size_mib;
}

static enum likeness likeness(const struct smbios_memory *module, const struct device *client)
{
	const char *serial = device_get(client, FIELD_SPD_SERIAL);
	const char *part = device_get(client, FIELD_SPD_PART);
	bool serials = memory_serial_says(module->serial) && serial && memory_serial_says(serial);
	bool parts = memory_part_says(module->part) && part && memory_part_says(part);

	if (serials && memory_serial_same(module->serial, serial))
		return LIKE_SERIAL;
	if (parts && memory_part_same(module->part, part))
		return same_size(module, client) ? LIKE_PART_AND_SIZE : LIKE_PART;
	if (serials || parts)
		return LIKE_NOT;
	return same_size(module, client) ? LIKE_SIZE : LIKE_ANY;
}

/* Each that is left takes the first SPD left that is as like as @wanted. */
static void pair_up(struct memory_pairs *pairs, const struct device **clients, size_t count,
		    enum likeness wanted)
{
	for (size_t i = 0; i < pairs->count; i++) {
		struct memory_pair *pair = &pairs->pairs[i];

		for (size_t k = 0; k < count && !pair->client; k++) {
			if (!clients[k] || likeness(pair->module, clients[k]) < wanted)
				continue;
			pair->client = clients[k];
			clients[k] = NULL;
			pairs->serials_agree |= wanted == LIKE_SERIAL;
		}
	}
}

static size_t list_clients(const struct snapshot *snapshot, struct memory_pairs *pairs,
			   const struct device **clients)
{
	size_t count = 0;

	for (size_t i = 0; i < snapshot->count; i++) {
		const struct device *device = snapshot->devices[i];

		if (is_read(device))
			clients[count++] = device;
		else if (is_spd_client(device) &&
			 device_group_state(device, GROUP_SPD) == VALUE_UNKNOWN)
			pairs->unread++;
	}
	return count;
}

int memory_pairs_find(const struct snapshot *snapshot, struct memory_pairs *pairs)
{
	const struct smbios_memories *memory = &snapshot->memory;
	const struct device **clients;
	size_t count;

	*pairs = (struct memory_pairs){ 0 };
	if (!memory->known)
		return 0;
	clients = calloc(snapshot->count + 1, sizeof(*clients));
	pairs->pairs = calloc(memory->count + snapshot->count + 1, sizeof(*pairs->pairs));
	if (!clients || !pairs->pairs) {
		free(clients);
		memory_pairs_clear(pairs);
		return -ENOMEM;
	}
	for (size_t i = 0; i < memory->count; i++)
		if (!memory->items[i].empty)
			pairs->pairs[pairs->count++].module = &memory->items[i];
	count = list_clients(snapshot, pairs, clients);
	pairs->read = count;
	for (enum likeness wanted = LIKE_SERIAL; wanted > LIKE_NOT; wanted--)
		pair_up(pairs, clients, count, wanted);
	for (size_t i = 0; i < pairs->count; i++)
		pairs->modules += !pairs->pairs[i].client;
	for (size_t k = 0; k < count; k++)
		if (clients[k])
			pairs->pairs[pairs->count + pairs->clients++].client = clients[k];
	pairs->count += pairs->clients;
	free(clients);
	return 0;
}

void memory_pairs_clear(struct memory_pairs *pairs)
{
	free(pairs->pairs);
	*pairs = (struct memory_pairs){ 0 };
}
