// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_text.c: one pass over the text of a JSON file that knows its grammar.
 *
 * json-c keeps neither lines nor the first of two equal keys. So this pass
 * comes before it: it refuses what is not strict JSON with comments, and blanks
 * the comments; json-c then reads a text that both agree upon.
 */
#include "json_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct key {
	const char *start;
	size_t length;
};

/**
 * struct scan - where the pass is
 * @why: the sentence that ends it, or NULL
 * @path: the steps to the value wanted, from the root; NULL: none is wanted
 * @depth: how many steps
 * @found: whether @place holds it
 */
struct scan {
	char *text, *at, *end;
	unsigned int line;
	const char *why;
	const struct spot *path[JSON_TEXT_DEPTH];
	size_t depth;
	bool found;
	struct json_place place;
};

static bool stop(struct scan *scan, const char *why)
{
	if (!scan->why)
		scan->why = why;
	return false;
}

static char peek(const struct scan *scan)
{
	return scan->at < scan->end ? *scan->at : '\0';
}

/* Blank a comment, keeping the line breaks in it. */
static bool skip_comment(struct scan *scan)
{
	char *start = scan->at;
	bool block;

	if (scan->end - start < 2 || (start[1] != '/' && start[1] != '*'))
		return stop(scan, "a lone '/'");
	block = start[1] == '*';
	scan->at += 2;
	for (;; scan->at++) {
		if (scan->at >= scan->end) {
			if (block)
				return stop(scan, "a comment is never closed");
			break;
		}
		if (*scan->at == '\n') {
			if (!block)
				break;
			scan->line++;
		}
		if (block && *scan->at == '*' && scan->end - scan->at > 1 &&
		    scan->at[1] == '/') {
			scan->at += 2;
			break;
		}
	}
	for (; start < scan->at; start++)
		if (*start != '\n')
			*start = ' ';
	return true;
}

static bool skip_space(struct scan *scan)
{
	for (; scan->at < scan->end; scan->at++) {
		if (*scan->at == '\n')
			scan->line++;
		else if (*scan->at == '/') {
			if (!skip_comment(scan))
				return false;
			scan->at--;
		} else if (!strchr(" \t\r", *scan->at) || !*scan->at) {
			break;
		}
	}
	return true;
}

/* What stands within the quotes goes to @key; NULL: any text, not a key. */
static bool scan_string(struct scan *scan, struct key *key)
{
	const char *start = ++scan->at;

	for (;; scan->at++) {
		unsigned char c = peek(scan);

		if (scan->at >= scan->end || c == '\n')
			return stop(scan, "a text has no closing quote");
		if (c < 0x20)
			return stop(scan, "a control character in a text");
		if (c == '"')
			break;
		if (c != '\\')
			continue;
		if (key)
			return stop(scan, "a key is written without backslash");
		if (++scan->at >= scan->end || !strchr("\"\\/bfnrtu", *scan->at))
			return stop(scan, "an unknown escape in a text");
	}
	if (key) {
		key->start = start;
		key->length = scan->at - start;
	}
	scan->at++;
	return true;
}

static bool scan_digits(struct scan *scan)
{
	if (!isdigit((unsigned char)peek(scan)))
		return stop(scan, "not a number");
	while (isdigit((unsigned char)peek(scan)))
		scan->at++;
	return true;
}

static bool scan_number(struct scan *scan)
{
	if (peek(scan) == '-')
		scan->at++;
	if (peek(scan) == '0')
		scan->at++;
	else if (!scan_digits(scan))
		return false;
	if (peek(scan) == '.') {
		scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	if (peek(scan) == 'e' || peek(scan) == 'E') {
		scan->at++;
		if (peek(scan) == '+' || peek(scan) == '-')
			scan->at++;
		return scan_digits(scan);
	}
	return true;
}

static bool scan_word(struct scan *scan)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if ((size_t)(scan->end - scan->at) >= length &&
		    memcmp(scan->at, words[i], length) == 0) {
			scan->at += length;
			return true;
		}
	}
	return stop(scan, "a value is expected here");
}

static bool scan_value(struct scan *scan, unsigned int depth, bool on_path,
		       unsigned int key_line);

static bool scan_key(struct scan *scan, struct key *keys, size_t *count)
{
	struct key *key = &keys[*count];

	if (*count == JSON_TEXT_KEYS)
		return stop(scan, "too many keys in one object");
	if (peek(scan) != '"')
		return stop(scan, "a key in double quotes is expected here");
	if (!scan_string(scan, key))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (keys[i].length == key->length &&
		    memcmp(keys[i].start, key->start, key->length) == 0)
			return stop(scan, "this key stands twice in one object");
	++*count;
	return true;
}

/* Whether the member or element is the next step to the value wanted. */
static bool is_step(const struct scan *scan, unsigned int depth,
		    const struct key *key, size_t index)
{
	const struct spot *step;

	if (depth >= scan->depth)
		return false;
	step = scan->path[depth];
	if (!key || !step->key)
		return !key && !step->key && step->index == index;
	return strlen(step->key) == key->length &&
	       memcmp(step->key, key->start, key->length) == 0;
}

static bool scan_members(struct scan *scan, unsigned int depth, bool on_path)
{
	struct key keys[JSON_TEXT_KEYS + 1];
	size_t count = 0;
	unsigned int line;

	do {
		scan->at++;	/* the brace or the comma */
		if (!skip_space(scan))
			return false;
		if (count == 0 && peek(scan) == '}')
			break;
		line = scan->line;
		if (!scan_key(scan, keys, &count) || !skip_space(scan))
			return false;
		if (peek(scan) != ':')
			return stop(scan, "a ':' is expected here");
		scan->at++;
		if (!scan_value(scan, depth + 1, on_path &&
				is_step(scan, depth, &keys[count - 1], 0), line))
			return false;
	} while (peek(scan) == ',');
	if (peek(scan) != '}')
		return stop(scan, "a ',' or a '}' is expected here");
	scan->at++;
	return true;
}

static bool scan_elements(struct scan *scan, unsigned int depth, bool on_path)
{
	size_t index = 0;

	do {
		scan->at++;	/* the bracket or the comma */
		if (!skip_space(scan))
			return false;
		if (index == 0 && peek(scan) == ']')
			break;
		if (!scan_value(scan, depth + 1, on_path &&
				is_step(scan, depth, NULL, index), 0))
			return false;
		index++;
	} while (peek(scan) == ',');
	if (peek(scan) != ']')
		return stop(scan, "a ',' or a ']' is expected here");
	scan->at++;
	return true;
}

/* One value and the space around it. */
static bool scan_value(struct scan *scan, unsigned int depth, bool on_path,
		       unsigned int key_line)
{
	bool wanted = on_path && depth == scan->depth, good;
	struct json_place place;

	if (!skip_space(scan))
		return false;
	if (depth >= JSON_TEXT_DEPTH)
		return stop(scan, "too many objects within one another");
	place.line = key_line ? key_line : scan->line;
	place.start = scan->at - scan->text;
	if (peek(scan) == '{')
		good = scan_members(scan, depth, on_path);
	else if (peek(scan) == '[')
		good = scan_elements(scan, depth, on_path);
	else if (peek(scan) == '"')
		good = scan_string(scan, NULL);
	else if (peek(scan) == '-' || isdigit((unsigned char)peek(scan)))
		good = scan_number(scan);
	else
		good = scan_word(scan);
	place.end = scan->at - scan->text;
	if (wanted) {
		scan->place = place;
		scan->found = true;
	}
	return good && skip_space(scan);
}

/* Blanks the comments in @text. */
static int scan_text(struct scan *scan, char *text, size_t length)
{
	scan->text = scan->at = text;
	scan->end = text + length;
	scan->line = 1;
	if (!scan_value(scan, 0, true, 0))
		return -EINVAL;
	if (scan->at != scan->end) {
		stop(scan, "there is more after the end");
		return -EINVAL;
	}
	return 0;
}

static char *copy_text(const char *text, size_t length)
{
	char *copy = malloc(length + 1);

	if (!copy)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

/* The scan has accepted the text: what json-c still refuses is not UTF-8. */
static int parse_blanked(const char *text, size_t length, struct json_object **out,
			 unsigned int *line)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_TEXT_DEPTH + 1);
	int err = 0;

	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	/* With the final NUL, so that a bare number at the top ends too. */
	*out = json_tokener_parse_ex(tokener, text, length + 1);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		size_t bad = json_tokener_get_parse_end(tokener);

		err = -EINVAL;
		json_object_put(*out);
		*out = NULL;
		*line = 1;
		for (size_t i = 0; i < bad && i < length; i++)
			*line += text[i] == '\n';
	}
	json_tokener_free(tokener);
	return err;
}

int json_text_parse(const char *text, size_t length, struct json_object **out,
		    unsigned int *line, const char **why)
{
	struct scan scan = { 0 };
	char *copy;
	int err;

	*out = NULL;
	if (length >= INT32_MAX) {
		*line = 1;
		*why = "the file is too large";
		return -EINVAL;
	}
	copy = copy_text(text, length);
	if (!copy)
		return -ENOMEM;
	err = scan_text(&scan, copy, length);
	if (!err) {
		err = parse_blanked(copy, length, out, &scan.line);
		scan.why = "not UTF-8, or a number out of range";
	}
	*line = scan.line;
	*why = scan.why;
	free(copy);
	return err;
}

int json_text_find(const char *text, size_t length, const struct spot *spot,
		   struct json_place *place)
{
	struct scan scan = { 0 };
	const struct spot *step;
	char *copy;

	for (step = spot; step; step = step->up)
		if (++scan.depth > JSON_TEXT_DEPTH)
			return -ENOENT;
	for (size_t i = scan.depth; i > 0; spot = spot->up)
		scan.path[--i] = spot;
	copy = copy_text(text, length);
	if (!copy)
		return -ENOMEM;
	scan_text(&scan, copy, length);
	*place = scan.place;
	free(copy);
	return scan.found ? 0 : -ENOENT;
}
