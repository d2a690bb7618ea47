/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_scan.h: private to json_scan.c and json_text.c: one pass over the text.
 */
#ifndef MUSTER_JSON_SCAN_H
#define MUSTER_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "json_text.h"

/**
 * struct scan - where the pass is
 * @why: the sentence that ends it, or NULL
 * @path: the steps to the value wanted, from the root; NULL: none is wanted
 * @depth: how many steps
 * @found: whether @place holds it
 * @lines: of the elements of that value, an array; NULL: not wanted
 */
struct scan {
	char *text, *at, *end;
	unsigned int line;
	const char *why;
	const struct spot *path[JSON_TEXT_DEPTH];
	size_t depth;
	bool found;
	struct json_place place;
	unsigned int *lines;
	size_t line_count, line_room;
};

/**
 * json_scan() - read @text to its end or its first mistake; blanks its comments
 * @scan: the path wanted, the rest zero. Return: 0, or -EINVAL and @scan->why.
 */
int json_scan(struct scan *scan, char *text, size_t length);

#endif /* MUSTER_JSON_SCAN_H */
