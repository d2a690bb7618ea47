// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * names_search.c: where in pci.ids something is.
 *
 * Relied on: vendors are in rising order and come before the classes.
 */
#include "names_internal.h"

#include <stdio.h>
#include <string.h>

#define NEAR_END (16 << 10)	/* bytes: more than all classes take */

struct line names_line(const struct names *names, size_t offset)
{
	const char *start = names->text + offset;
	const char *end = memchr(start, '\n', names->size - offset);

	return (struct line){ start, end ? (size_t)(end - start) : names->size - offset };
}

static size_t line_after(const struct names *names, const struct line *line)
{
	size_t offset = line->text - names->text + line->length + 1;

	return offset < names->size ? offset : names->size;
}

/* Whether @line is @start and, two spaces on, a name. */
static bool begins(const struct line *line, const char *start)
{
	size_t length = strlen(start);

	return line->length > length + 2 && !memcmp(line->text, start, length) &&
	       !memcmp(line->text + length, "  ", 2);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_vendor(const struct line *line)
{
	const char *text = line->text;

	return line->length > 6 && is_hex(text[0]) && is_hex(text[1]) && is_hex(text[2]) &&
	       is_hex(text[3]) && text[4] == ' ';
}

/* A line of a vendor or a class: one that something below it hangs from. */
static bool is_top(const struct line *line)
{
	return is_vendor(line) || (line->length > 4 && !memcmp(line->text, "C ", 2));
}

/* The first vendor or class from @offset on and before @end. Return: its offset, or @end. */
static size_t find_top(const struct names *names, size_t offset, size_t end)
{
	struct line line;

	if (offset && names->text[offset - 1] != '\n') {
		line = names_line(names, offset);
		offset = line_after(names, &line);
	}
	while (offset < end) {
		line = names_line(names, offset);
		if (is_top(&line))
			return offset;
		offset = line_after(names, &line);
	}
	return end;
}

/* Reads all of the file once. */
void names_mark(struct names *names)
{
	size_t at = find_top(names, 0, names->size), i;
	struct line line;

	for (i = 0; i < MARKS; i++) {
		size_t part = names->size / MARKS * i;

		/* a long section covers several parts */
		if (at < part)
			at = find_top(names, part, names->size);
		names->marks[i].offset = at;
		memcpy(names->marks[i].id, "gggg", 4);
		line = names_line(names, at < names->size ? at : 0);
		if (at < names->size && is_vendor(&line))
			memcpy(names->marks[i].id, line.text, 4);
	}
	names->marked = true;
}

/* The last mark that @vendor is not before, and on from there. */
static size_t search_marked(const struct names *names, const char *vendor)
{
	size_t low = 0, high = MARKS;
	struct line line;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(vendor, names->marks[middle].id, 4) < 0)
			high = middle;
		else
			low = middle;
	}
	low = names->marks[low].offset;
	while (low < names->size) {
		line = names_line(names, low);
		if (!is_vendor(&line) || memcmp(line.text, vendor, 4) >= 0)
			break;
		low = find_top(names, line_after(names, &line), names->size);
	}
	return low;
}

/* Return: the offset of the vendor's line, or of the top line after where it would be. */
static size_t search_vendor(const struct names *names, const char *vendor)
{
	size_t low = 0, high = names->size;

	if (names->marked)
		return search_marked(names, vendor);
	while (low < high) {
		size_t middle = low + (high - low) / 2, found = find_top(names, middle, high);
		struct line line;
		int order = -1;

		if (found < high) {
			line = names_line(names, found);
			order = is_vendor(&line) ? memcmp(vendor, line.text, 4) : -1;
		}
		if (!order)
			return found;
		if (order < 0)
			high = middle;
		else
			low = line_after(names, &line);
	}
	return find_top(names, low, names->size);
}

/* Return: the offset of the vendor's line, or the size. */
size_t names_find_vendor(const struct names *names, const char *vendor)
{
	size_t offset = search_vendor(names, vendor);
	struct line line;

	if (offset == names->size)
		return offset;
	line = names_line(names, offset);
	return begins(&line, vendor) ? offset : names->size;
}

/* Return: the offset of a top line that no class comes before. */
static size_t before_classes(const struct names *names)
{
	size_t offset = names->size > NEAR_END ? names->size - NEAR_END : 0;
	struct line line;

	offset = find_top(names, offset, names->size);
	if (offset < names->size) {
		line = names_line(names, offset);
		if (is_vendor(&line))
			return offset;
	}
	return search_vendor(names, "gggg");	/* after all there can be */
}

/* Return: the offset of the class's line, or the size. */
size_t names_find_class(const struct names *names, const char *class)
{
	size_t offset = before_classes(names);
	struct line line;
	char start[8];

	snprintf(start, sizeof(start), "C %s", class);
	while (offset < names->size) {
		line = names_line(names, offset);
		if (begins(&line, start))
			break;
		offset = find_top(names, line_after(names, &line), names->size);
	}
	return offset;
}

/* The line "\tID  name" among those that hang from the one at @offset. */
bool names_find_below(const struct names *names, size_t offset, const char *id,
		      struct line *line)
{
	char start[8];

	snprintf(start, sizeof(start), "\t%s", id);
	*line = names_line(names, offset);
	while ((offset = line_after(names, line)) < names->size) {
		*line = names_line(names, offset);
		if (is_top(line))
			return false;
		if (begins(line, start))
			return true;
	}
	return false;
}
