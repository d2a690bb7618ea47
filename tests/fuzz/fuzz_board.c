// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_board.c: boards out of bytes, of a shape that a machine can have.
 */
#include "fuzz_board.h"

#include <string.h>

#include "place.h"
#include "snapshot.h"

#define DEVICES 24

unsigned int fuzz_take(struct fuzz_stream *stream, unsigned int below)
{
	if (!stream->left)
		return 0;
	stream->left--;
	return *stream->data++ % below;
}

static void set_serial(struct device *device, unsigned int which)
{
	static const char *const serials[] = {
		NULL, "00-1b-21-ff-ff-3c-4d-5e", "00-1b-21-ff-ff-3c-4d-5f", "00-00-00-00-00-00-00-00",
	};

	if (which == 4)
		device_set_unknown(device, FIELD_SERIAL);
	else
		device_set(device, FIELD_SERIAL, serials[which]);
}

static void set_part(struct device *device, unsigned int which)
{
	static const char *const vendors[] = { "8086", "10ee", "1a03" };
	static const char *const devices[] = { "0001", "0666", "2000" };
	static const char *const classes[] = { "020000", "060400", "0c0500" };

	if (device->kind != DEVICE_FUNCTION) {
		device_set(device, FIELD_NAME, devices[which % 3]);
		return;
	}
	device_set(device, FIELD_VENDOR, vendors[which % 3]);
	device_set(device, FIELD_DEVICE, devices[which / 3 % 3]);
	device_set(device, FIELD_CLASS, classes[which / 9 % 3]);
	if (which & 64)
		device_set(device, FIELD_SUBSYSTEM_VENDOR, NULL);
	if (which & 128)
		device_set(device, FIELD_REVISION, which & 64 ? "01" : "02");
}

static void set_rest(struct device *device, struct fuzz_stream *stream)
{
	static const char *const widths[] = { NULL, "4", "8", "16" };
	unsigned int bits = fuzz_take(stream, 256);

	device_set(device, FIELD_VIRTUAL, strstr(device->place, "/vf") ? "true" : "false");
	device_set(device, FIELD_DRIVER, bits & 4 ? "x" : NULL);
	if (bits & 8)
		device_set(device, FIELD_LINK_WIDTH, widths[bits >> 6]);
	if (bits & 16)
		device_set(device, FIELD_LINK_SPEED, bits & 64 ? "8.0 GT/s" : "2.5 GT/s");
	if (bits & 32)
		device->reading = READING_OK + (bits >> 6);
}

/* What a device of that kind sits below, or NULL: a root, if anything. */
static const struct device *choose_parent(const struct snapshot *board, enum device_kind kind,
					  struct fuzz_stream *stream)
{
	unsigned int which = fuzz_take(stream, DEVICES + 5);
	const struct device *parent = which < board->count ? board->devices[which] : NULL;

	if (parent && parent->kind == (kind == DEVICE_CLIENT ? DEVICE_ADAPTER : DEVICE_FUNCTION))
		return parent;
	return NULL;
}

/* Return: false where such a device can be nowhere. */
static bool make_place(const struct snapshot *board, enum device_kind kind,
		       struct fuzz_stream *stream, char *place)
{
	static const char *const roots[] = { "0000:00", "0000:40", "10000:00", "0000:?", "?/pci" };
	const struct device *parent = choose_parent(board, kind, stream);
	unsigned int step = fuzz_take(stream, 256);
	const char *above = parent ? parent->place : roots[step % 5];

	switch (kind) {
	case DEVICE_FUNCTION:
		if (parent && step >= 0xf0)
			snprintf(place, PLACE_MAX, "%.200s/vf%u", above, step - 0xf0);
		else
			snprintf(place, PLACE_MAX, "%.200s/%02x.%x", above, step >> 3, step & 7);
		return true;
	case DEVICE_ADAPTER:
		snprintf(place, PLACE_MAX, "%.200s/i2c", parent ? above : "dev:cpu");
		return true;
	case DEVICE_CLIENT:
	case DEVICE_ANSWERING:
		snprintf(place, PLACE_MAX, "%.200s/%02x", above, step & 0x7f);
		return parent;
	}
	return false;
}

static bool taken(const struct snapshot *board, const char *place)
{
	if (strchr(place, '?'))
		return false;
	for (size_t i = 0; i < board->count; i++)
		if (!strcmp(board->devices[i]->place, place))
			return true;
	return false;
}

static void add_device(struct snapshot *board, struct fuzz_stream *stream)
{
	static const enum device_kind kinds[] = {
		DEVICE_FUNCTION, DEVICE_FUNCTION, DEVICE_FUNCTION, DEVICE_ADAPTER, DEVICE_CLIENT,
	};
	enum device_kind kind = kinds[fuzz_take(stream, 5)];
	char place[PLACE_MAX + 1];
	struct device *device;

	if (!make_place(board, kind, stream, place) || taken(board, place))
		return;
	device = device_new(kind, place);
	claim(device);
	set_part(device, fuzz_take(stream, 256));
	if (kind == DEVICE_FUNCTION) {
		set_serial(device, fuzz_take(stream, 5));
		set_rest(device, stream);
	}
	claim(!snapshot_add(board, device));
}

struct snapshot *fuzz_board(struct fuzz_stream *stream)
{
	struct snapshot *board = snapshot_new(SOURCE_SYSFS);
	unsigned int count = fuzz_take(stream, DEVICES);

	claim(board);
	board_set(&board->board, BOARD_BOARD_NAME, "b");
	while (count--)
		add_device(board, stream);
	return board;
}

/* What became of a device: mostly nothing. */
static void change(struct snapshot *board, const struct device *before, struct fuzz_stream *stream)
{
	unsigned int what = fuzz_take(stream, 16);
	struct device *device = device_copy(before);
	char place[PLACE_MAX + 1];

	claim(device);
	if (what == 1) {
		device_free(device);
		return;
	}
	if (what == 2)
		set_part(device, fuzz_take(stream, 256));
	if (what == 3 && device->kind == DEVICE_FUNCTION)
		set_serial(device, fuzz_take(stream, 5));
	if (what == 4 && device->kind == DEVICE_FUNCTION)
		set_rest(device, stream);
	if (what == 5)
		device_set_unknown(device, fuzz_take(stream, FIELD_COUNT));
	if (what == 6 && make_place(board, device->kind, stream, place)) {
		free(device->place);
		device->place = strdup(place);
	}
	if (taken(board, device->place))
		device_free(device);
	else
		claim(!snapshot_add(board, device));
}

struct snapshot *fuzz_board_later(const struct snapshot *before, struct fuzz_stream *stream)
{
	struct snapshot *board = snapshot_new(SOURCE_SYSFS);
	unsigned int more;

	claim(board);
	board_set(&board->board, BOARD_BOARD_NAME, "b");
	for (size_t i = 0; i < before->count; i++)
		change(board, before->devices[i], stream);
	more = fuzz_take(stream, 4);
	while (more--)
		add_device(board, stream);
	return board;
}
