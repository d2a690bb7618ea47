// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check.c: muster check: is what is there what should be there?
 */
#include "check.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../inventory_signature.h"
#include "../names.h"
#include "../snapshot.h"

/* The daemon settles after 180 s at most; give it some more. */
#define WAIT_DEFAULT 210	/* s */
#define NAGIOS_UNKNOWN 3

static const char usage[] =
	"Usage: muster check [--json|--nagios] [--min-severity SEVERITY] [--wait[=SECONDS]]\n"
	"                    [--inventory FILE|DIRECTORY] [--keys DIRECTORY|none]\n"
	"                    [--watch-list FILE|none]\n"
	"                    [--source module|sysfs] [--root DIR] [--from FILE] [--fresh]\n"
	"\n"
	"Compares the devices that are present with the inventory of this board.\n"
	"\n"
	"  --inventory WHAT a file, or a directory, instead of " INVENTORY_DIRECTORY "\n"
	"  --keys DIRECTORY whose signature of it counts, instead of " SIGNATURE_KEYS ";\n"
	"                   \"none\" asks for none\n"
	"  --watch-list FILE\n"
	"                   of ids that no board should have, or \"none\", instead of\n"
	"                   " WATCH_LIST_OWN " or " WATCH_LIST_SHIPPED "\n"
	"  --min-severity SEVERITY\n"
	"                   pass over findings below notice, warning or critical\n"
	"  --wait[=SECONDS] until the daemon says that the board has settled\n"
	"  --json           one object of schema muster-check/1\n"
	"  --nagios         one line with performance data, exit status 0 to 3\n"
	CMD_MACHINE_USAGE
	"\n"
	"Exit status: 0 passes muster, 1 findings, 2 could not tell (no inventory, not\n"
	"settled, or something that a rule asks could not be read), 3 wrong call,\n"
	"4 trouble.\n";

struct options {
	struct machine_options machine;
	struct inventory_options inventory;
	enum severity min_severity;
	unsigned int wait;	/* s */
	bool json, nagios;
};

enum { OPTION_JSON = 256, OPTION_INVENTORY, OPTION_KEYS, OPTION_WATCH_LIST,
	OPTION_MIN_SEVERITY, OPTION_WAIT, OPTION_NAGIOS };

static const struct option long_options[] = {
	CMD_MACHINE_OPTIONS,
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "inventory", required_argument, NULL, OPTION_INVENTORY },
	{ "keys", required_argument, NULL, OPTION_KEYS },
	{ "watch-list", required_argument, NULL, OPTION_WATCH_LIST },
	{ "min-severity", required_argument, NULL, OPTION_MIN_SEVERITY },
	{ "wait", optional_argument, NULL, OPTION_WAIT },
	{ "nagios", no_argument, NULL, OPTION_NAGIOS },
	{ 0 }
};

static int parse_wait(const char *text, unsigned int *seconds)
{
	unsigned long value;
	char *end;

	*seconds = WAIT_DEFAULT;
	if (!text)
		return 0;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || value > 86400)
		return cmd_usage(&cmd_check, "--wait takes seconds, not \"%s\"", text);
	*seconds = value;
	return 0;
}

/* Return: 0, or EXIT_USAGE after an error line. */
static int take_option(int option, void *context)
{
	struct options *options = context;

	switch (option) {
	case OPTION_JSON:
		options->json = true;
		return 0;
	case OPTION_INVENTORY:
		options->inventory.path = optarg;
		return 0;
	case OPTION_KEYS:
		options->inventory.keys = optarg;
		return 0;
	case OPTION_WATCH_LIST:
		options->inventory.watch_list = optarg;
		return 0;
	case OPTION_MIN_SEVERITY:
		options->min_severity = severity_parse(optarg);
		return options->min_severity ? 0 :
			cmd_usage(&cmd_check, "no such severity: %s", optarg);
	case OPTION_WAIT:
		return parse_wait(optarg, &options->wait);
	default:
		options->nagios = true;
		return 0;
	}
}

static int parse(int argc, char **argv, struct options *options)
{
	int status = cmd_parse(&cmd_check, argc, argv, ":", long_options, &options->machine,
			       take_option, options);

	if (status)
		return status;
	if (optind < argc)
		return cmd_usage(&cmd_check, "no such argument: %s", argv[optind]);
	if (options->json && options->nagios)
		return cmd_usage(&cmd_check, "--json and --nagios exclude each other");
	return 0;
}

static int judge(struct check *check)
{
	const struct inventory *by = check->inventory ? check->inventory : check->watch;
	struct names *names = names_open();
	int err = 0;

	if (by)
		err = compare(check->snapshot, by, names, &check->verdict);
	if (err)
		cmd_error("check", "%s", strerror(-err));
	names_close(names);
	return err;
}

static int tell(const struct options *options, const struct check *check)
{
	int err;

	if (options->nagios)
		return check_print_nagios(check);
	err = options->json ? check_print_json(check) : check_print_text(check);
	if (!err && (fflush(stdout) || ferror(stdout)))
		err = -EIO;
	if (!err)
		return check_status(check);
	cmd_error("check", "cannot write: %s", strerror(-err));
	return EXIT_TROUBLE;
}

static int find_inventory(const struct options *options, struct check *check)
{
	const struct board *board = &check->snapshot->board;
	int err = cmd_find_inventory(&options->inventory, board, &check->inventory,
				     &check->trouble, &check->other_board);

	if (!err && !check->inventory)
		check->watch = cmd_watch_alone(&options->inventory, board);
	return err;
}

static int run_check(int argc, char **argv)
{
	struct options options = { .min_severity = SEVERITY_NOTICE };
	struct check check = { .settled = true };
	int status = parse(argc, argv, &options);

	if (status)
		return status;
	check.min_severity = options.min_severity;
	if (!options.machine.from && !options.machine.root)
		check.settled = settled_wait(options.wait);
	status = EXIT_TROUBLE;
	if (!cmd_machine(&options.machine, &check.snapshot) &&
	    !find_inventory(&options, &check) && !judge(&check))
		status = tell(&options, &check);
	else if (options.nagios)
		status = NAGIOS_UNKNOWN;
	verdict_clear(&check.verdict);
	finding_free(check.trouble);
	inventory_free(check.inventory);
	inventory_free(check.watch);
	if (check.snapshot)
		snapshot_free(check.snapshot);
	return status;
}

const struct command cmd_check = {
	.name = "check",
	.summary = "compare what is present with the inventory of this board",
	.usage = usage,
	.run = run_check,
};
