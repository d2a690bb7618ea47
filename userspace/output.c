// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output.c: colours, width and escaping of what people read.
 */
#include "output.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text.h"

static unsigned int terminal_width(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) || size.ws_col < 40)
		return 80;
	return size.ws_col;
}

static bool is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool utf8;

	if (!locale)
		return false;
	utf8 = !strcmp(nl_langinfo_l(CODESET, locale), "UTF-8");
	freelocale(locale);
	return utf8;
}

struct output output_begin(struct names *names)
{
	struct output output = { .file = stdout, .lines = is_utf8(), .names = names };
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (!isatty(STDOUT_FILENO))
		return output;
	output.width = terminal_width(STDOUT_FILENO);
	output.color = !(no_color && *no_color) &&
		       terminal && strcmp(terminal, "dumb");
	return output;
}

void output_color(const struct output *output, enum output_color color)
{
	static const char *const codes[] = {
		[COLOR_NONE] = "\033[0m",
		[COLOR_DIM] = "\033[2m",
		[COLOR_BOLD] = "\033[1m",
		[COLOR_RED] = "\033[31m",
		[COLOR_GREEN] = "\033[32m",
		[COLOR_YELLOW] = "\033[33m",
	};

	if (output->color)
		fputs(codes[color], output->file);
}

/* Bytes of @text that fill at most @columns; a character is one column. */
static size_t bytes_of(const char *text, unsigned int columns)
{
	size_t at = 0;

	while (text[at] && columns--)
		do
			at++;
		while ((text[at] & 0xc0) == 0x80);
	return at;
}

unsigned int output_columns(const char *text)
{
	unsigned int columns = 0;

	for (; *text; text++)
		columns += (*text & 0xc0) != 0x80;
	return columns;
}

size_t output_break(const char *text, unsigned int columns)
{
	size_t most = columns ? bytes_of(text, columns) : strlen(text);
	size_t end = most;

	if (!text[most])
		return most;
	while (end && text[end] != ' ')
		end--;
	return end ? end : most;
}

/* @text escaped, cut to at most @columns; 0: as long as it is. To be freed. */
static char *make_clean(const char *text, unsigned int columns)
{
	size_t length = text_escape(text, NULL, 0);
	char *clean = malloc(length + 1);

	if (!clean)
		return NULL;
	text_escape(text, clean, length + 1);
	if (columns)
		clean[bytes_of(clean, columns)] = '\0';
	return clean;
}

unsigned int output_clip(const struct output *output, unsigned int column, const char *text)
{
	char *clean;

	if (output->width && column >= output->width)
		return column;
	clean = make_clean(text, output->width ? output->width - column : 0);
	if (!clean)
		return column;
	fputs(clean, output->file);
	column += output_columns(clean);
	free(clean);
	return column;
}

void output_column(const struct output *output, const char *text, unsigned int width)
{
	char *clean = width ? make_clean(text, width) : NULL;
	unsigned int columns = clean ? output_columns(clean) : 0;

	fprintf(output->file, "%s%*s", clean ? clean : "", (int)(width - columns), "");
	free(clean);
}
