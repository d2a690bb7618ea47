// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * show.c: muster show: all that is known of some devices.
 */
#include "show.h"

#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmd.h"
#include "../device_fru.h"
#include "../device_spd.h"
#include "../digest.h"
#include "../names.h"
#include "../output.h"
#include "../place.h"
#include "../snapshot.h"

struct options {
	struct machine_options machine;
	bool json, bytes, no_names, shape, identity, rom;
};

enum { OPTION_JSON = 256, OPTION_NO_NAMES, OPTION_SHAPE, OPTION_IDENTITY, OPTION_ROM };

static const struct option long_options[] = {
	CMD_MACHINE_OPTIONS,
	{ "bytes", no_argument, NULL, 'x' },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "no-names", no_argument, NULL, OPTION_NO_NAMES },
	{ "shape", no_argument, NULL, OPTION_SHAPE },
	{ "identity", no_argument, NULL, OPTION_IDENTITY },
	{ "rom", no_argument, NULL, OPTION_ROM },
	{ 0 }
};

static int take_option(int option, void *context)
{
	struct options *options = context;

	options->bytes |= option == 'x';
	options->json |= option == OPTION_JSON;
	options->no_names |= option == OPTION_NO_NAMES;
	options->shape |= option == OPTION_SHAPE;
	options->identity |= option == OPTION_IDENTITY;
	options->rom |= option == OPTION_ROM;
	return 0;
}

static int parse(int argc, char **argv, struct options *options)
{
	int status = cmd_parse(&cmd_show, argc, argv, ":x", long_options,
			       &options->machine, take_option, options);

	/* a file may tell of one alone, as the image of a memory does */
	if (!status && optind == argc && !options->machine.from)
		return cmd_usage(&cmd_show, "which device? give a place or an address");
	if (!status && options->shape + options->identity + options->json > 1)
		return cmd_usage(&cmd_show, "--shape, --identity and --json: one of them");
	if (!status && options->rom && (options->machine.from || options->machine.root))
		return cmd_usage(&cmd_show, "--rom is of this machine: no --from, no --root");
	return status;
}

/* By place (with wildcards), by address, or by an address of domain 0000. */
static bool is_wanted(const struct device *device, const char *name)
{
	const char *address = device_get(device, FIELD_ADDRESS);

	if (place_match(name, device->place) || !strcmp(name, device->place))
		return true;
	if (!address)
		return false;
	return !strcmp(address, name) ||
	       (!strncmp(address, "0000:", 5) && !strcmp(address + 5, name));
}

/* Leaves in @snapshot what is wanted. Return: 0, or EXIT_TROUBLE for a name of nothing. */
static int select_devices(struct snapshot *snapshot, char *const *wanted, int count)
{
	int status = 0;
	size_t i, kept = 0;
	int name;

	for (name = 0; name < count; name++) {
		for (i = 0; i < snapshot->count; i++)
			if (is_wanted(snapshot->devices[i], wanted[name]))
				break;
		if (i < snapshot->count)
			continue;
		cmd_error(wanted[name], "no such device is present");
		status = EXIT_TROUBLE;
	}
	for (i = 0; i < snapshot->count; i++) {
		for (name = 0; name < count; name++)
			if (is_wanted(snapshot->devices[i], wanted[name]))
				break;
		if (name < count)
			snapshot->devices[kept++] = snapshot->devices[i];
		else
			device_free(snapshot->devices[i]);
	}
	snapshot->count = kept;
	return status;
}

/* Of a client that of its memory. */
static int digest_text_of(const struct device *device, bool shape, char **text)
{
	int err;

	if (device->kind == DEVICE_FUNCTION)
		return shape ? digest_shape_text(device, text) :
			       digest_identity_text(device, text);
	if (device->kind != DEVICE_CLIENT)
		return -EOPNOTSUPP;
	err = shape ? device_spd_shape_text(device, text) :
		      device_spd_identity_text(device, text);
	if (err == -ENODATA)
		err = shape ? device_fru_shape_text(device, text) :
			      device_fru_identity_text(device, text);
	return err;
}

/* The text whose digest is the shape, or the identity, of one device. */
static int print_digest_text(const struct snapshot *snapshot, bool shape)
{
	const char *what = shape ? "shape" : "identity";
	const struct device *device = snapshot->devices[0];
	char *text;
	int err;

	if (snapshot->count != 1) {
		cmd_error(what, "is of one device, and that place names %zu", snapshot->count);
		return EXIT_TROUBLE;
	}
	err = digest_text_of(device, shape, &text);
	if (err) {
		cmd_error(device->place, err == -EOPNOTSUPP ?
			  "only functions and memories have a digest of their %s" :
			  err == -ENODATA ?
			  "not all of its %s is known here: ask as root, or the module" :
			  "no memory for its %s", what);
		return EXIT_TROUBLE;
	}
	fputs(text, stdout);
	free(text);
	return 0;
}

static int print_json(const struct snapshot *snapshot)
{
	struct json_object *json = snapshot_to_json_full(snapshot);
	const char *text;

	text = json_object_to_json_string_ext(json,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	if (text)
		puts(text);
	else
		cmd_error("show", "out of memory");
	json_object_put(json);
	return text ? 0 : EXIT_TROUBLE;
}

static void print_text(const struct snapshot *snapshot, const struct options *options)
{
	struct names *names = options->no_names ? NULL : names_open();
	struct output output = output_begin(names);
	size_t i;

	for (i = 0; i < snapshot->count; i++) {
		if (i)
			putchar('\n');
		output_device(&output, snapshot->devices[i], options->bytes);
	}
	names_close(names);
}

static int run(int argc, char **argv)
{
	struct options options = { 0 };
	struct snapshot *snapshot;
	int status, rom_status = 0;

	status = parse(argc, argv, &options);
	if (status)
		return status;
	if (cmd_machine(&options.machine, &snapshot))
		return EXIT_TROUBLE;
	if (optind == argc && !snapshot->part_only && snapshot->count != 1) {
		snapshot_free(snapshot);
		return cmd_usage(&cmd_show, "which device? give a place or an address");
	}
	if (optind < argc)
		status = select_devices(snapshot, argv + optind, argc - optind);
	if (!status && options.rom)
		rom_status = show_roms(snapshot);
	if (!status && (options.shape || options.identity))
		status = print_digest_text(snapshot, options.shape);
	else if (options.json && print_json(snapshot))
		status = EXIT_TROUBLE;
	else if (!options.json && !options.shape && !options.identity)
		print_text(snapshot, &options);
	snapshot_free(snapshot);
	return status ? status : rom_status;
}

const struct command cmd_show = {
	.name = "show",
	.summary = "all that is known of some devices",
	.usage =
	"Usage: muster show [-x] [--json] [--no-names] [--shape|--identity] [--rom]\n"
	"                   [--source module|sysfs] [--root DIR] [--from FILE] [--fresh]\n"
	"                   PLACE|ADDRESS...\n"
	"       muster show [-x] [--json] --from IMAGE\n"
	"\n"
	"Shows the devices at a place (\"*\" stands for part of a step, \"**\" for any\n"
	"number of steps), or of an address such as 0000:03:00.0, 03:00.0, i2c-0, 0-0050.\n"
	"Of the image of a memory, or text of i2cdump, all that it shows.\n"
	"\n"
	"  -x, --bytes      also the bytes that are known: of configuration space, of a memory\n"
	"  --json           as a snapshot of these devices, with their bytes\n"
	"  --no-names       numbers only, without pci.ids\n"
	"  --shape          of one device the text whose SHA-256 is its shape\n"
	"  --identity       the same of its identity; see muster-digests(7)\n"
	"  --rom            read the option ROM of functions without a driver, and show its\n"
	"                   digest; as root; writes to the device, see muster(8)\n"
	CMD_MACHINE_USAGE,
	.run = run,
};
