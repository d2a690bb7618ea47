// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_decode.c: what the bytes of configuration space say, the same way
 * whatever source they came from.
 */
#include "device.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "capabilities.h"
#include "capability_fields.h"
#include "config_image.h"
#include "digest.h"

#define CLASS_CODE		0x0a	/* without the programming interface */
#define HEADER_TYPE		0x0e
#define HEADER_MULTIFUNCTION	0x80
#define HEADER_BRIDGE		1

/* PCIe Base 7.5.3: offsets in the PCI Express capability */
#define EXPRESS_FLAGS		0x02
#define EXPRESS_LINK_CAP	0x0c
#define EXPRESS_LINK_STATUS	0x12

/*
 * Sets @field to none if its list was walked to the end. What the bytes do not
 * tell stays as the source has it: unknown, or told in another way.
 */
static int set_absent(struct device *device, enum field field, enum list_state state)
{
	return state == LIST_WHOLE ? device_set(device, field, NULL) : 0;
}

static enum list_state standard_state(const struct device *device)
{
	return device->capabilities ? device->capabilities->standard : LIST_CUT;
}

/* PCIe Base 7.9.3: the serial number, printed from its highest byte on. */
static int decode_serial(struct device *device)
{
	const struct capability *serial;
	uint32_t low, high;

	serial = capabilities_find(device->capabilities, true, EXT_CAP_SERIAL);
	if (!serial)
		return set_absent(device, FIELD_SERIAL, device->capabilities ?
				  device->capabilities->extended : LIST_CUT);
	if (!config_image_u32(device->config, serial->offset + 4, &low) ||
	    !config_image_u32(device->config, serial->offset + 8, &high))
		return 0;
	return device_setf(device, FIELD_SERIAL,
			   "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x",
			   high >> 24, high >> 16 & 0xff, high >> 8 & 0xff, high & 0xff,
			   low >> 24, low >> 16 & 0xff, low >> 8 & 0xff, low & 0xff);
}

/* PCIe Base 7.5.3.6: the code of a link speed; 0 is no speed. */
static int set_speed(struct device *device, enum field field, unsigned int code)
{
	if (code && !link_speed_name(code))
		return device_setf(device, field, "code %u", code);
	return device_set(device, field, link_speed_name(code));
}

static int set_link(struct device *device, enum list_state state)
{
	static const enum field fields[] = {
		FIELD_MAX_LINK_SPEED, FIELD_MAX_LINK_WIDTH,
		FIELD_LINK_SPEED, FIELD_LINK_WIDTH,
	};
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(fields) / sizeof(*fields) && !err; i++)
		err = set_absent(device, fields[i], state);
	return err;
}

/* What no specification names is not known to anybody. */
static int set_port(struct device *device, unsigned int type)
{
	const char *name = port_type_name(type);

	if (name)
		return device_set(device, FIELD_PORT_TYPE, name);
	device_set_unknown(device, FIELD_PORT_TYPE);
	return 0;
}

/* PCIe Base 7.5.3.6 and 7.5.3.8: what the link could be, and what it is. */
static int decode_link(struct device *device, unsigned int express)
{
	uint16_t status;
	uint32_t can;
	int err;

	if (!config_image_u32(device->config, express + EXPRESS_LINK_CAP, &can) ||
	    !config_image_u16(device->config, express + EXPRESS_LINK_STATUS, &status))
		return set_link(device, LIST_CUT);
	err = set_speed(device, FIELD_MAX_LINK_SPEED, can & 0xf);
	if (!err)
		err = device_setf(device, FIELD_MAX_LINK_WIDTH, "%u", can >> 4 & 0x3f);
	if (!err)
		err = set_speed(device, FIELD_LINK_SPEED, status & 0xf);
	if (!err)
		err = device_setf(device, FIELD_LINK_WIDTH, "%u", status >> 4 & 0x3f);
	return err;
}

/* PCIe Base 7.5.3.2: what kind of port it is, and so whether it has a link. */
static int decode_express(struct device *device)
{
	const struct capability *express;
	enum list_state state = standard_state(device);
	uint16_t flags;
	unsigned int type;
	int err;

	express = capabilities_find(device->capabilities, false, CAP_EXPRESS);
	if (!express || !config_image_u16(device->config, express->offset + EXPRESS_FLAGS,
					  &flags)) {
		state = express ? LIST_CUT : state;
		err = set_absent(device, FIELD_PORT_TYPE, state);
		return err ? err : set_link(device, state);
	}
	type = flags >> 4 & 0xf;
	err = set_port(device, type);
	if (err)
		return err;
	if (type == EXPRESS_INTEGRATED || type == EXPRESS_EVENT_COLLECTOR)
		return set_link(device, LIST_WHOLE);
	return decode_link(device, express->offset);
}

/* PCI-to-PCI Bridge 1.2, 3.2.5.13: a bridge names its subsystem by a capability. */
static int decode_subsystem(struct device *device)
{
	const struct capability *names;
	uint16_t vendor, part;
	int err;

	if (device_value(device, FIELD_SUBSYSTEM_VENDOR)->state != VALUE_UNKNOWN)
		return 0;
	names = capabilities_find(device->capabilities, false, CAP_SSVID);
	if (!names) {
		err = set_absent(device, FIELD_SUBSYSTEM_VENDOR, standard_state(device));
		return err ? err : set_absent(device, FIELD_SUBSYSTEM_DEVICE,
					      standard_state(device));
	}
	if (!config_image_u16(device->config, names->offset + 4, &vendor) ||
	    !config_image_u16(device->config, names->offset + 6, &part))
		return 0;
	err = device_setf(device, FIELD_SUBSYSTEM_VENDOR, "%04x", vendor);
	return err ? err : device_setf(device, FIELD_SUBSYSTEM_DEVICE, "%04x", part);
}

/* A source may know more capabilities than the bytes that it has. */
static int decode_capabilities(struct device *device)
{
	struct capabilities *before = device->capabilities;
	struct capabilities *now;
	int err;

	err = capabilities_decode(device->config, &now);
	if (err)
		return err;
	if (before && (!now || (capabilities_end(now) == LIST_CUT &&
				before->count > now->count))) {
		free(now);
		return 0;
	}
	free(before);
	device->capabilities = now;
	return 0;
}

/*
 * PCI 3.0, appendix I: who has no capability for them has no vital product data; nor
 * has one whose list is broken before that, for nobody can get there.
 */
static void decode_vpd_absence(struct device *device)
{
	if (standard_state(device) != LIST_CUT && !device->contents &&
	    !capabilities_find(device->capabilities, false, CAP_VPD))
		device_set_group(device, GROUP_VPD, VALUE_NONE);
}

int device_decode_fields(struct device *device)
{
	uint8_t type = 0;
	int err;

	if (device->kind != DEVICE_FUNCTION)
		return 0;
	if (config_image_u8(device->config, HEADER_TYPE, &type)) {
		err = device_set(device, FIELD_MULTIFUNCTION,
				 type & HEADER_MULTIFUNCTION ? "true" : "false");
		if (err)
			return err;
	}
	err = decode_capabilities(device);
	decode_vpd_absence(device);
	if (!err)
		err = decode_express(device);
	if (!err && (type & ~HEADER_MULTIFUNCTION) == HEADER_BRIDGE)
		err = decode_subsystem(device);
	return err ? err : decode_serial(device);
}

/* Sets @field to the digest of @text, which is freed, or by @err to unknown. */
static int set_digest(struct device *device, enum field field, int err, char *text)
{
	char digest[DIGEST_SIZE];

	if (err) {
		if (err == -ENODATA)
			err = device_set_unknown(device, field);
		return err;
	}
	digest_text(text, digest);
	free(text);
	return device_set(device, field, digest);
}

int device_decode_digests(struct device *device)
{
	char *text = NULL;
	int err;

	if (device->kind != DEVICE_FUNCTION)
		return 0;
	err = digest_identity_text(device, &text);
	err = set_digest(device, FIELD_IDENTITY, err, text);
	if (err)
		return err;
	err = digest_shape_text(device, &text);
	return set_digest(device, FIELD_SHAPE, err, text);
}

int device_decode(struct device *device)
{
	int err = device_decode_fields(device);

	if (!err)
		err = device_decode_contents(device);
	return err ? err : device_decode_digests(device);
}

const char *device_class(const struct device *device, char digits[DEVICE_CLASS_SIZE])
{
	const char *class = device_get(device, FIELD_CLASS);
	uint16_t code;

	if (class)
		snprintf(digits, DEVICE_CLASS_SIZE, "%s", class);
	else if (config_image_u16(device->config, CLASS_CODE, &code))
		snprintf(digits, DEVICE_CLASS_SIZE, "%04x", code);
	else
		return NULL;
	return digits;
}
