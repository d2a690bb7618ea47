// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_tree.c: a snapshot as a tree, in the manner of "lspci -t": a bridge that
 * has nothing to say leads on to what is behind it on the same line.
 */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "device.h"
#include "finding.h"
#include "place.h"
#include "snapshot.h"
#include "tree.h"

#define NAME_LEAST 24		/* columns that a name should have */
#define WIDTH_ASSUMED 100	/* where lines may be as long as they are */
#define LABEL_MOST 24		/* columns of a root that others can follow on its line */
#define DEPTH_MAX (PLACE_MAX / 2 + 4)
#define LINE_SIZE 16384		/* bytes */

/* What leads to a node: right behind its parent, or on a line of its own. */
struct strokes {
	const char *only, *first, *middle, *last, *past, *dash;
};

static const struct strokes ascii = { "--", "+-", "+-", "\\-", "| ", "-" };
static const struct strokes drawn = { "──", "┬─", "├─", "└─", "│ ", "─" };

/**
 * struct drawing - a tree under way
 * @line: what stands before the name on the present line, @column columns
 * @at: per level, the column of its strokes; @more: whether more is to come there
 */
struct drawing {
	const struct output *output;
	const struct tree *tree;
	const struct strokes *strokes;
	unsigned int column, margin, depth;
	unsigned int at[DEPTH_MAX];
	bool more[DEPTH_MAX], judged;
	size_t used;
	char line[LINE_SIZE];
};

static void put(struct drawing *drawing, const char *text)
{
	size_t length = strlen(text);

	if (length >= sizeof(drawing->line) - drawing->used)
		return;
	memcpy(drawing->line + drawing->used, text, length);
	drawing->used += length;
	drawing->column += output_columns(text);
}

/* Blanks and strokes up to the level that is to have a stroke next. */
static void begin_line(struct drawing *drawing)
{
	drawing->used = 0;
	drawing->column = drawing->margin;
	for (unsigned int i = 0; i < drawing->depth; i++) {
		while (drawing->column < drawing->at[i])
			put(drawing, " ");
		if (i + 1 < drawing->depth)
			put(drawing, drawing->more[i] ? drawing->strokes->past : "  ");
	}
}

static void end_line(struct drawing *drawing, const struct tree_node *node)
{
	const struct output *output = drawing->output;

	if (drawing->judged)
		output_tree_verdict(output, node);
	fwrite(drawing->line, 1, drawing->used, output->file);
	output_tree_name(output, node, drawing->column);
	fputc('\n', output->file);
}

static bool is_bridge(const struct tree_node *node)
{
	char digits[DEVICE_CLASS_SIZE];
	const char *class = node->device ? device_class(node->device, digits) : NULL;

	return class && (!strncmp(class, "0604", 4) || !strncmp(class, "0607", 4) ||
			 !strncmp(class, "0609", 4));
}

static bool is_root(const struct tree_node *node)
{
	return !node->device && !node->finding;
}

static bool has_to_say(const struct tree_node *node)
{
	return node->finding || node->unverified ||
	       (node->device && (node->device->reading == READING_GONE ||
				 node->device->reading == READING_UNREADABLE));
}

/* Whether what is below @node follows on its line, where its name would be. */
static bool leads_on(const struct drawing *drawing, const struct tree_node *node)
{
	unsigned int width = drawing->output->width ? drawing->output->width : WIDTH_ASSUMED;

	if (node->child == TREE_NONE || has_to_say(node) ||
	    (!is_root(node) && !is_bridge(node)) ||
	    (is_root(node) && strlen(node->place + node->label) > LABEL_MOST))
		return false;
	return drawing->column + 2 * node->height + NAME_LEAST <= width;
}

static void draw_below(struct drawing *drawing, size_t child, bool leads);

static void draw_node(struct drawing *drawing, const struct tree_node *node)
{
	char text[4 * (PLACE_MAX + 1) + 32];

	output_tree_label(drawing->tree, node, text, sizeof(text));
	put(drawing, text);
	if (is_bridge(node)) {
		output_tree_bus(node, text, sizeof(text));
		put(drawing, drawing->strokes->dash);
		put(drawing, "[");
		put(drawing, text);
		put(drawing, "]");
		put(drawing, drawing->strokes->dash);
		put(drawing, drawing->strokes->dash);
	} else if (is_root(node)) {
		put(drawing, drawing->strokes->dash);
	}
	if (leads_on(drawing, node)) {
		draw_below(drawing, node->child, true);
		return;
	}
	end_line(drawing, node);
	if (node->child != TREE_NONE)
		draw_below(drawing, node->child, false);
}

/* @leads: the first goes on the line under way, right behind its parent */
static void draw_below(struct drawing *drawing, size_t child, bool leads)
{
	const struct tree_node *nodes = drawing->tree->nodes;
	unsigned int level = drawing->depth;

	if (level == DEPTH_MAX)
		return;
	if (leads)
		drawing->at[level] = drawing->column;
	else
		drawing->at[level] = level ? drawing->at[level - 1] + 2 : drawing->margin;
	for (bool first = leads; child != TREE_NONE; child = nodes[child].next, first = false) {
		bool last = nodes[child].next == TREE_NONE;

		drawing->depth = level + 1;
		drawing->more[level] = !last;
		if (!first)
			begin_line(drawing);
		if (first)
			put(drawing, last ? drawing->strokes->only : drawing->strokes->first);
		else
			put(drawing, last ? drawing->strokes->last : drawing->strokes->middle);
		draw_node(drawing, &nodes[child]);
	}
	drawing->depth = level;
}

static void draw_roots(struct drawing *drawing)
{
	const struct tree *tree = drawing->tree;

	if (tree->first == TREE_NONE)
		return;
	begin_line(drawing);
	put(drawing, drawing->strokes->dash);
	if (tree->nodes[tree->first].next == TREE_NONE)
		draw_node(drawing, &tree->nodes[tree->first]);
	else
		draw_below(drawing, tree->first, true);
}

/* What is of no one place. */
static void draw_homeless(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->tree->homeless_count; i++) {
		const struct tree_node node = { .child = TREE_NONE,
						.finding = drawing->tree->homeless[i] };

		drawing->used = 0;
		drawing->column = drawing->margin;
		end_line(drawing, &node);
	}
}

int output_tree(const struct output *output, const struct snapshot *snapshot,
		const struct verdict *verdict)
{
	struct drawing *drawing = calloc(1, sizeof(*drawing));
	struct tree *tree = NULL;
	int err = drawing ? tree_new(snapshot, verdict, &tree) : -ENOMEM;

	if (!err) {
		drawing->output = output;
		drawing->tree = tree;
		drawing->strokes = output->lines ? &drawn : &ascii;
		drawing->judged = verdict;
		if (verdict)
			drawing->margin = OUTPUT_VERDICT_WIDTH;
		draw_roots(drawing);
		draw_homeless(drawing);
	}
	tree_free(tree);
	free(drawing);
	return err;
}
