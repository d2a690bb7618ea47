// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare.c: two boards, the second made of the first: judged, and side by side.
 *
 * about: compare*.c diff*.c previous.c inventory_generate.c inventory_label.c inventory_head.c inventory_write.c rule.c root_table.c alert_group.c
 *
 * Input: bytes that say how many devices there are and what each is; then, for
 * each, what became of it; then devices that are new; then how rules are edited.
 */
#include "fuzz.h"

#include <string.h>

#include <json-c/json.h>

#include "compare.h"
#include "diff.h"
#include "finding.h"
#include "inventory.h"
#include "place.h"
#include "previous.h"
#include "snapshot.h"

#define DEVICES 24

struct stream {
	const uint8_t *data;
	size_t left;
};

static unsigned int take(struct stream *stream, unsigned int below)
{
	if (!stream->left)
		return 0;
	stream->left--;
	return *stream->data++ % below;
}

static void set_serial(struct device *device, unsigned int which)
{
	static const char *const serials[] = {
		NULL, "00-1b-21-ff-ff-3c-4d-5e", "00-1b-21-ff-ff-3c-4d-5f", "00-00-00-00-00-00-00-00",
	};

	if (which == 4)
		device_set_unknown(device, FIELD_SERIAL);
	else
		device_set(device, FIELD_SERIAL, serials[which]);
}

static void set_part(struct device *device, unsigned int which)
{
	static const char *const vendors[] = { "8086", "10ee", "1a03" };
	static const char *const devices[] = { "0001", "0666", "2000" };
	static const char *const classes[] = { "020000", "060400", "0c0500" };

	if (device->kind != DEVICE_FUNCTION) {
		device_set(device, FIELD_NAME, devices[which % 3]);
		return;
	}
	device_set(device, FIELD_VENDOR, vendors[which % 3]);
	device_set(device, FIELD_DEVICE, devices[which / 3 % 3]);
	device_set(device, FIELD_CLASS, classes[which / 9 % 3]);
	if (which & 64)
		device_set(device, FIELD_SUBSYSTEM_VENDOR, NULL);
	if (which & 128)
		device_set(device, FIELD_REVISION, which & 64 ? "01" : "02");
}

static void set_rest(struct device *device, struct stream *stream)
{
	static const char *const widths[] = { NULL, "4", "8", "16" };
	unsigned int bits = take(stream, 256);

	device_set(device, FIELD_VIRTUAL, strstr(device->place, "/vf") ? "true" : "false");
	device_set(device, FIELD_DRIVER, bits & 4 ? "x" : NULL);
	if (bits & 8)
		device_set(device, FIELD_LINK_WIDTH, widths[bits >> 6]);
	if (bits & 16)
		device_set(device, FIELD_LINK_SPEED, bits & 64 ? "8.0 GT/s" : "2.5 GT/s");
	if (bits & 32)
		device->reading = READING_OK + (bits >> 6);
}

/* What a device of that kind sits below, or NULL: a root, if anything. */
static const struct device *choose_parent(const struct snapshot *board, enum device_kind kind,
					  struct stream *stream)
{
	unsigned int which = take(stream, DEVICES + 5);
	const struct device *parent = which < board->count ? board->devices[which] : NULL;

	if (parent && parent->kind == (kind == DEVICE_CLIENT ? DEVICE_ADAPTER : DEVICE_FUNCTION))
		return parent;
	return NULL;
}

/* Return: false where such a device can be nowhere. */
static bool make_place(const struct snapshot *board, enum device_kind kind,
		       struct stream *stream, char *place)
{
	static const char *const roots[] = { "0000:00", "0000:40", "10000:00", "0000:?", "?/pci" };
	const struct device *parent = choose_parent(board, kind, stream);
	unsigned int step = take(stream, 256);
	const char *above = parent ? parent->place : roots[step % 5];

	switch (kind) {
	case DEVICE_FUNCTION:
		if (parent && step >= 0xf0)
			snprintf(place, PLACE_MAX, "%.200s/vf%u", above, step - 0xf0);
		else
			snprintf(place, PLACE_MAX, "%.200s/%02x.%x", above, step >> 3, step & 7);
		return true;
	case DEVICE_ADAPTER:
		snprintf(place, PLACE_MAX, "%.200s/i2c", parent ? above : "dev:cpu");
		return true;
	case DEVICE_CLIENT:
		snprintf(place, PLACE_MAX, "%.200s/%02x", above, step & 0x7f);
		return parent;
	}
	return false;
}

static bool taken(const struct snapshot *board, const char *place)
{
	if (strchr(place, '?'))
		return false;
	for (size_t i = 0; i < board->count; i++)
		if (!strcmp(board->devices[i]->place, place))
			return true;
	return false;
}

static void add_device(struct snapshot *board, struct stream *stream)
{
	static const enum device_kind kinds[] = {
		DEVICE_FUNCTION, DEVICE_FUNCTION, DEVICE_FUNCTION, DEVICE_ADAPTER, DEVICE_CLIENT,
	};
	enum device_kind kind = kinds[take(stream, 5)];
	char place[PLACE_MAX + 1];
	struct device *device;

	if (!make_place(board, kind, stream, place) || taken(board, place))
		return;
	device = device_new(kind, place);
	claim(device);
	set_part(device, take(stream, 256));
	if (kind == DEVICE_FUNCTION) {
		set_serial(device, take(stream, 5));
		set_rest(device, stream);
	}
	claim(!snapshot_add(board, device));
}

static struct snapshot *make_board(struct stream *stream)
{
	struct snapshot *board = snapshot_new(SOURCE_SYSFS);
	unsigned int count = take(stream, DEVICES);

	claim(board);
	board_set(&board->board, BOARD_BOARD_NAME, "b");
	while (count--)
		add_device(board, stream);
	return board;
}

/* What became of a device: mostly nothing. */
static void change(struct snapshot *board, const struct device *before, struct stream *stream)
{
	unsigned int what = take(stream, 16);
	struct device *device = device_copy(before);
	char place[PLACE_MAX + 1];

	claim(device);
	if (what == 1) {
		device_free(device);
		return;
	}
	if (what == 2)
		set_part(device, take(stream, 256));
	if (what == 3 && device->kind == DEVICE_FUNCTION)
		set_serial(device, take(stream, 5));
	if (what == 4 && device->kind == DEVICE_FUNCTION)
		set_rest(device, stream);
	if (what == 5)
		device_set_unknown(device, take(stream, FIELD_COUNT));
	if (what == 6 && make_place(board, device->kind, stream, place)) {
		free(device->place);
		device->place = strdup(place);
	}
	if (taken(board, device->place))
		device_free(device);
	else
		claim(!snapshot_add(board, device));
}

static struct snapshot *change_board(const struct snapshot *before, struct stream *stream)
{
	struct snapshot *board = snapshot_new(SOURCE_SYSFS);
	unsigned int more;

	claim(board);
	board_set(&board->board, BOARD_BOARD_NAME, "b");
	for (size_t i = 0; i < before->count; i++)
		change(board, before->devices[i], stream);
	more = take(stream, 4);
	while (more--)
		add_device(board, stream);
	return board;
}

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
			 struct stream *stream)
{
	struct json_object *rules = json_object_object_get(json, "rules");
	struct inventory *inventory;
	struct verdict verdict = { 0 };
	char *text, *why = NULL;

	for (size_t i = 0; i < json_object_array_length(rules); i++)
		edit(json_object_array_get_idx(rules, i), take(stream, 16));
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
		  struct stream *stream, bool strict)
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
	struct stream stream = { data, size };
	struct snapshot *before = make_board(&stream);
	struct snapshot *after = change_board(before, &stream);

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
