/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * jedec.h: names of makers by the two bytes that JEP-106 gives them.
 *
 * The list is of those who make memory chips, modules and what else is soldered
 * to them, and of the better known others; who is not in it has a number still.
 */
#ifndef MUSTER_JEDEC_H
#define MUSTER_JEDEC_H

#include <stdbool.h>
#include <stdint.h>

/**
 * jedec_id_sound() - whether both bytes have odd parity, as JEP-106 asks
 * @id: number of continuation codes, and the code, as DDR3 and later have them
 */
bool jedec_id_sound(const uint8_t id[2]);

/** jedec_maker() - Return: its name; NULL: not sound, or not in our list. */
const char *jedec_maker(const uint8_t id[2]);

#endif /* MUSTER_JEDEC_H */
