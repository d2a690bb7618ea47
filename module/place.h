/* SPDX-License-Identifier: GPL-2.0-only */
/* Places being written; userspace and its tests compile place.c as it is. */
#ifndef _MUSTER_PLACE_H
#define _MUSTER_PLACE_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#endif

#include "uapi/muster.h"

/* A chain of 256 bridges, and more than any firmware path. */
#define MUSTER_PLACE_ROOM	1600

/**
 * struct muster_place - a place, written from its end to its beginning
 * @cut: something did not fit into @text
 * @start: offset in @text of what has been written
 * @text: the text, ending with the array
 */
struct muster_place {
	bool cut;
	unsigned int start;
	char text[MUSTER_PLACE_ROOM];
};

enum muster_step_kind {
	MUSTER_STEP_ROOT,	/* number: domain, minor: bus */
	MUSTER_STEP_FIRMWARE,	/* name: firmware path */
	MUSTER_STEP_NAMED,	/* name: of a device */
	MUSTER_STEP_FUNCTION,	/* number: device, minor: function */
	MUSTER_STEP_HOST_BRIDGE,
	MUSTER_STEP_VIRTUAL,	/* number: which, or MUSTER_STEP_UNKNOWN */
	MUSTER_STEP_ADAPTER,	/* minor: which of its siblings, from 0 */
	MUSTER_STEP_CHANNEL,	/* number: of the channel, minor: as above */
	MUSTER_STEP_CLIENT,	/* number: address, minor: MUSTER_STEP_TEN_BIT, _TARGET */
};

#define MUSTER_STEP_UNKNOWN	0xffffffffu
#define MUSTER_STEP_TEN_BIT	1u
#define MUSTER_STEP_TARGET	2u

/**
 * struct muster_step - one step of a place
 * @kind: what the other members mean
 * @number: see &enum muster_step_kind
 * @minor: see &enum muster_step_kind
 * @name: see &enum muster_step_kind
 */
struct muster_step {
	enum muster_step_kind kind;
	unsigned int number;
	unsigned int minor;
	const char *name;
};

/* place.c */
void muster_place_begin(struct muster_place *place);
void muster_place_above(struct muster_place *place, const struct muster_step *step);
const char *muster_place_end(struct muster_place *place);

#endif /* _MUSTER_PLACE_H */
