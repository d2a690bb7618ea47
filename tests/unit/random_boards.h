/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * random_boards.h: boards that nobody drew, each from a number, and twins of
 * them in which one thing is otherwise.
 */
#ifndef MUSTER_TEST_RANDOM_BOARDS_H
#define MUSTER_TEST_RANDOM_BOARDS_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contents.h"
#include "device.h"
#include "place.h"
#include "snapshot.h"
#include "spd_images.h"

/* A board being made: the state of its chance, and what it is made of. */
struct maker {
	uint64_t state;
	struct snapshot *snapshot;
	const char *root_id;
	unsigned int serial;
};

static inline unsigned int maker_random(struct maker *maker, unsigned int below)
{
	maker->state ^= maker->state << 13;
	maker->state ^= maker->state >> 7;
	maker->state ^= maker->state << 17;
	return (maker->state >> 11) % below;
}

__attribute__((format(printf, 2, 3)))
static inline void write_place(char *place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	ck_assert_int_le(vsnprintf(place, PLACE_MAX + 1, format, args), PLACE_MAX);
	va_end(args);
}

static inline void maker_ids(struct device *device, const char *vendor, unsigned int model,
			     const char *class)
{
	device->reading = READING_OK;
	device_set(device, FIELD_VENDOR, vendor);
	device_setf(device, FIELD_DEVICE, "%04x", model);
	device_set(device, FIELD_SUBSYSTEM_VENDOR, "15d9");
	device_setf(device, FIELD_SUBSYSTEM_DEVICE, "%04x", model ^ 0x5555);
	device_set(device, FIELD_CLASS, class);
	device_set(device, FIELD_REVISION, "01");
	device_set(device, FIELD_SERIAL, NULL);
	device_set(device, FIELD_DRIVER, NULL);
	device_set(device, FIELD_VIRTUAL, "false");
	device_setf(device, FIELD_SHAPE, "sha256:%064x", model);
}

static inline struct device *maker_function(struct maker *maker, const char *place,
					    const char *vendor, unsigned int model,
					    const char *class)
{
	struct device *device = device_new(DEVICE_FUNCTION, place);

	maker_ids(device, vendor, model, class);
	device_set(device, FIELD_ROOT_ID, maker->root_id);
	device_setf(device, FIELD_ADDRESS, "0000:%02zx:00.0", maker->snapshot->count & 0xff);
	ck_assert_int_eq(snapshot_add(maker->snapshot, device), 0);
	return device;
}

static inline void maker_serial(struct maker *maker, struct device *device)
{
	device_setf(device, FIELD_SERIAL, "00-1b-21-ff-ff-%02x-%02x-%02x",
		    maker->serial >> 16 & 0xff, maker->serial >> 8 & 0xff, maker->serial & 0xff);
}

/* Of five models, one to three functions, with a serial or without, maybe with VFs. */
static inline void maker_card(struct maker *maker, const char *slot)
{
	unsigned int model = 0x1000 + maker_random(maker, 5), serial = maker_random(maker, 2);
	unsigned int functions = 1 + (model == 0x1001) + 2 * (model == 0x1002);
	char place[PLACE_MAX + 1];

	maker->serial++;
	for (unsigned int f = 0; f < functions; f++) {
		struct device *device;

		write_place(place, "%s/00.%u", slot, f);
		device = maker_function(maker, place, "8086", model + 16 * f, "020000");
		if (serial)
			maker_serial(maker, device);
	}
	write_place(place, "%s/00.0/vf0", slot);
	if (maker_random(maker, 8) == 0)
		device_set(maker_function(maker, place, "8086", 0x1fff, "020000"),
			   FIELD_VIRTUAL, "true");
}

static inline void maker_behind(struct maker *maker, const char *port, unsigned int depth)
{
	char place[PLACE_MAX + 1];

	if (depth && maker_random(maker, 4) == 0) {
		unsigned int ports = 1 + maker_random(maker, 3);

		write_place(place, "%s/00.0", port);
		maker_function(maker, place, "10b5", 0x8747, "060400");
		for (unsigned int i = 0; i < ports; i++) {
			write_place(place, "%s/00.0/%02x.0", port, 8 + i);
			maker_function(maker, place, "10b5", 0x8747, "060400");
			maker_behind(maker, place, depth - 1);
		}
	} else if (maker_random(maker, 4)) {
		maker_card(maker, port);
	}
}

/* The memory of @client now holds this. */
static inline void maker_contents(struct device *client, const uint8_t *bytes, size_t length)
{
	contents_free(client->contents);
	client->contents = contents_new(length);
	ck_assert_int_eq(contents_put(client->contents, 0, bytes, length), 0);
	client->reading = READING_OK;
	ck_assert_int_eq(device_decode(client), 0);
}

/* None, or up to eight modules of one model, with a serial each or none. */
static inline void maker_modules(struct maker *maker, const char *root)
{
	static const char *const names[] = { "spd", "ee1004", "spd5118", "eeprom" };
	struct spd_image image = maker_random(maker, 2) ? spd_image_ddr4() : spd_image_ddr5();
	unsigned int count = maker_random(maker, 9), numbered = maker_random(maker, 4);
	size_t serial = image.length == 512 ? 325 : 517;
	char place[PLACE_MAX + 1];

	for (unsigned int i = 0; i < count; i++) {
		struct device *client;

		write_place(place, "%s/1f.4/i2c/5%u", root, i);
		client = device_new(DEVICE_CLIENT, place);
		device_set(client, FIELD_NAME, names[image.length == 512]);
		device_set(client, FIELD_MODALIAS, NULL);
		device_set(client, FIELD_FIRMWARE_PATH, NULL);
		memset(image.bytes + serial, 0, 4);
		if (numbered) {
			image.bytes[serial + 1] = ++maker->serial;
			image.bytes[serial + 2] = maker->serial >> 8;
			image.bytes[serial + 3] = 0x80 | maker->serial >> 16;
		}
		spd_image_sum(&image);
		maker_contents(client, image.bytes, image.length);
		snapshot_add(maker->snapshot, client);
	}
	write_place(place, "%s/1f.4", root);
	maker_function(maker, place, "8086", 0xa1a4, "0c0500");
	strcat(place, "/i2c");
	snapshot_add(maker->snapshot, device_new(DEVICE_ADAPTER, place));
}

static inline void maker_smbus(struct maker *maker, const char *root)
{
	static const char *const clients[] = { "50 ee1004", "51 ee1004", "2e sensor", "20 ssif" };
	char place[PLACE_MAX + 1];

	write_place(place, "%s/1f.3", root);
	maker_function(maker, place, "8086", 0xa1a3, "0c0500");
	strcat(place, "/i2c");
	snapshot_add(maker->snapshot, device_new(DEVICE_ADAPTER, place));
	for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]); i++) {
		struct device *client;

		write_place(place, "%s/1f.3/i2c/%.2s", root, clients[i]);
		client = device_new(DEVICE_CLIENT, place);
		device_set(client, FIELD_NAME, clients[i] + 3);
		device_set(client, FIELD_MODALIAS, NULL);
		device_set(client, FIELD_FIRMWARE_PATH, i == 3 ? "\\_SB_.SSIF" : NULL);
		snapshot_add(maker->snapshot, client);
	}
}

static inline void maker_root(struct maker *maker, unsigned int number, const char *root)
{
	unsigned int ports = 2 + maker_random(maker, 5);
	char place[PLACE_MAX + 1];

	/* each root has something of its own */
	write_place(place, "%s/00.0", root);
	maker_function(maker, place, "8086", 0x2020 + number, "060000");
	for (unsigned int i = 0; i < ports; i++) {
		write_place(place, "%s/%02x.0", root, 1 + i);
		maker_function(maker, place, "8086", 0xa190 + i, "060400");
		maker_behind(maker, place, 2);
	}
	if (number == 0) {
		maker_smbus(maker, root);
		maker_modules(maker, root);
	}
	if (maker_random(maker, 3))
		return;
	write_place(place, "%s/0e.0", root);
	maker_function(maker, place, "8086", 0x201d, "010400");
	strcat(place, "/pci/02.0");
	maker_function(maker, place, "8086", 0x2030, "060400");
	maker_behind(maker, place, 1);
}

/* How many times as many boards as usual are wanted. */
static inline int boards_times(void)
{
	const char *times = getenv("MUSTER_TEST_BOARDS");

	return times && atoi(times) > 0 ? atoi(times) : 1;
}

/* The board of @seed. @ids: whether firmware names its roots. */
static inline struct snapshot *random_board(unsigned int seed, bool ids)
{
	static const char *const roots[] = { "0000:00", "0000:3a", "0001:00", "10000:20" };
	struct maker maker = { .state = 0x9e3779b97f4a7c15u * (seed + 1) };
	unsigned int count;
	char id[16];

	for (int i = 0; i < 8; i++)
		maker_random(&maker, 2);
	count = 1 + maker_random(&maker, 4);
	maker.snapshot = snapshot_new(SOURCE_SYSFS);
	board_set(&maker.snapshot->board, BOARD_BOARD_VENDOR, "Supermicro");
	board_set(&maker.snapshot->board, BOARD_BOARD_NAME, "X11DPU");
	maker.serial = seed << 8;
	for (unsigned int i = 0; i < count; i++) {
		snprintf(id, sizeof(id), "PNP0A08:%u", i);
		maker.root_id = ids ? id : NULL;
		maker_root(&maker, i, roots[i]);
	}
	return maker.snapshot;
}

/* The modules of a board: on its second SMBus. Return: how many. */
static inline size_t find_modules(const struct snapshot *board, struct device *modules[8])
{
	size_t count = 0;

	for (size_t i = 0; i < board->count && count < 8; i++)
		if (strstr(board->devices[i]->place, "/1f.4/i2c/5"))
			modules[count++] = board->devices[i];
	return count;
}

/* A copy; where the fields are shared nothing can be mutated by mistake. */
static inline struct snapshot *copy_board(const struct snapshot *board)
{
	struct snapshot *copy = snapshot_new(board->source);

	for (size_t i = 0; i < board->count; i++)
		ck_assert_int_eq(snapshot_add(copy, device_copy(board->devices[i])), 0);
	return copy;
}

static inline void shuffle_board(struct maker *maker, struct snapshot *board)
{
	for (size_t i = board->count; i > 1; i--) {
		size_t other = maker_random(maker, i);
		struct device *device = board->devices[i - 1];

		board->devices[i - 1] = board->devices[other];
		board->devices[other] = device;
	}
}

static inline void remove_device(struct snapshot *board, size_t index)
{
	device_free(board->devices[index]);
	board->devices[index] = board->devices[--board->count];
}

static inline void set_place(struct device *device, const char *place)
{
	ck_assert_msg(place_valid(place), "%s", place);
	free(device->place);
	device->place = strdup(place);
}

/* All that is at or below @from is at or below @to now. */
static inline size_t move_places(struct snapshot *board, const char *from, const char *to)
{
	size_t length = strlen(from), moved = 0;

	for (size_t i = 0; i < board->count; i++) {
		struct device *device = board->devices[i];
		char place[PLACE_MAX + 1];

		if (strcmp(device->place, from) != 0 && !place_below(device->place, from))
			continue;
		write_place(place, "%s%s", to, device->place + length);
		set_place(device, place);
		moved++;
	}
	return moved;
}

/* Some number of steps, the same for all functions of one device. */
static inline unsigned int steps_known(const char *place, size_t length)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < length; i++)
		sum = 31 * sum + (unsigned char)place[i];
	return 1 + sum % 3;
}

/* As a source sees it that holds no bridges; @keep: steps that are known, 0: some. */
static inline void forget_chain(struct device *device, unsigned int keep)
{
	char place[PLACE_MAX + 1], *step;
	const char *root = device->place, *virtual = strstr(root, "/vf");
	size_t length = strcspn(root, "/"), end = virtual ? (size_t)(virtual - root) : strlen(root);
	bool driver = strstr(root, "/pci/"), wide = length > 7;

	if (device->kind != DEVICE_FUNCTION)
		return;
	if (!keep)
		keep = steps_known(root, end - 1);
	for (step = device->place + end; keep && step != root + length; keep--)
		while (*--step != '/')
			;
	/* bus 00 is known to be a root */
	if (!driver && !wide && step == root + length && !strncmp(root + 4, ":00", 3))
		return;
	if (driver || wide)
		write_place(place, "?%s", step);
	else
		write_place(place, "%.4s:?%s", root, step);
	set_place(device, place);
}

#endif /* MUSTER_TEST_RANDOM_BOARDS_H */
