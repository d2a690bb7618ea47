// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_fru.c: the fields of the group "fru" of a client, out of its contents.
 */
#include "device_fru.h"

#include <errno.h>
#include <stdlib.h>

#include "contents.h"
#include "device.h"
#include "digest.h"
#include "fru.h"

static const enum field text_fields[FRU_TEXTS] = {
	[FRU_CHASSIS_PART] = FIELD_FRU_CHASSIS_PART,
	[FRU_CHASSIS_SERIAL] = FIELD_FRU_CHASSIS_SERIAL,
	[FRU_BOARD_MAKER] = FIELD_FRU_BOARD_MAKER,
	[FRU_BOARD_PRODUCT] = FIELD_FRU_BOARD_PRODUCT,
	[FRU_BOARD_SERIAL] = FIELD_FRU_BOARD_SERIAL,
	[FRU_BOARD_PART] = FIELD_FRU_BOARD_PART,
	[FRU_PRODUCT_MAKER] = FIELD_FRU_PRODUCT_MAKER,
	[FRU_PRODUCT_NAME] = FIELD_FRU_PRODUCT_NAME,
	[FRU_PRODUCT_PART] = FIELD_FRU_PRODUCT_PART,
	[FRU_PRODUCT_VERSION] = FIELD_FRU_PRODUCT_VERSION,
	[FRU_PRODUCT_SERIAL] = FIELD_FRU_PRODUCT_SERIAL,
	[FRU_PRODUCT_ASSET] = FIELD_FRU_PRODUCT_ASSET,
};

/* The bytes, if there are all that there should be: of a part nothing is believed. */
static int whole(const struct contents *contents, const uint8_t **bytes, size_t *length)
{
	static const uint8_t none;

	*length = contents ? contents_run(contents) : 0;
	*bytes = *length ? contents->bytes : &none;
	return contents && (*length < contents->length || *length < contents->size) ?
	       -EBADMSG : 0;
}

static int set_known(struct device *device, enum field field, const char *text, bool lost)
{
	if (lost)
		return device_set_unknown(device, field);
	return device_set(device, field, *text ? text : NULL);
}

static int set_digest(struct device *device, enum field field,
		      int (*make)(const uint8_t *bytes, size_t length, char **text))
{
	const struct contents *contents = device->contents;
	char digest[DIGEST_SIZE], *text = NULL;
	int err = make(contents->bytes, contents_run(contents), &text);

	if (err == -ENODATA)
		return device_set_unknown(device, field);
	if (err)
		return err;
	digest_text(text, digest);
	free(text);
	return device_set(device, field, digest);
}

int device_decode_fru(struct device *device)
{
	const uint8_t *bytes;
	enum fru_text text;
	size_t length;
	struct fru fru;
	int err, cut = whole(device->contents, &bytes, &length);

	err = fru_decode(bytes, length, &fru);
	if (!err)
		err = cut;
	for (text = 0; text < FRU_TEXTS && !err; text++)
		err = set_known(device, text_fields[text], fru.texts[text],
				fru.lost[fru_text_area(text)]);
	if (!err)
		err = set_known(device, FIELD_FRU_BOARD_DATE, fru.board_date,
				fru.lost[FRU_BOARD]);
	if (!err)
		err = device_set(device, FIELD_FRU_CHECKSUMS, fru.good ? "good" : "bad");
	if (!err)
		err = set_digest(device, FIELD_FRU_IDENTITY, fru_identity_text);
	if (!err)
		err = set_digest(device, FIELD_FRU_SHAPE, fru_shape_text);
	return err;
}

static int make_text(const struct device *device, char **text,
		     int (*make)(const uint8_t *bytes, size_t length, char **text))
{
	const uint8_t *bytes;
	size_t length;
	int err = whole(device->contents, &bytes, &length);

	if (!err)
		err = make(bytes, length, text);
	return err == -ENOMEM ? err : err ? -ENODATA : 0;
}

int device_fru_identity_text(const struct device *device, char **text)
{
	return make_text(device, text, fru_identity_text);
}

int device_fru_shape_text(const struct device *device, char **text)
{
	return make_text(device, text, fru_shape_text);
}
