/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mangle.h: right requests made wrong at random, each the same for the same seed and number.
 */
#ifndef TEST_MANGLE_H
#define TEST_MANGLE_H

#include <stdint.h>

struct message;

/* What right requests are made of. */
struct mangle {
	uint64_t state;		/* of the generator */
	uint16_t family;
	uint8_t load_id[16];
	uint64_t next;		/* number the next entry had at the beginning */
};

/** mangle_begin() - @number: of the message within the run of @seed */
void mangle_begin(struct mangle *mangle, uint64_t seed, uint64_t number);

/** mangle_below() - a number from 0 to @limit - 1 */
uint64_t mangle_below(struct mangle *mangle, uint64_t limit);

/** mangle_make() - a request, wrong in up to four ways; now and then none */
void mangle_make(struct mangle *mangle, struct message *message);

#endif /* TEST_MANGLE_H */
