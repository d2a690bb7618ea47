// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_lint.c: muster inventory lint: files that would not be used, and
 * rules that do not do what their author thinks.
 */
#include "inventory.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../cmd.h"
#include "../inventory.h"
#include "../inventory_lint.h"
#include "../text.h"

struct options {
	struct inventory_options inventory;	/* only which watch-list */
	bool json, strict;
};

/**
 * struct report - what was said so far
 * @path: of the file at hand
 * @remarks: for JSON; NULL: they are printed as they come
 * @good: the files that can be used, to be compared with one another
 */
struct report {
	const char *path;
	const struct inventory *watch;
	struct json_object *remarks;
	size_t errors, warnings, files;
	struct inventory **good;
	size_t good_count;
};

enum { OPTION_JSON = 256, OPTION_STRICT, OPTION_WATCH_LIST };

static const struct option long_options[] = {
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "strict", no_argument, NULL, OPTION_STRICT },
	{ "watch-list", required_argument, NULL, OPTION_WATCH_LIST },
	{ 0 }
};

static int take(int option, void *context)
{
	struct options *options = context;

	if (option == OPTION_JSON)
		options->json = true;
	else if (option == OPTION_STRICT)
		options->strict = true;
	else
		options->inventory.watch_list = optarg;
	return 0;
}

static void print_remark(const char *path, const struct lint_remark *remark)
{
	text_print(stdout, path);
	printf(":%u: %s: ", remark->line, remark->error ? "error" : "warning");
	if (remark->rule) {
		fputs("rule \"", stdout);
		text_print(stdout, remark->rule);
		fputs("\": ", stdout);
	}
	text_print(stdout, remark->text);
	putchar('\n');
}

static void add_remark(struct json_object *remarks, const char *path,
		       const struct lint_remark *remark)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "path", text_json(path));
	json_object_object_add(json, "line", json_object_new_int64(remark->line));
	json_object_object_add(json, "level",
			       json_object_new_string(remark->error ? "error" : "warning"));
	json_object_object_add(json, "rule", text_json(remark->rule));
	json_object_object_add(json, "text", text_json(remark->text));
	json_object_array_add(remarks, json);
}

static void say(const struct lint_remark *remark, void *context)
{
	struct report *report = context;

	if (remark->error)
		report->errors++;
	else
		report->warnings++;
	if (report->remarks)
		add_remark(report->remarks, report->path, remark);
	else
		print_remark(report->path, remark);
}

/* Why a file cannot be used: "path:line: sentence". */
static void say_bad(struct report *report, const char *why)
{
	struct lint_remark remark = { .error = true, .line = 1, .text = why };
	size_t length = strlen(report->path);
	char *end;

	if (strncmp(why, report->path, length) == 0 && why[length] == ':') {
		remark.line = strtoul(why + length + 1, &end, 10);
		if (strncmp(end, ": ", 2) == 0)
			remark.text = end + 2;
	}
	say(&remark, report);
}

/* Files of one directory are chosen from: two that fit the same boards are a tie. */
static void compare_with_others(struct report *report, const struct inventory *inventory)
{
	struct lint_remark remark = { .error = true, .line = 1 };
	char *text;

	for (size_t i = 0; i < report->good_count; i++) {
		const struct inventory *other = report->good[i];

		if (!inventory_rivals(inventory, other))
			continue;
		if (asprintf(&text, "\"match\" fits the same boards as %s: neither is used where both stand",
			     other->path) < 0)
			return;
		remark.text = text;
		say(&remark, report);
		free(text);
	}
}

/* Takes @inventory over. */
static void keep(struct report *report, struct inventory *inventory)
{
	struct inventory **good = reallocarray(report->good, report->good_count + 1,
					       sizeof(*good));

	if (!good) {
		inventory_free(inventory);
		return;
	}
	report->good = good;
	good[report->good_count++] = inventory;
}

static void forget(struct report *report)
{
	for (size_t i = 0; i < report->good_count; i++)
		inventory_free(report->good[i]);
	free(report->good);
	report->good = NULL;
	report->good_count = 0;
}

static int lint_file(struct report *report, const char *path)
{
	struct inventory *inventory;
	char *why = NULL;
	int err = inventory_load(path, &inventory, &why);

	report->path = path;
	report->files++;
	if (err) {
		say_bad(report, why ? why : strerror(-err));
		free(why);
		return err == -ENOMEM ? err : 0;
	}
	if (inventory->kind != INVENTORY_WATCH_LIST) {
		compare_with_others(report, inventory);
		err = inventory_watch(inventory, report->watch);
	}
	if (!err)
		err = inventory_lint(inventory, say, report);
	keep(report, inventory);
	return err;
}

static int is_inventory(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' && dot && strcmp(dot, ".json") == 0;
}

static int lint_directory(struct report *report, const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_inventory, alphasort), err = 0;

	if (count < 0)
		return -errno;
	for (int i = 0; i < count; i++) {
		char *file = NULL;

		if (asprintf(&file, "%s/%s", path, entries[i]->d_name) < 0)
			err = -ENOMEM;
		else if (!err)
			err = lint_file(report, file);
		free(file);
		free(entries[i]);
	}
	free(entries);
	return err;
}

static int lint(struct report *report, const char *path)
{
	struct stat st;
	int err;

	if (stat(path, &st))
		err = -errno;
	else
		err = S_ISDIR(st.st_mode) ? lint_directory(report, path) : lint_file(report, path);
	if (err)
		cmd_error(path, "%s", strerror(-err));
	forget(report);
	return err;
}

static void print_json(const struct report *report)
{
	struct json_object *json = json_object_new_object(), *watch = NULL;

	if (report->watch) {
		watch = json_object_new_object();
		json_object_object_add(watch, "path", text_json(report->watch->path));
		json_object_object_add(watch, "digest", text_json(report->watch->digest));
		json_object_object_add(watch, "rules",
				       json_object_new_uint64(report->watch->rule_count));
	}
	json_object_object_add(json, "schema", json_object_new_string("muster-inventory-lint/1"));
	json_object_object_add(json, "files", json_object_new_uint64(report->files));
	json_object_object_add(json, "watch_list", watch);
	json_object_object_add(json, "errors", json_object_new_uint64(report->errors));
	json_object_object_add(json, "warnings", json_object_new_uint64(report->warnings));
	json_object_object_add(json, "remarks", json_object_get(report->remarks));
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

/* Of this machine's own files a person wants to know what else judges. */
static void say_watch(const struct inventory *watch)
{
	if (watch)
		cmd_error("note", "the watch-list in force is %s: %zu rules", watch->path,
			  watch->rule_count);
	else
		cmd_error("note", "no watch-list is in force");
}

int inventory_cmd_lint(int argc, char **argv)
{
	struct options options = { 0 };
	struct report report = { 0 };
	struct inventory *watch;
	int status = cmd_parse(&cmd_inventory, argc, argv, ":", long_options, NULL, take,
			       &options), err = 0;
	bool own = optind == argc;

	if (status)
		return status;
	watch = cmd_watch_list(&options.inventory);
	report.watch = watch;
	report.remarks = options.json ? json_object_new_array() : NULL;
	if (own && !options.json)
		say_watch(watch);
	for (int i = optind; (i < argc || own) && !err; i++, own = false)
		err = lint(&report, own ? INVENTORY_DIRECTORY : argv[i]);
	if (!err && options.json)
		print_json(&report);
	json_object_put(report.remarks);
	inventory_free(watch);
	if (err)
		return EXIT_TROUBLE;
	return report.errors || (options.strict && report.warnings) ? EXIT_FINDINGS : EXIT_PASS;
}
