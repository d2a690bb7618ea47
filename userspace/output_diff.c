// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_diff.c: what differs between two snapshots, line by line.
 */
#include "output_diff.h"

#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "output.h"
#include "place.h"
#include "text.h"

static const struct {
	char mark;
	enum output_color color;
} looks[DIFF_WHATS] = {
	[DIFF_SAME] = { ' ', COLOR_DIM },
	[DIFF_ARRIVED] = { '+', COLOR_GREEN },
	[DIFF_GONE] = { '-', COLOR_RED },
	[DIFF_CHANGED] = { '~', COLOR_YELLOW },
	[DIFF_MOVED] = { '>', COLOR_YELLOW },
	[DIFF_SWAPPED] = { 'x', COLOR_YELLOW },
	[DIFF_UNSEEN] = { '?', COLOR_DIM },
};

static void print_place(const struct output *output, const struct device *device)
{
	const char *address = device_get(device, FIELD_ADDRESS);

	text_print(output->file, device->place);
	if (place_complete(device->place) || !address)
		return;
	fputs(" (", output->file);
	text_print(output->file, address);
	fputc(')', output->file);
}

static void print_change(const struct output *output, const struct diff_change *change)
{
	char text[512];

	if (change->context)
		output_color(output, COLOR_DIM);
	fprintf(output->file, "    %s: ", output_diff_name(change, text, sizeof(text)));
	if (change->part) {
		text_print(output->file, change->part);
		fputs(": ", output->file);
	}
	text_print(output->file, output_diff_value(change->values[DIFF_A], text, sizeof(text)));
	fputs(" -> ", output->file);
	text_print(output->file, output_diff_value(change->values[DIFF_B], text, sizeof(text)));
	output_color(output, COLOR_NONE);
	fputc('\n', output->file);
}

static void print_changes(const struct output *output, const struct diff_changes *changes,
			  bool all)
{
	for (size_t i = 0; i < changes->count; i++)
		if (all || !changes->items[i].context)
			print_change(output, &changes->items[i]);
}

static void print_followers(const struct output *output, const struct diff_entry *entry)
{
	if (entry->what == DIFF_MOVED && entry->followers)
		fprintf(output->file, ", with %zu device%s beside or below it",
			entry->followers, entry->followers == 1 ? "" : "s");
}

/* Where it was, of what is elsewhere now. */
static void print_moved(const struct output *output, const struct diff_entry *entry)
{
	if (entry->what != DIFF_MOVED && entry->what != DIFF_SWAPPED)
		return;
	fputs(entry->what == DIFF_MOVED ? "    moved from " : "    changed places with ",
	      output->file);
	print_place(output, entry->devices[DIFF_A]);
	print_followers(output, entry);
	fputc('\n', output->file);
}

/* Without a serial nothing proves that two of one model are one part. */
static void print_hint(const struct output *output, const struct diff *diff,
		       const struct diff_entry *entry)
{
	const struct diff_entry *like = &diff->entries[entry->like];

	if (like == entry || entry->what != DIFF_ARRIVED)
		return;
	fputs("    one of this model has gone from ", output->file);
	print_place(output, like->devices[DIFF_A]);
	fputs(": it may have moved\n", output->file);
}

static void print_entry(const struct output *output, const struct diff *diff,
			const struct diff_entry *entry, bool all)
{
	const struct device *device = entry->devices[entry->devices[DIFF_B] ? DIFF_B : DIFF_A];
	bool dim = !diff_weighs(entry);
	bool both = entry->what == DIFF_SAME || entry->what == DIFF_CHANGED;
	char *what = both ? output_part(output->names, device) :
		     output_summary(output->names, device);

	output_color(output, dim ? COLOR_DIM : looks[entry->what].color);
	fprintf(output->file, "%c ", looks[entry->what].mark);
	print_place(output, device);
	output_color(output, COLOR_NONE);
	if (dim)
		output_color(output, COLOR_DIM);
	fputs("  ", output->file);
	text_print(output->file, what ? what : "");
	output_color(output, COLOR_NONE);
	fputc('\n', output->file);
	free(what);
	print_moved(output, entry);
	print_hint(output, diff, entry);
	print_changes(output, &entry->changes, all);
}

static bool has_changes(const struct diff_entry *entry, bool all)
{
	for (size_t i = 0; i < entry->changes.count; i++)
		if (all || !entry->changes.items[i].context)
			return true;
	return false;
}

/*
 * What follows another is told by it, but for changes of its own. Of what weighs
 * nothing only what differs in some way.
 */
static bool is_shown(const struct diff *diff, const struct diff_entry *entry, bool all)
{
	if (!diff_weighs(entry))
		return all && (entry->what != DIFF_SAME || has_changes(entry, all));
	return &diff->entries[entry->leader] == entry || has_changes(entry, all) || all;
}

/* Length of the part of @place that all of one slot, or on one adapter, share. */
static size_t slot_length(const char *place)
{
	size_t length = strlen(place);

	if (length > 2 && place[length - 2] == '.')
		return length - 2;
	return place_parent(place);
}

static bool same_slot(const char *a, const char *b)
{
	size_t length = slot_length(a);

	return length == slot_length(b) && !strncmp(a, b, length);
}

void output_diff(const struct output *output, const struct diff *diff, bool all)
{
	const struct diff_entry *last = NULL;

	output_diff_head(output, diff);
	for (size_t i = 0; i < diff->count; i++) {
		const struct diff_entry *entry = &diff->entries[i];

		if (!is_shown(diff, entry, all))
			continue;
		if (!last || !same_slot(diff_place(last), diff_place(entry)))
			fputc('\n', output->file);
		print_entry(output, diff, entry, all);
		last = entry;
	}
	fputc('\n', output->file);
	output_diff_summary(output, diff);
}
