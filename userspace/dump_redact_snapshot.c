// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_redact_snapshot.c: take out of a snapshot, and of bytes of configuration
 * space, the device serial numbers; and what memories hold.
 */
#include "dump_redact.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "capabilities.h"
#include "config_image.h"
#include "contents.h"
#include "snapshot.h"

#define SERIAL_SIZE 8		/* bytes, 4 after the capability's own header */
#define CONFIG_SPACE_SMALL 256	/* without extended capabilities */

/* A device says what it likes, twice if it likes: all of them are blanked. */
static void each_serial(const struct config_image *image,
			void (*blank)(void *context, unsigned int at), void *context)
{
	struct capability_list list;
	size_t i;

	capabilities_walk_extended(image, &list);
	for (i = 0; i < list.count; i++) {
		if (list.items[i].id != EXT_CAP_SERIAL ||
		    list.items[i].offset + 4 + SERIAL_SIZE > CONFIG_SPACE_MAX)
			continue;
		blank(context, list.items[i].offset + 4);
	}
}

static void blank_bytes(void *context, unsigned int at)
{
	uint8_t *bytes = context;

	memset(bytes + at, 0, SERIAL_SIZE);
}

int dump_redact_config(uint8_t *bytes, size_t length)
{
	uint8_t space[CONFIG_SPACE_MAX] = { 0 };
	struct config_image *image;

	if (length <= CONFIG_SPACE_SMALL || length > CONFIG_SPACE_MAX)
		return 0;
	image = config_image_new(CONFIG_SPACE_MAX);
	if (!image)
		return -ENOMEM;
	config_image_put(image, 0, bytes, length);
	memcpy(space, bytes, length);
	each_serial(image, blank_bytes, space);
	memcpy(bytes, space, length);
	config_image_free(image);
	return 0;
}

static void forget_bytes(void *context, unsigned int at)
{
	struct config_image *image = context;
	unsigned int end = at + SERIAL_SIZE;

	for (; at < end; at++) {
		image->bytes[at] = 0;
		image->known[at / 8] &= ~(1 << at % 8);
	}
}

/*
 * A serial number stands anywhere in a memory, also where makers and owners keep what
 * they like: of its bytes none is left, and of what they say the digests and the rest.
 */
static void forget_contents(struct device *device)
{
	contents_free(device->contents);
	device->contents = NULL;
}

int dump_redact_snapshot(const struct dump_redact *redact, struct snapshot *snapshot,
			 struct json_object **out)
{
	struct json_object *json;
	size_t i;

	for (i = 0; i < snapshot->count; i++) {
		struct config_image *image = snapshot->devices[i]->config;

		if (image)
			each_serial(image, forget_bytes, image);
		forget_contents(snapshot->devices[i]);
	}
	json = snapshot_to_json_full(snapshot);
	*out = json ? dump_redact_json(redact, json) : NULL;
	json_object_put(json);
	return *out ? 0 : -ENOMEM;
}
