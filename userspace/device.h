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

#include "field.h"

struct capabilities;
struct config_image;
struct contents;

enum device_kind {
	DEVICE_FUNCTION = 1,	/* a PCI function */
	DEVICE_ADAPTER,		/* an I2C adapter, mux channels included */
	DEVICE_CLIENT,		/* an I2C client */
	DEVICE_ANSWERING,	/* an I2C address that answered a probe, and has no client */
};

/* What reading the configuration space of a function, the memory of a client, came to. */
enum device_reading {
	READING_NONE,		/* there is nothing to read, or not by this source */
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

/* When a client was announced, as the order of the ledger tells. */
enum device_announced {
	ANNOUNCED_UNKNOWN,	/* sysfs cannot tell, nor of what was there before the module */
	ANNOUNCED_BY_HOST,	/* while the driver of its host was taking that over */
	ANNOUNCED_LATER,	/* when that was done: by another driver, or by a person */
};

enum value_state { VALUE_UNKNOWN, VALUE_NONE, VALUE_KNOWN };

struct value {
	enum value_state state;
	char *text;		/* VALUE_KNOWN: owned; otherwise NULL */
};

/* The values of a group of fields; most devices have none of them. */
struct value_group {
	enum value_state state;	/* of all, while values is NULL: unknown or none */
	struct value *values;
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
	enum device_announced announced;
	bool probing;	/* of a function: its driver is taking it over */
	char *place;
	struct value fields[FIELD_OWN];		/* use device_value() */
	struct value_group groups[GROUP_COUNT];	/* the same */
	struct config_image *config;	/* NULL: none */
	struct contents *contents;	/* NULL: none; of a function its VPD */
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
int device_set_unknown(struct device *device, enum field field);

/** device_set_group() - all of @group: VALUE_NONE or VALUE_UNKNOWN */
void device_set_group(struct device *device, enum field_group group, enum value_state state);

/** device_value() - Return: what is known of @field; never NULL. */
const struct value *device_value(const struct device *device, enum field field);

/** device_group_state() - VALUE_NONE or VALUE_UNKNOWN where all of @group are that */
enum value_state device_group_state(const struct device *device, enum field_group group);

/** device_fill() - set @field as @from knows it, if @to knows nothing. Return: 0 or -ENOMEM. */
int device_fill(struct device *to, const struct device *from, enum field field);

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
 * device_decode_contents() - set what follows from device->contents: of a client the
 * groups spd and fru and the digest of the whole, of a function the group vpd
 *
 * What a memory holds is found by looking: what is no SPD has no field of one.
 * A client's that is cut short, or so damaged that nothing of it can be believed,
 * makes the device READING_UNREADABLE and the fields unknown. Part of device_decode().
 * Return: 0 or -ENOMEM.
 */
int device_decode_contents(struct device *device);

#define DEVICE_CLASS_SIZE 7

/**
 * device_class() - the known digits of its class: six, or four where a source
 * could not tell the programming interface
 * @digits: room for the six and a NUL
 * Return: @digits, or NULL where nothing is known.
 */
const char *device_class(const struct device *device, char digits[DEVICE_CLASS_SIZE]);

/**
 * device_unknown_name() - the name by which a list of what is unknown tells @field:
 * a group of which nothing is known is one thing
 * Return: NULL where @field is known, is told with its group, or is only read on
 * request, as an option ROM is.
 */
const char *device_unknown_name(const struct device *device, enum field field);

/** device_bus() - and the like: the words of texts and JSON */
const char *device_bus(const struct device *device);	/* "pci", "i2c" */
const char *device_kind_name(enum device_kind kind);	/* "function", ... */
const char *device_reading_name(enum device_reading reading);	/* "ok", ... */

#endif /* MUSTER_DEVICE_H */
