// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_lspci_finish.c: what the words and bytes of one function come to.
 *
 * Invariant: where there are bytes they count, and the words fill in the rest.
 */
#include "source_lspci.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"

/* PCI 3.0, 6.1 */
#define VENDOR		0x00
#define DEVICE		0x02
#define REVISION	0x08
#define HEADER_TYPE	0x0e
#define SECONDARY	0x19	/* of a bridge; the subordinate bus follows */
#define SUBSYSTEM	0x2c
#define SUBSYSTEM_CARDBUS 0x40

#define CLASS_PCI_BRIDGE	0x0604
#define CLASS_CARDBUS_BRIDGE	0x0607
#define CLASS_SEMI_TRANSPARENT	0x0609

static void contradict(struct lspci_file *file, const struct lspci_record *record)
{
	if (!file->contradictions++)
		file->first_contradiction = record->line;
}

/* Sets an id from the bytes, and notes where the words say another. */
static int take_u16(struct lspci_file *file, struct lspci_record *record,
		    enum field field, unsigned int offset)
{
	struct device *device = record->device;
	const char *said = device_get(device, field);
	uint16_t value;

	if (!config_image_u16(record->hex, offset, &value))
		return 0;
	if (said && strtoul(said, NULL, 16) != value)
		contradict(file, record);
	return device_setf(device, field, "%04x", value);
}

/* PCIe Base 9.3.4.1: a virtual function answers ffff where others have their ids. */
static int take_ids(struct lspci_file *file, struct lspci_record *record)
{
	uint16_t vendor, device;
	int err;

	if (!config_image_u16(record->hex, VENDOR, &vendor) ||
	    !config_image_u16(record->hex, DEVICE, &device))
		return 0;
	if (vendor == 0xffff && device == 0xffff)
		return device_set(record->device, FIELD_VIRTUAL, "true");
	err = device_set(record->device, FIELD_VIRTUAL, "false");
	if (!err)
		err = take_u16(file, record, FIELD_VENDOR, VENDOR);
	return err ? err : take_u16(file, record, FIELD_DEVICE, DEVICE);
}

static int take_subsystem(struct lspci_file *file, struct lspci_record *record)
{
	unsigned int offset = SUBSYSTEM;
	uint8_t type;
	int err;

	if (!config_image_u8(record->hex, HEADER_TYPE, &type) || (type & 0x7f) == 1)
		return 0;
	if ((type & 0x7f) == 2)
		offset = SUBSYSTEM_CARDBUS;
	err = take_u16(file, record, FIELD_SUBSYSTEM_VENDOR, offset);
	return err ? err : take_u16(file, record, FIELD_SUBSYSTEM_DEVICE, offset + 2);
}

/* Class, revision and bus numbers: of the bytes if there are any. */
static void take_numbers(struct lspci_file *file, struct lspci_record *record)
{
	uint8_t type, secondary, subordinate;
	uint32_t word;

	if (config_image_u32(record->hex, REVISION, &word)) {
		if ((record->class >= 0 && record->class != (int)(word >> 16)) ||
		    (record->revision > 0 && record->revision != (int)(word & 0xff)))
			contradict(file, record);
		record->class = word >> 16;
		record->prog_if = word >> 8 & 0xff;
		record->revision = word & 0xff;
	}
	if (config_image_u8(record->hex, HEADER_TYPE, &type) &&
	    config_image_u8(record->hex, SECONDARY, &secondary) &&
	    config_image_u8(record->hex, SECONDARY + 1, &subordinate)) {
		record->bridge = (type & 0x7f) == 1 || (type & 0x7f) == 2;
		record->bridge_told = record->bridge;
		record->secondary = secondary;
		record->subordinate = subordinate;
	}
	if (record->class == CLASS_PCI_BRIDGE || record->class == CLASS_CARDBUS_BRIDGE ||
	    record->class == CLASS_SEMI_TRANSPARENT ||
	    (record->class == LSPCI_UNTOLD && record->named_bridge))
		record->bridge = true;
}

/* Without bytes: the header bytes that the words prove. */
static int tell_header(struct lspci_record *record)
{
	struct config_image **told = &record->told;
	uint8_t bytes[2];
	int err = 0;

	if (record->class >= 0) {
		bytes[0] = record->class & 0xff;
		bytes[1] = record->class >> 8;
		err = lspci_put(told, REVISION + 2, bytes, 2);
	}
	bytes[0] = record->prog_if;
	if (!err && record->prog_if >= 0)
		err = lspci_put(told, REVISION + 1, bytes, 1);
	bytes[0] = record->revision;
	if (!err && record->revision >= 0)
		err = lspci_put(told, REVISION, bytes, 1);
	return err;
}

static int set_numbers(struct lspci_record *record)
{
	struct device *device = record->device;
	int err = 0;

	/* a function that does not answer, answers ff */
	if (record->revision == 0xff)
		record->revision = LSPCI_UNTOLD;
	if (record->class >= 0 && record->prog_if >= 0)
		err = device_setf(device, FIELD_CLASS, "%04x%02x", record->class,
				  record->prog_if);
	if (!err && record->revision >= 0)
		err = device_setf(device, FIELD_REVISION, "%02x", record->revision);
	return err;
}

/* What no line tells of is none where lines of other functions do tell. */
static int settle_host(const struct lspci_file *file, struct lspci_record *record)
{
	static const enum field fields[] = { FIELD_DRIVER, FIELD_SLOT, FIELD_IOMMU_GROUP };
	const bool told[] = { file->drivers, file->slots, file->groups };
	struct device *device = record->device;
	size_t i;
	int err = 0;

	if ((!record->detailed && !record->pairs) || record->torn)
		return 0;
	for (i = 0; i < sizeof(fields) / sizeof(*fields) && !err; i++)
		if (told[i] && device_value(device, fields[i])->state == VALUE_UNKNOWN)
			err = device_set(device, fields[i], NULL);
	return err;
}

/* What the words told, where the bytes do not say; and a serial number in any case. */
static int keep_words(struct device *device, const struct device *words)
{
	const char *serial = device_get(words, FIELD_SERIAL);
	enum field field;
	int err = 0;

	if (serial && device_value(device, FIELD_SERIAL)->state == VALUE_NONE)
		err = device_set(device, FIELD_SERIAL, serial);
	for (field = 0; field < FIELD_COUNT && !err; field++)
		err = device_fill(device, words, field);
	return err;
}

/*
 * A bridge whose capabilities are all told, and none of which names a subsystem,
 * has none. Without bytes only its class tells that it is a bridge.
 */
static int settle_subsystem(struct lspci_record *record)
{
	struct device *device = record->device;
	size_t i;
	int err;

	if (record->hex || record->class != CLASS_PCI_BRIDGE || !record->verbose ||
	    record->list_end != LSPCI_LIST_WHOLE)
		return 0;
	for (i = 0; i < record->capability_count; i++)
		if (!record->capabilities[i].extended &&
		    (record->capabilities[i].id == CAP_SSVID ||
		     record->capabilities[i].id == LSPCI_UNTOLD))
			return 0;
	err = device_get(device, FIELD_SUBSYSTEM_VENDOR) ? 0 :
	      device_set(device, FIELD_SUBSYSTEM_VENDOR, NULL);
	return err || device_get(device, FIELD_SUBSYSTEM_DEVICE) ? err :
	       device_set(device, FIELD_SUBSYSTEM_DEVICE, NULL);
}

static int decode(struct device *device)
{
	struct device *words = device_copy(device);
	int err;

	if (!words)
		return -ENOMEM;
	err = device_decode_fields(device);
	if (!err)
		err = keep_words(device, words);
	device_free(words);
	return err ? err : device_decode_digests(device);
}

/*
 * Whether capabilities were cut out of what lspci wrote: it prints none without a line
 * of flags or of the control register, and beyond 256 bytes it can read a function of
 * PCI Express or PCI-X only (PCIe Base 7.2.2, PCI-X 2.0).
 */
static bool is_filtered(const struct lspci_record *record)
{
	bool extended = false, wide = false;
	size_t i;

	for (i = 0; i < record->capability_count; i++) {
		const struct lspci_capability *capability = &record->capabilities[i];

		extended |= capability->extended;
		wide |= !capability->extended &&
			(capability->id == CAP_EXPRESS || capability->id == CAP_PCIX ||
			 capability->id == LSPCI_UNTOLD);
	}
	return record->capability_count && (!record->verbose || (extended && !wide));
}

int lspci_finish(struct lspci_file *file, struct lspci_record *record)
{
	int err;

	if (record->verbose && record->prog_if == LSPCI_UNTOLD)
		record->prog_if = 0;	/* -v prints any other */
	/* what has capabilities, and lists none, was cut out of a listing */
	record->filtered = is_filtered(record);
	if ((record->capable && !record->capability_count) || record->filtered)
		record->list_end = LSPCI_LIST_CUT;
	err = lspci_chain(file, record);
	if (!err)
		err = take_ids(file, record);
	if (!err)
		err = take_subsystem(file, record);
	if (err)
		return err;
	take_numbers(file, record);
	record->device->bars_known = record->very_verbose && file->sizes && !record->unsized;
	if (!record->device->bars_known)
		record->device->bar_count = 0;
	err = set_numbers(record);
	if (!err && !record->hex && !record->silent)
		err = tell_header(record);
	if (!err)
		err = settle_subsystem(record);
	if (!err)
		err = lspci_settle_no_serial(file, record);
	if (!err)
		err = lspci_image(file, record);
	if (!err)
		err = settle_host(file, record);
	return err ? err : decode(record->device);
}
