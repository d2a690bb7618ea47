// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * error.c: how verbs say that something is wrong.
 */
#include "../cmd.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"

/* Names of files and words of a command line may hold anything. */
static void print_clean(const char *format, va_list arguments)
{
	char *text;

	if (vasprintf(&text, format, arguments) < 0)
		return;
	text_print(stderr, text);
	free(text);
}

void cmd_error(const char *what, const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	fputs("muster: ", stderr);
	text_print(stderr, what);
	fputs(": ", stderr);
	va_start(arguments, format);
	print_clean(format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

int cmd_usage(const struct command *command, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "muster: %s: ", command->name);
	va_start(arguments, format);
	print_clean(format, arguments);
	va_end(arguments);
	fprintf(stderr, "; see \"muster %s --help\"\n", command->name);
	return EXIT_USAGE;
}

void cmd_sentence(const char *path, int err, const char *why)
{
	if (!why) {
		cmd_error(path, "%s", strerror(-err));
		return;
	}
	fflush(stdout);
	fputs("muster: ", stderr);
	text_print(stderr, why);
	fputc('\n', stderr);
}
