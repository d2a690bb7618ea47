// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config_capture.c: read of a configuration space what identifies a function.
 *
 * Some devices hang, or do something, when registers are read that no
 * capability known to us defines: those are left alone.
 */
#include "config_capture.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "capabilities.h"
#include "capability_registers.h"
#include "config_image.h"

#define HEADER_SIZE 64
#define DEFAULT_LENGTH 4	/* the header of a capability, and no more */

struct capture {
	struct config_image *image;
	long (*read)(void *context, unsigned int offset, void *buffer, size_t length);
	void *context;
};

static long capture_range(struct capture *capture, unsigned int offset, size_t length)
{
	uint8_t bytes[HEADER_SIZE];
	long got = capture->read(capture->context, offset, bytes, length);

	if (got <= 0)
		return got;
	if ((size_t)got > length)
		return -EIO;
	return config_image_put(capture->image, offset, bytes, got) ? -ERANGE : got;
}

/* Reads headers one by one until the list ends or cannot be read further. */
static void capture_headers(struct capture *capture, struct capability_list *list,
			    void (*walk)(const struct config_image *image,
					 struct capability_list *list),
			    unsigned int first)
{
	for (;;) {
		const struct capability *last;
		unsigned int next = first;
		uint32_t header;

		walk(capture->image, list);
		if (list->state != LIST_CUT)
			return;
		if (list->count) {
			last = &list->items[list->count - 1];
			if (!config_image_u32(capture->image, last->offset, &header))
				return;
			next = last->extended ? header >> 20 & 0xffc : header >> 8 & 0xfc;
		}
		/* what was read and did not help would not help again */
		if (config_image_u32(capture->image, next, &header) ||
		    capture_range(capture, next, DEFAULT_LENGTH) != DEFAULT_LENGTH)
			return;
	}
}

/* What is to be read of one capability: a bit per dword, from @base on. */
struct wanted {
	const struct config_image *image;
	unsigned int base;
	uint64_t dwords[CONFIG_SPACE_MAX / 4 / 64];
	bool any;
};

static int want(void *context, const struct capability_register *reg)
{
	struct wanted *wanted = context;
	unsigned int dword = reg->offset / 4;
	uint32_t value;

	if (!config_image_u32(wanted->image, wanted->base + 4 * dword, &value)) {
		wanted->dwords[dword / 64] |= UINT64_C(1) << dword % 64;
		wanted->any = true;
	}
	return 0;
}

/* Adjacent dwords are one read. Return: false where one failed. */
static bool read_wanted(struct capture *capture, const struct wanted *wanted)
{
	unsigned int dwords = CONFIG_SPACE_MAX / 4, at, end;
	bool good = true;

	for (at = 0; at < dwords; at = end + 1) {
		for (end = at; end < dwords && end - at < HEADER_SIZE / 4 &&
		     wanted->dwords[end / 64] >> end % 64 & 1; end++)
			;
		if (end == at)
			continue;
		if (capture_range(capture, wanted->base + 4 * at, 4 * (end - at)) !=
		    4 * (long)(end - at))
			good = false;
		end--;
	}
	return good;
}

/* Some registers say how many more there are: so until there is no more to read. */
static void capture_body(struct capture *capture, const struct capability *capability,
			 unsigned int end)
{
	struct wanted wanted;

	do {
		wanted = (struct wanted){ .image = capture->image, .base = capability->offset };
		capability_registers_visit(capture->image, capability, end, REGISTERS_READ,
					   want, &wanted);
	} while (wanted.any && read_wanted(capture, &wanted));
}

static void capture_bodies(struct capture *capture, const struct capability_list *list)
{
	struct capability_heads heads = { 0 };
	size_t i;

	capability_heads_mark(&heads, list->items, list->count);
	for (i = 0; i < list->count; i++)
		capture_body(capture, &list->items[i],
			     capability_end(&heads, capture->image, &list->items[i]));
}

int config_capture(struct config_image *image,
		   long (*read)(void *context, unsigned int offset,
				void *buffer, size_t length),
		   void *context)
{
	struct capture capture = { image, read, context };
	struct capability_list list;
	uint8_t pointer = 0, type = 0;
	long got;

	got = capture_range(&capture, 0, HEADER_SIZE);
	if (got < 0)
		return got;
	config_image_u8(image, 0x0e, &type);
	/* a CardBus bridge has its pointer elsewhere (PC Card, 4.5) */
	config_image_u8(image, (type & 0x7f) == 2 ? 0x14 : 0x34, &pointer);
	capture_headers(&capture, &list, capabilities_walk, pointer & ~3u);
	capture_bodies(&capture, &list);
	if (image->size > 256) {
		capture_headers(&capture, &list, capabilities_walk_extended, 256);
		capture_bodies(&capture, &list);
	}
	return 0;
}
