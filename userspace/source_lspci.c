// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci.c: a snapshot from text that lspci printed, in any of its forms.
 *
 * A file may hold several listings of one machine, as those of sosreports do, and
 * words between them: what is told of one function in several places is one.
 */
#include "source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"
#include "source_lspci.h"

#define TEXT_MAX_BYTES (64u << 20)
#define LINE_MAX_BYTES 65536
#define RECORDS_MAX 65536

static int fail(char **why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Return: -EINVAL, with a sentence if there is memory for it. */
static int fail(char **why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(why, format, arguments) < 0)
		*why = NULL;
	va_end(arguments);
	return -EINVAL;
}

static void clear_record(struct lspci_record *record)
{
	if (record->device)
		device_free(record->device);
	config_image_free(record->hex);
	config_image_free(record->told);
	free(record->capabilities);
}

static void clear_file(struct lspci_file *file)
{
	while (file->count)
		clear_record(&file->records[--file->count]);
	free(file->records);
}

/* Return: 0, -E2BIG: more functions than any machine has, or -ENOMEM. */
static int append_record(struct lspci_file *file, const struct lspci_record *record)
{
	if (file->count == RECORDS_MAX)
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
	return 0;
}

/* Return: 1 if @line begins a function, 0 if not, or -errno. */
static int try_head(struct lspci_file *file, const char *line, unsigned int number)
{
	struct lspci_record record;
	int err;

	/* "Device:" is the first key of the oldest form, and a later one of the others */
	if (file->current && file->current->pairs && !strncmp(line, "Device:\t", 8))
		return 0;
	err = lspci_head(line, &record);
	if (err <= 0)
		return err;
	record.line = number;
	err = append_record(file, &record);
	if (err)
		clear_record(&record);
	return err ? err : 1;
}

/* "-[0000:00]-+-00.0" or " +-[0000:7f]-+-08.0" */
static bool is_tree(const char *line)
{
	const char *open = strstr(line, "-[");

	return open && strspn(line, " |+\\-") >= (size_t)(open - line) && strchr(open, ']');
}

static int read_line(struct lspci_file *file, const char *line, unsigned int number)
{
	size_t depth = strspn(line, "\t ");
	int err;

	if (!line[depth]) {
		file->current = NULL;
		return 0;
	}
	if (is_tree(line)) {
		file->tree = true;
		file->current = NULL;
		return 0;
	}
	if (depth)
		return file->current ? lspci_verbose(file, file->current, line + depth,
						     *line == '\t' ? depth : depth / 8) : 0;
	if (file->current && lspci_is_hex(line))
		return lspci_hex(file, file->current, line);
	err = try_head(file, line, number);
	if (err)
		return err < 0 ? err : 0;
	if (file->current && file->current->pairs)
		return lspci_pair(file, file->current, line);
	/* what libpci has to say in between is no end of a function */
	if (strncmp(line, "lspci: ", 7) && strncmp(line, "pcilib: ", 8))
		file->current = NULL;
	return 0;
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

static int read_lines(struct lspci_file *file, char *text, size_t length)
{
	char *end = text + length;
	unsigned int number;
	int err = 0;

	if (length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	for (number = 1; text < end && !err; number++) {
		char *newline = memchr(text, '\n', end - text);
		size_t size = newline ? (size_t)(newline - text) : (size_t)(end - text);

		file->cut = !newline;
		if (clean(text, size)) {
			err = read_line(file, text, number);
		} else {
			file->odd_lines++;
			file->current = NULL;
		}
		text += size + 1;
	}
	/* -v ends each function with an empty line: without it the last may be cut */
	if (file->current && file->current->lists)
		file->current->list_end = LSPCI_LIST_CUT;
	return err;
}

static int compare_records(const void *left, const void *right)
{
	const struct lspci_record *a = left, *b = right;

	if (a->domain != b->domain)
		return a->domain < b->domain ? -1 : 1;
	if (a->bus != b->bus)
		return a->bus < b->bus ? -1 : 1;
	if (a->devfn != b->devfn)
		return a->devfn < b->devfn ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

static bool same_address(const struct lspci_record *a, const struct lspci_record *b)
{
	return a->domain == b->domain && a->bus == b->bus && a->devfn == b->devfn;
}

/* Makes one record of all that tell of one function. */
static int join_records(struct lspci_file *file, char **why)
{
	size_t i, kept = 0;
	int err = 0;

	if (file->count)
		qsort(file->records, file->count, sizeof(*file->records), compare_records);
	for (i = 0; i < file->count; i++) {
		struct lspci_record *record = &file->records[i];
		struct lspci_record *before = kept ? &file->records[kept - 1] : NULL;
		const char *what = NULL;

		if (err || !before || !same_address(before, record)) {
			file->records[kept++] = *record;
			continue;
		}
		err = lspci_join(before, record, &what);
		if (err == -EEXIST)
			err = fail(why, "%s:%u: %s is in line %u with another %s; "
				   "are these two machines?", file->name, record->line,
				   device_get(record->device, FIELD_ADDRESS),
				   before->line, what);
		clear_record(record);
	}
	file->count = kept;
	return err;
}

/* Whether all that is known of @image are its first 256 bytes. */
static bool ends_at_256(const struct config_image *image)
{
	unsigned int at = 256;
	uint8_t byte;

	while (at < CONFIG_SPACE_MAX && !config_image_u8(image, at, &byte))
		at++;
	return at == CONFIG_SPACE_MAX && config_image_u8(image, 255, &byte);
}

/* A space is known to end at 256 bytes where others of the listing go on to 4096. */
static void settle_sizes(struct lspci_file *file)
{
	bool extended = false;
	uint8_t byte;
	size_t i;

	for (i = 0; i < file->count; i++)
		extended |= config_image_u8(file->records[i].hex, CONFIG_SPACE_MAX - 1, &byte);
	for (i = 0; i < file->count; i++) {
		struct config_image *image = file->records[i].hex;

		if (config_image_u8(image, CONFIG_SPACE_MAX - 1, &byte))
			image->size = CONFIG_SPACE_MAX;
		else if (extended && ends_at_256(image))
			image->size = 256;
	}
}

static int finish_records(struct lspci_file *file)
{
	size_t i;
	int err = 0;

	settle_sizes(file);
	for (i = 0; i < file->count && !err; i++)
		err = lspci_finish(file, &file->records[i]);
	if (!err)
		lspci_name_virtuals(file);
	return err ? err : lspci_places(file);
}

/* Return: how many functions have no ids. */
static size_t count_nameless(const struct lspci_file *file)
{
	size_t i, count = 0;

	for (i = 0; i < file->count; i++)
		count += !device_get(file->records[i].device, FIELD_VENDOR);
	return count;
}

/* Whether nothing but addresses and names is there. */
static bool tells_nothing(const struct lspci_file *file)
{
	size_t i;

	for (i = 0; i < file->count; i++)
		if (file->records[i].device->config && file->records[i].detailed)
			return false;
	return count_nameless(file) == file->count;
}

#define USE "use lspci -nn, -vvnn, -vmmnn or -xxxx"

/* Return: 0, or -EINVAL with @why if it is no text to make a snapshot of. */
static int judge(const struct lspci_file *file, char **why)
{
	if (!file->count && file->tree)
		return fail(why, "%s: this is the tree of \"lspci -t\", which names no part: "
			    USE, file->name);
	if (!file->count)
		return fail(why, "%s: no function in it; it is neither a snapshot nor text "
			    "of lspci, a dump or a tree of files", file->name);
	if (tells_nothing(file))
		return fail(why, "%s:%u: this is \"lspci\" without numbers, and names differ "
			    "with the list that a machine has: " USE, file->name,
			    file->records[0].line);
	return 0;
}

/* A sentence of what is to be known about a file that could be read, or NULL. */
static void remark(const struct lspci_file *file, char **why)
{
	size_t nameless = count_nameless(file);
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return;
	if (file->contradictions)
		fprintf(stream, "; words and bytes disagree in %u place%s, the first in the "
			"function of line %u: the bytes count", file->contradictions,
			file->contradictions > 1 ? "s" : "", file->first_contradiction);
	if (nameless)
		fprintf(stream, "; the ids of %zu of %zu functions are not known, "
			"for they stand as names: " USE, nameless, file->count);
	if (file->cut_lines)
		fprintf(stream, "; %u line%s of bytes cut short", file->cut_lines,
			file->cut_lines > 1 ? "s" : "");
	if (file->odd_lines)
		fprintf(stream, "; %u line%s passed over that lspci did not write",
			file->odd_lines, file->odd_lines > 1 ? "s" : "");
	fclose(stream);
	if (size && asprintf(why, "%s: %s", file->name, text + 2) < 0)
		*why = NULL;
	free(text);
}

static int make_snapshot(struct lspci_file *file, struct snapshot **out)
{
	struct snapshot *snapshot = snapshot_new(SOURCE_LSPCI);
	size_t i;
	int err = 0;

	if (!snapshot)
		return -ENOMEM;
	snapshot->source_path = strdup(file->name);
	if (!snapshot->source_path)
		err = -ENOMEM;
	for (i = 0; i < file->count && !err; i++) {
		err = snapshot_add(snapshot, file->records[i].device);
		file->records[i].device = NULL;
	}
	if (err) {
		snapshot_free(snapshot);
		return err;
	}
	snapshot_sort(snapshot);
	*out = snapshot;
	return 0;
}

static int read_text(struct lspci_file *file, char *text, size_t length,
		     struct snapshot **out, char **why)
{
	int err;

	err = read_lines(file, text, length);
	if (err == -E2BIG)
		return fail(why, "%s: more than %u functions", file->name, RECORDS_MAX);
	if (!err)
		err = join_records(file, why);
	if (!err)
		err = finish_records(file);
	if (!err)
		err = judge(file, why);
	if (err)
		return err;
	remark(file, why);
	return make_snapshot(file, out);
}

int source_lspci(const char *name, const char *text, size_t length,
		 struct snapshot **out, char **why)
{
	struct lspci_file file = { .name = name };
	char *sentence = NULL;
	char *copy;
	int err;

	if (why)
		*why = NULL;
	if (length > TEXT_MAX_BYTES) {
		err = fail(&sentence, "%s: more than %u MiB of text", name,
			   TEXT_MAX_BYTES >> 20);
	} else {
		copy = malloc(length + 1);
		if (!copy)
			return -ENOMEM;
		memcpy(copy, text, length);
		copy[length] = '\0';
		err = read_text(&file, copy, length, out, &sentence);
		free(copy);
	}
	clear_file(&file);
	if (why)
		*why = sentence;
	else
		free(sentence);
	return err;
}
