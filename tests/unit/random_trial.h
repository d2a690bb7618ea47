/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * random_trial.h: a random board, what was learned of it, and a twin to change.
 */
#ifndef MUSTER_TEST_RANDOM_TRIAL_H
#define MUSTER_TEST_RANDOM_TRIAL_H

#include "random_boards.h"

#include "compare.h"
#include "inventory.h"

static inline struct inventory *learn(const struct snapshot *board, bool strict)
{
	const struct generate_options options = { .strict = strict, .name = "t" };
	struct inventory *inventory;
	struct json_object *json;
	char *text, *why = NULL;

	ck_assert_int_eq(inventory_generate(board, &options, &json), 0);
	text = inventory_to_text(json);
	ck_assert_msg(!inventory_parse("t.json", text, strlen(text), &inventory, &why), "%s", why);
	free(text);
	json_object_put(json);
	return inventory;
}

static inline char *judge(const struct snapshot *board, const struct inventory *inventory)
{
	struct verdict verdict;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_int_eq(compare(board, inventory, NULL, &verdict), 0);
	for (size_t i = 0; i < verdict.count; i++) {
		const struct finding *finding = verdict.findings[i];

		fprintf(out, "%s %s%s%s%s%s\n", finding_class_name(finding->class),
			finding->place, finding->field ? " " : "",
			finding->field ? finding->field : "",
			finding->other_place ? " " : "",
			finding->other_place ? finding->other_place : "");
	}
	for (size_t i = 0; i < verdict.unverified_count; i++)
		fprintf(out, "unverified %s %s\n", verdict.unverified[i].device->place,
			verdict.unverified[i].fields);
	fclose(out);
	verdict_clear(&verdict);
	return text;
}

__attribute__((format(printf, 4, 5)))
static inline void expect(unsigned int seed, const struct snapshot *board,
		   const struct inventory *inventory, const char *format, ...)
{
	char *text = judge(board, inventory), *wanted;
	va_list args;

	va_start(args, format);
	ck_assert_int_ge(vasprintf(&wanted, format, args), 0);
	va_end(args);
	ck_assert_msg(strcmp(text, wanted) == 0, "board %u:\n%s--- expected:\n%s", seed, text,
		      wanted);
	free(wanted);
	free(text);
}

/* A board, what was learned of it by model and to the serial, and chance. */
struct trial {
	unsigned int seed;
	struct snapshot *board, *twin;
	struct inventory *model, *strict;
	struct maker maker;
};

static inline void trial_begin(struct trial *trial, unsigned int seed, bool ids)
{
	trial->seed = seed;
	trial->board = random_board(seed, ids);
	trial->twin = copy_board(trial->board);
	trial->model = learn(trial->board, false);
	trial->strict = learn(trial->board, true);
	trial->maker = (struct maker){ .state = seed + 77777 };
	for (int i = 0; i < 20; i++)
		maker_random(&trial->maker, 2);
	shuffle_board(&trial->maker, trial->twin);
}

static inline void trial_end(struct trial *trial)
{
	inventory_free(trial->model);
	inventory_free(trial->strict);
	snapshot_free(trial->board);
	snapshot_free(trial->twin);
}

/* One that stands for itself: a function, no virtual one, with nothing below it. */
static inline size_t pick_leaf(struct trial *trial)
{
	for (int tries = 0; tries < 1000; tries++) {
		size_t index = maker_random(&trial->maker, trial->twin->count);
		const struct device *device = trial->twin->devices[index];
		bool leaf = device->kind == DEVICE_FUNCTION && !strstr(device->place, "/vf");

		for (size_t i = 0; i < trial->twin->count && leaf; i++)
			leaf = !place_below(trial->twin->devices[i]->place, device->place);
		if (leaf)
			return index;
	}
	ck_abort_msg("board %u has no leaf", trial->seed);
}

#endif /* MUSTER_TEST_RANDOM_TRIAL_H */
