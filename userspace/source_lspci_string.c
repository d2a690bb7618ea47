// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_string.c: lines of lspci as the strings of a list, "...", or as one string
 * behind a name, as ansible and others print them.
 *
 * Invariant: only a string that begins a function makes strings of the lines below it.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <string.h>

/* Return: where the string in @line begins, behind "name": if there is one; or NULL. */
static char *find_string(char *line)
{
	char *at = line + strspn(line, " \t"), *end;

	if (*at != '"' && *at != '\'')
		return NULL;
	for (end = at + 1; isalnum((unsigned char)*end) || *end == '_';)
		end++;
	if (end > at + 1 && *end == *at && end[1] == ':') {
		end += 2 + strspn(end + 2, " \t");
		if (*end == '"' || *end == '\'')
			return end + 1;
	}
	return at + 1;
}

/* Takes the quote at the end off, and a comma behind it. */
static void cut_end(char *text, char quote)
{
	size_t length = strlen(text);

	if (length && text[length - 1] == ',')
		length--;
	if (length && text[length - 1] == quote)
		text[length - 1] = '\0';
}

/* Ends of lines stay as they are spelled: lspci_unspell() looks for these. */
static void unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text == '\\' && text[1] && strchr("\\\"t", text[1]))
			text++, *to++ = *text == 't' ? '\t' : *text;
		else
			*to++ = *text;
	}
	*to = '\0';
}

void lspci_unquote(struct lspci_file *file, char *line)
{
	char *string = find_string(line);
	bool head = lspci_begins(string ? string : line + strspn(line, " \t"));

	if (head)
		file->quoted = string;
	if (!string || !file->quoted)
		return;
	cut_end(string, string[-1]);
	if (string[-1] == '"')
		unescape(string);
	memset(line, ' ', string - line);
}
