// SPDX-License-Identifier: GPL-2.0-only
/* What happens on a simulated bus: who answers a transaction, and that it is counted. */

#include "fakei2c.h"

#include <linux/slab.h>

/* START, STOP, and nine ticks per byte: the address, what is written, and once more to read. */
static u32 clocks_of(const struct fakei2c_wire *wire)
{
	u32 bytes = wire->sent + wire->asked + wire->writes + wire->reads;

	return 2 + (wire->writes && wire->reads) + 9 * bytes;
}

static enum fakei2c_kind kind_of(const struct fakei2c_wire *wire)
{
	if (!wire->sent && !wire->asked)
		return wire->reads ? FAKEI2C_QUICK_READ : FAKEI2C_QUICK;
	if (wire->reads)
		return !wire->writes && wire->asked == 1 ? FAKEI2C_READ_BYTE : FAKEI2C_READ;
	return wire->sent == 1 ? FAKEI2C_WRITE_BYTE : FAKEI2C_WRITE;
}

/**
 * fakei2c_bus_init() - a segment with nothing on it
 * @bus: all zero
 * @root: the adapter that drives it
 * @adapter: what the I2C core knows of it
 * @above: the segment its mux sits on, or NULL
 */
void fakei2c_bus_init(struct fakei2c_bus *bus, struct fakei2c_adapter *root,
		      struct i2c_adapter *adapter, struct fakei2c_bus *above)
{
	bus->adapter = adapter;
	bus->root = root;
	bus->above = above;
	INIT_LIST_HEAD(&bus->muxes);
}

/**
 * fakei2c_bus_clear() - free the chips of a segment that nobody uses any more
 * @bus: segment
 */
void fakei2c_bus_clear(struct fakei2c_bus *bus)
{
	u16 address;

	if (!bus->root)
		return;
	for (address = 0; address < FAKEI2C_ADDRESSES; address++)
		fakei2c_chip_remove(bus, address);
}

/**
 * fakei2c_bus_find() - a segment by name or number
 * @word: an adapter's name for commands, or the number of a bus or channel
 *
 * Return: the segment, or NULL where it is none of ours.
 */
struct fakei2c_bus *fakei2c_bus_find(const char *word)
{
	struct fakei2c_adapter *fake = fakei2c_adapter_find(word);
	struct fakei2c_bus *bus = NULL;
	int number;

	if (fake)
		return &fake->bus;
	if (kstrtoint(word, 10, &number))
		return NULL;
	for (fake = fakei2c_adapter_next(NULL); fake; fake = fakei2c_adapter_next(fake)) {
		if (fake->adapter.nr == number)
			return &fake->bus;
	}
	while ((bus = fakei2c_mux_next_bus(bus))) {
		if (bus->root && bus->adapter->nr == number)
			return bus;
	}
	return NULL;
}

/**
 * fakei2c_bus_count() - count a transaction; the caller holds the adapter's lock
 * @bus: segment it was meant for
 * @wire: transaction
 */
void fakei2c_bus_count(struct fakei2c_bus *bus, const struct fakei2c_wire *wire)
{
	if (wire->address < FAKEI2C_ADDRESSES)
		bus->count[wire->address][kind_of(wire)]++;
	bus->root->transfers++;
	bus->root->clocks += clocks_of(wire);
}

/**
 * fakei2c_bus_reset() - begin to count anew, the channels below too
 * @bus: segment
 */
void fakei2c_bus_reset(struct fakei2c_bus *bus)
{
	struct fakei2c_bus *other = NULL, *above;

	mutex_lock(&bus->root->lock);
	memset(bus->count, 0, sizeof(bus->count));
	while ((other = fakei2c_mux_next_bus(other))) {
		for (above = other->above; above && above != bus; above = above->above)
			;
		if (above)
			memset(other->count, 0, sizeof(other->count));
	}
	bus->root->transfers = 0;
	bus->root->failed = 0;
	bus->root->clocks = 0;
	mutex_unlock(&bus->root->lock);
}

static struct fakei2c_bus *reached_now(struct fakei2c_adapter *fake)
{
	struct fakei2c_bus *bus = &fake->bus, *below;

	while ((below = fakei2c_mux_selected(bus)))
		bus = below;
	return bus;
}

/* A mux connects: what sits above the channel hears as well. */
static struct fakei2c_chip *find_chip(struct fakei2c_bus *bus, u16 address)
{
	if (address >= FAKEI2C_ADDRESSES)
		return NULL;
	for (; bus; bus = bus->above) {
		if (bus->chips[address])
			return bus->chips[address];
	}
	return NULL;
}

/* Commands that go to all chips of some model, at an address where none of them sits. */
static int tell_all(struct fakei2c_bus *bus, const struct fakei2c_wire *wire, int silence)
{
	struct fakei2c_chip *chip;
	int said, err = silence;
	u16 address;

	for (; bus; bus = bus->above) {
		for (address = 0; address < FAKEI2C_ADDRESSES; address++) {
			chip = bus->chips[address];
			if (!chip || !chip->model->elsewhere)
				continue;
			said = chip->model->elsewhere(chip, wire);
			if (said <= 0)
				err = said;
		}
	}
	return err;
}

static int ask_chip(struct fakei2c_chip *chip, const struct fakei2c_wire *wire)
{
	int err = 0;

	if (chip->trap) {
		fakei2c_trouble_stick(chip->root, 0, chip->trap, 0);
		return chip->trap;
	}
	if (wire->writes)
		err = chip->model->write(chip, wire->out, wire->sent);
	if (!err && wire->reads)
		err = chip->model->read(chip, wire->in, wire->asked);
	return err;
}

/**
 * fakei2c_bus_transfer() - carry out a transaction
 * @fake: adapter
 * @wire: transaction
 *
 * Context: process context, the core holds the bus; sleeps where the bus or a chip is slow.
 * Return: 0 or a negative errno.
 */
int fakei2c_bus_transfer(struct fakei2c_adapter *fake, const struct fakei2c_wire *wire)
{
	struct fakei2c_chip *chip;
	struct fakei2c_bus *bus;
	u32 delay;
	int err;

	mutex_lock(&fake->lock);
	bus = reached_now(fake);
	fakei2c_bus_count(bus, wire);
	chip = find_chip(bus, wire->address);
	delay = chip ? chip->delay : 0;
	err = fakei2c_trouble_strike(fake);
	mutex_unlock(&fake->lock);
	/* Without the lock: commands must go on while a chip hangs. */
	fakei2c_trouble_wait(fake, clocks_of(wire), delay);
	mutex_lock(&fake->lock);
	chip = find_chip(bus, wire->address);
	if (!err)
		err = chip ? ask_chip(chip, wire) : tell_all(bus, wire, fake->trouble.silence);
	if (err && err != fake->trouble.silence)
		fake->failed++;
	mutex_unlock(&fake->lock);
	return err;
}
