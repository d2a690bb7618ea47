/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device.h: one device as a snapshot holds it: where it is and what it says.
 *
 * Invariant: a field is known, known to be none, or unknown; unknown is never
 * treated as none.
 */
#ifndef MUSTER_DEVICE_H
#define MUSTER_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

struct capabilities;
struct config_image;

enum device_kind {
	DEVICE_FUNCTION = 1,	/* a PCI function */
	DEVICE_ADAPTER,		/* an I2C adapter, mux channels included */
	DEVICE_CLIENT,		/* an I2C client */
};

/* What reading a function's configuration space came to. */
enum device_reading {
	READING_NONE,		/* not a function, or the source has no space */
	READING_OK,
	READING_ASLEEP,
	READING_GONE,
	READING_UNREADABLE,
};

/* Where a device's presence comes from, as userspace judges it. */
enum device_origin {
	ORIGIN_UNKNOWN,		/* sysfs cannot tell */
	ORIGIN_BOOT,
	ORIGIN_HOT,
};

/*
 * The fields of a device, in the order in which output shows them. Text form:
 * hex without 0x, lower case, full width (field_info says the width).
 */
enum field {
	FIELD_ADDRESS,		/* 0000:03:00.0, i2c-0, 0-0050: display only */
	FIELD_VENDOR,
	FIELD_DEVICE,
	FIELD_SUBSYSTEM_VENDOR,
	FIELD_SUBSYSTEM_DEVICE,
	FIELD_CLASS,
	FIELD_REVISION,
	FIELD_SERIAL,		/* device serial number, 8 bytes with dashes */
	FIELD_NAME,		/* adapter, client */
	FIELD_MODALIAS,		/* client */
	FIELD_NUMBER,		/* adapter: i2c-N, decimal */
	FIELD_FUNCTIONALITY,	/* adapter: I2C_FUNC_* */
	FIELD_FIRMWARE_PATH,	/* client: its firmware node */
	FIELD_DRIVER,
	FIELD_SLOT,
	FIELD_IOMMU_GROUP,	/* decimal */
	FIELD_PORT_TYPE,	/* PCI Express: "root port", "endpoint", ... */
	FIELD_MAX_LINK_SPEED,	/* "8.0 GT/s" */
	FIELD_MAX_LINK_WIDTH,	/* decimal */
	FIELD_LINK_SPEED,
	FIELD_LINK_WIDTH,
	FIELD_ROOT_ID,		/* HID:UID of the host bridge */
	FIELD_ROOT_PATH,	/* its firmware path */
	FIELD_VIRTUAL,		/* "true" or "false", like the next five */
	FIELD_MULTIFUNCTION,
	FIELD_UNTRUSTED,
	FIELD_EXTERNAL_FACING,
	FIELD_REMOVABLE,
	FIELD_MUX_CHANNEL,	/* adapter */
	FIELD_IDENTITY,		/* digests (digest.h): what it is, */
	FIELD_SHAPE,		/* and how it is built */
	FIELD_COUNT,
};

enum field_type { FIELD_TEXT, FIELD_DECIMAL, FIELD_BOOL };

/**
 * struct field_info - what is fixed about a field
 * @name: key in every JSON
 * @type: how JSON writes it
 * @kinds: bit (1 << enum device_kind) for each kind that has the field
 * @hex_digits: exact number of hex digits, 0 where it is not hex
 */
struct field_info {
	const char *name;
	enum field_type type;
	unsigned int kinds;
	unsigned int hex_digits;
};

extern const struct field_info field_table[FIELD_COUNT];

enum value_state { VALUE_UNKNOWN, VALUE_NONE, VALUE_KNOWN };

struct value {
	enum value_state state;
	char *text;		/* VALUE_KNOWN: owned; otherwise NULL */
};

/* A base address register; index 6 is the expansion ROM. */
struct bar {
	unsigned int index;
	uint64_t size;		/* bytes */
	uint32_t flags;		/* enum muster_bar_flag of the protocol */
};

#define DEVICE_BARS 7

struct device {
	enum device_kind kind;
	enum device_reading reading;
	enum device_origin origin;
	char *place;
	struct value fields[FIELD_COUNT];
	struct config_image *config;	/* NULL: none */
	struct capabilities *capabilities;	/* NULL: not even where they begin is known */
	struct bar bars[DEVICE_BARS];
	unsigned int bar_count;
	bool bars_known;	/* what is not in bars is known not to be there */
	bool link_agreed;	/* two captures a minute apart saw one link_speed */
	uint64_t number;	/* of the entry that introduced it; 0: no module */
	uint64_t last;		/* of its last entry; 0: no module */
	uint64_t since;		/* CLOCK_BOOTTIME of its introduction, ns */
};

/** device_new() - Return: an empty device of @kind, or NULL without memory. */
struct device *device_new(enum device_kind kind, const char *place);
struct device *device_copy(const struct device *device);
void device_free(struct device *device);

/** device_set() - @text NULL: known to be none. Return: 0 or -ENOMEM. */
int device_set(struct device *device, enum field field, const char *text);
int device_setf(struct device *device, enum field field, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void device_set_unknown(struct device *device, enum field field);

/** device_get() - Return: the text of a known field, otherwise NULL. */
const char *device_get(const struct device *device, enum field field);

/** device_has() - whether @device's kind has @field at all */
bool device_has(const struct device *device, enum field field);

/**
 * device_decode() - derive from the image all that follows from it: capabilities,
 * serial, port type, link, multifunction, a bridge's subsystem, and the digests
 *
 * The other fields and the BARs are to be set before: the digests need them.
 * Return: 0 or -ENOMEM.
 */
int device_decode(struct device *device);

/* The two halves of it, for a source that has something to set in between. */
int device_decode_fields(struct device *device);
int device_decode_digests(struct device *device);

/**
 * device_class() - the known digits of its class: six, or four where a source
 * could not tell the programming interface
 * @digits: room for the six and a NUL
 * Return: @digits, or NULL where nothing is known.
 */
#define DEVICE_CLASS_SIZE 7
const char *device_class(const struct device *device, char digits[DEVICE_CLASS_SIZE]);

/** field_find() - Return: the field of that JSON name, or FIELD_COUNT. */
enum field field_find(const char *name);

const char *device_bus(const struct device *device);	/* "pci", "i2c" */
const char *device_kind_name(enum device_kind kind);	/* "function", ... */
const char *device_reading_name(enum device_reading reading);	/* "ok", ... */

#endif /* MUSTER_DEVICE_H */
