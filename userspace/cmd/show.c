// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * show.c: muster show: all that is known of some devices.
 */
#include "../cmd.h"

#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../capabilities.h"
#include "../config_image.h"
#include "../names.h"
#include "../output.h"
#include "../place.h"
#include "../snapshot.h"

struct options {
	struct machine_options machine;
	bool json, bytes, no_names;
};

enum { OPTION_JSON = 256, OPTION_NO_NAMES };

static const struct option long_options[] = {
	CMD_MACHINE_OPTIONS,
	{ "bytes", no_argument, NULL, 'x' },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "no-names", no_argument, NULL, OPTION_NO_NAMES },
	{ 0 }
};

static int take_option(int option, void *context)
{
	struct options *options = context;

	options->bytes |= option == 'x';
	options->json |= option == OPTION_JSON;
	options->no_names |= option == OPTION_NO_NAMES;
	return 0;
}

static int parse(int argc, char **argv, struct options *options)
{
	int status = cmd_parse(&cmd_show, argc, argv, ":x", long_options,
			       &options->machine, take_option, options);

	if (!status && optind == argc)
		return cmd_usage(&cmd_show, "which device? give a place or an address");
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

static struct json_object *capability_json(const struct capability *capability)
{
	struct json_object *json = json_object_new_object();
	const char *name = capability_name(capability);
	char id[8];

	snprintf(id, sizeof(id), "%0*x", capability->extended ? 4 : 2, capability->id);
	json_object_object_add(json, "id", json_object_new_string(id));
	json_object_object_add(json, "offset", json_object_new_int(capability->offset));
	if (capability->extended)
		json_object_object_add(json, "version",
				       json_object_new_int(capability->version));
	json_object_object_add(json, "name", name ? json_object_new_string(name) : NULL);
	return json;
}

/* "capabilities", and where a list cannot be followed to its end "capabilities_end" */
static void add_capabilities(struct json_object *json, const struct device *device)
{
	static const char *const states[] = { "whole", "unknown", "broken" };
	struct json_object *array = json_object_new_array();
	struct capability_list list;
	enum list_state state;
	size_t i;

	capabilities_walk(device->config, &list);
	state = list.state;
	for (i = 0; i < list.count; i++)
		json_object_array_add(array, capability_json(&list.items[i]));
	capabilities_walk_extended(device->config, &list);
	if (state == LIST_WHOLE)
		state = list.state;
	for (i = 0; i < list.count; i++)
		json_object_array_add(array, capability_json(&list.items[i]));
	json_object_object_add(json, "capabilities", array);
	json_object_object_add(json, "capabilities_end",
			       json_object_new_string(states[state]));
}

static int print_json(const struct snapshot *snapshot)
{
	struct json_object *json = snapshot_to_json(snapshot);
	struct json_object *devices = json_object_object_get(json, "devices");
	const char *text;
	size_t i;

	for (i = 0; i < snapshot->count; i++) {
		struct json_object *device = json_object_array_get_idx(devices, i);

		if (!snapshot->devices[i]->config)
			continue;
		add_capabilities(device, snapshot->devices[i]);
		json_object_object_add(device, "config_size",
			json_object_new_int(snapshot->devices[i]->config->size));
		json_object_object_add(device, "config",
				       device_config_to_json(snapshot->devices[i]));
	}
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
	int status;

	status = parse(argc, argv, &options);
	if (status)
		return status;
	if (cmd_machine(&options.machine, &snapshot))
		return EXIT_TROUBLE;
	status = select_devices(snapshot, argv + optind, argc - optind);
	if (options.json && print_json(snapshot))
		status = EXIT_TROUBLE;
	if (!options.json)
		print_text(snapshot, &options);
	snapshot_free(snapshot);
	return status;
}

const struct command cmd_show = {
	.name = "show",
	.summary = "all that is known of some devices",
	.usage =
	"Usage: muster show [-x] [--json] [--no-names]\n"
	"                   [--source module|sysfs] [--root DIR] [--from FILE]\n"
	"                   PLACE|ADDRESS...\n"
	"\n"
	"Shows the devices at a place (\"*\" stands for part of a step, \"**\" for any\n"
	"number of steps), or of an address such as 0000:03:00.0, 03:00.0, i2c-0, 0-0050.\n"
	"\n"
	"  -x, --bytes      also the bytes of configuration space that are known\n"
	"  --json           as a snapshot of these devices, with their bytes\n"
	"  --no-names       numbers only, without pci.ids\n"
	CMD_MACHINE_USAGE,
	.run = run,
};
