// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_test.c: muster inventory test: the rule that judges a device, why
 * the others do not, and what that finds.
 */
#include "inventory.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmd.h"
#include "../compare.h"
#include "../inventory.h"
#include "../names.h"
#include "../place.h"
#include "../snapshot.h"
#include "../text.h"

struct options {
	struct machine_options machine;
	struct inventory_options inventory;
	const char *device;
	bool json;
};

enum { OPTION_JSON = 256, OPTION_INVENTORY, OPTION_KEYS, OPTION_WATCH_LIST, OPTION_FROM,
	OPTION_ROOT, OPTION_SOURCE };

static const struct option long_options[] = {
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "inventory", required_argument, NULL, OPTION_INVENTORY },
	{ "keys", required_argument, NULL, OPTION_KEYS },
	{ "watch-list", required_argument, NULL, OPTION_WATCH_LIST },
	{ "from", required_argument, NULL, OPTION_FROM },
	{ "root", required_argument, NULL, OPTION_ROOT },
	{ "source", required_argument, NULL, OPTION_SOURCE },
	{ 0 }
};

static int parse(int argc, char **argv, struct options *options)
{
	int option;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
		if (option == OPTION_JSON)
			options->json = true;
		else if (option == OPTION_INVENTORY)
			options->inventory.path = optarg;
		else if (option == OPTION_KEYS)
			options->inventory.keys = optarg;
		else if (option == OPTION_WATCH_LIST)
			options->inventory.watch_list = optarg;
		else if (option == OPTION_FROM)
			options->machine.from = optarg;
		else if (option == OPTION_ROOT)
			options->machine.root = optarg;
		else if (option == OPTION_SOURCE)
			options->machine.source = optarg;
		else
			return cmd_usage(&cmd_inventory, option == ':' ? "%s wants a value" :
					 "no such option: %s", argv[optind - 1]);
	}
	if (argc - optind != 1)
		return cmd_usage(&cmd_inventory, "test wants one place or address");
	options->device = argv[optind];
	return 0;
}

/* In domain 0000 the address may go without it, as lspci shows it. */
static bool is_named(const struct device *device, const char *text)
{
	const char *address = device_get(device, FIELD_ADDRESS);

	if (strcmp(device->place, text) == 0)
		return true;
	return address && (strcmp(address, text) == 0 ||
			   (strncmp(address, "0000:", 5) == 0 && strcmp(address + 5, text) == 0));
}

/* Return: the device, or NULL after an error line. */
static const struct device *find_device(const struct snapshot *snapshot, const char *text)
{
	const struct device *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < snapshot->count; i++) {
		if (!is_named(snapshot->devices[i], text))
			continue;
		found = snapshot->devices[i];
		count++;
	}
	if (!count)
		cmd_error(text, "no device is there; \"muster list\" shows where some are");
	else if (count > 1)
		cmd_error(text, "%zu devices may be there: name one by its address", count);
	return count == 1 ? found : NULL;
}

/* What the rules say, as it is gathered. */
struct telling {
	struct json_object *passed_over;
	const struct rule *winner;
	const char *place;
	size_t elsewhere;
};

/* Rules for other places are counted only: there is one for every device. */
static void gather(const struct rule *rule, const char *why, void *context)
{
	struct telling *telling = context;
	struct json_object *json;

	if (!why) {
		telling->winner = rule;
		return;
	}
	if (rule->exact && !place_could_be(rule->place, telling->place)) {
		telling->elsewhere++;
		return;
	}
	json = json_object_new_object();
	json_object_object_add(json, "rule", text_json(rule->label));
	json_object_object_add(json, "why_not", text_json(why));
	json_object_array_add(telling->passed_over, json);
}

static struct json_object *findings_at(const struct verdict *verdict, const char *place)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < verdict->count; i++)
		if (verdict->findings[i]->place && strcmp(verdict->findings[i]->place, place) == 0)
			json_object_array_add(list, finding_to_json(verdict->findings[i], NULL));
	return list;
}

static void print_string(const char *before, struct json_object *object, const char *key,
			 const char *after)
{
	fputs(before, stdout);
	text_print(stdout, json_object_get_string(json_object_object_get(object, key)));
	fputs(after, stdout);
}

static void print_text(const struct telling *telling, struct json_object *findings)
{
	size_t count = json_object_array_length(telling->passed_over);

	fputs("judged by: ", stdout);
	text_print(stdout, telling->winner ? telling->winner->label :
		   "no rule: its parent accounts for it, or else the implicit rule");
	putchar('\n');
	for (size_t i = 0; i < count; i++) {
		struct json_object *item = json_object_array_get_idx(telling->passed_over, i);

		print_string("not by: ", item, "rule", "");
		print_string(": ", item, "why_not", "\n");
	}
	if (telling->elsewhere)
		printf("nor by %zu rules for other places\n", telling->elsewhere);
	count = json_object_array_length(findings);
	for (size_t i = 0; i < count; i++) {
		struct json_object *item = json_object_array_get_idx(findings, i);

		print_string("finding: ", item, "class", "");
		print_string(": ", item, "message", "\n");
	}
	if (!count)
		puts("no finding");
}

static void print_json(const struct telling *telling, struct json_object *findings)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "schema", json_object_new_string("muster-inventory-test/1"));
	json_object_object_add(json, "place", text_json(telling->place));
	json_object_object_add(json, "rule",
			       text_json(telling->winner ? telling->winner->label : NULL));
	json_object_object_add(json, "passed_over", json_object_get(telling->passed_over));
	json_object_object_add(json, "elsewhere", json_object_new_uint64(telling->elsewhere));
	json_object_object_add(json, "findings", json_object_get(findings));
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

static int explain(const struct options *options, const struct snapshot *snapshot,
		   const struct inventory *inventory, const struct device *device)
{
	struct telling telling = { .place = device->place };
	struct names *names = names_open();
	struct json_object *findings;
	struct verdict verdict;
	int status = EXIT_TROUBLE;

	telling.passed_over = json_object_new_array();
	if (compare(snapshot, inventory, names, &verdict) == 0) {
		findings = findings_at(&verdict, device->place);
		if (compare_explain(snapshot, inventory, device, gather, &telling) == 0) {
			status = json_object_array_length(findings) ? EXIT_FINDINGS : EXIT_PASS;
			(options->json ? print_json : print_text)(&telling, findings);
		}
		json_object_put(findings);
		verdict_clear(&verdict);
	}
	if (status == EXIT_TROUBLE)
		cmd_error("test", "%s", strerror(ENOMEM));
	json_object_put(telling.passed_over);
	names_close(names);
	return status;
}

/* The same choice as "muster check" makes. */
static int find_inventory(const struct options *options, const struct snapshot *snapshot,
			  struct inventory **out)
{
	struct finding *trouble = NULL;
	int err = cmd_find_inventory(&options->inventory, &snapshot->board, out, &trouble, NULL);

	if (trouble)
		cmd_error("inventory", "%s", trouble->message);
	finding_free(trouble);
	if (!err && !*out)
		*out = cmd_watch_alone(&options->inventory, &snapshot->board);
	return err;
}

int inventory_cmd_test(int argc, char **argv)
{
	struct options options = { 0 };
	struct inventory *inventory = NULL;
	struct snapshot *snapshot = NULL;
	const struct device *device;
	int status = parse(argc, argv, &options);

	if (status)
		return status;
	status = EXIT_TROUBLE;
	if (cmd_machine(&options.machine, &snapshot))
		return status;
	device = find_device(snapshot, options.device);
	if (device && !find_inventory(&options, snapshot, &inventory))
		status = inventory ? explain(&options, snapshot, inventory, device) : EXIT_UNSURE;
	inventory_free(inventory);
	snapshot_free(snapshot);
	return status;
}
