// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_contents.c: what the bytes of a memory tell of the device that it is, or
 * that it is in.
 */
#include "device_contents.h"

#include <errno.h>
#include <stddef.h>

#include "contents.h"
#include "device.h"
#include "device_fru.h"
#include "device_spd.h"
#include "device_vpd.h"
#include "digest.h"

/* By whom a group is decoded; the first that recognises the bytes has them. */
static const struct decoder {
	enum field_group group;
	int (*decode)(struct device *device);
} decoders[] = {
	/* before SPD: its header has a version and a sum, an SPD begins with sizes */
	{ GROUP_FRU, device_decode_fru },
	{ GROUP_SPD, device_decode_spd },
	{ GROUP_VPD, device_decode_vpd },
	{ GROUP_COUNT, NULL },
};

/* The digest of the whole, whatever it holds; of a part there is none. */
static int decode_whole(struct device *device)
{
	const struct contents *contents = device->contents;
	size_t length = contents_run(contents);
	char digest[DIGEST_SIZE];

	device->reading = length < contents->size ? READING_UNREADABLE : READING_OK;
	if (!length || length < contents->length || length < contents->size)
		return device_set_unknown(device, FIELD_CONTENTS);
	digest_bytes(contents->bytes, length, digest);
	return device_set(device, FIELD_CONTENTS, digest);
}

/*
 * What one decoder recognises is nothing else. What none recognises is none of
 * all that, unless it is cut short: then nobody can tell.
 */
static int decode_groups(struct device *device)
{
	bool whole = contents_run(device->contents) >= device->contents->size;
	bool found = false;

	for (const struct decoder *decoder = decoders; decoder->decode; decoder++) {
		int err;

		if (!device_has(device, group_table[decoder->group].first))
			continue;
		device_set_group(device, decoder->group,
				 found || whole ? VALUE_NONE : VALUE_UNKNOWN);
		err = found ? -ENOENT : decoder->decode(device);
		found |= err != -ENOENT;
		if (err == -EBADMSG) {
			device_set_group(device, decoder->group, VALUE_UNKNOWN);
			if (device->kind == DEVICE_CLIENT)
				device->reading = READING_UNREADABLE;
		} else if (err && err != -ENOENT) {
			return err;
		}
	}
	return 0;
}

int device_decode_contents(struct device *device)
{
	int err = 0;

	if (!device->contents)
		return 0;
	if (device->kind == DEVICE_CLIENT)
		err = decode_whole(device);
	return err ? err : decode_groups(device);
}
