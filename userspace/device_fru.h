/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_fru.h: the fields of the group "fru" of a client, out of its contents.
 */
#ifndef MUSTER_DEVICE_FRU_H
#define MUSTER_DEVICE_FRU_H

struct device;

/** device_decode_fru() - set them, as device_contents.h has it */
int device_decode_fru(struct device *device);

/**
 * device_fru_identity_text() - and device_fru_shape_text(): the texts of the digests
 * @text: out: to be freed
 * Return: 0, -ENODATA: it has none, or it is not known; -ENOMEM.
 */
int device_fru_identity_text(const struct device *device, char **text);
int device_fru_shape_text(const struct device *device, char **text);

#endif /* MUSTER_DEVICE_FRU_H */
