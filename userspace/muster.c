// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * muster.c: the tool: the table of its verbs.
 */
#include "cmd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "version.h"

static const struct command *const commands[] = {
	&cmd_list, &cmd_show, &cmd_watch, &cmd_check, &cmd_diff, &cmd_status, &cmd_log,
	&cmd_inventory, &cmd_import, &cmd_dump, &cmd_probe,
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void print_help(FILE *file)
{
	size_t i;

	fputs("Usage: muster VERB [OPTION]...\n"
	      "Is the hardware on this board's buses exactly what should be there?\n\n",
	      file);
	for (i = 0; i < COMMANDS; i++)
		fprintf(file, "  %-11s%s\n", commands[i]->name, commands[i]->summary);
	fputs("\n\"muster VERB --help\" tells more. Every verb has --json.\n", file);
}

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static unsigned int least(unsigned int a, unsigned int b, unsigned int c)
{
	unsigned int ab = a < b ? a : b;

	return ab < c ? ab : c;
}

#define NAME_MAX_BYTES 31

/* Edits from one word to the other (Levenshtein); long words are far away. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[NAME_MAX_BYTES + 1];
	size_t length = strlen(b);
	size_t i, j;

	if (length > NAME_MAX_BYTES || strlen(a) > NAME_MAX_BYTES)
		return NAME_MAX_BYTES;
	for (j = 0; j <= length; j++)
		row[j] = j;
	for (i = 0; a[i]; i++) {
		unsigned int diagonal = row[0];

		row[0] = i + 1;
		for (j = 0; j < length; j++) {
			unsigned int above = row[j + 1];

			row[j + 1] = least(above + 1, row[j] + 1,
					   diagonal + (a[i] != b[j]));
			diagonal = above;
		}
	}
	return row[length];
}

static int suggest(const char *name)
{
	const struct command *best = NULL;
	unsigned int nearest = 3;
	size_t i;

	for (i = 0; i < COMMANDS; i++) {
		unsigned int edits = distance(name, commands[i]->name);

		if (edits < nearest) {
			nearest = edits;
			best = commands[i];
		}
	}
	if (best)
		cmd_error(name, "no such verb; \"%s\" is the nearest", best->name);
	else
		cmd_error(name, "no such verb; \"muster help\" lists them");
	return EXIT_USAGE;
}

/* Whether @argv asks for help, before a "--" that ends the options. */
static int wants_help(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return 1;
	return 0;
}

static int run_help(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		print_help(stdout);
		return 0;
	}
	command = find_command(argv[1]);
	if (!command)
		return suggest(argv[1]);
	fputs(command->usage, stdout);
	return 0;
}

/* What was written is only done when it has left. */
static int finish(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		if (errno != EPIPE)
			cmd_error("standard output", "%s", strerror(errno));
		return status ? status : EXIT_TROUBLE;
	}
	return status;
}

int main(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "help") || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return finish(run_help(argc - 1, argv + 1));
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "version")) {
		printf("muster %s\n", MUSTER_VERSION);
		return finish(0);
	}
	command = find_command(argv[1]);
	if (!command)
		return suggest(argv[1]);
	if (wants_help(argc - 1, argv + 1)) {
		fputs(command->usage, stdout);
		return finish(0);
	}
	return finish(command->run(argc - 1, argv + 1));
}
