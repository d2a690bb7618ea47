// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * image.c: configuration space, of which parts are unknown.
 *
 * about: config_image.c config_capture.c capabilit*.c device_decode.c digest.c digest_shape.c
 *
 * Input: a byte that tells the size of the space, a byte that tells how many
 * holes there are, 2 bytes for BARs, 4 bytes for each hole, the bytes from offset 0 on.
 */
#include "fuzz.h"

#include <errno.h>
#include <string.h>

#include <json-c/json.h>

#include "capabilities.h"
#include "config_capture.h"
#include "config_image.h"
#include "device.h"
#include "digest.h"
#include "snapshot.h"

struct space {
	const uint8_t *bytes;
	size_t size;
	uint8_t hole[CONFIG_SPACE_MAX];
};

static void read_holes(struct space *space, const uint8_t *data, size_t count)
{
	while (count--) {
		size_t start = (data[0] | data[1] << 8) % CONFIG_SPACE_MAX;
		size_t length = (data[2] | data[3] << 8) % CONFIG_SPACE_MAX;

		if (length > CONFIG_SPACE_MAX - start)
			length = CONFIG_SPACE_MAX - start;
		memset(space->hole + start, 1, length);
		data += 4;
	}
}

static void fill(const struct space *space, struct config_image *image)
{
	for (size_t i = 0; i < space->size; i++)
		if (!space->hole[i])
			config_image_put(image, i, &space->bytes[i], 1);
}

static long read_space(void *context, unsigned int offset, void *buffer, size_t length)
{
	const struct space *space = context;

	claim(offset % 4 == 0 && length % 4 == 0);
	for (size_t i = 0; i < length; i++) {
		if (offset + i >= space->size || space->hole[offset + i])
			return i ? (long)i : -EIO;
		((uint8_t *)buffer)[i] = space->bytes[offset + i];
	}
	return length;
}

/* A walk ends, and each item lies in its part of the space, once. */
static void check_list(const struct capability_list *list, bool extended)
{
	uint8_t seen[CONFIG_SPACE_MAX] = { 0 };

	claim(list->count <= (extended ? EXTENDED_MAX : CAPABILITIES_MAX));
	for (size_t i = 0; i < list->count; i++) {
		const struct capability *item = &list->items[i];

		claim(item->extended == extended);
		claim(extended ? item->offset >= 256 : item->offset >= 64 && item->offset < 256);
		claim(item->offset < CONFIG_SPACE_MAX && !seen[item->offset]);
		claim(capability_find(list, item->id));
		capability_name(item);
		seen[item->offset] = 1;
	}
}

/* Each digest is that of its text, and there is one where there is the other. */
static void check_digest(struct device *device, enum field field,
			 int (*make)(const struct device *device, char **text))
{
	const char *digest = device_get(device, field);
	char *text = NULL, expected[DIGEST_SIZE];
	int err = make(device, &text);

	claim(!err || err == -ENODATA);
	claim(!err == !!digest);
	if (err)
		return;
	digest_text(text, expected);
	claim(!strcmp(expected, digest));
	free(text);
}

static void check_image(struct config_image *image, const uint8_t *bars)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_SYSFS);
	struct device *device = device_new(DEVICE_FUNCTION, "0000:00/01.0");
	struct capability_list *list = malloc(sizeof(*list));

	claim(snapshot && device && list);
	capabilities_walk(image, list);
	check_list(list, false);
	capabilities_walk_extended(image, list);
	check_list(list, true);
	free(list);
	device->reading = READING_OK;
	device->config = image;
	device->bars_known = bars[0] & 1;
	device->bar_count = bars[0] >> 1 & 3;
	for (unsigned int i = 0; i < device->bar_count; i++)
		device->bars[i] = (struct bar){ bars[1] >> i & 3, 1ull << bars[1] % 40, bars[0] >> 3 };
	claim(!device_decode(device));
	check_digest(device, FIELD_IDENTITY, digest_identity_text);
	check_digest(device, FIELD_SHAPE, digest_shape_text);
	json_object_put(fuzz_json(device_config_to_json(device)));
	claim(!snapshot_add(snapshot, device));
	fuzz_claim_snapshot(snapshot);
	snapshot_free(snapshot);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned int sizes[] = { 0, 256, CONFIG_SPACE_MAX };
	struct space space = { 0 };
	struct config_image *image;
	unsigned int whole;
	size_t holes;

	if (size < 4)
		return 0;
	whole = sizes[data[0] % 3];
	holes = data[1] % 8;
	if (size < 4 + 4 * holes)
		return 0;
	read_holes(&space, data + 4, holes);
	space.bytes = data + 4 + 4 * holes;
	space.size = size - 4 - 4 * holes;
	if (space.size > CONFIG_SPACE_MAX)
		space.size = CONFIG_SPACE_MAX;

	image = config_image_new(whole);
	claim(image);
	fill(&space, image);
	check_image(image, data + 2);

	image = config_image_new(whole);
	claim(image);
	if (config_capture(image, read_space, &space))
		config_image_free(image);
	else
		check_image(image, data + 2);
	return 0;
}
