/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_merge_internal.h: private to inventory_merge*.c: what is known of
 * all machines together, by place.
 */
#ifndef MUSTER_INVENTORY_MERGE_INTERNAL_H
#define MUSTER_INVENTORY_MERGE_INTERNAL_H

#include <stdint.h>
#include <json-c/linkhash.h>

#include "device.h"
#include "digest.h"
#include "inventory_memory.h"
#include "inventory_merge.h"
#include "machine_set.h"
#include "snapshot.h"

#define NOBODY ((size_t)-1)

/* A link width or a shape, and who has it. */
struct feature {
	unsigned int width;
	size_t shape;		/* index of merge->shapes */
	struct machine_set machines;
};

struct features {
	struct feature *items;
	size_t count;
};

/**
 * struct part - what one and the same thing at one place is known to be
 * @device: its identity, with the place as the merge names it
 * @levels: who has it at all, who has two of it there, ...
 * @next: of the same slot
 * @capture, @seen: how many the capture at hand has had so far
 * @folded: what was known of it was less than of another part, which has taken it in
 */
struct part {
	struct device *device;
	struct machine_set *levels;
	size_t level_count;
	struct features widths, shapes;
	size_t next, capture, seen;
	bool folded;
};

/* One place; of a place that only its end is known of, for one sort of part. */
struct slot {
	char *place;
	size_t first;		/* of merge->parts */
	bool partial;
	bool told, modules_told;	/* of an adapter: who lacks it, or all modules on it */
};

struct machine {
	char *name, *uuid;	/* uuid: NULL: not known */
};

struct known_root {
	char *name, *id;	/* id: NULL: not known yet */
};

/* What the kernel calls one of several adapters of a function. */
struct known_adapter {
	char *place, *name;
};

struct shape {
	char digest[DIGEST_SIZE];
	char *text;		/* NULL: no source had the bytes */
};

struct shared_serial {
	char *text;
	struct machine_set machines;
};

/* Serials seen so far, by digest: two machines with one make it a placeholder. */
struct serial_table {
	struct serial_slot *slots;
	size_t room, count;
	struct shared_serial *shared;
	size_t shared_count;
};

/* What every machine's SMBIOS says: several where they differ. */
struct board_values {
	char **texts;
	size_t count;
	bool blank;		/* some machine has a placeholder or none there */
};

struct merge {
	struct merge_options options;
	struct part *parts;
	size_t part_count, part_room;
	struct slot *slots;
	size_t slot_count, slot_room;
	struct lh_table *part_index, *slot_index, *machine_index, *shape_index, *adapter_index;
	struct machine *machines;
	size_t machine_count, capture;
	struct known_root *roots;
	size_t root_count;
	struct known_adapter *adapters;	/* by place, and by what follows its base: its name */
	size_t adapter_count, adapter_room;
	struct shape *shapes;
	size_t shape_count;
	struct serial_table serials;
	struct machine_set whole, i2c;	/* whose snapshot was complete; whose source sees I2C */
	struct board_values board[BOARD_FIELDS];
	struct memory_votes memory;
	bool virtual_machine;
	uint64_t oldest, newest;	/* CLOCK_REALTIME, ns */
	unsigned int sources;		/* bit (1 << enum source_kind) */
};

/* inventory_merge_index.c: texts to numbers, in json-c's table, which grows */
struct lh_table *merge_index_new(void);
/** @text is copied */
int merge_index_add(struct lh_table *index, const char *text, size_t number);
/** Return: the number, or NOBODY. */
size_t merge_index_find(const struct lh_table *index, const char *text);
/** merge_room() - grow @items of @size each so that one more fits. Return: 0 or -ENOMEM. */
int merge_room(void **items, size_t count, size_t *room, size_t size);

/* inventory_merge_machine.c */
/** merge_machine() - the number of the machine, new or known */
int merge_machine(struct merge *merge, const struct snapshot *snapshot, const char *name,
		  size_t *machine);
bool merge_board_fits(const struct merge *merge, const struct board *board);
int merge_board_add(struct merge *merge, const struct board *board);

/* inventory_merge_root.c */
struct root_table;
/** merge_place() - @place by the roots of the merge; Return: 0, -ENAMETOOLONG, -ENOMEM. */
int merge_place(struct merge *merge, const struct root_table *roots, const char *place,
		char *out, size_t size);
void merge_roots_set(const struct merge *merge, struct device *device);

/* inventory_merge_adapter.c */
struct adapter_map;
/** merge_adapters() - where the merge has each adapter of @snapshot; Return: 0 or -errno. */
int merge_adapters(struct merge *merge, const struct snapshot *snapshot,
		   const struct root_table *roots, struct adapter_map **out);
void merge_adapters_free(struct adapter_map *map);
/** merge_adapter_place() - rewrite @place, which is by the roots of the merge already */
int merge_adapter_place(const struct adapter_map *map, char *place, size_t size);
/** merge_adapter_set() - call an adapter as it is known by. Return: 0 or -ENOMEM. */
int merge_adapter_set(const struct merge *merge, struct device *device);
void merge_adapters_clear(struct merge *merge);

/* inventory_merge_serial.c */
/** @key: what no two parts have rightly; @serial: the part of it that is called so */
int merge_serial(struct serial_table *table, const char *key, const char *serial,
		 size_t machine);
void merge_serials_clear(struct serial_table *table);

/* inventory_merge_part.c */
int merge_device(struct merge *merge, const struct device *device, const char *place,
		 size_t machine);
void merge_part_clear(struct part *part);
/** the fields that make two parts at one place two */
extern const enum field merge_fields[];
extern const size_t merge_field_count, merge_card_fields;

/* inventory_merge_fold.c */
/** merge_fold() - what is known less of joins what is known more of */
int merge_fold(struct merge *merge);

/* inventory_merge_decide.c */
struct json_object;
/**
 * struct decision - what becomes of a slot
 * @rule: as generated; NULL: the host accounts for it
 * @outliers: list that takes what is told of others
 */
struct decision {
	struct merge *merge;
	struct slot *slot;
	struct json_object *rule, *outliers, *varying, *used_shapes;
	struct machine_set have, know;
	bool keep;
};

/** merge_join_slot() - @set gets who has more than @level of what is at the slot */
int merge_join_slot(const struct merge *merge, const struct slot *slot, size_t level,
		    struct machine_set *set);
/** merge_decide() - complete @decision->rule; @decision->keep: it goes into the inventory */
int merge_decide(struct decision *decision);

/* inventory_merge_memory.c; @adapter: the client's, NULL: no machine shows it */
/** merge_modules_keep() - of a module's slot, @know loses who shows none on that bus */
int merge_modules_keep(const struct merge *merge, const struct slot *slot,
		       const struct slot *adapter, struct machine_set *know);
/** merge_modules_tell() - once of each adapter: who that is */
int merge_modules_tell(const struct decision *decision, struct slot *adapter);

/* Parts of one slot that are one card. */
struct card {
	const struct device *device;
	struct machine_set machines;
	size_t count;
	bool accepted;
};

/* inventory_merge_field.c */
bool merge_same_card(const struct device *a, const struct device *b);
/** merge_put_field() - what @identity says of a field; @card NULL: of all cards of the slot */
int merge_put_field(const struct decision *decision, const struct card *card,
		    enum field field, struct json_object *identity);

/* inventory_merge_identity.c */
/** merge_identity() - who has which of several parts, and what the rule says of it */
int merge_identity(struct decision *decision, struct machine_set *accepted);

/* inventory_merge_feature.c */
int merge_link(struct decision *decision, const struct machine_set *accepted);
int merge_shapes(struct decision *decision, const struct machine_set *accepted);

/* inventory_merge_report.c */
bool merge_share(size_t have, size_t of, unsigned int percent);
/** one thing to be told: @kind, and for people @format, of the machines of @set */
int merge_tell(struct json_object *list, const struct merge *merge, const struct slot *slot,
	       const char *kind, const struct machine_set *set, size_t of,
	       const char *format, ...)
	__attribute__((format(printf, 7, 8)));
/** "Intel Corporation 82574L (8086:10d3)" */
const char *merge_describe(const struct merge *merge, const struct device *device,
			   char *buffer, size_t size);
#define MERGE_DESCRIPTION 320

#endif /* MUSTER_INVENTORY_MERGE_INTERNAL_H */
