// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * list.c: muster list: the devices that are present.
 */
#include "../cmd.h"

#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>

#include "list.h"
#include "../inventory.h"
#include "../names.h"
#include "../output.h"
#include "../snapshot.h"

struct options {
	struct machine_options machine;
	struct inventory_options inventory;
	bool json, tree, no_names;
};

enum { OPTION_JSON = 256, OPTION_NO_NAMES, OPTION_INVENTORY, OPTION_KEYS };

static const struct option long_options[] = {
	CMD_MACHINE_OPTIONS,
	{ "tree", no_argument, NULL, 't' },
	{ "inventory", required_argument, NULL, OPTION_INVENTORY },
	{ "keys", required_argument, NULL, OPTION_KEYS },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "no-names", no_argument, NULL, OPTION_NO_NAMES },
	{ 0 }
};

static int take_option(int option, void *context)
{
	struct options *options = context;

	options->tree |= option == 't';
	options->json |= option == OPTION_JSON;
	options->no_names |= option == OPTION_NO_NAMES;
	if (option == OPTION_INVENTORY)
		options->inventory.path = optarg;
	if (option == OPTION_KEYS)
		options->inventory.keys = optarg;
	return 0;
}

/* Return: 0, or EXIT_USAGE after an error line. */
static int parse(int argc, char **argv, struct options *options)
{
	int status = cmd_parse(&cmd_list, argc, argv, ":t", long_options,
			       &options->machine, take_option, options);

	if (status)
		return status;
	if (optind < argc)
		return cmd_usage(&cmd_list, "no such argument: %s", argv[optind]);
	if (options->tree && options->json)
		return cmd_usage(&cmd_list, "-t and --json exclude each other");
	if (options->inventory.path && !options->tree)
		return cmd_usage(&cmd_list, "--inventory goes with -t; \"muster check\" compares");
	return 0;
}

static int print_json(const struct snapshot *snapshot)
{
	struct json_object *json = snapshot_to_json(snapshot);
	const char *text = json_object_to_json_string_ext(json,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);

	if (text)
		puts(text);
	else
		cmd_error("list", "out of memory");
	json_object_put(json);
	return text ? 0 : EXIT_TROUBLE;
}

static int print_text(const struct snapshot *snapshot, const struct options *options)
{
	struct names *names = options->no_names ? NULL : names_open();
	struct output output = output_begin(names);
	int status = 0;

	if (options->tree)
		status = list_tree(&output, snapshot, &options->inventory);
	else
		output_list(&output, snapshot);
	names_close(names);
	return status;
}

static int run(int argc, char **argv)
{
	struct options options = { 0 };
	struct snapshot *snapshot;
	int status;

	status = parse(argc, argv, &options);
	if (status)
		return status;
	if (cmd_machine(&options.machine, &snapshot))
		return EXIT_TROUBLE;
	status = options.json ? print_json(snapshot) : print_text(snapshot, &options);
	snapshot_free(snapshot);
	return status;
}

const struct command cmd_list = {
	.name = "list",
	.summary = "the devices that are present",
	.usage =
	"Usage: muster list [-t [--inventory FILE|DIRECTORY] [--keys DIRECTORY|none]]\n"
	"                   [--json] [--no-names]\n"
	"                   [--source module|sysfs] [--root DIR] [--from FILE] [--fresh]\n"
	"\n"
	"Lists PCI functions, I2C adapters and I2C clients in order of place.\n"
	"\n"
	"  -t, --tree       what sits below what, as \"lspci -t\" shows it; with the verdicts\n"
	"                   of the board's inventory, and what is missing in its place\n"
	"  --inventory WHAT a file, or a directory, instead of " INVENTORY_DIRECTORY "\n"
	"  --keys DIRECTORY whose signature of it counts; \"none\" asks for none\n"
	"  --json           as a snapshot, schema muster-snapshot/1\n"
	"  --no-names       numbers only, without pci.ids\n"
	CMD_MACHINE_USAGE,
	.run = run,
};
