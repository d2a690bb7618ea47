/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_spd.h: the fields of the group "spd" of a client, out of its contents.
 */
#ifndef MUSTER_DEVICE_SPD_H
#define MUSTER_DEVICE_SPD_H

struct device;

/**
 * device_decode_spd() - set them, of a device that has contents
 *
 * Of a generation that is known by name alone, all but the type are unknown.
 * Return: as device_contents.h has it.
 */
int device_decode_spd(struct device *device);

/**
 * device_spd_identity_text() - and device_spd_shape_text(): the texts of the digests
 * @text: out: to be freed
 * Return: 0, -ENODATA: it has none, or it is not known; -ENOMEM.
 */
int device_spd_identity_text(const struct device *device, char **text);
int device_spd_shape_text(const struct device *device, char **text);

#endif /* MUSTER_DEVICE_SPD_H */
