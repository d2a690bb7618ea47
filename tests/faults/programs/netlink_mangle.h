/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * netlink_mangle.h: datagrams of the kernel made wrong at random, the same for the same seed.
 */
#ifndef FAULTS_NETLINK_MANGLE_H
#define FAULTS_NETLINK_MANGLE_H

#include <stdbool.h>
#include <stdint.h>

struct fuzz_datagram;

struct mangle {
	uint64_t state;
	unsigned int rate;	/* one datagram in so many is changed */
	uint64_t datagrams, messages;	/* changed, and the messages in them */
};

/** mangle_below() - a number from 0 to @limit - 1 */
uint64_t mangle_below(struct mangle *mangle, uint64_t limit);

/** mangle_datagram() - for fuzz_netlink_alter() */
void mangle_datagram(struct fuzz_datagram *datagram, void *mangle);

#endif /* FAULTS_NETLINK_MANGLE_H */
