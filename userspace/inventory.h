/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory.h: the known-good list of a board, as parsed from its file.
 */
#ifndef MUSTER_INVENTORY_H
#define MUSTER_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <json-c/json.h>

#include "finding.h"
#include "match.h"
#include "memory_pairs.h"
#include "rule.h"
#include "snapshot.h"

struct names;
struct smbios_slot;
struct trust;

#define INVENTORY_SCHEMA "muster-inventory/1"
#define INVENTORY_DIRECTORY "/etc/muster/inventory.d"

#define WATCH_LIST_OWN "/etc/muster/watch-list.json"
#define WATCH_LIST_SHIPPED "/usr/share/muster/watch-list.json"

enum inventory_kind { INVENTORY_MODEL = 1, INVENTORY_UNIT, INVENTORY_WATCH_LIST };

/* One SMBIOS string that an inventory asks for. */
struct board_term {
	enum board_field field;
	struct pattern pattern;
};

/* A root as places in the file name it, and what firmware called it. */
struct learned_root {
	char *name, *id;	/* "0000:00", "PNP0A08:0" */
};

/**
 * struct inventory_memory - how firmware and the memories of modules differ on a
 * board all the time
 * @without_spd: modules that firmware reports and whose memory is not seen
 * @without_module: memories of which firmware knows no module
 * @not_compared: what firmware tells in a way of its own
 */
struct inventory_memory {
	unsigned int without_spd, without_module;
	bool not_compared[TRAIT_COUNT];
};

/* What a shape digest stands for: the lines that it is computed over. */
struct known_shape {
	char digest[72];	/* "sha256:" and 64 hex digits */
	char *text;		/* each line ends in "\n" */
};

/**
 * struct inventory - read through the functions below; compare() reads the rules
 * @extends: name of the model that a unit stands on; NULL: none
 * @model_path: file of that model, once the unit is complete
 * @reviewed: a person has said so
 * @implicit: severity of what no rule knows
 * @roots: which bus a root had when the inventory was made, by its HID:UID
 * @placeholders: serials that several parts carry and that are nobody's
 * @adapters: of those that only their order tells apart, where each was and what
 * the kernel called it: a name as a root's, an id
 * @shapes: in order of digest: see inventory_shape()
 * @no_watch: its file says "watch_list": false
 * @watch_path: the watch-list whose rules it holds besides its own; NULL: none
 * @watch_digest: its digest; "": none
 */
struct inventory {
	enum inventory_kind kind;
	char *path, *name, *extends, *model_path;
	char digest[72];	/* "sha256:" and 64 hex digits */
	bool reviewed;
	struct board_term *match;
	size_t match_count;
	enum severity implicit;
	struct pattern placeholders;
	struct learned_root *roots;
	size_t root_count;
	struct learned_root *adapters;
	size_t adapter_count;
	struct known_shape *shapes;
	size_t shape_count;
	struct inventory_memory memory;
	bool no_watch;
	char *watch_path;
	char watch_digest[72];
	struct rule *rules;
	size_t rule_count;
};

/**
 * inventory_load() - parse and check one file; what a unit extends is looked
 * for in the same directory
 * @why: a sentence that begins with file:line:, to be freed
 * Return: 0, -EINVAL, -EPROTONOSUPPORT, -ENOMEM, or why it could not be read.
 */
int inventory_load(const char *path, struct inventory **out, char **why);
/** inventory_load_trusted() - the same, of files that @trust lets pass; -ENOKEY, -EKEYREJECTED */
int inventory_load_trusted(const char *path, const struct trust *trust, struct inventory **out,
			   char **why);
void inventory_free(struct inventory *inventory);

/** inventory_path() - and the like: as the file says, lent */
const char *inventory_path(const struct inventory *inventory);
const char *inventory_digest(const struct inventory *inventory); /* "sha256:..." */
const char *inventory_name(const struct inventory *inventory);
/** inventory_reviewed() - false: "learned from this machine, not reviewed" */
bool inventory_reviewed(const struct inventory *inventory);
size_t inventory_rules(const struct inventory *inventory);

#define INVENTORY_SIZE_MAX (64u << 20)

/**
 * inventory_read() - the text of an inventory file, at most INVENTORY_SIZE_MAX
 * @text: to be freed; ends with a NUL that @length does not count
 */
int inventory_read(const char *path, char **text, size_t *length);

/** inventory_parse() - as inventory_load(), from text, without what it extends */
int inventory_parse(const char *path, const char *text, size_t length,
		    struct inventory **out, char **why);

/**
 * inventory_extend() - complete a unit with the rules of the model it extends:
 * its own replace the model's by label, the rest follow
 */
int inventory_extend(struct inventory *unit, const struct inventory *model);

/** inventory_shape() - Return: the lines that @digest stands for, or NULL. */
const char *inventory_shape(const struct inventory *inventory, const char *digest);

/** inventory_add_shapes() - those of @other that it lacks. Return: 0 or -ENOMEM. */
int inventory_add_shapes(struct inventory *inventory, const struct inventory *other);

/**
 * inventory_watch() - append the rules of a watch-list, but for those whose
 * label the inventory has itself; nothing where it wants none. Those of another
 * watch-list that it has go.
 * @watch: NULL: there is none. Return: 0 or -ENOMEM.
 */
int inventory_watch(struct inventory *inventory, const struct inventory *watch);

/**
 * inventory_watch_alone() - what a board is judged by that no inventory is for:
 * the watch-list, and a last rule that everything else passes
 */
int inventory_watch_alone(const struct inventory *watch, struct inventory **out);

/**
 * inventory_watch_load() - the watch-list in force: WATCH_LIST_OWN, or else
 * WATCH_LIST_SHIPPED; a bad file of one's own does not hide the shipped one
 * @path: another file instead of both; NULL: these
 * @out: NULL: there is none
 * @why: a sentence where a file is bad (@out may be there all the same), to be freed
 * Return: 0, or a lack: see lack.h.
 */
int inventory_watch_load(const char *path, struct inventory **out, char **why);

/**
 * inventory_fits() - how well @inventory fits @board
 * Return: -1: not at all; else the number of SMBIOS strings that speak for it
 * (placeholders do not).
 */
int inventory_fits(const struct inventory *inventory, const struct board *board);

/**
 * inventory_select() - the inventory of @directory that is @board's
 * @out: NULL when none fits
 * @trouble: out: a finding of class inventory for none, a tie, or bad files
 * (a bad file does not hide a good one that fits); NULL when all is well. Its
 * @seen is "none", "tie" or "bad file", then with @inventory_path. In a
 * virtual machine that no inventory fits, its severity is notice: nothing is
 * alerted there.
 * Return: 0 (see @out and @trouble), or -ENOMEM.
 */
int inventory_select(const char *directory, const struct board *board,
		     struct inventory **out, struct finding **trouble);

/**
 * inventory_select_trusted() - the same, of the files that @trust lets pass: for
 * another @seen is "not signed" or "bad signature"
 */
int inventory_select_trusted(const char *directory, const struct board *board,
			     const struct trust *trust, struct inventory **out,
			     struct finding **trouble);

/**
 * inventory_trouble() - the finding for a file that is not used
 * @err: why: -ENOKEY, -EKEYREJECTED, or anything else for a bad file
 * @why: a sentence, taken over; NULL: no memory for it
 */
int inventory_trouble(int err, const char *path, char *why, struct finding **out);

struct generate_options {
	bool strict;	/* pin serials; default is by model */
	const char *name;	/* NULL: made from the board */
	struct names *names;	/* for "x-name" of each rule; may be NULL */
	unsigned char *ledger_hash;	/* 32 bytes for provenance, or NULL */
};

/** inventory_generate() - the inventory that @snapshot passes, with provenance */
int inventory_generate(const struct snapshot *snapshot,
		       const struct generate_options *options,
		       struct json_object **out);

/** inventory_to_text() - an inventory as a file holds it, a rule in a few lines; to be freed */
char *inventory_to_text(struct json_object *inventory);

/**
 * struct remark_facts - what remarks are made by; NULL or 0: nothing is known
 * @names: pci.ids
 * @watch: ids that no board should have
 * @slots: that firmware calls empty
 */
struct remark_facts {
	struct names *names;
	const struct inventory *watch;
	const struct smbios_slot *slots;
	size_t slot_count;
};

/**
 * inventory_remarks() - say what deserves a look before a snapshot is trusted
 * @say: called for each remark; @place: NULL: of the whole
 */
void inventory_remarks(const struct snapshot *snapshot, const struct remark_facts *facts,
		       void (*say)(const char *place, const char *remark, void *context),
		       void *context);

#endif /* MUSTER_INVENTORY_H */
