// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * capability_fields.c: what the read-only registers of a capability say.
 *
 * Register layouts: PCI Express 6.0, chapter 7; PCI Power Management 1.2;
 * PCI-X 2.0; HyperTransport 3.1; AHCI 1.3.1.
 */
#include "capability_fields.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "capabilities.h"
#include "capability_registers.h"
#include "config_image.h"

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

/* How the bits become a text. */
enum form {
	NUMBER,
	COUNT,		/* one more than they say */
	VECTORS,	/* two to the power of what they say */
	PAYLOAD,	/* bytes, 128 for 0 */
	FLAG,
	HEX,
	SPEED,
	PORT,
	BITS,		/* a name per bit that is set */
};

/**
 * struct row - a field
 * @offset, @width: of the register
 * @low, @bits: where in it
 * @names: of BITS, from the lowest on
 */
struct row {
	bool extended;
	uint16_t id;
	uint8_t offset, width, low, bits;
	enum form form;
	const char *name;
	const char *const *names;
};

static const char *const power_states[] = { "D0", "D1", "D2", "D3hot", "D3cold", NULL };
static const char *const aspm_states[] = { "L0s", "L1", NULL };
static const char *const speeds[] = {
	"2.5 GT/s", "5.0 GT/s", "8.0 GT/s", "16.0 GT/s", "32.0 GT/s", "64.0 GT/s", NULL
};
static const char *const access_controls[] = {
	"source validation", "translation blocking", "request redirect",
	"completion redirect", "upstream forwarding", "egress", "direct translated", NULL
};
static const char *const substates[] = {
	"PCI-PM L1.2", "PCI-PM L1.1", "ASPM L1.2", "ASPM L1.1", NULL
};
static const char *const atomics[] = { "32", "64", "128", NULL };

/* As long as "extended names" of lspci and short enough for a line of the screen. */
static const struct row rows[] = {
	{ false, 0x01, 2, 2, 0, 3, NUMBER, "version", NULL },
	{ false, 0x01, 2, 2, 9, 1, FLAG, "d1", NULL },
	{ false, 0x01, 2, 2, 10, 1, FLAG, "d2", NULL },
	{ false, 0x01, 2, 2, 11, 5, BITS, "wakes_from", power_states },
	{ false, 0x01, 4, 4, 3, 1, FLAG, "no_soft_reset", NULL },
	{ false, 0x04, 2, 1, 0, 5, NUMBER, "slots", NULL },
	{ false, 0x05, 2, 2, 1, 3, VECTORS, "vectors", NULL },
	{ false, 0x05, 2, 2, 7, 1, FLAG, "address_64", NULL },
	{ false, 0x05, 2, 2, 8, 1, FLAG, "maskable", NULL },
	{ false, 0x07, 4, 4, 16, 1, FLAG, "bits_64", NULL },
	{ false, 0x07, 4, 4, 17, 1, FLAG, "mhz_133", NULL },
	{ false, 0x08, 2, 2, 11, 5, HEX, "type", NULL },
	{ false, 0x09, 2, 1, 0, 8, NUMBER, "length", NULL },
	{ false, 0x0a, 2, 2, 13, 3, NUMBER, "bar", NULL },
	{ false, 0x0a, 2, 2, 0, 13, HEX, "offset", NULL },
	{ false, 0x0d, 4, 2, 0, 16, HEX, "subsystem_vendor", NULL },
	{ false, 0x0d, 6, 2, 0, 16, HEX, "subsystem_device", NULL },
	{ false, 0x10, 2, 2, 0, 4, NUMBER, "version", NULL },
	{ false, 0x10, 2, 2, 4, 4, PORT, "type", NULL },
	{ false, 0x10, 2, 2, 8, 1, FLAG, "slot", NULL },
	{ false, 0x10, 4, 4, 0, 3, PAYLOAD, "max_payload", NULL },
	{ false, 0x10, 4, 4, 28, 1, FLAG, "function_reset", NULL },
	{ false, 0x10, 12, 4, 0, 4, SPEED, "max_speed", NULL },
	{ false, 0x10, 12, 4, 4, 6, NUMBER, "max_width", NULL },
	{ false, 0x10, 12, 4, 10, 2, BITS, "aspm", aspm_states },
	{ false, 0x10, 12, 4, 20, 1, FLAG, "link_active", NULL },
	{ false, 0x10, 12, 4, 24, 8, NUMBER, "port", NULL },
	{ false, 0x10, 20, 4, 6, 1, FLAG, "hot_plug", NULL },
	{ false, 0x10, 20, 4, 5, 1, FLAG, "surprise", NULL },
	{ false, 0x10, 20, 4, 19, 13, NUMBER, "slot_number", NULL },
	{ false, 0x10, 36, 4, 5, 1, FLAG, "ari_forwarding", NULL },
	{ false, 0x10, 36, 4, 7, 3, BITS, "atomics", atomics },
	{ false, 0x10, 36, 4, 11, 1, FLAG, "ltr", NULL },
	{ false, 0x10, 44, 4, 1, 6, BITS, "speeds", speeds },
	{ false, 0x11, 2, 2, 0, 11, COUNT, "vectors", NULL },
	{ false, 0x11, 4, 4, 0, 3, NUMBER, "table_bar", NULL },
	{ false, 0x11, 8, 4, 0, 3, NUMBER, "pba_bar", NULL },
	{ false, 0x12, 2, 1, 4, 4, NUMBER, "major", NULL },
	{ false, 0x12, 2, 1, 0, 4, NUMBER, "minor", NULL },
	{ false, 0x13, 3, 1, 0, 1, FLAG, "transactions", NULL },
	{ false, 0x13, 3, 1, 1, 1, FLAG, "function_reset", NULL },
	{ false, 0x14, 2, 1, 0, 6, NUMBER, "entries", NULL },
	{ true, 0x01, 24, 4, 5, 1, FLAG, "ecrc_generation", NULL },
	{ true, 0x01, 24, 4, 7, 1, FLAG, "ecrc_check", NULL },
	{ true, 0x01, 24, 4, 9, 1, FLAG, "multiple_headers", NULL },
	{ true, 0x02, 4, 4, 0, 3, COUNT, "channels", NULL },
	{ true, 0x04, 12, 1, 0, 1, FLAG, "in_system_budget", NULL },
	{ true, 0x08, 4, 4, 0, 3, COUNT, "channels", NULL },
	{ true, 0x09, 4, 4, 0, 3, COUNT, "channels", NULL },
	{ true, 0x0a, 4, 4, 0, 16, HEX, "vendor", NULL },
	{ true, 0x0a, 4, 4, 16, 16, HEX, "device", NULL },
	{ true, 0x0b, 4, 4, 0, 16, HEX, "vsec_id", NULL },
	{ true, 0x0b, 4, 4, 16, 4, NUMBER, "revision", NULL },
	{ true, 0x0b, 4, 4, 20, 12, NUMBER, "length", NULL },
	{ true, 0x0d, 4, 2, 0, 7, BITS, "controls", access_controls },
	{ true, 0x0e, 4, 2, 0, 1, FLAG, "mfvc_groups", NULL },
	{ true, 0x0e, 4, 2, 1, 1, FLAG, "acs_groups", NULL },
	{ true, 0x0f, 4, 2, 0, 5, NUMBER, "queue_depth", NULL },
	{ true, 0x0f, 4, 2, 5, 1, FLAG, "page_aligned", NULL },
	{ true, 0x10, 14, 2, 0, 16, NUMBER, "total_vfs", NULL },
	{ true, 0x10, 26, 2, 0, 16, HEX, "vf_device", NULL },
	{ true, 0x10, 28, 4, 0, 32, HEX, "page_sizes", NULL },
	{ true, 0x12, 4, 2, 0, 6, COUNT, "groups", NULL },
	{ true, 0x13, 8, 4, 0, 32, NUMBER, "capacity", NULL },
	{ true, 0x16, 4, 4, 0, 5, COUNT, "substates", NULL },
	{ true, 0x17, 4, 4, 1, 1, FLAG, "interrupt_vector_mode", NULL },
	{ true, 0x17, 4, 4, 2, 1, FLAG, "device_specific_mode", NULL },
	{ true, 0x17, 4, 4, 16, 11, COUNT, "table_size", NULL },
	{ true, 0x1b, 4, 2, 8, 5, NUMBER, "width", NULL },
	{ true, 0x1b, 4, 2, 1, 1, FLAG, "execute", NULL },
	{ true, 0x1b, 4, 2, 2, 1, FLAG, "privileged", NULL },
	{ true, 0x1d, 4, 2, 5, 1, FLAG, "root_port_extensions", NULL },
	{ true, 0x1d, 4, 2, 6, 1, FLAG, "poisoned_egress", NULL },
	{ true, 0x1d, 4, 2, 7, 1, FLAG, "software_trigger", NULL },
	{ true, 0x1d, 4, 2, 8, 4, NUMBER, "log_size", NULL },
	{ true, 0x1e, 4, 4, 0, 4, BITS, "substates", substates },
	{ true, 0x1e, 4, 4, 8, 8, NUMBER, "common_mode_us", NULL },
	{ true, 0x1f, 4, 4, 0, 1, FLAG, "requester", NULL },
	{ true, 0x1f, 4, 4, 1, 1, FLAG, "responder", NULL },
	{ true, 0x1f, 4, 4, 2, 1, FLAG, "root", NULL },
	{ true, 0x1f, 4, 4, 8, 8, NUMBER, "granularity_ns", NULL },
	{ true, 0x23, 4, 4, 0, 16, HEX, "vendor", NULL },
	{ true, 0x23, 8, 2, 0, 16, HEX, "dvsec_id", NULL },
	{ true, 0x23, 4, 4, 16, 4, NUMBER, "revision", NULL },
	{ true, 0x23, 4, 4, 20, 12, NUMBER, "length", NULL },
	{ true, 0x25, 4, 4, 0, 1, FLAG, "scaled_flow_control", NULL },
	{ true, 0x27, 4, 2, 0, 1, FLAG, "driver_software", NULL },
	{ true, 0x29, 4, 4, 0, 32, HEX, "indications", NULL },
	{ true, 0x2e, 4, 4, 0, 1, FLAG, "interrupt", NULL },
	{ true, 0x2f, 4, 4, 0, 32, HEX, "capabilities", NULL },
	{ true, 0x30, 4, 4, 0, 1, FLAG, "link_streams", NULL },
	{ true, 0x30, 4, 4, 1, 1, FLAG, "selective_streams", NULL },
};

const char *port_type_name(unsigned int type)
{
	static const char *const names[] = {
		[0x0] = "endpoint", [0x1] = "legacy endpoint", [0x4] = "root port",
		[0x5] = "upstream port", [0x6] = "downstream port",
		[0x7] = "PCIe to PCI bridge", [0x8] = "PCI to PCIe bridge",
		[0x9] = "root complex endpoint", [0xa] = "root complex event collector",
	};

	return type < ROWS(names) ? names[type] : NULL;
}

const char *link_speed_name(unsigned int code)
{
	return code && code < ROWS(speeds) ? speeds[code - 1] : NULL;
}

static void print_bits(struct capability_field *field, const char *const *names)
{
	size_t length = 0;
	unsigned int bit;

	snprintf(field->text, sizeof(field->text), "none");
	for (bit = 0; names[bit]; bit++)
		if (field->number & 1u << bit && length < sizeof(field->text))
			length += snprintf(field->text + length,
					   sizeof(field->text) - length, "%s%s",
					   length ? ", " : "", names[bit]);
}

/* @field->number holds the bits. */
static void print_value(struct capability_field *field, const struct row *row)
{
	const char *name = NULL;

	switch (row->form) {
	case COUNT:
		field->number++;
		break;
	case VECTORS:
		field->number = 1u << field->number;
		break;
	case PAYLOAD:
		field->number = 128u << field->number;
		break;
	case FLAG:
		field->type = CAPABILITY_FLAG;
		name = field->number ? "yes" : "no";
		break;
	case HEX:
		field->type = CAPABILITY_WORDS;
		snprintf(field->text, sizeof(field->text), "%0*" PRIx64,
			 (row->bits + 3) / 4, field->number);
		return;
	case SPEED:
		field->type = CAPABILITY_WORDS;
		name = link_speed_name(field->number);
		break;
	case PORT:
		field->type = CAPABILITY_WORDS;
		name = port_type_name(field->number);
		break;
	case BITS:
		field->type = CAPABILITY_WORDS;
		print_bits(field, row->names);
		return;
	case NUMBER:
		break;
	}
	if (name)
		snprintf(field->text, sizeof(field->text), "%s", name);
	else
		snprintf(field->text, sizeof(field->text), "%" PRIu64, field->number);
}

static void name_field(struct capability_field *field, const char *name)
{
	memset(field, 0, sizeof(*field));
	snprintf(field->name, sizeof(field->name), "%s", name);
}

/* PCIe Base 7.9.3: printed from its highest byte on. */
static void print_serial(struct capability_field *field, uint32_t low, uint32_t high)
{
	name_field(field, "serial");
	field->type = CAPABILITY_WORDS;
	snprintf(field->text, sizeof(field->text),
		 "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x",
		 high >> 24, high >> 16 & 0xff, high >> 8 & 0xff, high & 0xff,
		 low >> 24, low >> 16 & 0xff, low >> 8 & 0xff, low & 0xff);
}

/* PCIe Base 7.8.6.2: bit 4 of the capability stands for 1 MiB, and so on. */
static void print_sizes(struct capability_field *field, uint32_t can, uint32_t control)
{
	static const char *const units[] = { "M", "G", "T", "P", "E" };
	uint64_t sizes = can >> 4 | (uint64_t)(control >> 16) << 28;
	size_t length = 0;
	unsigned int bit;
	char name[24];

	snprintf(name, sizeof(name), "bar_%u", control & 7);
	name_field(field, name);
	field->type = CAPABILITY_WORDS;
	snprintf(field->text, sizeof(field->text), "none");
	for (bit = 0; bit < 44; bit++)
		if (sizes >> bit & 1 && length < sizeof(field->text))
			length += snprintf(field->text + length,
					   sizeof(field->text) - length, "%s%u%s",
					   length ? " " : "", 1u << bit % 10,
					   units[bit / 10]);
}

/* What no row can say: a serial number, sizes of BARs. Return: how many fields. */
static size_t read_special(const struct config_image *image,
			   const struct capability *capability, unsigned int length,
			   struct capability_field *fields)
{
	unsigned int base = capability->offset, i, count;
	uint32_t low, high;
	size_t made = 0;

	if (capability->id == EXT_CAP_SERIAL && length >= 12 &&
	    config_image_u32(image, base + 4, &low) &&
	    config_image_u32(image, base + 8, &high)) {
		print_serial(fields, low, high);
		return 1;
	}
	if ((capability->id != EXT_CAP_REBAR && capability->id != EXT_CAP_VF_REBAR) ||
	    !config_image_u32(image, base + 8, &high))
		return 0;
	count = high >> 5 & 7;
	for (i = 0; i < count && i < 6 && 12 + 8 * i <= length; i++)
		if (config_image_u32(image, base + 4 + 8 * i, &low) &&
		    config_image_u32(image, base + 8 + 8 * i, &high))
			print_sizes(&fields[made++], low, high);
	return made;
}

size_t capability_fields(const struct config_image *image,
			 const struct capability *capability, unsigned int end,
			 struct capability_field *fields)
{
	unsigned int length = capability_length(image, capability, end);
	const struct row *row;
	size_t count = 0;

	if (capability->extended)
		count = read_special(image, capability, length, fields);
	for (row = rows; row < rows + ROWS(rows) && count < CAPABILITY_FIELDS_MAX; row++) {
		struct capability_field *field = &fields[count];
		uint32_t value;

		if (row->id != capability->id || row->extended != capability->extended ||
		    row->offset + row->width > (int)length ||
		    !capability_has(image, capability, row->offset) ||
		    !register_value(image, capability->offset + row->offset, row->width,
				    &value))
			continue;
		name_field(field, row->name);
		field->number = value >> row->low & ((UINT64_C(1) << row->bits) - 1);
		print_value(field, row);
		count++;
	}
	return count;
}
