// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_split.c: several lines of lspci in one, as mail programs and programs
 * that print a text as a string make them.
 *
 * Invariant: a function is read out of the middle of a line only if it stands directly
 * behind all that the line had to say before; else it is told to be lost.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <string.h>

/* The end of a line, spelled "\n" or "\r\n". Return: bytes of it, or 0. */
static size_t spelled_end(const char *text)
{
	size_t length = strncmp(text, "\\r", 2) ? 0 : 2;

	return strncmp(text + length, "\\n", 2) ? 0 : length + 2;
}

/* Whether a line can begin so; a directory may be called "new". */
static bool may_follow(const char *text)
{
	return !*text || *text == '\t' || !strncmp(text, "\\t", 2) || spelled_end(text) ||
	       lspci_begins(text);
}

void lspci_unspell(char *line)
{
	char *from, *to = line;
	bool several = false;

	for (from = line; *from; to++) {
		size_t end = spelled_end(from);

		if (end && may_follow(from + end)) {
			several = true;
			*to = '\n';
			from += end;
		} else if (several && !strncmp(from, "\\t", 2)) {
			*to = '\t';
			from += 2;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* Whether @text is the first line of a function with the numbers of its class and ids. */
static bool is_numbered(const char *text)
{
	unsigned int vendor, device, digits = 0;
	const char *colon = strstr(text, ": "), *at;

	if (!colon)
		return false;
	at = colon - (colon > text && colon[-1] == ']');
	while (digits < 5 && at > text && isxdigit((unsigned char)at[-1])) {
		digits++;
		at--;
	}
	return digits == 4 && lspci_ids(colon + 2, &vendor, &device);
}

/* Whether nothing stands between what lspci tells of a function in its first line and @at. */
static bool ends_head(const char *line, const char *at)
{
	const char *name = strstr(line, ": ");
	unsigned int vendor, device;
	int ignored;

	if (!name || name > at)
		return false;
	name = lspci_ids(name + 2, &vendor, &device);
	if (!name || name > at)
		return false;
	name = lspci_numbers(name, &ignored, &ignored);
	return name < at && name + strspn(name, " \t") == at;
}

/* The same of the words of a line below it: ids, or names with commas between. */
static bool ends_detail(const char *line, const char *at)
{
	const char *value = strstr(line, ": ");
	unsigned int vendor, device;

	if (!value || value > at)
		return false;
	value += 2;
	if (!strncmp(line, "Subsystem: ", 11)) {
		value = lspci_ids(value, &vendor, &device);
		return value && value < at && value + strspn(value, " \t") == at;
	}
	if (strncmp(line, "Kernel ", 7))
		return false;
	for (; value < at; value += strspn(value, " \t")) {
		value += strcspn(value, " \t");
		if (value[-1] != ',')
			break;
	}
	return value < at && value + strspn(value, " \t") == at;
}

/* Where another function begins in @line; @apart: it may be read. */
static char *find_joined(char *line, bool *apart)
{
	bool head = lspci_begins(line);
	char *text = line + strspn(line, head ? "" : " \t"), *at, first;

	if (!head && !lspci_is_detail(text))
		return NULL;
	/* the address may be a path of several */
	at = head ? strchr(line, ' ') : text;
	at = at ? (char *)lspci_find(at) : NULL;
	if (!at || (!head && !is_numbered(at)))
		return NULL;
	/* what follows is looked at in its turn: all of it for each would take long */
	first = *at;
	*at = '\0';
	*apart = head ? ends_head(line, at) : ends_detail(text, at);
	*at = first;
	return at;
}

char *lspci_split(struct lspci_file *file, char *line, unsigned int number)
{
	bool apart = false;
	char *at = strchr(line, '\n');

	if (at) {
		*at = '\0';
		return at + 1;
	}
	at = find_joined(line, &apart);
	if (!at)
		return NULL;
	if (apart) {
		at[-1] = '\0';
		return at;
	}
	/* what belongs to it is nothing of this one */
	lspci_note_lost(file, at, number);
	*at = '\0';
	return NULL;
}
