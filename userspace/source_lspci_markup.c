// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_markup.c: marks of fonts, colours and the like within the lines of lspci,
 * as terminals, forums and markdown have them.
 *
 * Invariant: what lspci itself writes in brackets stays: a mark is of a name known here,
 * and what only opens is one with a value, or is closed in the same line.
 */
#include "source_lspci.h"

#include <string.h>
#include <strings.h>

/* Takes escape sequences of terminals out (ECMA-48, 5.4). */
static void strip_colours(char *line)
{
	char *from = strchr(line, '\033');
	char *to = from;

	while (from && *from) {
		if (from[0] != '\033' || from[1] != '[') {
			*to++ = *from++;
			continue;
		}
		from += 2;
		while (*from && (*from < '@' || *from > '~'))
			from++;
		if (*from)
			from++;
	}
	if (to)
		*to = '\0';
}

#define REACH 256	/* of a mark, and of what it marks: a line can be long, and all of marks */

static const char *const names[] = { "font", "color", "size", "url", "b", "i", "u", "s" };

/* Return: bytes of the mark "[/b]", "[b]" or "[color=red]" at @text, or 0. */
static size_t mark_length(const char *text)
{
	bool closing = text[0] == '[' && text[1] == '/';
	const char *name = text + 1 + closing;
	const char *end = *text == '[' ? memchr(text, ']', strnlen(text, REACH)) : NULL;
	size_t i, length;

	if (!end)
		return 0;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		length = strlen(names[i]);
		if (strncasecmp(name, names[i], length))
			continue;
		if (name + length == end || (!closing && name[length] == '='))
			return end + 1 - text;
	}
	return 0;
}

/*
 * Whether "[/b]" follows the mark "[b]" at @text; one with a value needs none, but for
 * "[size=", which lspci writes itself.
 */
static bool is_closed(const char *text, size_t length)
{
	size_t name = strcspn(text + 1, "=]");
	const char *at;

	if (memchr(text, '=', length) && strncasecmp(text + 1, "size", 4))
		return true;
	for (at = text; *at && at < text + REACH; at++)
		if (!strncmp(at, "[/", 2) && !strncasecmp(at + 2, text + 1, name) && at[2 + name] == ']')
			return true;
	return false;
}

static void strip_marks(char *line)
{
	char *to, *from = strstr(line, "[/");

	if (!from && !strchr(line, '='))
		return;
	for (to = from = line; *from;) {
		size_t length = mark_length(from);

		if (length && (from[1] == '/' || is_closed(from, length)))
			from += length;
		else
			*to++ = *from++;
	}
	*to = '\0';
}

/* "**0a:03.0 ...**" and "[**8086:4222**]" */
static void strip_stars(char *line)
{
	const char *first = line + strspn(line, " \t>");
	unsigned int count = 0;
	char *at, *to;

	if (strncmp(first, "**", 2) && !strstr(line, "[**"))
		return;
	for (at = strstr(line, "**"); at; at = strstr(at + 2, "**"))
		count++;
	if (count % 2)
		return;
	for (at = to = line; *at;) {
		if (at[0] == '*' && at[1] == '*')
			at += 2;
		else
			*to++ = *at++;
	}
	*to = '\0';
}

/* "\[0600\]": markdown; lspci itself escapes quotes, backslashes and bytes only. */
static void strip_escapes(char *line)
{
	char *at, *to;

	for (at = to = line; *at; at++) {
		if (at[0] == '\\' && at[1] == '\\')
			*to++ = *at++;
		else if (at[0] == '\\' && at[1] && strchr("[]_*#<>()", at[1]))
			at++;
		*to++ = *at;
	}
	*to = '\0';
}

void lspci_strip_markup(char *line)
{
	strip_colours(line);
	strip_marks(line);
	strip_stars(line);
	strip_escapes(line);
}
