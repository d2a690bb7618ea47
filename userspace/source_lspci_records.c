// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_records.c: which lines of a text belong to which function.
 *
 * Invariant: a function ends with an empty line, with the next one, and with a line
 * that lspci did not write; what such a line cut off is told of no function.
 */
#include "source_lspci.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 65536

/* Return: 0, -E2BIG: more functions than any machine has, or -ENOMEM. */
static int append_record(struct lspci_file *file, const struct lspci_record *record)
{
	if (file->count == LSPCI_RECORDS_MAX)
		return -E2BIG;
	if (file->count == file->room) {
		size_t room = file->room ? 2 * file->room : 64;
		struct lspci_record *records;

		records = reallocarray(file->records, room, sizeof(*records));
		if (!records)
			return -ENOMEM;
		file->records = records;
		file->room = room;
	}
	file->records[file->count] = *record;
	file->current = &file->records[file->count++];
	file->in_capability = 0;
	file->indent = 0;
	file->broken_off = 0;
	return 0;
}

/* What scripts put before a function. */
static int add_heading(struct lspci_file *file, struct device *device)
{
	int err = 0;

	if (file->ids_told && !device_get(device, FIELD_VENDOR)) {
		err = device_setf(device, FIELD_VENDOR, "%04x", file->ids_vendor);
		if (!err)
			err = device_setf(device, FIELD_DEVICE, "%04x", file->ids_device);
	}
	if (err || file->group == LSPCI_UNTOLD)
		return err;
	file->groups = true;
	return device_setf(device, FIELD_IOMMU_GROUP, "%d", file->group);
}

/* What scripts put behind it: "   Driver: xhci_hcd". */
static int add_driver(struct lspci_file *file, struct lspci_record *record, const char *line)
{
	const char *key = strstr(line, "   Driver: ");

	if (!key || !key[11] || strpbrk(key + 11, " \t"))
		return 0;
	return lspci_set_host(file, record, FIELD_DRIVER, key + 11);
}

/* Return: 1 if @line begins a function, 0 if not, or -errno. */
static int try_head(struct lspci_file *file, const char *line, unsigned int number)
{
	struct lspci_record record;
	int err;

	/* "Device:" is the first key of the oldest form, and a later one of the others */
	if (file->current && file->current->pairs && !strncmp(line, "Device:", 7))
		return 0;
	err = lspci_head(line, &record);
	if (err == -EBADMSG)
		file->path_line = number;
	if (err <= 0)
		return err;
	record.line = number;
	err = add_heading(file, record.device);
	if (!err)
		err = add_driver(file, &record, line);
	if (!err)
		err = append_record(file, &record);
	if (err)
		lspci_clear(&record);
	return err ? err : 1;
}

/*
 * How far to the right a line is that begins with @blanks. A terminal makes 8 spaces of a
 * tab, forums make fewer, and mail programs another number of each; but two more than
 * the first line has are another step.
 */
static unsigned int depth_of(struct lspci_file *file, const char *line, size_t blanks)
{
	if (*line == '\t')
		return blanks;
	if (!file->indent)
		file->indent = blanks < 8 ? blanks : 8;
	/* these are never further to the right */
	if (!strncmp(line + blanks, "Capabilities: ", 14) ||
	    !strncmp(line + blanks, "Kernel ", 7))
		return 1;
	return blanks >= file->indent + (file->indent > 1 ? 2 : 1) ? 2 : 1;
}

/* A line of something else ends the function; what that function has is not all told then. */
static void break_off(struct lspci_file *file)
{
	struct lspci_record *record = file->current;

	if (!record)
		return;
	file->broken_off = file->count;
	file->current = NULL;
	/* -v ends each with an empty line */
	if (record->verbose) {
		record->torn = true;
		record->list_end = LSPCI_LIST_CUT;
	}
}

/* A line below a function's first, or one that belongs to no function. */
static int read_indented(struct lspci_file *file, const char *line, size_t blanks,
			 unsigned int number)
{
	if (!lspci_is_detail(line + blanks) || !file->current)
		lspci_note_lost(file, line, number);
	return file->current ? lspci_verbose(file, file->current, line + blanks,
					     depth_of(file, line, blanks)) : 0;
}

/* One that is not indented, and begins no function. */
static int read_flush(struct lspci_file *file, const char *line, unsigned int number)
{
	unsigned int depth = lspci_flat_depth(file, line);

	if (file->current && file->current->pairs)
		return lspci_pair(file, file->current, line);
	if (file->current && depth) {
		file->current->flat = true;
		return lspci_verbose(file, file->current, line, depth);
	}
	/* what libpci has to say in between is no end of a function */
	if (strncmp(line, "lspci: ", 7) && strncmp(line, "pcilib: ", 8))
		break_off(file);
	lspci_note_lost(file, line, number);
	return 0;
}

/*
 * An empty line ends a function; where each is followed by one, two do, and so on. A product may
 * have the end of a line in its name, in the middle of vital product data.
 */
static void read_blank(struct lspci_file *file)
{
	unsigned int most = file->gap ? file->gap : lspci_is_in_vpd(file);

	if (++file->blank > most && file->current) {
		file->broken_off = file->count;
		file->current = NULL;
	}
}

/* A line with nothing around it. */
static int read_bare(struct lspci_file *file, const char *line, unsigned int number)
{
	size_t depth = strspn(line, "\t ");
	int err;

	if (!line[depth]) {
		read_blank(file);
		return 0;
	}
	/* only where it goes on behind an empty line */
	if (file->blank && !file->gap && !depth)
		file->current = NULL;
	file->blank = 0;
	if (lspci_tree(file, line)) {
		file->current = NULL;
		return 0;
	}
	if (depth) {
		lspci_note_unread(file, line + depth, number);
		return read_indented(file, line, depth, number);
	}
	if (file->current && lspci_is_hex(line))
		return lspci_hex(file, file->current, line, number);
	err = try_head(file, line, number);
	if (err >= 0)
		lspci_note_unread(file, line, number);
	if (err)
		return err < 0 ? err : 0;
	return read_flush(file, line, number);
}

static int read_line(struct lspci_file *file, char *text, unsigned int number)
{
	char *line = lspci_unwrap(file, text);
	int err = 0;

	lspci_unspell(line);
	while (line && !err) {
		char *next = lspci_split(file, line, number);

		err = read_bare(file, line, number);
		line = next;
	}
	return err;
}

/* Cuts the carriage return and spaces off. Return: whether it can be read as text. */
static bool clean(char *line, size_t length)
{
	if (length > LINE_MAX_BYTES || memchr(line, '\0', length))
		return false;
	while (length && strchr("\r \t", line[length - 1]))
		length--;
	line[length] = '\0';
	return true;
}

/*
 * Makes @text, of @size bytes, a whole line of what lspci wrote. Return: whether it can be
 * read; @next and @lines are as of lspci_decode().
 */
static bool make_whole(struct lspci_file *file, char *text, size_t size, char **next,
		       const char *end, unsigned int *lines)
{
	if (file->printable)
		size = lspci_decode(text, size, next, end, lines);
	if (!clean(text, size))
		return false;
	/* that form says itself where a line was broken */
	if (!file->printable)
		*next = lspci_rejoin(file, text, *next, end, lines);
	return true;
}

int lspci_read(struct lspci_file *file, char *text, size_t length)
{
	char *end = text + length;
	unsigned int number;
	int err = 0;

	for (number = 1; text < end && !err; number++) {
		char *newline = memchr(text, '\n', end - text);
		size_t size = newline ? (size_t)(newline - text) : (size_t)(end - text);

		char *next = text + size + 1;
		unsigned int more = 0;

		file->cut = !newline;
		if (make_whole(file, text, size, &next, end, &more)) {
			err = read_line(file, text, number);
		} else {
			if (!file->odd_lines++)
				file->first_odd = number;
			file->current = NULL;
		}
		text = next;
		number += more;
	}
	/* -v ends each function with an empty line: without it the last may be cut */
	if (file->current && file->current->lists)
		file->current->list_end = LSPCI_LIST_CUT;
	return err;
}
