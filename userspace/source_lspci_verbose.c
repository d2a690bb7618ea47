// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_verbose.c: the lines that -v, -vv and -k put below a function's first.
 */
#include "source_lspci.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../module/uapi/muster.h"

#define ROM_INDEX 6

/* Return: what follows @key, or NULL if @line does not begin with it. */
static const char *after(const char *line, const char *key)
{
	size_t length = strlen(key);

	return strncmp(line, key, length) ? NULL : line + length;
}

int lspci_set_host(struct lspci_file *file, struct lspci_record *record, enum field field,
		   const char *value)
{
	record->driven |= field == FIELD_DRIVER;
	if (field == FIELD_DRIVER)
		file->drivers = true;
	else if (field == FIELD_SLOT)
		file->slots = true;
	else
		file->groups = true;
	if (field != FIELD_IOMMU_GROUP)
		return device_set(record->device, field, value);
	if (!isdigit((unsigned char)*value))
		return 0;
	return device_setf(record->device, field, "%lu", strtoul(value, NULL, 10));
}

/* "[size=16K]", in bytes; 0: it is not told. */
static uint64_t read_size(const char *text)
{
	static const char units[] = "KMGTP";
	const char *at = strstr(text, "[size=");
	const char *unit;
	uint64_t size;
	char *end;

	if (!at)
		return 0;
	errno = 0;
	size = strtoull(at + 6, &end, 10);
	unit = *end ? strchr(units, *end) : NULL;
	if (errno || end == at + 6 || end[!!unit] != ']')
		return 0;
	if (unit && size >> (64 - 10 * (unit - units + 1)))
		return 0;
	return unit ? size << 10 * (unit - units + 1) : size;
}

/* "Memory at fc800000 (64-bit, non-prefetchable) [size=16K]" of the BAR @index */
static void read_bar(struct lspci_record *record, unsigned int index, const char *text)
{
	struct device *device = record->device;
	struct bar *bar = &device->bars[device->bar_count];
	uint64_t size = read_size(text);

	/* a BAR that only the kernel knows of has no type of its own */
	if (!size || strstr(text, "[virtual]") || device->bar_count == DEVICE_BARS ||
	    (device->bar_count && bar[-1].index >= index)) {
		record->unsized = true;
		return;
	}
	record->sized = true;
	bar->index = index;
	bar->size = size;
	bar->flags = MUSTER_BAR_MEM;
	if (after(text, "I/O"))
		bar->flags = MUSTER_BAR_IO;
	else if (strstr(text, "(64-bit"))
		bar->flags |= MUSTER_BAR_64;
	if (strstr(text, " prefetchable)"))
		bar->flags |= MUSTER_BAR_PREFETCH;
	device->bar_count++;
}

/* Return: 1 if it was a line of a BAR. */
static int try_bar(struct lspci_file *file, struct lspci_record *record, const char *line)
{
	const char *rest = after(line, "Region ");
	const char *rom = after(line, "[virtual] ");

	if (!rom)
		rom = after(line, "[enhanced] ");
	if (rest && *rest >= '0' && *rest < '0' + ROM_INDEX && rest[1] == ':' && rest[2]) {
		record->very_verbose = true;
		read_bar(record, *rest - '0', rest + 3);
	} else if (after(rom ? rom : line, "Expansion ROM at ")) {
		read_bar(record, ROM_INDEX, line);
	} else if (after(line, "Memory at ") || after(line, "I/O ports at ")) {
		record->unsized = true;	/* of -v: which one it is, is not told */
	} else {
		return 0;
	}
	file->sizes |= strstr(line, "[size=") != NULL;
	return 1;
}

/* "Bus: primary=00, secondary=04, subordinate=07, sec-latency=0" */
static void read_buses(struct lspci_record *record, const char *line)
{
	unsigned int primary, secondary, subordinate;

	if (sscanf(line, "Bus: primary=%2x, secondary=%2x, subordinate=%2x",
		   &primary, &secondary, &subordinate) != 3)
		return;
	record->bridge = true;
	record->bridge_told = true;
	record->secondary = secondary;
	record->subordinate = subordinate;
}

static int read_subsystem(struct lspci_record *record, const char *text)
{
	unsigned int vendor, device;
	int err;

	if (!lspci_ids(text, &vendor, &device))
		return 0;
	err = device_setf(record->device, FIELD_SUBSYSTEM_VENDOR, "%04x", vendor);
	return err ? err : device_setf(record->device, FIELD_SUBSYSTEM_DEVICE, "%04x", device);
}

/* "Flags: bus master, fast devsel, latency 0, IRQ 16, IOMMU group 2" */
static int read_flags(struct lspci_file *file, struct lspci_record *record, const char *line)
{
	const char *group = strstr(line, ", IOMMU group ");

	record->verbose = true;
	file->new_words |= group || strstr(line, ", NUMA node ");
	return group ? lspci_set_host(file, record, FIELD_IOMMU_GROUP, group + 14) : 0;
}

static int read_line(struct lspci_file *file, struct lspci_record *record, const char *line)
{
	const char *rest;

	rest = after(line, "Capabilities: ");
	if (rest)
		return lspci_capability(file, record, rest);
	file->in_capability = 0;
	rest = after(line, "Subsystem: ");
	if (rest)
		return read_subsystem(record, rest);
	rest = after(line, "Kernel driver in use: ");
	if (rest)
		return lspci_set_host(file, record, FIELD_DRIVER, rest);
	rest = after(line, "Physical Slot: ");
	if (rest)
		return lspci_set_host(file, record, FIELD_SLOT, rest);
	file->new_words |= after(line, "NUMA node: ") || after(line, "IOMMU group: ");
	rest = after(line, "IOMMU group: ");
	if (rest)
		return lspci_set_host(file, record, FIELD_IOMMU_GROUP, rest);
	if (after(line, "Flags: "))
		return read_flags(file, record, line);
	if (after(line, "Control: ")) {
		record->verbose = true;
		record->very_verbose = true;
	} else if (after(line, "Status: Cap+")) {
		record->capable = true;
	} else if (after(line, "Bus: ")) {
		read_buses(record, line);
	} else if (after(line, "!!! Unknown header type 7f")) {
		record->silent = true;
	}
	return 0;
}

int lspci_verbose(struct lspci_file *file, struct lspci_record *record, const char *line,
		  unsigned int depth)
{
	record->detailed = true;
	if (depth > 1)
		return file->in_capability ?
		       lspci_capability_detail(file, record, line) : 0;
	if (try_bar(file, record, line)) {
		file->in_capability = 0;
		return 0;
	}
	return read_line(file, record, line);
}
