/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe.h: ask the addresses of one I2C adapter whether something answers: which
 * may be asked, how, in which order, and when to stop. No I/O: transfers are made
 * by what the caller hands in.
 *
 * Invariant: an address is asked once, and only one that nothing speaks against;
 * after the first sign of a bus in trouble nothing is asked any more.
 */
#ifndef MUSTER_PROBE_H
#define MUSTER_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#define PROBE_ADDRESSES 128

/* How an address is asked. Reads go first: a quick write is never followed by one. */
enum probe_method {
	PROBE_NO_METHOD,
	PROBE_READ_BYTE,	/* one byte, from wherever the device's pointer stands */
	PROBE_QUICK_WRITE,	/* the address alone, with the direction bit at "write" */
	PROBE_METHODS,
};

extern const char *const probe_method_names[PROBE_METHODS];

/* Why an address is left alone. */
enum probe_skip {
	PROBE_ASK,		/* it is not */
	PROBE_RESERVED,		/* the I2C and SMBus specifications keep it for themselves */
	PROBE_COMMAND,		/* being asked is a command there */
	PROBE_CLIENT,		/* the kernel has a client there */
	PROBE_DENIED,		/* the configuration says so */
	PROBE_QUICK_ONLY,	/* only a quick write would do, and none is wanted */
	PROBE_UNABLE,		/* the adapter cannot make such a transfer */
	PROBE_SKIPS,
};

extern const char *const probe_skip_names[PROBE_SKIPS];

enum probe_answer {
	PROBE_NOT_ASKED,
	PROBE_ASKING,		/* the transfer has begun; it hangs where it stays so */
	PROBE_SILENT,
	PROBE_ANSWERED,
	PROBE_TROUBLED,		/* the bus was in trouble: whether it is there is not known */
};

struct probe_address {
	uint8_t method, skip, answer;	/* the enums above */
	uint8_t transactions;
};

/* I2C_FUNCS as two bits: what matters of it here. */
#define PROBE_CAN_READ	1u
#define PROBE_CAN_QUICK	2u

/**
 * struct probe - one adapter
 * @addresses: by 7-bit address; filled by probe_plan(), then by probe_run()
 * @driver: of its parent, which tells what its errors mean; "": unknown
 * @stopped: -errno that ended it, or 0
 * @stopped_at: the address that was asked then, or -1: none yet
 * @claimed: clients that were not there when it was planned
 */
struct probe {
	struct probe_address addresses[PROBE_ADDRESSES];
	char driver[32];
	int stopped, stopped_at;
	unsigned int claimed;
};

/**
 * struct probe_bus - the transfers of one adapter
 * @functions: what it can, PROBE_CAN_*; or -errno
 * @claimed: 1: the kernel has a client at @address by now; 0; or -errno
 * @transfer: 0: acknowledged; or -errno
 * @progress: called before each transfer; may be NULL
 */
struct probe_bus {
	int (*functions)(void *context);
	int (*claimed)(void *context, unsigned int address);
	int (*transfer)(void *context, unsigned int address, enum probe_method method);
	void (*progress)(void *context, unsigned int address, unsigned int done,
			 unsigned int all);
	void *context;
};

/** probe_never() - PROBE_RESERVED or PROBE_COMMAND for what no option allows, or PROBE_ASK */
enum probe_skip probe_never(unsigned int address);

/** probe_method_of() - the only way in which @address may be asked */
enum probe_method probe_method_of(unsigned int address);

/**
 * probe_plan() - decide for each address
 * @clients, @denied: by address
 * @quick: quick writes are wanted, too
 * @able: PROBE_CAN_*, as far as known; what is not known is asked before the first transfer
 */
void probe_plan(struct probe *probe, const bool clients[PROBE_ADDRESSES],
		const bool denied[PROBE_ADDRESSES], bool quick, unsigned int able);

/**
 * probe_run() - ask what is planned, in order
 *
 * @probe is written as it goes, so that another process which shares it sees how far
 * it came. Return: 0, also where it was stopped; then @probe->stopped says why.
 */
int probe_run(struct probe *probe, const struct probe_bus *bus);

/**
 * probe_next() - the order: the first address after @address to be asked (-1: the very
 * first). Return: it, or -1.
 */
int probe_next(const struct probe *probe, int address);

/* What came of it. */
struct probe_totals {
	unsigned int planned, asked, answered, transactions;
	uint64_t bus_ns;	/* what these take on a bus of 100 kHz, at the least */
};

/** probe_count() - sum up what was done; @totals need not be initialised */
void probe_count(const struct probe *probe, struct probe_totals *totals);

/** probe_is_silence() - whether @err is how an adapter of @driver says "no answer" */
bool probe_is_silence(const char *driver, int err);

/** probe_error_name() - "ETIMEDOUT" of -ETIMEDOUT, for a program; NULL: of no error that is known here */
const char *probe_error_name(int err);

/** probe_why() - what @err of a stopped probe means, for a person */
const char *probe_why(int err);

#endif /* MUSTER_PROBE_H */
