// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_generate.c: muster inventory generate: learn what is there now.
 */
#include "inventory.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmd.h"
#include "../file_replace.h"
#include "../inventory.h"
#include "../names.h"
#include "../smbios.h"
#include "../smbios_slot.h"
#include "../snapshot.h"
#include "../text.h"

struct options {
	struct machine_options machine;
	struct generate_options generate;
	struct inventory_options inventory;	/* only which watch-list */
	const char *output;
	bool force;
};

enum { OPTION_STRICT = 256, OPTION_NAME, OPTION_FROM, OPTION_ROOT, OPTION_SOURCE,
	OPTION_FORCE, OPTION_WATCH_LIST, OPTION_FRESH };

static const struct option long_options[] = {
	{ "strict", no_argument, NULL, OPTION_STRICT },
	{ "name", required_argument, NULL, OPTION_NAME },
	{ "output", required_argument, NULL, 'o' },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "watch-list", required_argument, NULL, OPTION_WATCH_LIST },
	{ "from", required_argument, NULL, OPTION_FROM },
	{ "root", required_argument, NULL, OPTION_ROOT },
	{ "source", required_argument, NULL, OPTION_SOURCE },
	{ "fresh", no_argument, NULL, OPTION_FRESH },
	{ 0 }
};

static int parse_option(int option, struct options *options)
{
	switch (option) {
	case OPTION_STRICT:
		options->generate.strict = true;
		break;
	case OPTION_NAME:
		options->generate.name = optarg;
		if (!*optarg || !text_is_clean(optarg))
			return cmd_usage(&cmd_inventory, "a name is a text without control characters");
		break;
	case 'o':
		options->output = optarg;
		break;
	case OPTION_FORCE:
		options->force = true;
		break;
	case OPTION_WATCH_LIST:
		options->inventory.watch_list = optarg;
		break;
	case OPTION_FROM:
		if (options->machine.from)
			return cmd_usage(&cmd_inventory, "an inventory is generated from one machine");
		options->machine.from = optarg;
		break;
	case OPTION_ROOT:
		options->machine.root = optarg;
		break;
	case OPTION_SOURCE:
		options->machine.source = optarg;
		break;
	case OPTION_FRESH:
		options->machine.fresh = true;
		break;
	}
	return 0;
}

static int parse(int argc, char **argv, struct options *options)
{
	int option, err;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":o:", long_options, NULL)) != -1) {
		if (option == ':')
			return cmd_usage(&cmd_inventory, "%s wants a value", argv[optind - 1]);
		if (option == '?')
			return cmd_usage(&cmd_inventory, "no such option: %s", argv[optind - 1]);
		err = parse_option(option, options);
		if (err)
			return err;
	}
	if (optind < argc)
		return cmd_usage(&cmd_inventory, "no such argument: %s", argv[optind]);
	return 0;
}

static void say_remark(const char *place, const char *remark, void *context)
{
	(void)context;
	fputs("muster: look at ", stderr);
	text_print(stderr, place ? place : "the machine");
	fputs(": ", stderr);
	text_print(stderr, remark);
	fputc('\n', stderr);
}

static void say_placeholders(struct json_object *inventory)
{
	struct json_object *serials;
	size_t count;

	if (!json_object_object_get_ex(inventory, "placeholders", &serials))
		return;
	count = json_object_array_length(serials);
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "muster: look at serial %s: parts in more than one slot carry it, so it is not used\n",
			json_object_get_string(json_object_array_get_idx(serials, i)));
}

static int write_text(const struct options *options, const char *text)
{
	int err;

	if (!options->output || strcmp(options->output, "-") == 0) {
		err = fputs(text, stdout) == EOF || fflush(stdout) ? -EIO : 0;
		if (err)
			cmd_error("standard output", "%s", strerror(-err));
		return err;
	}
	if (!options->force && access(options->output, F_OK) == 0) {
		cmd_error(options->output, "is there already; --force replaces it");
		return -EEXIST;
	}
	err = file_replace(options->output, 0644, text, true);
	if (err)
		cmd_error(options->output, "%s", strerror(-err));
	else
		inventory_cmd_note_keys(options->output);
	return err;
}

static int write_inventory(const struct options *options, struct json_object *inventory)
{
	char *text = inventory_to_text(inventory);
	int err = text ? write_text(options, text) : -ENOMEM;

	free(text);
	return err;
}

/* Of this machine, or of a tree; other sources do not hold what firmware says of slots. */
static void read_slots(const struct machine_options *machine, struct smbios_slot **slots,
		       size_t *count)
{
	const char *root = machine->from ? machine->from : machine->root;
	uint8_t *table;
	struct stat st;
	size_t size;

	*slots = NULL;
	*count = 0;
	if (machine->from && (stat(machine->from, &st) || !S_ISDIR(st.st_mode)))
		return;
	/* only root may read the table: without it nothing is said of slots */
	if (smbios_read(root, &table, &size))
		return;
	smbios_empty_slots(table, size, slots, count);
	free(table);
}

static void say_remarks(const struct options *options, const struct snapshot *snapshot,
			struct names *names)
{
	struct inventory *watch = cmd_watch_list(&options->inventory);
	struct smbios_slot *slots;
	struct remark_facts facts = { .names = names, .watch = watch };

	read_slots(&options->machine, &slots, &facts.slot_count);
	facts.slots = slots;
	inventory_remarks(snapshot, &facts, say_remark, NULL);
	inventory_free(watch);
	free(slots);
}

static int generate(struct options *options, const struct snapshot *snapshot)
{
	struct json_object *inventory = NULL;
	struct names *names = names_open();
	int err;

	options->generate.names = names;
	err = inventory_generate(snapshot, &options->generate, &inventory);
	if (err)
		cmd_error("inventory", "%s", strerror(-err));
	else
		err = write_inventory(options, inventory);
	if (!err) {
		say_remarks(options, snapshot, names);
		say_placeholders(inventory);
	}
	json_object_put(inventory);
	names_close(names);
	return err;
}

int inventory_cmd_generate(int argc, char **argv)
{
	struct options options = { 0 };
	struct snapshot *snapshot = NULL;
	int err = parse(argc, argv, &options);

	if (err)
		return err;
	err = cmd_machine(&options.machine, &snapshot);
	if (err)
		return EXIT_TROUBLE;
	err = generate(&options, snapshot);
	snapshot_free(snapshot);
	return err ? EXIT_TROUBLE : EXIT_PASS;
}
