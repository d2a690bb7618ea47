/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h: what people read. Decides nothing; every string that a device or
 * firmware made up is escaped.
 */
#ifndef MUSTER_OUTPUT_H
#define MUSTER_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct device;
struct entry;
struct names;
struct snapshot;

/**
 * struct output - where to, and how
 * @color: a terminal that shows colours
 * @width: columns; 0: lines may be as long as they are
 * @names: pci.ids, or NULL
 */
struct output {
	FILE *file;
	bool color;
	unsigned int width;
	struct names *names;
};

enum output_color { COLOR_NONE, COLOR_DIM, COLOR_BOLD, COLOR_RED, COLOR_GREEN, COLOR_YELLOW };

/** output_begin() - standard output: colours and width only on a terminal */
struct output output_begin(struct names *names);

/** output_color() - from here on, until COLOR_NONE */
void output_color(const struct output *output, enum output_color color);

/** output_clip() - print @text escaped, at most to column @width of a line at @column */
unsigned int output_clip(const struct output *output, unsigned int column, const char *text);

/** output_column() - print @text escaped, cut or filled with blanks to @width columns */
void output_column(const struct output *output, const char *text, unsigned int width);

/* output_text.c */
void output_list(const struct output *output, const struct snapshot *snapshot);
/** output_summary() - "Ethernet controller: Intel ... [8086:10d3] ..." as text to be freed */
char *output_summary(struct names *names, const struct device *device);
/** output_part() - the same, of what it is alone: no serial, slot, driver; to be freed */
char *output_part(struct names *names, const struct device *device);

/* output_tree.c */
int output_tree(const struct output *output, const struct snapshot *snapshot);

/* output_device.c */
/** output_device() - all that is known of one device; @bytes: also in hex */
void output_device(const struct output *output, const struct device *device, bool bytes);

/* output_entry.c */
/** output_entry() - one line; @subject: the device an event is about, or NULL */
void output_entry(const struct output *output, const struct entry *entry,
		  const struct device *subject);

#endif /* MUSTER_OUTPUT_H */
