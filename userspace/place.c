// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * place.c: where a device sits, as text that survives renumbering.
 */
#include "place.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* One step of a place, not NUL-terminated. */
struct step {
	const char *text;
	size_t length;
};

/* What a step is; its value is also the order among siblings. */
enum step_kind {
	STEP_ROOT_PCI,
	STEP_ROOT_DOMAIN,
	STEP_ROOT_UNKNOWN,
	STEP_ROOT_UID,
	STEP_ROOT_FIRMWARE,
	STEP_ROOT_DEVICE,
	STEP_FUNCTION,
	STEP_PCI,
	STEP_VIRTUAL,
	STEP_ADAPTER,
	STEP_CLIENT,
	STEP_CHANNEL,
	STEP_OTHER,
};

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Number of lower-case hex digits, at most @most, that @text begins with. */
static size_t hex_run(const char *text, size_t length, size_t most)
{
	size_t n = 0;

	while (n < length && n < most && is_hex(text[n]))
		n++;
	return n;
}

/* Whether all of it is a decimal number without leading zeros. */
static bool is_decimal(const char *text, size_t length)
{
	size_t i;

	if (!length || length > 9 || (length > 1 && text[0] == '0'))
		return false;
	for (i = 0; i < length; i++)
		if (!isdigit((unsigned char)text[i]))
			return false;
	return true;
}

/* Whether all of it is nothing, or "#k". */
static bool is_ordinal(const char *text, size_t length)
{
	return !length || (text[0] == '#' && is_decimal(text + 1, length - 1));
}

static bool has_prefix(const char *text, size_t length, const char *prefix)
{
	size_t n = strlen(prefix);

	return length >= n && !memcmp(text, prefix, n);
}

static bool is_function(const char *text, size_t length)
{
	return length == 4 && hex_run(text, 2, 2) == 2 && text[2] == '.' &&
	       text[3] >= '0' && text[3] <= '7';
}

static bool is_client(const char *text, size_t length)
{
	if (length == 1 && text[0] == '?')
		return true;
	if (length && text[0] == 's') {
		text++;
		length--;
	}
	if (length && text[0] == 't')
		return length == 4 && hex_run(text + 1, 3, 3) == 3;
	return length == 2 && hex_run(text, 2, 2) == 2;
}

static bool is_channel(const char *text, size_t length)
{
	const char *mark;

	if (!has_prefix(text, length, "ch"))
		return false;
	text += 2;
	length -= 2;
	mark = memchr(text, '#', length);
	if (!mark)
		return is_decimal(text, length);
	return is_decimal(text, mark - text) &&
	       is_ordinal(mark, length - (mark - text));
}

/* dddd:bb */
static bool is_root(const char *text, size_t length)
{
	size_t domain = hex_run(text, length, 8);

	return domain >= 4 && length == domain + 3 && text[domain] == ':' &&
	       hex_run(text + domain + 1, 2, 2) == 2;
}

/* dddd:? */
static bool is_domain(const char *text, size_t length)
{
	size_t domain = hex_run(text, length, 8);

	return domain >= 4 && length == domain + 2 && !memcmp(text + domain, ":?", 2);
}

static enum step_kind root_kind(const struct step *step)
{
	if (is_root(step->text, step->length))
		return STEP_ROOT_PCI;
	if (is_domain(step->text, step->length))
		return STEP_ROOT_DOMAIN;
	if (step->length == 1 && step->text[0] == '?')
		return STEP_ROOT_UNKNOWN;
	if (has_prefix(step->text, step->length, "uid:"))
		return STEP_ROOT_UID;
	if (has_prefix(step->text, step->length, "fw:"))
		return STEP_ROOT_FIRMWARE;
	if (has_prefix(step->text, step->length, "dev:"))
		return STEP_ROOT_DEVICE;
	return STEP_OTHER;
}

static enum step_kind step_kind(const struct step *step)
{
	const char *text = step->text;
	size_t length = step->length;

	if (is_function(text, length))
		return STEP_FUNCTION;
	if (length == 3 && !memcmp(text, "pci", 3))
		return STEP_PCI;
	if (has_prefix(text, length, "vf") &&
	    (is_decimal(text + 2, length - 2) || (length == 3 && text[2] == '?')))
		return STEP_VIRTUAL;
	if (has_prefix(text, length, "i2c") && is_ordinal(text + 3, length - 3))
		return STEP_ADAPTER;
	if (is_channel(text, length))
		return STEP_CHANNEL;
	if (is_client(text, length))
		return STEP_CLIENT;
	return STEP_OTHER;
}

/* The first step of *@place, which moves behind it. Return: false at the end. */
static bool next_step(const char **place, struct step *step)
{
	const char *text = *place;
	const char *end;

	if (!*text)
		return false;
	end = strchrnul(text, '/');
	step->text = text;
	step->length = end - text;
	*place = *end ? end + 1 : end;
	return true;
}

static int compare_text(const struct step *a, const struct step *b)
{
	size_t shorter = a->length < b->length ? a->length : b->length;
	int order = memcmp(a->text, b->text, shorter);

	if (order)
		return order;
	return (a->length > b->length) - (a->length < b->length);
}

/* Steps of one kind whose numbers have no fixed width: the shorter is less. */
static int compare_numbered(const struct step *a, const struct step *b)
{
	if (a->length != b->length)
		return a->length > b->length ? 1 : -1;
	return memcmp(a->text, b->text, a->length);
}

/* chN#k: by N first. */
static int compare_channels(const struct step *a, const struct step *b)
{
	const char *mark_a = memchr(a->text, '#', a->length);
	const char *mark_b = memchr(b->text, '#', b->length);
	struct step channel_a = { a->text, mark_a ? (size_t)(mark_a - a->text) : a->length };
	struct step channel_b = { b->text, mark_b ? (size_t)(mark_b - b->text) : b->length };
	int order = compare_numbered(&channel_a, &channel_b);

	return order ? order : compare_numbered(a, b);
}

static int compare_steps(const struct step *a, const struct step *b, bool root)
{
	enum step_kind kind = root ? root_kind(a) : step_kind(a);
	enum step_kind other = root ? root_kind(b) : step_kind(b);

	if (kind != other)
		return kind > other ? 1 : -1;
	switch (kind) {
	case STEP_ROOT_PCI:
	case STEP_ROOT_DOMAIN:
	case STEP_ROOT_UID:
	case STEP_VIRTUAL:
	case STEP_ADAPTER:
		return compare_numbered(a, b);
	case STEP_CHANNEL:
		return compare_channels(a, b);
	default:
		return compare_text(a, b);
	}
}

int place_compare(const char *a, const char *b)
{
	struct step step_a = { 0 }, step_b = { 0 };
	bool root = true;

	for (;; root = false) {
		bool more_a = next_step(&a, &step_a);
		bool more_b = next_step(&b, &step_b);
		int order;

		if (!more_a || !more_b)
			return more_a - more_b;
		order = compare_steps(&step_a, &step_b, root);
		if (order)
			return order;
	}
}

size_t place_parent(const char *place)
{
	const char *slash = strrchr(place, '/');
	struct step last;

	if (!slash)
		return 0;
	last = (struct step){ slash + 1, strlen(slash + 1) };
	/* a firmware path holds slashes of its own: they part no steps */
	if (step_kind(&last) == STEP_OTHER &&
	    (has_prefix(place, strlen(place), "fw:") ||
	     has_prefix(place, strlen(place), "dev:")))
		return 0;
	return slash - place;
}

size_t place_bus(const char *place, size_t *base)
{
	const char *step = strstr(place, "/i2c");
	size_t length;

	if (!step)
		return 0;
	*base = step + strlen("/i2c") - place;
	length = *base + strcspn(place + *base, "/");
	return length == *base || place[*base] == '#' ? length : 0;
}

bool place_below(const char *place, const char *ancestor)
{
	size_t length = strlen(ancestor);

	return !strncmp(place, ancestor, length) && place[length] == '/' &&
	       place[length + 1];
}

bool place_complete(const char *place)
{
	const char *step = strrchr(place, '/');

	return place_rooted(place) &&
	       (!step || (strcmp(step, "/?") != 0 && strcmp(step, "/vf?") != 0));
}

bool place_rooted(const char *place)
{
	struct step root = { place, strcspn(place, "/") };
	enum step_kind kind = root_kind(&root);

	return kind != STEP_ROOT_DOMAIN && kind != STEP_ROOT_UNKNOWN;
}

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

bool place_valid(const char *place)
{
	struct step step;
	const char *rest = place;

	if (strlen(place) > PLACE_MAX || !is_printable(place) || !next_step(&rest, &step))
		return false;
	switch (root_kind(&step)) {
	case STEP_ROOT_PCI:
	case STEP_ROOT_DOMAIN:
	case STEP_ROOT_UNKNOWN:
		break;
	case STEP_ROOT_UID:
		if (!is_decimal(step.text + 4, step.length - 4))
			return false;
		break;
	case STEP_ROOT_FIRMWARE:
		return place[3] != '\0';
	case STEP_ROOT_DEVICE:
		return place[4] != '\0';
	default:
		return false;
	}
	while (next_step(&rest, &step))
		if (step_kind(&step) == STEP_OTHER)
			return false;
	return place[strlen(place) - 1] != '/';
}

/* "*" stands for any run of characters of one step. */
static bool match_step(const struct step *pattern, const struct step *step)
{
	size_t p = 0, s = 0, star = SIZE_MAX, resume = 0;

	while (s < step->length) {
		if (p < pattern->length && pattern->text[p] == '*') {
			star = p++;
			resume = s;
		} else if (p < pattern->length && pattern->text[p] == step->text[s]) {
			p++;
			s++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			s = ++resume;
		} else {
			return false;
		}
	}
	while (p < pattern->length && pattern->text[p] == '*')
		p++;
	return p == pattern->length;
}

static bool is_any(const struct step *step)
{
	return step->length == 2 && !memcmp(step->text, "**", 2);
}

bool place_match(const char *pattern, const char *place)
{
	const char *star = NULL, *resume = NULL;
	struct step want, have;

	/* only the last "**" need be widened: what is before it has matched */
	while (*place) {
		const char *pattern_next = pattern;
		const char *place_next = place;

		next_step(&place_next, &have);
		if (next_step(&pattern_next, &want)) {
			if (is_any(&want)) {
				pattern = star = pattern_next;
				resume = place;
				continue;
			}
			if (match_step(&want, &have)) {
				pattern = pattern_next;
				place = place_next;
				continue;
			}
		}
		if (!star)
			return false;
		next_step(&resume, &have);
		place = resume;
		pattern = star;
	}
	while (next_step(&pattern, &want))
		if (!is_any(&want))
			return false;
	return true;
}
