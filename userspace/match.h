/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match.h: what an inventory lets a value be: a text, a list of texts, globs.
 *
 * Invariant: an unknown value neither matches nor fails to match.
 */
#ifndef MUSTER_MATCH_H
#define MUSTER_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "device.h"

enum match { MATCH_NO, MATCH_YES, MATCH_UNKNOWN };

/**
 * struct pattern - the values that a field may have
 * @texts: each a text or a glob: *, ?, [a-f], [!0], and \ before any of them
 * @none: the field may be known to be none ("null" in the file)
 */
struct pattern {
	char **texts;
	size_t count;
	bool none;
};

/** pattern_add() - one more value. Return: 0, -EINVAL for a bad glob, -ENOMEM. */
int pattern_add(struct pattern *pattern, const char *text);
void pattern_clear(struct pattern *pattern);

enum match pattern_match(const struct pattern *pattern, const struct value *value);

/** pattern_exact() - Return: the only text @pattern can match, or NULL. */
const char *pattern_exact(const struct pattern *pattern);

/**
 * pattern_show() - @pattern for a person: "8086", "8086 or 10ec", "none"
 * Return: a text to be freed, or NULL without memory.
 */
char *pattern_show(const struct pattern *pattern);

/** glob_match() - whether @text is what @glob describes, as a whole */
bool glob_match(const char *glob, const char *text);
/** glob_valid() - no bracket left open, no backslash at the end */
bool glob_valid(const char *glob);
/** glob_plain() - whether @glob has no special character at all */
bool glob_plain(const char *glob);
/** glob_literal() - the same, but for characters behind a backslash: it matches one text */
bool glob_literal(const char *glob);
/** glob_escape() - the glob that matches @text alone; to be freed, NULL: no memory */
char *glob_escape(const char *text);

#endif /* MUSTER_MATCH_H */
