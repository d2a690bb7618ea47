// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * capability_registers.c: which registers of a function are read, and which of
 * their bits stay whatever a driver, a kernel or use may do.
 *
 * The tables are the definition of the shape (muster-digests(7)): a row that
 * is added, removed or masked otherwise makes another shape of every function
 * that has it, and takes another number in its first line.
 */
#include "capability_registers.h"

#include <errno.h>

#define ALL 0xffffffff
#define ROWS(table) (sizeof(table) / sizeof(*(table)))

enum register_when {
	ALWAYS,
	ENDPOINT,	/* header layouts: 0 */
	BRIDGE,		/* and 1 */
	HAS_LINK,	/* PCI Express: not integrated into the root complex */
	HAS_SLOT,	/* its Slot Implemented */
	IS_ROOT,	/* root port or event collector */
	HT_LONG,	/* HyperTransport: 5 bits of type, */
	HT_SHORT,	/* or 3 */
	RESIZABLE,	/* so many resizable BARs at least */
	CHANNELS,	/* so many virtual channels at least */
};

/* Of layouts that are none of the two only what all share. */
static const struct capability_register header_rows[] = {
	{ 0, 0x00, 2, ALWAYS, 0, 0xffff, "Vendor ID" },
	{ 0, 0x02, 2, ALWAYS, 0, 0xffff, "Device ID" },
	{ 0, 0x06, 2, ALWAYS, 0, 0x06f1, "Status" },
	{ 0, 0x08, 1, ALWAYS, 0, 0xff, "Revision ID" },
	{ 0, 0x09, 3, ALWAYS, 0, 0xffffff, "Class Code" },
	{ 0, 0x0e, 1, ALWAYS, 0, 0xff, "Header Type" },
	{ 0, 0x0f, 1, ALWAYS, 0, 0x80, "BIST" },
	{ 0, 0x1c, 1, BRIDGE, 0, 0x0f, "I/O Base" },
	{ 0, 0x1d, 1, BRIDGE, 0, 0x0f, "I/O Limit" },
	{ 0, 0x24, 2, BRIDGE, 0, 0x000f, "Prefetchable Memory Base" },
	{ 0, 0x26, 2, BRIDGE, 0, 0x000f, "Prefetchable Memory Limit" },
	{ 0, 0x28, 4, ENDPOINT, 0, ALL, "Cardbus CIS Pointer" },
	{ 0, 0x2c, 2, ENDPOINT, 0, 0xffff, "Subsystem Vendor ID" },
	{ 0, 0x2e, 2, ENDPOINT, 0, 0xffff, "Subsystem ID" },
	{ 0, 0x3d, 1, ENDPOINT, 0, 0xff, "Interrupt Pin" },
	{ 0, 0x3d, 1, BRIDGE, 0, 0xff, "Interrupt Pin" },
	{ 0, 0x3e, 1, ENDPOINT, 0, 0xff, "Min_Gnt" },
	{ 0, 0x3f, 1, ENDPOINT, 0, 0xff, "Max_Lat" },
};

/* By id and offset. The first dword of every capability is read. */
static const struct capability_register standard_rows[] = {
	{ 0x01, 0x02, 2, ALWAYS, 0, 0xffff, "Power Management Capabilities" },
	{ 0x01, 0x04, 4, ALWAYS, 0, 0x00000008, "Power Management Control/Status" },
	{ 0x04, 0x02, 1, ALWAYS, 0, 0xff, "Expansion Slot" },
	{ 0x05, 0x02, 2, ALWAYS, 0, 0x038e, "Message Control" },
	{ 0x07, 0x04, 4, ALWAYS, 0, 0x00030000, "PCI-X Status" },
	{ 0x08, 0x02, 2, HT_SHORT, 0, 0xe000, "HyperTransport Command" },
	{ 0x08, 0x02, 2, HT_LONG, 0, 0xf800, "HyperTransport Command" },
	{ 0x09, 0x02, 1, ALWAYS, 0, 0xff, "Capability Length" },
	{ 0x0a, 0x02, 2, ALWAYS, 0, 0xffff, "Debug Port" },
	{ 0x0d, 0x04, 2, ALWAYS, 0, 0xffff, "Subsystem Vendor ID" },
	{ 0x0d, 0x06, 2, ALWAYS, 0, 0xffff, "Subsystem ID" },
	{ 0x10, 0x02, 2, ALWAYS, 0, 0xc1ff, "PCI Express Capabilities" },
	{ 0x10, 0x04, 4, ALWAYS, 0, 0xf003ffff, "Device Capabilities" },
	{ 0x10, 0x08, 4, ALWAYS, 0, 0, "Device Control and Status" },
	{ 0x10, 0x0c, 4, HAS_LINK, 0, 0xfffc0fff, "Link Capabilities" },
	{ 0x10, 0x10, 4, HAS_LINK, 0, 0, "Link Control and Status" },
	{ 0x10, 0x14, 4, HAS_SLOT, 0, 0xfffe007f, "Slot Capabilities" },
	{ 0x10, 0x18, 4, HAS_SLOT, 0, 0, "Slot Control and Status" },
	{ 0x10, 0x1c, 2, IS_ROOT, 0, 0, "Root Control" },
	{ 0x10, 0x1e, 2, IS_ROOT, 0, 0xffff, "Root Capabilities" },
	{ 0x10, 0x20, 4, IS_ROOT, 0, 0, "Root Status" },
	{ 0x10, 0x24, 4, ALWAYS, 0, ALL, "Device Capabilities 2" },
	{ 0x10, 0x28, 4, ALWAYS, 0, 0, "Device Control and Status 2" },
	{ 0x10, 0x2c, 4, HAS_LINK, 0, ALL, "Link Capabilities 2" },
	{ 0x10, 0x30, 4, HAS_LINK, 0, 0, "Link Control and Status 2" },
	{ 0x10, 0x34, 4, HAS_SLOT, 0, ALL, "Slot Capabilities 2" },
	{ 0x10, 0x38, 4, HAS_SLOT, 0, 0, "Slot Control and Status 2" },
	{ 0x11, 0x02, 2, ALWAYS, 0, 0x07ff, "Message Control" },
	{ 0x11, 0x04, 4, ALWAYS, 0, ALL, "Table Offset" },
	{ 0x11, 0x08, 4, ALWAYS, 0, ALL, "PBA Offset" },
	{ 0x12, 0x02, 2, ALWAYS, 0, 0xffff, "SATA Capability 0" },
	{ 0x12, 0x04, 4, ALWAYS, 0, ALL, "SATA Capability 1" },
	{ 0x13, 0x02, 2, ALWAYS, 0, 0xffff, "AF Capabilities" },
	{ 0x14, 0x02, 1, ALWAYS, 0, 0x3f, "Number of Entries" },
};

/* 7.8.6, 7.8.7: bits 7:5 of the first control register say how many there are. */
#define RESIZABLE_BAR(id, n) \
	{ id, 0x04 + 8 * (n), 4, RESIZABLE, (n) + 1, ALL, "Resizable BAR Capability" }, \
	{ id, 0x08 + 8 * (n), 4, RESIZABLE, (n) + 1, 0xffff00e7, "Resizable BAR Control" }
#define RESIZABLE_BARS(id) \
	{ id, 0x08, 4, ALWAYS, 0, 0, "Resizable BAR Control" }, \
	RESIZABLE_BAR(id, 0), RESIZABLE_BAR(id, 1), RESIZABLE_BAR(id, 2), \
	RESIZABLE_BAR(id, 3), RESIZABLE_BAR(id, 4), RESIZABLE_BAR(id, 5)

/* 7.9.1, 7.9.2: bits 2:0 of the first say how many there are next to VC0. */
#define VIRTUAL_CHANNEL(id, n) \
	{ id, 0x10 + 12 * (n), 4, CHANNELS, n, ALL, "VC Resource Capability" }
#define VIRTUAL_CHANNELS(id) \
	{ id, 0x04, 4, ALWAYS, 0, ALL, "Port VC Capability 1" }, \
	{ id, 0x08, 4, ALWAYS, 0, ALL, "Port VC Capability 2" }, \
	VIRTUAL_CHANNEL(id, 0), VIRTUAL_CHANNEL(id, 1), VIRTUAL_CHANNEL(id, 2), \
	VIRTUAL_CHANNEL(id, 3), VIRTUAL_CHANNEL(id, 4), VIRTUAL_CHANNEL(id, 5), \
	VIRTUAL_CHANNEL(id, 6), VIRTUAL_CHANNEL(id, 7)

static const struct capability_register extended_rows[] = {
	{ 0x01, 0x18, 4, ALWAYS, 0, 0x000002a0, "Advanced Error Capabilities and Control" },
	VIRTUAL_CHANNELS(0x02),
	/* which of a model it is: of the identity, not of the shape */
	{ 0x03, 0x04, 4, ALWAYS, 0, 0, "Serial Number, lower" },
	{ 0x03, 0x08, 4, ALWAYS, 0, 0, "Serial Number, upper" },
	/* between them an index and its data */
	{ 0x04, 0x0c, 1, ALWAYS, 0, 0x01, "Power Budget Capability" },
	VIRTUAL_CHANNELS(0x08),
	VIRTUAL_CHANNELS(0x09),
	{ 0x0a, 0x04, 4, ALWAYS, 0, ALL, "RCRB Vendor and Device ID" },
	{ 0x0b, 0x04, 4, ALWAYS, 0, ALL, "Vendor-Specific Header" },
	{ 0x0d, 0x04, 2, ALWAYS, 0, 0xffff, "ACS Capability" },
	{ 0x0e, 0x04, 2, ALWAYS, 0, 0x0003, "ARI Capability" },
	{ 0x0f, 0x04, 2, ALWAYS, 0, 0xffff, "ATS Capability" },
	{ 0x10, 0x04, 4, ALWAYS, 0, 0x00000007, "SR-IOV Capabilities" },
	{ 0x10, 0x08, 4, ALWAYS, 0, 0, "SR-IOV Control and Status" },
	{ 0x10, 0x0c, 2, ALWAYS, 0, 0, "InitialVFs" },
	{ 0x10, 0x0e, 2, ALWAYS, 0, 0xffff, "TotalVFs" },
	{ 0x10, 0x10, 4, ALWAYS, 0, 0, "NumVFs" },
	{ 0x10, 0x14, 4, ALWAYS, 0, 0, "First VF Offset and VF Stride" },
	{ 0x10, 0x1a, 2, ALWAYS, 0, 0xffff, "VF Device ID" },
	{ 0x10, 0x1c, 4, ALWAYS, 0, ALL, "Supported Page Sizes" },
	{ 0x10, 0x20, 4, ALWAYS, 0, 0, "System Page Size" },
	{ 0x10, 0x24, 4, ALWAYS, 0, 0, "VF BAR0" },
	{ 0x10, 0x28, 4, ALWAYS, 0, 0, "VF BAR1" },
	{ 0x10, 0x2c, 4, ALWAYS, 0, 0, "VF BAR2" },
	{ 0x10, 0x30, 4, ALWAYS, 0, 0, "VF BAR3" },
	{ 0x10, 0x34, 4, ALWAYS, 0, 0, "VF BAR4" },
	{ 0x10, 0x38, 4, ALWAYS, 0, 0, "VF BAR5" },
	{ 0x12, 0x04, 2, ALWAYS, 0, 0xffff, "Multicast Capability" },
	{ 0x13, 0x08, 4, ALWAYS, 0, ALL, "Outstanding Page Request Capacity" },
	RESIZABLE_BARS(0x15),
	{ 0x16, 0x04, 4, ALWAYS, 0, ALL, "DPA Capability" },
	{ 0x17, 0x04, 4, ALWAYS, 0, ALL, "TPH Requester Capability" },
	{ 0x1b, 0x04, 2, ALWAYS, 0, 0xffff, "PASID Capability" },
	{ 0x1d, 0x04, 2, ALWAYS, 0, 0xffe0, "DPC Capability" },
	{ 0x1e, 0x04, 4, ALWAYS, 0, ALL, "L1 PM Substates Capabilities" },
	{ 0x1f, 0x04, 4, ALWAYS, 0, ALL, "PTM Capability" },
	{ 0x23, 0x04, 4, ALWAYS, 0, ALL, "Designated Vendor-Specific Header 1" },
	{ 0x23, 0x08, 2, ALWAYS, 0, 0xffff, "Designated Vendor-Specific Header 2" },
	RESIZABLE_BARS(0x24),
	{ 0x25, 0x04, 4, ALWAYS, 0, 0x007fffff, "Data Link Feature Capabilities" },
	{ 0x26, 0x04, 4, ALWAYS, 0, ALL, "16.0 GT/s Capabilities" },
	{ 0x27, 0x04, 2, ALWAYS, 0, 0xffff, "Margining Port Capabilities" },
	{ 0x29, 0x04, 4, ALWAYS, 0, ALL, "NPEM Capability" },
	{ 0x2a, 0x04, 4, ALWAYS, 0, ALL, "32.0 GT/s Capabilities" },
	{ 0x2e, 0x04, 4, ALWAYS, 0, 0x00000001, "DOE Capabilities" },
	{ 0x2f, 0x04, 4, ALWAYS, 0, ALL, "Device Capabilities 3" },
	{ 0x30, 0x04, 4, ALWAYS, 0, ALL, "IDE Capability" },
	{ 0x31, 0x04, 4, ALWAYS, 0, ALL, "64.0 GT/s Capabilities" },
	{ 0x33, 0x04, 4, ALWAYS, 0, ALL, "Flit Performance Measurement Capability" },
	{ 0x34, 0x04, 4, ALWAYS, 0, ALL, "Flit Error Injection Capability" },
};

#define CAP_ALLOCATION	0x14
#define EXPRESS_FLAGS	0x02

bool register_value(const struct config_image *image, unsigned int offset,
		    unsigned int width, uint32_t *value)
{
	unsigned int i;
	uint8_t byte;

	*value = 0;
	for (i = 0; i < width; i++) {
		if (!config_image_u8(image, offset + i, &byte))
			return false;
		*value |= (uint32_t)byte << 8 * i;
	}
	return true;
}

/*
 * A version 1 PCI Express capability ends where the port's kind says (PCIe 1.1,
 * 7.8): what follows it may be another's registers.
 */
static unsigned int express_length(uint32_t flags)
{
	unsigned int type = flags >> 4 & 0xf;

	if ((flags & 0xf) > 1)
		return 0x3c;
	if (type == EXPRESS_ROOT_PORT || type == EXPRESS_EVENT_COLLECTOR)
		return 0x24;
	return flags & EXPRESS_SLOT ? 0x1c : 0x14;
}

unsigned int capability_length(const struct config_image *image,
			       const struct capability *capability, unsigned int end)
{
	unsigned int length;
	uint32_t flags;

	if (end <= capability->offset)
		return 0;
	length = end - capability->offset;
	if (capability->extended || capability->id != CAP_EXPRESS)
		return length;
	if (!register_value(image, capability->offset + EXPRESS_FLAGS, 2, &flags))
		return 0;
	return length < express_length(flags) ? length : express_length(flags);
}

/* Whether @word, on which @reg depends, lets it be there. */
static bool allows(const struct capability_register *reg, uint32_t word)
{
	unsigned int type = word >> 4 & 0xf;

	switch (reg->when) {
	case HAS_LINK:
		return type != EXPRESS_INTEGRATED && type != EXPRESS_EVENT_COLLECTOR;
	case HAS_SLOT:
		return word & EXPRESS_SLOT;
	case IS_ROOT:
		return type == EXPRESS_ROOT_PORT || type == EXPRESS_EVENT_COLLECTOR;
	case HT_SHORT:
		return word >> 13 < 2;
	case HT_LONG:
		return word >> 13 >= 2;
	case RESIZABLE:
		return (word >> 5 & 7) >= reg->count;
	case CHANNELS:
		return (word & 7) >= reg->count;
	}
	return true;
}

/* Return: 1: @reg is there, 0: it is not, -ENODATA. */
static int is_there(const struct config_image *image, const struct capability *capability,
		    const struct capability_register *reg, enum register_choice choice)
{
	unsigned int decides;
	uint32_t word;

	if (choice == REGISTERS_SHAPE && !reg->mask)
		return 0;
	switch (reg->when) {
	case RESIZABLE:
		decides = 0x08;
		break;
	case CHANNELS:
		decides = 0x04;
		break;
	case ALWAYS:
		return 1;
	default:
		/* within what is known to be this capability anything may be read */
		if (choice == REGISTERS_READ)
			return 1;
		decides = EXPRESS_FLAGS;	/* and HyperTransport's command */
	}
	if (!register_value(image, capability->offset + decides, 2, &word))
		return -ENODATA;
	return allows(reg, word);
}

/*
 * Enhanced Allocation (7.8.5): after the header, and of a bridge its bus
 * numbers, entries that say how long they are. What they allocate may be
 * written; which BAR they stand for, and how, may not.
 */
static int visit_allocation(const struct config_image *image,
			    const struct capability *capability, unsigned int end,
			    register_visit visit, void *context)
{
	struct capability_register entry = {
		.id = CAP_ALLOCATION, .width = 4, .mask = 0x00fffff7, .name = "Entry",
	};
	uint32_t left, type, first;
	unsigned int at;
	int err = 0;

	if (!register_value(image, capability->offset + 2, 1, &left) ||
	    !register_value(image, 0x0e, 1, &type))
		return -ENODATA;
	at = capability->offset + ((type & 0x7f) == 1 ? 8 : 4);
	for (left &= 0x3f; left && at + 4 <= end && !err; left--) {
		entry.offset = at - capability->offset;
		err = visit(context, &entry);
		if (!err && !register_value(image, at, 4, &first))
			err = -ENODATA;
		at += err ? 0 : 4 + 4 * (first & 7);
	}
	return err;
}

int capability_registers_visit(const struct config_image *image,
			       const struct capability *capability, unsigned int end,
			       enum register_choice choice, register_visit visit,
			       void *context)
{
	const struct capability_register *row = standard_rows;
	const struct capability_register *stop = standard_rows + ROWS(standard_rows);
	unsigned int length;
	uint32_t flags;
	int err = 0;

	if (end <= capability->offset)
		return 0;
	length = end - capability->offset;

	if (capability->extended) {
		row = extended_rows;
		stop = extended_rows + ROWS(extended_rows);
	} else if (capability->id == CAP_EXPRESS) {
		if (!register_value(image, capability->offset + EXPRESS_FLAGS, 2, &flags))
			return -ENODATA;
		if (length > express_length(flags))
			length = express_length(flags);
	}
	for (; row < stop && !err; row++) {
		if (row->id != capability->id || row->offset + row->width > length)
			continue;
		err = is_there(image, capability, row, choice);
		if (err > 0)
			err = visit(context, row);
	}
	if (!err && !capability->extended && capability->id == CAP_ALLOCATION)
		err = visit_allocation(image, capability, end, visit, context);
	return err;
}

int header_registers_visit(const struct config_image *image, register_visit visit,
			   void *context)
{
	const struct capability_register *row;
	uint32_t type;
	int err = 0;

	if (!register_value(image, 0x0e, 1, &type))
		return -ENODATA;
	type &= 0x7f;
	for (row = header_rows; row < header_rows + ROWS(header_rows) && !err; row++)
		if (row->when == ALWAYS || (row->when == ENDPOINT && type == 0) ||
		    (row->when == BRIDGE && type == 1))
			err = visit(context, row);
	return err;
}

bool capability_has(const struct config_image *image,
		    const struct capability *capability, unsigned int offset)
{
	const struct capability_register *row = standard_rows;

	if (capability->extended || capability->id != CAP_EXPRESS)
		return true;
	for (; row < standard_rows + ROWS(standard_rows); row++)
		if (row->id == capability->id && row->offset == offset)
			return is_there(image, capability, row, REGISTERS_SHAPE) > 0;
	return false;
}

static const char *find_name(const struct capability_register *rows, size_t count,
			     uint16_t id, unsigned int offset)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (rows[i].id == id && rows[i].offset == offset)
			return rows[i].name;
	return NULL;
}

const char *capability_register_name(bool extended, uint16_t id, unsigned int offset)
{
	if (extended)
		return find_name(extended_rows, ROWS(extended_rows), id, offset);
	if (id == CAP_ALLOCATION && offset >= 4)
		return "Entry";
	return find_name(standard_rows, ROWS(standard_rows), id, offset);
}

const char *header_register_name(unsigned int offset)
{
	return find_name(header_rows, ROWS(header_rows), 0, offset);
}
