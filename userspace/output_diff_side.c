// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_diff_side.c: two snapshots side by side, by place.
 */
#include "output_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "output.h"
#include "place.h"

#define GUTTER 3	/* columns between A and B: " | " */
#define PLACE_MOST 40

/* Columns of the three parts of a line. */
struct layout {
	unsigned int place, side;
};

static struct layout make_layout(const struct output *output, const struct diff *diff)
{
	unsigned int place = 12, width = output->width, longest = width / 3;

	if (longest > PLACE_MOST)
		longest = PLACE_MOST;
	for (size_t i = 0; i < diff->count; i++) {
		unsigned int length = strlen(diff_place(&diff->entries[i]));

		if (length > place)
			place = length;
	}
	if (place > longest)
		place = longest;
	return (struct layout){ place, (width - place - 1 - GUTTER) / 2 };
}

static void print_line(const struct output *output, const struct layout *layout,
		       const char *place, const char *a, char mark, const char *b,
		       enum output_color color)
{
	output_color(output, color);
	output_column(output, place, layout->place);
	fputc(' ', output->file);
	output_column(output, a, layout->side);
	fprintf(output->file, " %c", mark);
	if (*b) {
		fputc(' ', output->file);
		output_clip(output, layout->place + 1 + layout->side + GUTTER, b);
	}
	output_color(output, COLOR_NONE);
	fputc('\n', output->file);
}

static void print_changes(const struct output *output, const struct layout *layout,
			  const struct diff_changes *changes, bool all)
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct diff_change *change = &changes->items[i];
		char name[64], label[72], a[512], b[512];

		if (change->context && !all)
			continue;
		snprintf(label, sizeof(label), "  %s",
			 output_diff_name(change, name, sizeof(name)));
		if (change->part)
			print_line(output, layout, label, change->part, ' ', "", COLOR_NONE);
		print_line(output, layout, change->part ? "" : label,
			   output_diff_value(change->values[DIFF_A], a, sizeof(a)), '|',
			   output_diff_value(change->values[DIFF_B], b, sizeof(b)),
			   change->context ? COLOR_DIM : COLOR_NONE);
	}
}

static enum output_color color_of(const struct diff_entry *entry)
{
	if (!diff_weighs(entry))
		return COLOR_DIM;
	switch (entry->what) {
	case DIFF_ARRIVED:
		return COLOR_GREEN;
	case DIFF_GONE:
		return COLOR_RED;
	default:
		return COLOR_YELLOW;
	}
}

static char mark_of(const struct diff_entry *entry)
{
	switch (entry->what) {
	case DIFF_ARRIVED:
		return '>';
	case DIFF_GONE:
		return '<';
	case DIFF_CHANGED:
		return '|';
	case DIFF_MOVED:
		return 'm';
	case DIFF_SWAPPED:
		return 'x';
	case DIFF_UNSEEN:
		return '?';
	default:
		return ' ';
	}
}

static char *side_text(const struct output *output, const struct diff_entry *entry,
		       enum diff_side side)
{
	const struct device *device = entry->devices[side];
	bool moved = entry->what == DIFF_MOVED || entry->what == DIFF_SWAPPED;
	char *text;

	if (!device)
		return strdup("");
	if (moved && side == DIFF_A &&
	    asprintf(&text, "from %s", device->place) >= 0)
		return text;
	if (!entry->devices[!side])
		return output_summary(output->names, device);
	return output_part(output->names, device);
}

/* @other: what is there instead, or NULL */
static void print_entry(const struct output *output, const struct layout *layout,
			const struct diff_entry *entry, const struct diff_entry *other, bool all)
{
	char *a = side_text(output, entry, DIFF_A);
	char *b = side_text(output, other ? other : entry, DIFF_B);

	print_line(output, layout, diff_place(entry), a ? a : "",
		   other ? '|' : mark_of(entry), b ? b : "",
		   other ? COLOR_YELLOW : color_of(entry));
	free(a);
	free(b);
	print_changes(output, layout, &entry->changes, all);
}

static void print_head(const struct output *output, const struct layout *layout,
		       const struct diff *diff)
{
	const char *paths[DIFF_SIDES];

	for (int k = DIFF_A; k < DIFF_SIDES; k++) {
		paths[k] = diff->snapshots[k]->source_path;
		if (!paths[k])
			paths[k] = "this machine";
	}
	fputc('\n', output->file);
	print_line(output, layout, "place", paths[DIFF_A], ' ', paths[DIFF_B], COLOR_BOLD);
}

void output_diff_side(const struct output *output, const struct diff *diff, bool all)
{
	const struct layout layout = make_layout(output, diff);

	output_diff_head(output, diff);
	print_head(output, &layout, diff);
	for (size_t i = 0; i < diff->count; i++) {
		const struct diff_entry *entry = &diff->entries[i], *other = NULL;

		if (!all && !diff_weighs(entry))
			continue;
		/* what has gone comes first, and tells of both */
		if (entry->instead < i && diff->entries[entry->instead].instead == i)
			continue;
		if (entry->instead > i && diff->entries[entry->instead].instead == i)
			other = &diff->entries[entry->instead];
		print_entry(output, &layout, entry, other, all);
	}
	fputc('\n', output->file);
	output_diff_summary(output, diff);
}
