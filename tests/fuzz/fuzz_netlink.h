/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_netlink.h: a kernel with the module, for the real client in this process: it says
 * what one said once (tests/fixtures/netlink.txt), or what a test makes of that.
 *
 * Stands in for recvmsg(), setsockopt() and libnl's sending.
 */
#ifndef MUSTER_FUZZ_NETLINK_H
#define MUSTER_FUZZ_NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A datagram on its way to the client. */
struct fuzz_datagram {
	uint8_t data[64 * 1024];
	size_t length;
	uint32_t sender;	/* port; 0: the kernel */
	int err;		/* errno that receiving it ends in, or 0 */
	bool cut;		/* it was longer than the buffer */
};

/** fuzz_netlink_alter() - call @alter for each datagram before it is received */
void fuzz_netlink_alter(void (*alter)(struct fuzz_datagram *datagram, void *context),
			void *context);

/**
 * fuzz_netlink_answer() - from now on @data is what follows a request of kind @kind
 * @kind: as the lines of the fixture begin; NULL: what was recorded is said again
 * @data: datagrams, each after its length (2 bytes) and what is odd about it (1 byte)
 */
void fuzz_netlink_answer(const char *kind, const uint8_t *data, size_t size);

/** fuzz_netlink_notice() - the listening socket has something of that kind to read */
void fuzz_netlink_notice(const char *kind);

/** fuzz_netlink_kind() - Return: the name of the @nth kind, from 0, or NULL. */
const char *fuzz_netlink_kind(size_t nth);

/** fuzz_netlink_entry() - what was recorded of entry @number. Return: its payload, or NULL. */
const uint8_t *fuzz_netlink_entry(uint64_t number, size_t *length);

#endif /* MUSTER_FUZZ_NETLINK_H */
