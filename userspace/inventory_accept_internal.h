/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inventory_accept_internal.h: private to inventory_accept*.c: one change under way.
 */
#ifndef MUSTER_INVENTORY_ACCEPT_INTERNAL_H
#define MUSTER_INVENTORY_ACCEPT_INTERNAL_H

#include "compare.h"
#include "finding.h"
#include "inventory.h"
#include "inventory_accept.h"
#include "json_edit.h"
#include "snapshot.h"

/**
 * struct change - what makes one finding pass
 * @inventory, @verdict: as the text is now
 * @device: that the finding is about, or NULL
 * @rule: that made the finding, as judged, or NULL: the implicit one
 * @index: of the rule in the file; NOT_OWN: it stands elsewhere
 * @why: a sentence where it cannot be made, to be freed
 */
struct change {
	const struct accept_request *request;
	const struct inventory *inventory;
	const struct verdict *verdict;
	const struct finding *finding;
	const struct device *device;
	const struct rule *rule;
	size_t index;
	struct json_edit *edit;
	char *why;
};

#define NOT_OWN ((size_t)-1)

/* The way to a rule of the file, and to a value of it. */
struct rule_spots {
	struct spot rules, rule;
};

/* inventory_accept_change.c: Return: 0, -EPERM with change->why, -ENOMEM, -EINVAL */
int accept_change(struct change *change);

/** accept_widen() - one more value of a field, in the rule itself or the identity that fits best */
int accept_widen(struct change *change, enum field field, const char *value);
/** accept_shape(), accept_shapes() - into the file what the digests of the device stand for */
int accept_shape(struct change *change, enum field field);
int accept_shapes(struct change *change);

/* inventory_accept_source.c */
/** accept_source() - what no rule knows: one more source of a rule that lacks parts, or a rule */
int accept_source(struct change *change);

/* inventory_accept_rule.c */
/** accept_own() - see to it that the rule stands in the file: copy it from where it stands */
int accept_own(struct change *change);
/** accept_spots() - @spots lead to rule @index of the file */
void accept_spots(size_t index, struct rule_spots *spots);
/** accept_find_rule() - Return: the index of that label in the file, or NOT_OWN. */
size_t accept_find_rule(const struct json_edit *edit, const char *label);
/** accept_generated() - the rule that generate makes for the device, to be put; NULL: none */
struct json_object *accept_generated(const struct change *change);
/** accept_add() - append the rule that generate makes for the device */
int accept_add(struct change *change);
/** accept_place() - a place by the inventory's names of roots; to be freed */
char *accept_place(const struct change *change, const struct device *device);
/** accept_refuse() - set change->why. Return: -EPERM, or -ENOMEM. */
int accept_refuse(struct change *change, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* inventory_accept_forbidden.c */
int accept_forbidden(struct change *change);
int accept_virtual(struct change *change);

/* inventory_accept_moved.c */
int accept_moved(struct change *change);

/* inventory_accept_memory.c */
/** accept_is_memory() - whether it is of what firmware and an SPD say differently */
bool accept_is_memory(const struct finding *finding);
int accept_memory(struct change *change);

/* inventory_accept_note.c */
/** accept_note() - write down in the file what was accepted, by whom and why */
int accept_note(const struct accept_request *request, struct json_edit *edit,
		struct json_object *changes);

#endif /* MUSTER_INVENTORY_ACCEPT_INTERNAL_H */
