/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lack.h: an error that says nothing of what was asked for, only that the process or
 * the machine has run out: what was asked for is not to be taken for missing or bad.
 */
#ifndef MUSTER_LACK_H
#define MUSTER_LACK_H

#include <errno.h>
#include <stdbool.h>

/** is_lack() - whether @err is a lack of memory or descriptors: a later try may do */
static inline bool is_lack(int err)
{
	return err == -ENOMEM || err == -EMFILE || err == -ENFILE;
}

#endif /* MUSTER_LACK_H */
