/* SPDX-License-Identifier: GPL-2.0-or-later */
/* malformed.h: the table of requests that must be refused, and how. */
#ifndef TEST_MALFORMED_H
#define TEST_MALFORMED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client.h"

struct message;

/* Who says why: muster and the attribute parser always, the kernel's core not. */
enum words {
	WORDS,		/* a sentence must come */
	NO_WORDS,	/* refused before the family is asked: none is expected */
};

#define PIECES 4

/* What follows the headers: attributes, one after the other. */
struct piece {
	uint16_t type;
	size_t length;		/* of the value */
	const void *value;
	size_t claimed;		/* what nla_len says instead, if not 0 */
};

struct malformed {
	const char *name;
	uint8_t command;
	uint16_t flags;		/* NLM_F_DUMP, or 0 for a do */
	int err;		/* the refusal: a positive errno */
	enum words words;
	size_t count;
	struct piece pieces[PIECES];
	size_t cut;		/* bytes to leave off at the end */
};

extern const struct malformed malformed_table[];
extern const size_t malformed_count;

/** malformed_build() - put the request together */
void malformed_build(const struct malformed *malformed, const struct client *client,
		     struct message *message);

#endif /* TEST_MALFORMED_H */
