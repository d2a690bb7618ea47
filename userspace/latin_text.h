/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * latin_text.h: the text in a fixed field of a memory: ISO 8859-1 at best.
 */
#ifndef MUSTER_LATIN_TEXT_H
#define MUSTER_LATIN_TEXT_H

#include <stddef.h>
#include <stdint.h>

/**
 * latin_text() - @bytes as UTF-8, control characters as \xHH, trailing 00, ff and
 * spaces cut
 * @out: 4 * @length + 1 bytes take any; what does not fit is left out
 * Return: the length of @out.
 */
size_t latin_text(const uint8_t *bytes, size_t length, char *out, size_t size);

#endif /* MUSTER_LATIN_TEXT_H */
