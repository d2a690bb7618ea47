/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * config_capture.h: read of a configuration space what identifies a function,
 * and nothing that has a side effect.
 */
#ifndef MUSTER_CONFIG_CAPTURE_H
#define MUSTER_CONFIG_CAPTURE_H

#include <stddef.h>

struct config_image;

/**
 * config_capture() - fill @image with the header and the known part of each
 * capability of both lists
 * @image: new, with its size if that is known
 * @read: reads @length bytes at @offset, both multiples of 4, into @buffer;
 * returns how many it could, or -errno
 *
 * Lengths come from a table, never from the device. What cannot be read stays
 * unknown.
 * Return: 0, or the error of reading the header.
 */
int config_capture(struct config_image *image,
		   long (*read)(void *context, unsigned int offset,
				void *buffer, size_t length),
		   void *context);

#endif /* MUSTER_CONFIG_CAPTURE_H */
