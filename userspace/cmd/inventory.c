// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory.c: muster inventory: the known-good list, from making it on.
 */
#include "inventory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmd.h"
#include "../inventory.h"

static const char usage[] =
	"usage: muster inventory generate [--strict] [--name NAME] [-o FILE [--force]]\n"
	"                [--from FILE | --root DIRECTORY] [--source module|sysfs]\n"
	"       muster inventory review --by NAME FILE\n"
	"       muster inventory lint [FILE|DIRECTORY]...\n"
	"       muster inventory test [--inventory FILE|DIRECTORY] [--from FILE]\n"
	"                [--root DIRECTORY] [--source module|sysfs] [--json] PLACE|ADDRESS\n"
	"\n"
	"generate writes the inventory that this machine passes now, and says on\n"
	"standard error what deserves a look before it is trusted.\n"
	"  --strict     pin serials; otherwise another part of the same model passes\n"
	"  --name NAME  the inventory's name; otherwise the board's\n"
	"  -o FILE      write it there, whole or not at all; otherwise to standard output\n"
	"  --force      also where there is a file already\n"
	"\n"
	"review writes into FILE that NAME has read it and takes it for good; nothing\n"
	"else in the file changes.\n"
	"\n"
	"lint checks files (of " INVENTORY_DIRECTORY " if none is named).\n"
	"\n"
	"test shows which rule judges a device, why others do not, and what it finds.\n"
	"\n"
	"Exit status: 0, or 1 if lint has something to say or test finds something, 2 if\n"
	"test has no inventory, 3 for a wrong call, 4 for trouble.\n";

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} words[] = {
	{ "generate", inventory_cmd_generate },
	{ "review", inventory_cmd_review },
	{ "lint", inventory_cmd_lint },
	{ "test", inventory_cmd_test },
};

#define WORDS (sizeof(words) / sizeof(words[0]))

int inventory_cmd_load(const char *path, struct inventory **out)
{
	char *why = NULL;
	int err = inventory_load(path, out, &why);

	if (err && why)
		fprintf(stderr, "muster: %s\n", why);
	else if (err)
		cmd_error(path, "%s", strerror(-err));
	free(why);
	return err;
}

static int run_inventory(int argc, char **argv)
{
	if (argc < 2)
		return cmd_usage(&cmd_inventory, "generate, review, lint or test?");
	for (size_t i = 0; i < WORDS; i++)
		if (strcmp(words[i].name, argv[1]) == 0)
			return words[i].run(argc - 1, argv + 1);
	return cmd_usage(&cmd_inventory, "there is no \"inventory %s\"", argv[1]);
}

const struct command cmd_inventory = {
	.name = "inventory",
	.summary = "make, review and check the known-good list",
	.usage = usage,
	.run = run_inventory,
};
