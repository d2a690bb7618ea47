/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * netlink.h: the client side of module/uapi/muster.h; the only file of
 * userspace that speaks netlink. libnl's codes do not leave it.
 */
#ifndef MUSTER_NETLINK_H
#define MUSTER_NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;
struct netlink;

struct netlink_info {
	uint32_t protocol;
	char version[64], source_digest[65];
	uint8_t load_id[16], hash[32];
	uint64_t next, head_end, oldest, lost;
	uint32_t functions, adapters, clients;
	uint64_t head_bytes, ring_bytes, roster_bytes, config_reads;
	bool incomplete, rescanning;
	uint64_t boottime, realtime;	/* ns */
};

/* One entry of the ledger as it came: payload(n), hash(n). */
struct netlink_entry {
	const uint8_t *payload;		/* valid during the callback only */
	size_t length;
	const uint8_t *hash;		/* 32 bytes */
	const uint8_t *previous_hash;	/* 32 bytes, NULL: not sent */
	uint64_t lost;			/* entries missing just before */
};

/**
 * netlink_open() - connect to the module
 * Return: 0, -ENOENT: the module is not loaded (or not in this network
 * namespace), -EPERM, -ENOMEM.
 */
int netlink_open(struct netlink **out);
void netlink_close(struct netlink *netlink);

/** netlink_why() - the kernel's sentence for the last refusal, "" if none */
const char *netlink_why(const struct netlink *netlink);

/** netlink_info() - ask the module about itself: 0 or -errno, netlink_why() says more */
int netlink_info(struct netlink *netlink, struct netlink_info *info);

/**
 * netlink_devices() - dump the roster
 * @each: takes the device over; non-zero ends the dump with that value
 * @next: out: the next number as it was when the dump began
 */
int netlink_devices(struct netlink *netlink, uint64_t *next,
		    int (*each)(struct device *device, void *context), void *context);

/** netlink_device() - one by @number, or by @place if @number is 0; -ENOENT, -ENOTUNIQ */
int netlink_device(struct netlink *netlink, uint64_t number, const char *place,
		   struct device **out);

/**
 * netlink_entries() - pull the entries from @from on
 * @load_id: 16 bytes, or NULL for the load there is
 * Return: 0 (none is not an error), -ESTALE: another load, -ERANGE, -ENOENT:
 * the module went away, or what @each returned.
 */
int netlink_entries(struct netlink *netlink, uint64_t from, const uint8_t *load_id,
		    int (*each)(const struct netlink_entry *entry, void *context),
		    void *context);

/** netlink_rescan() - Return: 0 and the ticket, or -EBUSY. */
int netlink_rescan(struct netlink *netlink, uint64_t *ticket);

/* What made the listening socket readable; more than one may be set. */
#define NETLINK_RANG	1	/* doorbell, or some were lost: pull */
#define NETLINK_WENT	2	/* the family is gone: the module was unloaded */
#define NETLINK_CAME	4	/* the family is there: open again and resync */

struct listener;

/**
 * listener_open() - a second socket: joins nlctrl's "notify" always, and
 * "events" when the family is there
 * Return: 0 also while the module is not loaded (NETLINK_CAME will tell).
 */
int listener_open(struct listener **out);
void listener_close(struct listener *listener);
int listener_fd(const struct listener *listener);

/**
 * listener_read() - drain the socket without blocking; on NETLINK_CAME it has
 * already joined again
 * Return: a combination of NETLINK_*, 0 for a false alarm, or -errno.
 */
int listener_read(struct listener *listener);

/** listener_set_buffer() - receive buffer in bytes (tests make it tiny) */
int listener_set_buffer(struct listener *listener, int bytes);

#endif /* MUSTER_NETLINK_H */
