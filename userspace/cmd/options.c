// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options.c: the options of a verb, and those that many verbs share.
 */
#include "../cmd.h"

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

/* Return: whether it was an option of the machine to look at. */
static bool take_machine(int option, struct machine_options *machine)
{
	switch (machine ? option : 0) {
	case CMD_FROM:
		machine->from = optarg;
		return true;
	case CMD_ROOT:
		machine->root = optarg;
		return true;
	case CMD_SOURCE:
		machine->source = optarg;
		return true;
	case CMD_FRESH:
		machine->fresh = true;
		return true;
	}
	return false;
}

int cmd_parse(const struct command *command, int argc, char **argv, const char *shorts,
	      const struct option *options, struct machine_options *machine,
	      int (*take)(int option, void *context), void *context)
{
	int option, status;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, shorts, options, NULL)) != -1) {
		if (option == ':')
			return cmd_usage(command, "%s wants a value", argv[optind - 1]);
		if (option == '?')
			return cmd_usage(command, "no such option: %s", argv[optind - 1]);
		if (take_machine(option, machine))
			continue;
		status = take(option, context);
		if (status)
			return status;
	}
	return 0;
}
