// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_image_text.c: which lines of a text show the bytes of one device.
 *
 * Invariant: where a row stands is what its own offset says; a byte that no row
 * holds is unknown.
 */
#include "source_image.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define REGISTERS 256		/* that i2cdump shows */
#define STRAY_BYTES 16		/* before a table: the numbers of its columns */
#define SHORT_ROW 4		/* bytes: a word of fewer is a year, or a number */
#define SPD_FIRST 0x50		/* addresses of the memories of modules */
#define SPD_LAST 0x57
#define REPEAT_MAX 64		/* bytes in a row that can be repeated */

struct reader {
	struct image_text *image;
	struct image_dump *dump;	/* the last; NULL: none yet, or it is at its end */
	struct image_row *row;		/* of this line */
	enum image_offset style;	/* of the dump */
	bool octal, base_known;
	size_t last;			/* where the last row of it began, */
	size_t end;			/* and where it ended */
	uint8_t before[REPEAT_MAX];	/* that row, to be repeated; */
	unsigned int period;		/* 0: it is longer */
	bool repeat;
	bool one_group;			/* that row is one word of digits */
	bool head;			/* a line of column numbers is waiting for rows */
	bool letters;			/* and has characters beside the bytes */
	bool detect;			/* the last command above was i2cdetect */
	int bus, address, page;		/* what the text has told since the last dump */
	int select_bus, select_page;	/* what i2cset told last, for any number of dumps */
	unsigned int line;
	unsigned int odd;		/* lines within the dump that may be behind it */
	unsigned int first_odd;
};

static bool is_comment(const char *line)
{
	line += strspn(line, " \t");
	return !*line || strchr("#;*", *line) || !strncmp(line, "//", 2) || !strncmp(line, "/*", 2);
}

/* Words: they may tell something of the next dump, or stand where bytes should. */
static void read_words(struct reader *reader, const char *line)
{
	int page = image_hint_page(line);

	if (strstr(line, "i2cdetect") || strstr(line, "i2cdump"))
		reader->detect = !strstr(line, "i2cdump");
	image_hint_select(line, &reader->select_bus, &reader->select_page);
	image_hint_address(line, &reader->bus, &reader->address);
	if (page >= 0)
		reader->page = page;
	if (reader->dump && !is_comment(line) && !reader->odd++)
		reader->first_odd = reader->line;
}

/* What the text has told of the dump that begins. */
static void take_hints(struct reader *reader, struct image_dump *dump)
{
	dump->bus = reader->bus;
	dump->address = reader->address;
	dump->page = reader->page;
	dump->line = reader->line;
	if (dump->page < 0 && dump->bus == reader->select_bus &&
	    dump->address >= SPD_FIRST && dump->address <= SPD_LAST) {
		dump->page = reader->select_page;
		dump->selected = dump->page >= 0;
	}
	dump->cells.letters = reader->head && reader->letters;
	dump->cells.told = reader->detect;
	reader->detect = false;
	reader->bus = reader->address = reader->page = -1;
}

static int begin_dump(struct reader *reader)
{
	struct image_text *image = reader->image;
	struct image_dump *dump = &image->dumps[image->count];

	if (image->count == IMAGE_DUMPS_MAX)
		return -E2BIG;
	dump->contents = contents_new(0);
	if (!dump->contents)
		return -ENOMEM;
	image->count++;
	dump->words = reader->row->word == IMAGE_WORD_REGISTER;
	dump->table = reader->head;
	take_hints(reader, dump);
	reader->dump = dump;
	reader->style = reader->row->style;
	reader->octal = false;
	reader->base_known = reader->style != IMAGE_OFFSET_EITHER;
	reader->head = reader->repeat = false;
	reader->odd = reader->last = reader->end = 0;
	return 0;
}

/* od(1) counts in octal: the second row tells, and groups of two digits are only its. */
static size_t offset_of(struct reader *reader)
{
	const struct image_row *row = reader->row;

	if (reader->style == IMAGE_OFFSET_NONE)
		return reader->end;
	if (!reader->base_known && row->word == IMAGE_WORD_NONE && row->count) {
		reader->base_known = reader->octal = true;
	} else if (!reader->base_known && row->offset) {
		reader->octal = row->style == IMAGE_OFFSET_EITHER && row->octal == reader->end;
		reader->base_known = true;
	}
	return reader->octal ? row->octal :
	       row->word == IMAGE_WORD_REGISTER ? 2 * (size_t)row->offset : row->offset;
}

/* Whether the row can stand in the dump that is open. */
static bool goes_on(const struct reader *reader, size_t at)
{
	const struct image_row *row = reader->row;

	if (!reader->dump || reader->head ||
	    (row->style == IMAGE_OFFSET_NONE) != (reader->style == IMAGE_OFFSET_NONE) ||
	    reader->dump->words != (row->word == IMAGE_WORD_REGISTER))
		return false;
	return reader->style == IMAGE_OFFSET_NONE || at > reader->last;
}

/* Whether bytes are the numbers of columns, "00 01 02 ...", or "0123456789abcdef". */
static bool is_heading(const struct contents *contents)
{
	static const uint8_t letters[] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef };
	size_t i;

	if (contents->length == sizeof(letters) &&
	    !memcmp(contents->bytes, letters, sizeof(letters)))
		return true;
	for (i = 0; i < contents->length && contents->bytes[i] == i; i++)
		;
	return i == contents->length && i <= STRAY_BYTES;
}

/* A heading is a dump of its own until rows follow it: what was told is told of these. */
static void drop_stray(struct reader *reader)
{
	struct image_dump *dump = reader->dump;

	if (!dump || reader->style != IMAGE_OFFSET_NONE || reader->row->style == IMAGE_OFFSET_NONE ||
	    !is_heading(dump->contents))
		return;
	if (reader->bus < 0 && reader->address < 0) {
		reader->bus = dump->bus;
		reader->address = dump->address;
	}
	reader->page = reader->page < 0 && !dump->selected ? dump->page : reader->page;
	reader->detect |= dump->cells.told;
	contents_free(dump->contents);
	dump->contents = NULL;
	reader->image->count--;
	reader->dump = NULL;
}

/* Fills up to @end with the row before, as "*" asks for. */
static int repeat_row(struct reader *reader, size_t end)
{
	size_t length = end > reader->end ? end - reader->end : 0, i;
	uint8_t *bytes;
	int err;

	if (end > CONTENTS_MAX)
		return -ERANGE;
	if (!reader->repeat || !reader->period || !length)
		return 0;
	bytes = malloc(length);
	if (!bytes)
		return -ENOMEM;
	for (i = 0; i < length; i++)
		bytes[i] = reader->before[(reader->end + i - reader->last) % reader->period];
	err = contents_put(reader->dump->contents, reader->end, bytes, length);
	free(bytes);
	reader->end = end;
	reader->repeat = false;
	return err;
}

/* Puts what is known of a row, as many bytes at a time as stand together. */
static int put_known(struct contents *contents, size_t at, const struct image_row *row)
{
	unsigned int from, to;
	int err = 0;

	for (from = 0; from < row->count && !err; from = to) {
		for (to = from; to < row->count && row->state[to] == row->state[from]; to++)
			;
		if (row->state[from] == '.')
			err = contents_put(contents, at + from, row->bytes + from, to - from);
	}
	return err;
}

static int put_row(struct reader *reader, size_t at)
{
	const struct image_row *row = reader->row;
	int err;

	err = repeat_row(reader, at);
	if (!err)
		err = put_known(reader->dump->contents, at, row);
	image_map_note(&reader->dump->cells, row, at);
	reader->period = row->count <= REPEAT_MAX ? row->count : 0;
	memcpy(reader->before, row->bytes, reader->period);
	reader->one_group = row->groups == 1 && row->count >= SHORT_ROW;
	reader->last = at;
	reader->end = at + row->count;
	/* lines of words between two rows are no part of what they show */
	if (reader->odd && !reader->image->odd_lines)
		reader->image->odd_line = reader->first_odd;
	reader->image->odd_lines += reader->odd;
	reader->odd = 0;
	return err;
}

/* A year is no bytes, unless it ends rows that are each one word of digits. */
static bool is_number(const struct reader *reader)
{
	const struct image_row *row = reader->row;

	return row->style == IMAGE_OFFSET_NONE && row->groups == 1 && row->count < SHORT_ROW &&
	       !(reader->dump && reader->style == IMAGE_OFFSET_NONE && reader->one_group);
}

static int read_row(struct reader *reader)
{
	size_t at = offset_of(reader);
	int err = 0;

	if (is_number(reader))
		return 0;
	/* bytes without an offset amid a table of offsets are none of it */
	if (reader->dump && reader->style != IMAGE_OFFSET_NONE && !reader->head &&
	    reader->row->style == IMAGE_OFFSET_NONE) {
		reader->odd++;
		return 0;
	}
	if (!goes_on(reader, at)) {
		drop_stray(reader);
		err = begin_dump(reader);
		at = err ? 0 : offset_of(reader);
	}
	return err ? err : put_row(reader, at);
}

static int read_end(struct reader *reader)
{
	size_t at;
	int err;

	if (!reader->dump || reader->style == IMAGE_OFFSET_NONE) {
		reader->row->style = IMAGE_OFFSET_NONE;
		return reader->row->count ? read_row(reader) : 0;
	}
	reader->row->count = 0;
	at = offset_of(reader);
	err = at < reader->end ? 0 : repeat_row(reader, at);
	if (!err && at <= CONTENTS_MAX && at >= reader->end)
		reader->dump->contents->size = at;
	reader->dump = NULL;
	return err;
}

static int read_line(struct reader *reader, char *line)
{
	enum image_line kind;

	image_row_unquote(line, reader->row);
	kind = image_row_read(line, reader->row);
	switch (kind) {
	case IMAGE_LINE_COLUMNS:
	case IMAGE_LINE_WORDS:
		reader->head = true;
		reader->letters = reader->row->letters;
		return 0;
	case IMAGE_LINE_LETTERS:
		if (!reader->head)
			return read_row(reader);
		reader->letters = true;
		return 0;
	case IMAGE_LINE_ROW:
		return read_row(reader);
	case IMAGE_LINE_END:
		return read_end(reader);
	case IMAGE_LINE_REPEAT:
		reader->repeat = reader->dump && reader->style != IMAGE_OFFSET_NONE;
		return 0;
	case IMAGE_LINE_OTHER:
		break;
	}
	read_words(reader, line);
	return 0;
}

/* How large each is: i2cdump shows every register, and od says where the bytes end. */
static void set_sizes(struct image_text *image)
{
	size_t i;

	for (i = 0; i < image->count; i++) {
		struct image_dump *dump = &image->dumps[i];
		struct contents *contents = dump->contents;

		if (dump->table && contents->length <= REGISTERS * (dump->words ? 2 : 1))
			contents->size = REGISTERS * (dump->words ? 2 : 1);
		else if (!contents->size)
			contents->size = contents->length;
	}
}

static int read_lines(struct reader *reader, char *text, size_t length)
{
	char *end = text + length;
	int err = 0;

	if (length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	for (reader->line = 1; text < end && !err; reader->line++) {
		char *newline = memchr(text, '\n', end - text);
		size_t size = newline ? (size_t)(newline - text) : (size_t)(end - text);
		char *line = text;

		text += size + 1;
		while (size && strchr("\r \t", line[size - 1]))
			size--;
		line[size] = '\0';
		if (strlen(line) == size)
			err = read_line(reader, line);
	}
	return err;
}

int image_text_read(const char *text, size_t length, struct image_text *image)
{
	struct reader reader = { .image = image, .bus = -1, .address = -1, .page = -1,
				 .select_bus = -1, .select_page = -1 };
	char *copy = malloc(length + 1);
	int err = -ENOMEM;

	memset(image, 0, sizeof(*image));
	reader.row = malloc(sizeof(*reader.row));
	if (copy && reader.row) {
		memcpy(copy, text, length);
		copy[length] = '\0';
		err = read_lines(&reader, copy, length);
	}
	free(reader.row);
	free(copy);
	if (err) {
		image_text_clear(image);
		return err;
	}
	set_sizes(image);
	return image->count ? 0 : -ENOENT;
}

void image_text_clear(struct image_text *image)
{
	while (image->count) {
		struct image_dump *dump = &image->dumps[--image->count];

		contents_free(dump->contents);
		contents_free(dump->memory);
	}
}
