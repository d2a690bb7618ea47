// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci.c: a snapshot from text that lspci printed, in any of its forms.
 *
 * A file may hold several listings of one machine, as those of sosreports do, and
 * words between them: what is told of one function in several places is one.
 */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot.h"
#include "source_lspci.h"

#define TEXT_MAX_BYTES (64u << 20)
#define LINE_MAX_BYTES 65536
#define RECORDS_MAX 65536

void lspci_clear(struct lspci_record *record)
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
		lspci_clear(&file->records[--file->count]);
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

/* It went on behind that line. */
static void tear(struct lspci_file *file)
{
	if (!file->broken_off)
		return;
	file->records[file->broken_off - 1].torn = true;
	file->records[file->broken_off - 1].list_end = LSPCI_LIST_CUT;
}

/* A line below a function's first, or one that belongs to no function. */
static int read_indented(struct lspci_file *file, const char *line, size_t blanks,
			 unsigned int number)
{
	if (!lspci_is_detail(line + blanks) || !file->current)
		lspci_note_lost(file, line, number);
	if (!file->current && lspci_is_detail(line + blanks))
		tear(file);
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

/* A line with nothing around it. */
static int read_bare(struct lspci_file *file, const char *line, unsigned int number)
{
	size_t depth = strspn(line, "\t ");
	int err;

	if (!line[depth]) {
		/* where each line is followed by an empty one, two of these end a function */
		if (!file->doubled || file->blank) {
			file->current = NULL;
			file->broken_off = 0;
		}
		file->blank = true;
		return 0;
	}
	file->blank = false;
	if (lspci_tree(file, line)) {
		file->current = NULL;
		return 0;
	}
	if (depth)
		return read_indented(file, line, depth, number);
	if (file->current && lspci_is_hex(line))
		return lspci_hex(file, file->current, line, number);
	err = try_head(file, line, number);
	if (err)
		return err < 0 ? err : 0;
	return read_flush(file, line, number);
}

static int read_line(struct lspci_file *file, char *text, unsigned int number)
{
	char *line = lspci_unwrap(file, text);
	int err = 0;

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

static int read_lines(struct lspci_file *file, char *text, size_t length)
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
		if (clean(text, size)) {
			next = lspci_rejoin(file, text, next, end, &more);
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

/* What follows of the words of each record alone, and of all of them. */
static int settle_words(struct lspci_file *file)
{
	size_t i;
	int err = 0;

	for (i = 0; i < file->count && !err; i++) {
		lspci_silence(&file->records[i]);
		err = lspci_settle_vpd(&file->records[i]);
	}
	return err ? err : lspci_settle_serials(file);
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
		return lspci_fail(why, "%s: more than %u functions", file->name, RECORDS_MAX);
	if (err == -EBADMSG)
		return lspci_fail(why, "%s:%u: \"lspci -P\" tells no bus numbers: use lspci -PP, "
				  "or leave -P out", file->name, file->path_line);
	if (!err)
		err = settle_words(file);
	if (!err)
		err = lspci_join_all(file, why);
	if (!err)
		err = finish_records(file);
	if (!err)
		err = lspci_judge(file, why);
	if (err)
		return err;
	lspci_remark(file, why);
	return make_snapshot(file, out);
}

int source_lspci(const char *name, const char *text, size_t length,
		 struct snapshot **out, char **why)
{
	struct lspci_file file = { .name = name, .group = LSPCI_UNTOLD };
	char *sentence = NULL;
	char *copy;
	int err;

	if (why)
		*why = NULL;
	if (length > TEXT_MAX_BYTES) {
		err = lspci_fail(&sentence, "%s: more than %u MiB of text", name,
			   TEXT_MAX_BYTES >> 20);
	} else {
		copy = malloc(length + 1);
		if (!copy)
			return -ENOMEM;
		memcpy(copy, text, length);
		copy[length] = '\0';
		length = lspci_plain(copy, lspci_from_utf16(copy, length));
		file.doubled = lspci_is_doubled(copy);
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
