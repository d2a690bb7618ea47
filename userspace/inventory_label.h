/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_label.h: a short readable name for the rule of a device.
 */
#ifndef MUSTER_INVENTORY_LABEL_H
#define MUSTER_INVENTORY_LABEL_H

#include "device.h"
#include "place.h"

#define INVENTORY_LABEL_MAX (PLACE_MAX + 48)

/** inventory_label() - "ethernet-1c.4/00.0", "ee1004-1f.3/i2c/50" */
void inventory_label(const struct device *device, char label[INVENTORY_LABEL_MAX]);

#endif /* MUSTER_INVENTORY_LABEL_H */
