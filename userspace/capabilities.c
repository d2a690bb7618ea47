// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * capabilities.c: the two capability lists of a configuration space.
 */
#include "capabilities.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STATUS		0x06
#define STATUS_LIST	0x0010	/* PCI 3.0, 6.2.3: there is a list */
#define PCIX_STATUS	0x04
#define PCIX_MODE_2	0xc0000000
#define HEADER_TYPE	0x0e
#define POINTER		0x34
#define POINTER_CARDBUS	0x14
#define FIRST_STANDARD	0x40
#define FIRST_EXTENDED	0x100

/* Marks the dword at @offset. Return: whether it was marked before. */
static bool visit(uint8_t *visited, unsigned int offset)
{
	unsigned int dword = offset / 4;
	uint8_t bit = 1u << (dword % 8);
	bool before = visited[dword / 8] & bit;

	visited[dword / 8] |= bit;
	return before;
}

static void append(struct capability_list *list, const struct capability *capability)
{
	if (list->count < EXTENDED_MAX)
		list->items[list->count++] = *capability;
}

/*
 * The first pointer; 0 when there is no list. Without the register beside it that
 * says whether there is one, it is what the words of lspci tell, and counts.
 * Return: false if it is not known.
 */
static bool first_pointer(const struct config_image *image, uint8_t *pointer)
{
	uint16_t status;
	uint8_t type;

	if (!config_image_u16(image, STATUS, &status))
		return config_image_u8(image, POINTER, pointer);
	if (!config_image_u8(image, HEADER_TYPE, &type))
		return false;
	*pointer = 0;
	if (!(status & STATUS_LIST))
		return true;
	return config_image_u8(image, (type & 0x7f) == 2 ? POINTER_CARDBUS : POINTER,
			       pointer);
}

void capabilities_walk(const struct config_image *image, struct capability_list *list)
{
	uint8_t visited[256 / 4 / 8] = { 0 };
	uint8_t pointer;

	list->count = 0;
	list->state = LIST_CUT;
	if (!first_pointer(image, &pointer))
		return;
	for (;;) {
		struct capability capability = { 0 };
		uint16_t header;

		/* PCI 3.0, 6.7: the two lowest bits are reserved */
		pointer &= ~3u;
		if (!pointer) {
			list->state = LIST_WHOLE;
			return;
		}
		if (pointer < FIRST_STANDARD || visit(visited, pointer)) {
			list->state = LIST_BROKEN;
			return;
		}
		if (!config_image_u16(image, pointer, &header))
			return;
		if ((header & 0xff) == 0xff) {
			list->state = LIST_BROKEN;
			return;
		}
		capability.id = header & 0xff;
		capability.offset = pointer;
		append(list, &capability);
		pointer = header >> 8;
	}
}

void capabilities_walk_extended(const struct config_image *image,
				struct capability_list *list)
{
	uint8_t visited[CONFIG_SPACE_MAX / 4 / 8] = { 0 };
	unsigned int offset = FIRST_EXTENDED;

	list->count = 0;
	list->state = LIST_CUT;
	if (!image)
		return;
	if (image->size && image->size <= FIRST_EXTENDED) {
		list->state = LIST_WHOLE;
		return;
	}
	for (;;) {
		struct capability capability = { .extended = true };
		uint32_t header;

		if (offset < FIRST_EXTENDED || visit(visited, offset)) {
			list->state = LIST_BROKEN;
			return;
		}
		if (!config_image_u32(image, offset, &header))
			return;
		/* PCIe 7.6.3: none at all is one empty header, or all ones */
		if (!header || (offset == FIRST_EXTENDED && header == UINT32_MAX)) {
			list->state = LIST_WHOLE;
			return;
		}
		if (header == UINT32_MAX) {
			list->state = LIST_BROKEN;
			return;
		}
		capability.id = header & 0xffff;
		capability.version = header >> 16 & 0xf;
		capability.offset = offset;
		append(list, &capability);
		offset = header >> 20 & 0xffc;
		if (!offset) {
			list->state = LIST_WHOLE;
			return;
		}
	}
}

const struct capability *capability_find(const struct capability_list *list, uint16_t id)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i].id == id)
			return &list->items[i];
	return NULL;
}

/*
 * Only PCI Express and PCI-X at 266 MHz and up have more than 256 bytes (PCIe
 * Base 7.2.2; PCI-X 2.0, 7.2.4): of others what answers there is an alias.
 */
static bool may_extend(const struct config_image *image, const struct capability_list *standard)
{
	const struct capability *pcix = capability_find(standard, CAP_PCIX);
	uint32_t status;

	if (capability_find(standard, CAP_EXPRESS))
		return true;
	return pcix && (!config_image_u32(image, pcix->offset + PCIX_STATUS, &status) ||
			status & PCIX_MODE_2);
}

/* PCI Power Management 1.2, 3.2.3, and PCIe Base 7.5.3.2: what the two say of themselves. */
static void read_versions(const struct config_image *image, struct capability_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct capability *capability = &list->items[i];
		uint8_t byte;

		if ((capability->id != CAP_POWER && capability->id != CAP_EXPRESS) ||
		    !config_image_u8(image, capability->offset + 2, &byte))
			continue;
		capability->version = byte & (capability->id == CAP_POWER ? 0x7 : 0xf);
	}
}

int capabilities_decode(const struct config_image *image, struct capabilities **out)
{
	struct capability_list standard, extended;
	struct capabilities *both;
	uint8_t pointer;

	*out = NULL;
	if (!image || !first_pointer(image, &pointer))
		return 0;
	capabilities_walk(image, &standard);
	read_versions(image, &standard);
	capabilities_walk_extended(image, &extended);
	/* the walk has found that a space of 256 bytes has none */
	if ((!image->size || image->size > FIRST_EXTENDED) && !may_extend(image, &standard)) {
		extended.state = standard.state;
		extended.count = 0;
	}
	both = malloc(sizeof(*both) +
		      (standard.count + extended.count) * sizeof(*both->items));
	if (!both)
		return -ENOMEM;
	both->standard = standard.state;
	both->extended = extended.state;
	both->count = standard.count + extended.count;
	memcpy(both->items, standard.items, standard.count * sizeof(*both->items));
	memcpy(both->items + standard.count, extended.items,
	       extended.count * sizeof(*both->items));
	*out = both;
	return 0;
}

struct capabilities *capabilities_copy(const struct capabilities *capabilities)
{
	struct capabilities *copy;
	size_t size;

	if (!capabilities)
		return NULL;
	size = sizeof(*copy) + capabilities->count * sizeof(*copy->items);
	copy = malloc(size);
	return copy ? memcpy(copy, capabilities, size) : NULL;
}

enum list_state capabilities_end(const struct capabilities *capabilities)
{
	return capabilities->standard == LIST_WHOLE ? capabilities->extended :
						      capabilities->standard;
}

const struct capability *capabilities_find(const struct capabilities *capabilities,
					   bool extended, uint16_t id)
{
	size_t i;

	for (i = 0; capabilities && i < capabilities->count; i++)
		if (capabilities->items[i].id == id &&
		    capabilities->items[i].extended == extended)
			return &capabilities->items[i];
	return NULL;
}

void capability_heads_mark(struct capability_heads *heads,
			   const struct capability *capabilities, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		heads->bits[capabilities[i].offset / 32] |=
			1u << capabilities[i].offset / 4 % 8;
}

unsigned int capability_end(const struct capability_heads *heads,
			    const struct config_image *image,
			    const struct capability *capability)
{
	unsigned int end = capability->extended ? CONFIG_SPACE_MAX : 256;
	unsigned int dword;

	if (image->size && image->size < end)
		end = image->size;
	for (dword = capability->offset / 4 + 1; dword < end / 4; dword++)
		if (heads->bits[dword / 8] & 1u << dword % 8)
			return 4 * dword;
	return end;
}

static const char *const standard_names[] = {
	[0x01] = "Power Management",
	[0x02] = "AGP",
	[0x03] = "Vital Product Data",
	[0x04] = "Slot Identification",
	[0x05] = "MSI",
	[0x06] = "CompactPCI Hot Swap",
	[0x07] = "PCI-X",
	[0x08] = "HyperTransport",
	[0x09] = "Vendor Specific",
	[0x0a] = "Debug Port",
	[0x0b] = "CompactPCI Resource Control",
	[0x0c] = "Hot-Plug Controller",
	[0x0d] = "Bridge Subsystem Id",
	[0x0e] = "AGP 8x",
	[0x0f] = "Secure Device",
	[0x10] = "PCI Express",
	[0x11] = "MSI-X",
	[0x12] = "SATA Configuration",
	[0x13] = "Advanced Features",
	[0x14] = "Enhanced Allocation",
	[0x15] = "Flattening Portal Bridge",
};

static const char *const extended_names[] = {
	[0x01] = "Advanced Error Reporting",
	[0x02] = "Virtual Channel",
	[0x03] = "Device Serial Number",
	[0x04] = "Power Budgeting",
	[0x05] = "Root Complex Link Declaration",
	[0x06] = "Root Complex Internal Link Control",
	[0x07] = "Root Complex Event Collector",
	[0x08] = "Multi-Function Virtual Channel",
	[0x09] = "Virtual Channel (with MFVC)",
	[0x0a] = "Root Complex Register Block",
	[0x0b] = "Vendor Specific",
	[0x0c] = "Configuration Access Correlation",
	[0x0d] = "Access Control Services",
	[0x0e] = "Alternative Routing-ID",
	[0x0f] = "Address Translation Services",
	[0x10] = "SR-IOV",
	[0x11] = "MR-IOV",
	[0x12] = "Multicast",
	[0x13] = "Page Request Interface",
	[0x15] = "Resizable BAR",
	[0x16] = "Dynamic Power Allocation",
	[0x17] = "TPH Requester",
	[0x18] = "Latency Tolerance Reporting",
	[0x19] = "Secondary PCI Express",
	[0x1a] = "Protocol Multiplexing",
	[0x1b] = "Process Address Space Id",
	[0x1c] = "LN Requester",
	[0x1d] = "Downstream Port Containment",
	[0x1e] = "L1 PM Substates",
	[0x1f] = "Precision Time Measurement",
	[0x20] = "M-PCIe",
	[0x21] = "FRS Queueing",
	[0x22] = "Readiness Time Reporting",
	[0x23] = "Designated Vendor Specific",
	[0x24] = "VF Resizable BAR",
	[0x25] = "Data Link Feature",
	[0x26] = "Physical Layer 16.0 GT/s",
	[0x27] = "Lane Margining",
	[0x28] = "Hierarchy Id",
	[0x29] = "Native PCIe Enclosure Management",
	[0x2a] = "Physical Layer 32.0 GT/s",
	[0x2b] = "Alternate Protocol",
	[0x2c] = "System Firmware Intermediary",
	[0x2d] = "Shadow Functions",
	[0x2e] = "Data Object Exchange",
	[0x2f] = "Device 3",
	[0x30] = "Integrity and Data Encryption",
	[0x31] = "Physical Layer 64.0 GT/s",
	[0x32] = "Flit Logging",
	[0x33] = "Flit Performance Measurement",
	[0x34] = "Flit Error Injection",
};

const char *capability_name(const struct capability *capability)
{
	const size_t standard = sizeof(standard_names) / sizeof(*standard_names);
	const size_t extended = sizeof(extended_names) / sizeof(*extended_names);

	if (capability->extended)
		return capability->id < extended ? extended_names[capability->id] : NULL;
	return capability->id < standard ? standard_names[capability->id] : NULL;
}
