// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_review.c: muster inventory review: somebody takes responsibility.
 * The file is edited as text, so that comments and layout stay.
 */
#include "inventory.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "../cmd.h"
#include "../file_replace.h"
#include "../inventory.h"
#include "../json_text.h"
#include "../text.h"

static const struct option long_options[] = {
	{ "by", required_argument, NULL, 'b' },
	{ 0 }
};

static char *review_text(const char *by)
{
	struct json_object *json = json_object_new_object();
	time_t now = time(NULL);
	char date[32], *text;
	struct tm tm;

	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	json_object_object_add(json, "by", json_object_new_string(by));
	json_object_object_add(json, "date", json_object_new_string(date));
	text = strdup(json_object_to_json_string_ext(json, JSON_C_TO_STRING_SPACED |
						     JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	return text;
}

/* @text with what stands from @start to @end replaced. */
static char *splice(const char *text, size_t start, size_t end, const char *before,
		    const char *value, const char *after)
{
	char *spliced;

	if (asprintf(&spliced, "%.*s%s%s%s%s", (int)start, text, before, value, after,
		     text + end) < 0)
		return NULL;
	return spliced;
}

/* Whether the object that begins at @start holds nothing, comments apart. */
static bool is_empty(struct json_object *json, const char *key)
{
	struct json_object *object;

	return json_object_object_get_ex(json, key, &object) &&
	       json_object_object_length(object) == 0;
}

/* The value is replaced; where it is not there, it becomes the first of its object. */
static char *edit(const char *text, size_t length, const char *value)
{
	const struct spot provenance = { .key = "provenance" };
	const struct spot reviewed = { .up = &provenance, .key = "reviewed" };
	struct json_object *json = NULL;
	struct json_place place;
	const char *why;
	unsigned int line;
	char *edited;

	if (json_text_find(text, length, &reviewed, &place) == 0)
		return splice(text, place.start, place.end, "", value, "");
	if (json_text_find(text, length, &provenance, &place) == 0) {
		if (json_text_parse(text, length, &json, &line, &why))
			return NULL;
		edited = splice(text, place.start + 1, place.start + 1, " \"reviewed\": ",
				value, is_empty(json, "provenance") ? " " : ",");
		json_object_put(json);
		return edited;
	}
	if (json_text_find(text, length, NULL, &place))
		return NULL;
	return splice(text, place.start + 1, place.start + 1,
		      "\n  \"provenance\": { \"reviewed\": ", value, " },");
}

static int review(const char *path, const char *by)
{
	char *text = NULL, *value = review_text(by), *edited = NULL;
	struct stat st;
	size_t length;
	int err;

	err = stat(path, &st) ? -errno : inventory_read(path, &text, &length);
	if (!err) {
		edited = value ? edit(text, length, value) : NULL;
		err = edited ? file_replace(path, st.st_mode & 07777, edited, true) : -ENOMEM;
	}
	if (err)
		cmd_error(path, "%s", strerror(-err));
	else
		inventory_cmd_note_keys(path);
	free(value);
	free(edited);
	free(text);
	return err;
}

int inventory_cmd_review(int argc, char **argv)
{
	struct inventory *inventory;
	const char *by = NULL;
	int option;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
		if (option == ':')
			return cmd_usage(&cmd_inventory, "%s wants a value", argv[optind - 1]);
		if (option == '?')
			return cmd_usage(&cmd_inventory, "no such option: %s", argv[optind - 1]);
		by = optarg;
	}
	if (!by || !*by || !text_is_clean(by))
		return cmd_usage(&cmd_inventory, "review wants --by NAME: who has read it");
	if (argc - optind != 1)
		return cmd_usage(&cmd_inventory, "review wants one file");
	/* What cannot be used cannot be reviewed either. */
	if (inventory_cmd_load(argv[optind], &inventory))
		return EXIT_TROUBLE;
	inventory_free(inventory);
	return review(argv[optind], by) ? EXIT_TROUBLE : EXIT_PASS;
}
