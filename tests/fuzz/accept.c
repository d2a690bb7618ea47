// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * accept.c: all that an inventory finds on a server is accepted: the file, as odd
 * as it may be laid out, is an inventory still, and none of it is found again.
 *
 * about: inventory_accept.c inventory_accept_change.c inventory_accept_forbidden.c inventory_accept_moved.c inventory_accept_note.c inventory_accept_rule.c json_edit.c
 */
#include "fuzz.h"

#include <errno.h>
#include <string.h>

#include "compare.h"
#include "finding.h"
#include "inventory.h"
#include "inventory_accept.h"

#define MOST 64

static bool is_found(const struct verdict *verdict, const char *id)
{
	for (size_t i = 0; i < verdict->count; i++)
		if (!strcmp(verdict->findings[i]->id, id))
			return true;
	return false;
}

/* What is proved before anything would be written. */
static void claim_proof(const struct accept_request *request, const struct verdict *before,
			const char *const *ids, size_t count, const char *text)
{
	struct inventory *inventory;
	struct verdict after;

	claim(!accept_judge(request, text, strlen(text), &after, &inventory, NULL));
	for (size_t i = 0; i < count; i++)
		claim(!is_found(&after, ids[i]));
	for (size_t i = 0; i < after.count; i++)
		claim(is_found(before, after.findings[i]->id));
	verdict_clear(&after);
	inventory_free(inventory);
}

static void accept_all(struct accept_request *request, const struct verdict *before)
{
	struct accept_result result;
	const char *ids[MOST];
	size_t count = 0;
	int err;

	for (size_t i = 0; i < before->count && count < MOST; i++)
		if (!accept_refusal(before->findings[i], request->force))
			ids[count++] = before->findings[i]->id;
	err = accept_findings(request, ids, count, &result);
	claim(!err || err == -EPERM || err == -EINVAL);
	claim(!err == !!result.text);
	if (!err)
		claim_proof(request, before, ids, count, result.text);
	accept_result_clear(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct accept_request request = {
		.snapshot = fuzz_server(), .path = "inventory.json", .text = text, .length = size,
		.date = "2026-11-22T00:00:00Z", .by = size % 2 ? "Ada" : NULL,
		.force = size % 4 > 1, .replace = size % 8 > 3,
	};
	struct inventory *inventory = NULL;
	struct verdict verdict;

	if (size < 1 << 16 && !accept_judge(&request, text, size, &verdict, &inventory, NULL)) {
		/* what extends another is completed by its caller */
		if (inventory->kind == INVENTORY_MODEL)
			accept_all(&request, &verdict);
		verdict_clear(&verdict);
		inventory_free(inventory);
	}
	free(text);
	return 0;
}
