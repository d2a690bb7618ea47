/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source_image_device.h: the device whose bytes a text or a file shows.
 */
#ifndef MUSTER_SOURCE_IMAGE_DEVICE_H
#define MUSTER_SOURCE_IMAGE_DEVICE_H

#include "source_image.h"

struct device;

#define IMAGE_PLACE "?/i2c/"	/* below an adapter that is not known */

/** image_device() - the client that has these bytes. Return: 0 or -ENOMEM. */
int image_device(const struct image_dump *dump, struct device **out);

/**
 * image_join_pages() - make one of what the text calls pages of one device: 256 bytes
 * of it each, or of the hub on a DDR5 module 128
 * Return: 0 or -ENOMEM.
 */
int image_join_pages(struct image_text *text);

/**
 * image_join_modes() - make one of what the text shows of one address twice: read as
 * bytes and as words, or with the same result
 */
void image_join_modes(struct image_text *text);

#endif /* MUSTER_SOURCE_IMAGE_DEVICE_H */
