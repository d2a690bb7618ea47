// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_vpd.c: the fields of the group "vpd" of a function, out of its contents.
 *
 * Where vital product data end they say themselves: a reading that stopped behind
 * that is whole, and how large the memory is does not matter.
 */
#include "device_vpd.h"

#include <errno.h>
#include <stdlib.h>

#include "contents.h"
#include "device.h"
#include "digest.h"
#include "vpd.h"

static const enum field text_fields[VPD_TEXTS] = {
	[VPD_NAME] = FIELD_VPD_NAME,
	[VPD_PART] = FIELD_VPD_PART,
	[VPD_REVISION] = FIELD_VPD_REVISION,
	[VPD_SERIAL] = FIELD_VPD_SERIAL,
	[VPD_MAKER] = FIELD_VPD_MAKER,
};

typedef int (*text_maker)(const uint8_t *bytes, size_t length, char **text);

static int make_text(const struct device *device, char **text, text_maker make)
{
	size_t length = device->contents ? contents_run(device->contents) : 0;
	int err = length ? make(device->contents->bytes, length, text) : -ENOENT;

	return err == -ENOMEM ? err : err ? -ENODATA : 0;
}

static int set_digest(struct device *device, enum field field, text_maker make)
{
	char digest[DIGEST_SIZE], *text = NULL;
	int err = make_text(device, &text, make);

	if (err)
		return err == -ENODATA ? device_set_unknown(device, field) : err;
	digest_text(text, digest);
	free(text);
	return device_set(device, field, digest);
}

int device_decode_vpd(struct device *device)
{
	static const char *const checksums[] = {
		[VPD_CHECKSUM_BAD] = "bad", [VPD_CHECKSUM_GOOD] = "good",
	};
	size_t length = contents_run(device->contents);
	enum vpd_text text;
	struct vpd vpd;
	int err;

	if (!length)
		return device->contents->size ? -EBADMSG : -ENOENT;
	err = vpd_decode(device->contents->bytes, length, &vpd);
	for (text = 0; text < VPD_TEXTS && !err; text++)
		err = device_set(device, text_fields[text],
				 *vpd.texts[text] ? vpd.texts[text] : NULL);
	if (!err)
		err = device_set(device, FIELD_VPD_CHECKSUM, checksums[vpd.checksum]);
	if (!err)
		err = set_digest(device, FIELD_VPD_IDENTITY, vpd_identity_text);
	if (!err)
		err = set_digest(device, FIELD_VPD_SHAPE, vpd_shape_text);
	return err;
}

int device_vpd_shape_text(const struct device *device, char **text)
{
	return make_text(device, text, vpd_shape_text);
}
