// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_words.c: what lspci of any age calls capabilities and ports.
 */
#include "source_lspci.h"

#include <stdio.h>
#include <string.h>

#include "capabilities.h"
#include "names.h"

/* What lspci of any age calls them; the longer of two that begin alike comes first. */
static const struct capability_words {
	const char *words;
	uint16_t id;
	bool extended;
} table[] = {
	{ "Null", 0x00, false },
	{ "Power Management version ", 0x01, false },
	{ "AGP version ", 0x02, false },
	{ "Vital Product Data", 0x03, false },
	{ "Slot ID: ", 0x04, false },
	{ "MSI: ", 0x05, false },
	{ "Message Signalled Interrupts: ", 0x05, false },
	{ "CompactPCI hot-swap", 0x06, false },
	{ "PCI-X ", 0x07, false },
	{ "HyperTransport: ", 0x08, false },
	{ "Vendor Specific Information", 0x09, false },
	{ "Debug port: ", 0x0a, false },
	{ "CompactPCI central resource control", 0x0b, false },
	{ "Hot-plug capable", 0x0c, false },
	{ "Subsystem: ", 0x0d, false },
	{ "AGP3", 0x0e, false },
	{ "Secure device", 0x0f, false },
	{ "Express ", 0x10, false },
	{ "MSI-X: ", 0x11, false },
	{ "SATA HBA ", 0x12, false },
	{ "PCI Advanced Features", 0x13, false },
	{ "Enhanced Allocation (EA)", 0x14, false },
	{ "Flattening Portal Bridge", 0x15, false },
	{ "Null", 0x0000, true },
	{ "Advanced Error Reporting", 0x0001, true },
	{ "Virtual Channel", EXT_CAP_VC, true },
	{ "Device Serial Number ", EXT_CAP_SERIAL, true },
	{ "Power Budgeting", 0x0004, true },
	{ "Root Complex Link", 0x0005, true },
	{ "Root Complex Internal Link", 0x0006, true },
	{ "Root Complex Event Collector", 0x0007, true },
	{ "Multi-Function Virtual Channel", EXT_CAP_MFVC, true },
	{ "Root Complex Register Block", 0x000a, true },
	{ "Root Bridge Control Block", 0x000a, true },
	{ "Vendor Specific Information", 0x000b, true },
	{ "Configuration Access Correlation", 0x000c, true },
	{ "Access Control Services", 0x000d, true },
	{ "Alternative Routing-ID Interpretation", 0x000e, true },
	{ "Address Translation Service", 0x000f, true },
	{ "Single Root I/O Virtualization", EXT_CAP_SRIOV, true },
	{ "Multi-Root I/O Virtualization", 0x0011, true },
	{ "Multicast", 0x0012, true },
	{ "Page Request Interface", 0x0013, true },
	{ "Physical Resizable BAR", 0x0015, true },
	{ "Resizable BAR", 0x0015, true },
	{ "Dynamic Power Allocation", 0x0016, true },
	{ "Transaction Processing Hints", 0x0017, true },
	{ "Latency Tolerance Reporting", 0x0018, true },
	{ "Secondary PCI Express", 0x0019, true },
	{ "Protocol Multiplexing", 0x001a, true },
	{ "Process Address Space ID", 0x001b, true },
	{ "LN Requester", 0x001c, true },
	{ "Downstream Port Containment", 0x001d, true },
	{ "L1 PM Substates", 0x001e, true },
	{ "Precision Time Measurement", 0x001f, true },
	{ "PCI Express over M_PHY", 0x0020, true },
	{ "FRS Queueing", 0x0021, true },
	{ "Readiness Time Reporting", 0x0022, true },
	{ "Designated Vendor-Specific: ", 0x0023, true },
	{ "Designated Vendor Specific Extended Capability:", 0x0023, true },
	{ "CXL Designated Vendor-Specific:", 0x0023, true },
	{ "Virtual Resizable BAR", 0x0024, true },
	{ "VF Resizable BAR", 0x0024, true },
	{ "Data Link Feature", 0x0025, true },
	{ "Physical Layer 16.0 GT/s", 0x0026, true },
	{ "Lane Margining at the Receiver", 0x0027, true },
	{ "Hierarchy ID", 0x0028, true },
	{ "Native PCIe Enclosure Management", 0x0029, true },
	{ "Physical Layer 32.0 GT/s", 0x002a, true },
	{ "Alternate Protocol", 0x002b, true },
	{ "System Firmware Intermediary", 0x002c, true },
	{ "Shadow Functions", 0x002d, true },
	{ "Data Object Exchange", 0x002e, true },
	{ "Device 3", 0x002f, true },
	{ "Integrity & Data Encryption", 0x0030, true },
	{ "Physical Layer 64.0 GT/s", 0x0031, true },
	{ "Flit Logging", 0x0032, true },
	{ "Flit Performance Measurement", 0x0033, true },
	{ "Flit Error Injection", 0x0034, true },
};

/* Ids that lspci has no words for: "#19", "Extended Capability ID 0x2f". */
static int numbered(const char *name)
{
	unsigned int id;

	if (sscanf(name, "#%4x", &id) == 1 ||
	    sscanf(name, "Extended Capability ID %6x", &id) == 1 ||
	    sscanf(name, "Capability ID %6x", &id) == 1)
		return id;
	return LSPCI_UNTOLD;
}

int lspci_capability_id(const char *name, bool extended)
{
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].extended == extended &&
		    !strncmp(name, table[i].words, strlen(table[i].words)))
			return table[i].id;
	return numbered(name);
}

/* PCIe Base 7.5.3.2: the types of ports, as lspci and as we call them */
static const struct lspci_port ports[] = {
	{ "Endpoint", "endpoint", 0, false },
	{ "Legacy Endpoint", "legacy endpoint", 1, false },
	{ "Root Port", "root port", 4, false },
	{ "Upstream Port", "upstream port", 5, false },
	{ "Downstream Port", "downstream port", 6, false },
	{ "PCI-Express to PCI", "PCIe to PCI bridge", 7, false },
	{ "PCI/PCI-X to PCI-Express", "PCI to PCIe bridge", 8, false },
	{ "PCI/PCI-X Bridge", "PCIe to PCI bridge", 7, false },		/* of lspci 2 */
	{ "Root Complex Integrated Endpoint", "root complex endpoint", 9, true },
	{ "Root Complex Event Collector", "root complex event collector", 10, true },
};

const struct lspci_port *lspci_port(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(ports) / sizeof(*ports); i++)
		if (!strncmp(name, ports[i].words, strlen(ports[i].words)))
			return &ports[i];
	return NULL;
}

void lspci_name_virtuals(struct lspci_file *file)
{
	struct names *names = NULL;
	char name[256];
	size_t i;

	for (i = 0; i < file->count; i++) {
		struct lspci_record *record = &file->records[i];
		const struct device *device = record->device;

		if (!record->bus || record->named_virtual || !device_get(device, FIELD_DEVICE) ||
		    device_value(device, FIELD_VIRTUAL)->state != VALUE_UNKNOWN)
			continue;
		if (!names)
			names = names_open();
		names_device(names, device, name, sizeof(name));
		record->named_virtual = strstr(name, LSPCI_VIRTUAL) != NULL;
	}
	names_close(names);
}
