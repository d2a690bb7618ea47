// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * digest_shape.c: the text of how a function is built.
 */
#include "digest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../module/uapi/muster.h"
#include "capabilities.h"
#include "capability_registers.h"
#include "config_image.h"
#include "device.h"

#define CLASS_REVISION	0x08
#define BAR_FIRST	0x10
#define BAR_IO		0x1
#define BAR_TYPE	0x6
#define BAR_64		0x4
#define BAR_PREFETCH	0x8

/**
 * struct shape - the text of a shape, as it grows
 * @base: of the capability whose registers are being written
 * @resizable: bits of the BARs whose size can be chosen
 * @err: the first error, after which nothing more is written
 */
struct shape {
	const struct device *device;
	unsigned int base;
	unsigned int resizable;
	char *text;
	size_t length, room;
	int err;
};

static void put(struct shape *shape, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* No line of ours is longer than 80 bytes. */
static void put(struct shape *shape, const char *format, ...)
{
	va_list arguments;

	if (shape->err)
		return;
	if (shape->room - shape->length < 80) {
		size_t room = shape->room ? 2 * shape->room : 2048;
		char *text = realloc(shape->text, room);

		if (!text) {
			shape->err = -ENOMEM;
			return;
		}
		shape->text = text;
		shape->room = room;
	}
	va_start(arguments, format);
	shape->length += vsnprintf(shape->text + shape->length, 80, format, arguments);
	va_end(arguments);
}

static int put_register(struct shape *shape, const char *prefix,
			const struct capability_register *reg)
{
	uint32_t value;

	if (!register_value(shape->device->config, shape->base + reg->offset, reg->width,
			    &value))
		return -ENODATA;
	put(shape, "%s%02x %0*" PRIx32 "\n", prefix, reg->offset, 2 * reg->width,
	    value & reg->mask);
	return shape->err;
}

static int put_header_register(void *context, const struct capability_register *reg)
{
	return put_register(context, "header ", reg);
}

static int put_capability_register(void *context, const struct capability_register *reg)
{
	struct shape *shape = context;

	return put_register(shape, "+", reg);
}

/* How many BARs a header of that layout has (PCI 3.0, 6.1; PC Card, 4.5). */
static unsigned int bars_of(uint32_t type)
{
	switch (type & 0x7f) {
	case 0:
		return 6;
	case 1:
		return 2;
	case 2:
		return 1;
	}
	return 0;
}

static const struct bar *find_bar(const struct device *device, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < device->bar_count; i++)
		if (device->bars[i].index == index)
			return &device->bars[i];
	return NULL;
}

/* The bits of a BAR that say its type; of one that holds nothing, what the source says. */
static uint32_t bar_type(uint32_t value, const struct bar *bar)
{
	if (value || !bar)
		return value & BAR_IO ? BAR_IO : value & (BAR_TYPE | BAR_PREFETCH);
	if (bar->flags & MUSTER_BAR_IO)
		return BAR_IO;
	return (bar->flags & MUSTER_BAR_64 ? BAR_64 : 0) |
	       (bar->flags & MUSTER_BAR_PREFETCH ? BAR_PREFETCH : 0);
}

/*
 * The kernel forgets I/O ports and ROMs for which it finds no room, and that
 * depends on what else is there: so I/O has no size here, and there is no ROM.
 */
static void put_bar(struct shape *shape, unsigned int index, uint32_t type,
		    const struct bar *bar)
{
	if (type == BAR_IO) {
		put(shape, "bar %u io\n", index);
		return;
	}
	put(shape, "bar %u memory %u%s ", index, (type & BAR_TYPE) == BAR_64 ? 64 : 32,
	    type & BAR_PREFETCH ? " prefetchable" : "");
	if (shape->resizable & 1u << index)
		put(shape, "resizable\n");
	else if (bar)
		put(shape, "%" PRIu64 "\n", bar->size);
	else if (!shape->err)
		shape->err = -ENODATA;
}

/*
 * A virtual function has no BARs of its own: it answers all ones as its ids
 * (SR-IOV 1.1, 3.4.1), and its physical one tells, or chooses, the sizes.
 */
static int put_bars(struct shape *shape)
{
	const struct device *device = shape->device;
	uint32_t ids, type, value;
	unsigned int i;

	if (!register_value(device->config, 0, 4, &ids) ||
	    !register_value(device->config, 0x0e, 1, &type))
		return -ENODATA;
	if (ids == UINT32_MAX)
		return 0;
	if (!device->bars_known)
		return -ENODATA;
	for (i = 0; i < bars_of(type) && !shape->err; i++) {
		const struct bar *bar = find_bar(device, i);

		if (!register_value(device->config, BAR_FIRST + 4 * i, 4, &value))
			return -ENODATA;
		if (!value && !bar)
			continue;
		value = bar_type(value, bar);
		put_bar(shape, i, value, bar);
		/* the next register is its upper half */
		if (value != BAR_IO && (value & BAR_TYPE) == BAR_64)
			i++;
	}
	return shape->err;
}

static int note_resizable(void *context, const struct capability_register *reg)
{
	struct shape *shape = context;
	uint32_t control;

	if (reg->offset % 8)
		return 0;
	if (!register_value(shape->device->config, shape->base + reg->offset, 4, &control))
		return -ENODATA;
	shape->resizable |= 1u << (control & 7);
	return 0;
}

/* Calls @visit with the registers of @capability. */
static int visit_registers(struct shape *shape, const struct capability_heads *heads,
			   const struct capability *capability, register_visit visit)
{
	const struct config_image *image = shape->device->config;

	shape->base = capability->offset;
	return capability_registers_visit(image, capability,
					  capability_end(heads, image, capability),
					  REGISTERS_SHAPE, visit, shape);
}

static int find_resizable(struct shape *shape, const struct capability_heads *heads)
{
	const struct capabilities *capabilities = shape->device->capabilities;
	int err = 0;
	size_t i;

	for (i = 0; i < capabilities->count && !err; i++)
		if (capabilities->items[i].extended &&
		    capabilities->items[i].id == EXT_CAP_REBAR)
			err = visit_registers(shape, heads, &capabilities->items[i],
					      note_resizable);
	return err;
}

/* A list may be known from elsewhere than from the bytes: then it proves nothing. */
static bool header_known(const struct config_image *image, const struct capability *capability)
{
	uint32_t header;

	return register_value(image, capability->offset, capability->extended ? 4 : 2,
			      &header);
}

static int put_list(struct shape *shape, const struct capability_heads *heads, bool extended)
{
	const struct capabilities *capabilities = shape->device->capabilities;
	enum list_state end = extended ? capabilities->extended : capabilities->standard;
	int err = 0;
	size_t i;

	for (i = 0; i < capabilities->count && !err; i++) {
		const struct capability *capability = &capabilities->items[i];

		if (capability->extended != extended)
			continue;
		if (!header_known(shape->device->config, capability))
			return -ENODATA;
		if (extended)
			put(shape, "capability %04x %03x v%u\n", capability->id,
			    capability->offset, capability->version);
		else
			put(shape, "capability %02x %02x\n", capability->id,
			    capability->offset);
		err = visit_registers(shape, heads, capability, put_capability_register);
	}
	put(shape, "%s %s\n", extended ? "extended" : "standard",
	    end == LIST_BROKEN ? "broken" : "whole");
	return err;
}

static int put_shape(struct shape *shape)
{
	const struct capabilities *capabilities = shape->device->capabilities;
	struct capability_heads heads = { 0 };
	int err;

	capability_heads_mark(&heads, capabilities->items, capabilities->count);
	put(shape, DIGEST_SHAPE "\n");
	err = header_registers_visit(shape->device->config, put_header_register, shape);
	if (!err)
		err = find_resizable(shape, &heads);
	if (!err)
		err = put_bars(shape);
	if (!err)
		err = put_list(shape, &heads, false);
	if (!err)
		err = put_list(shape, &heads, true);
	return err ? err : shape->err;
}

int digest_shape_text(const struct device *device, char **text)
{
	struct shape shape = { .device = device };
	uint32_t class;
	int err;

	if (!device->config || !device->capabilities ||
	    device->capabilities->standard == LIST_CUT ||
	    device->capabilities->extended == LIST_CUT)
		return -ENODATA;
	/* nobody is there: not even a virtual function has this class */
	if (!register_value(device->config, CLASS_REVISION, 4, &class) || class == UINT32_MAX)
		return -ENODATA;
	err = put_shape(&shape);
	if (err) {
		free(shape.text);
		return err;
	}
	*text = shape.text;
	return 0;
}
