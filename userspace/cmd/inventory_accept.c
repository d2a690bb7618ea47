// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_accept.c: muster inventory accept: what was found is right, and the
 * inventory learns it.
 */
#include "inventory_accept.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../cmd.h"
#include "../compare.h"
#include "../file_replace.h"
#include "../inventory.h"
#include "../inventory_accept.h"
#include "../inventory_sign.h"
#include "../names.h"
#include "../snapshot.h"
#include "../text.h"
#include "inventory.h"

struct options {
	struct machine_options machine;
	struct inventory_options inventory;
	const char *findings, *output, *key;
	struct accept_request request;
	bool dry_run, yes, json;
};

/* What the command line stands for. @ids: of the findings, once they are chosen. */
struct work {
	struct options *options;
	struct snapshot *snapshot;
	struct inventory *inventory, *model, *watch;
	struct verdict verdict;
	struct json_object *findings;	/* of a file, or NULL */
	char *text, *model_text;
	const char **ids;
	size_t count;
};

enum { OPTION_INVENTORY = 256, OPTION_KEYS, OPTION_WATCH_LIST, OPTION_FINDINGS, OPTION_DRY_RUN,
	OPTION_YES, OPTION_BY, OPTION_WHY, OPTION_FORCE, OPTION_REPLACE, OPTION_KEY, OPTION_JSON };

static const struct option long_options[] = {
	{ "inventory", required_argument, NULL, OPTION_INVENTORY },
	{ "keys", required_argument, NULL, OPTION_KEYS },
	{ "watch-list", required_argument, NULL, OPTION_WATCH_LIST },
	{ "findings", required_argument, NULL, OPTION_FINDINGS },
	{ "dry-run", no_argument, NULL, OPTION_DRY_RUN },
	{ "yes", no_argument, NULL, OPTION_YES },
	{ "by", required_argument, NULL, OPTION_BY },
	{ "why", required_argument, NULL, OPTION_WHY },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "replace", no_argument, NULL, OPTION_REPLACE },
	{ "key", required_argument, NULL, OPTION_KEY },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "output", required_argument, NULL, 'o' },
	CMD_MACHINE_OPTIONS,
	{ 0 }
};

static int take_text(const char **text)
{
	*text = optarg;
	return *optarg && text_is_clean(optarg) ? 0 :
		cmd_usage(&cmd_inventory, "--by and --why take a text without control characters");
}

static int take(int option, void *context)
{
	struct options *options = context;
	const struct { int option; const char **text; } texts[] = {
		{ OPTION_INVENTORY, &options->inventory.path }, { OPTION_KEYS, &options->inventory.keys },
		{ OPTION_WATCH_LIST, &options->inventory.watch_list }, { OPTION_KEY, &options->key },
		{ OPTION_FINDINGS, &options->findings }, { 'o', &options->output },
	};
	const struct { int option; bool *flag; } flags[] = {
		{ OPTION_DRY_RUN, &options->dry_run }, { OPTION_YES, &options->yes },
		{ OPTION_FORCE, &options->request.force }, { OPTION_REPLACE, &options->request.replace },
		{ OPTION_JSON, &options->json },
	};

	if (option == OPTION_BY)
		return take_text(&options->request.by);
	if (option == OPTION_WHY)
		return take_text(&options->request.why);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].option == option)
			*texts[i].text = optarg;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].option == option)
			*flags[i].flag = true;
	return 0;
}

static int find_machine(struct work *work)
{
	const struct options *options = work->options;
	const struct machine_options *machine = &options->machine;
	int err = 0;

	if (options->findings)
		err = accept_read_findings(options->findings, &work->findings);
	if (err)
		return err;
	/* Another machine's findings are not looked for on this one. */
	if (work->findings && !machine->from && !machine->root && !machine->source)
		return accept_snapshot_of(options->findings, work->findings, &work->snapshot);
	return cmd_machine(machine, &work->snapshot);
}

/* The inventory in force, and the text of the file that is to change. */
static int find_inventory(struct work *work)
{
	struct options *options = work->options;
	struct finding *trouble = NULL;
	int err = cmd_find_inventory(&options->inventory, &work->snapshot->board,
				     &work->inventory, &trouble, NULL);

	if (trouble)
		cmd_error("inventory", "%s", trouble->message);
	finding_free(trouble);
	if (err || !work->inventory)
		return err ? err : -ENOENT;
	options->request.path = work->inventory->path;
	err = inventory_read(work->inventory->path, &work->text, &options->request.length);
	if (!err && work->inventory->model_path) {
		size_t length;

		err = inventory_read(work->inventory->model_path, &work->model_text, &length);
		if (!err)
			err = inventory_parse(work->inventory->model_path, work->model_text, length,
					      &work->model, NULL);
	}
	if (err)
		cmd_error(work->inventory->path, "%s", strerror(-err));
	if (!err && !work->inventory->no_watch)
		work->watch = cmd_watch_list(&options->inventory);
	return err;
}

static void fill_request(struct work *work, char date[32])
{
	struct accept_request *request = &work->options->request;
	time_t now = time(NULL);
	struct tm tm;

	strftime(date, 32, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	request->snapshot = work->snapshot;
	request->text = work->text;
	request->model = work->model;
	request->model_text = work->model_text;
	request->watch = work->watch;
	request->date = date;
}

/* Whether the file of findings, where there is one, has it. */
static bool is_listed(const struct work *work, const char *id)
{
	size_t count = work->findings ? json_object_array_length(work->findings) : 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(json_object_get_string(json_object_object_get(
				json_object_array_get_idx(work->findings, i), "id")), id) == 0)
			return true;
	return !work->findings;
}

static int choose_all(struct work *work)
{
	for (size_t i = 0; i < work->verdict.count; i++) {
		const struct finding *finding = work->verdict.findings[i];
		const char *refusal = accept_refusal(finding, work->options->request.force);

		if (!is_listed(work, finding->id))
			continue;
		if (refusal)
			cmd_error(finding->id, "%s at %s is not accepted: %s", finding_class_name(finding->class),
				  finding->place ? finding->place : "no place", refusal);
		else
			work->ids[work->count++] = finding->id;
	}
	return 0;
}

/* The one finding whose id begins with @prefix. */
static int choose(struct work *work, const char *prefix)
{
	const char *found = NULL;

	if (strcmp(prefix, "all") == 0)
		return choose_all(work);
	for (size_t i = 0; i < work->verdict.count; i++) {
		const char *id = work->verdict.findings[i]->id;

		if (strncmp(id, prefix, strlen(prefix)) || !is_listed(work, id))
			continue;
		if (found) {
			cmd_error(prefix, "more than one finding begins so; give more of its id");
			return -EINVAL;
		}
		found = id;
	}
	if (!found) {
		cmd_error(prefix, work->findings && !work->options->machine.from ?
			  "no finding of the file begins so, or it cannot be told from the file alone: name the machine with --from" :
			  "there is no such finding; \"muster check --json\" shows their ids");
		return -ENOENT;
	}
	work->ids[work->count++] = found;
	return 0;
}

static int choose_each(struct work *work, int argc, char **argv)
{
	struct inventory *judged = NULL;
	char *why = NULL;
	int err = accept_judge(&work->options->request, work->text, work->options->request.length,
			       &work->verdict, &judged, &why);

	inventory_free(judged);
	if (err)
		cmd_error("accept", "%s", why ? why : strerror(-err));
	free(why);
	work->ids = err ? NULL : calloc(work->verdict.count * (argc + 1) + argc + 1, sizeof(*work->ids));
	if (!err && !work->ids)
		err = -ENOMEM;
	for (int i = optind; i < argc && !err; i++)
		err = choose(work, argv[i]);
	return err;
}

static bool agree(const struct options *options, const char *path)
{
	char answer[16];

	if (options->yes || options->dry_run)
		return options->yes && !options->dry_run;
	if (!isatty(STDIN_FILENO)) {
		cmd_error(path, "nothing was written: nobody is here to agree; --yes does");
		return false;
	}
	fputs("Write this to ", stderr);
	text_print(stderr, path);
	fputs("? [y/N] ", stderr);
	return fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

/* A signature that no longer fits would put the inventory out of force. */
static bool breaks_signature(const struct options *options, const char *path)
{
	char *beside = signature_path(path);
	bool breaks = beside && !options->key && access(beside, F_OK) == 0;

	if (breaks)
		cmd_error(path, "is signed (%s), and the change would break that: --key KEY.pem signs it anew, -o FILE writes to another file to be signed",
			  beside);
	free(beside);
	return breaks;
}

static int write_file(const struct options *options, const char *path, const char *text)
{
	struct sign_key key = { .shared = false };
	struct stat st = { .st_mode = 0644 };
	int err = options->key ? inventory_cmd_read_key(options->key, &key) : 0;

	if (err)
		return err;
	stat(options->request.path, &st);
	err = file_replace(path, st.st_mode & 0777, text, true);
	if (err)
		cmd_error(path, "%s%s", strerror(-err), err == -EROFS || err == -EACCES ?
			  "; -o FILE writes to another file" : "");
	else if (options->key)
		err = inventory_cmd_write_signature(path, &key, text, strlen(text),
						    options->inventory.keys ? options->inventory.keys
									    : SIGNATURE_KEYS);
	else
		inventory_cmd_note_keys(path);
	sign_key_wipe(&key);
	return err;
}

static int apply(struct work *work)
{
	const struct options *options = work->options;
	const char *path = options->output ? options->output : options->request.path;
	struct accept_result result;
	bool write;
	int err = accept_findings(&options->request, work->ids, work->count, &result);

	if (err) {
		cmd_error("accept", "nothing was written: %s", result.why ? result.why : strerror(-err));
		accept_result_clear(&result);
		return EXIT_TROUBLE;
	}
	if (!options->json)
		accept_print(&result);
	fflush(stdout);
	if (!options->dry_run && breaks_signature(options, path))
		err = -EKEYREJECTED;
	write = !err && agree(options, path);
	if (write)
		err = write_file(options, path, result.text);
	if (options->json)
		accept_print_json(&options->request, &result, path, write && !err);
	accept_result_clear(&result);
	if (err)
		return EXIT_TROUBLE;
	return write || options->dry_run ? EXIT_PASS : EXIT_UNSURE;
}

static void clear_work(struct work *work)
{
	verdict_clear(&work->verdict);
	inventory_free(work->inventory);
	inventory_free(work->model);
	inventory_free(work->watch);
	if (work->snapshot)
		snapshot_free(work->snapshot);
	json_object_put(work->findings);
	names_close(work->options->request.names);
	free(work->text);
	free(work->model_text);
	free(work->ids);
}

int inventory_cmd_accept(int argc, char **argv)
{
	struct options options = { 0 };
	struct work work = { .options = &options };
	int status = cmd_parse(&cmd_inventory, argc, argv, ":o:", long_options, &options.machine,
			       take, &options);
	char date[32];

	if (status)
		return status;
	if (optind == argc)
		return cmd_usage(&cmd_inventory, "accept wants the findings, by their ids, or \"all\"");
	options.request.names = names_open();
	status = EXIT_TROUBLE;
	if (!find_machine(&work) && !find_inventory(&work)) {
		fill_request(&work, date);
		if (!choose_each(&work, argc, argv))
			status = work.count ? apply(&work) : EXIT_PASS;
		if (!status && !work.count)
			cmd_error("accept", "there is nothing to accept");
	}
	clear_work(&work);
	return status;
}
