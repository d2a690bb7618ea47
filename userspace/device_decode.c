// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_decode.c: what the bytes of configuration space say, the same way
 * whatever source they came from.
 */
#include "device.h"

#include <errno.h>
#include <stdlib.h>

#include "capabilities.h"
#include "config_image.h"
#include "digest.h"

#define HEADER_TYPE		0x0e
#define HEADER_MULTIFUNCTION	0x80
#define HEADER_BRIDGE		1
#define CLASS_CODE		0x0a	/* class and subclass */
#define CLASS_HOST_BRIDGE	0x0600

/* PCIe Base 7.5.3: offsets in the PCI Express capability */
#define EXPRESS_FLAGS		0x02
#define EXPRESS_LINK_CAP	0x0c
#define EXPRESS_LINK_STATUS	0x12
#define TYPE_ROOT_INTEGRATED	9	/* these two have no link */
#define TYPE_EVENT_COLLECTOR	10

/* Sets @field to none or unknown, by whether its list was walked to the end. */
static int set_absent(struct device *device, enum field field, enum list_state state)
{
	if (state == LIST_WHOLE)
		return device_set(device, field, NULL);
	device_set_unknown(device, field);
	return 0;
}

/*
 * PCIe Base 7.2.2 and PCI-X 2.0, 7.3: who is neither has 256 bytes, even where
 * the source could not tell the size. Only host bridges may have more and not say so.
 */
static bool is_conventional(const struct config_image *image,
			    const struct capability_list *standard)
{
	uint16_t class;

	return standard->state == LIST_WHOLE && !capability_find(standard, CAP_EXPRESS) &&
	       !capability_find(standard, CAP_PCIX) &&
	       config_image_u16(image, CLASS_CODE, &class) && class != CLASS_HOST_BRIDGE;
}

/* PCIe Base 7.9.3: the serial number, printed from its highest byte on. */
static int decode_serial(struct device *device, const struct capability_list *standard)
{
	const struct capability *serial;
	struct capability_list extended;
	uint32_t low, high;

	capabilities_walk_extended(device->config, &extended);
	serial = capability_find(&extended, EXT_CAP_SERIAL);
	if (!serial && !extended.count && is_conventional(device->config, standard))
		return device_set(device, FIELD_SERIAL, NULL);
	if (!serial)
		return set_absent(device, FIELD_SERIAL, extended.state);
	if (!config_image_u32(device->config, serial->offset + 4, &low) ||
	    !config_image_u32(device->config, serial->offset + 8, &high)) {
		device_set_unknown(device, FIELD_SERIAL);
		return 0;
	}
	return device_setf(device, FIELD_SERIAL,
			   "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x",
			   high >> 24, high >> 16 & 0xff, high >> 8 & 0xff, high & 0xff,
			   low >> 24, low >> 16 & 0xff, low >> 8 & 0xff, low & 0xff);
}

/* PCIe Base 7.5.3.6: the code of a link speed; 0 is no speed. */
static int set_speed(struct device *device, enum field field, unsigned int code)
{
	static const char *const speeds[] = {
		NULL, "2.5 GT/s", "5.0 GT/s", "8.0 GT/s", "16.0 GT/s",
		"32.0 GT/s", "64.0 GT/s",
	};

	if (code >= sizeof(speeds) / sizeof(*speeds))
		return device_setf(device, field, "code %u", code);
	return device_set(device, field, speeds[code]);
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

/* PCIe Base 7.5.3.6 and 7.5.3.8: what the link could be, and what it is. */
static int decode_link(struct device *device, const struct capability_list *standard)
{
	const struct capability *express = capability_find(standard, CAP_EXPRESS);
	uint16_t flags, status;
	uint32_t can;
	int err;

	if (!express)
		return set_link(device, standard->state);
	if (!config_image_u16(device->config, express->offset + EXPRESS_FLAGS, &flags))
		return set_link(device, LIST_CUT);
	flags = flags >> 4 & 0xf;
	if (flags == TYPE_ROOT_INTEGRATED || flags == TYPE_EVENT_COLLECTOR)
		return set_link(device, LIST_WHOLE);
	if (!config_image_u32(device->config, express->offset + EXPRESS_LINK_CAP, &can) ||
	    !config_image_u16(device->config, express->offset + EXPRESS_LINK_STATUS, &status))
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

/* PCI-to-PCI Bridge 1.2, 3.2.5.13: a bridge names its subsystem by a capability. */
static int decode_subsystem(struct device *device, const struct capability_list *standard)
{
	const struct capability *names = capability_find(standard, CAP_SSVID);
	uint16_t vendor, part;
	int err;

	if (device->fields[FIELD_SUBSYSTEM_VENDOR].state != VALUE_UNKNOWN)
		return 0;
	if (!names) {
		err = set_absent(device, FIELD_SUBSYSTEM_VENDOR, standard->state);
		return err ? err : set_absent(device, FIELD_SUBSYSTEM_DEVICE,
					      standard->state);
	}
	if (!config_image_u16(device->config, names->offset + 4, &vendor) ||
	    !config_image_u16(device->config, names->offset + 6, &part))
		return 0;
	err = device_setf(device, FIELD_SUBSYSTEM_VENDOR, "%04x", vendor);
	return err ? err : device_setf(device, FIELD_SUBSYSTEM_DEVICE, "%04x", part);
}

int device_decode_fields(struct device *device)
{
	struct capability_list list;
	uint8_t type;
	int err;

	if (device->kind != DEVICE_FUNCTION)
		return 0;
	if (config_image_u8(device->config, HEADER_TYPE, &type)) {
		err = device_set(device, FIELD_MULTIFUNCTION,
				 type & HEADER_MULTIFUNCTION ? "true" : "false");
		if (err)
			return err;
	} else {
		type = 0;
	}
	capabilities_walk(device->config, &list);
	err = decode_link(device, &list);
	if (!err && (type & ~HEADER_MULTIFUNCTION) == HEADER_BRIDGE)
		err = decode_subsystem(device, &list);
	return err ? err : decode_serial(device, &list);
}

/* Sets @field to the digest of @text, which is freed, or by @err to unknown. */
static int set_digest(struct device *device, enum field field, int err, char *text)
{
	char digest[DIGEST_SIZE];

	if (err) {
		device_set_unknown(device, field);
		return err == -ENODATA ? 0 : err;
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

	return err ? err : device_decode_digests(device);
}
