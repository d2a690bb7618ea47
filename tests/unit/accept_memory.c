// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * accept_memory.c: what firmware and the memories of modules say differently is
 * accepted as a habit of the board, beside the habits it had.
 */
#include <stdio.h>

#include "board.h"
#include "compare.h"
#include "finding.h"
#include "inventory.h"
#include "inventory_accept.h"

#define BOARD "f 0000:00/1f.4 8086:a323 class=0c0500\na 0000:00/1f.4/i2c name=SMBus\n" \
	"c 0000:00/1f.4/i2c/50 ee1004 spd.type=DDR4 spd.part=M393A2K40DB3-CWE spd.serial=01020304" \
	" spd.size_mib=16384 spd.ranks=1 spd.data_width=64 spd.total_width=72 spd.maker_id=80ce\n"
#define FILE_WITH(memory) "{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"x\"," \
	" \"match\": { \"board_name\": \"x\" },\n  \"implicit\": { \"severity\": \"notice\" },\n" memory \
	"  \"rules\": [ { \"label\": \"all\", \"place\": \"**\" } ] }\n"

/* One module that firmware reports, and what became of it. */
static const struct example {
	const char *file, *size, *expected;
	bool empty, silent;
} examples[] = {
	{ FILE_WITH(""), "32768", "\"memory\": { \"not_compared\": [ \"size_mib\" ] }", false, false },
	{ FILE_WITH("  \"memory\": { \"not_compared\": [ \"ranks\" ] },\n"), "32768",
	  "\"not_compared\": [ \"ranks\", \"size_mib\" ]", false, false },
	{ FILE_WITH("  \"memory\": { \"without_spd\": 0 },\n"), "32768",
	  "\"without_spd\": 0, \"not_compared\": [ \"size_mib\" ]", false, false },
	{ FILE_WITH(""), "16384", "\"memory\": { \"without_module\": 1 }", true, false },
	{ FILE_WITH(""), "16384", "\"memory\": { \"without_spd\": 1 }", false, true },
};

/* A second slot, so that firmware knows one module where the first is empty. */
static struct snapshot *snapshot_of(const struct example *example)
{
	struct snapshot *snapshot = board_snapshot(BOARD);
	struct smbios_memory module = {
		.size_mib = 16384, .type = "DDR4", .ranks = 1, .data_width = 64, .total_width = 72,
		.maker = "Samsung", .serial = "01020304", .part = "M393A2K40DB3-CWE", .locator = "A1",
	};
	struct smbios_memories *all = &snapshot->memory;

	all->items = calloc(2, sizeof(*all->items));
	module.empty = example->empty;
	all->items[all->count++] = module;
	if (example->silent) {
		strcpy(module.locator, "B1");
		strcpy(module.serial, "01020305");
		all->items[all->count++] = module;
	}
	all->known = true;
	device_set(snapshot->devices[2], FIELD_SPD_SIZE_MIB, example->size);
	return snapshot;
}

/* How many findings, the id of the first of a memory in @id. */
static size_t find(const struct accept_request *request, const char *text, char id[33])
{
	struct inventory *inventory;
	struct verdict verdict;
	char *why = NULL;
	size_t count = 0;

	ck_assert_msg(accept_judge(request, text, strlen(text), &verdict, &inventory, &why) == 0,
		      "%s\n%s", why, text);
	for (size_t i = 0; i < verdict.count; i++)
		if (verdict.findings[i]->field &&
		    strncmp(verdict.findings[i]->field, "memory.", 7) == 0 && !count++)
			strcpy(id, verdict.findings[i]->id);
	verdict_clear(&verdict);
	inventory_free(inventory);
	return count;
}

START_TEST(a_habit_is_written_down)
{
	const struct example *example = &examples[_i];
	struct snapshot *snapshot = snapshot_of(example);
	struct accept_request request = {
		.snapshot = snapshot, .path = "a.json", .text = example->file,
		.length = strlen(example->file), .date = "2026-11-22T00:00:00Z",
	};
	struct accept_result result;
	char id[33] = "";
	const char *ids[] = { id };

	ck_assert_uint_eq(find(&request, example->file, id), 1);
	ck_assert_msg(accept_findings(&request, ids, 1, &result) == 0, "%d: %s", _i, result.why);
	ck_assert_msg(strstr(result.text, example->expected), "%d: no %s in\n%s", _i,
		      example->expected, result.text);
	ck_assert_uint_eq(find(&request, result.text, id), 0);
	accept_result_clear(&result);
	snapshot_free(snapshot);
}
END_TEST

Suite *suite_accept_memory(void)
{
	Suite *suite = suite_create("accept_memory");
	TCase *cases = tcase_create("accept_memory");

	tcase_add_loop_test(cases, a_habit_is_written_down, 0,
			    sizeof(examples) / sizeof(examples[0]));
	suite_add_tcase(suite, cases);
	return suite;
}
