// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_diff_head.c: the first and the last lines of a difference.
 */
#include "output_diff.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "diff.h"
#include "output.h"
#include "text.h"

#define DIGEST_SHOWN 19	/* "sha256:" and 12 digits tell two apart */

static const char *const letters[DIFF_SIDES] = { "A", "B" };

const char *output_diff_name(const struct diff_change *change, char *buffer, size_t size)
{
	snprintf(buffer, size, "%s", change->name);
	/* what has a dot is called so everywhere */
	for (char *c = buffer; *c && !strchr(buffer, '.'); c++)
		if (*c == '_')
			*c = ' ';
	return buffer;
}

const char *output_diff_value(const char *value, char *buffer, size_t size)
{
	int most = value && !strncmp(value, "sha256:", 7) ? DIGEST_SHOWN : (int)size - 1;

	snprintf(buffer, size, "%.*s", most, value ? value : "none");
	return buffer;
}

static void print_side(const struct output *output, const struct snapshot *snapshot,
		       const char *mark, enum output_color color)
{
	time_t seconds = snapshot->time / 1000000000;
	char time[32] = "";
	struct tm tm;

	if (snapshot->time && gmtime_r(&seconds, &tm))
		strftime(time, sizeof(time), "%Y-%m-%d %H:%M:%S UTC, ", &tm);
	output_color(output, color);
	fprintf(output->file, "%s ", mark);
	text_print(output->file, snapshot->source_path ? snapshot->source_path : "this machine");
	output_color(output, COLOR_NONE);
	fputs("  ", output->file);
	if (snapshot->hostname) {
		text_print(output->file, snapshot->hostname);
		fputs(", ", output->file);
	}
	fprintf(output->file, "%s%s, %zu device%s\n", time, source_kind_names[snapshot->source],
		snapshot->count, snapshot->count == 1 ? "" : "s");
}

static void print_changes(const struct output *output, const struct diff_changes *changes)
{
	char text[512];

	for (size_t i = 0; i < changes->count; i++) {
		const struct diff_change *change = &changes->items[i];

		fprintf(output->file, "  %s: ", output_diff_name(change, text, sizeof(text)));
		text_print(output->file,
			   output_diff_value(change->values[DIFF_A], text, sizeof(text)));
		fputs(" -> ", output->file);
		text_print(output->file,
			   output_diff_value(change->values[DIFF_B], text, sizeof(text)));
		fputc('\n', output->file);
	}
}

void output_diff_head(const struct output *output, const struct diff *diff)
{
	print_side(output, diff->snapshots[DIFF_A], "---", COLOR_RED);
	print_side(output, diff->snapshots[DIFF_B], "+++", COLOR_GREEN);
	if (diff->board.count) {
		output_color(output, COLOR_YELLOW);
		fputs("another board:", output->file);
		output_color(output, COLOR_NONE);
		fputc('\n', output->file);
		print_changes(output, &diff->board);
	}
	if (diff->context.count) {
		fputs("context:\n", output->file);
		print_changes(output, &diff->context);
	}
}

/* "1 arrived, 2 gone; 12 are the same" */
static void print_counts(const struct output *output, const struct diff *diff)
{
	const char *separator = "";

	output_color(output, diff_differs(diff) ? COLOR_RED : COLOR_GREEN);
	for (int what = DIFF_ARRIVED; what < DIFF_UNSEEN; what++) {
		if (!diff->counts[what])
			continue;
		fprintf(output->file, "%s%zu %s", separator, diff->counts[what],
			what == DIFF_SWAPPED && diff->counts[what] > 1 ? "pairs swapped" :
			what == DIFF_SWAPPED ? "pair swapped" : diff_what_name(what));
		separator = ", ";
	}
	if (!*separator)
		fputs(diff->board.count ? "no other difference" : "no difference", output->file);
	output_color(output, COLOR_NONE);
	fprintf(output->file, "; %zu the same\n", diff->counts[DIFF_SAME]);
}

static void print_count(const struct output *output, size_t count, const char *one,
			const char *many)
{
	if (count)
		fprintf(output->file, "%zu %s\n", count, count == 1 ? one : many);
}

/* What @side does not know of what the other does. */
static void print_blind(const struct output *output, const struct diff *diff,
			enum diff_side side)
{
	const size_t *blind = diff->blind[side];
	const char *separator = "";

	fprintf(output->file, "not compared at %zu device%s, because %s %s: ",
		diff->blind_devices[side], diff->blind_devices[side] == 1 ? "" : "s",
		letters[side], diff->reasons[side]);
	for (int field = 0; field < FIELD_COUNT; field++) {
		const struct diff_change change = { .name = diff_blind_name(field) };
		char name[64];

		if (!blind[field])
			continue;
		fprintf(output->file, "%s%s", separator,
			output_diff_name(&change, name, sizeof(name)));
		if (blind[field] != diff->blind_devices[side])
			fprintf(output->file, " (%zu)", blind[field]);
		separator = ", ";
	}
	fputc('\n', output->file);
}

void output_diff_summary(const struct output *output, const struct diff *diff)
{
	print_counts(output, diff);
	print_count(output, diff->renumbered, "function has another bus number",
		    "functions have other bus numbers");
	print_count(output, diff->renumbered_adapters, "adapter has another number",
		    "adapters have other numbers");
	for (int k = DIFF_A; k < DIFF_SIDES; k++) {
		if (diff->hosted[k])
			fprintf(output->file, "%zu that drivers make (virtual functions, adapters) in %s only\n",
				diff->hosted[k], letters[k]);
		if (diff->blind_devices[k])
			print_blind(output, diff, k);
		if (diff->unseen[k])
			fprintf(output->file, "%zu device%s of %s that %s could not have seen\n",
				diff->unseen[k], diff->unseen[k] == 1 ? "" : "s", letters[!k],
				letters[k]);
		if (diff->snapshots[k]->incomplete)
			fprintf(output->file, "%s is not complete: what it lacks may be there\n",
				letters[k]);
	}
}
