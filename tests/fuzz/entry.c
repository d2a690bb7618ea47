// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * entry.c: one entry as the module sends it, without the file around it.
 *
 * about: entry.c entry_device.c entry_json.c attributes.c
 */
#include "fuzz.h"

#include <json-c/json.h>

#include "entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_MODULE);
	struct device *device;
	struct entry entry;

	claim(snapshot);
	if (!entry_decode(data, size, &entry)) {
		json_object_put(fuzz_json(entry_to_json(&entry)));
		entry_clear(&entry);
	}
	if (!entry_device(data, size, &device)) {
		claim(!snapshot_add(snapshot, device));
		fuzz_claim_snapshot(snapshot);
	}
	snapshot_free(snapshot);
	return 0;
}
