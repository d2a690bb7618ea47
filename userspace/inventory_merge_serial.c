// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge_serial.c: serials that more than one machine has: they are
 * nobody's. Of all others only a digest is kept.
 */
#include "inventory_merge_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sha256.h"

#define KEY_SIZE 16

/* @machine: plus one; 0: the slot is free. @shared: index plus one; 0: one machine's */
struct serial_slot {
	unsigned char key[KEY_SIZE];
	uint32_t machine, shared;
};

static struct serial_slot *find_slot(struct serial_slot *slots, size_t room,
				     const unsigned char *key)
{
	size_t i;

	memcpy(&i, key, sizeof(i));
	for (i &= room - 1; slots[i].machine; i = (i + 1) & (room - 1))
		if (memcmp(slots[i].key, key, KEY_SIZE) == 0)
			break;
	return &slots[i];
}

/* Half of the slots stay free; @room is a power of two. */
static int grow(struct serial_table *table)
{
	size_t room = table->room ? 2 * table->room : 64;
	struct serial_slot *slots;

	if (2 * table->count < table->room)
		return 0;
	slots = calloc(room, sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; i < table->room; i++)
		if (table->slots[i].machine)
			*find_slot(slots, room, table->slots[i].key) = table->slots[i];
	free(table->slots);
	table->slots = slots;
	table->room = room;
	return 0;
}

static int share(struct serial_table *table, struct serial_slot *slot, const char *serial)
{
	struct shared_serial *shared = reallocarray(table->shared, table->shared_count + 1,
						    sizeof(*shared));

	if (!shared)
		return -ENOMEM;
	table->shared = shared;
	shared += table->shared_count;
	*shared = (struct shared_serial){ .text = strdup(serial) };
	if (!shared->text)
		return -ENOMEM;
	slot->shared = ++table->shared_count;
	return machine_set_add(&shared->machines, slot->machine - 1);
}

int merge_serial(struct serial_table *table, const char *key, const char *serial,
		 size_t machine)
{
	unsigned char digest[SHA256_SIZE];
	struct serial_slot *slot;
	int err = grow(table);

	if (err)
		return err;
	sha256_of(key, strlen(key), digest);
	slot = find_slot(table->slots, table->room, digest);
	if (!slot->machine) {
		memcpy(slot->key, digest, KEY_SIZE);
		slot->machine = machine + 1;
		table->count++;
		return 0;
	}
	if (slot->machine == machine + 1 && !slot->shared)
		return 0;
	if (!slot->shared)
		err = share(table, slot, serial);
	return err ? err : machine_set_add(&table->shared[slot->shared - 1].machines, machine);
}

void merge_serials_clear(struct serial_table *table)
{
	for (size_t i = 0; i < table->shared_count; i++) {
		free(table->shared[i].text);
		machine_set_clear(&table->shared[i].machines);
	}
	free(table->shared);
	free(table->slots);
	*table = (struct serial_table){ 0 };
}
