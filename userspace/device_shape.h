/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_shape.h: the text behind each digest of how a device is built, from
 * the bytes that the device holds.
 */
#ifndef MUSTER_DEVICE_SHAPE_H
#define MUSTER_DEVICE_SHAPE_H

#include <stdbool.h>

#include "device.h"

/** device_shape_is() - whether @field is the digest of a shape */
bool device_shape_is(enum field field);

/**
 * device_shape_text() - the text whose digest is @field of @device
 * @field: FIELD_SHAPE, or the shape of a group
 * @text: out: to be freed
 * Return: 0, -ENODATA: the bytes are not at hand, -ENOMEM.
 */
int device_shape_text(const struct device *device, enum field field, char **text);

#endif /* MUSTER_DEVICE_SHAPE_H */
