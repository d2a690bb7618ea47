/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * placeholder.h: texts that makers put where an identity should stand; they
 * never count as one.
 */
#ifndef MUSTER_PLACEHOLDER_H
#define MUSTER_PLACEHOLDER_H

#include <stdbool.h>

/** placeholder_serial() - all zero, all ones, or constant for a model */
bool placeholder_serial(const char *serial);

/** placeholder_dmi() - an SMBIOS string that says nothing of the board */
bool placeholder_dmi(const char *text);

#endif /* MUSTER_PLACEHOLDER_H */
