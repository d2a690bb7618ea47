/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_image.h: a memory, or the registers of a chip, in a file by itself: the
 * bytes as they are, or text that shows them in hex.
 *
 * source_image_row.c reads one line of such a text, source_image_text.c the lines
 * that belong together, source_image_map.c knows what has no bytes,
 * source_image_kind.c tells what the bytes are, and source_image.c makes a snapshot
 * of them: a machine of that one client.
 */
#ifndef MUSTER_SOURCE_IMAGE_H
#define MUSTER_SOURCE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contents.h"

struct snapshot;

#define IMAGE_DUMPS_MAX	128	/* of one file: no bus has more clients */

/**
 * source_image() - a snapshot of what @bytes show; @name: of the file
 * @why: out: a sentence on failure, and on success what is to be known of it, or
 * NULL; to be freed. Not NULL.
 * Return: 0; -ENOENT: no image, @why is untouched; -EINVAL with @why: one that is
 * not taken; or another -errno.
 */
int source_image(const char *name, const char *bytes, size_t length,
		 struct snapshot **out, char **why);

/**
 * source_image_is_i2cdump() - whether text holds a table of i2cdump: its line of
 * column numbers stands in no other tool's text
 */
bool source_image_is_i2cdump(const char *bytes, size_t length);

/* source_image_row.c */

#define IMAGE_ROW_MAX	(CONTENTS_MAX + 1)	/* bytes in one line: a memory, and one too many */

enum image_line {
	IMAGE_LINE_OTHER,	/* blank, a comment, words */
	IMAGE_LINE_COLUMNS,	/* "     0  1  2  3 ...": the head of a table of bytes */
	IMAGE_LINE_WORDS,	/* "     0,8  1,9 ...": the head of a table of words */
	IMAGE_LINE_LETTERS,	/* "0123456789abcdef": the rest of such a head, or a row */
	IMAGE_LINE_ROW,
	IMAGE_LINE_REPEAT,	/* "*": as the row before, up to the next */
	IMAGE_LINE_END,		/* an offset alone: where the bytes end */
};

/* How an offset is written. */
enum image_offset {
	IMAGE_OFFSET_NONE,	/* bytes alone */
	IMAGE_OFFSET_HEX,
	IMAGE_OFFSET_EITHER,	/* of od(1) in octal, or of hexdump(1) in hex */
};

/* Groups of four digits: which byte of a word stands first. */
enum image_word { IMAGE_WORD_NONE, IMAGE_WORD_HIGH_FIRST, IMAGE_WORD_LOW_FIRST, IMAGE_WORD_REGISTER };

/**
 * struct image_row - one line of bytes
 * @offset: as hex; @octal: as octal, where @style is IMAGE_OFFSET_EITHER
 * @word: how it is grouped; IMAGE_WORD_REGISTER: each is a register of two bytes, and
 * @offset counts registers
 * @groups: of bytes that stand alone, how many words they are
 * @letters: of a head: there are characters beside the bytes
 * @state: of each byte of @bytes: '.' known, 'X' did not answer, '-' the same or has a
 * driver as i2cdetect writes it, ' ' not asked for
 */
struct image_row {
	enum image_offset style;
	enum image_word word;
	uint32_t offset, octal;
	unsigned int count, groups;
	bool letters;
	uint8_t bytes[IMAGE_ROW_MAX];
	char state[IMAGE_ROW_MAX];
};

/**
 * image_row_read() - what @line is, which has no line feed
 * @row: out: set for a row, for letters, and for an end: its digits may be bytes that stand alone
 */
enum image_line image_row_read(const char *line, struct image_row *row);

/**
 * image_row_unquote() - cut "=20", as quoted-printable mail writes a blank at the end,
 * which hides the last cell; but not of words, where "page=20" may be meant
 * @row: overwritten
 */
void image_row_unquote(char *line, struct image_row *row);

/* source_image_text.c */

/**
 * struct image_cells - what tells a table of bytes from a map of addresses
 * @asked: how many there are; the rest is unset while 0. @first, @last: their offsets
 * @marked: "--" or "UU" stands in one; @other: in one a byte that is not its offset
 * @letters: the head has characters beside the bytes; @told: i2cdetect stands above it
 */
struct image_cells {
	size_t asked, first, last;
	bool marked, other, letters, told;
};

/**
 * struct image_dump - the bytes of one device
 * @contents: of a memory, or of registers in the order of their numbers; of
 * registers of two bytes these in the order in which they cross the bus
 * @memory: put together of several pages; NULL: @contents are all there is
 * @words: the registers have two bytes each
 * @table: as i2cdump prints them: all 256, whatever they are
 * @address: 7 bits, where the text tells it; or -1; @bus: the same
 * @page: the text calls it that, of a device with several; or -1. @selected: it does
 * not, but i2cset did; @pages: as bits, which of the first 64 are in @memory
 * @line: of its first row
 */
struct image_dump {
	struct contents *contents, *memory;
	bool words, table;
	int address, bus, page;
	bool selected;
	uint64_t pages;
	unsigned int line;
	struct image_cells cells;
};

struct image_text {
	struct image_dump dumps[IMAGE_DUMPS_MAX];
	size_t count;
	unsigned int odd_line;	/* the first that is neither bytes nor a comment; 0: none */
	unsigned int odd_lines;
};

/**
 * image_text_read() - all that @text shows
 * Return: 0; -ENOENT: nothing; -E2BIG: more than there is room for; -ERANGE: a memory
 * larger than CONTENTS_MAX; -ENOMEM.
 */
int image_text_read(const char *text, size_t length, struct image_text *image);
void image_text_clear(struct image_text *image);

/* source_image_map.c */

/** image_map_note() - take down what the cells of @row tell, which begins at @at */
void image_map_note(struct image_cells *cells, const struct image_row *row, size_t at);

/** image_map_is() - whether i2cdetect printed it: there are no bytes of a device in it */
bool image_map_is(const struct image_dump *dump);

/** image_drop_maps() - leave tables of bytes alone. Return: the line of the first map, or 0. */
unsigned int image_drop_maps(struct image_text *text);

/* source_image_hint.c */

/** image_hint_address() - what @line, a comment or a prompt, tells of bus and address */
void image_hint_address(const char *line, int *bus, int *address);

/** image_hint_page() - "page 1:", "Bank 1". Return: its number, or -1. */
int image_hint_page(const char *line);

/**
 * image_hint_select() - "i2cset -y 0 0x37 0 0": all memories of DDR4 modules on a bus
 * show that page from now on (EE1004-v, 2.6)
 * @page: out: 0 or 1, or -1 where the line asks for both
 * Return: whether it does that.
 */
bool image_hint_select(const char *line, int *bus, int *page);

/* source_image_kind.c */

enum image_kind {
	IMAGE_NONE,		/* nothing that is known here, nor of a memory's size */
	IMAGE_SPD,
	IMAGE_FRU,
	IMAGE_MEMORY,		/* of a memory's size */
	IMAGE_CONFIG,		/* configuration space of a PCI function */
	IMAGE_SEVERAL,		/* images one after the other, all of one size */
};

/**
 * image_kind() - what @bytes look like
 * @each: out: IMAGE_SEVERAL: the size of one
 */
enum image_kind image_kind(const uint8_t *bytes, size_t length, size_t *each);

#endif /* MUSTER_SOURCE_IMAGE_H */
