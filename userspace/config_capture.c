// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config_capture.c: read of a configuration space what identifies a function.
 *
 * Some devices hang, or do something, when registers are read that no
 * capability known to us defines: those are left alone.
 */
#include "config_capture.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "capabilities.h"
#include "config_image.h"

#define HEADER_SIZE 64
#define DEFAULT_LENGTH 4	/* the header of a capability, and no more */
#define LENGTH_MAX 64

/* Bytes to read of a capability; multiples of 4. */
static const uint8_t standard_lengths[] = {
	[0x01] = 8,	/* power management */
	[0x07] = 8,	/* PCI-X */
	[0x0d] = 8,	/* bridge subsystem id */
	[0x10] = 60,	/* PCI Express */
	[0x11] = 12,	/* MSI-X */
	[0x12] = 4,	/* SATA: what follows is an index and its data */
	[0x15] = 8,	/* flattening portal bridge */
};

static const uint8_t extended_lengths[] = {
	[0x01] = 28,	/* advanced error reporting, without the log */
	[0x03] = 12,	/* serial number */
	[0x04] = 4,	/* power budgeting: what follows is an index and its data */
	[0x0b] = 8,	/* vendor specific: its own header */
	[0x0d] = 8,	/* access control */
	[0x0e] = 8,	/* alternative routing id */
	[0x0f] = 8,	/* address translation */
	[0x10] = 64,	/* SR-IOV */
	[0x12] = 8,	/* multicast */
	[0x13] = 16,	/* page requests */
	[0x15] = 12,	/* resizable BAR, the first */
	[0x18] = 8,	/* latency tolerance */
	[0x19] = 8,	/* secondary PCI Express */
	[0x1b] = 8,	/* process address space id */
	[0x1d] = 8,	/* downstream port containment */
	[0x1e] = 8,	/* L1 substates */
	[0x1f] = 8,	/* precision time */
	[0x23] = 12,	/* designated vendor specific: its own headers */
	[0x25] = 8,	/* data link feature */
	[0x2f] = 8,	/* device 3 */
};

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
	config_image_put(capture->image, offset, bytes, got);
	return got;
}

static unsigned int table_length(const struct capability *capability)
{
	unsigned int length = 0;

	if (capability->extended && capability->id < sizeof(extended_lengths))
		length = extended_lengths[capability->id];
	else if (!capability->extended && capability->id < sizeof(standard_lengths))
		length = standard_lengths[capability->id];
	return length ? length : DEFAULT_LENGTH;
}

/*
 * A version 1 PCI Express capability ends earlier (PCIe 1.1, 7.8): what
 * follows it may be another's registers.
 */
static unsigned int capability_length(const struct config_image *image,
				      const struct capability *capability)
{
	unsigned int length = table_length(capability);
	uint16_t flags;

	if (!capability->extended && capability->id == CAP_EXPRESS &&
	    config_image_u16(image, capability->offset + 2, &flags) && (flags & 0xf) < 2)
		length = 36;
	return length;
}

/* The nearest capability above @offset, or the end of this part of the space. */
static unsigned int next_start(const struct capability_list *list, unsigned int offset,
			       unsigned int end)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i].offset > offset && list->items[i].offset < end)
			end = list->items[i].offset;
	return end;
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

static void capture_bodies(struct capture *capture, const struct capability_list *list,
			   unsigned int end)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		const struct capability *capability = &list->items[i];
		unsigned int limit = next_start(list, capability->offset, end);
		unsigned int length = capability_length(capture->image, capability);

		if (length > limit - capability->offset)
			length = limit - capability->offset;
		if (length > DEFAULT_LENGTH)
			capture_range(capture, capability->offset + DEFAULT_LENGTH,
				      length - DEFAULT_LENGTH);
	}
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
	capture_bodies(&capture, &list, 256);
	if (image->size > 256) {
		capture_headers(&capture, &list, capabilities_walk_extended, 256);
		capture_bodies(&capture, &list, image->size);
	}
	return 0;
}
