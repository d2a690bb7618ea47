/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_format.h: the bytes around the archive, for the file that writes them
 * and the file that proves them. What they mean is in dump_file.h.
 */
#ifndef MUSTER_DUMP_FORMAT_H
#define MUSTER_DUMP_FORMAT_H

#include <stdint.h>

#include "dump_file.h"

extern const uint8_t dump_head[DUMP_HEAD_SIZE];

/** dump_tail_make() - the tail that holds @digest, 32 bytes */
void dump_tail_make(const uint8_t *digest, uint8_t tail[DUMP_TAIL_SIZE]);

/** dump_tail_is() - whether it is the tail of some dump */
bool dump_tail_is(const uint8_t tail[DUMP_TAIL_SIZE]);

#endif /* MUSTER_DUMP_FORMAT_H */
