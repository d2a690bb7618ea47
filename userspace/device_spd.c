// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_spd.c: the fields of the group "spd" of a client, out of its contents.
 */
#include "device_spd.h"

#include <errno.h>
#include <stdlib.h>

#include "contents.h"
#include "device.h"
#include "digest.h"
#include "spd.h"

/* In spd an empty text is none. */
static int set_text(struct device *device, enum field field, const char *text)
{
	return device_set(device, field, text && *text ? text : NULL);
}

static int set_number(struct device *device, enum field field, unsigned long number)
{
	return number ? device_setf(device, field, "%lu", number) : device_set(device, field, NULL);
}

static int set_module(struct device *device, const struct spd *spd)
{
	const struct { enum field field; const char *text; } texts[] = {
		{ FIELD_SPD_MODULE_TYPE, spd->module_type },
		{ FIELD_SPD_MAKER, spd->maker },
		{ FIELD_SPD_MAKER_ID, spd->maker_id },
		{ FIELD_SPD_PART, spd->part },
		{ FIELD_SPD_SERIAL, spd->serial },
		{ FIELD_SPD_DATE, spd->date },
		{ FIELD_SPD_REVISION, spd->revision },
		{ FIELD_SPD_DRAM_MAKER, spd->dram_maker },
		{ FIELD_SPD_DRAM_MAKER_ID, spd->dram_maker_id },
		{ FIELD_SPD_CHECKSUMS, spd->checksums == SPD_CHECKSUMS_GOOD ? "good" : "bad" },
	};
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(texts) / sizeof(*texts) && !err; i++)
		err = set_text(device, texts[i].field, texts[i].text);
	return err;
}

static int set_organization(struct device *device, const struct spd *spd)
{
	const struct { enum field field; unsigned long number; } numbers[] = {
		{ FIELD_SPD_SIZE_MIB, spd->size_mib },
		{ FIELD_SPD_RANKS, spd->ranks },
		{ FIELD_SPD_DATA_WIDTH, spd->data_width },
		{ FIELD_SPD_TOTAL_WIDTH, spd->total_width },
		{ FIELD_SPD_SPEED_MTS, spd->speed_mts },
	};
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(numbers) / sizeof(*numbers) && !err; i++)
		err = set_number(device, numbers[i].field, numbers[i].number);
	return err;
}

static int set_digest(struct device *device, enum field field,
		      int (*make)(const struct device *device, char **text))
{
	char digest[DIGEST_SIZE], *text;
	int err = make(device, &text);

	if (err)
		return err == -ENODATA ? 0 : err;
	digest_text(text, digest);
	free(text);
	return device_set(device, field, digest);
}

int device_decode_spd(struct device *device)
{
	struct spd spd;
	int err = spd_decode(device->contents->bytes, contents_run(device->contents), &spd);

	if (err)
		return err;
	device_set_group(device, GROUP_SPD, VALUE_UNKNOWN);
	err = device_set(device, FIELD_SPD_TYPE, spd.type);
	if (!err && spd.depth >= SPD_DEPTH_SIZELESS)
		err = set_module(device, &spd);
	if (!err && spd.depth >= SPD_DEPTH_SIZELESS)
		err = set_organization(device, &spd);
	if (!err && spd.depth == SPD_DEPTH_SIZELESS)
		err = device_set_unknown(device, FIELD_SPD_SIZE_MIB);
	if (!err)
		err = set_digest(device, FIELD_SPD_IDENTITY, device_spd_identity_text);
	return err ? err : set_digest(device, FIELD_SPD_SHAPE, device_spd_shape_text);
}

static int make_text(const struct device *device, char **text,
		     int (*make)(const uint8_t *bytes, size_t length, char **text))
{
	int err;

	if (!device->contents)
		return -ENODATA;
	err = make(device->contents->bytes, contents_run(device->contents), text);
	return err == -ENOMEM ? err : err ? -ENODATA : 0;
}

int device_spd_identity_text(const struct device *device, char **text)
{
	return make_text(device, text, spd_identity_text);
}

int device_spd_shape_text(const struct device *device, char **text)
{
	return make_text(device, text, spd_shape_text);
}
