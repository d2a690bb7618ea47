/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_contents.h: private to device_*.c: decoders of device->contents, each of
 * which sets the fields of one group.
 *
 * Each returns 0; -ENOENT: the bytes are nothing of the kind, and no field is set;
 * -EBADMSG: they are, but cut short or so damaged that nothing of them can be
 * believed; -ENOMEM. A checksum alone that is wrong is no error: it is a field.
 */
#ifndef MUSTER_DEVICE_CONTENTS_H
#define MUSTER_DEVICE_CONTENTS_H

struct device;

#endif /* MUSTER_DEVICE_CONTENTS_H */
