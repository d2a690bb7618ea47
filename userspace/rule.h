/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rule.h: what an inventory says of one part: where it sits, what it is, and
 * whether and how often it must be there.
 */
#ifndef MUSTER_RULE_H
#define MUSTER_RULE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device.h"
#include "finding.h"
#include "match.h"

#define COUNT_UNLIMITED UINT_MAX

enum presence { PRESENCE_REQUIRED = 1, PRESENCE_OPTIONAL, PRESENCE_FORBIDDEN };

/* One field that a rule compares. */
struct term {
	enum field field;
	struct pattern pattern;
};

/* What a part is; a rule may hold several (second sources). */
struct identity {
	struct term *terms;
	size_t count;
};

/**
 * struct rule - one rule of an inventory
 * @label: unique within its inventory
 * @line: where it begins in the file; 0: it is of another file
 * @place: NULL: anywhere
 * @exact: @place is one place, without a wildcard
 * @kinds: bit (1 << enum device_kind) for each kind it speaks of
 * @identities: none: whatever it is
 * @min, @max: how many devices, over the whole rule
 * @virtual_max: virtual functions of each device; COUNT_UNLIMITED: any
 * @link_width: lanes that the link has at least; 0: not asked
 * @link_speed: how fast it is at least, "8.0 GT/s"; NULL: not asked
 * @why: what the file says of its purpose ("x-why"), for findings; NULL: nothing
 * @origin: the watch-list it stands in, by path, borrowed from the inventory
 * (whose watch_digest is its digest); NULL: the inventory's own rule
 */
struct rule {
	char *label, *place;
	unsigned int line;
	bool exact;
	unsigned int kinds;
	struct identity *identities;
	size_t identity_count;
	enum presence presence;
	enum severity severity;
	unsigned int min, max;
	unsigned int virtual_max;
	unsigned int link_width;
	char *link_speed, *why;
	const char *origin;
};

/**
 * struct fit - how a device compares with a rule
 * @identity: the one that fits best; NULL where the rule holds none
 * @other: it is another part, not the same one changed
 * @differ: the fields known to be another
 * @unknown: those that the rule compares and nobody knows
 */
struct fit {
	const struct identity *identity;
	bool other;
	struct field_set differ, unknown;
};

/** rule_clear() - free what it holds, not @rule */
void rule_clear(struct rule *rule);
/** rule_copy() - @to shares nothing with @from; -ENOMEM leaves @to cleared */
int rule_copy(const struct rule *from, struct rule *to);

/** rule_concerns() - whether bus and kind are the rule's; says nothing of the place */
bool rule_concerns(const struct rule *rule, const struct device *device);

/* rule_fit.c */
/** rule_fit() - compare @device with the identity of @rule that fits best */
struct fit rule_fit(const struct rule *rule, const struct device *device);

/**
 * fit_other_part() - whether it is another part, not the same one changed
 *
 * Of a function another vendor:device. Of a memory module another maker or part
 * number, unless it is built just as the rule asks: then these bytes alone were
 * rewritten, for no checksum is over them. Of what has a FRU memory other names in
 * it, where its checksums are right.
 */
bool fit_other_part(const struct fit *fit);

/** fit_asks_contents() - whether what the memory of a client holds decides, and is unknown */
bool fit_asks_contents(const struct fit *fit);

/** fit_distance() - 0: nothing differs and nothing is unknown; less is better */
unsigned int fit_distance(const struct fit *fit);

/** identity_term() - Return: what @identity says of @field, or NULL. */
const struct pattern *identity_term(const struct identity *identity, enum field field);

/** rule_part() - Return: the only vendor:device @rule allows, in @buffer, or NULL. */
const char *rule_part(const struct rule *rule, char *buffer, size_t size);

/** rule_names_firmware() - whether it pins the firmware path of a client, by no glob */
bool rule_names_firmware(const struct rule *rule);

/** rule_serial_field() - Return: which serial @rule pins by one text, no placeholder, or FIELD_COUNT. */
enum field rule_serial_field(const struct rule *rule);

/** rule_serial() - Return: that text, or NULL. */
const char *rule_serial(const struct rule *rule);

/** rule_compares() - whether an identity of it asks for a field of @group */
bool rule_compares(const struct rule *rule, enum field_group group);

/** rule_may_be_spd() - whether @place, of a client, is one that an SPD can have */
bool rule_may_be_spd(const char *place);

/** term_pins_nothing() - a serial that is a placeholder on the rule's side is not compared */
bool term_pins_nothing(const struct term *term);

#endif /* MUSTER_RULE_H */
