// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which registers of a PCI function are read, and which bits of them stay.
 *
 * Invariant: lengths come from the tables here, never from a device, except
 * counts that are clamped; every capability ends where the next begins; a
 * capture reads no dword twice but the one that shows life. Nothing is ever
 * written.
 *
 * A row of the tables is a dword that is read; its mask are the bits that
 * neither a driver nor use may change. Register names as in PCI Express 6.0,
 * chapter 7.
 */
#include "internal.h"

#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/pci.h>
#include <linux/string.h>

#include "compat.h"

#define HEADER_DWORDS	16
#define ALL		0xffffffff

struct config_row {
	u16 id;
	u16 offset;
	u32 stable;
};

/* By header layout: endpoint, bridge. BARs have attributes of their own. */
static const u32 header_stable[2][HEADER_DWORDS] = {
	{
		ALL, 0x06f10000, ALL, 0x80ff0000, [10] = ALL, [11] = ALL,
		[13] = 0xff, [15] = 0xffffff00,
	}, {
		ALL, 0x06f10000, ALL, 0x80ff0000, [7] = 0x0f0f, [9] = 0x000f000f,
		[13] = 0xff, [15] = 0xff00,
	},
};

/* The header dword of a capability not named here is read: id and next. */
static const struct config_row capability_rows[] = {
	{ PCI_CAP_ID_PM, 0x00, ALL },
	{ PCI_CAP_ID_PM, 0x04, PCI_PM_CTRL_NO_SOFT_RESET },
	{ PCI_CAP_ID_SLOTID, 0x00, 0x00ffffff },
	{ PCI_CAP_ID_MSI, 0x00, 0x038effff },
	{ PCI_CAP_ID_PCIX, 0x04, 0x00030000 },
	{ PCI_CAP_ID_HT, 0x00, 0xe000ffff },
	{ PCI_CAP_ID_VNDR, 0x00, 0x00ffffff },
	{ PCI_CAP_ID_DBG, 0x00, ALL },
	{ PCI_CAP_ID_SSVID, 0x04, ALL },
	{ PCI_CAP_ID_EXP, 0x00, 0xc1ffffff },	/* not the message number */
	{ PCI_CAP_ID_EXP, 0x04, 0xf003ffff },	/* not the slot's power */
	{ PCI_CAP_ID_EXP, 0x08, 0 },
	{ PCI_CAP_ID_EXP, 0x0c, 0xfffc0fff },	/* not the exit latencies */
	{ PCI_CAP_ID_EXP, 0x10, 0 },
	{ PCI_CAP_ID_EXP, 0x14, 0xfffe007f },	/* not the power limit */
	{ PCI_CAP_ID_EXP, 0x18, 0 },
	{ PCI_CAP_ID_EXP, 0x1c, 0xffff0000 },
	{ PCI_CAP_ID_EXP, 0x20, 0 },
	{ PCI_CAP_ID_EXP, 0x24, ALL },
	{ PCI_CAP_ID_EXP, 0x28, 0 },
	{ PCI_CAP_ID_EXP, 0x2c, ALL },
	{ PCI_CAP_ID_EXP, 0x30, 0 },
	{ PCI_CAP_ID_EXP, 0x34, ALL },
	{ PCI_CAP_ID_EXP, 0x38, 0 },
	{ PCI_CAP_ID_MSIX, 0x00, 0x07ffffff },
	{ PCI_CAP_ID_MSIX, 0x04, ALL },
	{ PCI_CAP_ID_MSIX, 0x08, ALL },
	{ PCI_CAP_ID_SATA, 0x00, ALL },
	{ PCI_CAP_ID_SATA, 0x04, ALL },
	{ PCI_CAP_ID_AF, 0x00, ALL },
	{ PCI_CAP_ID_EA, 0x00, 0x003fffff },
};

static const struct config_row extended_rows[] = {
	{ PCI_EXT_CAP_ID_ERR, 0x18, 0x000002a0 },
	{ PCI_EXT_CAP_ID_VC, 0x04, ALL },
	{ PCI_EXT_CAP_ID_VC, 0x08, ALL },
	{ PCI_EXT_CAP_ID_DSN, 0x04, ALL },
	{ PCI_EXT_CAP_ID_DSN, 0x08, ALL },
	{ PCI_EXT_CAP_ID_PWR, 0x0c, 0x00000001 },
	{ PCI_EXT_CAP_ID_MFVC, 0x04, ALL },
	{ PCI_EXT_CAP_ID_MFVC, 0x08, ALL },
	{ PCI_EXT_CAP_ID_VC9, 0x04, ALL },
	{ PCI_EXT_CAP_ID_VC9, 0x08, ALL },
	{ PCI_EXT_CAP_ID_RCRB, 0x04, ALL },
	{ PCI_EXT_CAP_ID_VNDR, 0x04, ALL },
	{ PCI_EXT_CAP_ID_ACS, 0x04, 0x0000ffff },
	{ PCI_EXT_CAP_ID_ARI, 0x04, 0x00000003 },	/* not the next function */
	{ PCI_EXT_CAP_ID_ATS, 0x04, 0x0000ffff },
	{ PCI_EXT_CAP_ID_SRIOV, 0x04, 0x00000007 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x08, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x0c, 0xffff0000 },	/* TotalVFs */
	{ PCI_EXT_CAP_ID_SRIOV, 0x10, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x14, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x18, 0xffff0000 },	/* VF Device ID */
	{ PCI_EXT_CAP_ID_SRIOV, 0x1c, ALL },
	{ PCI_EXT_CAP_ID_SRIOV, 0x20, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x24, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x28, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x2c, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x30, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x34, 0 },
	{ PCI_EXT_CAP_ID_SRIOV, 0x38, 0 },
	{ PCI_EXT_CAP_ID_MCAST, 0x04, 0x0000ffff },
	{ PCI_EXT_CAP_ID_PRI, 0x08, ALL },
	{ PCI_EXT_CAP_ID_DPA, 0x04, ALL },
	{ PCI_EXT_CAP_ID_TPH, 0x04, ALL },
	{ PCI_EXT_CAP_ID_PASID, 0x04, 0x0000ffff },
	{ PCI_EXT_CAP_ID_DPC, 0x04, 0x0000ffe0 },
	{ PCI_EXT_CAP_ID_L1SS, 0x04, ALL },
	{ PCI_EXT_CAP_ID_PTM, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_DVSEC, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_DVSEC, 0x08, 0x0000ffff },
	{ PCI_EXT_CAP_ID_DLF, 0x04, 0x007fffff },
	{ PCI_EXT_CAP_ID_PL_16GT, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_MARGINING, 0x04, 0x0000ffff },
	{ MUSTER_EXT_CAP_ID_NPEM, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_PL_32GT, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_DOE, 0x04, 0x00000001 },
	{ MUSTER_EXT_CAP_ID_DEV3, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_IDE, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_PL_64GT, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_FLIT_PERF, 0x04, ALL },
	{ MUSTER_EXT_CAP_ID_FLIT_ERROR, 0x04, ALL },
};

static atomic64_t config_reads;

/**
 * muster_config_reads() - dwords read from configuration spaces so far
 *
 * Return: their number, of all functions.
 */
u64 muster_config_reads(void)
{
	return atomic64_read(&config_reads);
}

/**
 * muster_config_read() - read a dword, and count that
 * @pdev: the function
 * @offset: of the dword, a multiple of 4
 *
 * Return: its value; all ones where it cannot be read.
 */
u32 muster_config_read(struct pci_dev *pdev, u32 offset)
{
	u32 value = ALL;

	atomic64_inc(&config_reads);
	if (pci_user_read_config_dword(pdev, offset, &value))
		return ALL;
	return value;
}

static u32 take_dword(struct pci_dev *pdev, struct muster_image *image, u32 offset, u32 stable)
{
	u32 i = offset / 4;
	u32 value;

	if (!test_bit(i, image->known)) {
		image->value[i] = cpu_to_le32(muster_config_read(pdev, offset));
		set_bit(i, image->known);
	}
	value = le32_to_cpu(image->value[i]);
	image->stable[i] |= cpu_to_le32(value & stable);
	return value;
}

static u32 take_header(struct pci_dev *pdev, struct muster_image *image)
{
	u32 layout = (take_dword(pdev, image, PCI_CACHE_LINE_SIZE, 0) >> 16) & 0x7f;
	u32 i;

	for (i = 0; i < HEADER_DWORDS; i++) {
		/* of another layout only what all layouts share */
		bool shared = layout < ARRAY_SIZE(header_stable) || i < 4;

		take_dword(pdev, image, 4 * i,
			   shared ? header_stable[layout == PCI_HEADER_TYPE_BRIDGE][i] : 0);
	}
	return layout;
}

/* Finds where capabilities begin. A device may lie: each dword is one at most. */
static void find_capabilities(struct pci_dev *pdev, struct muster_image *image, u32 layout)
{
	u32 status = take_dword(pdev, image, PCI_COMMAND, 0) >> 16;
	u32 pointer = layout == PCI_HEADER_TYPE_CARDBUS ? PCI_CB_CAPABILITY_LIST :
							  PCI_CAPABILITY_LIST;
	u32 position;

	if (!(status & PCI_STATUS_CAP_LIST))
		return;

	position = take_dword(pdev, image, pointer & ~3, 0) & 0xfc;
	while (position >= 4 * HEADER_DWORDS && !test_and_set_bit(position / 4, image->heads))
		position = (take_dword(pdev, image, position, 0xffff) >> 8) & 0xfc;
}

static void find_extended(struct pci_dev *pdev, struct muster_image *image)
{
	u32 position = PCI_CFG_SPACE_SIZE;
	u32 header;

	while (position >= PCI_CFG_SPACE_SIZE && position < image->size &&
	       !test_and_set_bit(position / 4, image->heads)) {
		header = take_dword(pdev, image, position, ALL);
		if (!header || header == ALL) {
			clear_bit(position / 4, image->heads);
			break;
		}
		position = PCI_EXT_CAP_NEXT(header);
	}
}

/* Version 1 of the PCI Express capability ends where the port's kind says. */
static u32 express_length(u32 header)
{
	u32 flags = header >> 16;
	u32 type = (flags & PCI_EXP_FLAGS_TYPE) >> 4;

	if ((flags & PCI_EXP_FLAGS_VERS) > 1)
		return 0x3c;
	if (type == PCI_EXP_TYPE_ROOT_PORT || type == PCI_EXP_TYPE_RC_EC)
		return 0x24;
	return flags & PCI_EXP_FLAGS_SLOT ? 0x1c : 0x14;
}

static void take_rows(struct pci_dev *pdev, struct muster_image *image,
		      const struct config_row *rows, u32 count, u32 id, u32 begin, u32 end)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (rows[i].id == id && begin + rows[i].offset < end)
			take_dword(pdev, image, begin + rows[i].offset, rows[i].stable);
}

/* Enhanced Allocation: entries of 1 to 8 dwords; base and size may be written. */
static void take_allocation(struct pci_dev *pdev, struct muster_image *image, u32 begin, u32 end,
			    u32 layout)
{
	u32 left = (take_dword(pdev, image, begin, 0) >> 16) & PCI_EA_NUM_ENT_MASK;
	u32 at = begin + (layout == PCI_HEADER_TYPE_BRIDGE ? 8 : 4);
	u32 i, length;

	for (; left && at < end; left--, at += length) {
		length = 4 + 4 * (take_dword(pdev, image, at, 0x00fffff7) & PCI_EA_ES);
		for (i = 4; i < length && at + i < end; i += 4)
			take_dword(pdev, image, at + i, 0);
	}
}

/* Resizable BAR, of functions and of virtual ones: sizes, not the one chosen. */
static void take_resizable(struct pci_dev *pdev, struct muster_image *image, u32 begin, u32 end)
{
	u32 left = 1;
	u32 at;

	if (begin + 8 < end)
		left = (take_dword(pdev, image, begin + 8, 0) >> 5) & 7;
	for (at = begin + 4; left && at + 4 < end; left--, at += 8) {
		take_dword(pdev, image, at, ALL);
		take_dword(pdev, image, at + 4, 0xffff00e7);
	}
}

/* Virtual channels, of whichever kind: what each can do. */
static void take_channels(struct pci_dev *pdev, struct muster_image *image, u32 begin, u32 end)
{
	u32 left, at;

	if (begin + 4 >= end)
		return;
	left = (take_dword(pdev, image, begin + PCI_VC_PORT_CAP1, 0) & PCI_VC_CAP1_EVCC) + 1;
	for (at = begin + PCI_VC_RES_CAP; left && at < end; left--, at += PCI_CAP_VC_PER_VC_SIZEOF)
		take_dword(pdev, image, at, ALL);
}

/* Access Control Services: the egress vector, one bit per port. */
static void take_egress(struct pci_dev *pdev, struct muster_image *image, u32 begin, u32 end)
{
	u32 bits, i;
	u32 word;

	if (begin + 4 >= end)
		return;
	word = take_dword(pdev, image, begin + 4, 0);
	if (!(word & PCI_ACS_EC))
		return;
	bits = ((word >> 8) & 0xff) ?: 256;
	for (i = 0; i < DIV_ROUND_UP(bits, 32) && begin + 8 + 4 * i < end; i++)
		take_dword(pdev, image, begin + 8 + 4 * i, 0);
}

static void take_capability(struct pci_dev *pdev, struct muster_image *image, u32 begin, u32 end,
			    u32 layout)
{
	u32 header = take_dword(pdev, image, begin, 0xffff);
	u32 id = header & 0xff;

	if (id == PCI_CAP_ID_EXP)
		end = min(end, begin + express_length(header));
	if (id == PCI_CAP_ID_EA)
		take_allocation(pdev, image, begin, end, layout);
	take_rows(pdev, image, capability_rows, ARRAY_SIZE(capability_rows), id, begin, end);
}

static void take_extended(struct pci_dev *pdev, struct muster_image *image, u32 begin, u32 end)
{
	u32 id = PCI_EXT_CAP_ID(take_dword(pdev, image, begin, ALL));

	if (id == PCI_EXT_CAP_ID_ACS)
		take_egress(pdev, image, begin, end);
	if (id == PCI_EXT_CAP_ID_REBAR || id == MUSTER_EXT_CAP_ID_VF_REBAR)
		take_resizable(pdev, image, begin, end);
	if (id == PCI_EXT_CAP_ID_VC || id == PCI_EXT_CAP_ID_VC9 || id == PCI_EXT_CAP_ID_MFVC)
		take_channels(pdev, image, begin, end);
	take_rows(pdev, image, extended_rows, ARRAY_SIZE(extended_rows), id, begin, end);
}

/**
 * muster_config_image() - read what the tables say of a function
 * @pdev: the function
 * @image: to be filled
 *
 * Context: may sleep; not under the order mutex.
 */
void muster_config_image(struct pci_dev *pdev, struct muster_image *image)
{
	u32 layout;
	u32 head, end;

	memset(image, 0, sizeof(*image));
	image->size = pdev->cfg_size > PCI_CFG_SPACE_SIZE ? PCI_CFG_SPACE_EXP_SIZE :
							    PCI_CFG_SPACE_SIZE;
	layout = take_header(pdev, image);
	find_capabilities(pdev, image, layout);
	if (image->size > PCI_CFG_SPACE_SIZE)
		find_extended(pdev, image);

	for_each_set_bit(head, image->heads, image->size / 4) {
		end = 4 * find_next_bit(image->heads, image->size / 4, head + 1);
		if (4 * head < PCI_CFG_SPACE_SIZE)
			take_capability(pdev, image, 4 * head,
					min_t(u32, end, PCI_CFG_SPACE_SIZE), layout);
		else
			take_extended(pdev, image, 4 * head, end);
	}
}

/**
 * muster_config_routing() - where a physical function's virtual ones are
 * @pdev: the physical function, readable
 * @offset: First VF Offset
 * @stride: VF Stride
 *
 * Return: 0, or -ENODATA where its SR-IOV capability cannot be read.
 */
int muster_config_routing(struct pci_dev *pdev, u16 *offset, u16 *stride)
{
	DECLARE_BITMAP(seen, MUSTER_CONFIG_DWORDS) = {};
	u32 position = PCI_CFG_SPACE_SIZE;
	u32 header, routing;

	while (position >= PCI_CFG_SPACE_SIZE && !test_and_set_bit(position / 4, seen)) {
		header = muster_config_read(pdev, position);
		if (!header || header == ALL)
			break;
		if (PCI_EXT_CAP_ID(header) == PCI_EXT_CAP_ID_SRIOV &&
		    position + PCI_SRIOV_VF_OFFSET < PCI_CFG_SPACE_EXP_SIZE) {
			routing = muster_config_read(pdev, position + PCI_SRIOV_VF_OFFSET);
			*offset = routing & 0xffff;
			*stride = routing >> 16;
			return routing == ALL ? -ENODATA : 0;
		}
		position = PCI_EXT_CAP_NEXT(header);
	}
	return -ENODATA;
}
