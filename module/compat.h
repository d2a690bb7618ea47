/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every difference between kernels and their configurations; the rest of the
 * module is written for the newest. What is asked here was found in the
 * kernel's headers by Kbuild.
 */
#ifndef _MUSTER_COMPAT_H
#define _MUSTER_COMPAT_H

#include <linux/acpi.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/of.h>
#include <linux/of_device.h>
#include <net/genetlink.h>

#ifdef MUSTER_HAVE_SHA2_H
#include <crypto/sha2.h>
#else
#include <crypto/sha.h>
#endif

/* Before it, a group could be guarded by CAP_SYS_ADMIN at most, or not at all. */
#ifdef MUSTER_HAVE_MCAST_CAP
#define MUSTER_MCAST_FLAGS	.flags = GENL_MCAST_CAP_NET_ADMIN
#else
#define MUSTER_MCAST_FLAGS
#endif

/* The attributes of a dump's request. */
#ifdef MUSTER_HAVE_INFO_DUMP
static inline struct nlattr **muster_dump_attrs(struct netlink_callback *cb)
{
	return genl_info_dump(cb)->attrs;
}
#else
static inline struct nlattr **muster_dump_attrs(struct netlink_callback *cb)
{
	return genl_dumpit_info(cb)->attrs;
}
#endif

/* Capabilities that <linux/pci_regs.h> of some kernel does not name. */
#define MUSTER_EXT_CAP_ID_DVSEC		0x23
#define MUSTER_EXT_CAP_ID_VF_REBAR	0x24
#define MUSTER_EXT_CAP_ID_MARGINING	0x27
#define MUSTER_EXT_CAP_ID_NPEM		0x29
#define MUSTER_EXT_CAP_ID_PL_32GT	0x2a
#define MUSTER_EXT_CAP_ID_DOE		0x2e
#define MUSTER_EXT_CAP_ID_DEV3		0x2f
#define MUSTER_EXT_CAP_ID_IDE		0x30
#define MUSTER_EXT_CAP_ID_PL_64GT	0x31
#define MUSTER_EXT_CAP_ID_FLIT_PERF	0x33
#define MUSTER_EXT_CAP_ID_FLIT_ERROR	0x34

#ifdef CONFIG_ACPI
static inline int muster_acpi_path(struct device *dev, char *path, u32 room)
{
	struct acpi_buffer buffer = { room, path };
	acpi_handle handle = ACPI_HANDLE(dev);

	if (!handle)
		return -ENOENT;
	return ACPI_FAILURE(acpi_get_name(handle, ACPI_FULL_PATHNAME, &buffer)) ? -EIO : 0;
}

static inline const char *muster_acpi_hid(struct device *dev)
{
	struct acpi_device *adev = ACPI_COMPANION(dev);

	return adev ? acpi_device_hid(adev) : NULL;
}

static inline const char *muster_acpi_uid(struct device *dev)
{
	return acpi_device_uid(ACPI_COMPANION(dev));
}
#else
static inline int muster_acpi_path(struct device *dev, char *path, u32 room)
{
	return -ENOENT;
}

static inline const char *muster_acpi_hid(struct device *dev)
{
	return NULL;
}

static inline const char *muster_acpi_uid(struct device *dev)
{
	return NULL;
}
#endif

#endif /* _MUSTER_COMPAT_H */
