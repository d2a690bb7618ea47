/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compare_internal.h: private to compare*.c: a comparison under way.
 *
 * Order: every device is assigned to a rule (places known in full, then those
 * known in part, then the rest), moves are recognised, findings are made, groups
 * are formed. Nothing is found twice because each step only reads
 * what the one before has decided.
 */
#ifndef MUSTER_COMPARE_INTERNAL_H
#define MUSTER_COMPARE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compare.h"
#include "place.h"
#include "rule.h"
#include "text_index.h"

/* What became of a device. */
enum outcome {
	OUTCOME_PENDING,	/* not judged yet */
	OUTCOME_PASSES,
	OUTCOME_HOSTED,		/* its parent accounts for it */
	OUTCOME_FORBIDDEN,
	OUTCOME_CHANGED,	/* the same part with a field different */
	OUTCOME_OTHER,		/* another part where a rule has an exact place */
	OUTCOME_SURPLUS,	/* beyond the rule's count */
	OUTCOME_VIRTUAL,	/* beyond what its physical function may have */
	OUTCOME_UNREADABLE,	/* the right part, but it does not answer */
	OUTCOME_MOVED,		/* the part of another place's rule */
	OUTCOME_UNKNOWN,	/* no rule knows it */
};

/* How a part at another place is known to be the same. */
enum move_cause {
	MOVE_SERIAL,		/* by its serial */
	MOVE_BRIDGE_ADDED,	/* by the end of its place, and the rest likewise */
	MOVE_BRIDGE_REMOVED,
	MOVE_ROOT,		/* all on its root are at another number */
	MOVE_FOLLOWS,		/* what it belongs to has moved */
};

/**
 * struct judged - a device and the one rule that judges it
 * @rule: NULL: the implicit one
 * @fit: with @rule
 * @doubt: a forbidden rule that only unknown fields keep from matching
 * @doubt_fields: these fields
 * @count: SURPLUS, VIRTUAL: the how-manieth it is; for a physical function
 * its virtual functions so far
 * @how: MOVED
 * @reported: a finding speaks of it
 */
struct judged {
	const struct device *device;
	const struct rule *rule;
	struct fit fit;
	enum outcome outcome;
	const struct rule *doubt;
	struct field_set doubt_fields;
	unsigned int count;
	const struct judged *parent;
	enum move_cause how;
	bool reported;
};

/**
 * struct tally - what was seen of a rule
 * @place: the rule's, by this snapshot's bus numbers; NULL: anywhere
 * @seen: devices that it judges; @passed: those of them that are the right part
 * @occupant: another part that sits at its exact place
 * @moved: its part, elsewhere
 * @unasked: an adapter that a probe would have to ask, for a rule about what answers
 */
struct tally {
	char *place;
	unsigned int seen, passed;
	const struct judged *occupant, *moved;
	const struct device *unasked;
};

/* Rules without an exact place, or forbidden ones: by vendor:device where they have one. */
struct rule_set {
	struct text_index *by_part;
	char (*parts)[16];
	size_t *general;
	size_t general_count;
};

struct root_table;

struct comparison {
	const struct snapshot *snapshot;
	const struct inventory *inventory;
	struct names *names;
	struct verdict *verdict;
	size_t room;			/* of the verdict's findings */
	struct judged *judged;		/* one per device */
	struct tally *tallies;		/* one per rule */
	struct text_index *devices;	/* by place */
	struct text_index *exact;	/* rules by place, none forbidden */
	size_t *named;			/* rules with a place and a firmware path */
	size_t named_count;
	struct rule_set forbidden, loose;
	struct root_table *roots;
	struct text_index *learned;	/* the inventory's roots, by name */
};

/* In a set of fields, beside them: what cannot be told is where a device sits. */
#define FIELD_PLACE FIELD_COUNT

/* compare.c */
/** compare_begin() - index devices and rules; compare_end() also where it failed */
int compare_begin(struct comparison *comparison);
void compare_end(struct comparison *comparison);

/* compare_rules.c */
int compare_rules_index(struct comparison *comparison);
void compare_rules_clear(struct comparison *comparison);
/** the first rule of @set in file order that @device fits; @doubt may be NULL */
const struct rule *compare_rules_first(const struct comparison *comparison,
				       const struct rule_set *set,
				       struct judged *judged, struct fit *fit);
struct tally *compare_tally(const struct comparison *comparison, const struct rule *rule);

/* compare_place.c */
/** whether @device is where @rule says, which may be anywhere */
bool compare_is_there(const struct comparison *comparison, const struct rule *rule,
		      const struct device *device);
/** whether @rule's place is only known in part here */
bool compare_is_partial(const struct comparison *comparison, const struct rule *rule);
/** whether @device may be at the place of @rule, as far as either place is known */
bool compare_could_be(const struct comparison *comparison, const struct rule *rule,
		      const struct device *device);
/** whether @rule, which has an exact place, still awaits a device of unknown address */
bool compare_is_free(const struct comparison *comparison, const struct rule *rule,
		     const struct device *device);

/* compare_assign.c */
int compare_assign(struct comparison *comparison);
/** compare_take() - @rule judges the device; of too many the first ones count */
void compare_take(struct comparison *comparison, struct judged *judged,
		  const struct rule *rule, const struct fit *fit);
struct judged *compare_at(const struct comparison *comparison, const char *place);
struct judged *compare_parent(const struct comparison *comparison, const char *place);

/* compare_partial.c */
/** compare_partial() - devices and rules at partial places find each other */
int compare_partial(struct comparison *comparison);

/* compare_moves.c */
int compare_moves(struct comparison *comparison);

/* compare_relocate.c */
/** compare_relocate() - recognise what moved because something above it did */
int compare_relocate(struct comparison *comparison);

/* compare_roots.c */
struct root_moves;
/** root_moves_new() - which root of the rules is which of the snapshot; NULL: no memory */
struct root_moves *root_moves_new(const struct comparison *comparison);
void root_moves_free(struct root_moves *moves);
/** root_moves_find() - the root that @place's was when the inventory was made, or NULL */
const char *root_moves_find(const struct root_moves *moves, const char *place);

/* compare_answering.c */
/** compare_answering() - what answers where a rule knows a client that is not declared */
int compare_answering(struct comparison *comparison);
/** compare_answering_excused() - whether nobody can say that what @rule requires is missing */
bool compare_answering_excused(const struct comparison *comparison, const struct rule *rule);
/** compare_answering_unverified() - list the rules that were excused; there is room for all */
int compare_answering_unverified(struct comparison *comparison);

/* compare_findings.c, compare_shortage.c, compare_duplicates.c */
int compare_findings(struct comparison *comparison);
int compare_shortage(struct comparison *comparison);
int compare_duplicates(struct comparison *comparison);

/* compare_changed.c */
/** compare_changed() - a finding for each field of @judged that differs */
int compare_changed(struct comparison *comparison, struct judged *judged);

/**
 * struct meaning - what a difference may mean
 * @sense: a clause; @advice: a sentence, or NULL
 */
struct meaning {
	const char *sense, *advice;
};

/* compare_contents.c */
/** compare_contents_meaning() - of @field, which a memory holds */
struct meaning compare_contents_meaning(const struct judged *judged, enum field field);
/** compare_contents_name() - what a person calls the contents that @field is of: "SPD" */
const char *compare_contents_name(enum field field);
/** compare_contents_gone() - nothing is left of what the rule compares: one finding of each */
int compare_contents_gone(struct comparison *comparison, struct judged *judged,
			  enum field_group group);
/** compare_contents_unreadable() - the memory of a client cannot be read */
int compare_contents_unreadable(struct comparison *comparison, struct judged *judged);

/* compare_siblings.c */
/**
 * compare_sibling() - of several adapters of one function, the one that a rule means
 * @written: the rule's place; @place: the same by this snapshot's roots, owned; in and out
 * Return: 0 or -ENOMEM.
 */
int compare_sibling(const struct comparison *comparison, const char *written, char **place);

/* compare_adapter.c */
/** compare_adapter_hosted() - whether what an adapter belongs to answers for it */
bool compare_adapter_hosted(const struct judged *judged, const struct judged *parent);
/** compare_adapter_report() - a finding where nothing accounts for what it belongs to */
int compare_adapter_report(struct comparison *comparison, struct judged *judged);
/** compare_adapter_explain() - why an adapter that no rule knows may be there */
const char *compare_adapter_explain(const struct device *adapter, const char **advice);

/* compare_memory.c */
/** compare_memory() - what firmware and the SPDs say differently of memory modules */
int compare_memory(struct comparison *comparison);

/* compare_link.c */
/** compare_links() - links that carry less than their rule asks for */
int compare_links(struct comparison *comparison);

/* compare_register.c */
/** compare_register() - where @field stands: "08h", or NULL; maybe in @buffer */
const char *compare_register(const struct device *device, enum field field,
			     char *buffer, size_t size);

/* compare_report.c */
struct report {
	enum finding_class class;
	enum severity severity;
	const char *place;
	struct judged *judged;		/* the device it is about, or NULL */
	const struct rule *rule;	/* NULL: the implicit one */
	const char *field, *expected, *seen, *location, *other_place;
	const char *advice;		/* what to do next, or NULL */
	const char *cause;		/* place that its group is about, or NULL */
	unsigned int expected_count, seen_count;
};

/** compare_report() - make @report a finding of the verdict: 0 or -ENOMEM */
int compare_report(struct comparison *comparison, const struct report *report,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* compare_describe.c */
/** compare_imagine() - a device as far as @rule fixes it; its place may be a pattern */
struct device *compare_imagine(const struct rule *rule);
/** "Intel Corporation 82574L (8086:10d3)", I2C client "spd", "Samsung M471A1G44AB0-CWE (DDR4 SO-DIMM, 8 GiB)" */
const char *compare_describe(const struct comparison *comparison,
			     const struct device *device, char *buffer, size_t size);
/** the same of what a rule expects */
const char *compare_expects(const struct comparison *comparison,
			    const struct rule *rule, char *buffer, size_t size);
#define DESCRIPTION_SIZE 320
/** compare_where() - its place, and what the kernel calls it where that is known */
#define WHERE_SIZE (PLACE_MAX + 64)
const char *compare_where(const struct device *device, char where[WHERE_SIZE]);

/* compare_groups.c */
int compare_groups(struct comparison *comparison);
/** the slot: the place without its function number */
void compare_slot(const char *place, char *slot, size_t size);

#endif /* MUSTER_COMPARE_INTERNAL_H */
