/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump_walk.h: the members of the archive in a dump, one after the other.
 */
#ifndef MUSTER_DUMP_WALK_H
#define MUSTER_DUMP_WALK_H

#include <stddef.h>
#include <stdint.h>

struct dump_walk_member {
	const char *directory;	/* the one that all members lie in */
	const char *name;	/* below it */
	const uint8_t *bytes;	/* with a NUL after them; during the call only */
	size_t length;
};

/**
 * dump_walk() - hand out each member of a tar archive in gzip
 * @each: non-zero ends the walk with that value
 * @why: out: a sentence on -EBADMSG and -EFBIG, to be freed
 *
 * Only regular files of valid names in one directory pass, within the bounds
 * of dump_file.h.
 * Return: 0, what @each returned, -EBADMSG, -EFBIG, -ENOMEM.
 */
int dump_walk(const uint8_t *bytes, size_t length,
	      int (*each)(const struct dump_walk_member *member, void *context),
	      void *context, char **why);

#endif /* MUSTER_DUMP_WALK_H */
