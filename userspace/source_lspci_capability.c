// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_capability.c: the capabilities that lspci -v lists, put back into
 * the bytes that they were read from, so that one decoder serves every source.
 */
#include "source_lspci.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"

#define POINTER		0x34	/* PCI 3.0, 6.7 */
#define FIRST_STANDARD	0x40
#define FIRST_EXTENDED	0x100

/* PCIe Base 9.3.3, offsets in the SR-IOV capability */
#define SRIOV_INITIAL	0x0c
#define SRIOV_TOTAL	0x0e
#define SRIOV_COUNT	0x10
#define SRIOV_FIRST	0x14
#define SRIOV_STRIDE	0x16
#define SRIOV_DEVICE	0x1a

/* Return: 1 if it could be kept, 0 if there are more than fit, -ENOMEM. */
static int append(struct lspci_record *record, const struct lspci_capability *capability)
{
	struct lspci_capability *list = record->capabilities;

	if (record->capability_count == CAPABILITIES_MAX + EXTENDED_MAX)
		return 0;
	if (!(record->capability_count & (record->capability_count - 1))) {
		list = reallocarray(list, 2 * record->capability_count + 1, sizeof(*list));
		if (!list)
			return -ENOMEM;
		record->capabilities = list;
	}
	list[record->capability_count++] = *capability;
	return 1;
}

/* "Device Serial Number 00-1b-21-ff-ff-3c-4d-5e"; @ordered: from the highest byte on */
static int put_serial(struct lspci_record *record, unsigned int offset, const char *name,
		      bool ordered)
{
	unsigned int b[8];
	uint8_t bytes[8];
	size_t i;
	int err = 0;

	if (record->serial_told ||
	    sscanf(name, "Device Serial Number %2x-%2x-%2x-%2x-%2x-%2x-%2x-%2x", &b[0], &b[1],
		   &b[2], &b[3], &b[4], &b[5], &b[6], &b[7]) != 8)
		return 0;
	for (i = 0; i < sizeof(bytes); i++) {
		record->serial[i] = b[i];
		bytes[i] = b[7 - i];
	}
	if (ordered)
		err = lspci_put(&record->told, offset + 4, bytes, sizeof(bytes));
	record->serial_told = !err;
	record->serial_ordered = ordered;
	return err;
}

static int put_u16(struct lspci_record *record, unsigned int offset, unsigned int value)
{
	uint8_t bytes[2] = { value & 0xff, value >> 8 & 0xff };

	return lspci_put(&record->told, offset, bytes, sizeof(bytes));
}

static int put_subsystem(struct lspci_record *record, unsigned int offset, const char *name)
{
	unsigned int vendor, device;
	int err;

	if (!lspci_ids(name, &vendor, &device))
		return 0;
	err = device_setf(record->device, FIELD_SUBSYSTEM_VENDOR, "%04x", vendor);
	if (!err)
		err = device_setf(record->device, FIELD_SUBSYSTEM_DEVICE, "%04x", device);
	if (!err)
		err = put_u16(record, offset + 4, vendor);
	return err ? err : put_u16(record, offset + 6, device);
}

static int set_port(struct lspci_record *record, const struct lspci_port *port)
{
	enum field field;
	int err;

	err = device_set(record->device, FIELD_PORT_TYPE, port->name);
	for (field = FIELD_MAX_LINK_SPEED; port->linkless && field <= FIELD_LINK_WIDTH && !err;
	     field++)
		err = device_set(record->device, field, NULL);
	return err;
}

/* "Express (v2) Endpoint, MSI 00": the low byte of its flags; -v leaves the version out */
static int put_express(struct lspci_record *record, unsigned int offset, const char *name)
{
	const struct lspci_port *port;
	unsigned int version;
	int length = 0;
	uint8_t flags;
	int err;

	if (sscanf(name, "Express (v%2u) %n", &version, &length) != 1 || !length ||
	    version > 15) {
		port = strncmp(name, "Express ", 8) ? NULL : lspci_port(name + 8);
		return port ? set_port(record, port) : 0;
	}
	port = lspci_port(name + length);
	if (!port)
		return 0;
	err = set_port(record, port);
	flags = port->type << 4 | version;
	return err ? err : lspci_put(&record->told, offset + 2, &flags, 1);
}

static int put_details(struct lspci_record *record,
		       const struct lspci_capability *capability, const char *name)
{
	int err = 0;

	if (capability->extended && capability->id == EXT_CAP_SERIAL)
		err = put_serial(record, capability->offset, name,
				 capability->version != LSPCI_UNTOLD);
	else if (!capability->extended && capability->id == CAP_SSVID)
		err = put_subsystem(record, capability->offset, name);
	else if (!capability->extended && capability->id == CAP_EXPRESS)
		err = put_express(record, capability->offset, name);
	return err == -ERANGE ? 0 : err;
}

/* "[40] Express ...", "[100 v1] Advanced ...", "<access denied>" */
int lspci_capability(struct lspci_file *file, struct lspci_record *record, const char *text)
{
	struct lspci_capability capability = { .version = LSPCI_UNTOLD };
	unsigned int offset, version;
	const char *name = strstr(text, "] ");
	int err;

	file->in_capability = 0;
	record->lists = true;
	if (*text != '[' || !name || sscanf(text, "[%3x", &offset) != 1 ||
	    offset < FIRST_STANDARD) {
		record->list_end = LSPCI_LIST_CUT;
		return 0;
	}
	name += 2;
	if (sscanf(text, "[%*3x v%2u]", &version) == 1 && version < 16)
		capability.version = version;
	capability.offset = offset;
	capability.extended = offset >= FIRST_EXTENDED;
	capability.id = lspci_capability_id(name, capability.extended);
	if (*name == '<')
		record->list_end = LSPCI_LIST_CUT;
	lspci_note_age(file, &capability, name);
	file->extended |= capability.extended;
	if (capability.extended && capability.id == EXT_CAP_MFVC)
		file->shared_channels = true;
	err = append(record, &capability);
	if (err <= 0)
		return err;
	file->in_capability = record->capability_count;
	return put_details(record, &capability, name);
}

/* Reads "Number of VFs: 7" or the like out of a line and puts it at @at. */
static int put_number(struct lspci_record *record, const char *text, const char *key,
		      int base, unsigned int at, uint16_t *copy)
{
	const char *found = strstr(text, key);
	unsigned long value;

	if (!found)
		return 0;
	value = strtoul(found + strlen(key), NULL, base);
	if (value > UINT16_MAX)
		return 0;
	if (copy)
		*copy = value;
	return put_u16(record, at, value);
}

static int sriov_detail(struct lspci_record *record, unsigned int at, const char *text)
{
	struct lspci_sriov *sriov = &record->sriov;
	int err;

	if (!strncmp(text, "IOVCtl:", 7))
		sriov->enabled = strstr(text, "Enable+") != NULL;
	sriov->told |= strstr(text, "VF offset: ") != NULL;
	err = put_number(record, text, "Initial VFs: ", 10, at + SRIOV_INITIAL, NULL);
	if (!err)
		err = put_number(record, text, "Total VFs: ", 10, at + SRIOV_TOTAL, NULL);
	if (!err)
		err = put_number(record, text, "Number of VFs: ", 10, at + SRIOV_COUNT,
				 &sriov->count);
	if (!err)
		err = put_number(record, text, "VF offset: ", 10, at + SRIOV_FIRST,
				 &sriov->first);
	if (!err)
		err = put_number(record, text, "stride: ", 10, at + SRIOV_STRIDE,
				 &sriov->stride);
	return err ? err : put_number(record, text, "Device ID: ", 16, at + SRIOV_DEVICE, NULL);
}

/* "LnkCap: Port #0, Speed 8GT/s, Width x4, ..."; of lspci 2 "Link: Speed 2.5Gb/s, Width x4" */
static int link_detail(struct lspci_record *record, const char *text, enum field speed_field,
		       enum field width_field)
{
	const char *speed = strstr(text, "Speed ");
	const char *width = strstr(text, "Width x");
	unsigned int whole, part = 0;
	int err = 0;

	/* of lspci 2: there is no link */
	if (speed && !strncmp(speed, "Speed unknown, Width x0", 23))
		return 0;
	if (speed && sscanf(speed, "Speed %3u.%1uG", &whole, &part) >= 1)
		err = device_setf(record->device, speed_field, "%u.%u GT/s", whole, part);
	if (!err && width && sscanf(width, "Width x%3u", &whole) == 1)
		err = device_setf(record->device, width_field, "%u", whole);
	return err;
}

int lspci_capability_detail(struct lspci_file *file, struct lspci_record *record,
			    const char *text)
{
	const struct lspci_capability *capability =
		&record->capabilities[file->in_capability - 1];
	int err = 0;

	if (capability->extended && capability->id == EXT_CAP_SRIOV)
		err = sriov_detail(record, capability->offset, text);
	else if (!capability->extended && capability->id == CAP_VPD)
		err = lspci_vpd(record, text);
	else if (capability->extended || capability->id != CAP_EXPRESS)
		return 0;
	else if (!strncmp(text, "LnkCap:", 7) || !strncmp(text, "Link: Supported Speed ", 22))
		err = link_detail(record, text, FIELD_MAX_LINK_SPEED, FIELD_MAX_LINK_WIDTH);
	else if (!strncmp(text, "LnkSta:", 7) || !strncmp(text, "Link: Speed ", 12))
		err = link_detail(record, text, FIELD_LINK_SPEED, FIELD_LINK_WIDTH);
	return err == -ERANGE ? 0 : err;
}

/* The header of one, with the offset of the next; @next < 0: that is not known. */
static int put_header(struct lspci_record *record,
		      const struct lspci_capability *capability, int next)
{
	unsigned int version = capability->version;
	uint8_t bytes[4];

	if (capability->id == LSPCI_UNTOLD)
		return 0;
	bytes[0] = capability->id & 0xff;
	bytes[1] = capability->extended ? capability->id >> 8 : next;
	if (!capability->extended)
		return lspci_put(&record->told, capability->offset, bytes, next < 0 ? 1 : 2);
	bytes[2] = version | (next & 0xf) << 4;
	bytes[3] = next >> 4;
	if (next < 0 || capability->version == LSPCI_UNTOLD)
		return lspci_put(&record->told, capability->offset, bytes, 2);
	return lspci_put(&record->told, capability->offset, bytes, 4);
}

/* Where the capability after @index of the same list is; 0: it is the last; -1: unknown. */
static int next_of(const struct lspci_record *record, size_t index)
{
	const struct lspci_capability *list = record->capabilities;

	if (record->filtered)
		return -1;
	if (index + 1 < record->capability_count &&
	    list[index + 1].extended == list[index].extended)
		return list[index + 1].offset;
	/* what follows the standard list proves that it was read to its end */
	if (index + 1 < record->capability_count && list[index + 1].extended)
		return 0;
	return record->list_end == LSPCI_LIST_WHOLE ? 0 : -1;
}

/* Whether the lists were read to their end, and no extended one was found. */
static bool ends_at_256(const struct lspci_file *file, const struct lspci_record *record)
{
	size_t i;

	if (!file->extended || record->list_end != LSPCI_LIST_WHOLE)
		return false;
	for (i = 0; i < record->capability_count; i++)
		if (record->capabilities[i].extended)
			return false;
	return record->verbose;
}

/*
 * Without the status register beside it, the pointer is the one that lspci
 * followed; and no first header stands for no extended list that it could read.
 */
static int put_starts(const struct lspci_file *file, struct lspci_record *record)
{
	static const uint8_t none[4];
	uint8_t pointer = 0;
	int err = 0;

	if (record->capability_count && !record->capabilities[0].extended)
		pointer = record->capabilities[0].offset;
	else if (!record->verbose || record->list_end != LSPCI_LIST_WHOLE)
		return 0;
	if (ends_at_256(file, record))
		err = lspci_put(&record->told, FIRST_EXTENDED, none, sizeof(none));
	return err ? err : lspci_put(&record->told, POINTER, &pointer, 1);
}

int lspci_chain(const struct lspci_file *file, struct lspci_record *record)
{
	size_t i;
	int err = 0;

	for (i = 0; i < record->capability_count && !err; i++) {
		struct lspci_capability *capability = &record->capabilities[i];

		/* lspci has one name for both channels that a function can have */
		if (capability->extended && capability->id == EXT_CAP_VC &&
		    file->shared_channels)
			capability->id = LSPCI_UNTOLD;
		err = put_header(record, capability, next_of(record, i));
		err = err == -ERANGE ? 0 : err;
	}
	return err || record->hex || record->filtered ? err : put_starts(file, record);
}
