/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory_text.h: serials, parts and makers of memory modules, as firmware writes
 * them, beside how an SPD has them. Each firmware has a way of its own.
 */
#ifndef MUSTER_MEMORY_TEXT_H
#define MUSTER_MEMORY_TEXT_H

#include <stdbool.h>

/** memory_serial_says() - whether it is one, and no word for nothing */
bool memory_serial_says(const char *serial);

/**
 * memory_serial_same() - whether firmware's is that of the SPD
 * @spd: 8 hex digits. Firmware may put the maker, the place and the date before
 * them, drop zeros, or write the four bytes from the last to the first.
 */
bool memory_serial_same(const char *firmware, const char *spd);

/** memory_part_says() - false: empty, or a placeholder of a part number */
bool memory_part_says(const char *part);

/** memory_part_same() - by letters and digits; firmware may cut it short, or add a revision */
bool memory_part_same(const char *firmware, const char *spd);

/**
 * memory_maker_id() - the two bytes of JEP-106 in a maker's text that begins with
 * them ("80CE", "0x80CE", "80CE000080CE"), without their parity bits
 * Return: count of continuations << 8 | code, or -1: it is a name.
 */
int memory_maker_id(const char *text);

#endif /* MUSTER_MEMORY_TEXT_H */
