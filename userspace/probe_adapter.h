/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe_adapter.h: which adapters of a snapshot may be probed, and which of their
 * addresses belong to a client. No I/O.
 *
 * Invariant: an address at which a client can be reached is never asked, on
 * whichever side of a mux the client is known.
 */
#ifndef MUSTER_PROBE_ADAPTER_H
#define MUSTER_PROBE_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>

#include "probe.h"

struct device;
struct snapshot;
struct probe_deny;

/* Why an adapter is left alone. */
enum probe_refusal {
	PROBE_MAY,		/* it is not */
	PROBE_CHANNEL,		/* of a mux: asking there switches hardware */
	PROBE_NO_HOST,		/* its parent is no SMBus host that is known */
	PROBE_BARRED,		/* the configuration says so */
	PROBE_NAMELESS,		/* a client without driver is there, and nobody tells its address */
	PROBE_ABSENT,		/* no adapter of this machine's running kernel */
	PROBE_REFUSALS,
};

extern const char *const probe_refusal_names[PROBE_REFUSALS];
/** probe_refusal_why() - a clause for a person, and what to do */
const char *probe_refusal_why(enum probe_refusal refusal);

/*
 * probe_mux_of: which mux the adapter at @place is a channel of
 * Return: a text that is equal for channels of one mux; NULL: not known.
 */
typedef const char *(*probe_mux_of)(const struct device *adapter, void *context);

/* The snapshot, sorted, and what it does not say. */
struct probe_map {
	const struct snapshot *snapshot;
	probe_mux_of mux_of;	/* NULL: no mux is known */
	void *context;
};

/** probe_adapter_sees() - whether what sits on adapter @other may answer on @adapter */
bool probe_adapter_sees(const struct probe_map *map, const struct device *adapter,
			const struct device *other);

/**
 * probe_adapter_seen() - the numbers of all adapters that probe_adapter_sees() allows,
 * the adapter's own included
 * Return: a list to be freed; NULL without memory.
 */
long *probe_adapter_seen(const struct probe_map *map, const struct device *adapter,
			 size_t *count);

/** probe_adapter_clients() - the addresses with a client. Return: all of them are known. */
bool probe_adapter_clients(const struct probe_map *map, const struct device *adapter,
			   bool clients[PROBE_ADDRESSES]);

/**
 * probe_adapter_judge() - whether @adapter may be probed
 * @named: somebody asked for just this one
 */
enum probe_refusal probe_adapter_judge(const struct probe_map *map,
				       const struct device *adapter,
				       const struct probe_deny *deny, bool named);

/** probe_adapter_plan() - probe_plan() for @adapter */
void probe_adapter_plan(const struct probe_map *map, const struct device *adapter,
			const struct probe_deny *deny, bool quick, struct probe *probe);

#endif /* MUSTER_PROBE_ADAPTER_H */
