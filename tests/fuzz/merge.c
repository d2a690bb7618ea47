// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * merge.c: a server and whatever a snapshot says, merged: what comes out is an
 * inventory that can be read.
 *
 * about: inventory_merge.c inventory_merge_adapter.c inventory_merge_decide.c inventory_merge_feature.c inventory_merge_finish.c inventory_merge_fold.c inventory_merge_identity.c inventory_merge_machine.c inventory_merge_memory.c inventory_merge_part.c inventory_merge_root.c inventory_merge_serial.c machine_set.c
 */
#include "fuzz.h"

#include <string.h>

#include <json-c/json.h>

#include "inventory.h"
#include "inventory_merge.h"
#include "snapshot.h"
#include "source.h"

static void claim_inventory(struct merge *merge)
{
	struct json_object *json, *report;
	struct inventory *inventory;
	char *text, *why = NULL;

	claim(!merge_finish(merge, &json, &report));
	text = inventory_to_text(json);
	claim(text);
	if (inventory_parse("merged.json", text, strlen(text), &inventory, &why)) {
		fprintf(stderr, "%s\n%s", why ? why : "", text);
		abort();
	}
	inventory_free(inventory);
	json_object_put(json);
	json_object_put(report);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct merge_options options = {
		.strict = size % 2, .include_outliers = size % 4 > 1, .any_board = true,
		.min_share = MERGE_MIN_SHARE, .rare = MERGE_RARE,
	};
	struct snapshot *snapshot = NULL;
	struct merge *merge;
	char *why = NULL;
	int err = source_json("snapshot.json", (const char *)data, size, &snapshot, &why);

	free(why);
	if (err)
		return 0;
	merge = merge_new(&options);
	claim(merge);
	if (size % 8 > 3)
		claim(!merge_add(merge, fuzz_server(), "server"));
	if (!merge_add(merge, snapshot, "snapshot")) {
		claim(!merge_add(merge, snapshot, "again"));
		claim_inventory(merge);
	}
	merge_free(merge);
	snapshot_free(snapshot);
	return 0;
}
