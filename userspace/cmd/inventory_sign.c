// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_sign.c: muster inventory sign: vouch for a file with a private key.
 */
#include "inventory.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmd.h"
#include "../file_replace.h"
#include "../inventory.h"
#include "../inventory_sign.h"
#include "../text.h"

struct options {
	const char *key, *keys;
	bool json;
};

enum { OPTION_KEY = 256, OPTION_KEYS, OPTION_JSON };

static const struct option long_options[] = {
	{ "key", required_argument, NULL, OPTION_KEY },
	{ "keys", required_argument, NULL, OPTION_KEYS },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ 0 }
};

static int take(int option, void *context)
{
	struct options *options = context;

	if (option == OPTION_KEY)
		options->key = optarg;
	else if (option == OPTION_KEYS)
		options->keys = optarg;
	else
		options->json = true;
	return 0;
}

int inventory_cmd_read_key(const char *path, struct sign_key *key)
{
	const char *why;
	int err = sign_key_read(path, key, &why);

	if (err)
		cmd_error(path, "%s", why ? why : strerror(-err));
	else if (key->shared)
		cmd_error("note", "others than its owner may read %s; \"chmod 600\" keep them out", path);
	return err;
}

/* A signature that no installed key proves is worth nothing here. */
static void note_stranger(const char *keys, const char *text, size_t length,
			  const char *signature)
{
	char *name = NULL, *why = NULL;

	if (signature_keys(keys) > 0 &&
	    sign_find_key(keys, text, length, signature, &name, &why) == -EKEYREJECTED)
		cmd_error("note", "no key in %s belongs to this one: the signature does not count on this machine",
			  keys);
	free(name);
	free(why);
}

int inventory_cmd_write_signature(const char *path, const struct sign_key *key,
				  const char *text, size_t length, const char *keys)
{
	char signature[SIGN_TEXT_SIZE], *beside = signature_path(path);
	int err;

	sign_text(key, text, length, signature);
	err = beside ? file_replace(beside, 0644, signature, true) : -ENOMEM;
	if (err)
		cmd_error(beside ? beside : path, "%s", strerror(-err));
	else
		note_stranger(keys, text, length, signature);
	free(beside);
	return err;
}

static void print_json(const char *path)
{
	struct json_object *json = json_object_new_object();
	char *beside = signature_path(path);

	json_object_object_add(json, "schema", json_object_new_string("muster-sign/1"));
	json_object_object_add(json, "path", text_json(path));
	json_object_object_add(json, "signature", text_json(beside));
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	free(beside);
}

/* What cannot be used is not signed either. */
static int check_file(const char *path, const char *text, size_t length)
{
	struct inventory *inventory;
	char *why = NULL;
	int err = inventory_parse(path, text, length, &inventory, &why);

	if (err && why)
		fprintf(stderr, "muster: %s\n", why);
	else if (err)
		cmd_error(path, "%s", strerror(-err));
	else if (!inventory_reviewed(inventory))
		cmd_error("note", "%s is signed, and nobody has reviewed it (\"muster inventory review\", then sign again)",
			  path);
	if (!err)
		inventory_free(inventory);
	free(why);
	return err;
}

static int sign(const struct options *options, const struct sign_key *key, const char *path)
{
	size_t length;
	char *text;
	int err = inventory_read(path, &text, &length);

	if (err) {
		cmd_error(path, "%s", strerror(-err));
		return err;
	}
	err = check_file(path, text, length);
	if (!err)
		err = inventory_cmd_write_signature(path, key, text, length, options->keys);
	if (!err && options->json)
		print_json(path);
	free(text);
	return err;
}

int inventory_cmd_sign(int argc, char **argv)
{
	struct options options = { .keys = SIGNATURE_KEYS };
	struct sign_key key;
	int err = cmd_parse(&cmd_inventory, argc, argv, ":", long_options, NULL, take, &options);

	if (err)
		return err;
	if (!options.key)
		return cmd_usage(&cmd_inventory, "sign wants --key KEY.pem, a private key of \"openssl genpkey -algorithm ed25519\"");
	if (argc == optind)
		return cmd_usage(&cmd_inventory, "sign wants a file");
	err = inventory_cmd_read_key(options.key, &key);
	for (int i = optind; i < argc && !err; i++)
		err = sign(&options, &key, argv[i]);
	sign_key_wipe(&key);
	return err ? EXIT_TROUBLE : EXIT_PASS;
}
