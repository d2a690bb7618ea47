// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_unwrap.c: what people put around the lines of lspci: the marks of a
 * quotation, an indentation, colours, and the IOMMU groups that scripts list.
 *
 * Invariant: only a line that begins a function says what stands before its lines;
 * so what lspci wrote itself is never taken for a margin.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MARKS " \t>|"
#define GROUP "IOMMU group "

/* Where mail programs and terminals break lines, in bytes. */
#define WRAP_LEAST 66
#define WRAP_MOST 82

size_t lspci_from_utf16(char *text, size_t length)
{
	bool little = length >= 2 && !memcmp(text, "\xff\xfe", 2);
	size_t i;

	if (!little && (length < 2 || memcmp(text, "\xfe\xff", 2)))
		return length;
	for (i = 0; 2 * i + 3 < length; i++) {
		char low = text[2 * i + (little ? 2 : 3)];
		char high = text[2 * i + (little ? 3 : 2)];

		text[i] = high || (low & 0x80) ? '?' : low;
	}
	text[i] = '\0';
	return i;
}

/* Return: where the number is in "IOMMU Group 12: ", or in "Group:  12   00:00.0"; or NULL. */
static char *find_group(char *text)
{
	char *digits = text + strlen(GROUP), *end;

	if (!strncasecmp(text, GROUP, strlen(GROUP)))
		return isdigit((unsigned char)*digits) ? digits : NULL;
	if (strncasecmp(text, "Group:", 6))
		return NULL;
	digits = text + 6 + strspn(text + 6, " \t");
	end = digits + strspn(digits, "0123456789");
	return end > digits && lspci_begins(end + strspn(end, " \t")) ? digits : NULL;
}

/* Return: what follows the number of a group, or @text itself. */
static char *take_group(struct lspci_file *file, char *text, size_t margin)
{
	char *end, *digits = find_group(text);

	if (!digits)
		return text;
	file->group = strtoul(digits, &end, 10) & 0xffff;
	file->group_margin = margin;
	return end + strspn(end, ": \t");
}

/* Reads "[8086:1901] " before an address, as some lists have it. Return: what follows. */
static char *take_ids(struct lspci_file *file, char *text)
{
	char *end = *text == '[' ? strchr(text, ']') : NULL, first;

	file->ids_told = false;
	if (!end || end - text != 10)
		return text;
	first = *++end;
	*end = '\0';
	file->ids_told = lspci_ids(text, &file->ids_vendor, &file->ids_device) != NULL;
	*end = first;
	end += strspn(end, " \t");
	if (!strncmp(end, "[R] ", 4))	/* it can be reset */
		end += 4;
	return file->ids_told ? end : text;
}

/* Which number a line has, and what follows it. Return: that, or NULL: it has none. */
static char *read_number(char *line, unsigned int *number, char *mark)
{
	char *digits = line + strspn(line, " ");
	size_t count = strspn(digits, "0123456789");

	if (!count || count > 7 || !digits[count] || !strchr(":-\t .)", digits[count]))
		return NULL;
	*number = strtoul(digits, NULL, 10);
	*mark = digits[count] == '-' ? ':' : digits[count];
	return digits + count + 1;
}

/*
 * Takes "12:" or "13-" of grep -n, the numbers of cat -n and of a list off. They only
 * grow; the first stands before a function, and is not a domain.
 */
static char *skip_number(struct lspci_file *file, char *line)
{
	unsigned int number;
	char mark, *rest = read_number(line, &number, &mark);
	bool head;

	head = rest && lspci_begins(rest + strspn(rest, MARKS));
	if (!rest || (*rest && lspci_is_hex(line)))
		return line;
	if (lspci_begins(line) && !(head && file->numbered)) {
		file->numbered = '\0';
		return line;
	}
	if (file->numbered ? mark != file->numbered || number <= file->number : !head)
		return line;
	file->numbered = mark;
	file->number = number;
	return rest;
}

/* Makes a blank of the bullet of a list; one that functions have, their lines may have. */
static void blank_bullet(struct lspci_file *file, char *line)
{
	char *at = line + strspn(line, MARKS);
	const char *rest = *at ? at + 1 + strspn(at + 1, " \t") : at;
	bool head;

	if (!*at || !strchr("*-+", *at) || !strchr(" \t", at[1])) {
		if (lspci_begins(at))
			file->bullet = '\0';
		return;
	}
	head = lspci_begins(rest);
	if (head)
		file->bullet = *at;
	if (head || *at == file->bullet || lspci_is_detail(rest))
		*at = ' ';
}

/* Reads "[code]", "<pre>" or a quote before a function. Return: what follows it. */
static char *skip_tag(char *text)
{
	char *end = text + strspn(text, "`");

	if ((*text == '[' || *text == '<') && isalpha((unsigned char)text[1]))
		end = text + 1 + strcspn(text + 1, "]>: ");
	if (*end == ']' || *end == '>')
		end++;
	end += strspn(end, " \t");
	return lspci_begins(end) ? end : text;
}

/* Takes "[/code]", "</pre>" and quotes off the end. */
static void cut_tags(char *line)
{
	size_t length = strlen(line), open;

	while (length && line[length - 1] == '`')
		line[--length] = '\0';
	while (length && (line[length - 1] == ']' || line[length - 1] == '>')) {
		for (open = length - 1; open && isalpha((unsigned char)line[open - 1]);)
			open--;
		if (open < 2 || open == length - 1 || line[open - 1] != '/' ||
		    !strchr("[<", line[open - 2]))
			break;
		length = open - 2;
		while (length && line[length - 1] == ' ')
			length--;
		line[length] = '\0';
	}
}

/* Reads "lspci -knn: ", as scripts label what they ran. Return: what follows it. */
static char *skip_command(char *line)
{
	char *end;

	if (strncmp(line, "lspci -", 7))
		return line;
	for (end = line + 7; isalnum((unsigned char)*end) || *end == '-';)
		end++;
	return strncmp(end, ": ", 2) ? line : end + 2;
}

char *lspci_unwrap(struct lspci_file *file, char *line)
{
	size_t length = strlen(file->margin);
	char *after, *rest;
	size_t skip;

	lspci_strip_markup(line);
	cut_tags(line);
	line = skip_command(line);
	line = skip_number(file, line);
	lspci_unquote(file, line);
	blank_bullet(file, line);
	skip = strspn(line, MARKS);
	after = take_group(file, line + skip, skip);
	rest = skip_tag(take_ids(file, after));
	if (lspci_begins(rest)) {
		snprintf(file->margin, sizeof(file->margin), "%.*s", (int)skip, line);
		if (after == line + skip && skip <= file->group_margin)
			file->group = LSPCI_UNTOLD;
		return rest;
	}
	if (after != line + skip)
		return line + strlen(line);
	if (length && !strncmp(line, file->margin, length))
		return line + length;
	/* the spaces at its end were cut off */
	return length && !line[skip] ? line + skip : line;
}

/* Whether the first line of a function tells its ids, "[8086:1901]". */
static bool tells_ids(const char *line)
{
	unsigned int vendor, device;
	const char *at;
	char copy[11];

	for (at = strchr(line, '['); at; at = strchr(at + 1, '[')) {
		snprintf(copy, sizeof(copy), "%s", at + 1);
		if (copy[9] == ']' && lspci_ids(copy, &vendor, &device))
			return true;
	}
	return false;
}

/* Whether a bracket is open at the end of @line: "(rev" */
static bool is_open(const char *line)
{
	const char *open = strrchr(line, '(');

	return open && !strchr(open, ')');
}

/* Whether @text may be the rest of a line, and is none that lspci or a prompt begins. */
static bool is_rest(const char *text)
{
	if (!isalnum((unsigned char)*text) && !strchr("(<[/&+", *text))
		return false;
	return *text && !lspci_find(text) && !lspci_is_hex(text) && !lspci_is_detail(text) &&
	       strncasecmp(text, GROUP, strlen(GROUP)) && strncmp(text, "lspci: ", 7) &&
	       strncmp(text, "pcilib: ", 8);
}

/*
 * Whether @next is what a mail program broke off the end of @line: it is not indented
 * as a line of its own, and its first word would have made the line too long. A line
 * that says all that it can say has no rest.
 */
static bool is_broken(const struct lspci_file *file, const char *line, const char *next)
{
	size_t margin = strspn(line, MARKS), outer = strlen(file->margin);
	size_t skip = strspn(next, MARKS), width = strlen(line);
	bool head = lspci_begins(line + margin) && strncmp(line + margin, "Slot:", 5);
	const char *rest = next + skip;

	if (!head && (!file->current || file->current->pairs || margin <= outer))
		return false;
	if (skip > (head ? margin : outer) || !is_rest(rest))
		return false;
	if (width > WRAP_MOST || width + 1 + strcspn(rest, " ") <= WRAP_LEAST)
		return false;
	if (*rest == '(' || is_open(line))
		return true;
	return head ? !tells_ids(line) : !strchr("])", line[width - 1]);
}

char *lspci_rejoin(struct lspci_file *file, char *line, char *next, const char *end,
		   unsigned int *lines)
{
	while (next < end) {
		char *newline = memchr(next, '\n', end - next);
		size_t length = newline ? (size_t)(newline - next) : (size_t)(end - next);
		size_t width = strlen(line), skip = strspn(next, MARKS);

		/* behind the text stands a zero of its own */
		next[length] = '\0';
		if (strlen(next) != length || !is_broken(file, line, next)) {
			next[length] = newline ? '\n' : '\0';
			break;
		}
		while (length && strchr("\r \t", next[length - 1]))
			length--;
		line[width] = ' ';
		memmove(line + width + 1, next + skip, length - skip);
		line[width + 1 + length - skip] = '\0';
		file->cut = !newline;
		next = newline ? newline + 1 : (char *)end;
		++*lines;
	}
	return next;
}
