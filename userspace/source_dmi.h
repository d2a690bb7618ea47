/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_dmi.h: which board it is, from text: of dmidecode(8), or of
 * "grep . /sys/class/dmi/id/" with "name:value" in each line.
 */
#ifndef MUSTER_SOURCE_DMI_H
#define MUSTER_SOURCE_DMI_H

#include <stdbool.h>
#include <stddef.h>

struct board;

/** source_is_dmi() - whether @text looks like either */
bool source_is_dmi(const char *text, size_t length);

/**
 * source_dmi() - set the fields of @board that the text tells
 * Return: 0, -ENOENT: it tells none, or -ENOMEM.
 */
int source_dmi(const char *text, size_t length, struct board *board);

#endif /* MUSTER_SOURCE_DMI_H */
