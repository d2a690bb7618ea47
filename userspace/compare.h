/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compare.h: judge a snapshot by an inventory: pure, no I/O, no printing.
 */
#ifndef MUSTER_COMPARE_H
#define MUSTER_COMPARE_H

#include <stddef.h>

#include "finding.h"
#include "inventory.h"
#include "snapshot.h"

struct names;

/* A device that no finding speaks of, but a rule asks what cannot be told. */
struct unverified {
	const struct device *device;	/* of the snapshot */
	char *rule;
	char *fields;		/* comma-separated names */
};

struct verdict {
	struct finding **findings;	/* owned, in order of place */
	size_t count;
	struct unverified *unverified;
	size_t unverified_count;
	size_t judged;		/* devices */
};

/**
 * compare() - judge every device by exactly one rule
 * @names: pci.ids, or NULL: what findings call the devices
 * Return: 0 and @verdict to be cleared by verdict_clear(), or -ENOMEM.
 */
int compare(const struct snapshot *snapshot, const struct inventory *inventory,
	    struct names *names, struct verdict *verdict);
void verdict_clear(struct verdict *verdict);

/**
 * compare_explain() - which rule judges a device, and why the others do not
 * @each: called for each rule in file order; @why: NULL for the one that judges
 * (it may be called for none: then the implicit rule does)
 * Return: 0, -ENOENT where @device is not of @snapshot, -ENOMEM.
 */
int compare_explain(const struct snapshot *snapshot, const struct inventory *inventory,
		    const struct device *device,
		    void (*each)(const struct rule *rule, const char *why, void *context),
		    void *context);

#endif /* MUSTER_COMPARE_H */
