// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot.c: a saved snapshot.
 *
 * about: source_file.c snapshot_read.c snapshot_json.c snapshot.c
 */
#include "fuzz.h"

#include "snapshot.h"
#include "source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct snapshot *snapshot;
	char *why = NULL;

	if (!source_json("snapshot.json", text, size, &snapshot, &why)) {
		claim(!why);
		fuzz_claim_snapshot(snapshot);
		snapshot_free(snapshot);
	}
	free(why);
	free(text);
	return 0;
}
