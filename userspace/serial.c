// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * serial.c: what a part is told from its sisters by.
 */
#include "serial.h"

#include <stdio.h>

#include "placeholder.h"

/* The first that a device has is its serial; the qualifiers tell whose number it is. */
static const struct { enum field serial, qualifiers[2]; } serials[] = {
	{ FIELD_SERIAL, { FIELD_COUNT, FIELD_COUNT } },
	{ FIELD_SPD_SERIAL, { FIELD_SPD_MAKER_ID, FIELD_SPD_DATE } },
	{ FIELD_FRU_PRODUCT_SERIAL, { FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME } },
	{ FIELD_FRU_BOARD_SERIAL, { FIELD_FRU_BOARD_MAKER, FIELD_FRU_BOARD_PRODUCT } },
};

#define SERIALS (sizeof(serials) / sizeof(serials[0]))

static size_t find_serial(const struct device *device)
{
	size_t i = 0;

	while (i < SERIALS && !(device_has(device, serials[i].serial) &&
				device_get(device, serials[i].serial)))
		i++;
	return i;
}

bool serial_is(enum field field)
{
	for (size_t i = 0; i < SERIALS; i++)
		if (serials[i].serial == field)
			return true;
	return false;
}

/* In a FRU it is a text, and makers write there what they write into SMBIOS. */
bool serial_placeholder(enum field field, const char *text)
{
	return placeholder_serial(text) ||
	       (field_table[field].group == GROUP_FRU && placeholder_dmi(text));
}

enum field serial_field(const struct device *device)
{
	size_t i = find_serial(device);

	return i < SERIALS ? serials[i].serial : FIELD_COUNT;
}

const char *serial_real(const struct device *device)
{
	enum field field = serial_field(device);
	const char *serial = field < FIELD_COUNT ? device_get(device, field) : NULL;

	return serial && !serial_placeholder(field, serial) ? serial : NULL;
}

static const char *text_of(const struct device *device, enum field field)
{
	const char *text = field < FIELD_COUNT ? device_get(device, field) : NULL;

	return text ? text : "";
}

bool serial_key(const struct device *device, char *buffer, size_t size)
{
	const char *serial = serial_real(device);
	size_t i = find_serial(device);
	int length;

	if (!serial)
		return false;
	length = snprintf(buffer, size, "%s\n%s\n%s", serial,
			  text_of(device, serials[i].qualifiers[0]),
			  text_of(device, serials[i].qualifiers[1]));
	return length >= 0 && (size_t)length < size;
}
