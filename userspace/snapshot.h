/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snapshot.h: the devices present at one time, with how they were collected.
 */
#ifndef MUSTER_SNAPSHOT_H
#define MUSTER_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <json-c/json.h>

#include "device.h"
#include "smbios_memory.h"

#define SNAPSHOT_SCHEMA "muster-snapshot/1"

/* SMBIOS strings that tell which board this is; keys of "board" in JSON. */
enum board_field {
	BOARD_SYS_VENDOR,
	BOARD_PRODUCT_NAME,
	BOARD_PRODUCT_VERSION,
	BOARD_PRODUCT_SKU,
	BOARD_PRODUCT_UUID,
	BOARD_PRODUCT_SERIAL,
	BOARD_BOARD_VENDOR,
	BOARD_BOARD_NAME,
	BOARD_BOARD_VERSION,
	BOARD_BOARD_SERIAL,
	BOARD_BIOS_VERSION,
	BOARD_FIELDS,
};

extern const char *const board_field_names[BOARD_FIELDS];

struct board {
	struct value fields[BOARD_FIELDS];
	bool virtual_machine;	/* platform: vm */
};

/** board_set() - @text NULL: known to be none. Return: 0 or -ENOMEM. */
int board_set(struct board *board, enum board_field field, const char *text);
void board_clear(struct board *board);

enum source_kind {
	SOURCE_MODULE = 1,
	SOURCE_SYSFS,
	SOURCE_SNAPSHOT,
	SOURCE_LSPCI,
	SOURCE_DUMP,
	SOURCE_IMAGE,	/* of a memory, or of a chip's registers, by itself */
};

extern const char *const source_kind_names[];	/* as in JSON; by kind */

struct snapshot {
	enum source_kind source;
	char *source_path;	/* file or root directory, NULL: this machine */
	struct board board;
	char *hostname, *boot_id, *machine_id, *kernel;	/* NULL: unknown */
	uint64_t time;		/* CLOCK_REALTIME, ns */
	bool has_ledger;	/* the next four: of the module */
	bool incomplete;
	bool pci_only;		/* the source sees no I2C: it is unknown, not none */
	bool part_only;		/* the same of all but the devices here: an image by itself */
	uint8_t load_id[16];
	uint64_t next;
	uint8_t hash[32];
	struct smbios_memories memory;	/* what firmware says of its modules */
	struct device **devices;	/* owned; see snapshot_sort() */
	size_t count, room;
};

/** snapshot_new() - without devices; to be freed by snapshot_free(); NULL: no memory */
struct snapshot *snapshot_new(enum source_kind source);
void snapshot_free(struct snapshot *snapshot);

/** snapshot_add() - takes @device over, also on failure. Return: 0 or -ENOMEM. */
int snapshot_add(struct snapshot *snapshot, struct device *device);

/** snapshot_insert() - the same, where it belongs in a sorted snapshot */
int snapshot_insert(struct snapshot *snapshot, struct device *device);

/** snapshot_sort() - by place as people read it: roots, then depth first */
void snapshot_sort(struct snapshot *snapshot);

/** snapshot_find() - the first device at @place, or NULL (after snapshot_sort()) */
struct device *snapshot_find(const struct snapshot *snapshot, const char *place);

/** snapshot_identify_host() - fill board, hostname, ids from @root (NULL: "/"). */
int snapshot_identify_host(struct snapshot *snapshot, const char *root);

/* snapshot_json.c */
struct json_object *snapshot_to_json(const struct snapshot *snapshot);
struct json_object *device_to_json(const struct device *device);
/** snapshot_to_json_full() - the same with the bytes: what a saved snapshot holds */
struct json_object *snapshot_to_json_full(const struct snapshot *snapshot);
/** device_to_json_full() - one element of its "devices" */
struct json_object *device_to_json_full(const struct device *device);
/** device_config_to_json() - the known bytes: [{"offset":0,"data":"8680..."}], or NULL */
struct json_object *device_config_to_json(const struct device *device);
/** device_contents_to_json() - the same of the memory that it is, or of its VPD */
struct json_object *device_contents_to_json(const struct device *device);

/* snapshot_read.c */
/**
 * snapshot_from_json() - read what snapshot_to_json() wrote
 * @why: a sentence on failure, to be freed; may be NULL
 * Return: 0, -EINVAL, -EPROTONOSUPPORT for another schema, -ENOMEM.
 */
int snapshot_from_json(struct json_object *json, struct snapshot **out, char **why);

#endif /* MUSTER_SNAPSHOT_H */
