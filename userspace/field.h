/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * field.h: what may be known of a device: the fields, and sets of them.
 *
 * Text form of every field: hex without 0x, lower case, full width (field_info
 * says the width), unless its line says otherwise.
 */
#ifndef MUSTER_FIELD_H
#define MUSTER_FIELD_H

#include <stdbool.h>
#include <stdint.h>

/* In the order in which output shows them. */
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
	FIELD_TYPE,		/* adapter: "smbus host", "mux channel", "ddc", ... */
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
	FIELD_PROBED,		/* adapter, answering: "read byte", "quick write" */
	FIELD_IDENTITY,		/* digests (digest.h): what it is, */
	FIELD_SHAPE,		/* and how it is built */
	FIELD_ROM,		/* digest of the option ROM; only on request */
	FIELD_CHIP,		/* client: what its registers say it is */
	FIELD_CONTENTS,		/* client: digest of all bytes of a memory */
	FIELD_OWN,		/* so many; the rest are in groups */

	/* What the SPD of a memory module says of it. */
	FIELD_SPD_TYPE = FIELD_OWN,	/* "DDR4" */
	FIELD_SPD_MODULE_TYPE,	/* "RDIMM" */
	FIELD_SPD_MAKER,	/* its name by JEP-106 */
	FIELD_SPD_MAKER_ID,	/* as the bytes have it: 80ce */
	FIELD_SPD_PART,
	FIELD_SPD_SERIAL,	/* 8 digits */
	FIELD_SPD_DATE,		/* 2020-W14 */
	FIELD_SPD_REVISION,
	FIELD_SPD_DRAM_MAKER,
	FIELD_SPD_DRAM_MAKER_ID,
	FIELD_SPD_SIZE_MIB,	/* decimal, as are the next four */
	FIELD_SPD_RANKS,
	FIELD_SPD_DATA_WIDTH,	/* bits */
	FIELD_SPD_TOTAL_WIDTH,	/* bits, with those for error correction */
	FIELD_SPD_SPEED_MTS,
	FIELD_SPD_CHECKSUMS,	/* "good" or "bad" */
	FIELD_SPD_IDENTITY,	/* digests: which module it is, */
	FIELD_SPD_SHAPE,	/* and of which kind */

	/* What an IPMI FRU memory says of what it is on. */
	FIELD_FRU_CHASSIS_PART,
	FIELD_FRU_CHASSIS_SERIAL,
	FIELD_FRU_BOARD_MAKER,
	FIELD_FRU_BOARD_PRODUCT,
	FIELD_FRU_BOARD_SERIAL,
	FIELD_FRU_BOARD_PART,
	FIELD_FRU_BOARD_DATE,	/* 2020-04-01T10:00Z */
	FIELD_FRU_PRODUCT_MAKER,
	FIELD_FRU_PRODUCT_NAME,
	FIELD_FRU_PRODUCT_PART,
	FIELD_FRU_PRODUCT_VERSION,
	FIELD_FRU_PRODUCT_SERIAL,
	FIELD_FRU_PRODUCT_ASSET,
	FIELD_FRU_CHECKSUMS,
	FIELD_FRU_IDENTITY,
	FIELD_FRU_SHAPE,

	/* What the vital product data of a function say. */
	FIELD_VPD_NAME,
	FIELD_VPD_PART,
	FIELD_VPD_SERIAL,
	FIELD_VPD_MAKER,
	FIELD_VPD_REVISION,	/* engineering change level */
	FIELD_VPD_CHECKSUM,
	FIELD_VPD_IDENTITY,
	FIELD_VPD_SHAPE,
	FIELD_COUNT,
};

enum field_group { GROUP_SPD, GROUP_FRU, GROUP_VPD, GROUP_COUNT };

/**
 * struct group_info - fields that one piece of contents tells
 * @name: key in every JSON of the object that holds them
 * @first, @count: its fields
 */
struct group_info {
	const char *name;
	enum field first;
	unsigned int count;
};

extern const struct group_info group_table[GROUP_COUNT];

enum field_type { FIELD_TEXT, FIELD_DECIMAL, FIELD_BOOL };

/**
 * struct field_info - what is fixed about a field
 * @name: what it is called in findings and lists; of a group, with a dot: spd.part
 * @key: in JSON: the same, but in the object of its group what follows the dot
 * @type: how JSON writes it
 * @kinds: bit (1 << enum device_kind) for each kind that has the field
 * @hex_digits: exact number of hex digits, 0 where it is not hex
 * @group: GROUP_COUNT: none
 */
struct field_info {
	const char *name, *key;
	enum field_type type;
	unsigned int kinds;
	unsigned int hex_digits;
	enum field_group group;
};

extern const struct field_info field_table[FIELD_COUNT];

/** field_find() - Return: the field of that name (spd.part), or FIELD_COUNT. */
enum field field_find(const char *name);

/** group_find() - Return: the group of that name, or GROUP_COUNT. */
enum field_group group_find(const char *name);

/** group_find_field() - Return: the field of that key in @group, or FIELD_COUNT. */
enum field group_find_field(enum field_group group, const char *key);

/* A set of fields; what comes after the last field is free for its user. */
struct field_set {
	uint64_t words[2];
};

_Static_assert(FIELD_COUNT < 127, "a set has room for every field and one thing more");

static inline void field_set_put(struct field_set *set, unsigned int field)
{
	set->words[field / 64] |= UINT64_C(1) << field % 64;
}

static inline void field_set_drop(struct field_set *set, unsigned int field)
{
	set->words[field / 64] &= ~(UINT64_C(1) << field % 64);
}

static inline bool field_set_has(const struct field_set *set, unsigned int field)
{
	return set->words[field / 64] >> field % 64 & 1;
}

static inline bool field_set_empty(const struct field_set *set)
{
	return !(set->words[0] | set->words[1]);
}

static inline unsigned int field_set_count(const struct field_set *set)
{
	return __builtin_popcountll(set->words[0]) + __builtin_popcountll(set->words[1]);
}

#endif /* MUSTER_FIELD_H */
