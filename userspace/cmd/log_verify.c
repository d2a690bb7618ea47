// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_verify.c: "muster log verify": is every ledger whole?
 */
#include "log.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <json-c/json.h>

#include "../boot_store.h"
#include "../chain.h"
#include "../cmd.h"
#include "../dump_file.h"
#include "../dump_ledger.h"
#include "../ledger_judge.h"
#include "../netlink.h"
#include "../text.h"

struct verifier {
	struct json_object *ledgers;	/* NULL: print text */
	struct netlink *netlink;	/* NULL: no module to ask */
	struct netlink_info info;
	unsigned int count;
	int status;
};

struct comparison {
	uint64_t number;
	uint8_t hash[CHAIN_HASH_SIZE];
	bool found;
};

static int find_hash(const struct netlink_entry *entry, void *context)
{
	struct comparison *comparison = context;
	uint64_t number;

	memcpy(&number, entry->payload + 4, sizeof(number));
	comparison->found = number == comparison->number;
	memcpy(comparison->hash, entry->hash, CHAIN_HASH_SIZE);
	return 1;
}

/* What the module says of the last entry on file. Return: @result or worse. */
static enum ledger_result ask_module(struct verifier *verifier, const struct ledger_report *report,
			      const char **module, char **why)
{
	struct comparison comparison = { .number = report->next - 1 };

	if (!verifier->netlink || !report->entries ||
	    memcmp(verifier->info.load_id, report->id.load_id, 16))
		return LEDGER_WHOLE;
	*module = "cannot tell";
	if (netlink_entries(verifier->netlink, comparison.number, report->id.load_id,
			    find_hash, &comparison) == -ERANGE)
		*module = "differs";
	else if (comparison.found)
		*module = memcmp(comparison.hash, report->hash, CHAIN_HASH_SIZE) ?
			  "differs" : "agrees";
	if (strcmp(*module, "differs"))
		return LEDGER_WHOLE;
	if (asprintf(why, "entry %" PRIu64 " is not the one that the module has",
		     comparison.number) < 0)
		*why = NULL;
	return LEDGER_DAMAGED;
}

static void print_text(const char *path, enum ledger_result result,
		       const struct ledger_report *report, const char *module, const char *why)
{
	char hash[2 * CHAIN_HASH_SIZE + 1];

	text_print(stdout, path);
	printf(": %s", ledger_result_names[result]);
	if (why) {
		printf(": ");
		text_print(stdout, why);
	}
	if (report->entries) {
		chain_hex(report->hash, CHAIN_HASH_SIZE, hash);
		printf("%s %" PRIu64 " entries up to %" PRIu64 " proved", why ? ";" : ":",
		       report->entries, report->next - 1);
		if (report->lost)
			printf(", %" PRIu64 " lost in %u gaps", report->lost, report->gaps);
		printf(", chain head %s", hash);
	}
	if (!report->confirmed && result == LEDGER_WHOLE)
		printf(", its end unconfirmed");
	if (module)
		printf(", the module %s", module);
	putchar('\n');
}

static void add_json(struct verifier *verifier, const char *path, enum ledger_result result,
		     const struct ledger_report *report, const char *module, const char *why)
{
	struct json_object *json = json_object_new_object();
	char hex[2 * CHAIN_HASH_SIZE + 1];

	json_object_object_add(json, "path", text_json(path));
	json_object_object_add(json, "result", json_object_new_string(ledger_result_names[result]));
	json_object_object_add(json, "why", text_json(why));
	json_object_object_add(json, "boot_id", text_json(report->id.boot_id));
	json_object_object_add(json, "machine_id", text_json(report->id.machine_id));
	chain_hex(report->id.load_id, sizeof(report->id.load_id), hex);
	json_object_object_add(json, "load_id", json_object_new_string(hex));
	json_object_object_add(json, "entries", json_object_new_uint64(report->entries));
	json_object_object_add(json, "next", json_object_new_uint64(report->next));
	json_object_object_add(json, "lost", json_object_new_uint64(report->lost));
	json_object_object_add(json, "gaps", json_object_new_int64(report->gaps));
	json_object_object_add(json, "proved_bytes", json_object_new_uint64(report->good));
	chain_hex(report->hash, CHAIN_HASH_SIZE, hex);
	json_object_object_add(json, "hash", json_object_new_string(hex));
	json_object_object_add(json, "confirmed", json_object_new_boolean(report->confirmed));
	json_object_object_add(json, "module", text_json(module));
	json_object_array_add(verifier->ledgers, json);
}

/* @err: of proving it, @why: its sentence, taken over; @hole: one before it is gone */
static void conclude(struct verifier *verifier, const char *path, int err,
		     const struct ledger_report *report, char *why, bool hole)
{
	enum ledger_result result = ledger_judge(err, report, &why);
	const char *module = NULL;

	if (result == LEDGER_WHOLE)
		result = ask_module(verifier, report, &module, &why);
	if (hole && result != LEDGER_DAMAGED) {
		free(why);
		why = strdup("a ledger between the one before and this one is gone");
		result = LEDGER_DAMAGED;
	}
	if (verifier->ledgers)
		add_json(verifier, path, result, report, module, why);
	else
		print_text(path, result, report, module, why);
	free(why);
	verifier->count++;
	if (result == LEDGER_DAMAGED || result == LEDGER_TORN)
		verifier->status = EXIT_FINDINGS;
	else if (result == LEDGER_UNSURE && verifier->status == EXIT_PASS)
		verifier->status = EXIT_UNSURE;
}

static void verify_one(struct verifier *verifier, const char *path, bool hole)
{
	struct ledger_report report;
	char *why;
	int err;

	err = ledger_file_verify(path, &report, &why, NULL, NULL);
	conclude(verifier, path, err, &report, why, hole);
}

struct dump_verifier {
	struct verifier *verifier;
	const char *path;	/* of the dump */
};

static int verify_member(const struct dump_ledger *ledger, void *context)
{
	struct dump_verifier *dump = context;
	struct ledger_report report;
	char *why, *path;
	int err;

	if (asprintf(&path, "%s:%s", dump->path, ledger->name) < 0)
		return -ENOMEM;
	err = ledger_bytes_verify(&ledger->bytes, &report, &why, NULL, NULL);
	conclude(dump->verifier, path, err, &report, why, ledger->hole);
	free(path);
	return 0;
}

/* A dump that is not whole proves nothing of what is in it. */
static void verify_dump(struct verifier *verifier, const char *path)
{
	struct dump_verifier context = { .verifier = verifier, .path = path };
	unsigned int before = verifier->count;
	struct dump *dump = NULL;
	char *why;
	int err;

	err = dump_open(path, &dump, &why);
	/* one that cannot be read or unpacked here is not said to be damaged */
	if (err && why && err != -ELIBACC)
		verifier->status = EXIT_FINDINGS;
	if (!err)
		err = dump_ledgers(dump, verify_member, &context);
	dump_close(dump);
	if (!err && verifier->count != before)
		return;
	cmd_error(path, "%s", why ? why : err ? strerror(-err) : "there is no ledger in it");
	free(why);
	if (verifier->status == EXIT_PASS)
		verifier->status = EXIT_UNSURE;
}

static int verify_item(const struct boot_store_item *item, void *context)
{
	verify_one(context, item->path, item->hole);
	return 0;
}

static void verify_path(struct verifier *verifier, const char *path)
{
	unsigned int before = verifier->count;
	struct stat status;
	int err;

	if (dump_is_file(path)) {
		verify_dump(verifier, path);
		return;
	}
	if (stat(path, &status) || !S_ISDIR(status.st_mode)) {
		verify_one(verifier, path, false);
		return;
	}
	err = boot_store_list(path, verify_item, verifier);
	if (!err && verifier->count != before)
		return;
	cmd_error(path, "%s", err ? strerror(-err) : "there is no ledger in it");
	if (verifier->status == EXIT_PASS)
		verifier->status = EXIT_UNSURE;
}

static void print_json(struct verifier *verifier)
{
	static const char *const words[] = { "whole", "damaged", "unsure" };
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "schema", json_object_new_string("muster-log-verify/1"));
	json_object_object_add(json, "result", json_object_new_string(words[verifier->status]));
	json_object_object_add(json, "ledgers", verifier->ledgers);
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

int log_verify(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct verifier verifier = { .status = EXIT_PASS };
	int option;

	optind = 1;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'h')
			return fputs(cmd_log.usage, stdout) < 0 ? EXIT_TROUBLE : EXIT_PASS;
		if (option != 'j')
			return cmd_usage(&cmd_log, "no such option");
		if (!verifier.ledgers)
			verifier.ledgers = json_object_new_array();
	}
	/* without the right to ask, or a module, the files are still proved */
	if (!netlink_open(&verifier.netlink) &&
	    netlink_info(verifier.netlink, &verifier.info)) {
		netlink_close(verifier.netlink);
		verifier.netlink = NULL;
	}
	if (optind == argc)
		verify_path(&verifier, BOOT_STORE_DIRECTORY);
	for (; optind < argc; optind++)
		verify_path(&verifier, argv[optind]);
	if (verifier.ledgers)
		print_json(&verifier);
	if (verifier.netlink)
		netlink_close(verifier.netlink);
	return verifier.status;
}
