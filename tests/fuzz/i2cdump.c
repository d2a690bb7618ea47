// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * i2cdump.c: the image of a memory, or of registers, as bytes or as any tool's text.
 *
 * about: source_image*.c chip*.c
 */
#include "fuzz.h"

#include <errno.h>

#include "contents.h"
#include "snapshot.h"
#include "source_image.h"

/* What is known of each lies within what is there. */
static void claim_contents(const struct device *device)
{
	const struct contents *contents = device->contents;

	claim(contents && contents->length <= CONTENTS_MAX && contents->size <= CONTENTS_MAX);
	claim(contents_run(contents) <= contents->length);
	claim(device->reading == READING_OK || device->reading == READING_UNREADABLE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct snapshot *snapshot;
	char *why = NULL;
	int err;

	source_image_is_i2cdump(text, size);
	err = source_image("dimm.bin", text, size, &snapshot, &why);
	claim(!err || err == -ENOENT || (err == -EINVAL && why && *why));
	if (!err) {
		for (size_t i = 0; i < snapshot->count; i++)
			claim_contents(snapshot->devices[i]);
		claim(snapshot->count && snapshot->part_only);
		fuzz_claim_snapshot(snapshot);
		snapshot_free(snapshot);
	}
	free(why);
	free(text);
	return 0;
}
