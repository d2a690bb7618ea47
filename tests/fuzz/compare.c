// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare.c: two boards, the second made of the first: judged, and side by side.
 *
 * about: compare*.c diff*.c previous.c inventory_generate.c inventory_label.c inventory_head.c inventory_write.c rule.c root_table.c alert_group.c
 *
 * Input: bytes that say how many devices there are and what each is; then, for
 * each, what became of it; then devices that are new; then how rules are edited.
 */
#include "fuzz_board.h"

#include <string.h>

#include <json-c/json.h>

#include "compare.h"
#include "diff.h"
#include "finding.h"
#include "inventory.h"
#include "previous.h"
#include "snapshot.h"

static void check_verdict(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->count; i++) {
		struct finding *finding = verdict->findings[i], *copy;
		struct json_object *json = fuzz_json(finding_to_json(finding, NULL));

		claim(finding->message && finding->message[0] && strlen(finding->id) == 32);
		claim(!finding_from_json(json, &copy));
		fuzz_same(json, fuzz_json(finding_to_json(copy, NULL)));
		finding_free(copy);
	}
}

/* What a board taught it passes; only a serial twice on it can be remarked upon. */
static bool passes(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->count; i++) {
		const struct finding *finding = verdict->findings[i];

		if (finding->class == FINDING_DUPLICATE || finding->class == FINDING_UNREADABLE)
			continue;
		fprintf(stderr, "by its own inventory: %s\n", finding->message);
		return false;
	}
	return true;
}

/* For who looks at what failed: both as files. */
static void show(const struct snapshot *board, struct json_object *inventory)
{
	struct json_object *json = snapshot_to_json(board);
	char *text = inventory_to_text(inventory);

	fprintf(stderr, "%s\n%s\n", json_object_to_json_string(json), text);
	json_object_put(json);
	free(text);
}

static struct inventory *parse(struct json_object *json)
{
	char *text = inventory_to_text(json), *why = NULL;
	struct inventory *inventory;

	claim(text);
	if (inventory_parse("i.json", text, strlen(text), &inventory, &why)) {
		fprintf(stderr, "%s\n%s\n", why ? why : "?", text);
		abort();
	}
	free(text);
	return inventory;
}

static void set(struct json_object *rule, const char *key, const char *value)
{
	json_object_object_del(rule, key);
	json_object_object_add(rule, key, json_tokener_parse(value));
}

/* What a person may make of a rule that was generated. */
static void edit(struct json_object *rule, unsigned int how)
{
	switch (how) {
	case 1:
		json_object_object_del(rule, "place");
		break;
	case 2:
		set(rule, "place", "\"0000:00/**\"");
		break;
	case 3:
		set(rule, "presence", "\"optional\"");
		break;
	case 4:
		set(rule, "presence", "\"forbidden\"");
		json_object_object_del(rule, "count");
		json_object_object_del(rule, "link");
		break;
	case 5:
		set(rule, "link", "{ \"width\": 8, \"speed\": \"8.0 GT/s\" }");
		break;
	case 6:
		json_object_object_del(rule, "place");
		set(rule, "count", "{ \"min\": 0, \"max\": 2 }");
		set(rule, "presence", "\"optional\"");
		break;
	case 7:
		set(rule, "identity", "[ { \"vendor\": \"80*\" }, { \"vendor\": \"10ee\", \"serial\": [ \"0*\", null ] } ]");
		break;
	}
}

static void ignore(const struct rule *rule, const char *why, void *context)
{
	(void)rule;
	(void)why;
	(void)context;
}

/* The same judged by rules that somebody has edited, if they are still some. */
static void judge_edited(const struct snapshot *board, struct json_object *json,
			 struct fuzz_stream *stream)
{
	struct json_object *rules = json_object_object_get(json, "rules");
	struct inventory *inventory;
	struct verdict verdict = { 0 };
	char *text, *why = NULL;

	for (size_t i = 0; i < json_object_array_length(rules); i++)
		edit(json_object_array_get_idx(rules, i), fuzz_take(stream, 16));
	text = inventory_to_text(json);
	claim(text);
	if (!inventory_parse("i.json", text, strlen(text), &inventory, &why)) {
		claim(!compare(board, inventory, NULL, &verdict));
		check_verdict(&verdict);
		verdict_clear(&verdict);
		if (board->count)
			claim(!compare_explain(board, inventory, board->devices[0], ignore, NULL));
		inventory_free(inventory);
	}
	free(why);
	free(text);
}

static void judge(const struct snapshot *before, const struct snapshot *after,
		  struct fuzz_stream *stream, bool strict)
{
	const struct generate_options options = { .strict = strict };
	struct inventory *inventory;
	struct json_object *json;
	struct verdict verdict = { 0 };

	claim(!inventory_generate(before, &options, &json));
	inventory = parse(json);
	claim(!compare(before, inventory, NULL, &verdict));
	check_verdict(&verdict);
	claim(verdict.judged == before->count);
	if (!passes(&verdict)) {
		show(before, json);
		abort();
	}
	verdict_clear(&verdict);
	memset(&verdict, 0, sizeof(verdict));
	claim(!compare(after, inventory, NULL, &verdict));
	check_verdict(&verdict);
	verdict_clear(&verdict);
	judge_edited(after, json, stream);
	json_object_put(json);
	inventory_free(inventory);
}

/* Whether both are the same but for their direction; otherwise for who looks. */
static bool mirrored(const struct diff *forth, const struct diff *back)
{
	if (diff_differs(forth) == diff_differs(back) &&
	    forth->counts[DIFF_ARRIVED] == back->counts[DIFF_GONE] &&
	    forth->counts[DIFF_GONE] == back->counts[DIFF_ARRIVED] &&
	    forth->counts[DIFF_CHANGED] == back->counts[DIFF_CHANGED])
		return true;
	for (int side = 0; side < DIFF_SIDES; side++)
		fprintf(stderr, "%s\n", json_object_to_json_string(
			snapshot_to_json(forth->snapshots[side])));
	return false;
}

/* The same whichever side is first. */
static void side_by_side(const struct snapshot *a, const struct snapshot *b)
{
	struct diff *forth, *back, *none;

	claim(!diff_new(a, b, &forth) && !diff_new(b, a, &back) && !diff_new(a, a, &none));
	claim(!diff_differs(none));
	claim(mirrored(forth, back));
	json_object_put(fuzz_json(diff_to_json(forth, NULL)));
	diff_free(forth);
	diff_free(back);
	diff_free(none);
}

static void since_then(const struct snapshot *before, const struct snapshot *now)
{
	struct verdict verdict = { 0 };

	if (previous_compare(before, "before.json", now, NULL, NULL, &verdict))
		return;
	check_verdict(&verdict);
	verdict_clear(&verdict);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_stream stream = { data, size };
	struct snapshot *before = fuzz_board(&stream);
	struct snapshot *after = fuzz_board_later(before, &stream);

	snapshot_sort(before);
	snapshot_sort(after);
	judge(before, after, &stream, false);
	judge(before, after, &stream, true);
	side_by_side(before, after);
	since_then(before, after);
	snapshot_free(before);
	snapshot_free(after);
	return 0;
}
