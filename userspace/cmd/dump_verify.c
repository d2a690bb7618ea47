// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dump_verify.c: "muster dump --verify" and "--list": is a dump whole, and what
 * is in it?
 */
#include "dump.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "../cmd.h"
#include "../dump_file.h"
#include "../dump_ledger.h"
#include "../dump_manifest.h"
#include "../text.h"

#define STYLE (JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE)

struct counts {
	unsigned int stored, statuses[PART_STATUSES], ledgers;
};

static void count(const struct dump_records *records, struct counts *counts)
{
	size_t i;

	memset(counts, 0, sizeof(*counts));
	for (i = 0; i < records->count; i++) {
		counts->stored += records->records[i].stored;
		counts->statuses[records->records[i].status]++;
		counts->ledgers += records->records[i].ledger != NULL;
	}
}

static void print_whole(const char *path, const struct dump *dump)
{
	struct counts counts;

	count(dump_records(dump), &counts);
	text_print(stdout, path);
	printf(": whole: %s, %u members", dump_name(dump), counts.stored + 2);
	if (counts.ledgers)
		printf(", %u ledgers as they were", counts.ledgers);
	if (counts.statuses[PART_TIMED_OUT] || counts.statuses[PART_FAILED] ||
	    counts.statuses[PART_TRUNCATED])
		printf("; when it was made %u parts timed out, %u failed, %u were cut short",
		       counts.statuses[PART_TIMED_OUT], counts.statuses[PART_FAILED],
		       counts.statuses[PART_TRUNCATED]);
	putchar('\n');
}

static void print_json(const char *path, const char *result, const char *why,
		       const struct dump *dump)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "schema", json_object_new_string("muster-dump-verify/1"));
	json_object_object_add(json, "path", text_json(path));
	json_object_object_add(json, "result", json_object_new_string(result));
	json_object_object_add(json, "why", text_json(why));
	json_object_object_add(json, "name", text_json(dump ? dump_name(dump) : NULL));
	puts(json_object_to_json_string_ext(json, STYLE));
	json_object_put(json);
}

/* Proves that the ledgers in it are what they were: whole, or damaged already. */
static int check_ledgers(struct dump *dump, char **why)
{
	char *name;
	int err = dump_ledgers_changed(dump, &name);

	if (err || !name)
		return err;
	if (asprintf(why, "%s: its chain is not what it was when the dump was made", name) < 0)
		*why = NULL;
	free(name);
	return -EBADMSG;
}

int dump_verify(const char *path, bool json)
{
	struct dump *dump = NULL;
	char *why = NULL;
	int err, status;

	err = dump_open(path, &dump, &why);
	if (!err)
		err = check_ledgers(dump, &why);
	/* what is no dump is not a whole one; what could not be read may be one */
	status = !err ? EXIT_PASS : why && err != -ELIBACC ? EXIT_FINDINGS : EXIT_TROUBLE;
	if (status == EXIT_TROUBLE)
		cmd_error(path, "%s", why ? why : strerror(-err));
	else if (json)
		print_json(path, err ? "damaged" : "whole", why, dump);
	else if (!err)
		print_whole(path, dump);
	else {
		text_print(stdout, path);
		fputs(": not whole: ", stdout);
		text_print(stdout, why);
		putchar('\n');
	}
	free(why);
	dump_close(dump);
	return status;
}

static void print_record(const struct dump_record *record)
{
	if (record->stored)
		printf("%10" PRIu64 "  %-9s  ", record->size, part_status_names[record->status]);
	else
		printf("%10s  %-9s  ", "-", part_status_names[record->status]);
	text_print(stdout, record->name);
	if (record->why) {
		fputs(": ", stdout);
		text_print(stdout, record->why);
	}
	if (record->ledger) {
		fputs(": the ledger is ", stdout);
		text_print(stdout, record->ledger);
	}
	putchar('\n');
}

int dump_show(const char *path, bool json)
{
	const struct dump_records *records;
	struct dump *dump;
	char *why;
	size_t i;
	int err;

	err = dump_open(path, &dump, &why);
	if (err) {
		cmd_error(path, "%s", why ? why : strerror(-err));
		free(why);
		return EXIT_TROUBLE;
	}
	records = dump_records(dump);
	if (json)
		puts(json_object_to_json_string_ext(dump_manifest(dump), STYLE));
	for (i = 0; !json && i < records->count; i++)
		print_record(&records->records[i]);
	dump_close(dump);
	return EXIT_PASS;
}
