// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_moves.c: a part that is at another place now: known by identity and serial
 * both, for a model alone proves nothing; and what moved because that did.
 */
#include "diff_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "place.h"
#include "serial.h"

/* Two of one model at one place, each with a serial of its own. */
static void loosen(struct pairing *pairing)
{
	struct side *a = &pairing->sides[DIFF_A], *b = &pairing->sides[DIFF_B];

	for (size_t i = 0; i < a->count; i++) {
		struct item *item = &a->items[i], *other;
		const char *x = serial_real(item->device), *y;

		if (!x || item->partner == NO_PARTNER)
			continue;
		other = &b->items[item->partner];
		y = serial_real(other->device);
		item->loose = other->loose = y && strcmp(x, y) != 0;
	}
}

static bool key_part(const struct item *item, char *buffer, size_t size)
{
	if (item->device->kind == DEVICE_CLIENT)
		return serial_key(item->device, buffer, size);

	const char *serial = serial_real(item->device);
	const char *vendor = device_get(item->device, FIELD_VENDOR);
	const char *model = device_get(item->device, FIELD_DEVICE);

	return serial && vendor && model &&
	       snprintf(buffer, size, "%s %s:%s", serial, vendor, model) < (int)size;
}

/* Functions of one device, and ports of one switch, share a serial. */
static bool key_function(const struct item *item, char *buffer, size_t size)
{
	const char *step = strrchr(item->place, '/');
	size_t used;

	if (!key_part(item, buffer, size))
		return false;
	used = strlen(buffer);
	snprintf(buffer + used, size - used, " %s", step ? step + 1 : "");
	return true;
}

static bool is_open(const struct item *item)
{
	return item && item->partner == NO_PARTNER;
}

/* Return: whether the two, if they are there, are open and one part; then they have moved. */
static bool join_open(struct pairing *pairing, struct item *a, struct item *b)
{
	if (!is_open(a) || !is_open(b) || !pairing_same_part(a->device, b->device))
		return false;
	pairing_join(pairing, a - pairing->sides[DIFF_A].items, b - pairing->sides[DIFF_B].items);
	a->moved = b->moved = true;
	return true;
}

static bool same_step(const struct item *a, const struct item *b)
{
	const char *x = strrchr(a->place, '/'), *y = strrchr(b->place, '/');

	return x && y && strcmp(x, y) == 0;
}

/* The bridges above a part that moved have moved with it, where they are gone from above it. */
static void move_above(struct pairing *pairing, struct item *a, struct item *b)
{
	const struct side *sides = pairing->sides;

	while (same_step(a, b)) {
		a = pairing_parent(&sides[DIFF_A], a);
		b = pairing_parent(&sides[DIFF_B], b);
		if (!join_open(pairing, a, b))
			return;
	}
}

/* The other functions of a device that moved. */
static void move_beside(struct pairing *pairing, const struct item *a, const struct item *b)
{
	char one[PLACE_MAX + 16], other[PLACE_MAX + 16];
	size_t length = strlen(a->place), other_length = strlen(b->place);

	if (a->device->kind != DEVICE_FUNCTION || length >= sizeof(one) ||
	    other_length >= sizeof(other) || length < 2 || other_length < 2 ||
	    a->place[length - 2] != '.' || b->place[other_length - 2] != '.' ||
	    a->place[length - 1] != b->place[other_length - 1])
		return;
	memcpy(one, a->place, length);
	memcpy(other, b->place, other_length);
	for (char function = '0'; function < '8'; function++) {
		one[length - 1] = other[other_length - 1] = function;
		join_open(pairing, pairing_at(&pairing->sides[DIFF_A], one, length),
			  pairing_at(&pairing->sides[DIFF_B], other, other_length));
	}
}

/* What sits below a part that moved, at the same steps below it. */
static void move_below(struct pairing *pairing, struct item *item)
{
	const struct item *parent = pairing_parent(&pairing->sides[DIFF_A], item);
	const struct item *other;
	char place[2 * PLACE_MAX];
	int length;

	if (!is_open(item) || !parent || parent->partner == NO_PARTNER || !parent->moved)
		return;
	other = &pairing->sides[DIFF_B].items[parent->partner];
	length = snprintf(place, sizeof(place), "%s%s", other->place,
			  item->place + strlen(parent->place));
	join_open(pairing, item, pairing_at(&pairing->sides[DIFF_B], place, length));
}

static void move_along(struct pairing *pairing)
{
	struct side *a = &pairing->sides[DIFF_A];

	for (size_t i = 0; i < a->count; i++) {
		struct item *item = &a->items[i];

		if (item->partner == NO_PARTNER || !item->moved)
			continue;
		move_above(pairing, item, &pairing->sides[DIFF_B].items[item->partner]);
		move_beside(pairing, item, &pairing->sides[DIFF_B].items[item->partner]);
	}
	/* in order of place: what is above comes first */
	for (size_t i = 0; i < a->count; i++)
		move_below(pairing, &a->items[i]);
}

int pairing_moves(struct pairing *pairing)
{
	static const struct run_pass passes[] = {
		{ .key = key_function, .even = true, .moved = true },
		{ .key = key_part, .even = true, .moved = true },
	};
	int err = 0;

	loosen(pairing);
	for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]) && !err; i++)
		err = runs_pair(pairing, &passes[i]);
	if (!err)
		move_along(pairing);
	return err;
}
