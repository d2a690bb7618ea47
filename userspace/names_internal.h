/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * names_internal.h: what the files of names share.
 */
#ifndef MUSTER_NAMES_INTERNAL_H
#define MUSTER_NAMES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

/*
 * Boards hold many of one part, and a search reads all parts of its maker: where
 * the last of each were found.
 */
#define FOUND_SLOTS 64	/* a power of two */

struct found {
	char key[12];		/* "8086:10d3", "C 0200"; "": free */
	size_t top, below;	/* offsets of lines; the size: there is none */
};

/* Where the first vendor or class is after each of so many parts of the file. */
#define MARKS 128

struct mark {
	uint32_t offset;
	char id[4];	/* of a vendor; a class is after all: "gggg" */
};

struct names {
	const char *path;
	const char *text;	/* NULL: at rest */
	size_t size;
	ino_t inode;
	struct timespec changed;
	struct found found[FOUND_SLOTS];
	bool marked;
	struct mark marks[MARKS];
};

/* One line of it, without its end. */
struct line {
	const char *text;
	size_t length;
};

/** names_line() - the line that begins at @offset */
struct line names_line(const struct names *names, size_t offset);
/** names_mark() - read all of the file once, so that vendors are found at once */
void names_mark(struct names *names);
/** names_find_vendor() - Return: the offset of the vendor's line, or the size. */
size_t names_find_vendor(const struct names *names, const char *vendor);
/** names_find_class() - Return: the offset of the class's line, or the size. */
size_t names_find_class(const struct names *names, const char *class);
/** names_find_below() - the line "\tID  name" among those that hang from the one at @offset */
bool names_find_below(const struct names *names, size_t offset, const char *id,
		      struct line *line);

#endif /* MUSTER_NAMES_INTERNAL_H */
