// SPDX-License-Identifier: GPL-2.0-only
/* What firmware (ACPI or a devicetree) calls a device. No AML is run. */
#include "internal.h"

#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "compat.h"

/**
 * muster_firmware_path() - the path of a device's firmware node
 * @dev: the device
 * @path: to be filled
 * @room: bytes there
 *
 * Return: 0, or -errno with @path empty.
 */
int muster_firmware_path(struct device *dev, char *path, u32 room)
{
	if (!muster_acpi_path(dev, path, room))
		return 0;
	if (dev->of_node) {
		snprintf(path, room, "%pOFf", dev->of_node);
		return 0;
	}
	path[0] = '\0';
	return -ENOENT;
}

/**
 * muster_firmware_id() - HID:UID, or the HID alone where there is no UID
 * @dev: the device
 * @id: to be filled
 * @room: bytes there
 *
 * Return: 0, or -ENOENT with @id empty.
 */
int muster_firmware_id(struct device *dev, char *id, u32 room)
{
	const char *hid = muster_acpi_hid(dev);
	const char *uid;

	id[0] = '\0';
	if (!hid)
		return -ENOENT;
	uid = muster_acpi_uid(dev);
	snprintf(id, room, "%s%s%s", hid, uid ? ":" : "", uid ?: "");
	return 0;
}

/**
 * muster_firmware_modalias() - how the bus names a device from firmware
 * @dev: the device
 * @modalias: to be filled
 * @room: bytes there
 *
 * Return: 0, or -ENOENT with @modalias empty where firmware has no name for it.
 */
int muster_firmware_modalias(struct device *dev, char *modalias, u32 room)
{
	int length = of_device_modalias(dev, modalias, room);

	if (length <= 0)
		length = acpi_device_modalias(dev, modalias, room);
	if (length <= 0 || length >= room) {
		modalias[0] = '\0';
		return -ENOENT;
	}
	modalias[length] = '\0';
	strim(modalias);
	return 0;
}
