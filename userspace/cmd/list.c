// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * list.c: muster list: the devices that are present.
 */
#include "../cmd.h"

#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>

#include "../names.h"
#include "../output.h"
#include "../snapshot.h"

struct options {
	struct machine_options machine;
	bool json, tree, no_names;
};

enum { OPTION_JSON = 256, OPTION_NO_NAMES };

static const struct option long_options[] = {
	CMD_MACHINE_OPTIONS,
	{ "tree", no_argument, NULL, 't' },
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
	int err = 0;

	if (options->tree)
		err = output_tree(&output, snapshot);
	else
		output_list(&output, snapshot);
	names_close(names);
	if (err)
		cmd_error("list", "out of memory");
	return err ? EXIT_TROUBLE : 0;
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
	"Usage: muster list [-t] [--json] [--no-names]\n"
	"                   [--source module|sysfs] [--root DIR] [--from FILE]\n"
	"\n"
	"Lists PCI functions, I2C adapters and I2C clients in order of place.\n"
	"\n"
	"  -t, --tree       as a tree of places\n"
	"  --json           as a snapshot, schema muster-snapshot/1\n"
	"  --no-names       numbers only, without pci.ids\n"
	CMD_MACHINE_USAGE,
	.run = run,
};
