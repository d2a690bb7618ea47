// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_verify.c: muster inventory verify: who vouches for a file.
 */
#include "inventory.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmd.h"
#include "../inventory.h"
#include "../inventory_sign.h"
#include "../text.h"

struct options {
	const char *keys, *as;
	bool json;
};

enum { OPTION_KEYS = 256, OPTION_AS, OPTION_JSON };

static const struct option long_options[] = {
	{ "keys", required_argument, NULL, OPTION_KEYS },
	{ "as", required_argument, NULL, OPTION_AS },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ 0 }
};

static int take(int option, void *context)
{
	struct options *options = context;

	if (option == OPTION_KEYS)
		options->keys = optarg;
	else if (option == OPTION_AS)
		options->as = optarg;
	else
		options->json = true;
	return 0;
}

/* What came of one file. */
struct outcome {
	const char *path, *verdict;	/* "good", "bad", "not signed" */
	char *key, *why;
	int status;
};

static void judge(const char *keys, const char *text, size_t length, struct outcome *outcome)
{
	char *beside = signature_path(outcome->path), *signature = NULL;
	int err = beside ? signature_read(beside, &signature) : -ENOMEM;

	outcome->status = EXIT_FINDINGS;
	outcome->verdict = "bad";
	if (err == -ENOENT) {
		outcome->verdict = "not signed";
		outcome->why = strdup("it is not signed; \"muster inventory sign\" does that");
	} else if (!err) {
		err = sign_find_key(keys, text, length, signature, &outcome->key, &outcome->why);
		if (!err)
			outcome->status = EXIT_PASS;
	}
	if (!err)
		outcome->verdict = "good";
	else if (!outcome->why)
		outcome->why = strdup(strerror(-err));
	free(signature);
	free(beside);
}

static void print_text(const struct outcome *outcome)
{
	text_print(stdout, outcome->path);
	if (outcome->status == EXIT_PASS) {
		fputs(": good signature by ", stdout);
		text_print(stdout, outcome->key);
	} else {
		fputs(strcmp(outcome->verdict, "bad") == 0 ? ":1: bad signature: " : ":1: ", stdout);
		text_print(stdout, outcome->why ? outcome->why : "");
	}
	putchar('\n');
}

static struct json_object *outcome_json(const struct outcome *outcome)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "path", text_json(outcome->path));
	json_object_object_add(json, "verdict", text_json(outcome->verdict));
	json_object_object_add(json, "key", text_json(outcome->key));
	json_object_object_add(json, "why", text_json(outcome->why));
	return json;
}

/* The whole of standard input, which may be a socket. */
static int read_input(char **text, size_t *length)
{
	FILE *out = open_memstream(text, length);
	char piece[4096];
	size_t n;

	if (!out)
		return -ENOMEM;
	while ((n = fread(piece, 1, sizeof(piece), stdin)) && ftell(out) <= INVENTORY_SIZE_MAX)
		fwrite(piece, 1, n, out);
	if (fclose(out))
		return -ENOMEM;
	return ferror(stdin) ? -EIO : n ? -EFBIG : 0;
}

static int verify(const struct options *options, const char *path, struct json_object *list)
{
	struct outcome outcome = { .path = options->as ? options->as : path };
	char *text = NULL;
	size_t length;
	int err = strcmp(path, "-") == 0 ? read_input(&text, &length)
					 : inventory_read(path, &text, &length);

	if (err) {
		cmd_error(path, "%s", strerror(-err));
		free(text);
		return EXIT_TROUBLE;
	}
	judge(options->keys, text, length, &outcome);
	if (options->json)
		json_object_array_add(list, outcome_json(&outcome));
	else
		print_text(&outcome);
	free(outcome.key);
	free(outcome.why);
	free(text);
	return outcome.status;
}

static void print_list(const char *keys, struct json_object *list)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "schema", json_object_new_string("muster-verify/1"));
	json_object_object_add(json, "keys", text_json(keys));
	json_object_object_add(json, "files", json_object_get(list));
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

int inventory_cmd_verify(int argc, char **argv)
{
	struct options options = { .keys = SIGNATURE_KEYS };
	struct json_object *list;
	int status = cmd_parse(&cmd_inventory, argc, argv, ":", long_options, NULL, take, &options);

	if (status)
		return status;
	if (argc == optind)
		return cmd_usage(&cmd_inventory, "verify wants a file");
	if (options.as && argc - optind != 1)
		return cmd_usage(&cmd_inventory, "--as goes with one file");
	if (signature_keys(options.keys) <= 0) {
		cmd_error(options.keys, "no key (*.pem) can be read there, so nothing can be verified; \"openssl pkey -in KEY.pem -pubout -out PUBLIC.pem\" makes one");
		return EXIT_UNSURE;
	}
	list = json_object_new_array();
	for (int i = optind; i < argc; i++) {
		int one = verify(&options, argv[i], list);

		status = one > status ? one : status;
	}
	if (options.json)
		print_list(options.keys, list);
	json_object_put(list);
	return status;
}
