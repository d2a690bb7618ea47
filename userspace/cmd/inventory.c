// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory.c: muster inventory: the known-good list, from making it on.
 */
#include "inventory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmd.h"
#include "../inventory.h"
#include "../inventory_signature.h"

static const char usage[] =
	"Usage: muster inventory generate [--strict] [--name NAME] [-o FILE [--force]]\n"
	"                [--watch-list FILE|none]\n"
	"                [--from FILE | --root DIRECTORY] [--source module|sysfs] [--fresh]\n"
	"       muster inventory merge [--strict] [--name NAME] [-o FILE [--force]] [--json]\n"
	"                [--min-share PERCENT] [--rare PERCENT] [--include-outliers]\n"
	"                FILE|DIRECTORY|@LIST...\n"
	"       muster inventory review --by NAME FILE\n"
	"       muster inventory accept [--inventory FILE|DIRECTORY] [--findings FILE] [--dry-run]\n"
	"                [--yes] [--by NAME] [--why TEXT] [--replace] [--force] [--key KEY.pem]\n"
	"                [-o FILE] [--from FILE | --root DIRECTORY] [--json] FINDING...|all\n"
	"       muster inventory lint [--strict] [--json] [--watch-list FILE|none]\n"
	"                [FILE|DIRECTORY]...\n"
	"       muster inventory test [--inventory FILE|DIRECTORY] [--from FILE]\n"
	"                [--root DIRECTORY] [--source module|sysfs] [--json] PLACE|ADDRESS\n"
	"       muster inventory sign --key KEY.pem FILE...\n"
	"       muster inventory verify [--keys DIRECTORY] [--as FILE] [--json] FILE...\n"
	"\n"
	"generate writes the inventory that this machine passes now, and says on\n"
	"standard error what deserves a look before it is trusted.\n"
	"  --strict     pin serials and shapes; otherwise another part of the same model\n"
	"               passes, and another firmware of it\n"
	"  --name NAME  the inventory's name; otherwise the board's\n"
	"  -o FILE      write it there, whole or not at all; otherwise to standard output\n"
	"  --force      also where there is a file already\n"
	"\n"
	"review writes into FILE that NAME has read it and takes it for good; nothing\n"
	"else in the file changes.\n"
	"\n"
	"lint checks files (of " INVENTORY_DIRECTORY " if none is named) for errors,\n"
	"and warns of rules that may not do what their author thinks.\n"
	"  --strict     warnings, too, are exit status 1\n"
	"\n"
	"test shows which rule judges a device, why others do not, and what it finds.\n"
	"\n"
	"merge makes one inventory from many machines of one model, and says who differs.\n"
	"  --min-share PERCENT  a part on fewer machines is no optional one (50)\n"
	"  --rare PERCENT       what fewer have, or lack, makes them outliers (5)\n"
	"  --include-outliers   outliers pass, too: their parts are optional\n"
	"  --strict             list the shapes seen; otherwise firmware may differ\n"
	"  --force              also machines of other boards, and over another file\n"
	"\n"
	"accept makes the smallest change to the inventory's file that makes findings pass,\n"
	"shows it, proves it by judging again, and asks before it writes. A finding is\n"
	"named by its id, or the beginning of it.\n"
	"  --findings FILE  of the daemon, or of \"check --json\"; without --from and the\n"
	"                   like the devices are those that they tell of\n"
	"  --dry-run        only show it\n"
	"  --yes            do not ask\n"
	"  --by NAME        who accepts; without it the inventory counts as not reviewed\n"
	"  --why TEXT       written down with it\n"
	"  --replace        a new value in the place of the old, instead of beside it\n"
	"  --force          also what a rule forbids\n"
	"  --key KEY.pem    sign the changed file\n"
	"  --keys, --watch-list   as for \"muster check\"\n"
	"  -o FILE          write there instead\n"
	"\n"
	"sign writes FILE.sig, an Ed25519 signature, with a private key that\n"
	"\"openssl genpkey -algorithm ed25519\" made. verify says which of the public keys\n"
	"in DIRECTORY (" SIGNATURE_KEYS " by default) it is by. Where there are keys, an\n"
	"inventory without a good signature is not used.\n"
	"\n"
	"Exit status: 0, or 1 if lint finds errors or test finds something, 2 if\n"
	"test has no inventory, 3 for a wrong call, 4 for trouble.\n";

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} words[] = {
	{ "generate", inventory_cmd_generate },
	{ "merge", inventory_cmd_merge },
	{ "review", inventory_cmd_review },
	{ "accept", inventory_cmd_accept },
	{ "lint", inventory_cmd_lint },
	{ "test", inventory_cmd_test },
	{ "sign", inventory_cmd_sign },
	{ "verify", inventory_cmd_verify },
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

void inventory_cmd_note_keys(const char *path)
{
	char *beside = signature_path(path);

	if (beside && access(beside, F_OK) == 0)
		cmd_error("note", "%s changed, so the signature in %s no longer counts; \"muster inventory sign\" makes a new one",
			  path, beside);
	else if (signature_keys(SIGNATURE_KEYS) > 0)
		cmd_error("note", "keys are in " SIGNATURE_KEYS ", so %s counts only once \"muster inventory sign\" has signed it",
			  path);
	free(beside);
}

static int run_inventory(int argc, char **argv)
{
	if (argc < 2)
		return cmd_usage(&cmd_inventory, "which of generate, merge, review, accept, lint, test, sign, verify?");
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
