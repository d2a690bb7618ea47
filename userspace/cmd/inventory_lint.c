// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inventory_lint.c: muster inventory lint: files that would not be used, and
 * rules that do not do what their author thinks.
 */
#include "inventory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../cmd.h"
#include "../inventory.h"
#include "../placeholder.h"
#include "../text.h"

/* Return: number of things said. */
static int lint_match(const struct inventory *inventory)
{
	bool any = false;

	for (size_t i = 0; i < inventory->match_count; i++) {
		const char *exact = pattern_exact(&inventory->match[i].pattern);

		any = any || !exact || !placeholder_dmi(exact);
	}
	if (any)
		return 0;
	text_print(stdout, inventory->path);
	puts(":1: \"match\" names nothing that tells one board from another");
	return 1;
}

static int say_rule(const struct inventory *inventory, const struct rule *rule,
		    const char *what)
{
	text_print(stdout, inventory->path);
	fputs(":1: rule \"", stdout);
	text_print(stdout, rule->label);
	printf("\": %s\n", what);
	return 1;
}

/* Exact serials that pin nothing, however strict the rule looks. */
static int lint_serials(const struct inventory *inventory, const struct rule *rule)
{
	for (size_t i = 0; i < rule->identity_count; i++) {
		const struct pattern *serial = identity_term(&rule->identities[i], FIELD_SERIAL);
		const char *exact = serial ? pattern_exact(serial) : NULL;

		if (exact && placeholder_serial(exact))
			return say_rule(inventory, rule, "the serial is a placeholder and is not compared");
	}
	return 0;
}

static int lint_rule(const struct inventory *inventory, const struct rule *rule)
{
	int said = lint_serials(inventory, rule);

	if (rule->presence != PRESENCE_FORBIDDEN && !rule->identity_count)
		said += say_rule(inventory, rule, "any device may be at its place, for it has no identity");
	return said;
}

static int lint_file(const char *path)
{
	struct inventory *inventory;
	char *why = NULL;
	int said, err = inventory_load(path, &inventory, &why);

	if (err) {
		text_print(stdout, why ? why : path);
		printf("%s%s\n", why ? "" : ":1: ", why ? "" : strerror(-err));
		free(why);
		return 1;
	}
	said = lint_match(inventory);
	for (size_t i = 0; i < inventory->rule_count; i++)
		said += lint_rule(inventory, &inventory->rules[i]);
	inventory_free(inventory);
	return said;
}

static int is_inventory(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' && dot && strcmp(dot, ".json") == 0;
}

/* Return: number of things said, or -errno after an error line. */
static int lint_directory(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_inventory, alphasort), said = 0;

	if (count < 0) {
		int err = -errno;

		cmd_error(path, "%s", strerror(-err));
		return err;
	}
	for (int i = 0; i < count; i++) {
		char *file;

		if (asprintf(&file, "%s/%s", path, entries[i]->d_name) >= 0) {
			said += lint_file(file);
			free(file);
		}
		free(entries[i]);
	}
	free(entries);
	return said;
}

static int lint(const char *path)
{
	struct stat st;

	if (stat(path, &st)) {
		int err = -errno;

		cmd_error(path, "%s", strerror(-err));
		return err;
	}
	return S_ISDIR(st.st_mode) ? lint_directory(path) : lint_file(path);
}

int inventory_cmd_lint(int argc, char **argv)
{
	int said = 0;

	if (argc > 1 && argv[1][0] == '-')
		return cmd_usage(&cmd_inventory, "no such option: %s", argv[1]);
	for (int i = 1; i < argc || i == 1; i++) {
		int result = lint(i < argc ? argv[i] : INVENTORY_DIRECTORY);

		if (result < 0)
			return EXIT_TROUBLE;
		said += result;
	}
	return said ? EXIT_FINDINGS : EXIT_PASS;
}
