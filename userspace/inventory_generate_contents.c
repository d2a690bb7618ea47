// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_generate_contents.c: what a rule says of the contents of a memory: of
 * a memory module and of what carries a FRU memory which part it is; to the very
 * piece where that is asked for.
 */
#include "inventory_generate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device_shape.h"
#include "digest.h"
#include "serial.h"
#include "text.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* What sisters share; and then what only this one has. */
static const enum field shared_fields[] = {
	FIELD_SPD_TYPE, FIELD_SPD_MAKER_ID, FIELD_SPD_PART, FIELD_SPD_SIZE_MIB,
	FIELD_SPD_CHECKSUMS, FIELD_SPD_SHAPE,
	FIELD_FRU_CHASSIS_PART, FIELD_FRU_BOARD_MAKER, FIELD_FRU_BOARD_PRODUCT,
	FIELD_FRU_BOARD_PART, FIELD_FRU_PRODUCT_MAKER, FIELD_FRU_PRODUCT_NAME,
	FIELD_FRU_PRODUCT_PART, FIELD_FRU_CHECKSUMS,
};

static const enum field own_fields[] = {
	FIELD_SPD_SERIAL, FIELD_SPD_IDENTITY,
	FIELD_FRU_CHASSIS_SERIAL, FIELD_FRU_BOARD_SERIAL, FIELD_FRU_PRODUCT_SERIAL,
	FIELD_FRU_IDENTITY, FIELD_FRU_SHAPE,
	FIELD_VPD_PART, FIELD_VPD_SERIAL,
};

bool rule_knows_module(const struct device *device)
{
	return device->kind == DEVICE_CLIENT && device_get(device, FIELD_SPD_CHECKSUMS);
}

int rule_keep_shape(const struct rule_maker *maker, const struct device *device,
		    enum field field)
{
	const char *digest = device_get(device, field);
	char again[DIGEST_SIZE], *text;
	int err;

	if (!digest || json_object_object_get_ex(maker->shapes, digest, NULL))
		return 0;
	err = device_shape_text(device, field, &text);
	if (err)
		return err == -ENODATA ? 0 : err;
	digest_text(text, again);
	if (strcmp(again, digest) == 0)
		json_object_object_add(maker->shapes, digest, text_lines(text));
	free(text);
	return 0;
}

static int put_field(const struct rule_maker *maker, const struct device *device,
		     enum field field, struct json_object *identity)
{
	if (!device_has(device, field) || !device_get(device, field))
		return 0;
	inventory_put_field(identity, device, field);
	return device_shape_is(field) ? rule_keep_shape(maker, device, field) : 0;
}

/* A serial of which another part has the same says nothing, nor does what is made of it. */
static bool is_own(const struct rule_maker *maker, const struct device *device,
		   enum field field)
{
	const char *text = device_get(device, field);

	return text && !serial_placeholder(field, text) && !rule_shared_serial(maker, text);
}

int rule_contents(const struct rule_maker *maker, const struct device *device,
		  struct json_object *identity)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(shared_fields) && !err; i++)
		err = put_field(maker, device, shared_fields[i], identity);
	for (size_t i = 0; i < ARRAY_SIZE(own_fields) && !err && maker->strict; i++)
		if (device_has(device, own_fields[i]) && is_own(maker, device, own_fields[i]))
			err = put_field(maker, device, own_fields[i], identity);
	if (!err && maker->part)
		err = put_field(maker, device, FIELD_CONTENTS, identity);
	return err;
}
