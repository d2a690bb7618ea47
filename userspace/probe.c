// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe.c: which addresses of an adapter may be asked, how, in which order, and
 * when to stop.
 */
#include "probe.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

/* A start, nine clocks for each byte, a stop: at 100 kHz each clock takes 10 us. */
#define CLOCK_NS 10000u
#define FRAME_CLOCKS 2u
#define BYTE_CLOCKS 9u

const char *const probe_method_names[PROBE_METHODS] = {
	[PROBE_NO_METHOD] = "none",
	[PROBE_READ_BYTE] = "read byte",
	[PROBE_QUICK_WRITE] = "quick write",
};

const char *const probe_skip_names[PROBE_SKIPS] = {
	[PROBE_ASK] = "",
	[PROBE_RESERVED] = "reserved",
	[PROBE_COMMAND] = "command",
	[PROBE_CLIENT] = "client",
	[PROBE_DENIED] = "denied",
	[PROBE_QUICK_ONLY] = "quick only",
	[PROBE_UNABLE] = "unable",
};

enum probe_skip probe_never(unsigned int address)
{
	/* I2C specification: 3.1.12; SMBus specification: appendix C */
	if (address < 0x08 || address > 0x77)
		return PROBE_RESERVED;
	switch (address) {
	case 0x08:	/* SMBus host */
	case 0x28:	/* ACCESS.bus host */
		return PROBE_RESERVED;
	case 0x0c:	/* alert response: whoever answers takes its alert back */
		return PROBE_COMMAND;
	}
	/* memory modules: write protection and the page of all SPDs at once */
	if (address >= 0x30 && address <= 0x37)
		return PROBE_COMMAND;
	return PROBE_ASK;
}

enum probe_method probe_method_of(unsigned int address)
{
	if (probe_never(address) != PROBE_ASK)
		return PROBE_NO_METHOD;
	/* memories: some take the address of a quick write for the begin of a write */
	if (address >= 0x50 && address <= 0x5f)
		return PROBE_READ_BYTE;
	return PROBE_QUICK_WRITE;
}

static bool is_able(enum probe_method method, unsigned int able)
{
	return able & (method == PROBE_READ_BYTE ? PROBE_CAN_READ : PROBE_CAN_QUICK);
}

void probe_plan(struct probe *probe, const bool clients[PROBE_ADDRESSES],
		const bool denied[PROBE_ADDRESSES], bool quick, unsigned int able)
{
	probe->stopped = 0;
	probe->stopped_at = -1;
	probe->claimed = 0;
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++) {
		struct probe_address *address = &probe->addresses[i];

		*address = (struct probe_address){
			.method = probe_method_of(i), .skip = probe_never(i),
		};
		if (address->skip != PROBE_ASK)
			continue;
		if (clients[i])
			address->skip = PROBE_CLIENT;
		else if (denied[i])
			address->skip = PROBE_DENIED;
		else if (address->method == PROBE_QUICK_WRITE && !quick)
			address->skip = PROBE_QUICK_ONLY;
		else if (!is_able(address->method, able))
			address->skip = PROBE_UNABLE;
	}
}

/* The first address from @from on that is to be asked by @method, or -1. */
static int first_of(const struct probe *probe, enum probe_method method, unsigned int from)
{
	for (unsigned int i = from; i < PROBE_ADDRESSES; i++)
		if (probe->addresses[i].skip == PROBE_ASK &&
		    probe->addresses[i].method == method)
			return i;
	return -1;
}

int probe_next(const struct probe *probe, int address)
{
	enum probe_method method = address < 0 ? PROBE_READ_BYTE :
				   probe->addresses[address].method;
	int next = first_of(probe, method, address + 1);

	if (next < 0 && method == PROBE_READ_BYTE)
		next = first_of(probe, PROBE_QUICK_WRITE, 0);
	return next;
}

/*
 * Adapters differ in how they say that nobody acknowledged. Where the driver tells
 * it apart from a bus in trouble, -EIO is trouble: of piix4 a collision or a failed
 * transaction, of ismt an error it has no other name for, of i801 a transaction
 * that the host gave up.
 */
bool probe_is_silence(const char *driver, int err)
{
	static const char *const exact[] = {
		"i801_smbus", "ismt_smbus", "piix4_smbus",
	};

	switch (err) {
	case -ENXIO:
	case -ENODEV:
	case -EREMOTEIO:
		return true;
	case -EIO:
		for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++)
			if (!strcmp(driver, exact[i]))
				return false;
		return true;
	}
	return false;
}

const char *probe_why(int err)
{
	switch (err) {
	case -ETIMEDOUT:
		return "a transfer did not end in time: something holds the bus";
	case -EBUSY:
		return "the bus is in use: firmware or another host works on it";
	case -EAGAIN:
		return "arbitration was lost: another host works on the bus";
	case -EIO:
		return "a transfer failed: a collision, or a bus that is stuck";
	case -EPROTO:
	case -EBADMSG:
		return "something answered against the protocol";
	case -EOPNOTSUPP:
		return "the adapter refuses such a transfer";
	case -ETIME:
		return "it did not end in time and was given up: a transfer hangs in the kernel";
	case -EINTR:
		return "it was interrupted";
	case -EACCES:
	case -EPERM:
		return "not permitted: it takes root";
	case -ENOENT:
	case -ENODEV:
	case -ENXIO:
		return "there is no such file in /dev: i2c-dev is not loaded, or the adapter is gone";
	}
	return strerror(-err);
}

const char *probe_error_name(int err)
{
	static const struct { int err; const char *name; } names[] = {
		{ -EACCES, "EACCES" }, { -EAGAIN, "EAGAIN" }, { -EBADMSG, "EBADMSG" },
		{ -EBUSY, "EBUSY" }, { -EINTR, "EINTR" }, { -EIO, "EIO" },
		{ -ENODEV, "ENODEV" }, { -ENOENT, "ENOENT" }, { -ENXIO, "ENXIO" },
		{ -EOPNOTSUPP, "EOPNOTSUPP" }, { -EPERM, "EPERM" }, { -EPROTO, "EPROTO" },
		{ -ETIME, "ETIME" }, { -ETIMEDOUT, "ETIMEDOUT" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].err == err)
			return names[i].name;
	return NULL;
}

static int stop(struct probe *probe, int err, int address)
{
	probe->stopped = err;
	probe->stopped_at = address;
	return 0;
}

/* What the adapter cannot do is not tried: its driver might emulate it by something else. */
static int drop_unable(struct probe *probe, const struct probe_bus *bus)
{
	int able = bus->functions(bus->context);

	for (unsigned int i = 0; able >= 0 && i < PROBE_ADDRESSES; i++) {
		struct probe_address *address = &probe->addresses[i];

		if (address->skip == PROBE_ASK && !is_able(address->method, able))
			address->skip = PROBE_UNABLE;
	}
	return able < 0 ? able : 0;
}

/* Return: 0 to go on, or what stops the probe. */
static int ask(struct probe *probe, const struct probe_bus *bus, unsigned int number)
{
	struct probe_address *address = &probe->addresses[number];
	int err = bus->claimed(bus->context, number);

	if (err > 0) {
		address->skip = PROBE_CLIENT;
		probe->claimed++;
		return 0;
	}
	if (err)
		return err;
	address->answer = PROBE_ASKING;
	address->transactions++;
	err = bus->transfer(bus->context, number, address->method);
	if (!err)
		address->answer = PROBE_ANSWERED;
	else if (probe_is_silence(probe->driver, err))
		address->answer = PROBE_SILENT;
	else
		address->answer = PROBE_TROUBLED;
	return address->answer == PROBE_TROUBLED ? err : 0;
}

int probe_run(struct probe *probe, const struct probe_bus *bus)
{
	struct probe_totals totals;
	unsigned int done = 0;
	int address = -1, err;

	err = drop_unable(probe, bus);
	if (err)
		return stop(probe, err, -1);
	probe_count(probe, &totals);
	while ((address = probe_next(probe, address)) >= 0) {
		if (bus->progress)
			bus->progress(bus->context, address, done, totals.planned);
		err = ask(probe, bus, address);
		if (err)
			return stop(probe, err, address);
		done++;
	}
	return 0;
}

/* An address nobody acknowledges ends a read byte, too. */
static unsigned int clocks(const struct probe_address *address)
{
	bool data = address->method == PROBE_READ_BYTE && address->answer == PROBE_ANSWERED;

	return address->transactions * (FRAME_CLOCKS + BYTE_CLOCKS + (data ? BYTE_CLOCKS : 0));
}

void probe_count(const struct probe *probe, struct probe_totals *totals)
{
	*totals = (struct probe_totals){ 0 };
	for (unsigned int i = 0; i < PROBE_ADDRESSES; i++) {
		const struct probe_address *address = &probe->addresses[i];

		totals->planned += address->skip == PROBE_ASK;
		totals->asked += address->answer == PROBE_ANSWERED ||
				 address->answer == PROBE_SILENT;
		totals->answered += address->answer == PROBE_ANSWERED;
		totals->transactions += address->transactions;
		totals->bus_ns += (uint64_t)clocks(address) * CLOCK_NS;
	}
}
