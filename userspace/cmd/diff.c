// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff.c: muster diff: what differs between two boards, or one board at two times.
 */
#include "../cmd.h"

#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../diff.h"
#include "../names.h"
#include "../output.h"
#include "../output_diff.h"
#include "../snapshot.h"

/* As of diff(1). */
#define DIFF_SAME_STATUS 0
#define DIFF_OTHER_STATUS 1
#define DIFF_TROUBLE_STATUS 2

#define SIDE_BY_SIDE_WIDTH 140	/* columns of a terminal from which on it is by itself */
#define WIDTH_LEAST 60
#define WIDTH_MOST 1000

struct options {
	struct machine_options machine;
	bool json, side_by_side, all, no_names;
	unsigned int width;	/* columns; 0: the terminal's */
};

enum { OPTION_JSON = 256, OPTION_ALL, OPTION_WIDTH, OPTION_NO_NAMES };

static const struct option long_options[] = {
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "side-by-side", no_argument, NULL, 'y' },
	{ "width", required_argument, NULL, OPTION_WIDTH },
	{ "all", no_argument, NULL, OPTION_ALL },
	{ "no-names", no_argument, NULL, OPTION_NO_NAMES },
	{ "source", required_argument, NULL, CMD_SOURCE },
	{ "root", required_argument, NULL, CMD_ROOT },
	{ 0 }
};

static int take_width(const char *text, unsigned int *width)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || value < WIDTH_LEAST ||
	    value > WIDTH_MOST)
		return cmd_usage(&cmd_diff, "--width takes %d to %d columns, not \"%s\"",
				 WIDTH_LEAST, WIDTH_MOST, text);
	*width = value;
	return 0;
}

static int take_option(int option, void *context)
{
	struct options *options = context;

	options->json |= option == OPTION_JSON;
	options->side_by_side |= option == 'y' || option == OPTION_WIDTH;
	options->all |= option == OPTION_ALL;
	options->no_names |= option == OPTION_NO_NAMES;
	return option == OPTION_WIDTH ? take_width(optarg, &options->width) : 0;
}

/* Return: 0, or not after an error line. */
static int parse(int argc, char **argv, struct options *options)
{
	int err = cmd_parse(&cmd_diff, argc, argv, ":y", long_options, &options->machine,
			    take_option, options);

	if (err)
		return err;
	if (optind == argc)
		return cmd_usage(&cmd_diff, "what with what? name one source, or two");
	if (argc - optind > 2)
		return cmd_usage(&cmd_diff, "no such argument: %s", argv[optind + 2]);
	if (argc - optind == 2 && (options->machine.root || options->machine.source))
		return cmd_usage(&cmd_diff, "--root and --source are for the second source, and %s is that already",
				 argv[optind + 1]);
	if (argc - optind == 2 && !strcmp(argv[optind], "-") && !strcmp(argv[optind + 1], "-"))
		return cmd_usage(&cmd_diff, "standard input can be one of the two only");
	if (options->json && options->side_by_side)
		return cmd_usage(&cmd_diff, "--json and --side-by-side exclude each other");
	return 0;
}

static int print_json(const struct diff *diff, struct names *names)
{
	struct json_object *json = diff_to_json(diff, names);
	const char *text = json ? json_object_to_json_string_ext(json,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE) : NULL;

	if (text)
		puts(text);
	else
		cmd_error("diff", "out of memory");
	json_object_put(json);
	return text ? 0 : -ENOMEM;
}

static void print_text(const struct diff *diff, const struct options *options,
		       struct names *names)
{
	struct output output = output_begin(names);

	if (options->width)
		output.width = options->width;
	else if (options->side_by_side && !output.width)
		output.width = SIDE_BY_SIDE_WIDTH;
	if (options->side_by_side || output.width >= SIDE_BY_SIDE_WIDTH)
		output_diff_side(&output, diff, options->all);
	else
		output_diff(&output, diff, options->all);
}

static int tell(const struct diff *diff, const struct options *options)
{
	struct names *names = options->no_names ? NULL : names_open();
	int err = 0;

	if (options->json)
		err = print_json(diff, names);
	else
		print_text(diff, options, names);
	names_close(names);
	if (err)
		return DIFF_TROUBLE_STATUS;
	return diff_differs(diff) ? DIFF_OTHER_STATUS : DIFF_SAME_STATUS;
}

static int run(int argc, char **argv)
{
	struct options options = { 0 };
	struct machine_options first = { 0 };
	struct snapshot *a = NULL, *b = NULL;
	struct diff *diff = NULL;
	int status = DIFF_TROUBLE_STATUS;

	if (parse(argc, argv, &options))
		return status;
	first.from = argv[optind];
	if (argc - optind == 2)
		options.machine.from = argv[optind + 1];
	if (cmd_machine(&first, &a) || cmd_machine(&options.machine, &b))
		goto out;
	if (diff_new(a, b, &diff))
		cmd_error("diff", "out of memory");
	else
		status = tell(diff, &options);
out:
	diff_free(diff);
	if (a)
		snapshot_free(a);
	if (b)
		snapshot_free(b);
	return status;
}

const struct command cmd_diff = {
	.name = "diff",
	.summary = "what differs between two boards, or one at two times",
	.usage =
	"Usage: muster diff [-y] [--width N] [--all] [--json] [--no-names] A [B]\n"
	"                   [--source module|sysfs] [--root DIR]\n"
	"\n"
	"Shows what arrived, went, moved or changed from A to B. Either is a saved\n"
	"snapshot, lspci text, a dump, or a tree with sys/ and proc/, archived or not; \"-\"\n"
	"is standard input. Without B it is this machine.\n"
	"\n"
	"  -y, --side-by-side   A left, B right; by itself on a terminal of 140 columns\n"
	"  --width N            the same, in N columns\n"
	"  --all                also what is of no weight: drivers, numbers, link speeds,\n"
	"                       and side by side what is the same\n"
	"  --json               one object of schema muster-diff/1\n"
	"  --no-names           numbers only, without pci.ids\n"
	"  --source WHAT        of this machine: module or sysfs\n"
	"  --root DIR           instead of B: an unpacked tree with sys/ and proc/ in DIR\n"
	"\n"
	"Exit status, as of diff(1): 0 no difference, 1 differences, 2 trouble.\n",
	.run = run,
};
