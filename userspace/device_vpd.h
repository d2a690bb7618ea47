/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_vpd.h: the fields of the group "vpd" of a function, out of its contents.
 */
#ifndef MUSTER_DEVICE_VPD_H
#define MUSTER_DEVICE_VPD_H

struct device;

/** device_decode_vpd() - set them, as device_contents.h has it */
int device_decode_vpd(struct device *device);

/**
 * device_vpd_shape_text() - the text of its digest
 * @text: out: to be freed
 * Return: 0, -ENODATA: it has none, or it is not known; -ENOMEM.
 */
int device_vpd_shape_text(const struct device *device, char **text);

#endif /* MUSTER_DEVICE_VPD_H */
