// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot.c: a saved snapshot, as a file.
 *
 * about: source_file.c snapshot_read.c snapshot_json.c snapshot.c
 */
#include "fuzz.h"

#include <string.h>

#include "snapshot.h"
#include "source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file("snapshot.json", data, size);
	struct snapshot *snapshot;
	char *why = NULL;

	if (!source_file(path, &snapshot, &why)) {
		claim(!why);
		fuzz_claim_snapshot(snapshot);
		snapshot_free(snapshot);
	}
	free(why);
	return 0;
}
