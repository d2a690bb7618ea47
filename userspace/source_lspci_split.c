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

/* Makes tabs of those that are spelled "\t", in place. */
static void untab(char *line)
{
	char *from, *to = line;

	for (from = line; *from; from++) {
		bool tab = !strncmp(from, "\\t", 2);

		*to++ = tab ? '\t' : *from;
		from += tab;
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
	char *text = line + strspn(line, head ? "" : " \t"), *at;

	if (!head && !lspci_is_detail(text))
		return NULL;
	/* the address may be a path of several */
	at = head ? strchr(line, ' ') : text;
	at = at ? (char *)lspci_find(at) : NULL;
	if (!at || (!head && !is_numbered(at)))
		return NULL;
	*apart = head ? ends_head(line, at) : ends_detail(text, at);
	return at;
}

char *lspci_split(struct lspci_file *file, char *line, unsigned int number)
{
	bool apart = false;
	char *at;

	for (at = strchr(line, '\\'); at; at = strchr(at + 1, '\\')) {
		size_t length = spelled_end(at);

		if (!length || !may_follow(at + length))
			continue;
		*at = '\0';
		untab(at + length);
		return at + length;
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
