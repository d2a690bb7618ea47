/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * serial.h: what a part is told from its sisters by: the serial number that a
 * function, a memory module or the board behind a FRU memory carries.
 */
#ifndef MUSTER_SERIAL_H
#define MUSTER_SERIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "device.h"

/** serial_is() - whether @field holds a serial number that tells parts apart */
bool serial_is(enum field field);

/** serial_placeholder() - whether @text, as @field, identifies nothing */
bool serial_placeholder(enum field field, const char *text);

/**
 * serial_field() - which field of @device holds its serial number
 * Return: the field, or FIELD_COUNT where none is known.
 */
enum field serial_field(const struct device *device);

/** serial_real() - Return: the serial of @device, or NULL: none, or a placeholder. */
const char *serial_real(const struct device *device);

/**
 * serial_key() - a text that no two parts in the world have rightly
 *
 * Of a memory module with its maker and date, for only together with these is it
 * unique (JEDEC 21-C, annex L, bytes 320 to 328); of a FRU with maker and name.
 * Return: false: it has no real serial, or @size is too small.
 */
bool serial_key(const struct device *device, char *buffer, size_t size);
#define SERIAL_KEY_SIZE 512

#endif /* MUSTER_SERIAL_H */
