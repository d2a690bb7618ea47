// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vpd.c: any bytes as the vital product data of a function.
 *
 * about: vpd.c vpd_resource.c vpd_digest.c latin_text.c device_vpd.c
 *
 * Input: the bytes.
 */
#include "fuzz.h"

#include <errno.h>
#include <string.h>

#include "contents.h"
#include "device.h"
#include "digest.h"
#include "text.h"
#include "vpd.h"

static void compare(const char *shape)
{
	struct digest_difference difference;
	int err = digest_shape_difference(VPD_SHAPE "\n", shape, &difference);

	claim(err == -EINVAL || err == (strcmp(VPD_SHAPE "\n", shape) ? 0 : -ENOENT));
	claim(err || (difference.count && text_is_clean(difference.sentence)));
}

static void check_device(const uint8_t *bytes, size_t size, int err)
{
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/1c.0/00.0");
	const struct value *serial;

	device->contents = contents_new(0);
	claim(!contents_put(device->contents, 0, bytes, size));
	claim(!device_decode(device));
	serial = device_value(device, FIELD_VPD_SERIAL);
	claim(err != -EBADMSG || serial->state == VALUE_UNKNOWN);
	claim(err != -ENOENT || serial->state == VALUE_NONE);
	claim(err || serial->state != VALUE_UNKNOWN);
	device_free(device);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *bytes = malloc(size ? size : 1);
	char *identity = NULL, *shape = NULL;
	struct vpd vpd;
	int err, i;

	memcpy(bytes, data, size);
	err = vpd_decode(bytes, size, &vpd);
	claim(err == 0 || err == -ENOENT || err == -EBADMSG);
	for (i = 0; i < VPD_TEXTS; i++) {
		claim(strnlen(vpd.texts[i], VPD_TEXT_SIZE) < VPD_TEXT_SIZE);
		claim(text_is_clean(vpd.texts[i]));
	}
	claim(vpd_identity_text(bytes, size, &identity) == err);
	claim(vpd_shape_text(bytes, size, &shape) == err);
	if (shape)
		compare(shape);
	check_device(bytes, size, err);
	free(identity);
	free(shape);
	free(bytes);
	return 0;
}
