/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_board.h: boards out of bytes, for targets that compare.
 */
#ifndef MUSTER_FUZZ_BOARD_H
#define MUSTER_FUZZ_BOARD_H

#include "fuzz.h"

/* Bytes not used yet. */
struct fuzz_stream {
	const uint8_t *data;
	size_t left;
};

/** fuzz_take() - Return: the next byte, brought below @below; 0 where there is none. */
unsigned int fuzz_take(struct fuzz_stream *stream, unsigned int below);

/** fuzz_board() - how many devices, and what each is */
struct snapshot *fuzz_board(struct fuzz_stream *stream);

/** fuzz_board_later() - what became of each of @before, and what is new */
struct snapshot *fuzz_board_later(const struct snapshot *before, struct fuzz_stream *stream);

#endif /* MUSTER_FUZZ_BOARD_H */
