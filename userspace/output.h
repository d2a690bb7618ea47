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
struct finding;
struct names;
struct snapshot;
struct verdict;

/**
 * struct output - where to, and how
 * @color: a terminal that shows colours
 * @lines: lines are drawn by characters of UTF-8 that have no other use
 * @width: columns; 0: lines may be as long as they are
 * @names: pci.ids, or NULL
 */
struct output {
	FILE *file;
	bool color, lines;
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

/** output_columns() - how many columns clean text takes */
unsigned int output_columns(const char *text);

/** output_break() - bytes of clean @text that fit in @columns, cut at a blank; 0 columns: all */
size_t output_break(const char *text, unsigned int columns);

/** output_column() - print @text escaped, cut or filled with blanks to @width columns */
void output_column(const struct output *output, const char *text, unsigned int width);

/* output_text.c */
void output_list(const struct output *output, const struct snapshot *snapshot);
/** output_summary() - "Ethernet controller: Intel ... [8086:10d3] ..." as text to be freed */
char *output_summary(struct names *names, const struct device *device);
/** output_part() - the same, of what it is alone: no serial, slot, driver; to be freed */
char *output_part(struct names *names, const struct device *device);

/* output_tree.c */
/**
 * output_tree() - what sits below what
 * @verdict: NULL: nobody has judged; else a column of verdicts, and what is missing
 * Return: 0 or -ENOMEM.
 */
int output_tree(const struct output *output, const struct snapshot *snapshot,
		const struct verdict *verdict);

/* output_tree_text.c */
#define OUTPUT_VERDICT_WIDTH 11	/* columns: "unexpected " */
struct tree;
struct tree_node;
/** output_tree_verdict() - what of @node in OUTPUT_VERDICT_WIDTH columns */
void output_tree_verdict(const struct output *output, const struct tree_node *node);
/** output_tree_label() - "1c.4", "[0000:00]", "i2c [i2c-0]"; escaped */
void output_tree_label(const struct tree *tree, const struct tree_node *node,
		       char *buffer, size_t size);
/** output_tree_bus() - the buses behind a bridge: "03", "03-05", "?" */
void output_tree_bus(const struct tree_node *node, char *buffer, size_t size);
/** output_tree_name() - what it is, and what is wrong with it; from @column of a line on */
void output_tree_name(const struct output *output, const struct tree_node *node,
		      unsigned int column);
/* output_finding.c */
/** output_finding() - a finding in a few lines */
void output_finding(const struct output *output, const struct finding *finding);
/** output_finding_part() - "Intel Corporation 82574L [8086:10d3]": what it is about; to be freed */
char *output_finding_part(const struct finding *finding);

/* output_device.c */
/** output_device() - all that is known of one device; @bytes: also in hex */
void output_device(const struct output *output, const struct device *device, bool bytes);

/* output_entry.c */
/** output_entry() - one line; @subject: the device an event is about, or NULL */
void output_entry(const struct output *output, const struct entry *entry,
		  const struct device *subject);

#endif /* MUSTER_OUTPUT_H */
