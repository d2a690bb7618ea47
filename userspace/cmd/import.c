// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * import.c: muster import: a snapshot of what an investigator holds.
 */
#include "../cmd.h"

#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../file_replace.h"
#include "../place.h"
#include "../snapshot.h"
#include "../source.h"
#include "../source_image_device.h"
#include "../text.h"

#define IMPORT_SCHEMA "muster-import/1"

struct options {
	const char *output, *place;
	bool force, json;
};

enum { OPTION_JSON = 256, OPTION_FORCE, OPTION_PLACE };

static const struct option long_options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "place", required_argument, NULL, OPTION_PLACE },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ 0 }
};

static int take_option(int option, void *context)
{
	struct options *options = context;

	if (option == 'o')
		options->output = strcmp(optarg, "-") ? optarg : NULL;
	if (option == OPTION_PLACE)
		options->place = optarg;
	options->force |= option == OPTION_FORCE;
	options->json |= option == OPTION_JSON;
	return 0;
}

/* Of how many devices that could have it a field is not known, and how that is told. */
static size_t count_unknown(const struct snapshot *snapshot, enum field field,
			    const char **name)
{
	size_t i, count = 0;

	for (i = 0; i < snapshot->count; i++) {
		const char *told = device_unknown_name(snapshot->devices[i], field);

		count += !!told;
		if (told)
			*name = told;
	}
	return count;
}

/* "muster: lspci.txt: lspci, 22 devices; not known: serial of 3, shape of 22" */
static void print_summary(const struct snapshot *snapshot)
{
	const char *before = "; not known: ";
	enum field field;

	fputs("muster: ", stderr);
	text_print(stderr, snapshot->source_path ? snapshot->source_path : "import");
	fprintf(stderr, ": %s, %zu device%s", source_kind_names[snapshot->source],
		snapshot->count, snapshot->count == 1 ? "" : "s");
	for (field = 0; field < FIELD_COUNT; field++) {
		const char *name = NULL;
		size_t count = count_unknown(snapshot, field, &name);

		if (!count)
			continue;
		if (count == snapshot->count)
			fprintf(stderr, "%s%s", before, name);
		else
			fprintf(stderr, "%s%s of %zu", before, name, count);
		before = ", ";
	}
	fputc('\n', stderr);
}

static struct json_object *summary_json(const struct snapshot *snapshot,
					const struct options *options)
{
	struct json_object *json = json_object_new_object();
	struct json_object *unknown = json_object_new_object();
	enum field field;

	json_object_object_add(json, "schema", json_object_new_string(IMPORT_SCHEMA));
	json_object_object_add(json, "output", text_json(options->output));
	json_object_object_add(json, "source",
		json_object_new_string(source_kind_names[snapshot->source]));
	json_object_object_add(json, "devices", json_object_new_uint64(snapshot->count));
	for (field = 0; field < FIELD_COUNT; field++) {
		const char *name = NULL;
		size_t count = count_unknown(snapshot, field, &name);

		if (count)
			json_object_object_add(unknown, name,
					       json_object_new_uint64(count));
	}
	json_object_object_add(json, "unknown", unknown);
	return json;
}

/* Remarks of several files are lines. */
static void print_remarks(char *remarks)
{
	while (remarks) {
		const char *line = strsep(&remarks, "\n");

		cmd_error("note", "%s", line);
	}
}

static int write_snapshot(const struct snapshot *snapshot, const struct options *options)
{
	struct json_object *json = snapshot_to_json_full(snapshot);
	const char *line = json_object_to_json_string_ext(json,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);
	char *text;
	int err = -ENOMEM;

	if (line && asprintf(&text, "%s\n", line) >= 0) {
		err = options->output ? file_replace(options->output, 0600, text, true) :
		      fputs(text, stdout) == EOF ? -EIO : 0;
		free(text);
	}
	json_object_put(json);
	if (err)
		cmd_error(options->output ? options->output : "standard output", "%s",
			  strerror(-err));
	return err;
}

/* What was done: on standard error, or as JSON where the snapshot is not on standard output. */
static void tell(const struct snapshot *snapshot, const struct options *options)
{
	struct json_object *json;

	if (!options->json || !options->output) {
		print_summary(snapshot);
		return;
	}
	json = summary_json(snapshot, options);
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

/* Where the one memory sits whose image this is: a place, or its address alone. */
static int put_at(struct snapshot *snapshot, const char *place)
{
	char *text;

	if (!snapshot->part_only || snapshot->count != 1) {
		cmd_error("--place", "is for the image of one memory by itself");
		return -EINVAL;
	}
	if (asprintf(&text, "%s%s", strchr(place, '/') ? "" : IMAGE_PLACE, place) < 0)
		return -ENOMEM;
	if (!place_valid(text) || !strstr(text, "/i2c") || strlen(text) > PLACE_MAX) {
		cmd_error(place, "is no place of an I2C client; 50 or 0000:00/1f.4/i2c/50 is");
		free(text);
		return -EINVAL;
	}
	free(snapshot->devices[0]->place);
	snapshot->devices[0]->place = text;
	return 0;
}

static int import(char *const *paths, size_t count, const struct options *options)
{
	struct snapshot *snapshot = NULL;
	char *why;
	size_t at;
	int err;

	err = source_import(paths, count, &at, &snapshot, &why);
	if (err) {
		cmd_sentence(paths[at < count ? at : 0], err, why);
		free(why);
		return EXIT_TROUBLE;
	}
	print_remarks(why);
	free(why);
	if (options->place)
		err = put_at(snapshot, options->place);
	if (!err)
		err = write_snapshot(snapshot, options);
	if (!err)
		tell(snapshot, options);
	snapshot_free(snapshot);
	return err ? EXIT_TROUBLE : 0;
}

static int run(int argc, char **argv)
{
	struct options options = { 0 };
	int status = cmd_parse(&cmd_import, argc, argv, ":o:", long_options, NULL,
			       take_option, &options);

	if (status)
		return status;
	if (optind == argc)
		return cmd_usage(&cmd_import, "which file?");
	if (options.output && !options.force && access(options.output, F_OK) == 0) {
		cmd_error(options.output, "is there already; --force replaces it");
		return EXIT_TROUBLE;
	}
	return import(argv + optind, argc - optind, &options);
}

const struct command cmd_import = {
	.name = "import",
	.summary = "make a snapshot of files that other tools wrote",
	.usage =
	"Usage: muster import [-o SNAPSHOT] [--force] [--json] [--place PLACE] FILE...\n"
	"\n"
	"Tells by itself what each FILE is: text of lspci (-x, -xxx, -xxxx, -nn, -vvnn,\n"
	"-vmmnn or the like), a saved snapshot, a dump, a directory or an archive with\n"
	"sys/ and proc/ in it, a sosreport, text of dmidecode, the image of an SPD or of a\n"
	"FRU memory (its bytes, or hex text of i2cdump, hexdump, xxd, od or the like);\n"
	"\"-\" is standard input.\n"
	"Several files are of one machine: what one does not know, another fills in.\n"
	"\n"
	"  -o, --output FILE  write the snapshot there, not to standard output\n"
	"  --force            even if the file is there already\n"
	"  --place PLACE      of an image: where the memory sits, such as 0000:00/1f.4/i2c/50,\n"
	"                     or its address alone, such as 50\n"
	"  --json             with -o: tell as JSON what was imported\n",
	.run = run,
};
