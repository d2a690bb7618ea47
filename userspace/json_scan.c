// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_scan.c: one pass over the text of a JSON file that knows its grammar.
 */
#include "json_scan.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct key {
	const char *start;
	size_t length;
	unsigned int line;
};

/* The keys of one object, in the order of the file until the object ends. */
struct keys {
	struct key *items;
	size_t count, room;
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
		/* what reads the text as a string would end here */
		if (!*scan->at)
			return stop(scan, "a NUL byte in a comment");
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

static struct key *new_key(struct keys *keys)
{
	struct key *items = keys->items;
	size_t room = keys->room;

	if (keys->count == room) {
		room = room ? 2 * room : 16;
		items = reallocarray(items, room, sizeof(*items));
		if (!items)
			return NULL;
		keys->items = items;
		keys->room = room;
	}
	return &items[keys->count];
}

static bool scan_key(struct scan *scan, struct keys *keys)
{
	struct key *key;

	if (keys->count == JSON_TEXT_KEYS)
		return stop(scan, "too many keys in one object");
	if (peek(scan) != '"')
		return stop(scan, "a key in double quotes is expected here");
	key = new_key(keys);
	if (!key)
		return stop(scan, "not enough memory for the keys of this object");
	key->line = scan->line;
	if (!scan_string(scan, key))
		return false;
	keys->count++;
	return true;
}

/* Equal ones side by side, in the order of the file. */
static int by_key(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order;

	if (x->length != y->length)
		return x->length < y->length ? -1 : 1;
	order = memcmp(x->start, y->start, x->length);
	return order ? order : (x->start > y->start) - (x->start < y->start);
}

static bool check_keys(struct scan *scan, struct keys *keys)
{
	struct key *items = keys->items;

	if (keys->count > 1)
		qsort(items, keys->count, sizeof(*items), by_key);
	for (size_t i = 1; i < keys->count; i++) {
		if (items[i].length != items[i - 1].length ||
		    memcmp(items[i].start, items[i - 1].start, items[i].length) != 0)
			continue;
		scan->line = items[i].line;
		return stop(scan, "this key stands twice in one object");
	}
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

static bool scan_member(struct scan *scan, unsigned int depth, bool on_path,
			struct keys *keys)
{
	struct key key;

	if (!scan_key(scan, keys) || !skip_space(scan))
		return false;
	if (peek(scan) != ':')
		return stop(scan, "a ':' is expected here");
	scan->at++;
	key = keys->items[keys->count - 1];
	return scan_value(scan, depth + 1, on_path && is_step(scan, depth, &key, 0),
			  key.line);
}

static bool scan_members(struct scan *scan, unsigned int depth, bool on_path)
{
	struct keys keys = { 0 };
	bool good;

	do {
		scan->at++;	/* the brace or the comma */
		good = skip_space(scan);
		if (!good || (keys.count == 0 && peek(scan) == '}'))
			break;
		good = scan_member(scan, depth, on_path, &keys);
	} while (good && peek(scan) == ',');
	if (good && peek(scan) != '}')
		good = stop(scan, "a ',' or a '}' is expected here");
	good = good && check_keys(scan, &keys);
	free(keys.items);
	scan->at++;
	return good;
}

/* Of an element of the array that is wanted. */
static bool note_line(struct scan *scan)
{
	size_t room = scan->line_room ? 2 * scan->line_room : 64;
	unsigned int *lines = scan->lines;

	if (scan->line_count == scan->line_room) {
		lines = reallocarray(lines, room, sizeof(*lines));
		if (!lines)
			return stop(scan, "not enough memory");
		scan->lines = lines;
		scan->line_room = room;
	}
	lines[scan->line_count++] = scan->line;
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
		if (on_path && depth == scan->depth && !note_line(scan))
			return false;
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

int json_scan(struct scan *scan, char *text, size_t length)
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
