/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * adapter_type.h: what an I2C adapter is for, by what it belongs to.
 *
 * Invariant: neither its number nor the order of the kernel's drivers matters, and
 * its name only where what it belongs to has adapters of several kinds.
 */
#ifndef MUSTER_ADAPTER_TYPE_H
#define MUSTER_ADAPTER_TYPE_H

#include <stdbool.h>

struct device;
struct snapshot;

/* Values of the field "type". */
#define ADAPTER_SMBUS_HOST "smbus host"	/* of a chipset: memory modules, sensors */
#define ADAPTER_I2C_HOST "i2c host"	/* of a chipset or a processor: anything */
#define ADAPTER_MUX_CHANNEL "mux channel"
#define ADAPTER_DDC "ddc"		/* of a display's cable */
#define ADAPTER_DP_AUX "dp-aux"		/* the same through DisplayPort */
#define ADAPTER_GPU "gpu"		/* inside of a graphics card or accelerator */
#define ADAPTER_TYPE_C "usb type-c"	/* of a port's controller, on a graphics card */
#define ADAPTER_BMC "bmc"		/* of a management controller's display or interface */
#define ADAPTER_NETWORK "network"	/* of a network card: its transceivers' memories */
#define ADAPTER_MEDIA "media"		/* of a capture or tuner card */
#define ADAPTER_VIRTIO "virtio"		/* made up by a virtual machine's host */
#define ADAPTER_USB "usb"		/* a USB device behind that host controller */
#define ADAPTER_SOFTWARE "software"	/* nothing that hardware or firmware names */
#define ADAPTER_OTHER "other"		/* of a function of another class */

/**
 * adapter_type() - what @adapter is for
 * @host: the device that its place is below, or NULL: none of the snapshot
 * Return: one of the above, or NULL where what is known does not tell.
 */
const char *adapter_type(const struct device *adapter, const struct device *host);

/**
 * adapter_is_guest() - whether the function that its place is below, if any, does
 * not account for it: a USB device brought it, or software made it up
 */
bool adapter_is_guest(const struct device *adapter);

/**
 * adapter_types() - set the field "type" of each adapter whose type is not known yet
 * @snapshot: sorted
 * Return: 0 or -ENOMEM.
 */
int adapter_types(struct snapshot *snapshot);

/** adapter_types_set() - the same of one adapter that is to join @snapshot */
int adapter_types_set(const struct snapshot *snapshot, struct device *adapter);

#endif /* MUSTER_ADAPTER_TYPE_H */
