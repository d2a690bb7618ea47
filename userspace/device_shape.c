// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_shape.c: the text behind each digest of how a device is built.
 */
#include "device_shape.h"

#include <errno.h>
#include <stddef.h>

#include "device_fru.h"
#include "device_spd.h"
#include "device_vpd.h"
#include "digest.h"

static const struct {
	enum field field;
	int (*text)(const struct device *device, char **text);
} shapes[] = {
	{ FIELD_SHAPE, digest_shape_text },
	{ FIELD_SPD_SHAPE, device_spd_shape_text },
	{ FIELD_FRU_SHAPE, device_fru_shape_text },
	{ FIELD_VPD_SHAPE, device_vpd_shape_text },
};

#define SHAPES (sizeof(shapes) / sizeof(shapes[0]))

bool device_shape_is(enum field field)
{
	for (size_t i = 0; i < SHAPES; i++)
		if (shapes[i].field == field)
			return true;
	return false;
}

int device_shape_text(const struct device *device, enum field field, char **text)
{
	for (size_t i = 0; i < SHAPES; i++)
		if (shapes[i].field == field)
			return shapes[i].text(device, text);
	return -ENODATA;
}
