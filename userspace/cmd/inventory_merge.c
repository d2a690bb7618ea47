// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_merge.c: muster inventory merge: one inventory from many machines.
 */
#include "inventory.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmd.h"
#include "../file_replace.h"
#include "../inventory.h"
#include "../inventory_merge.h"
#include "../names.h"
#include "../snapshot.h"
#include "../source.h"
#include "../text.h"

#define NAMES_SHOWN 8	/* of machines in a line; JSON has all */

struct options {
	struct merge_options merge;
	const char *output;
	bool force, json;
};

/* Machines of one board each; only --force lets one hold several. */
struct piles {
	const struct options *options;
	struct merge **items;
	size_t count;
};

enum { OPTION_STRICT = 256, OPTION_NAME, OPTION_MIN_SHARE, OPTION_RARE, OPTION_OUTLIERS,
	OPTION_FORCE, OPTION_JSON };

static const struct option long_options[] = {
	{ "strict", no_argument, NULL, OPTION_STRICT },
	{ "name", required_argument, NULL, OPTION_NAME },
	{ "output", required_argument, NULL, 'o' },
	{ "min-share", required_argument, NULL, OPTION_MIN_SHARE },
	{ "rare", required_argument, NULL, OPTION_RARE },
	{ "include-outliers", no_argument, NULL, OPTION_OUTLIERS },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ 0 }
};

static int take_percent(const char *text, unsigned int most, unsigned int *percent)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (end == text || *end || *text == '-' || value > most)
		return cmd_usage(&cmd_inventory, "a percentage from 0 to %u, not \"%s\"", most, text);
	*percent = value;
	return 0;
}

static int take(int option, void *context)
{
	struct options *options = context;

	switch (option) {
	case OPTION_STRICT:
		options->merge.strict = true;
		return 0;
	case OPTION_NAME:
		options->merge.name = optarg;
		return *optarg && text_is_clean(optarg) ? 0 :
			cmd_usage(&cmd_inventory, "a name is a text without control characters");
	case OPTION_MIN_SHARE:
		return take_percent(optarg, 100, &options->merge.min_share);
	case OPTION_RARE:
		return take_percent(optarg, 49, &options->merge.rare);
	case OPTION_OUTLIERS:
		options->merge.include_outliers = true;
		return 0;
	case OPTION_FORCE:
		options->force = true;
		return 0;
	case OPTION_JSON:
		options->json = true;
		return 0;
	default:
		options->output = optarg;
		return 0;
	}
}

static int add_pile(struct piles *piles)
{
	struct merge **items = reallocarray(piles->items, piles->count + 1, sizeof(*items));

	if (!items)
		return -ENOMEM;
	piles->items = items;
	items[piles->count] = merge_new(&piles->options->merge);
	return items[piles->count++] ? 0 : -ENOMEM;
}

/* On the first pile that it fits. */
static int add_machine(struct piles *piles, const struct snapshot *snapshot, const char *name)
{
	int err = -EXDEV;

	for (size_t i = 0; i < piles->count && err == -EXDEV; i++)
		err = merge_add(piles->items[i], snapshot, name);
	if (err != -EXDEV)
		return err;
	err = add_pile(piles);
	return err ? err : merge_add(piles->items[piles->count - 1], snapshot, name);
}

static int add_file(struct piles *piles, const char *path)
{
	struct snapshot *snapshot = NULL;
	char *why = NULL;
	int err = source_open(path, &snapshot, &why);

	if (err && why) {
		fputs("muster: ", stderr);
		text_print(stderr, why);
		fputc('\n', stderr);
	} else if (err) {
		cmd_error(path, "%s", strerror(-err));
	}
	free(why);
	if (err)
		return err;
	err = add_machine(piles, snapshot, path);
	if (err)
		cmd_error(path, "%s", err == -EINVAL ? "the place of a device in it is none" :
			  strerror(-err));
	snapshot_free(snapshot);
	return err;
}

static int add_files(struct piles *piles, const struct name_list *names)
{
	bool progress = isatty(STDERR_FILENO);
	int err = 0;

	for (size_t i = 0; i < names->count && !err; i++) {
		if (progress)
			fprintf(stderr, "\rmuster: machine %zu of %zu", i + 1, names->count);
		err = add_file(piles, names->items[i]);
	}
	if (progress)
		fputs("\r\033[K", stderr);
	return err;
}

static struct merge *largest(const struct piles *piles)
{
	struct merge *best = piles->items[0];

	for (size_t i = 1; i < piles->count; i++)
		if (merge_machines(piles->items[i]) > merge_machines(best))
			best = piles->items[i];
	return best;
}

/* Whose inventory would it be? Better none than one that fits the wrong board. */
static int refuse_others(const struct piles *piles)
{
	const struct merge *best = largest(piles);
	char board[160], other[160];

	if (piles->count < 2)
		return 0;
	merge_board(best, board, sizeof(board));
	for (size_t i = 0; i < piles->count; i++) {
		const struct merge *pile = piles->items[i];

		for (size_t j = 0; pile != best && j < merge_machines(pile); j++)
			cmd_error(merge_machine_name(pile, j), "is another board (%s) than %zu others (%s): leave it out, or --force takes it in",
				  merge_board(pile, other, sizeof(other)), merge_machines(best), board);
	}
	return -EXDEV;
}

static void print_names(FILE *out, struct json_object *names)
{
	size_t count = json_object_array_length(names), i;

	for (i = 0; i < count && i < NAMES_SHOWN; i++) {
		fputs(i ? ", " : "", out);
		text_print(out, json_object_get_string(json_object_array_get_idx(names, i)));
	}
	if (i < count)
		fprintf(out, " and %zu more", count - i);
}

/* "2 of 1000 machines: 8086:10d3 at 0000:00/1c.0/00.0 (left out): srv017, srv633" */
static void print_item(FILE *out, struct json_object *item, const char *verdict)
{
	fprintf(out, "muster: %s of %s machines: ",
		json_object_get_string(json_object_object_get(item, "have")),
		json_object_get_string(json_object_object_get(item, "of")));
	text_print(out, json_object_get_string(json_object_object_get(item, "what")));
	fprintf(out, "%s: ", verdict);
	print_names(out, json_object_object_get(item, "machines"));
	fputc('\n', out);
}

static void print_list(FILE *out, struct json_object *report, const char *key, const char *verdict)
{
	struct json_object *list = json_object_object_get(report, key);

	for (size_t i = 0; i < json_object_array_length(list); i++)
		print_item(out, json_object_array_get_idx(list, i), verdict);
}

static void print_report(const struct options *options, struct json_object *report)
{
	size_t machines = json_object_get_uint64(json_object_object_get(report, "machines"));

	print_list(stderr, report, "varying", "");
	print_list(stderr, report, "outliers",
		   options->merge.include_outliers ? "" : ", left out");
	print_list(stderr, report, "placeholders", ", shared, so it is nobody's");
	fprintf(stderr, "muster: %zu machine%s, %s rules, %zu outliers in %zu respects\n", machines,
		machines == 1 ? "" : "s", json_object_get_string(json_object_object_get(report, "rules")),
		json_object_array_length(json_object_object_get(report, "outlier_machines")),
		json_object_array_length(json_object_object_get(report, "outliers")));
}

static int write_inventory(const struct options *options, struct json_object *inventory)
{
	bool file = options->output && strcmp(options->output, "-");
	char *text = inventory_to_text(inventory);
	int err = text ? 0 : -ENOMEM;

	if (!err && file)
		err = file_replace(options->output, 0644, text, true);
	else if (!err && !(options->json && !options->output))
		err = fputs(text, stdout) == EOF || fflush(stdout) ? -EIO : 0;
	if (err)
		cmd_error(file ? options->output : "standard output", "%s", strerror(-err));
	else if (file)
		inventory_cmd_note_keys(options->output);
	free(text);
	return err;
}

static int finish(const struct options *options, struct merge *merge)
{
	struct json_object *inventory, *report;
	int err = merge_finish(merge, &inventory, &report);

	if (err) {
		cmd_error("merge", "%s", strerror(-err));
		return err;
	}
	err = write_inventory(options, inventory);
	if (!err && options->json)
		puts(json_object_to_json_string_ext(report, JSON_C_TO_STRING_PRETTY |
						    JSON_C_TO_STRING_NOSLASHESCAPE));
	else if (!err)
		print_report(options, report);
	json_object_put(inventory);
	json_object_put(report);
	return err;
}

static int merge_all(struct options *options, const struct name_list *names)
{
	struct piles piles = { .options = options };
	int err;

	options->merge.names = names_open();
	err = add_files(&piles, names);
	if (!err)
		err = refuse_others(&piles);
	if (!err)
		err = finish(options, piles.items[0]);
	for (size_t i = 0; i < piles.count; i++)
		merge_free(piles.items[i]);
	free(piles.items);
	names_close(options->merge.names);
	return err;
}

int inventory_cmd_merge(int argc, char **argv)
{
	struct options options = { .merge = { .min_share = MERGE_MIN_SHARE, .rare = MERGE_RARE } };
	struct name_list names = { 0 };
	int err = cmd_parse(&cmd_inventory, argc, argv, ":o:", long_options, NULL, take, &options);

	if (err)
		return err;
	options.merge.any_board = options.force;
	for (int i = optind; i < argc && !err; i++)
		err = merge_files(argv[i], &names);
	if (!err && !names.count)
		return cmd_usage(&cmd_inventory, "merge wants the machines: files, directories of files, or @list");
	if (!err && options.output && strcmp(options.output, "-") && !options.force &&
	    access(options.output, F_OK) == 0) {
		cmd_error(options.output, "is there already; --force replaces it");
		err = -EEXIST;
	}
	if (!err && options.json && options.output && strcmp(options.output, "-") == 0)
		err = cmd_usage(&cmd_inventory, "--json and -o - both want standard output");
	else if (!err)
		err = merge_all(&options, &names);
	merge_files_clear(&names);
	return err == EXIT_USAGE ? err : err ? EXIT_TROUBLE : EXIT_PASS;
}
