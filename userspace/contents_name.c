// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contents_name.c: what a person calls the part that a memory speaks of.
 */
#include "contents_name.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "device.h"
#include "jedec.h"

/* A text that grows to the end of its room and no further. */
struct line {
	char *text;
	size_t length, room;
};

static void put(struct line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put(struct line *line, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line->text + line->length, line->room - line->length, format, args);
	va_end(args);
	if (length > 0)
		line->length += length;
	if (line->length >= line->room)
		line->length = line->room - 1;
}

/* With a blank before it, but at the beginning. */
static void put_word(struct line *line, const char *word)
{
	if (word)
		put(line, "%s%s", line->length ? " " : "", word);
}

static void put_size(struct line *line, const char *mib)
{
	unsigned long size = strtoul(mib, NULL, 10);

	if (size >= 1024 && size % 1024 == 0)
		put(line, "%lu GiB", size / 1024);
	else
		put(line, "%s MiB", mib);
}

/* A rule gives the two bytes alone. */
static const char *maker_of(const struct device *device)
{
	const char *maker = device_get(device, FIELD_SPD_MAKER);
	const char *digits = device_get(device, FIELD_SPD_MAKER_ID);
	unsigned int high, low;

	if (maker || !digits || sscanf(digits, "%2x%2x", &high, &low) != 2)
		return maker;
	maker = jedec_maker((const uint8_t[]){ high, low });
	return maker ? maker : digits;
}

static void name_module(struct line *line, const struct device *device)
{
	const char *type = device_get(device, FIELD_SPD_TYPE);
	const char *module = device_get(device, FIELD_SPD_MODULE_TYPE);
	const char *size = device_get(device, FIELD_SPD_SIZE_MIB);

	put_word(line, maker_of(device));
	put_word(line, device_get(device, FIELD_SPD_PART));
	if (!type)
		return;
	put(line, "%s(%s%s%s", line->length ? " " : "", type, module ? " " : "",
	    module ? module : "");
	if (size) {
		put(line, ", ");
		put_size(line, size);
	}
	put(line, ")");
}

/* The product, or else the board, or else the case. */
static void name_fru(struct line *line, const struct device *device)
{
	static const enum field fields[][3] = {
		{ FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME, FIELD_FRU_PRODUCT_PART },
		{ FIELD_FRU_BOARD_MAKER, FIELD_FRU_BOARD_PRODUCT, FIELD_FRU_BOARD_PART },
		{ FIELD_COUNT, FIELD_FRU_CHASSIS_PART, FIELD_COUNT },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]) && !line->length; i++) {
		const char *name = device_get(device, fields[i][1]);

		if (!name && fields[i][2] < FIELD_COUNT)
			name = device_get(device, fields[i][2]);
		if (!name)
			continue;
		if (fields[i][0] < FIELD_COUNT)
			put_word(line, device_get(device, fields[i][0]));
		put_word(line, name);
	}
}

const char *contents_name(const struct device *device, char *buffer, size_t size)
{
	struct line line = { .text = buffer, .room = size };

	*buffer = '\0';
	if (device->kind != DEVICE_CLIENT)
		return buffer;
	name_module(&line, device);
	if (!line.length)
		name_fru(&line, device);
	if (!line.length)
		put_word(&line, device_get(device, FIELD_CHIP));
	return buffer;
}
