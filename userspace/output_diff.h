/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output_diff.h: what differs between two snapshots, for people.
 */
#ifndef MUSTER_OUTPUT_DIFF_H
#define MUSTER_OUTPUT_DIFF_H

#include <stdbool.h>
#include <stddef.h>

struct diff;
struct diff_change;
struct diff_entry;
struct output;

/** output_diff() - line by line; @all: also what is of no weight, dim */
void output_diff(const struct output *output, const struct diff *diff, bool all);

/* output_diff_side.c */
/**
 * output_diff_side() - A left, B right, in order of place; @output has a width
 * @all: also what is the same
 */
void output_diff_side(const struct output *output, const struct diff *diff, bool all);

/* output_diff_head.c */
/** output_diff_head() - what the sides are, whether of one board, and what else of the hosts */
void output_diff_head(const struct output *output, const struct diff *diff);
/** output_diff_summary() - the last lines: counts, and what was not compared and why */
void output_diff_summary(const struct output *output, const struct diff *diff);
/** output_diff_name() - "link_width" in words */
const char *output_diff_name(const struct diff_change *change, char *buffer, size_t size);
/** output_diff_value() - a value for people: a digest in short, "none" for none */
const char *output_diff_value(const char *value, char *buffer, size_t size);

#endif /* MUSTER_OUTPUT_DIFF_H */
